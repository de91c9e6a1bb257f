"""MoMA: the collection of the Museum of Modern Art, New York, as published on GitHub.

Read: ``Artworks.csv``/``.json`` and ``Artists.csv``/``.json`` of today, and the files of 2015 (one JSON a
work, the maker as one string). In: rows. Out: records of works and of makers. Never run against the live
files (they lie in Git LFS).
"""

from __future__ import annotations

import functools
import re
from typing import Any

from kenri.harvest.parties import Life, life, lifetime, looks_corporate
from kenri.harvest.source import Csv, Download, Item, Json, Reading, Shape, Source
from kenri.harvest.strict import identified, required, text
from kenri.harvest.years import making
from kenri.vocab.dates import ImpreciseDate, year_date
from kenri.vocab.identifiers import try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import Contribution, Event, EventKind, PartyKind, Record
from kenri.vocab.text import Text

_SCHEMAS = {
    "photograph": "photograph",
    "a&d photograph": "photograph",
    "film": "film",
    "video": "video",
    "periodical": "serial",
    "performance": "performance",
    "audio": "recording",
    "digital": "artwork",
    "software": "game",
}
_GROUPS = re.compile(r"\(([^()]*)\)")
_SUFFIX = re.compile(
    r"^(?:Inc|Ltd|LLC|Jr|Sr|II|III|IV|S\.?p\.?A|GmbH|Co|Corp|AG|S\.A|Esq|M\.D)\b\.?", re.IGNORECASE
)
_GENDERS = frozenset(
    {"male", "female", "non-binary", "transgender woman", "transgender man", "gender non-conforming"}
)


def work(item: Item) -> Reading:
    """One work, of today's layout or of 2015's."""
    number = required(item, "ObjectID")
    accession = text(item, "AccessionNumber") or text(item, "MoMANumber")
    classification = text(item, "Classification")
    title = text(item, "Title")
    names = [Name(title)] if title else [Name(accession or number, NameKind.ALTERNATIVE)]
    identifier = try_identifier("moma", number) if number.isdigit() else None
    return Record(
        source="moma",
        local_id=number,
        schema=_SCHEMAS.get(classification.lower(), "artwork"),
        names=tuple(names),
        contributions=_makers(item),
        events=making(text(item, "Date")),
        identifiers=(identifier,) if identifier else (),
        genre="; ".join(part for part in (classification, text(item, "Medium")) if part),
        extent=text(item, "Dimensions"),
        url=text(item, "URL")
        or (f"https://www.moma.org/collection/works/{number}" if number.isdigit() else ""),
    )


def artist(item: Item) -> Reading:
    """One maker. A year of 0 means "alive or unknown" and is left out."""
    number = required(item, "ConstituentID")
    name = required(item, "DisplayName")
    note, nationality = text(item, "ArtistBio"), text(item, "Nationality")
    begin, end = _year(text(item, "BeginDate")), _year(text(item, "EndDate"))
    told = life(note)
    kind = _kind(name, text(item, "Gender"), told)
    first, last = (
        (EventKind.FOUNDED, EventKind.DISSOLVED)
        if kind is PartyKind.ORGANISATION
        else (EventKind.BORN, EventKind.DIED)
    )
    born, died = _dates(begin, end, told)
    found = (
        try_identifier("moma_artist", number) if number.isdigit() else None,
        identified(item, "Wiki QID", "wikidata"),
        identified(item, "ULAN", "ulan"),
    )
    return Record(
        source="moma",
        local_id=f"artist/{number}",
        schema="organisation" if kind is PartyKind.ORGANISATION else "person",
        names=(Name(name),),
        events=tuple(Event(k, date) for k, date in ((first, born), (last, died)) if date),
        identifiers=tuple(i for i in found if i),
        nationality=nationality or told.nationality,
        description=note,
        url=f"https://www.moma.org/artists/{number}" if number.isdigit() else "",
    )


def _makers(item: Item) -> tuple[Contribution, ...]:
    keys = ("ConstituentID", "ArtistID", "ArtistBio", "Nationality", "BeginDate", "EndDate", "Gender")
    values = {key: item.pop(key, None) for key in keys}
    artists = item.pop("Artist", None)
    if not artists:
        return ()
    if isinstance(artists, list):
        columns = [values[k] if isinstance(values[k], list) else [] for k in keys if k != "ArtistID"]
        return tuple(
            _maker(name, *(str(_nth(column, n)) for column in columns))
            for n, name in enumerate(artists)
            if name
        )
    return _spoken_makers(
        str(artists).strip(),
        str(values["ConstituentID"] or ""),
        str(values["ArtistID"] or ""),
        *(str(values[k] or "") for k in keys[2:]),
    )


@functools.lru_cache(maxsize=65536)
def _spoken_makers(
    artists: str, ids: str, sole: str, bios: str, nations: str, begins: str, ends: str, genders: str
) -> tuple[Contribution, ...]:
    """Makers from strings of several values: ``A, B`` beside ``(bio) (bio)``.

    What belongs to whom is known only where a list has as many values as there are names. ``sole`` is the
    number that 2015's layout gives for one of the makers: it is his only where there is no other.
    """
    bio_list = _groups(bios)
    id_list = [i for i in re.split(r"\s*,\s*", ids) if i]
    names = _divide(artists, len(id_list))
    if not id_list and sole and len(names) == 1:
        id_list = [sole]
    columns = [id_list, bio_list, _groups(nations), _groups(begins), _groups(ends), _groups(genders)]
    told = [column if len(column) == len(names) else [] for column in columns]
    return tuple(_maker(name, *(_nth(column, n) for column in told)) for n, name in enumerate(names))


def _divide(artists: str, expected: int) -> list[str]:
    """The names of a list joined by commas; "RedStart Design, LLC" stays one name."""
    if expected == 1 or ", " not in artists:
        return [artists]
    names: list[str] = []
    for part in artists.split(", "):
        if names and _SUFFIX.match(part):
            names[-1] += f", {part}"
        else:
            names.append(part)
    return [name for name in names if name]


def _groups(written: str) -> list[str]:
    """The values of ``(1841) (1918)``; brackets within a value stay in it."""
    values, depth, start = [], 0, 0
    for position, sign in enumerate(written):
        if sign == "(":
            depth += 1
            if depth == 1:
                start = position + 1
        elif sign == ")" and depth:
            depth -= 1
            if depth == 0:
                values.append(written[start:position].strip())
    return values


@functools.lru_cache(maxsize=65536)
def _maker(name: str, number: str, bio: str, nation: str, begin: str, end: str, gender: str) -> Contribution:
    told = life(bio)
    born, died = _dates(_year(begin), _year(end), told)
    kind = _kind(name, gender, told)
    identifier = try_identifier("moma_artist", number) if number.isdigit() else None
    return Contribution(
        names=(Name(name),),
        role="artist",
        kind=kind,
        party=f"artist/{number}" if number else "",
        born=None if kind is PartyKind.ORGANISATION else born,
        died=None if kind is PartyKind.ORGANISATION else died,
        nationality=nation or told.nationality,
        identifiers=(identifier,) if identifier else (),
    )


def _dates(begin: int, end: int, told: Life) -> tuple[ImpreciseDate | None, ImpreciseDate | None]:
    """Columns first; a note that is finer or says "c." about the same year wins."""
    born, died = told.born or told.founded, told.died or told.dissolved
    if begin and (born is None or born.first_year != begin):
        born = year_date(begin)
    if end and (died is None or died.first_year != end):
        died = year_date(end)
    return (born, died) if told.founded else lifetime(born, died)


def _kind(name: str, gender: str, told: Life) -> PartyKind:
    if told.kind is PartyKind.ORGANISATION:
        return told.kind
    if gender.lower().strip("()") in _GENDERS or told.kind is PartyKind.PERSON:
        return PartyKind.PERSON
    return PartyKind.ORGANISATION if looks_corporate(name) else PartyKind.UNKNOWN


def _year(written: str) -> int:
    digits = written.strip("() ")
    return int(float(digits)) if digits.replace(".", "", 1).isdigit() else 0


def _nth(column: list[Any], n: int) -> Any:
    return column[n] if n < len(column) and column[n] is not None else ""


_WORK_OPTIONAL = (
    "Artist", "ConstituentID", "ArtistID", "ArtistBio", "Nationality", "BeginDate", "EndDate", "Gender", "Date",
    "Medium", "Dimensions", "AccessionNumber", "MoMANumber", "Classification", "URL",
)  # fmt: skip
_WORK_IGNORED = (
    "CreditLine", "Department", "DateAcquired", "Cataloged", "CuratorApproved", "ImageURL", "ThumbnailURL",
    "Keywords", "OnView", "Circumference (cm)", "Depth (cm)", "Diameter (cm)", "Height (cm)", "Length (cm)",
    "Weight (kg)", "Width (cm)", "Seat Height (cm)", "Duration (sec.)", "Duration (s)",
)  # fmt: skip
_ARTIST_OPTIONAL = ("ArtistBio", "Nationality", "Gender", "BeginDate", "EndDate", "Wiki QID", "ULAN")

SOURCE = Source(
    id="moma",
    title=Text(
        "ニューヨーク近代美術館(MoMA)コレクションデータ", "The Museum of Modern Art (MoMA) collection data"
    ),
    publisher=Text("ニューヨーク近代美術館", "The Museum of Modern Art, New York"),
    description=Text(
        "近現代美術・写真・映画・デザインの所蔵作品約15万点と作家のデータです。作家の生没年、国籍、WikidataとULANの番号を含みます。",
        "About 150,000 works of modern art, photography, film and design, and their makers with dates of life, "
        "nationality, and Wikidata and ULAN numbers.",
    ),
    fields=("art", "photography", "film"),
    schemas=(
        "artwork",
        "photograph",
        "film",
        "video",
        "serial",
        "performance",
        "recording",
        "game",
        "person",
        "organisation",
    ),
    homepage="https://github.com/MuseumofModernArt/collection",
    licence="cc0-1.0",
    terms=Text(
        "データはCC0です。MoMAは出典の明示と、データを加工した場合の明示を求めています。画像は対象外です。",
        "The data are CC0. MoMA asks for attribution and for changes to be marked; images are not included.",
    ),
    terms_url="https://github.com/MuseumofModernArt/collection#readme",
    shapes=(
        Shape("artworks-csv", Csv(), work, ("ObjectID", "Title"), _WORK_OPTIONAL, _WORK_IGNORED),
        Shape("artworks", Json(), work, ("ObjectID", "Title"), _WORK_OPTIONAL, _WORK_IGNORED),
        Shape("artists-csv", Csv(), artist, ("ConstituentID", "DisplayName"), _ARTIST_OPTIONAL),
        Shape("artists", Json(), artist, ("ConstituentID", "DisplayName"), _ARTIST_OPTIONAL),
    ),
    access=(
        Download("https://media.githubusercontent.com/media/MuseumofModernArt/collection/main/Artworks.csv"),
        Download("https://media.githubusercontent.com/media/MuseumofModernArt/collection/main/Artists.csv"),
    ),
    schedule="monthly",
)
