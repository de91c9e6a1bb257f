"""Requests that nobody answered: what they prove of an enquiry, for a later case about the same work.

An adjudication asks for enquiries to holders and for the days on which they went out and arrived. Who asked
through Kenri before has all of it in the history of that request.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from kenri.accounts.models import User
from kenri.cases.proceedings import chain, requests, standing
from kenri.cases.proceedings.models import Case, Letter
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.spec import Procedure
from kenri.procedures.conduct.versions import procedure_at
from kenri.vocab.text import Text

CONTACTS = "contacts"
"""The field of a procedure that lists whom one has written to."""
_FOUND_IN = Text("Kenriでの申込み {number}", "request {number} made through Kenri")
_PROOF = Text(
    "申込み {number}：{sent} 送付、{over} 回答なしを記録。履歴のハッシュ値 {hash}",
    "request {number}: sent {sent}, silence recorded {over}; hash of its history {hash}",
)


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """A request without an answer: whom it asked and where, when it went out, and what proves it.

    ``arrived_on``: when it stood in the holder's account, or the mail server took it; none where neither.
    """

    case: str
    name: str
    address: str
    letter: str
    sent_on: dt.date
    arrived_on: dt.date | None
    over_on: dt.date
    proof: str

    def as_contact(self, domestic: str) -> dict[str, Any]:
        """The same as an entry of the contacts that were written to; ``domestic`` is ``yes`` or ``no``."""
        told = {"number": self.case, "sent": self.sent_on, "over": self.over_on, "hash": self.proof}
        found = {
            "name": self.name,
            "address": self.address,
            "domestic": domestic,
            "found_in": _FOUND_IN.format(**told).ja,
            "sent_on": self.sent_on.isoformat(),
            "letter": self.letter,
            "arrived_on": self.arrived_on.isoformat() if self.arrived_on else "",
            "delivery_evidence": _PROOF.format(**told).ja,
        }
        return {key: value for key, value in found.items() if value}


def silences(user: User, made: Procedure, entity: str, title: str) -> list[Silence]:
    """The requests of somebody about a work that nobody answered; none where the procedure asks for none."""
    if CONTACTS not in made.given:
        return []
    of = {"entity": entity} if entity else {"entity": "", "title": title.strip()}
    cases = requests.asked_by(user).filter(**of).order_by("pk")
    return [one for case in cases if (one := _silence(case)) is not None]


def contacts(found: Iterable[Silence], told: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Those that are to be used, by number of the case ``yes`` or ``no``: whether the contact is in Japan."""
    for one in found:
        if told.get(one.case) in ("yes", "no"):
            yield one.as_contact(told[one.case])


def _silence(case: Case) -> Silence | None:
    ends = procedure_at(case.pinned).unanswered
    if ends is None or case.state != ends.state:
        return None
    rows = chain.history(case)
    sent = [row for row in rows if row.kind == "action" and row.name == ends.sent][-1]
    over = next(row for row in reversed(rows) if row.kind == "action" and row.state == ends.state)
    data = standing.course_of(case, rows).data
    return Silence(
        case=case.number,
        name=str(data.get(ends.name, "")),
        address=str(data.get(ends.address, "")) or case.number,
        letter=str(sent.input.get(ends.letter, "")) or str(data.get("manner", "")),
        sent_on=day_of(sent.at),
        arrived_on=_arrived(case, sent.at),
        over_on=day_of(over.at),
        proof=over.hash,
    )


def _arrived(case: Case, sent: dt.datetime) -> dt.date | None:
    """With the holder's account at once; with a mail server once it took the letter."""
    if case.parties.filter(role="holder").exclude(user=None, organisation=None).exists():
        return day_of(sent)
    mailed = Letter.objects.filter(case=case, at__gte=sent).exclude(mailed=None).order_by("pk").first()
    return day_of(mailed.mailed) if mailed and mailed.mailed else None
