"""Tate: the collection data of the Tate galleries, as published on GitHub until 2014.

Read: the JSON of each artwork (with the copyright statement of its thumbnail), ``artwork_data.csv`` and
``artist_data.csv``. In: rows. Out: records of works and of artists. Never run against the live files.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from kenri.harvest.parties import ATTRIBUTION_ROLES, inverted, life, lifetime, looks_corporate
from kenri.harvest.source import Csv, Download, Item, Json, Reading, Shape, Source
from kenri.harvest.strict import code, required, text
from kenri.harvest.years import making
from kenri.vocab.dates import ImpreciseDate, year_date
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import (
    Contribution,
    Event,
    EventKind,
    PartyKind,
    Record,
    Relation,
    RelationKind,
)
from kenri.vocab.rights import Claim, Statement
from kenri.vocab.text import Text

_GENDERS = {"Male": PartyKind.PERSON, "Female": PartyKind.PERSON}
_HOLDER = re.compile(
    r"©\s*(?P<holder>[^©]+?)"
    r"(?=\s*(?:[;.,]\s*(?:all rights|courtesy|licen[sc]ed|reserved)|[,\s]\s*(?:1[89]|20)\d\d\b|©|$))",
    re.IGNORECASE,
)

_SOCIETY = re.compile(r"(?<=\w)\s*/\s*(?:DACS|ADAGP|ARS|VG Bild|SIAE|Bridgeman)\b.*$")


def work(item: Item) -> Reading:
    """One work from its JSON file."""
    number, accession = required(item, "id"), text(item, "acno")
    copyright_line = text(item, "thumbnailCopyright")
    names = [Name(text(item, "title") or accession or number)]
    if foreign := text(item, "foreignTitle"):
        names.append(Name(foreign, NameKind.ORIGINAL))
    group = text(item, "groupTitle")
    date_range = item.pop("dateRange", None) or {}
    contributors = item.pop("contributors", None) or []
    return Record(
        source="tate",
        local_id=number,
        schema="artwork",
        names=tuple(names),
        contributions=tuple(
            _contribution(
                c.get("fc") or "",
                c.get("mda") or "",
                c.get("role") or "",
                c.get("date") or "",
                str(c.get("id", "")),
                c.get("gender") or "",
            )
            for c in sorted(contributors, key=lambda c: c.get("displayOrder") or 0)
        ),
        events=making(
            text(item, "dateText"), _year(date_range.get("startYear")), _year(date_range.get("endYear"))
        ),
        identifiers=_identifiers(accession),
        genre="; ".join(part for part in (text(item, "classification"), text(item, "medium")) if part),
        extent=text(item, "dimensions"),
        statements=(Statement(copyright_line),) if copyright_line else (),
        claims=_claims(copyright_line),
        relations=(Relation(RelationKind.PART_OF, text=group),) if group else (),
        url=text(item, "url"),
    )


def row(item: Item) -> Reading:
    """One work from ``artwork_data.csv``: only its first artist, with a role."""
    number = required(item, "id")
    accession = text(item, "accession_number")
    copyright_line = text(item, "thumbnailCopyright")
    artist_name = text(item, "artist")
    maker = _contribution("", artist_name, text(item, "artistRole"), "", text(item, "artistId"), "")
    written, first = text(item, "dateText"), _year(text(item, "year"))
    events = making(written)
    if first is not None and not any(event.date and event.date.earliest for event in events):
        events = making(written, first, first)
    return Record(
        source="tate",
        local_id=number,
        schema="artwork",
        names=(Name(text(item, "title") or accession or number),),
        contributions=(maker,) if artist_name else (),
        events=events,
        identifiers=_identifiers(accession),
        genre=text(item, "medium"),
        extent=text(item, "dimensions"),
        statements=(Statement(copyright_line),) if copyright_line else (),
        claims=_claims(copyright_line),
        url=text(item, "url"),
    )


def artist(item: Item) -> Reading:
    """One artist from ``artist_data.csv``; organisations have neither gender nor a divided name."""
    number, name = required(item, "id"), required(item, "name")
    kind = code(item, "gender", _GENDERS, PartyKind.UNKNOWN)
    told = life(text(item, "dates"))
    years = text(item, "yearOfBirth"), text(item, "yearOfDeath")
    born, died = lifetime(_lived(years[0], told.born), _lived(years[1], told.died))
    places = text(item, "placeOfBirth"), text(item, "placeOfDeath")
    corporate = kind is PartyKind.UNKNOWN and (told.kind is PartyKind.ORGANISATION or looks_corporate(name))
    first, last = (EventKind.FOUNDED, EventKind.DISSOLVED) if corporate else (EventKind.BORN, EventKind.DIED)
    return Record(
        source="tate",
        local_id=f"artist/{number}",
        schema="organisation" if corporate else "person",
        names=(Name(name) if corporate else inverted(name),),
        events=tuple(
            Event(event, date, place)
            for event, date, place in (
                (first, born or told.founded, places[0]),
                (last, died or told.dissolved, places[1]),
            )
            if date or place
        ),
        url=text(item, "url"),
    )


@functools.lru_cache(maxsize=65536)
def _contribution(
    direct: str, inverse: str, role_text: str, lived: str, number: str, gender: str
) -> Contribution:
    told = life(lived)
    kind = _GENDERS.get(gender, told.kind)
    name = inverted(inverse) if inverse else Name(direct)
    if kind is PartyKind.UNKNOWN and looks_corporate(inverse or direct):
        kind = PartyKind.ORGANISATION
    if kind is PartyKind.ORGANISATION or (direct and not name.family):
        name = Name(direct or inverse)
    names: tuple[Name, ...] = (name,)
    if direct and direct != name.text:
        names = (Name(direct), Name(name.text, NameKind.ALTERNATIVE, family=name.family, given=name.given))
    role = role_text.strip().lower()
    return Contribution(
        names=names,
        role=ATTRIBUTION_ROLES.get(role, "contributor") if role else "artist",
        role_text="" if role == "artist" else role_text,
        kind=kind,
        party=f"artist/{number}" if number else "",
        born=told.born,
        died=told.died,
    )


@functools.lru_cache(maxsize=8192)
def _claims(line: str) -> tuple[Claim, ...]:
    """The holders named behind © in the copyright line, without the society that represents them."""
    holders = (_SOCIETY.sub("", match["holder"]).strip(" ,;./") for match in _HOLDER.finditer(line))
    return tuple(Claim(holder, basis=line) for holder in holders if holder)


def _identifiers(accession: str) -> tuple[Identifier, ...]:
    identifier = try_identifier("tate", accession) if accession else None
    return (identifier,) if identifier else ()


def _year(value: Any) -> int | None:
    digits = str(value).strip() if value is not None else ""
    return int(float(digits)) if re.fullmatch(r"-?\d{1,4}(?:\.0)?", digits) else None


def _lived(year: str, told: ImpreciseDate | None) -> ImpreciseDate | None:
    number = _year(year)
    return told or (year_date(number) if number is not None else None)


_JSON_OPTIONAL = (
    "acno", "foreignTitle", "groupTitle", "dateRange", "dateText", "contributors", "classification", "medium",
    "dimensions", "thumbnailCopyright", "url",
)  # fmt: skip
_JSON_IGNORED = (
    "acquisitionYear", "all_artists", "catalogueGroup", "contributorCount", "creditLine", "depth", "height",
    "width", "units", "inscription", "finberg", "pageNumber", "additionalImages", "catTextResId", "artistRooms",
    "movementCount", "movements", "subjectCount", "subjects", "thumbnailUrl",
)  # fmt: skip

SOURCE = Source(
    id="tate",
    title=Text("テート・コレクションデータ", "The Tate Collection"),
    publisher=Text("テート(英国)", "Tate, United Kingdom"),
    description=Text(
        "テート各館と所蔵協力館の作品約7万点と作家約3,500人のデータ(2014年まで)です。画像の著作権表示から権利者名が分かります。",
        "About 70,000 works and 3,500 artists of the Tate galleries (until 2014); the copyright line of the image "
        "names the rights holder.",
    ),
    fields=("art", "photography"),
    schemas=("artwork", "person", "organisation"),
    homepage="https://github.com/tategallery/collection",
    licence="cc0-1.0",
    terms=Text(
        "メタデータはCC0です。画像と解説文は対象外です。テートは出典の明示を求めています。",
        "The metadata are CC0; images and texts are not included. Tate asks to be credited.",
    ),
    terms_url="https://github.com/tategallery/collection#usage-guidelines-for-open-data",
    shapes=(
        Shape("artworks", Json(), work, ("id", "acno", "title"), _JSON_OPTIONAL, _JSON_IGNORED),
        Shape(
            "artwork_data",
            Csv(),
            row,
            ("id", "accession_number", "title"),
            (
                "artist",
                "artistRole",
                "artistId",
                "dateText",
                "year",
                "medium",
                "dimensions",
                "thumbnailCopyright",
                "url",
            ),
            (
                "creditLine",
                "acquisitionYear",
                "width",
                "height",
                "depth",
                "units",
                "inscription",
                "thumbnailUrl",
            ),
        ),
        Shape(
            "artist_data",
            Csv(),
            artist,
            ("id", "name", "yearOfBirth"),
            ("gender", "dates", "yearOfDeath", "placeOfBirth", "placeOfDeath", "url"),
        ),
    ),
    access=(
        Download("https://raw.githubusercontent.com/tategallery/collection/master/artwork_data.csv"),
        Download("https://raw.githubusercontent.com/tategallery/collection/master/artist_data.csv"),
    ),
    schedule="never (frozen in 2014)",
)
