"""From weights to probabilities: how common links are, between which sources, and which exclude each other.

A weight says how much a pair's values speak for one thing; how probable that makes it depends on how common
pairs of one thing are. That is estimated from the weights themselves, for pairs within each source and pairs
between sources apart. A source that hardly repeats itself (a museum's list of its artists) gets a small
chance within itself; and of pairs that would make it repeat itself at most one is right, so they share their
odds, the more the cleaner the source is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import duckdb
import numpy as np
from numpy.typing import NDArray

from kenri.identity.calibration import Calibration
from kenri.identity.decisions import DOUBTED, KEPT_APART, TOGETHER

ROUNDS = 60
LEAST_MATCHES = 0.5
"""The number of pairs of one thing is never believed to be less than this."""
SMALL = 50_000
"""Up to so many rows, pairs of one thing are so frequent among random pairs that u must be put right."""
SURENESS = 8
"""A pair counts as sure by this power of its probability."""
STEEPNESS = 4.0
"""A source in which a record is linked a quarter as often as to other sources is not clean at all."""


class Chance(NamedTuple):
    """The share of pairs that are of one thing, and how many of them are sure."""

    share: float
    sure: float


def chance_of(weights: NDArray[np.float64], pairs: float, start: float) -> Chance:
    """The share of ``pairs`` (scored or not) that are of one thing: as large as their mean probability."""
    share, sure = start, 0.0
    least = LEAST_MATCHES / max(pairs, 1.0)
    for _ in range(ROUNDS):
        odds = np.exp2(np.clip(weights, -60, 60)) * share / (1 - share)
        probable = odds / (1 + odds)
        found = min(max(float(probable.sum()) / max(pairs, 1.0), least), 0.5)
        sure = float((probable**SURENESS).sum())
        settled = abs(found - share) <= 1e-4 * share
        share = found
        if settled:
            break
    return Chance(share, sure)


def pairs_between(sizes: Mapping[str, int]) -> tuple[dict[str, float], float]:
    """All possible pairs within each source, and across sources."""
    within = {source: size * (size - 1) / 2 for source, size in sizes.items()}
    total = sum(sizes.values())
    return within, total * (total - 1) / 2 - sum(within.values())


def estimate(
    connection: duckdb.DuckDBPyConnection, scored: str, sizes: Mapping[str, int]
) -> dict[str, Chance]:
    """The chance within each source, by its name, and across sources under ``ACROSS``."""
    within, across = pairs_between(sizes)
    found = connection.execute(
        f"select case when left_source = right_source then left_source end as source, weight"
        f" from {scored} where veto is null and weight > 0"
    ).to_arrow_table()
    sources = np.asarray(found["source"].to_pylist(), dtype=object)
    weights = found["weight"].to_numpy().astype(np.float64)
    start = 1 / max(sum(sizes.values()), 2)
    chances = {
        source: chance_of(weights[sources == source], pairs, start) for source, pairs in within.items()
    }
    between = weights[sources == None]  # noqa: E711
    chances[ACROSS] = chance_of(between, across, start) if across else Chance(start, 0.0)
    return chances


ACROSS = "⇄"
"""Stands for pairs of two sources among the chances."""


def overall(chances: Mapping[str, Chance], sizes: Mapping[str, int]) -> float:
    """The chance of any two records."""
    within, across = pairs_between(sizes)
    linked = sum(chances[source].share * pairs for source, pairs in within.items())
    linked += chances[ACROSS].share * across
    return linked / max(sum(within.values()) + across, 1.0)


def cleanness(chances: Mapping[str, Chance], sizes: Mapping[str, int]) -> dict[str, float]:
    """How far each source may be believed not to repeat itself: 1 never does, 0 as much as anything.

    Judged by how often its records are surely linked within it, beside how often records are surely linked
    across sources: what merely resembles each other within a source is no repetition.
    """
    linked = chances[ACROSS].sure / max(sum(sizes.values()), 1) if len(sizes) > 1 else 0.0
    return {
        source: max(0.0, 1.0 - STEEPNESS * chances[source].sure / size / linked) if linked > 0 else 0.0
        for source, size in sizes.items()
    }


def keep(
    connection: duckdb.DuckDBPyConnection,
    chances: Mapping[str, Chance],
    clean: Mapping[str, float],
    sizes: Mapping[str, int],
) -> None:
    """Write the chances where ``probability_sql`` looks for them."""
    connection.execute("create or replace table source_chances (source varchar, chance double, clean double)")
    connection.executemany(
        "insert into source_chances values (?, ?, ?)",
        [(source, chances[source].share, clean[source]) for source in sizes]
        + [(ACROSS, chances[ACROSS].share, 0.0)],
    )


def probability_sql(
    scored: str, into: str, calibration: Calibration, *, doubt: str, parts: str, least: float
) -> str:
    """Make a table of the pairs that nothing forbids and their probabilities, from ``least`` on.

    ``doubt`` is the condition under which a pair is no more probable than ``DOUBTED``, ``parts`` that under
    which it is kept apart.
    """
    return f"""
        create or replace table {into} as
        with placed as (
            select l, r, {doubt} as doubt, {parts} as parts, weight, left_source, right_source,
                pow(2, least(greatest(weight, -60), 60)) * chance / (1 - chance) as odds
            from {scored} join source_chances
                on source = case when left_source = right_source then left_source else '{ACROSS}' end
            where veto is null
        ), ends as (
            select l as k, right_source as source, odds from placed where left_source <> right_source
            union all select r, left_source, odds from placed where left_source <> right_source
        ), wanted as (
            -- of each record all that it may be in one other source, where at most one is right
            select k, source, clean, sum(odds) as odds from ends join source_chances using (source)
            where odds >= {NO_ODDS} and clean > 0 group by k, source, clean having count(*) > 1
        ), shared as (
            select p.* exclude (odds), p.odds as own,
                p.odds / (1 + coalesce(one.clean * (one.odds - p.odds), 0)
                            + coalesce(two.clean * (two.odds - p.odds), 0)) as odds
            from placed p left join wanted one on one.k = p.l and one.source = p.right_source
                left join wanted two on two.k = p.r and two.source = p.left_source
            where p.odds >= {NO_ODDS}
        )
        select l, r, {_capped(calibration, "odds")} as p, weight, doubt,
            case when parts then 0 else own end as odds
        from shared
        where {calibration.sql("odds")} >= {least!r}
    """


def _capped(calibration: Calibration, odds: str) -> str:
    most = f"case when parts then {KEPT_APART!r} when doubt then {DOUBTED!r} else 1 end"
    return f"least({calibration.sql(odds)}, {most})"


def rivals_sql(linked: str, scored: str, exclusive: str, calibration: Calibration) -> list[str]:
    """Let a record that is linked to two things which exclude each other share its odds between them.

    Of an undated namesake of two dated ones nobody can tell which it is, wherever the two are from; so it is
    taken for neither, while one that something else binds to the first stays with it. Two such records may be
    either's as well: they share their odds too. ``exclusive`` is the condition on a scored pair under which,
    beside a veto, the two are unlikely to be one thing.
    """
    return [
        f"""
        create or replace temp table ends as
        with edges as (select l as k, r as other, odds from {linked} where odds >= 1
            union all select r, l, odds from {linked} where odds >= 1)
        select * from edges semi join
            (select k from edges group by k having count(*) between 2 and {MOST_NEIGHBOURS}) using (k)
        """,
        f"""
        create or replace temp table apart as
        select l, r, coalesce(odds, 0) as odds from {scored} left join {linked} using (l, r)
        where veto is not null or coalesce(p, 0) < {TOGETHER} and {exclusive}
        """,
        """
        create or replace temp table torn as
        select one.k, one.other, two.other as instead, two.odds / (1 + apart.odds) as rival
        from ends one join ends two on one.k = two.k and one.other <> two.other
            join apart on l = least(one.other, two.other) and r = greatest(one.other, two.other)
        """,
        f"""
        create or replace temp table rivals as
        select k, other, max(rival) as rival from (
            select k, other, rival from torn
            union all
            select one.k, two.k, least(one.rival, two.rival)
            from torn one join torn two on one.other = two.other and one.instead = two.instead
                and one.k <> two.k
        ) group by k, other having max(rival) > {NO_RIVAL}
        """,
        f"""
        update {linked} set p = least(p, {calibration.sql("shared")}) from (
            select l as ll, r as rr, min(odds / (1 + rival)) as shared
            from (select least(k, other) as l, greatest(k, other) as r, rival from rivals)
                join {linked} using (l, r) group by l, r
        ) where l = ll and r = rr
        """,
        "drop table ends",
        "drop table torn",
        "drop table rivals",
        "drop table apart",
    ]


NO_ODDS = 1e-7
"""A pair of such odds takes nothing from others that could be told."""
NO_RIVAL = 0.05
"""Odds up to which another link takes nothing from a record's."""
MOST_NEIGHBOURS = 40
"""Records linked to more others than this are not looked at: what they are linked to tells nothing."""
