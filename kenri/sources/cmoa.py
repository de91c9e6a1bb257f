"""CMOA: the collection of the Carnegie Museum of Art, Pittsburgh, with the Teenie Harris Archive.

Read: one JSON object a work, as published on GitHub until 2017. The dates of birth and death, and the ends
of the date of creation, are years padded with ``-01-01``: they are read as years. Never run against the
live files.
"""

from __future__ import annotations

import functools
import re

from kenri.harvest.parties import ATTRIBUTION_ROLES, inverted, lifetime
from kenri.harvest.source import Csv, Download, Item, Json, Reading, Shape, Source
from kenri.harvest.strict import required, text
from kenri.harvest.years import dated
from kenri.vocab.dates import Certainty, ImpreciseDate, parse_date, year_date
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, PartyKind, Record
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import role_named

_SCHEMAS = {
    "photographic negative": "photograph",
    "photographs": "photograph",
    "films": "film",
    "video": "video",
    "video art": "video",
    "books": "text",
    "computer art": "artwork",
    "sound art": "recording",
}
_PARTY_KINDS = {
    "Person": PartyKind.PERSON,
    "Organization": PartyKind.ORGANISATION,
    "Collaboration": PartyKind.UNKNOWN,
    "": PartyKind.UNKNOWN,
}
_NOBODY = re.compile(r"^(?:unknown|anonymous|unidentified)\b", re.IGNORECASE)
_TRADES = {
    "architect": "designer",
    "architects": "designer",
    "architects and planners": "designer",
    "architectural firm": "designer",
    "architect and designer": "designer",
    "attributed designer": "designer",
    "publishers": "publisher",
    "manufacturer": "producer",
    "attributed manufacturer": "producer",
    "retailer": "distributor",
    "printmaker": "artist",
    "engraver": "artist",
    "maker": "artist",
    "painter": "artist",
    "decorator": "artist",
    "modeler": "artist",
    "delineator": "artist",
    "ceramicist": "artist",
    "carver": "artist",
}


def work(item: Item) -> Reading:
    """One work with its makers."""
    number, accession = required(item, "id"), text(item, "accession_number")
    title, classification = text(item, "title"), text(item, "classification")
    date = _created(
        text(item, "creation_date"), text(item, "creation_date_earliest"), text(item, "creation_date_latest")
    )
    return Record(
        source="cmoa",
        local_id=number,
        schema=_SCHEMAS.get(classification.lower(), "artwork"),
        names=(Name(title) if title else Name(accession or number, NameKind.ALTERNATIVE),),
        contributions=tuple(_maker(*_values(c)) for c in item.pop("creator", None) or [] if c),
        events=(Event(EventKind.CREATED, date),) if date else (),
        genre="; ".join(part for part in (classification, text(item, "medium")) if part),
        url=text(item, "web_url"),
    )


_KEYS = (
    "artist_id",
    "party_type",
    "full_name",
    "cited_name",
    "role",
    "nationality",
    "birth_date",
    "death_date",
)


def _values(creator: Item) -> tuple[str, ...]:
    return tuple(str(creator.get(key) or "").strip() for key in _KEYS)


@functools.lru_cache(maxsize=65536)
def _maker(
    number: str,
    party_type: str,
    full: str,
    cited: str,
    role_text: str,
    nationality: str,
    birth: str,
    death: str,
) -> Contribution:
    if party_type not in _PARTY_KINDS:
        raise Problem("unknown_code", field="party_type", value=party_type)
    if not full and not cited:
        raise Problem("missing_value", field="creator.full_name")
    kind = _PARTY_KINDS[party_type]
    names = [Name(full or cited)]
    turned = inverted(cited) if kind is PartyKind.PERSON else Name(cited)
    if cited and cited != names[0].text:
        names.append(Name(cited, NameKind.ALTERNATIVE, family=turned.family, given=turned.given))
    role = role_text.lower()
    known = ATTRIBUTION_ROLES.get(role) or _TRADES.get(role) or role_named(role) if role else "artist"
    born, died = lifetime(_year(birth), _year(death))
    living = kind is not PartyKind.ORGANISATION
    return Contribution(
        names=tuple(names),
        role=known or "contributor",
        role_text="" if role == known else role_text,
        kind=PartyKind.UNKNOWN if _NOBODY.match(names[0].text) else kind,
        party=number,
        born=born if living else None,
        died=died if living else None,
        nationality=nationality,
    )


@functools.lru_cache(maxsize=65536)
def _created(written: str, earliest: str, latest: str) -> ImpreciseDate | None:
    plain = parse_date(written, hyphens="years") if written else None
    if plain and plain.certainty is Certainty.EXACT and (plain.earliest or plain.latest):
        return plain
    first, last = _year(earliest), _year(latest)
    return dated(written, first.first_year if first else None, last.last_year if last else None)


@functools.lru_cache(maxsize=8192)
def _year(written: str) -> ImpreciseDate | None:
    """The padded date as a year; a day other than 1 January is a day that the museum knows."""
    if not written:
        return None
    if written.endswith("-01-01"):
        return year_date(int(written[:-6]))
    return parse_date(written)


_OPTIONAL = (
    "title", "creation_date", "creation_date_earliest", "creation_date_latest", "medium", "classification",
    "web_url", "creator",
)  # fmt: skip
_IGNORED = (
    "credit_line", "date_acquired", "department", "physical_location", "item_width", "item_height", "item_depth",
    "item_diameter", "provenance_text", "images", "provenance",
)  # fmt: skip


def row(item: Item) -> Reading:
    """One work from ``cmoa.csv``; of several makers the values are divided by ``|``."""
    columns = {key: text(item, key).split("|") for key in _KEYS}
    names = columns["full_name"] if any(columns["full_name"]) else columns["cited_name"]
    creators = []
    for n, name in enumerate(names):
        if name:
            creators.append({key: values[n] if n < len(values) else "" for key, values in columns.items()})
    item["creator"] = creators
    return work(item)


SOURCE = Source(
    id="cmoa",
    title=Text("カーネギー美術館コレクションデータ", "Carnegie Museum of Art collection data"),
    publisher=Text("カーネギー美術館(ピッツバーグ)", "Carnegie Museum of Art, Pittsburgh"),
    description=Text(
        "美術作品約2万8千点と、写真家チャールズ・「ティーニー」・ハリスのネガ約5万9千点のデータです。",
        "About 28,000 works of art, and 59,000 negatives of the photographer Charles “Teenie” Harris.",
    ),
    fields=("art", "photography"),
    schemas=("artwork", "photograph", "film", "video", "text", "recording"),
    homepage="https://github.com/cmoa/collection",
    licence="cc0-1.0",
    terms=Text(
        "データはCC0です。画像は対象外です。美術館は出典の明示を求めています。",
        "The data are CC0; images are not included. The museum asks to be credited.",
    ),
    terms_url="https://github.com/cmoa/collection#usage-guidelines",
    shapes=(
        Shape("objects", Json(), work, ("id", "accession_number", "creator"), _OPTIONAL, _IGNORED),
        Shape(
            "objects-csv",
            Csv(),
            row,
            ("id", "accession_number", "full_name"),
            (*_OPTIONAL, *_KEYS),
            (*_IGNORED, "birth_place", "death_place", "image_url"),
        ),
    ),
    access=(Download("https://raw.githubusercontent.com/cmoa/collection/master/cmoa.csv"),),
    schedule="never (frozen in 2017)",
)
