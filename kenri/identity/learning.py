"""Estimating from the records themselves, without labels, what each level of a comparison is worth.

Splink does the estimation: u from random pairs, m by expectation maximisation on the pairs of each training
rule, in which the compared columns of the rule itself are left out. What it finds is mixed with the model's
prior in proportion to how much was seen, so that a small table falls back on the prior by itself.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
from splink import Linker, SettingsCreator
from splink.backends.duckdb import DuckDBAPI

from kenri.identity.models import Comparison, columns_in, read_from
from kenri.identity.rows import pairs_table
from kenri.identity.scoring import Shares, level_sql

SEED = 20_261_122
RANDOM_PAIRS = 300_000
TRAINING_PAIRS = 200_000
FEWEST_TRAINING_PAIRS = 60
FEWEST_ROWS = 200
"""Below so many rows, or so many pairs of a training rule, nothing is estimated from it."""
TOLD_ROWS = 2_000
"""Rows whose pairs are looked at for what they have."""
FEWEST_TOLD, TOLD_OFTEN = 3, 0.2
"""Comparisons that must say something, and of what share of pairs, where neither m nor u is known: from fewer
two kinds of pairs cannot be told apart, and where little but a title is left any division fits."""
FEWEST_JUDGED = 50
"""Judged pairs from which on people's judgements count for the weights; each counts as one pair seen."""
PRIOR_PAIRS = 40.0
"""The prior counts as if so many pairs of one thing had been seen."""
PRIOR_RANDOM_PAIRS = 2_000.0
COMMONER_IN_CONTEXT = 32.0
"""Other things of one creator are believed to agree at a level at most so many times as often as the prior
has it. Where little but the title is left to compare, estimation cannot tell them from copies of one."""
LEAST_LEFT = 50.0
LEAST_SHARE = 1e-7
_MAY_BE_NONE = frozenset(("marks", "title_year"))
"""Columns of training rules in which two records agree where neither has a value."""


def bits(rows: int) -> float:
    """What must speak for a pair of so many rows to make it an even chance, in bits."""
    return math.log2(max(rows, 2))


def prior_shares(comparisons: Sequence[Comparison]) -> Shares:
    """m and u of every level before any data is seen."""
    return _whole(
        comparisons, {(c.name, level.label): (level.m, level.u) for c in comparisons for level in c.levels}
    )


def settings(comparisons: Sequence[Comparison], *, chance: float) -> SettingsCreator:
    """The comparisons as Splink knows them; ``chance`` is that of two random records to be one thing."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="k",
        probability_two_random_records_match=chance,
        comparisons=[_comparison(c) for c in comparisons],
        blocking_rules_to_generate_predictions=[],
        retain_matching_columns=False,
        max_iterations=12,
        em_convergence=0.001,
    )


def _comparison(comparison: Comparison) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.unknown, "label_for_charts": "unknown", "is_null_level": True}
    ]
    for level in comparison.levels:
        told: dict[str, Any] = {
            "sql_condition": level.sql or "ELSE",
            "label_for_charts": level.label,
            "m_probability": level.m,
            "u_probability": level.u,
        }
        if level.tf:
            told["tf_adjustment_column"] = level.tf
        levels.append(told)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def estimate(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: Sequence[Comparison],
    training: Sequence[str],
    hard: Sequence[str] = (),
    same: Sequence[tuple[int, int]] = (),
) -> Shares:
    """m and u of every level, from the rows of a table and the pairs of it that were judged the same."""
    prior = prior_shares(comparisons)
    count = _count(connection, f"select count(*) from {table}")
    learnable = [c for c in comparisons if not all(level.fixed for level in c.levels)]
    if count < FEWEST_ROWS or not learnable:
        return prior
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection)
    linker = Linker(api.register(table), settings(learnable, chance=1 / count), log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(
        max_pairs=RANDOM_PAIRS, seed=SEED, min_count_per_level=None, num_chunks=1
    )
    found_u = {key: u for key, (_, u) in _found(linker).items()}
    random_pairs = min(RANDOM_PAIRS, count * (count - 1) / 2)
    surest = {(c.name, max(c.levels, key=lambda level: level.weight).label) for c in learnable}
    seen: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for key, m, pairs in _judged(connection, table, learnable, same):
        seen.setdefault(key, []).append((m, pairs))
    for rule in (*training, *hard):
        if not _left_in(rule, learnable):
            continue
        told = _told(connection, table, rule, learnable)
        if rule in hard and sum(told[c.name] >= TOLD_OFTEN for c in _left_in(rule, learnable)) < FEWEST_TOLD:
            continue
        session = _session(connection, linker, table, rule, fix_u=rule not in hard)
        right_way_round = {key[0] for key, m, u, _ in session if key in surest and u < m}
        for key, m, u, whole in session:
            pairs = whole * told[key[0]]
            seen.setdefault(key, []).append((m, pairs))
            if rule in hard and key[0] in right_way_round and pairs >= FEWEST_TRAINING_PAIRS:
                found_u[key] = max(min(u, COMMONER_IN_CONTEXT * prior[key][1]), found_u.get(key) or 0.0)
    api.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    mixed = {
        key: (_mixed_m(m, seen.get(key, [])), _mixed_u(u, found_u.get(key), random_pairs))
        for key, (m, u) in prior.items()
    }
    return _whole(comparisons, _within_bounds(comparisons, prior, mixed))


def _within_bounds(comparisons: Sequence[Comparison], prior: Shares, learned: Shares) -> Shares:
    """What was learned; fixed levels keep their prior shares, bounded ones get no greater m."""
    shares = dict(prior)
    for comparison in comparisons:
        for level in comparison.levels:
            key = comparison.name, level.label
            if not level.fixed:
                m, u = learned[key]
                shares[key] = (min(prior[key][0], m), u) if level.bounded else (m, u)
    return shares


def _left_in(rule: str, comparisons: Sequence[Comparison]) -> list[Comparison]:
    """The comparisons of which a training rule leaves something to be learned."""
    return [c for c in comparisons if not _columns(rule) & _columns_of(c)]


def _session(
    connection: duckdb.DuckDBPyConnection, linker: Linker, table: str, rule: str, *, fix_u: bool
) -> list[tuple[tuple[str, str], float, float, float]]:
    """The m and u that one training rule gives for the comparisons it leaves in, and on how many pairs of one
    thing."""
    pairs = _pairs_of_rule(connection, table, rule)
    if pairs < FEWEST_TRAINING_PAIRS:
        return []
    try:
        session = linker.training.estimate_parameters_using_expectation_maximisation(
            read_from(rule),
            fix_u_probabilities=fix_u,
            estimate_without_term_frequencies=True,
            max_pairs=TRAINING_PAIRS if pairs > TRAINING_PAIRS else None,
        )
    except ValueError:  # a share came out as nothing at all: the rule's pairs are too few to tell
        return []
    core = session.core_model_settings
    same = core.probability_two_random_records_match * min(pairs, TRAINING_PAIRS)
    return [
        (
            (comparison.output_column_name, level.label_for_charts),
            level.m_probability,
            level.u_probability or 1.0,
            same,
        )
        for comparison in core.comparisons
        for level in comparison.comparison_levels
        if not level.is_null_level and isinstance(level.m_probability, float)
    ]


def _told(
    connection: duckdb.DuckDBPyConnection, table: str, rule: str, comparisons: Sequence[Comparison]
) -> dict[str, float]:
    """Of each comparison the share of a training rule's pairs in which it says anything.

    Titles in two scripts are never the same in writing: pairs of one writing tell nothing of them.
    """
    shares = ", ".join(f"avg(case when {read_from(c.unknown)} then 0 else 1 end)" for c in comparisons)
    found = connection.execute(
        f"select {shares} from (select * from {table} using sample {TOLD_ROWS} rows (reservoir, {SEED})) l"
        f" join {table} r on {read_from(rule)} and l.k <> r.k"
    ).fetchone()
    return {c.name: share or 0.0 for c, share in zip(comparisons, found or (), strict=True)}


def _judged(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: Sequence[Comparison],
    same: Sequence[tuple[int, int]],
) -> Iterator[tuple[tuple[str, str], float, float]]:
    """The share of each level among pairs that people judged the same, and of how many pairs."""
    if len(same) < FEWEST_JUDGED:
        return
    connection.register("judged_pairs", pairs_table(same))
    for comparison in comparisons:
        found = dict(
            connection.execute(
                f"select {level_sql(comparison)} as level, count(*) from judged_pairs p"
                f" join {table} l on l.k = p.l join {table} r on r.k = p.r group by level"
            ).fetchall()
        )
        told = sum(count for level, count in found.items() if level >= 0)
        for place, level in enumerate(comparison.levels if told else ()):
            yield (comparison.name, level.label), found.get(place, 0) / told, float(told)
    connection.unregister("judged_pairs")


def _pairs_of_rule(connection: duckdb.DuckDBPyConnection, table: str, rule: str) -> int:
    """About how many pairs a rule gives, from the sizes of its blocks."""
    columns = sorted(_columns(rule))
    known = " and ".join(f"{column} is not null" for column in columns if column not in _MAY_BE_NONE)
    return _count(
        connection,
        f"select coalesce(sum(n * (n - 1) / 2), 0) from"
        f" (select count(*) as n from {table} where {known} group by {', '.join(columns)})",
    )


def _columns(sql: str) -> set[str]:
    return set(columns_in(sql))


def _columns_of(comparison: Comparison) -> set[str]:
    return _columns(" ".join((comparison.unknown, *(level.sql for level in comparison.levels))))


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    found = connection.execute(sql).fetchone()
    return int(found[0]) if found else 0


def _found(linker: Linker) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    found = {}
    for comparison in linker._settings_obj.core_model_settings.comparisons:
        for level in comparison.comparison_levels:
            if not level.is_null_level:
                key = (comparison.output_column_name, level.label_for_charts)
                m, u = level.m_probability, level.u_probability
                found[key] = (m if isinstance(m, float) else None, u if isinstance(u, float) else None)
    return found


def _mixed_m(prior: float, seen: Sequence[tuple[float, float]]) -> float:
    weight = sum(pairs for _, pairs in seen)
    return (sum(m * pairs for m, pairs in seen) + prior * PRIOR_PAIRS) / (weight + PRIOR_PAIRS)


def _mixed_u(prior: float, found: float | None, pairs: float) -> float:
    if found is None:
        return prior
    return (found * pairs + prior * PRIOR_RANDOM_PAIRS) / (pairs + PRIOR_RANDOM_PAIRS)


def corrected(comparisons: Sequence[Comparison], shares: Shares, first: Shares, chance: float) -> Shares:
    """The shares with the pairs of one thing taken out of u, which random pairs of a small table hold too.

    m is mostly estimated too low, so that some are left, and this is done again; no u falls below the
    ``LEAST_LEFT``-th part of what it was at ``first``.
    """
    found = dict(shares)
    for comparison in comparisons:
        for level in comparison.levels:
            m, u = shares[comparison.name, level.label]
            least = first[comparison.name, level.label][1] / LEAST_LEFT
            if not level.fixed:
                found[comparison.name, level.label] = (m, max((u - chance * m) / (1 - chance), least))
    return _whole(comparisons, found)


def _whole(comparisons: Sequence[Comparison], shares: Shares) -> Shares:
    """The shares such that each comparison's sum to one; fixed levels stay as they are."""
    found = dict(shares)
    for comparison in comparisons:
        free = [(comparison.name, level.label) for level in comparison.levels if not level.fixed]
        held = [found[comparison.name, level.label] for level in comparison.levels if level.fixed]
        ms = [max(found[key][0], LEAST_SHARE * 100) for key in free]
        us = [max(found[key][1], LEAST_SHARE) for key in free]
        left_m, left_u = 1 - sum(m for m, _ in held), 1 - sum(u for _, u in held)
        for key, m, u in zip(free, ms, us, strict=True):
            found[key] = (m / sum(ms) * left_m, u / sum(us) * left_u)
    return found
