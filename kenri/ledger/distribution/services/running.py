"""Distributions: a report's money to those whose works were used; corrections post differences only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa
from django.db import transaction
from django.db.models import Sum

from kenri.ledger.distribution import bulk, queries
from kenri.ledger.distribution.models import Run, RunAmount, RunPart, RunPool, UsageReport
from kenri.ledger.distribution.schemes import Pool, Scheme
from kenri.ledger.distribution.shares import BILLION, UNMATCHED, WHOLE, Part, Share, parts
from kenri.ledger.services import Draft, Posting, balance, post_all
from kenri.ledger.services.writing import one_writer
from kenri.vocab.problems import Problem

IN_ENTRY = 500
"""Payees in one entry of the books."""
BATCH = 1_000


def run(report: UsageReport, *, key: str, at: dt.datetime, by: str = "", why: str = "") -> Run:
    """Distribute a report's money by its latest correction and by what is known of holders now.

    The first time all of it is posted, later what differs. The same key is the same run. Raises Problem:
    ``held_too_little`` where the platform has not paid enough yet, and what ``bulk.distribute`` raises.
    """
    with transaction.atomic():
        one_writer()
        if standing := Run.objects.filter(key=key).first():
            return standing
        first, used = queries.first_of(report), queries.last_of(report)
        rule, money = queries.money_of(used)
        kind = Run.CORRECTION if first.runs.exists() else Run.FIRST
        made = Run.objects.create(
            report=first, used=used, kind=kind, scheme=rule.name, key=key, why=why[:300], at=at, by=by
        )
        divided = Divided(used, rule)
        usage = pa.Table.from_pylist(
            [{"pool": pool, "work": work, "units": units} for (pool, work), units in divided.units.items()],
            bulk.USAGE,
        )
        sums = {pool.code: pool.net for pool in money}
        found = bulk.distribute(made.number, sums, usage, bulk.table_of(divided.rows()))
        before = queries.standing(first)
        _write(made, money, found)
        divided.write(made)
        amounts = list(_changes(made, found.amounts, before))
        RunAmount.objects.bulk_create(amounts, batch_size=BATCH)
        post(made, amounts, _cost_change(made, money), rule.body)
    return made


class Divided:
    """The works of a report with their uses and parts."""

    def __init__(self, used: UsageReport, rule: Scheme) -> None:
        self.used = used
        self._places = queries.territories(used)
        self._period = used.period
        self.units: dict[tuple[str, str], int] = {}
        self.titles: dict[str, str] = {}
        self._layers: dict[str, dict[str, int]] = {}
        for line in queries.counted(used).order_by("pk").iterator(2_000):
            place = (line.pool, line.key)
            self.units[place] = self.units.get(place, 0) + line.units
            self.titles.setdefault(line.key, line.title)
            known = {layer: rule.layers[layer] for layer in line.layers if layer in rule.layers}
            self._layers.setdefault(line.key, {}).update(known)
        self._shares = queries.shares_of(self.titles)
        self._mandates = queries.mandates()
        self._rule = rule
        self._known: dict[tuple[str, str], tuple[Part, ...]] = {}

    def rows(self) -> Iterator[tuple[str, str, Part]]:
        """Pool, work and part, for every part of every used work."""
        for pool, work in self.units:
            for part in self.parts(pool, work):
                yield pool, work, part

    def parts(self, pool: str, work: str) -> tuple[Part, ...]:
        """How a work is divided in the territory of a pool."""
        place = self._places.get(pool, "")
        if (place, work) not in self._known:
            mine = self._shares.get(work, ())
            layers = layers_of(self._rule, self._layers.get(work, {}), mine)
            self._known[place, work] = (
                (Part(WHOLE, "", "", UNMATCHED, BILLION),)
                if work.startswith("line-") and not mine
                else parts(mine, layers, self._period, place, self._mandates)
            )
        return self._known[place, work]

    def write(self, made: Run) -> None:
        """Keep how works were divided, so that it can be told later."""
        RunPart.objects.bulk_create(
            (
                RunPart(
                    run=made, pool=pool, work=work, title=self.titles[work], units=self.units[pool, work],
                    layer=part.layer, payee=part.payee, through=part.through, why=part.why,
                    billionths=part.billionths, gained=part.billionths if part.payee else 0,
                )
                for pool, work, part in self.rows()
            ),
            batch_size=BATCH,
        )  # fmt: skip


def layers_of(rule: Scheme, known: Mapping[str, int], shares: Sequence[Share]) -> dict[str, int]:
    """The layers among which a work's money goes: those it is known to have, and those that are claimed."""
    claimed = {one.layer: rule.layers[one.layer] for one in shares if one.layer in rule.layers}
    return {**known, **claimed}


def _write(made: Run, money: Iterable[Pool], found: bulk.Distributed) -> None:
    cuts = {cut.pool: cut for cut in found.cuts}
    RunPool.objects.bulk_create(
        RunPool(
            run=made, code=pool.code, revenue=pool.revenue, gross=pool.gross, cost=pool.cost,
            units=cuts[pool.code].units, remainder=str(cuts[pool.code].remainder), tie=cuts[pool.code].tie,
        )
        for pool in money
    )  # fmt: skip


def _changes(made: Run, amounts: Iterable[bulk.Amount], before: queries.Standing) -> Iterator[RunAmount]:
    """Everybody's amount with what it changes; who had something and gets nothing now is among them."""
    left = dict(before)
    for one in amounts:
        had = left.pop((one.pool, one.payee, one.through, one.why, one.work, one.layer), 0)
        yield amount_row(made, one, one.pool, one.yen - had)
    for (of, payee, through, why, work, layer), had in left.items():
        gone = bulk.Amount(of, payee, through, why, work, layer, 0, 0)
        yield amount_row(made, gone, of, -had)


def amount_row(made: Run, one: bulk.Amount, of: str, change: int) -> RunAmount:
    """A payee's amount as a row."""
    return RunAmount(
        run=made, report=made.report, pool=one.pool, of=of, payee=one.payee, through=one.through,
        why=one.why, work=one.work, layer=one.layer, weight=str(one.weight), yen=one.yen, change=change,
    )  # fmt: skip


def _cost_change(made: Run, money: Iterable[Pool]) -> int:
    """What the scheme keeps now beyond what it kept before."""
    kept = RunPool.objects.filter(run__report=made.report).filter(run__kind__in=Run.FIGURES).exclude(run=made)
    last = kept.order_by("-run_id").values_list("run_id", flat=True).first()
    before = kept.filter(run_id=last).aggregate(cost=Sum("cost"))["cost"] or 0 if last else 0
    return sum(pool.cost for pool in money) - before


def post(made: Run, amounts: Sequence[RunAmount], cost: int, body: str) -> None:
    """The changes in the books: out of what is held, to what is owed.

    Raises ``Problem('held_too_little')``.
    """
    held = f"Liabilities:Held:{made.report.number}"
    changes: dict[str, int] = {}
    for one in amounts:
        if one.payee:
            account = queries.payable(one.payee, one.through)
            changes[account] = changes.get(account, 0) + one.change
    owed = [(account, change) for account, change in sorted(changes.items()) if change]
    if cost:
        owed.insert(0, (f"Income:Fees:organisation:{body}", cost))
    kept = sum(yen for (_, _, _, why, _, _), yen in queries.standing(made.report).items() if why)
    needed, there = sum(change for _, change in owed) + kept, -balance(held)
    if needed > there:
        raise Problem("held_too_little", account=held, there=there, wanted=needed)
    drafts = []
    for start in range(0, len(owed), IN_ENTRY):
        some = owed[start : start + IN_ENTRY]
        total = sum(change for _, change in some)
        postings = [Posting(account, -change) for account, change in some]
        if total:
            postings.insert(0, Posting(held, total))
        number = f"distribute:{made.number}:{start // IN_ENTRY}"
        drafts.append(Draft(number, made.at, tuple(postings), made.number, made.report.number))
    if drafts:
        post_all(drafts)
