"""A list of real works drawn from a catalogue, with the noise that people's lists have.

Every row is a work of the catalogue whose entity is known; a few are of no work: the title of one with the
creator of another. The same seed draws the same list.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from kenri.records.bulk import store as open_store
from kenri.records.models import Entity
from kenri.vocab.names import Name
from kenri.vocab.records import Record, decode_record
from kenri.vocab.vocabularies import roles, schemas

HEADER = ("id", "title", "creator", "year", "type")


class Drawn(NamedTuple):
    """One row of the list: what it says, how it was spoilt, and the entity that it means (empty: none)."""

    title: str
    creator: str
    year: str
    kind: str
    noise: str
    entity: str


def draw(count: int, seed: int) -> list[Drawn]:
    """So many rows, in an order that tells nothing."""
    chance = random.Random(seed)
    works = list(_works(int(count * 1.4) + 50, chance))
    found = [spoilt for work in works if (spoilt := _spoilt(work, works, chance)) is not None][:count]
    chance.shuffle(found)
    return found


def write(rows: list[Drawn], path: Path) -> None:
    """The rows as CSV; what they mean is not in it."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for number, row in enumerate(rows, start=1):
            out.writerow((f"R{number:05}", row.title, row.creator, row.year, row.kind))


class _Work(NamedTuple):
    entity: str
    record: Record
    others: tuple[Name, ...]


def _works(count: int, chance: random.Random) -> Iterator[_Work]:
    """Random works, each with one of its records and all names that its records give it."""
    wanted = [key for key, schema in schemas().items() if schema.kind == "work"]
    found = Entity.objects.filter(redirect_to=None, size__gt=0, schema__in=wanted)
    top = Entity.objects.order_by("-id").values_list("id", flat=True).first() or 1
    keys: dict[str, int] = {}
    while len(keys) < min(count, found.count()):
        tried = [chance.randint(1, top) for _ in range(900)]
        keys.update(found.filter(id__in=tried).values_list("key", "id"))
    chosen = dict(list(keys.items())[:count])
    rows = open_store().select(
        "SELECT r.entity_id, c.doc FROM records_record r JOIN records_content c ON c.record_id = r.id"
        " WHERE r.deleted_run_id IS NULL AND r.entity_id IN {values} ORDER BY r.id",
        list(chosen.values()),
    )
    records: dict[int, list[Record]] = {}
    for entity, doc in rows:
        records.setdefault(entity, []).append(decode_record(doc))
    for key, row in chosen.items():
        if row in records:
            names = tuple(name for record in records[row] for name in record.names)
            yield _Work(key, chance.choice(records[row]), names)


def _spoilt(work: _Work, works: list[_Work], chance: random.Random) -> Drawn | None:
    record = work.record
    title = record.title
    if len(title) < 2:
        return None
    noise = chance.choices(list(_NOISE), weights=[weight for weight, _ in _NOISE.values()])[0]
    row = Drawn(title, _creator(record), _year(record), _kind(record, chance), noise, work.entity)
    return _NOISE[noise][1](row, work, works, chance)


def _creator(record: Record) -> str:
    makers = [c for c in record.contributions if roles()[c.role].layers] or list(record.contributions)
    return makers[0].names[0].text if makers and makers[0].names else ""


def _year(record: Record) -> str:
    years = [event.date.first_year for event in record.events if event.date and event.date.first_year]
    return str(min(years)) if years else ""


def _kind(record: Record, chance: random.Random) -> str:
    return schemas()[record.schema].label.in_language(chance.choice(("ja", "en")))


Spoil = Callable[[Drawn, _Work, list[_Work], random.Random], Drawn | None]


def _clean(row: Drawn, work: _Work, works: list[_Work], chance: random.Random) -> Drawn:
    return row


def _typo(row: Drawn, work: _Work, works: list[_Work], chance: random.Random) -> Drawn | None:
    """One letter lost, doubled, or changed places with the next."""
    if len(row.title) < 5:
        return None
    place = chance.randrange(1, len(row.title) - 1)
    before, here, after = row.title[:place], row.title[place], row.title[place + 1 :]
    title = chance.choice(
        (before + after, before + here + here + after, before + after[:1] + here + after[1:])
    )
    return row._replace(title=title)


def _no_creator(row: Drawn, work: _Work, works: list[_Work], chance: random.Random) -> Drawn:
    return row._replace(creator="")


def _no_year(row: Drawn, work: _Work, works: list[_Work], chance: random.Random) -> Drawn:
    return row._replace(year="", kind="")


def _other_script(row: Drawn, work: _Work, works: list[_Work], chance: random.Random) -> Drawn | None:
    """The title as its reading or romanised, or another name of the same work."""
    forms = {form for name in work.others for form in (name.reading, name.romaji, name.text)}
    others = sorted(form for form in forms if form and form != row.title and len(form) > 2)
    return row._replace(title=chance.choice(others)) if others else None


def _inverted(row: Drawn, work: _Work, works: list[_Work], chance: random.Random) -> Drawn | None:
    """The creator's name turned round."""
    words = row.creator.replace(",", "").split()
    return row._replace(creator=f"{words[-1]}, {' '.join(words[:-1])}") if len(words) > 1 else None


def _year_off(row: Drawn, work: _Work, works: list[_Work], chance: random.Random) -> Drawn | None:
    return row._replace(year=str(int(row.year) + chance.choice((-1, 1)))) if row.year else None


def _no_work(row: Drawn, work: _Work, works: list[_Work], chance: random.Random) -> Drawn | None:
    """Half of one title and half of another, by a third's creator: no such work."""
    one, other = chance.choice(works), chance.choice(works)
    left, right = row.title[: len(row.title) // 2], one.record.title[len(one.record.title) // 2 :]
    return Drawn(f"{left}{right}", _creator(other.record), _year(one.record), row.kind, row.noise, "")


_NOISE: dict[str, tuple[float, Spoil]] = {
    "clean": (0.30, _clean),
    "typo": (0.15, _typo),
    "no creator": (0.12, _no_creator),
    "no year or type": (0.12, _no_year),
    "other script": (0.10, _other_script),
    "name turned round": (0.08, _inverted),
    "year off by one": (0.08, _year_off),
    "no such work": (0.05, _no_work),
}
