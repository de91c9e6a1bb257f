"""Films in three databases and the books they were made from, by script from real titles in two languages."""

from __future__ import annotations

import random
from typing import NamedTuple

from bench.linkage.corrupted import SEED, misspelt
from bench.linkage.labelled import Item, LabelledSet, dated, pairs_of_groups, rows
from bench.linkage.overlaps import json_lines
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import Contribution, EventKind, Record


class Film(NamedTuple):
    """A film with its titles in Japanese and English, and its director's names in both."""

    japanese: str
    english: str
    year: int
    director: tuple[str, str]


def _films(chance: random.Random, most: int) -> list[Film]:
    """Titles that stand once in their list, in both languages; directors of real names, by lot."""
    people = [
        (row["kanji"], row["romaji"])
        for row in rows("enamdict/persons_full_names.tsv.gz", "\t")
        if row["romaji"].count(" ") == 1
    ]
    found: dict[str, Film] = {}
    for row in json_lines("anime_working/bangumi_items_no_cross_ids.jsonl.gz"):
        english = row.get("titleTranslate", {}).get("en", [""])[0]
        year = (row.get("begin") or "")[:4]
        if row["lang"] == "ja" and english and year and row["title"] != english:
            film = Film(row["title"], english, int(year), people[chance.randrange(len(people))])
            found.setdefault(row["title"], film)
    titles = sorted(found.values())
    chance.shuffle(titles)
    return titles[:most]


def _trap(film: Film, others: list[Film], chance: random.Random) -> Film:
    """A remake by somebody else, or a sequel by the same director."""
    if chance.random() < 0.6:
        year = film.year - chance.choice((9, 14, 22, 31, 47))
        return film._replace(year=year, director=chance.choice(others).director)
    return film._replace(japanese=f"{film.japanese}2", english=f"{film.english} 2", year=film.year + 2)


def _copy(film: Film, database: int, chance: random.Random) -> Record:
    """A film as one of three databases has it."""
    english = database == 1 or (database == 2 and chance.random() < 0.5)
    title = film.english if english else film.japanese
    if chance.random() < 0.08:
        title = misspelt(title, chance) if english else title.replace(" ", "")
    names = [Name(title)]
    if english and chance.random() < (0.7 if database == 1 else 0.4):
        names.append(Name(film.japanese, kind=NameKind.ORIGINAL))
    director = film.director[1 if english else 0]
    if english:
        family, _, given = director.partition(" ")
        director = chance.choice((f"{given} {family}", f"{given} {family}", f"{family}, {given}"))
    year = film.year + (chance.choice((-1, 1)) if chance.random() < 0.15 else 0)
    return Record(
        source=f"films {database}", local_id="", schema="film", names=tuple(names),
        contributions=() if chance.random() < 0.1 else (Contribution((Name(director),), role="director"),),
        events=() if chance.random() < 0.04 else dated(EventKind.RELEASED, str(year)),
    )  # fmt: skip


def films(most: int = 2_000) -> LabelledSet:
    """One database has Japanese titles and names, one English titles and Roman letters, one either.

    Traps: remakes by others, sequels by the same director, the novels that films were made from.
    """
    chance = random.Random(SEED)
    told = _films(chance, most)
    items, group_of = [], {}
    for number, film in enumerate(told):
        things = [film] + ([_trap(film, told, chance)] if chance.random() < 0.12 else [])
        for place, thing in enumerate(things):
            for database in chance.sample(range(3), chance.choices((1, 2, 3), (35, 40, 25))[0]):
                id_ = f"f{number}.{place}-{database}"
                items.append(Item(id_, _copy(thing, database, chance), {}))
                group_of[id_] = f"{number}.{place}"
        if chance.random() < 0.15:
            record = Record(
                source="books", local_id="", schema="text", names=(Name(film.japanese),),
                contributions=(Contribution((Name(chance.choice(told).director[0]),), role="author"),),
                events=dated(EventKind.PUBLISHED, str(film.year - chance.randint(1, 20))),
            )  # fmt: skip
            items.append(Item(f"b{number}", record, {}))
            group_of[f"b{number}"] = f"novel {number}"
    return LabelledSet("films in two languages", items, pairs_of_groups(group_of))
