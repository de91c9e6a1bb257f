"""Compensation of single cases on a holder's statement: what was paid in, what fell to whom, what left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils import timezone

from kenri.ledger.distribution.statements import Award, Came, Sent
from kenri.ledger.models import Obligation, Outcome, Payout, Settlement
from kenri.ledger.queries import names_of
from kenri.ledger.services import split_by_day, target
from kenri.vocab.text import Text

HELD, OF_REPORTS = "Liabilities:Held:", "Liabilities:Held:U-"


def awards(payee: str, begins: dt.datetime, over: dt.datetime) -> Iterator[Award]:
    """The compensation of cases of which something left for a holder between two moments, with all of it.

    Money of usage reports is no part of it: it is distributed.
    """
    paid = Payout.objects.filter(party=payee, account__startswith=HELD)
    paid = paid.exclude(account__startswith=OF_REPORTS)
    for account in sorted({row.account for row in paid.filter(at__gte=begins, at__lt=over)}):
        case = account.removeprefix(HELD)
        rows = Obligation.objects.standing().filter(case=case, kind="compensation").order_by("pk")
        for row in rows:
            if target(row) == account:
                yield _award(row, paid.filter(account=account).order_by("pk"))
                break


def _award(row: Obligation, paid: QuerySet[Payout]) -> Award:
    settled = list(row.settlements.select_related("line").order_by("pk"))
    split = next((one.days for one in settled if one.days), None)
    days = tuple(dt.date.fromisoformat(day) for day in split) if split else ()
    return Award(
        case=row.case,
        obligation=row.number,
        text=_text(row),
        payer=names_of([row.payer])[row.payer],
        agreed=row.amount,
        came=tuple(came_in(settled)),
        days=days,
        arithmetic=split_by_day(row.amount, *days).lines if days else (),
        back=sum(one.amount for one in settled if one.effect == Settlement.WAIVED),
        sent=tuple(sent_as(one) for one in paid),
    )


def _text(row: Obligation) -> Text:
    told = row.lines[0]["text"] if row.lines else {"ja": row.case, "en": row.case}
    return Text(told["ja"], told["en"])


def came_in(settled: Iterable[Settlement]) -> Iterator[Came]:
    """What was received, by bank line."""
    for one in settled:
        if one.effect == Settlement.RECEIVED and one.line is not None:
            yield Came(one.line.number, one.day, one.amount)


def sent_as(payout: Payout) -> Sent:
    """A payment with what the bank said of it, the latest word first."""
    last = payout.outcomes.select_related("line").order_by("-pk").first()
    line = last.line.number if last is not None and last.line is not None else ""
    state = last.what if last is not None else "decided"
    returned = last is not None and last.what == Outcome.RETURNED
    return Sent(payout.number, timezone.localdate(payout.at), 0 if returned else payout.amount, state, line)
