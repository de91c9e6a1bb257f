"""Holders found later: who may be behind money that is held, why, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
from django.db import transaction

from kenri.identity.likeness import likeness, seen
from kenri.ledger.distribution import queries
from kenri.ledger.distribution.models import Holding, HoldingDecision, Likely, UsageLine, UsageReport
from kenri.ledger.distribution.services.holding import decide, hold
from kenri.ledger.distribution.shares import Share
from kenri.vocab.names import Name
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Record
from kenri.vocab.text import Text

ENOUGH = 9.0
"""Bits that must speak for a work being the one that a party registered (as for ``kenri match``)."""
FOUND, NOTIFIED, CLAIMED, VERIFIED, REFUSED = "found", "notified", "claimed", "verified", "refused"


class HeldWork(msgspec.Struct, frozen=True):
    """Money held for a work; ``held`` is the number of the report or case, ``work`` the entity if known."""

    held: str
    work: str
    title: str
    creators: tuple[str, ...]
    yen: int


class Told(msgspec.Struct, frozen=True):
    """That a party has to do with a work: what it registered, claims, or is named as in the catalogue.

    ``work``: the entity, where it is known; ``said``: where it was said.
    """

    party: str
    name: str
    title: str
    creators: tuple[str, ...]
    said: Text
    work: str = ""


def held_of_reports() -> Iterator[HeldWork]:
    """What is held of usage reports, by work."""
    for report in UsageReport.objects.filter(corrects=None):
        yen: dict[str, int] = defaultdict(int)
        for (_, _, _, why, work, _), amount in queries.standing(report).items():
            if why:
                yen[work] += amount
        lines: dict[str, UsageLine] = {}
        for line in UsageLine.objects.filter(report=queries.last_of(report)):
            lines.update({line.key: line, line.code: line})
        for work, amount in yen.items():
            if work in lines and amount > 0:
                line = lines[work]
                yield HeldWork(report.number, line.key, line.title, tuple(line.told["creators"]), amount)


def seek(held: Iterable[HeldWork], told: Sequence[Told], at: dt.datetime) -> list[Likely]:
    """Note every party that may be behind held money; what was noted before is not noted again."""
    by_title: dict[str, list[Told]] = defaultdict(list)
    by_work: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_title[_folded(one.title)].append(one)
        if one.work:
            by_work[one.work].append(one)
    found = []
    for money in held:
        for one in dict.fromkeys((*by_work.get(money.work, ()), *by_title.get(_folded(money.title), ()))):
            score, reasons = _weighed(money, one)
            if score >= ENOUGH:
                row, new = Likely.objects.get_or_create(
                    held=money.held, work=money.work, party=one.party, state=FOUND,
                    defaults={
                        "title": money.title, "yen": money.yen, "name": one.name[:300], "score": round(score),
                        "reasons": [msgspec.to_builtins(reason) for reason in reasons], "at": at,
                    },
                )  # fmt: skip
                if new:
                    found.append(row)
    return found


def _folded(title: str) -> str:
    return "".join(title.casefold().split())


def _weighed(money: HeldWork, one: Told) -> tuple[float, list[Text]]:
    if one.work and one.work == money.work:
        same = Text("カタログ上の同じ作品です。", "It is the same work in the catalogue.")
        return 16.0, [one.said, same]
    compared = likeness(
        seen([_record(money.title, money.creators)]), seen([_record(one.title, one.creators)])
    )
    return compared.weight, [one.said, *(reason.text for reason in compared.reasons)]


def _record(title: str, creators: tuple[str, ...]) -> Record:
    makers = tuple(Contribution((Name(name),), role="creator") for name in creators)
    return Record("held", "1", "text", (Name(title),), makers)


def latest(rows: Iterable[Likely]) -> list[Likely]:
    """The last state of each finding."""
    stands: dict[tuple[str, str, str], Likely] = {}
    for row in rows:
        stands[row.held, row.work, row.party] = row
    return list(stands.values())


def of_party(party: str) -> list[Likely]:
    """Money that may be a party's own, the most first."""
    return sorted(latest(Likely.objects.filter(party=party).order_by("pk")), key=lambda row: -row.yen)


def waiting(*states: str) -> list[Likely]:
    """The findings that are in one of these states."""
    return [row for row in latest(Likely.objects.order_by("pk")) if row.state in states]


def move(row: Likely, state: str, at: dt.datetime) -> Likely:
    """What became of a finding, as a row of its own."""
    told = {"title": row.title, "yen": row.yen, "name": row.name, "score": row.score, "reasons": row.reasons}
    moved, _ = Likely.objects.get_or_create(
        held=row.held, work=row.work, party=row.party, state=state, defaults={**told, "at": at}
    )
    return moved


def verify(row: Likely, *, granted: bool, by: str, at: dt.datetime) -> Likely:
    """An office decides on a claim: the holding that was told with it is verified or refused.

    Raises Problem: ``nothing_claimed`` where the party has not claimed it.
    """
    with transaction.atomic():
        holding = Holding.objects.filter(party=row.party, work=row.work).order_by("-pk").first()
        if holding is None or not any(one.state == CLAIMED for one in _all(row)):
            raise Problem("nothing_claimed", party=row.party)
        if any(one.state in (VERIFIED, REFUSED) for one in _all(row)):
            raise Problem("decided_already")
        decide(holding, HoldingDecision.VERIFIED if granted else HoldingDecision.REFUSED, at=at, by=by)
        return move(row, VERIFIED if granted else REFUSED, at)


def claim(number: int, parties: Collection[str], *, at: dt.datetime) -> Holding:
    """A party says that the money is theirs: a holding that waits to be verified.

    Raises Problem: ``no_such_finding`` where it is not a finding of one of ``parties``, ``decided_already``,
    ``claim_in_case`` where the money is held for a case, whose procedure decides.
    """
    with transaction.atomic():
        row = Likely.objects.filter(pk=number, party__in=parties).first()
        if row is None:
            raise Problem("no_such_finding")
        if not row.of_report:
            raise Problem("claim_in_case", case=row.held)
        if any(one.state in (VERIFIED, REFUSED) for one in _all(row)):
            raise Problem("decided_already")
        move(row, CLAIMED, at)
        return hold(Share(row.party, ""), row.work, basis=f"claimed {row.held}", at=at)


def _all(row: Likely) -> Iterable[Likely]:
    return Likely.objects.filter(held=row.held, work=row.work, party=row.party)
