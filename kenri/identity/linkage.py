"""A linkage: a scratch store of what the model sees of records, and which of them are one thing.

    linkage = Linkage("text")
    linkage.put(enumerate(features))
    linkage.learn()
    for pair in linkage.all_pairs(): ...

``learn`` estimates the weights without labels and must have run before pairs are asked for; records put in
later are scored with the same weights until it runs again. Everything is deterministic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from kenri.identity import blocking, calibration, chances, learning, rows, saying
from kenri.identity.chances import MOST_NEIGHBOURS
from kenri.identity.decisions import REVIEW, TOGETHER, Reason, ScoredPair, decision_for
from kenri.identity.flat import Features
from kenri.identity.models import Comparison, Level, Model, generic, model_for
from kenri.identity.scoring import Shares, context_alone_sql, score_sql, tf_columns

LEAST = 0.001
"""Pairs less probable than this are not kept at all."""
ENOUGH = 0.03
"""The share of rows in which a comparison's columns must be filled."""
IDENTIFYING = 0.5
"""Extra columns of works with at least this share of different values tell which one; others tell of whom."""
MOSTLY = 0.5
"""From this share of copies in which an extra column differs it does not tell which one a thing is."""
CORRECTIONS = 2
"""How often u is put right for the pairs of one thing among random pairs."""


class Learned(msgspec.Struct, frozen=True):
    """What was estimated: the extra columns compared, the shares of every level, the chances of a link."""

    comparisons: tuple[str, ...]
    shares: tuple[tuple[str, str, float, float], ...]
    chances: dict[str, float]
    cleanness: dict[str, float]
    largest_block: int
    rows: int


class Linkage:
    """Linking of records of one family of schemas. ``extras`` are the further columns that they bring."""

    def __init__(
        self,
        schema: str,
        *,
        extras: Sequence[str] = (),
        path: str = ":memory:",
        threads: int = 2,
        memory: str = "2500MB",
    ) -> None:
        self.model: Model = model_for(schema)
        self.extras = tuple(extras)
        self.threads = threads
        self.db = rows.connect(path, threads=threads, memory=memory)
        self.comparisons: tuple[Comparison, ...] = ()
        self.shares: Shares = {}
        self.learned: Learned | None = None
        self.candidates = 0
        self._create_incoming()
        self._set_up()

    def _create_incoming(self) -> None:
        rows.create(self.db, "incoming", self.extras, rows.columns_read(self.model.name))

    def _set_up(self) -> None:
        tables = {name for (name,) in self.db.execute("select table_name from duckdb_tables()").fetchall()}
        if "learned" in tables:
            (kept,) = self.db.execute("select kept from learned").fetchall()[0]
            self._take(msgspec.json.decode(kept, type=Learned))

    def _take(self, learned: Learned) -> None:
        known = {c.name: c for c in (*self.model.comparisons, *self._extra_comparisons())}
        self.comparisons = tuple(known[name] for name in learned.comparisons)
        self.shares = {(comparison, level): (m, u) for comparison, level, m, u in learned.shares}
        self.learned = learned

    def put(self, new: Iterable[tuple[int, Features]]) -> int:
        """Add records under keys that are not taken; gives their number."""
        found = list(new)
        keys, features = [key for key, _ in found], [row for _, row in found]
        return self.put_tables(
            [rows.table_of(keys, features, self.extras, rows.columns_read(self.model.name))]
        )

    def put_tables(self, new: Iterable[pa.Table]) -> int:
        """Add records as ``features.tables_of`` gives them, under keys not taken; gives their number."""
        count = rows.load(self.db, "incoming", new)
        if self.learned is not None and count:
            if self.learned.rows <= blocking.MANY_ROWS:
                saying.say_all(self.db, "incoming", processes=self.threads)
            self._keys_of("incoming", "incoming_keys")
            self.db.execute("insert into keys select h, k from incoming_keys")
            self.db.execute(f"insert into rows select {self._with_tf('incoming')}")
            self.db.execute("drop table incoming_keys")
            self._create_incoming()
        return count

    def remove(self, keys: Iterable[int]) -> None:
        """Take records out; keys that are not there are passed over."""
        rows.hold_keys(self.db, "gone", keys)
        for table in ("rows", "keys", "incoming") if self.learned else ("incoming",):
            self.db.execute(f"delete from {table} where k in (select k from gone)")

    def learn(self, same: Iterable[tuple[int, int]] = ()) -> Learned:
        """Estimate all weights and chances from the records that are there, and find all pairs anew.

        ``same`` are pairs that people judged to be one thing; enough of them improve the weights.
        """
        if self.learned is not None:
            plain = ", ".join(self._plain_columns())
            self.db.execute(f"insert into incoming select {plain} from rows")
        self.db.execute("drop table if exists base")
        self.db.execute("alter table incoming rename to base")
        self._create_incoming()
        count = self._one("select count(*) from base")
        many = count > blocking.MANY_ROWS
        if not many:
            saying.say_all(self.db, "base", processes=self.threads)
        self.comparisons = self._useful(count)
        blocking.count_words(self.db, "base")
        self._count_values()
        self.shares = learning.estimate(
            self.db, "base", self.comparisons, self.model.training, self.model.hard, list(same)
        )
        self.comparisons = tuple(map(self._unless_a_key, self.comparisons))
        self.db.execute(f"create or replace table rows as select {self._with_tf('base')}")
        self.db.execute("drop table base")
        self._keys_of("rows", "keys", many=many)
        largest, self.candidates = blocking.all_candidates(self.db, "keys", count, "pairs")
        return self._settle(count, largest)

    def _settle(self, count: int, largest: int) -> Learned:
        """Score all candidates, estimate how common links are, and once more without what that spoils."""
        sizes = dict(
            self.db.execute("select source, count(*) from rows group by source order by source").fetchall()
        )
        self._score("pairs", "scored", "rows", count)
        found = chances.estimate(self.db, "scored", sizes)
        as_found = self.shares
        for _ in range(CORRECTIONS if count <= chances.SMALL else 0):
            chance = chances.overall(found, sizes)
            self.shares = learning.corrected(self.comparisons, self.shares, as_found, chance)
            self._score("pairs", "scored", "rows", count)
            found = chances.estimate(self.db, "scored", sizes)
        learned = Learned(
            comparisons=tuple(c.name for c in self.comparisons),
            shares=tuple((c, level, m, u) for (c, level), (m, u) in self.shares.items()),
            chances={source: chance.share for source, chance in found.items()},
            cleanness=chances.cleanness(found, sizes),
            largest_block=largest,
            rows=count,
        )
        self.learned = learned
        chances.keep(self.db, found, learned.cleanness, sizes)
        self.db.execute("create or replace table learned (kept varchar)")
        self.db.execute("insert into learned values (?)", [msgspec.json.encode(learned).decode()])
        self._probabilities("scored", "linked")
        self._close_triangles(count)
        return learned

    def _close_triangles(self, count: int) -> None:
        """Score what lies between two records that are linked to the same third one, found or not.

        Clusters can then tell a pair that was never looked at from one that cannot be.
        """
        self.db.execute(f"""
            create or replace temp table ends as
            with edges as (select l as k, r as other from linked where p >= {TOGETHER}
                union all select r, l from linked where p >= {TOGETHER})
            select * from edges semi join
                (select k from edges group by k having count(*) between 2 and {MOST_NEIGHBOURS}) using (k)
        """)
        self.db.execute("""
            create or replace temp table triangles as
            select distinct one.other as l, two.other as r
            from ends one join ends two on one.k = two.k and one.other < two.other
        """)
        self.db.execute(
            "create or replace temp table unseen as select * from triangles anti join pairs using (l, r)"
        )
        self._score("unseen", "unseen_scored", "rows", count)
        self.db.execute("insert into scored select * from unseen_scored")
        self._probabilities("scored", "linked")
        exclusive = self._has_level(lambda level: level.excludes, "scored.levels")
        self.db.execute(f"""
            create or replace table against as
            select l, r, veto is not null or {exclusive} as forbidden
            from scored semi join triangles using (l, r) left join linked using (l, r)
            where p is null or p < {TOGETHER} and {exclusive}
        """)
        for table in ("ends", "triangles", "unseen", "unseen_scored"):
            self.db.execute(f"drop table {table}")
        for sql in chances.rivals_sql("linked", "scored", exclusive, calibration.shipped()):
            self.db.execute(sql)

    def claims(self) -> Iterator[tuple[int, str, str]]:
        """Of each record its key, its source, and its marks where they bind (the first does not)."""
        table = "rows" if self.learned else "incoming"
        yield from self.db.execute(
            f"select k, source, case when marks_first is null then '' else marks end from {table} order by k"
        ).fetchall()

    def candidate_pairs(self) -> Iterator[tuple[int, int]]:
        """The pairs that candidate finding gave."""
        yield from self.db.execute("select l, r from pairs").fetchall()

    def against(self) -> Iterator[tuple[int, int, bool]]:
        """Improbable pairs of records that are linked to the same third one; True for a forbidden one."""
        yield from self.db.execute("select l, r, forbidden from against order by l, r").fetchall()

    def all_pairs(self, least: float = REVIEW, *, reasons: bool = True) -> Iterator[ScoredPair]:
        """Every pair of at least that probability, the smaller key first, in ascending order of keys."""
        yield from self._pairs("linked", "scored", least, reasons)

    def pairs_of(self, keys: Iterable[int], least: float = REVIEW) -> list[ScoredPair]:
        """The pairs of some records that are in the store: with all others, and among themselves."""
        learned = self._ready()
        rows.hold_keys(self.db, "asked", keys)
        self.db.execute(
            "create or replace temp table asked_keys as select h, k from keys semi join asked using (k)"
        )
        blocking.candidates_of(self.db, "asked_keys", "keys", learned.largest_block, "asked_pairs")
        self.db.execute(
            "create or replace table some_pairs as"
            " select distinct least(l, r) as l, greatest(l, r) as r from asked_pairs"
        )
        self._score("some_pairs", "some_scored", "rows", learned.rows)
        self._probabilities("some_scored", "some_linked")
        return list(self._pairs("some_linked", "some_scored", least, True))

    def pairs_between(self, wanted: Iterable[tuple[int, int]], least: float = 0.0) -> list[ScoredPair]:
        """The scores of pairs that are named, whether or not candidate finding gives them."""
        self.db.execute("create or replace table some_pairs (l bigint, r bigint)")
        pairs = [(min(pair), max(pair)) for pair in wanted]
        if not pairs:
            return []
        self.db.register("told_pairs", rows.pairs_table(pairs))
        self.db.execute("insert into some_pairs select distinct l, r from told_pairs")
        self.db.unregister("told_pairs")
        self._score("some_pairs", "some_scored", "rows", self._ready().rows)
        self._probabilities("some_scored", "some_linked")
        return list(self._pairs("some_linked", "some_scored", least, True))

    def _ready(self) -> Learned:
        if self.learned is None:
            raise RuntimeError("learn() has not run")
        return self.learned

    def _one(self, sql: str) -> Any:
        found = self.db.execute(sql).fetchone()
        return found[0] if found else None

    def _plain_columns(self) -> list[str]:
        return [
            name
            for (name,) in self.db.execute(
                "select column_name from duckdb_columns() where table_name = 'incoming' order by column_index"
            ).fetchall()
        ]

    def _extra_comparisons(self) -> tuple[Comparison, ...]:
        return tuple(generic(rows.extra_column(n), name) for n, name in enumerate(self.extras))

    def _useful(self, count: int) -> tuple[Comparison, ...]:
        """The comparisons whose columns are filled; extra columns also must repeat some values."""
        kept = []
        for comparison in self.model.comparisons:
            filled = " or ".join(f"{column} is not null" for column in comparison.needs)
            if self._one(f"select count(*) from base where {filled}") >= max(2, ENOUGH * count):
                kept.append(comparison)
        for comparison in self._extra_comparisons():
            column = comparison.needs[0]
            filled, distinct = self.db.execute(
                f"select count({column}), count(distinct {column}) from base"
            ).fetchall()[0]
            if filled >= max(2, ENOUGH * count) and 1 < distinct < filled:
                kept.append(self._placed(comparison, distinct / filled))
        return tuple(kept) or self.model.comparisons[:1]

    def _placed(self, comparison: Comparison, distinct: float) -> Comparison:
        """An extra column of works tells of whom they are, or, with many different values, which one it is.

        Where what tells which one is not nearly the same, a person has to look.
        """
        if self.model.name != "work":
            return comparison
        if distinct < IDENTIFYING:
            return msgspec.structs.replace(comparison, context=True)
        levels = [
            msgspec.structs.replace(level, doubtful=level.label in ("alike", "other"))
            for level in comparison.levels
        ]
        return msgspec.structs.replace(comparison, levels=tuple(levels))

    def _unless_a_key(self, comparison: Comparison) -> Comparison:
        """A column in which copies of one thing mostly differ (a key of each source) casts no doubt."""
        names = {comparison.name for comparison in self._extra_comparisons()}
        doubted = [level.label for level in comparison.levels if level.doubtful]
        differing = sum(self.shares[comparison.name, label][0] for label in doubted)
        if comparison.name not in names or differing < MOSTLY:
            return comparison
        levels = [msgspec.structs.replace(level, doubtful=False) for level in comparison.levels]
        return msgspec.structs.replace(comparison, levels=tuple(levels))

    def _count_values(self) -> None:
        """How common each value is of the columns whose common values weigh less: how many records have it.

        One record of each further source is taken for a copy: one in each of five sources is one thing rather
        than five.
        """
        for column in tf_columns(self.comparisons):
            self.db.execute(f"""
                create or replace table shares_{column} as
                select v, (sum(n) - count(*) + 1)::bigint as held from (
                    select {self.model.value(column)} as v, count(*) as n from base
                    where {column} is not null group by 1, source
                ) group by 1
            """)

    def _with_tf(self, table: str) -> str:
        """The select list and joins that give rows the counts of their values; none for unseen values."""
        columns = tf_columns(self.comparisons)
        shares = "".join(f", tf{n}.held as tf_{column}" for n, column in enumerate(columns))
        joins = " ".join(
            f"left join shares_{column} tf{n} on tf{n}.v = {self.model.value(column)}"
            for n, column in enumerate(columns)
        )
        return f"b.*{shares} from {table} b {joins}"

    def _keys_of(self, table: str, into: str, *, many: bool = False) -> None:
        many = many or (self.learned is not None and self.learned.rows > blocking.MANY_ROWS)
        blocking.make_keys(self.db, self.model, table, into, extras=len(self.extras), many=many)

    def _score(self, pairs: str, into: str, right: str, count: int) -> None:
        saying.say_across(self.db, "rows", pairs, processes=self.threads)
        most = max(2.0, learning.bits(count) + self.model.context_reach)
        sql = score_sql(
            self.comparisons,
            self.model.vetoes,
            self.shares,
            pairs=pairs,
            left="rows",
            right=right,
            context_most=most,
            rows=count,
        )
        self.db.execute(f"create or replace table {into} as {sql}")

    def _probabilities(self, scored: str, into: str) -> None:
        doubt = f"{self._has_level(lambda level: level.doubtful)} or {context_alone_sql(self.comparisons)}"
        parts = self._has_level(lambda level: level.parts)
        self.db.execute(
            chances.probability_sql(
                scored, into, calibration.shipped(), doubt=doubt, parts=parts, least=LEAST
            )
        )

    def _has_level(self, wanted: Callable[[Level], bool], column: str = "levels") -> str:
        """The condition that one of the levels of a scored pair is such a one."""
        found = [
            f"{column}[{place}] = {number}"
            for place, comparison in enumerate(self.comparisons, start=1)
            for number, level in enumerate(comparison.levels)
            if wanted(level)
        ]
        return f"({' or '.join(found) or 'false'})"

    def _pairs(self, linked: str, scored: str, least: float, reasons: bool) -> Iterator[ScoredPair]:
        """The pairs of a table from ``least`` on; what each comparison said stands in the table of scores."""
        told, joined = (", levels, weights", f"join {scored} using (l, r)") if reasons else ("", "")
        cursor = self.db.cursor()
        cursor.execute(
            f"select l, r, p, doubt{told} from {linked} {joined} where p >= {least!r} order by l, r"
        )
        while found := cursor.fetchmany(10_000):
            for left, right, score, doubt, *rest in found:
                why = self._reasons(*rest) if reasons else ()
                yield ScoredPair(left, right, score, decision_for(score), why, doubt=doubt)

    def _reasons(self, levels: Sequence[int], weights: Sequence[float]) -> tuple[Reason, ...]:
        """What each comparison that said something says, the weightiest first."""
        found = [
            Reason(c.name, c.levels[level].label, round(weight, 2), c.levels[level].text)
            for c, level, weight in zip(self.comparisons, levels, weights, strict=True)
            if level >= 0
        ]
        return tuple(sorted(found, key=lambda reason: (-abs(reason.weight), reason.comparison)))
