"""``python -m bench.distribution``: 1,000,000 usage lines over 100,000 works and 50,000 holders, to the yen.

Timed from lists in memory to every holder's amount: how works are divided (shares, mandates, layers), and the
pools of money (sums, rounding). Then a million random small pools, each of which must add up to the yen.
``--lines``, ``--works``, ``--holders`` and ``--cases`` change the sizes.

With ``--database`` the same through a database of its own (SQLite, or PostgreSQL with DATABASE_URL): timed
from the stored lines of a report to every part, amount and posting written and committed. Beside it plain SQL
that sums and rounds each holder's amount by itself, in floating point, writing nothing: how fast, and by how
many yen its sums are off.
"""

from __future__ import annotations

# ruff: noqa: PLC0415  (Django is set up for a database of the bench's own before its models are imported)
import argparse
import datetime as dt
import random
import time
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from bench.ledger import AT, Clock, own_database
from kenri.ledger.distribution import bulk
from kenri.ledger.distribution.rounding import apportion
from kenri.ledger.distribution.shares import Mandate, Part, Period, Share, parts

SEED = 20_261_122
PERIOD = Period(dt.date(2026, 4, 1), dt.date(2026, 6, 30))
SCHEME = "music_streaming@2026-04-01"
LAYERS = {"composition": 6, "lyrics": 6, "phonogram": 70, "performance": 18}
POOLS = {"ads-JP": 1_234_567_891, "subscriptions-JP": 987_654_321, "ads-US": 55_555_553}


def main() -> None:
    """Print the measurements; an amount that does not add up is an error."""
    asked = argparse.ArgumentParser(description=__doc__)
    for name, size in (("lines", 10**6), ("works", 10**5), ("holders", 50_000), ("cases", 10**6)):
        asked.add_argument(f"--{name}", type=int, default=size)
    asked.add_argument("--database", action="store_true")
    sizes = asked.parse_args()
    if sizes.database:
        with own_database():
            stored(sizes.lines, sizes.works, sizes.holders)
        return
    large(sizes.lines, sizes.works, sizes.holders)
    many(sizes.cases)


def large(lines: int, works: int, holders: int) -> None:
    """One distribution of many lines."""
    usage, holdings = made(lines, works, holders)
    begun = time.perf_counter()
    divided = parts_of(*holdings)
    then = time.perf_counter()
    found = bulk.distribute("bench", POOLS, usage, divided)
    done = time.perf_counter()
    by_pool = dict.fromkeys(POOLS, 0)
    for amount in found.amounts:
        by_pool[amount.pool] += amount.yen
    if by_pool != POOLS:
        raise SystemExit(f"the sums differ: {by_pool}")
    paid = {amount.payee for amount in found.amounts if amount.payee}
    held = sum(amount.yen for amount in found.amounts if amount.why)
    print(
        f"{lines:,} lines, {works:,} works, {len(paid):,} holders, {divided.num_rows:,} parts:"
        f" {then - begun:.1f} s to divide works, {done - then:.1f} s to distribute,"
        f" {sum(by_pool.values()):,} yen exactly, of which {held:,} held"
    )


Holdings = tuple[list[list[Share]], dict[str, list[Mandate]]]


def made(lines: int, works: int, holders: int) -> tuple[pa.Table, Holdings]:
    """Usage (few works are used often, most hardly), shares with gaps and disputes, mandates for half."""
    decide, numbers = random.Random(SEED), np.random.default_rng(SEED)
    used = (numbers.zipf(1.3, lines) - 1) % works
    used[:works] = np.arange(works)[:lines]
    names = np.array([f"work-{number}" for number in range(works)])
    pools = np.array(list(POOLS))
    usage = pa.table(
        {
            "pool": pools[numbers.integers(0, len(POOLS), lines)],
            "work": names[used],
            "units": numbers.integers(1, 100_000, lines),
        }
    )
    shares = [_shares(decide, holders) for _ in range(works)]
    societies = {f"p{n}": [Mandate(f"p{n}", f"society-{n % 5}", "composition")] for n in range(0, holders, 2)}
    return usage, (shares, societies)


def _shares(decide: random.Random, holders: int) -> list[Share]:
    found = []
    for layer in LAYERS:
        people = decide.choice((0, 1, 1, 2, 3))
        for _ in range(people):
            whole = people + decide.choice((0, 0, 0, 1))
            doubted = decide.random() < 0.01
            found.append(Share(f"p{decide.randrange(holders)}", layer, 1, whole, disputed=doubted))
    return found


def parts_of(shares: list[list[Share]], mandates: dict[str, list[Mandate]]) -> pa.Table:
    """The parts of every work in every pool."""
    places: dict[str, list[tuple[str, Part]]] = {}
    for place in {pool[-2:] for pool in POOLS}:
        places[place] = [
            (f"work-{number}", part)
            for number, mine in enumerate(shares)
            for part in parts(mine, LAYERS, PERIOD, place, mandates)
        ]
    return bulk.table_of((pool, *pair) for pool in POOLS for pair in places[pool[-2:]])


def stored(lines: int, works: int, holders: int) -> None:
    """The same distribution from rows to rows."""
    from django.db.models import Sum

    from kenri.ledger.distribution import services
    from kenri.ledger.distribution.models import RunAmount, RunPart, RunPool
    from kenri.ledger.services import balance
    from kenri.ledger.verifying import verify

    usage, holdings = made(lines, works, holders)
    report = _set_up(usage, holdings)
    begun = Clock()
    with begun:
        run = services.run(report, key="bench", at=AT)
    sums = dict(RunAmount.objects.values_list("of").annotate(yen=Sum("change")).order_by())
    pools = {pool.code: pool.gross - pool.cost for pool in RunPool.objects.all()}
    if sums != pools:
        raise SystemExit(f"the sums differ: {sums}, {pools}")
    if verify().broken is not None:
        raise SystemExit("the books are broken")
    held = sum(RunAmount.objects.exclude(why="").values_list("change", flat=True))
    if -balance(f"Liabilities:Held:{report.number}") != held:
        raise SystemExit("what is held differs from the books")
    paid = RunAmount.objects.exclude(payee="").values("payee").distinct().count()
    print(
        f"{lines:,} lines, {works:,} works, {paid:,} holders: {RunPart.objects.count():,} parts,"
        f" {RunAmount.objects.count():,} amounts, {sum(sums.values()):,} yen exactly:"
        f" {begun.wall:.1f} s ({begun.processor:.1f} s of processor time)"
    )
    _peer(usage, run, begun.wall)


def _set_up(usage: pa.Table, holdings: Holdings) -> Any:
    """A report with its lines, the holdings and mandates, and the platform's money in the books."""
    from kenri.ledger.distribution.models import (
        HeldMandate,
        Holding,
        HoldingDecision,
        UsageLine,
        UsageReport,
    )
    from kenri.ledger.services import Posting, post
    from kenri.ledger.services.writing import insert

    shares, mandates = holdings
    services = [
        {"code": code, "territory": code[-2:], "revenue": yen, "name": code} for code, yen in POOLS.items()
    ]
    report = UsageReport.objects.create(
        platform="organisation:bench", name="Bench", intermediary="streaming", scheme=SCHEME,
        first=PERIOD.first, last=PERIOD.last, filename="bench", form="list", digest="0" * 64,
        services=services, problems=[], counts={}, given=sum(POOLS.values()), at=AT,
    )  # fmt: skip
    layers = list(LAYERS)
    columns = ("report_id", "number", "lines", "pool", "title", "code", "told", "units", "kind", "work",
               "how", "layers")  # fmt: skip
    rows = zip(*(usage[name].to_pylist() for name in ("pool", "work", "units")), strict=True)
    insert(
        UsageLine,
        columns,
        (
            (
                report.pk,
                n,
                1,
                pool,
                f"Title of {work}",
                f"line-{n}",
                {},
                units,
                "licensed",
                work,
                "title",
                layers,
            )
            for n, (pool, work, units) in enumerate(rows, 1)
        ),
    )
    told = [(share, f"work-{number}") for number, mine in enumerate(shares) for share in mine]
    insert(
        Holding,
        ("id", "party", "work", "layer", "numerator", "denominator", "territory", "basis", "at"),
        (
            (n, s.party, work, s.layer, s.numerator, s.denominator, "", "", AT)
            for n, (s, work) in enumerate(told, 1)
        ),
    )
    insert(
        HoldingDecision,
        ("holding_id", "what", "note", "at", "by"),
        (
            (n, HoldingDecision.DISPUTED if s.disputed else HoldingDecision.VERIFIED, "", AT, "bench")
            for n, (s, _) in enumerate(told, 1)
        ),
    )
    insert(
        HeldMandate,
        ("party", "society", "layer", "territory", "commission", "at"),
        ((one.party, one.society, one.layer, "", 100_000, AT) for some in mandates.values() for one in some),
    )
    held = Posting(f"Liabilities:Held:{report.number}", -sum(POOLS.values()))
    post("bench:in", AT, [Posting("Assets:Bank:main", sum(POOLS.values())), held])
    return report


def _peer(usage: pa.Table, run: Any, ours: float) -> None:
    """Each holder's amount by plain SQL in floating point."""
    parts = run.parts.values_list("pool", "work", "payee", "through", "why", "layer", "billionths")
    columns = list(zip(*parts.iterator(), strict=True))
    names = ("pool", "work", "payee", "through", "why", "layer", "billionths")
    pools = {pool.code: pool.gross - pool.cost for pool in run.pools.all()}
    with duckdb.connect(config={"threads": 2}) as store:
        store.register("usage", usage)
        store.register("parts", pa.table([pa.array(column) for column in columns], list(names)))
        store.register("pools", pa.table({"pool": list(pools), "yen": list(pools.values())}))
        begun = time.perf_counter()
        found = store.execute(FLOATING).fetchall()
        took = time.perf_counter() - begun
    off = sum(int(yen) for (yen,) in found) - sum(pools.values())
    print(
        f"peer, plain SQL in floating point, nothing written: {took:.1f} s, {took / ours:.2f} x of ours;"
        f" its sums are off by {off:,} yen"
    )


FLOATING = """
    SELECT round(any_value(yen) * sum(used.units * (billionths / 1e9) / whole.units))
    FROM (SELECT pool, work, sum(units)::DOUBLE AS units FROM usage GROUP BY ALL) used
    JOIN parts USING (pool, work) JOIN pools USING (pool)
    JOIN (SELECT pool, sum(units)::DOUBLE AS units FROM usage GROUP BY ALL) whole USING (pool)
    GROUP BY pool, payee, through, why, CASE WHEN why = '' THEN '' ELSE work || layer END
"""


def many(cases: int) -> None:
    """Random pools of one to six payees: sums, and a sample against the plain method."""
    numbers = np.random.default_rng(SEED)
    begun = time.perf_counter()
    sizes = numbers.integers(1, 7, cases)
    case = np.repeat(np.arange(cases), sizes)
    place = np.arange(len(case)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    weights = numbers.integers(1, 10**9, len(case))
    yen = numbers.integers(0, 10**12, cases)
    pools = dict(zip(map(str, range(cases)), yen.tolist(), strict=True))
    names = [str(number) for number in case.tolist()]
    works = [str(number) for number in place.tolist()]
    usage = pa.table({"pool": names, "work": works, "units": weights})
    blank = [""] * len(names)
    whole = pa.table(
        {
            "pool": names, "work": works, "layer": blank, "payee": works, "through": blank, "why": blank,
            "billionths": np.full(len(names), 10**9),
        },
        bulk.PARTS,
    )  # fmt: skip
    found = bulk.distribute("bench", pools, usage, whole)
    sums = np.zeros(cases, dtype=np.int64)
    np.add.at(sums, [int(one.pool) for one in found.amounts], [one.yen for one in found.amounts])
    if not (sums == yen).all():
        raise SystemExit("the sums differ")
    print(f"{cases:,} random pools, {len(case):,} payees: all exact, {time.perf_counter() - begun:.1f} s")
    starts = np.cumsum(sizes) - sizes
    by_pool: dict[int, dict[str, int]] = {}
    for one in found.amounts:
        if int(one.pool) < 2_000:
            by_pool.setdefault(int(one.pool), {})[one.payee] = one.yen
    for number, got in by_pool.items():
        mine = weights[starts[number] : starts[number] + sizes[number]].tolist()
        if sorted(got.values()) != sorted(apportion(int(yen[number]), mine)):
            raise SystemExit(f"pool {number} differs from the plain method")


if __name__ == "__main__":
    main()
