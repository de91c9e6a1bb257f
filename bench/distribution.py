"""``python -m bench.distribution``: 1,000,000 usage lines over 100,000 works and 50,000 holders, to the yen.

Timed from lists in memory to every holder's amount: how works are divided (shares, mandates, layers), and the
pools of money (sums, rounding). Then a million random small pools, each of which must add up to the yen.
``--lines``, ``--works``, ``--holders`` and ``--cases`` change the sizes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import time

import numpy as np
import pyarrow as pa

from kenri.ledger.distribution import bulk
from kenri.ledger.distribution.rounding import apportion
from kenri.ledger.distribution.shares import Mandate, Part, Period, Share, parts

SEED = 20_261_122
PERIOD = Period(dt.date(2026, 4, 1), dt.date(2026, 6, 30))
LAYERS = {"composition": 6, "lyrics": 6, "phonogram": 70, "performance": 18}
POOLS = {"ads-JP": 1_234_567_891, "subscriptions-JP": 987_654_321, "ads-US": 55_555_553}


def main() -> None:
    """Print the measurements; an amount that does not add up is an error."""
    asked = argparse.ArgumentParser(description=__doc__)
    for name, size in (("lines", 10**6), ("works", 10**5), ("holders", 50_000), ("cases", 10**6)):
        asked.add_argument(f"--{name}", type=int, default=size)
    sizes = asked.parse_args()
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
