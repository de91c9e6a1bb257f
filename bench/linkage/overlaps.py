"""Lists that overlap in real life: identifiers that both give, here withheld, tell which records are one.

The lists of animation under ``../shared/data`` come without the identifiers of other databases, so nothing
can be measured on them.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from bench.linkage.labelled import DATA, Item, LabelledSet, pairs_of_groups, rows
from kenri.harvest.parties import life
from kenri.identity.clusters import clusters
from kenri.vocab.dates import parse_date
from kenri.vocab.names import Name, NameKind, person_name
from kenri.vocab.records import Contribution, Event, EventKind, Record


def json_lines(path: str) -> Iterator[dict[str, Any]]:
    """The objects of a gzipped file of JSON lines of the shared data."""
    with gzip.open(DATA / path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def grouped_by(keys: dict[str, set[str]]) -> dict[str, str]:
    """The group of every id: ids that have a key in common, directly or by way of others, are one."""
    ids = sorted(keys)
    bearers: dict[str, list[int]] = defaultdict(list)
    for place, id_ in enumerate(ids):
        for key in keys[id_]:
            bearers[key].append(place)
    edges = [(bearing[0], other) for bearing in bearers.values() for other in bearing[1:]]
    return {ids[place]: str(group[0]) for group in clusters(range(len(ids)), edges) for place in group}


def aozora() -> LabelledSet:
    """Aozora Bunko in two lists of different years and columns, by the numbers of works.

    Versions of one work in old and new spelling have numbers of their own: the same reading of the same
    author's title is the same work.
    """
    items, keys = [], {}
    for number, row in enumerate(rows("aozora_working/works_simple_2017-07_complete.csv.gz")):
        if int(row["人物ID"]) % 2:
            continue  # the other list has half of the authors
        record = _text("2017", (Name(row["作品名"]),), [Name(row["著者名"])])
        items.append(Item(f"s{number}", record, {}))
        keys[f"s{number}"] = {row["作品ID"], f"{row['人物ID']} {row['作品名']}"}
    written: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows("aozora_working/works_persons_extended_dev_half.csv.gz"):
        written[row["作品ID"]].append(row)
    for work, told in written.items():
        row = told[0]
        names = [Name(row["作品名"], reading=row["作品名読み"])]
        if row["副題"]:
            names.append(Name(row["副題"], kind=NameKind.SUBTITLE))
        authors = [person_name(r["姓"], r["名"]) for r in told if r["役割フラグ"] == "著者" and r["姓"]]
        items.append(Item(f"e{work}", _text("2025", tuple(names), authors), {}))
        whole = f"{row['作品名']} {row['副題']}".strip()
        reading = f"{row['人物ID']} {row['ソート用読み']} {row['副題読み']} {row['原題']}"
        keys[f"e{work}"] = {work, f"{row['人物ID']} {whole}", reading}
    return LabelledSet("two lists of Aozora Bunko", items, pairs_of_groups(grouped_by(keys)))


def _text(source: str, names: tuple[Name, ...], authors: Iterable[Name]) -> Record:
    return Record(
        source=source, local_id="", schema="text", names=names,
        contributions=tuple(Contribution((author,), role="author") for author in authors),
    )  # fmt: skip


def bodies() -> LabelledSet:
    """Organisations of the Media Arts Database that say what they are elsewhere (VIAF, Wikidata, the NDL)."""
    items, keys = [], {}
    for node in json_lines("madb/co-curate_co504.jsonl.gz"):
        told = {
            part.rsplit("/", 1)[-1]
            for scheme in ("viaf", "wikidata", "ndla")
            for part in str(node.get(scheme) or "").split(",")
        }
        told -= {"", "-"}
        if node.get("additionalGenre") != "団体" or not told:
            continue
        names = node.get("name")
        reading = next(
            (n["@value"] for n in names if isinstance(n, dict)) if isinstance(names, list) else iter(()), ""
        )
        record = Record(
            source="madb", local_id="", schema="organisation", names=(Name(node["label"], reading=reading),)
        )
        items.append(Item(node["identifier"], record, {}))
        keys[node["identifier"]] = told
    return LabelledSet("organisations of one database", items, pairs_of_groups(grouped_by(keys)))


def museum_makers() -> LabelledSet:
    """Artists as a museum's list of works names them, and as its list of artists does, a year later."""
    items, group_of = [], {}
    seen: set[tuple[str, str, int]] = set()
    for row in json_lines("moma/moma_artworks_2015-08.jsonl.gz"):
        told = (row["Artist"], row["ArtistBio"], row.get("ArtistID") or 0)
        if not all(told) or ") (" in told[1] or told in seen:
            continue
        seen.add(told)
        about = life(told[1])
        events = [
            Event(kind, date)
            for kind, date in ((EventKind.BORN, about.born), (EventKind.DIED, about.died))
            if date
        ]
        items.append(_maker(f"w{len(seen)}", "works", told[0], events, about.nationality))
        group_of[f"w{len(seen)}"] = str(told[2])
    for row in json_lines("moma/moma_artists_2016-05.jsonl.gz"):
        events = [
            Event(kind, parse_date(str(row[key])))
            for kind, key in ((EventKind.BORN, "BeginDate"), (EventKind.DIED, "EndDate"))
            if row[key]
        ]
        id_ = f"a{row['ConstituentID']}"
        items.append(_maker(id_, "artists", row["DisplayName"], events, row["Nationality"] or ""))
        group_of[id_] = str(row["ConstituentID"])
    return LabelledSet("a museum's works and artists", items, pairs_of_groups(group_of))


def _maker(id_: str, source: str, name: str, events: Iterable[Event], nationality: str) -> Item:
    record = Record(
        source=source, local_id="", schema="person", names=(Name(name),), events=tuple(events),
        nationality=nationality,
    )  # fmt: skip
    return Item(id_, record, {})
