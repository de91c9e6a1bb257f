"""From pairs of rows to weights, in SQL: the same text scores a million pairs and a single match.

A pair's weight is the sum over the comparisons of log2 of how much likelier its level is among pairs of one
thing (Fellegi and Sunter). Where a level asks for it, a common value weighs less and a rare one more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kenri.identity.models import Comparison, Veto, read_from

Shares = Mapping[tuple[str, str], tuple[float, float]]
"""m and u by comparison and level."""


FEW_ROWS = 1_000.0
"""In a table of so many rows every second record that shares a value is a sign that it is common."""


def level_sql(comparison: Comparison) -> str:
    """The number of the level that holds, -1 where nothing can be said."""
    cases = [f"when {read_from(comparison.unknown)} then -1"]
    for place, level in enumerate(comparison.levels):
        cases.append(f"when {read_from(level.sql)} then {place}" if level.sql else f"else {place}")
    return f"case {' '.join(cases)} end"


def weight_sql(comparison: Comparison, shares: Shares, gamma: str, rows: int) -> str:
    """The weight of the level that holds; ``gamma`` names the column with its number.

    How common a value is, is told by the records that have it beside the two of the pair; in a small table
    these are for the most part of one thing with them, and tell little.
    """
    cases = []
    for place, level in enumerate(comparison.levels):
        m, u = shares[comparison.name, level.label]
        weight = f"{math.log2(m / u):.4f}"
        if level.tf:
            beside = f"greatest(tf_{level.tf}_l - 2, tf_{level.tf}_r - 2, 0)"
            rarity = f"log2({u * rows!r} / ({beside} * {rows / (rows + FEW_ROWS)!r} + {level.alone!r}))"
            weight = f"{weight} + coalesce({rarity}, 0)"
        cases.append(f"when {place} then {weight}")
    return f"case {gamma} {' '.join(cases)} else 0 end"


def context_alone_sql(comparisons: Sequence[Comparison]) -> str:
    """The condition on a scored pair that nothing but context speaks for it: a name alone is nobody's."""
    beside = [
        f"weights[{place}]" for place, comparison in enumerate(comparisons, start=1) if not comparison.context
    ]
    return f"({' + '.join(beside) or '0'}) <= 0"


def tf_columns(comparisons: Sequence[Comparison]) -> tuple[str, ...]:
    """The columns whose common values weigh less."""
    return tuple(sorted({level.tf for c in comparisons for level in c.levels if level.tf}))


def score_sql(
    comparisons: Sequence[Comparison],
    vetoes: Sequence[Veto],
    shares: Shares,
    *,
    pairs: str,
    left: str,
    right: str,
    context_most: float,
    rows: int,
) -> str:
    """A query that gives, for each pair of ``pairs`` (``l``, ``r``), its weight, levels, weights and veto.

    ``left`` and ``right`` are the tables of the rows; context speaks for a pair by
    ``context_most`` at most. ``veto`` is the code of the first veto that holds.
    """
    tf = [
        f"{side}.tf_{column} as tf_{column}_{side}"
        for column in tf_columns(comparisons)
        for side in ("l", "r")
    ]
    gammas = [f"{level_sql(c)} as g{place}" for place, c in enumerate(comparisons)]
    veto = " ".join(f"when {read_from(veto.sql)} then '{veto.code}'" for veto in vetoes)
    veto_sql = f"case {veto} end" if veto else "null"
    weights = [
        f"{weight_sql(c, shares, f'g{place}', rows)} as w{place}" for place, c in enumerate(comparisons)
    ]
    every = range(len(comparisons))
    context = [n for n in every if comparisons[n].context] or [-1]
    total = " + ".join(["0", *(f"w{n}" for n in every if n not in context)])
    if context != [-1]:
        total += f" + least({' + '.join(f'w{n}' for n in context)}, {context_most:.4f})"
    levels = ", ".join(f"g{n}::tinyint" for n in every)
    return f"""
        select l, r, left_source, right_source, veto, {total} as weight,
            [{levels}] as levels, [{", ".join(f"w{n}::float" for n in every)}] as weights
        from (
            select *, {", ".join(weights)}
            from (
                select p.l, p.r, l.source as left_source, r.source as right_source, {veto_sql} as veto,
                    {", ".join(gammas + tf)}
                from {pairs} p join {left} l on l.k = p.l join {right} r on r.k = p.r
            )
        )
    """
