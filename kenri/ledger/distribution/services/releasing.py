"""Held money whose holder is known by now goes to them; nobody else's amount moves."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec
import pyarrow as pa
from django.db import transaction
from django.db.models import Max, Sum

from kenri.ledger.distribution import bulk, queries
from kenri.ledger.distribution.models import Run, RunPart, RunPool, UsageLine, UsageReport
from kenri.ledger.distribution.rounding import apportion
from kenri.ledger.distribution.schemes import versions
from kenri.ledger.distribution.services.running import PART, Change, Divided, post, write_amounts
from kenri.ledger.distribution.shares import BILLION, Part
from kenri.ledger.services.writing import insert, one_writer

Held = dict[tuple[str, str], dict[tuple[str, str], int]]
"""Yen held by pool and work, and within them by why and layer."""


class Bucket(msgspec.Struct, frozen=True):
    """What is held of a work in a pool, and among whom it is divided now; ``gained`` by part, in order.

    ``work`` stays the line where that was not known at first.
    """

    of: str
    work: str
    yen: int
    parts: tuple[Part, ...]
    gained: tuple[int, ...]

    @property
    def code(self) -> str:
        """Its name as a pool of the run."""
        return f"{self.of} {self.work}"


def release(report: UsageReport, *, key: str, at: dt.datetime, by: str = "", why: str = "") -> Run | None:
    """Distribute what is held of a report among the holders that are known by now; None where none is.

    A work of which somebody would have less than before is left to ``run``, which corrects. The same key is
    the same run.
    """
    with transaction.atomic():
        one_writer()
        if standing := Run.objects.filter(key=key).first():
            return standing
        first, used = queries.first_of(report), queries.last_of(report)
        held = _held(first)
        buckets = list(_buckets(first, Divided(used, versions()[used.scheme]), held))
        if not buckets:
            return None
        made = Run.objects.create(
            report=first,
            used=used,
            kind=Run.RELEASE,
            scheme=used.scheme,
            key=key,
            why=why[:300],
            at=at,
            by=by,
        )
        usage = pa.Table.from_pylist(
            [{"pool": one.code, "work": one.work, "units": 1} for one in buckets], bulk.USAGE
        )
        divided = bulk.table_of((one.code, one.work, part) for one in buckets for part in one.parts)
        found = bulk.distribute(made.number, {one.code: one.yen for one in buckets}, usage, divided)
        _write(made, buckets, found)
        changes = list(_changes(buckets, found, held))
        write_amounts(made, changes)
        post(made, changes, 0, "")
    return made


def _held(first: UsageReport) -> Held:
    held: Held = defaultdict(dict)
    for (of, payee, _, why, work, layer), yen in queries.standing(first).items():
        if not payee and yen > 0:
            held[of, work][why, layer] = yen
    return held


def _buckets(first: UsageReport, divided: Divided, held: Held) -> Iterator[Bucket]:
    had = _gained(first)
    known = UsageLine.objects.filter(report=divided.used).exclude(work="")
    lines = dict(known.values_list("code", "work"))
    for (of, work), amounts in held.items():
        parts = divided.parts(of, lines.get(work) or work)
        before = had.get((of, work), {})
        if not (more := _more(parts, before)):
            continue
        weights = [weight for _, weight in more]
        shares = apportion(BILLION, weights)
        rescaled = tuple(
            msgspec.structs.replace(part, billionths=share)
            for (part, _), share in zip(more, shares, strict=True)
            if share
        )
        gained = tuple(weight if part.payee else 0 for part, weight in more)
        yield Bucket(of, work, sum(amounts.values()), rescaled, gained)


def _more(parts: tuple[Part, ...], before: Mapping[tuple[str, str, str], int]) -> list[tuple[Part, int]]:
    """Who gets billionths beyond what they had, and what stays held; nothing where nobody does."""
    left = dict(before)
    more, found = [], False
    for part in parts:
        had = left.pop((part.layer, part.payee, part.through), 0) if part.payee else 0
        if part.billionths < had:
            return []
        if part.billionths > had:
            more.append((part, part.billionths - had))
            found = found or bool(part.payee)
    return more if found and not left else []


def _gained(first: UsageReport) -> dict[tuple[str, str], dict[tuple[str, str, str], int]]:
    """What payees have of each work in each pool since the last run that was no release."""
    base = first.runs.filter(kind__in=Run.FIGURES).aggregate(last=Max("pk"))["last"]
    rows = RunPart.objects.filter(run__report=first, run__gte=base, gained__gt=0)
    found: dict[tuple[str, str], dict[tuple[str, str, str], int]] = defaultdict(dict)
    for pool, work, layer, payee, through, gained in (
        rows.values_list("pool", "work", "layer", "payee", "through").annotate(sum=Sum("gained")).order_by()
    ):
        of = pool.removesuffix(f" {work}")
        told = found[of, work]
        told[layer, payee, through] = told.get((layer, payee, through), 0) + gained
    return found


def _write(made: Run, buckets: list[Bucket], found: bulk.Distributed) -> None:
    cuts = {cut.pool: cut for cut in found.cuts}
    RunPool.objects.bulk_create(
        RunPool(
            run=made, code=one.code, revenue=0, gross=one.yen, cost=0, units=1,
            remainder=str(cuts[one.code].remainder), tie=cuts[one.code].tie,
        )
        for one in buckets
    )  # fmt: skip
    kept = RunPart.objects.filter(run__report=made.report).exclude(why="")
    titles = dict(kept.values_list("work", "title").distinct())
    rows = (
        (made.pk, one.code, one.work, titles.get(one.work, ""), 1, part.layer, part.payee, part.through,
         part.why, part.billionths, gained)
        for one in buckets
        for part, gained in zip(one.parts, one.gained, strict=True)
    )  # fmt: skip
    insert(RunPart, PART, rows)


def _changes(buckets: list[Bucket], found: bulk.Distributed, held: Held) -> Iterator[Change]:
    by_code = {one.code: one for one in buckets}
    for amount in found.amounts:
        yield Change(amount, by_code[amount.pool].of, amount.yen)
    for one in buckets:
        for (why, layer), yen in held[one.of, one.work].items():
            yield Change(bulk.Amount(one.code, "", "", why, one.work, layer, 0, 0), one.of, -yen)
