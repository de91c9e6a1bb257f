"""NGA: the open data of the National Gallery of Art, Washington.

Read: ``objects.csv`` (works, the maker as an attribution line) and ``constituents.csv`` (makers, donors and
former owners; those without a life are kept too). The table ``objects_constituents.csv`` that joins the two
carries no record of its own and is not read. Never run against the live files.
"""

from __future__ import annotations

import functools
import re

from kenri.harvest.parties import ATTRIBUTION_ROLES, inverted, life, lifetime, looks_corporate
from kenri.harvest.source import Csv, Download, Item, Reading, Shape, Source
from kenri.harvest.strict import code, identified, required, text
from kenri.harvest.years import making
from kenri.vocab.dates import year_date
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

_SCHEMAS = {
    "Photograph": "photograph",
    "Time Based Media Art": "video",
    "Volume": "text",
    "Portfolio": "artwork",
}
_PARTY_KINDS = {
    "individual": PartyKind.PERSON,
    "couple": PartyKind.UNKNOWN,
    "corporate": PartyKind.ORGANISATION,
    "anonymous": PartyKind.UNKNOWN,
    "pseudonym": PartyKind.PERSON,
}
_QUALIFIED = re.compile(
    r"^(?P<words>attributed to|possibly by|probably by|formerly attributed to|after|copy after|manner of|style of|"
    r"follower of|imitator of|pupil of|school of|studio of|workshop of|circle of)\s+(?P<name>.+)$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+and\s+(?P<words>workshop|assistants)$", re.IGNORECASE)
_NOBODY = frozenset({"unknown", "anonymous", "unknown artist", "anonymous artist", "artist unknown"})


def work(item: Item) -> Reading:
    """One work. A work in parts names its parent."""
    number = required(item, "objectid")
    accession = text(item, "accessionnum")
    attribution, backwards = text(item, "attribution"), text(item, "attributioninverted")
    classification, medium = text(item, "classification"), text(item, "medium")
    parent, date_text = text(item, "parentid"), text(item, "displaydate")
    first, last = text(item, "beginyear"), text(item, "endyear")
    wikidata = identified(item, "wikidataid", "wikidata")
    title = text(item, "title")
    return Record(
        source="nga",
        local_id=number,
        schema=_SCHEMAS.get(classification, "artwork"),
        names=(Name(title) if title else Name(accession or number, NameKind.ALTERNATIVE),),
        contributions=_makers(attribution, backwards),
        events=making(date_text, _astronomical(first), _astronomical(last)),
        identifiers=(wikidata,) if wikidata else (),
        genre="; ".join(part for part in (classification, text(item, "subclassification"), medium) if part),
        extent=text(item, "dimensions"),
        description="; ".join(part for part in (text(item, "inscription"), text(item, "markings")) if part),
        relations=(Relation(RelationKind.PART_OF, local_id=parent),) if parent else (),
        url=f"https://www.nga.gov/artworks/{number}" if number.isdigit() else "",
    )


def constituent(item: Item) -> Reading:
    """One person or body."""
    number = required(item, "constituentid")
    name, browsed = text(item, "forwarddisplayname"), text(item, "visualbrowsernationality")
    family = text(item, "lastname")
    preferred = text(item, "preferreddisplayname") or name or required({"lastname": family}, "lastname")
    kind = code(item, "constituenttype", _PARTY_KINDS, PartyKind.UNKNOWN)
    note, nationality = text(item, "displaydate"), text(item, "nationality")
    told = life(note)
    born, died = told.born or told.founded, told.died or told.dissolved
    begin, end = _astronomical(text(item, "beginyear")), _astronomical(text(item, "endyear"))
    if born is None and begin is not None and "active" not in note.lower():
        born = year_date(begin)
    if died is None and end is not None and "active" not in note.lower():
        died = year_date(end)
    if kind is not PartyKind.ORGANISATION:
        born, died = lifetime(born, died)
    corporate = kind is PartyKind.ORGANISATION or told.kind is PartyKind.ORGANISATION
    kinds = (EventKind.FOUNDED, EventKind.DISSOLVED) if corporate else (EventKind.BORN, EventKind.DIED)
    given = text(item, "forenames") or text(item, "forename")
    turned = inverted(preferred)
    shown = name or preferred
    names = [Name(shown)]
    if not corporate and turned.family:
        names = [Name(shown, family=turned.family, given=given or turned.given)]
    if preferred != names[0].text:
        names.append(Name(preferred, NameKind.ALTERNATIVE))
    found = (
        identified(item, "ulanid", "ulan"),
        identified(item, "wikidataid", "wikidata"),
    )
    return Record(
        source="nga",
        local_id=f"constituent/{number}",
        schema="organisation" if corporate else "person",
        names=tuple(names),
        events=tuple(Event(k, date) for k, date in zip(kinds, (born, died), strict=True) if date),
        identifiers=tuple(i for i in found if i),
        nationality=nationality or told.nationality or browsed,
        description=note,
    )


@functools.lru_cache(maxsize=65536)
def _makers(attribution: str, backwards: str) -> tuple[Contribution, ...]:
    """The maker named in the attribution line; "after Rubens" makes Rubens the author of the original."""
    if not attribution:
        return ()
    words, name = "", attribution
    if match := _QUALIFIED.match(attribution):
        words, name = match["words"], match["name"]
    elif match := _AND.search(attribution):
        words, name = f"and {match['words']}", attribution[: match.start()]
    names = [Name(name)]
    turned = inverted(re.sub(r"\s*\(.*?\)\s*$", "", backwards))
    if turned.family and not words:
        names.append(Name(turned.text, NameKind.ALTERNATIVE, family=turned.family, given=turned.given))
    corporate = looks_corporate(name) and not turned.family
    kind = PartyKind.ORGANISATION if corporate else PartyKind.PERSON if turned.family else PartyKind.UNKNOWN
    role = ATTRIBUTION_ROLES[words.lower()] if words else "artist"
    return (
        Contribution(
            names=tuple(names),
            role=role,
            role_text=words,
            kind=PartyKind.UNKNOWN if name.lower() in _NOBODY else kind,
        ),
    )


@functools.lru_cache(maxsize=8192)
def _astronomical(year: str) -> int | None:
    """The NGA writes 500 BC as -500; the astronomical year is -499."""
    if not re.fullmatch(r"-?\d{1,4}(?:\.0)?", year):
        return None
    number = int(float(year))
    return number + 1 if number < 0 else number


SOURCE = Source(
    id="nga",
    title=Text("ワシントン・ナショナル・ギャラリー オープンデータ", "National Gallery of Art Open Data"),
    publisher=Text("ナショナル・ギャラリー・オブ・アート(ワシントン)", "National Gallery of Art, Washington"),
    description=Text(
        "絵画・彫刻・版画・写真など13万点以上の作品と、作家・寄贈者・旧蔵者のデータです。",
        "More than 130,000 paintings, sculptures, prints and photographs, with makers, donors and former owners.",
    ),
    fields=("art", "photography"),
    schemas=("artwork", "photograph", "video", "text", "person", "organisation"),
    homepage="https://github.com/NationalGalleryOfArt/opendata",
    licence="cc0-1.0",
    terms=Text(
        "データはCC0です。画像は対象外です。データに誤りがあり得る旨の注記があります。",
        "The data are CC0; images are not included. The gallery says that the data may hold errors.",
    ),
    terms_url="https://github.com/NationalGalleryOfArt/opendata/blob/main/LICENSE",
    shapes=(
        Shape(
            "objects",
            Csv(),
            work,
            ("objectid", "title", "attribution"),
            (
                "accessionnum",
                "attributioninverted",
                "displaydate",
                "beginyear",
                "endyear",
                "medium",
                "dimensions",
                "inscription",
                "markings",
                "classification",
                "subclassification",
                "parentid",
                "wikidataid",
            ),
            (
                "uuid",
                "accessioned",
                "locationid",
                "visualbrowsertimespan",
                "provenancetext",
                "creditline",
                "visualbrowserclassification",
                "isvirtual",
                "departmentabbr",
                "portfolio",
                "series",
                "volume",
                "watermarks",
                "lastdetectedmodification",
                "customprinturl",
            ),
        ),
        Shape(
            "constituents",
            Csv(),
            constituent,
            ("constituentid", "preferreddisplayname", "constituenttype"),
            (
                "ulanid",
                "forwarddisplayname",
                "lastname",
                "forename",
                "forenames",
                "displaydate",
                "beginyear",
                "endyear",
                "nationality",
                "visualbrowsernationality",
                "wikidataid",
            ),
            (
                "uuid",
                "artistofngaobject",
                "visualbrowsertimespan",
                "lastdetectedmodification",
                "prefix",
                "suffix",
                "middlename",
                "institution",
                "biography",
            ),
        ),
    ),
    access=(
        Download("https://raw.githubusercontent.com/NationalGalleryOfArt/opendata/main/data/objects.csv"),
        Download(
            "https://raw.githubusercontent.com/NationalGalleryOfArt/opendata/main/data/constituents.csv"
        ),
    ),
    schedule="daily",
)
