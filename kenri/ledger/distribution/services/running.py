"""Distributions: a report's money to those whose works were used; corrections post differences only."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import pyarrow as pa
from django.db import transaction
from django.db.models import Sum, TextField
from django.db.models.functions import Cast

from kenri.ledger.distribution import bulk, queries
from kenri.ledger.distribution.models import UNKNOWN, Run, RunAmount, RunPart, RunPool, UsageReport
from kenri.ledger.distribution.rounding import apportion
from kenri.ledger.distribution.schemes import Pool, Scheme
from kenri.ledger.distribution.shares import BILLION, UNMATCHED, WHOLE, Part, Share, parts
from kenri.ledger.services import Draft, Posting, balance, post_all
from kenri.ledger.services.writing import insert, one_writer
from kenri.vocab.problems import Problem

IN_ENTRY = 500
"""Payees in one entry of the books."""
ANYWHERE = "*"
"""Stands for a territory where works are divided alike in all of them."""
PART = (
    "run_id", "pool", "work", "title", "units", "layer", "payee", "through", "why", "billionths", "gained",
)  # fmt: skip
AMOUNT = (
    "run_id", "report_id", "pool", "of", "payee", "through", "why", "work", "layer", "weight", "yen",
    "change",
)  # fmt: skip


class Change(msgspec.Struct, frozen=True):
    """An amount of a run, and by how many yen it differs from before; ``of``: the report's pool."""

    amount: bulk.Amount
    of: str
    yen: int


def run(report: UsageReport, *, key: str, at: dt.datetime, by: str = "", why: str = "") -> Run:
    """Distribute a report's money by its latest correction and by what is known of holders now.

    The first time all of it is posted, later what differs. The same key is the same run. Raises Problem:
    ``held_too_little`` where the platform has not paid enough yet, ``gone_to_fund`` where a correction needs
    money that went to the common-purpose fund, and what ``bulk.distribute`` raises.
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
        usage = divided.usage()
        sums = {pool.code: pool.net for pool in money}
        found = bulk.distribute(made.number, sums, usage, bulk.table_of(divided.rows()))
        before = queries.standing(first)
        _write(made, money, found)
        divided.write(made)
        changes = list(_changes(found.amounts, before, queries.in_fund(first)))
        write_amounts(made, changes)
        post(made, changes, _cost_change(made, money), rule.body)
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
        lines = queries.counted(used).order_by("pk")
        rows = lines.values_list("pool", "work", "code", "units", "title", Cast("layers", TextField()))
        weights = functools.cache(functools.partial(_weights, rule))
        for pool, work, code, units, title, layers in rows.iterator(queries.CHUNK):
            key = work or code
            self.units[pool, key] = self.units.get((pool, key), 0) + units
            self.titles.setdefault(key, title)
            self._layers.setdefault(key, {}).update(weights(layers))
        self._shares = queries.shares_of(used)
        self._mandates = queries.mandates()
        self._rule = rule
        self._known: dict[tuple[str, str], tuple[Part, ...]] = {}

    def usage(self) -> pa.Table:
        """Uses by pool and work, as rows of ``bulk.USAGE``."""
        pools, works = [pool for pool, _ in self.units], [work for _, work in self.units]
        return pa.table([pools, works, list(self.units.values())], bulk.USAGE)

    def rows(self) -> Iterator[tuple[str, str, Part]]:
        """Pool, work and part, for every part of every used work."""
        for pool, work in self.units:
            for part in self.parts(pool, work):
                yield pool, work, part

    def parts(self, pool: str, work: str) -> tuple[Part, ...]:
        """How a work is divided in the territory of a pool."""
        mine = self._shares.get(work, ())
        place = self._places.get(pool, "") if self._depends_on_place(mine) else ANYWHERE
        if (place, work) not in self._known:
            layers = layers_of(self._rule, self._layers.get(work, {}), mine)
            self._known[place, work] = (
                (Part(WHOLE, "", "", UNMATCHED, BILLION),)
                if work.startswith(UNKNOWN) and not mine
                else parts(mine, layers, self._period, place, self._mandates)
            )
        return self._known[place, work]

    def _depends_on_place(self, mine: Sequence[Share]) -> bool:
        """Whether a work may be divided in one way here and in another there."""
        return any(
            share.territory or any(one.territory for one in self._mandates.get(share.party, ()))
            for share in mine
        )

    def write(self, made: Run) -> None:
        """Keep how works were divided, so that it can be told later."""
        rows = (
            (made.pk, pool, work, self.titles[work], self.units[pool, work], part.layer, part.payee,
             part.through, part.why, part.billionths, part.billionths if part.payee else 0)
            for pool, work, part in self.rows()
        )  # fmt: skip
        insert(RunPart, PART, rows)


def _weights(rule: Scheme, layers: str) -> dict[str, int]:
    """The weights that a rule gives to layers, told as JSON."""
    return {layer: rule.layers[layer] for layer in json.loads(layers) if layer in rule.layers}


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


def _changes(
    amounts: Sequence[bulk.Amount], before: queries.Standing, in_fund: Mapping[str, int]
) -> Iterator[Change]:
    """Everybody's amount with what it changes; who had something and gets nothing now is among them.

    What went to the common-purpose fund (``in_fund`` by pool) is held no more.
    """
    left, gone = dict(before), _gone(amounts, in_fund)
    for place, one in enumerate(amounts):
        had = left.pop((one.pool, one.payee, one.through, one.why, one.work, one.layer), 0)
        yield Change(one, one.pool, one.yen - gone.get(place, 0) - had)
    for (of, payee, through, why, work, layer), had in left.items():
        yield Change(bulk.Amount(of, payee, through, why, work, layer, 0, 0), of, -had)


def _gone(amounts: Sequence[bulk.Amount], in_fund: Mapping[str, int]) -> dict[int, int]:
    """By place among the amounts, what of a held one is in the fund: in proportion, to the yen.

    Raises ``Problem('gone_to_fund')`` where more of a pool is there than is held by now: its holders became
    known too late, and nothing can be taken from others for them.
    """
    found = {}
    for pool, yen in in_fund.items():
        held = [place for place, one in enumerate(amounts) if one.why and one.pool == pool]
        there = sum(amounts[place].yen for place in held)
        if yen > there:
            raise Problem("gone_to_fund", pool=pool, gone=yen, held=there)
        parts = apportion(yen, [amounts[place].yen for place in held])
        found.update(zip(held, parts, strict=True))
    return found


def write_amounts(made: Run, changes: Iterable[Change]) -> None:
    """Keep who got what."""
    rows = (
        (made.pk, made.report_id, one.pool, change.of, one.payee, one.through, one.why, one.work, one.layer,
         str(one.weight), one.yen, change.yen)
        for change in changes
        for one in (change.amount,)
    )  # fmt: skip
    insert(RunAmount, AMOUNT, rows)


def _cost_change(made: Run, money: Iterable[Pool]) -> int:
    """What the scheme keeps now beyond what it kept before."""
    kept = RunPool.objects.filter(run__report=made.report).filter(run__kind__in=Run.FIGURES).exclude(run=made)
    last = kept.order_by("-run_id").values_list("run_id", flat=True).first()
    before = kept.filter(run_id=last).aggregate(cost=Sum("cost"))["cost"] or 0 if last else 0
    return sum(pool.cost for pool in money) - before


def post(made: Run, changed: Sequence[Change], cost: int, body: str) -> None:
    """The changes in the books: out of what is held, to what is owed.

    Raises ``Problem('held_too_little')``.
    """
    held = f"Liabilities:Held:{made.report.number}"
    changes: dict[str, int] = {}
    for one in changed:
        if one.amount.payee:
            account = queries.payable(one.amount.payee, one.amount.through)
            changes[account] = changes.get(account, 0) + one.yen
    owed = [(account, change) for account, change in sorted(changes.items()) if change]
    if cost:
        owed.insert(0, (f"Income:Fees:organisation:{body}", cost))
    kept = queries.held_of(made.report)
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
