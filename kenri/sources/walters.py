"""Walters: the collection of the Walters Art Museum, Baltimore.

Read: one JSON object a work (2015), ``creators.csv`` and ``exhibitions.csv`` (2023). ``relationships.csv``
and ``collections.csv`` say nothing of their own about a work or a party: their rows are counted as skipped.
In: rows. Out: records of works, makers, exhibitions. Never run against the live files.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from kenri.harvest.parties import ATTRIBUTION_ROLES, inverted, life, looks_corporate
from kenri.harvest.source import Csv, Download, Item, Json, Reading, Shape, Source
from kenri.harvest.strict import required, text
from kenri.harvest.years import dated, making
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
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import role_named

_SCHEMAS = {"manuscripts & rare books": "text", "photographs": "photograph", "photography": "photograph"}
_TRADES = {
    "patron": "sponsor", "scribe": "contributor", "workshop": "artist", "manufacturer": "producer",
    "binder": "contributor", "other": "contributor", "distributor": "distributor", "founder": "artist",
    "repairer": "contributor", "master craftsman": "artist", "workmaster": "artist",
}  # fmt: skip
_CRAFTS = re.compile(
    r"^(?:painter|sculptor|metalworker|jeweler|clockmaker|ceramicist|silversmith|decorator|enameler|goldsmith|"
    r"engraver|gilder|cabinetmaker|potter|illuminator|lusterer|calligrapher|weaver|draftsman|architect)$"
)
_BRACKETS = re.compile(r"\s*(\((?!\?\)).*\))(?:\s*\(\?\))?\s*$")
_QUALIFIED = re.compile(
    r"(?P<words>workshop of|studio of|school of|circle of|follower of|imitator of|manner of|style of|after|"
    r"attributed to|formerly attributed to)\s+(?!the\b)(?P<name>\S.*)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"-?\d{1,4}")
_NOTE = re.compile(r"\s*\((?:\?|)\)\s*$")


def work(item: Item) -> Reading:
    """One work: makers with their life in brackets, free-text dates beside years."""
    number, accession = required(item, "ObjectID"), text(item, "ObjectNumber")
    title, object_name = text(item, "Title"), text(item, "ObjectName")
    classification = text(item, "Classification")
    years = _years(item.pop("DateBeginYear", None), item.pop("DateEndYear", None))
    places = item.pop("Geographies", None) or []
    origin = (
        next((g.get("GeographyTerm") for g in places if _is_origin(g)), "")
        if isinstance(places, list)
        else ""
    )
    creators = item.pop("Creators", None) or []
    keywords = text(item, "Keywords")
    told = (*keywords.split(";"), text(item, "Culture"), text(item, "Style"), text(item, "Period"))
    subjects = dict.fromkeys([word for one in told if (word := one.strip())])
    related = item.pop("RelatedObjects", None) or []
    return Record(
        source="walters",
        local_id=number,
        schema=_SCHEMAS.get(classification.lower(), "artwork"),
        names=(Name(title) if title else Name(object_name or accession or number, NameKind.ALTERNATIVE),),
        contributions=_makers(creators),
        events=making(text(item, "DateText"), *years, origin or ""),
        genre="; ".join(part for part in (classification, object_name, text(item, "Medium")) if part),
        subjects=tuple(subjects),
        extent=text(item, "Dimensions"),
        description=text(item, "Description"),
        relations=tuple([_relation(r) for r in related if isinstance(r, dict) and r.get("ObjectID")]),
        url=text(item, "ResourceURL"),
    )


def creator(item: Item) -> Reading:
    """One maker; dates of life stand in brackets with the nationality."""
    number = required(item, "id")
    name, backwards = text(item, "name"), text(item, "sort_name")
    told = life(text(item, "date"))
    gender = text(item, "gender").lower()
    person = gender in {"male", "female"}
    corporate = not person and (told.kind is PartyKind.ORGANISATION or looks_corporate(name or backwards))
    kinds = (EventKind.FOUNDED, EventKind.DISSOLVED) if corporate else (EventKind.BORN, EventKind.DIED)
    dates = (told.founded or told.born, told.dissolved or told.died)
    names = [Name(name or required({"sort_name": backwards}, "sort_name"))]
    turned = inverted(backwards)
    if backwards and backwards != names[0].text:
        names.append(Name(backwards, NameKind.ALTERNATIVE, family=turned.family, given=turned.given))
    return Record(
        source="walters",
        local_id=f"creator/{number}",
        schema="organisation" if corporate else "person",
        names=tuple(names),
        events=tuple(Event(k, date) for k, date in zip(kinds, dates, strict=True) if date),
        nationality=told.nationality,
        description=text(item, "biography"),
        url=text(item, "CreatorURL"),
    )


def exhibition(item: Item) -> Reading:
    """One exhibition in which works of the museum were shown."""
    number = required(item, "ExhibitionID")
    written = text(item, "ExhibitionDisplayDate")
    date = dated(written, *_years(text(item, "ExhibBeginYear"), text(item, "ExhibEndYear")))
    return Record(
        source="walters",
        local_id=f"exhibition/{number}",
        schema="exhibition",
        names=(Name(required(item, "ExhTitle")),),
        events=(Event(EventKind.EXHIBITED, date),) if date else (),
        description=text(item, "Textblock"),
    )


def no_record(item: Item) -> Reading:
    """A row that only joins or groups others: no record of its own."""
    item.clear()
    return None


def _makers(creators: Any) -> tuple[Contribution, ...]:
    if isinstance(creators, str):
        return tuple(_maker(name.strip(), "", "Artist") for name in creators.split(";") if name.strip())
    return tuple(
        [
            _maker(name, str(c.get("CreatorID") or ""), c.get("Role") or "")
            for c in creators
            if (name := (c.get("ConcatDisplayName") or "").strip())
        ]
    )


@functools.lru_cache(maxsize=65536)
def _maker(display: str, number: str, role_text: str) -> Contribution:
    """``Katsushika Hokusai (Japanese, 1760-1849)``; a (?) behind the name goes to the words of the role."""
    bracket = _BRACKETS.search(display)
    name = (display[: bracket.start()] if bracket else display).strip()
    doubtful = display.endswith("(?)")
    name = _NOTE.sub("", name).strip() or display
    told = life(bracket[1]) if bracket else life("")
    words = ""
    if match := _QUALIFIED.match(name):
        words, name = match["words"], match["name"]
    role = role_text.strip().lower()
    key = _TRADES.get(role) or ("artist" if _CRAFTS.match(role) else role_named(role)) or "contributor"
    kind = told.kind
    if kind is PartyKind.UNKNOWN and looks_corporate(name):
        kind = PartyKind.ORGANISATION
    said = [words, f"{role_text} (?)" if doubtful else "" if role == "artist" else role_text]
    return Contribution(
        names=(Name(name),),
        role=ATTRIBUTION_ROLES[words.lower()] if words else key if role else "artist",
        role_text="; ".join(part for part in said if part),
        kind=kind,
        party=f"creator/{number}" if number else "",
        born=told.born,
        died=told.died,
        nationality=told.nationality,
    )


def _relation(related: dict[str, Any]) -> Relation:
    return Relation(
        RelationKind.SEE_ALSO, local_id=str(related["ObjectID"]), text=related.get("RelationType") or ""
    )


def _is_origin(place: dict[str, Any]) -> bool:
    return place.get("GeoType") == "Place of Origin" and bool(place.get("GeographyTerm"))


def _years(first: Any, last: Any) -> tuple[int | None, int | None]:
    """Years BC are negative (-425 is 425 BC, astronomically -424); 0 is unknown."""
    numbers = []
    for value in (first, last):
        digits = str(value).strip() if value is not None else ""
        number = int(digits) if _YEAR.fullmatch(digits) else 0
        numbers.append((number + 1 if number < 0 else number) if number else None)
    return numbers[0], numbers[1]


_OPTIONAL = (
    "Classification", "Creators", "Culture", "DateBeginYear", "DateEndYear", "DateText", "Description",
    "Dimensions", "Geographies", "Keywords", "Medium", "ObjectName", "Period", "RelatedObjects", "ResourceURL",
    "Style", "Title",
)  # fmt: skip
_IGNORED = (
    "Collection", "CollectionID", "CreditLine", "Dynasty", "Reign", "Exhibitions", "Images", "Inscriptions",
    "MuseumLocation", "OnView", "Provenance", "PublicAccessDate", "SortNumber",
)  # fmt: skip

SOURCE = Source(
    id="walters",
    title=Text("ウォルターズ美術館コレクションデータ", "The Walters Art Museum collection data"),
    publisher=Text("ウォルターズ美術館(ボルティモア)", "The Walters Art Museum, Baltimore"),
    description=Text(
        "古代から20世紀初めまでの美術品・写本・工芸品と、その作者、展覧会のデータです。日本の作品も含みます。",
        "Art, manuscripts and crafts from antiquity to the early twentieth century, with makers and exhibitions; "
        "works of Japan among them.",
    ),
    fields=("art",),
    schemas=("artwork", "text", "photograph", "person", "organisation", "exhibition"),
    homepage="https://github.com/WaltersArtMuseum/api-thewalters-org",
    licence="cc0-1.0",
    terms=Text(
        "データと、著作権の切れた作品の画像はCC0です。",
        "The data, and the images of works out of copyright, are CC0.",
    ),
    terms_url="https://art.thewalters.org/license/",
    shapes=(
        Shape("objects", Json(), work, ("ObjectID", "ObjectNumber"), _OPTIONAL, _IGNORED),
        Shape("art", Csv(), work, ("ObjectID", "ObjectNumber", "Title"), _OPTIONAL, _IGNORED),
        Shape(
            "creators",
            Csv(),
            creator,
            ("id", "sort_name", "name"),
            ("CreatorURL", "gender", "biography", "date"),
            ("CreatorArt",),
        ),
        Shape(
            "exhibitions",
            Csv(),
            exhibition,
            ("ExhibitionID", "ExhTitle"),
            ("ExhibitionDisplayDate", "ExhibBeginYear", "ExhibEndYear", "Textblock"),
            ("NonWAMExhibition", "ExhibBeginDate", "ExhibEndDate", "LocationID", "WaltersArtworks"),
        ),
        Shape("relationships", Csv(), no_record, ("id", "art1", "art2", "relationship1", "relationship2")),
        Shape("collections", Csv(), no_record, ("CollectionID", "CollectionName", "CollDescription")),
    ),
    access=(
        Download("https://raw.githubusercontent.com/WaltersArtMuseum/api-thewalters-org/main/art.csv"),
        Download("https://raw.githubusercontent.com/WaltersArtMuseum/api-thewalters-org/main/creators.csv"),
        Download(
            "https://raw.githubusercontent.com/WaltersArtMuseum/api-thewalters-org/main/exhibitions.csv"
        ),
    ),
    schedule="yearly",
)
