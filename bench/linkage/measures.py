"""Pair and cluster quality of one labelled set, for Kenri and for two others in the same run."""

from __future__ import annotations

import logging
import resource
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bench.linkage.labelled import LabelledSet, Pair, pair
from bench.linkage.scale import peak_gigabytes
from kenri.identity.clusters import grouped
from kenri.identity.decisions import ScoredPair
from kenri.identity.dedupe import decided, members_of
from kenri.identity.features import tables_of
from kenri.identity.linkage import LEAST, Linkage


class Quality(NamedTuple):
    """Shares of 1."""

    precision: float
    recall: float
    f1: float


class Measured(NamedTuple):
    """What one engine did with one set. ``reliability``: per band pairs, sum of scores, right ones."""

    set: str
    engine: str
    records: int
    seconds: float
    pairs: Quality
    b_cubed: Quality
    auto: Quality | None = None
    auto_pairs: int = 0
    candidate_recall: float = 0.0
    reduction: float = 0.0
    peak_gb: float = 0.0
    reliability: tuple[tuple[float, float, float], ...] = ()


BANDS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.01)


def quality(found: set[Pair], truth: set[Pair]) -> Quality:
    """Of found pairs."""
    right = len(found & truth)
    precision, recall = right / max(1, len(found)), right / max(1, len(truth))
    return Quality(precision, recall, 2 * right / max(1, len(found) + len(truth)))


def pairs_in(clusters: Iterable[Sequence[int]], ids: Sequence[str]) -> set[Pair]:
    """All pairs of ids within the clusters."""
    return {pair(ids[one], ids[two]) for cluster in clusters for one, two in combinations(cluster, 2)}


def b_cubed(clusters: Iterable[Sequence[int]], ids: Sequence[str], truth: set[Pair]) -> Quality:
    """B³ over all records; the true clusters are what true pairs connect."""
    mates: dict[str, set[str]] = {id_: {id_} for id_ in ids}
    for one, two in truth:
        mates[one].add(two)
        mates[two].add(one)
    precision = recall = 0.0
    for cluster in clusters:
        names = {ids[key] for key in cluster}
        for name in names:
            both = len(names & mates[name])
            precision += both / len(names)
            recall += both / len(mates[name])
    precision, recall = precision / len(ids), recall / len(ids)
    return Quality(precision, recall, 2 * precision * recall / max(1e-9, precision + recall))


def kenri(labelled: LabelledSet, processes: int = 1) -> Measured:
    """The whole way of ``kenri dedupe`` from records to clusters, without labels."""
    ids = [item.id for item in labelled.items]
    start = time.perf_counter()
    schema = labelled.items[0].record.schema
    linkage = Linkage(schema, extras=sorted({name for item in labelled.items for name in item.extra}))
    keyed = ((key, item.record, item.extra) for key, item in enumerate(labelled.items))
    linkage.put_tables(tables_of(keyed, linkage.extras, processes=processes))
    learned = linkage.learn()
    scored = list(linkage.all_pairs(LEAST, reasons=False))
    clusters = grouped(members_of(linkage.claims(), learned), scored, None, linkage.against())
    seconds = time.perf_counter() - start
    given = list(decided(scored, clusters))
    auto = {pair(ids[p.left], ids[p.right]) for p in given if p.decision == "auto"}
    candidates = {pair(ids[one], ids[two]) for one, two in linkage.candidate_pairs()}
    return Measured(
        labelled.name, "Kenri", len(ids), seconds,
        quality(pairs_in(clusters, ids), labelled.truth), b_cubed(clusters, ids, labelled.truth),
        quality(auto, labelled.truth), len(auto),
        len(candidates & labelled.truth) / max(1, len(labelled.truth)),
        1 - len(candidates) / (len(ids) * (len(ids) - 1) / 2), peak_gigabytes(resource.RUSAGE_SELF),
        reliability([*given, *_left_alone(scored, given)], ids, labelled.truth),
    )  # fmt: skip


def _left_alone(scored: Iterable[ScoredPair], given: Iterable[ScoredPair]) -> list[ScoredPair]:
    """The scored pairs of which nobody is told, for they are improbable."""
    told = {(one.left, one.right) for one in given}
    return [one for one in scored if (one.left, one.right) not in told]


def reliability(
    scored: Iterable[ScoredPair], ids: Sequence[str], truth: set[Pair]
) -> tuple[tuple[float, float, float], ...]:
    """Per band of scores: how many pairs, the sum of their scores, how many are right."""
    bands = [[0, 0.0, 0] for _ in BANDS]
    for found in scored:
        band = bands[next(n for n, most in enumerate(BANDS) if found.score < most)]
        band[0] += 1
        band[1] += found.score
        band[2] += pair(ids[found.left], ids[found.right]) in truth
    return tuple((count, total, right) for count, total, right in bands)


def _plain(labelled: LabelledSet) -> list[dict[str, str | None]]:
    """The records as a table of plain columns, as somebody without Kenri would have them."""
    table = []
    for number, item in enumerate(labelled.items):
        record, row = item.record, {f"extra_{key}": value.lower() for key, value in item.extra.items()}
        name = record.names[0]
        row |= {"name": name.text.lower(), "family": name.family.lower(), "given": name.given.lower()}
        row["series"] = next((n.text.lower() for n in record.names if n.kind == "series"), "")
        row["creator"] = ", ".join(sorted(c.names[0].text.lower() for c in record.contributions))
        row["date"] = next((e.date.text for e in record.events if e.date), "")
        table.append({"k": str(number), **{key: value or None for key, value in row.items()}})
    columns = {key for row in table for key in row}
    return [{column: row.get(column) for column in sorted(columns)} for row in table]


def rapidfuzz(labelled: LabelledSet) -> Measured:
    """token_sort_ratio of 90 over name, creator and date, in blocks of the first four letters."""
    ids = [item.id for item in labelled.items]
    start = time.perf_counter()
    texts = [" ".join(filter(None, (r["name"], r["creator"], r["date"]))) for r in _plain(labelled)]
    blocks: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        blocks.setdefault(text[:4], []).append(number)
    found: list[tuple[int, int]] = []
    for block in blocks.values():
        for place, number in enumerate(block):
            rest = block[place + 1 :]
            scores = process.cdist(
                [texts[number]], [texts[n] for n in rest], scorer=fuzz.token_sort_ratio, score_cutoff=90
            )
            found += [(number, rest[n]) for n, score in enumerate(scores[0]) if score]
    clusters = connected(len(ids), found)
    seconds = time.perf_counter() - start
    return Measured(
        labelled.name, "rapidfuzz", len(ids), seconds,
        quality(pairs_in(clusters, ids), labelled.truth), b_cubed(clusters, ids, labelled.truth),
    )  # fmt: skip


def splink_defaults(labelled: LabelledSet) -> Measured:
    """Splink as its first page shows it: Jaro-Winkler at its thresholds for each column, blocking on equal
    columns, u by sampling, m by expectation maximisation, clusters by closure over pairs of 0.9 or more."""
    import pyarrow as pa  # noqa: PLC0415
    import splink.comparison_library as cl  # noqa: PLC0415
    from splink import Linker, SettingsCreator, block_on  # noqa: PLC0415
    from splink.backends.duckdb import DuckDBAPI  # noqa: PLC0415

    logging.getLogger("splink").setLevel(logging.ERROR)
    ids = [item.id for item in labelled.items]
    start = time.perf_counter()
    table = _plain(labelled)
    filled = Counter(column for row in table for column, value in row.items() if value)
    columns = [c for c in sorted(filled) if c != "k" and filled[c] > 0.2 * len(table)]
    columns = [c for c in columns if len({row[c] for row in table}) > 1][:8]
    if "family" in columns:
        columns.remove("name")
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="k",
        comparisons=[cl.JaroWinklerAtThresholds(column) for column in columns],
        blocking_rules_to_generate_predictions=[block_on(c) for c in columns if _useful(c, table)],
    )  # fmt: skip
    api = DuckDBAPI()
    linker = Linker(api.register(pa.Table.from_pylist(table)), settings, log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for column in [c for c in columns if _useful(c, table)][:3]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
    found = linker.inference.predict(threshold_match_probability=0.9, warning_mode="never").as_record_list()
    clusters = connected(len(ids), [(int(row["k_l"]), int(row["k_r"])) for row in found])
    seconds = time.perf_counter() - start
    return Measured(
        labelled.name, "Splink, defaults", len(ids), seconds,
        quality(pairs_in(clusters, ids), labelled.truth), b_cubed(clusters, ids, labelled.truth),
    )  # fmt: skip


def _useful(column: str, table: Sequence[dict[str, str | None]]) -> bool:
    """Whether blocking on the column gives an affordable number of pairs."""
    counts = Counter(row[column] for row in table if row[column])
    return 0 < sum(n * (n - 1) / 2 for n in counts.values()) < 100 * len(table)


def connected(count: int, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Plain closure, as the others do it."""
    from kenri.identity.clusters import clusters  # noqa: PLC0415

    return clusters(range(count), pairs)
