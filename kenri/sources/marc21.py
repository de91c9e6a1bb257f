"""MARC 21: any library that exports its bibliographic records, as ISO 2709 or as MARCXML.

Fields after the MARC 21 Format for Bibliographic Data (Library of Congress): what is transcribed in another
script (880) is joined to the field that it belongs to. Generic: the file or the repository is named when it
is harvested. The mapping was made against published sample records, never run against a live service.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Any

from kenri.harvest.authorities import authority
from kenri.harvest.declared import declared
from kenri.harvest.isbd import place as place_name
from kenri.harvest.isbd import publisher_name, unpunctuated
from kenri.harvest.parties import inverted, life
from kenri.harvest.resource_types import schema_of
from kenri.harvest.scripts import in_scripts, is_latin
from kenri.harvest.source import Item, Marc, OaiPmh, Reading, Shape, Source
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
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
from kenri.vocab.vocabularies import language_named, role_named

Field = dict[str, Any]

_TYPES = {
    "a": "text", "t": "text", "c": "musical_work", "d": "musical_work", "e": "image", "f": "image", "g": "film",
    "i": "recording", "j": "recording", "k": "image", "m": "dataset", "o": "text", "p": "text", "r": "artwork",
    " ": "text", "": "text", "#": "text", "|": "text",
}  # fmt: skip
_CONTENT = {
    "text": "text", "txt": "text", "notated music": "musical_work", "ntm": "musical_work",
    "spoken word": "recording", "spw": "recording", "performed music": "recording", "prm": "recording",
    "sounds": "recording", "snd": "recording", "still image": "image", "sti": "image",
    "cartographic image": "image", "cri": "image", "two-dimensional moving image": "film", "tdi": "film",
    "three-dimensional form": "artwork", "tdf": "artwork", "computer dataset": "dataset", "cod": "dataset",
    "computer program": "dataset", "cop": "dataset",
}  # fmt: skip
"""RDA content types (336), terms and codes."""

_MATERIALS = {
    "a": "image", "d": "image", "k": "image", "m": "film", "q": "musical_work", "s": "recording", "t": "text",
    "v": "film",
}  # fmt: skip
"""Categories of material (007/00)."""

_FIRST_ROLES = {
    "text": "author", "serial": "author", "musical_work": "composer", "recording": "performer", "image": "artist",
    "artwork": "artist", "film": "creator", "dataset": "author",
}  # fmt: skip
_TITLE_KINDS = {"240": NameKind.ORIGINAL, "130": NameKind.ALTERNATIVE, "246": NameKind.ALTERNATIVE}
_RELATED = {
    "534": RelationKind.EDITION_OF,
    "765": RelationKind.TRANSLATION_OF,
    "767": RelationKind.SEE_ALSO,
    "773": RelationKind.PART_OF,
    "774": RelationKind.HAS_PART,
    "775": RelationKind.EDITION_OF,
    "776": RelationKind.EDITION_OF,
    "780": RelationKind.SEE_ALSO,
    "785": RelationKind.SEE_ALSO,
    "787": RelationKind.SEE_ALSO,
}
_NO_LANGUAGE = frozenset({"", "und", "zxx", "mul", "mis", "|||", "   ", "###", "N/A"})
_PARALLEL = re.compile(r"\s+=\s+")
_OCLC = re.compile(r"\(OCoLC\)\s*(?:oc[mn]|on)?\s*0*(\d+)")
_LINK = re.compile(r"^(?P<tag>\d{3})-(?P<number>\d\d)(?:/(?P<script>[^/]+))?")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_OTHER_NUMBERS = {"0": "isrc", "1": "ean", "2": "ismn", "3": "ean"}
_NUMBER_SOURCES = frozenset(
    {"doi", "isni", "eidr", "isan", "orcid", "isrc", "iswc", "ark", "wikidata", "viaf", "gnd"}
)


def bibliographic(item: Item) -> Reading:
    """One bibliographic record."""
    linked = _linked(item)
    # Some systems leave out the length at the beginning of the leader.
    leader = str(item.pop("leader", "") or "").rjust(24)
    schema = _schema(item, leader)
    fixed = next(iter(_controls(item, "008")), "")
    local_id = _local_id(item)
    first = "author" if leader[6:7] == "i" else _FIRST_ROLES[schema]
    contributions = _contributions(item, linked, first)
    events, publishers = _imprint(item, linked, fixed)
    descriptions = [_joined(f, "a", "b") for f in _fields(item, "520")]
    statements, claims = _rights(item)
    links = [value for field in _fields(item, "856") for value in _subs(field, "u")]
    return Record(
        source="marc21",
        local_id=local_id,
        schema=schema,
        names=_names(item, linked),
        contributions=tuple(dict.fromkeys([*contributions, *publishers])),
        events=events,
        identifiers=_identifiers(item),
        languages=_languages(item, fixed),
        genre="; ".join(dict.fromkeys(g for f in _fields(item, "655") if (g := _joined(f, "a")))),
        subjects=_subjects(item),
        edition="; ".join(e for f in _fields(item, "250") if (e := _joined(f, "a", "b"))),
        extent="; ".join(e for f in _fields(item, "300") if (e := _joined(f, "a", "b", "c", "e"))),
        description="\n".join(d for d in descriptions if d),
        statements=statements,
        claims=claims,
        relations=_relations(item),
        url=next((link for link in links if link.startswith("http")), ""),
    )


def _fields(item: Item, tag: str) -> list[Field]:
    """Pop the data fields of a tag."""
    fields = item.pop(tag, None)
    return [field for field in fields if isinstance(field, dict)] if fields else []


def _controls(item: Item, tag: str) -> list[str]:
    """Pop the texts of a control field."""
    value = item.pop(tag, None) or []
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, str)]


def _subs(field: Field, *codes: str) -> list[str]:
    return [text for code, value in field["subfields"] if code in codes and value and (text := value.strip())]


def _joined(field: Field, *codes: str) -> str:
    """The subfields as one text; a sign that only announced another subfield goes."""
    values = _subs(field, *codes)
    if not values:
        return ""
    last = values.pop()
    return unpunctuated(" ".join([*map(_unannounced, values), last]))


def _unannounced(value: str) -> str:
    return value[:-1].rstrip() if value[-1] in "=/:" else value


def _linked(item: Item) -> dict[str, list[Field]]:
    """The 880 fields by the field and number that they belong to ("245-02"); unlinked ones ("245-00") too."""
    found: dict[str, list[Field]] = {}
    for field in _fields(item, "880"):
        match = next((m for value in _subs(field, "6") if (m := _LINK.match(value))), None)
        if match:
            found.setdefault(f"{match['tag']}-{match['number']}", []).append(field)
    return found


def _twins(field: Field, tag: str, linked: dict[str, list[Field]]) -> list[Field]:
    for value in _subs(field, "6") if linked else ():
        match = _LINK.match(value)
        if match and match["number"] != "00":
            return linked.get(f"{tag}-{match['number']}", [])
    return []


def _local_id(item: Item) -> str:
    """The library's number (001); else another number of the record that the library gave."""
    for value in _controls(item, "001"):
        if value.strip():
            return value.strip()
    for tag, code in (("035", "a"), ("010", "a"), ("015", "a"), ("020", "a"), ("050", "a")):
        for field in item.get(tag) or []:
            for value in _subs(field, code):
                return f"{tag}:{value}"
    raise Problem("missing_value", field="001")


def _schema(item: Item, leader: str) -> str:
    """From the leader, else from what names the kind in words or codes of its own (336, 007, 245 $h)."""
    kind, level = leader[6:7], leader[7:8]
    schema = _TYPES.get(kind) or next(_other_kinds(item), "")
    if not schema:
        raise Problem("unknown_code", field="leader/06", value=kind)
    return "serial" if schema == "text" and level in ("s", "i", "b") else schema


def _other_kinds(item: Item) -> Iterator[str]:
    for field in item.get("336") or []:
        yield from (_CONTENT[value] for value in _subs(field, "a", "b") if value in _CONTENT)
    for value in item.get("007") or []:
        if value[:1] in _MATERIALS:
            yield _MATERIALS[value[:1]]
    for field in item.get("245") or []:
        yield from (found for value in _subs(field, "h") if (found := schema_of(value)))


# Names ----------------------------------------------------------------------------------------------------


def _names(item: Item, linked: dict[str, list[Field]]) -> tuple[Name, ...]:
    """The titles, each text once. A uniform or varying title stands in where there is no title proper."""
    told: list[Name] = []
    for field in _fields(item, "245"):
        told += _title(field, _twins(field, "245", linked))
    for field in linked.get("245-00", []):
        told += _title(field, [])
    for tag, kind in _TITLE_KINDS.items():
        codes = ("a", "b", "n", "p") if tag == "246" else ("a", "p", "n")
        for field in _fields(item, tag):
            told += _scripts(field, _twins(field, tag, linked), kind, *codes)
    if not told:
        raise Problem("missing_value", field="245")
    first = told[0]
    if first.kind is not NameKind.MAIN:
        told[0] = Name(first.text, NameKind.MAIN, first.language, first.reading, first.romaji)
    for tag in ("490", "830", "440"):
        for field in _fields(item, tag):
            told += _scripts(field, _twins(field, tag, linked), NameKind.SERIES, "a", "n", "p", "v")
    found: dict[str, Name] = {}
    for name in told:
        found.setdefault(name.text, name)
    return tuple(found.values())


def _title(field: Field, twins: list[Field]) -> list[Name]:
    """The title proper with its part, the parallel titles behind "=", and the other title information."""
    names = _scripts(field, twins, NameKind.MAIN, "a", "n", "p")
    before = ""
    for code, value in field["subfields"]:
        if code != "b":
            before = value if code in ("a", "n", "p", "h") else before
            continue
        parallel = before.rstrip().endswith("=")
        for position, part in enumerate(_PARALLEL.split(value) if "=" in value else (value,)):
            text = unpunctuated(part)
            kind = NameKind.TRANSLATED if parallel or position else NameKind.SUBTITLE
            if text:
                names.append(Name(text, kind))
    return names


def _scripts(field: Field, twins: list[Field], kind: NameKind, *codes: str) -> list[Name]:
    """The name in its own script, with the reading or the romanised form from the paired field."""
    main = _joined(field, *codes)
    others = [text for twin in twins if (text := _joined(twin, *codes)) and text != main]
    if not main:
        return [Name(text, kind) for text in others[:1]]
    return in_scripts(main, others, kind)


# Parties --------------------------------------------------------------------------------------------------


def _contributions(item: Item, linked: dict[str, list[Field]], first: str) -> list[Contribution]:
    found: list[Contribution] = []
    for tag in ("100", "110", "111", "700", "710", "711", "720"):
        for field in _fields(item, tag):
            if tag[0] == "7" and _subs(field, "t"):
                item.setdefault("_analytics", []).append((tag, field))
                continue
            default = first if tag[0] == "1" else "contributor"
            found.extend(_party(tag, field, _twins(field, tag, linked), default))
        for field in linked.get(f"{tag}-00", []):
            found.extend(_party(tag, field, [], "contributor"))
    return found


def _party(tag: str, field: Field, twins: list[Field], default: str) -> list[Contribution]:
    """One contribution for each role that a relator code or term names."""
    person = tag in ("100", "700") or (tag == "720" and field["indicators"][:1] == "1")
    codes = ("a", "b") if tag in ("110", "710") else ("a", "b", "q") if person else ("a",)
    names = _scripts(field, twins, NameKind.MAIN, *codes)
    if not names:
        return []
    if person and field["indicators"][:1] != "3":
        names = [_divided(name) for name in names]
    given: dict[str, list[str]] = {}
    for code, value in field["subfields"]:
        given.setdefault(code, []).append((value or "").strip())
    told = life(" ".join(given.get("d", ())).strip(" .,") if person else "")
    kind = PartyKind.PERSON if person and field["indicators"][:1] != "3" else PartyKind.UNKNOWN
    if tag in ("110", "710"):
        kind = PartyKind.ORGANISATION
    said = [
        unpunctuated(value) for value in given.get("e" if tag not in ("111", "711") else "j", ()) if value
    ]
    relators = [value for value in given.get("4", ()) if value]
    roles: dict[str, str] = {}
    for value in (*relators, *said):
        key = role_named(value)
        if key:
            roles.setdefault(key, "; ".join(said) or value)
    if not roles:
        roles[default] = "; ".join([*said, *relators])
    numbers = [authority(value) for code in ("0", "1") for value in given.get(code, ())]
    identifiers = tuple(dict.fromkeys(number for number in numbers if number))
    return [
        Contribution(
            tuple(names),
            role,
            "" if text == role else text,
            kind,
            born=told.born,
            died=told.died,
            identifiers=identifiers,
        )
        for role, text in roles.items()
    ]


def _divided(name: Name) -> Name:
    """A heading divided at its comma; in kanji the parts are shown together, as the name is written."""
    turned = inverted(name.text)
    text = name.text
    if turned.family and _HAN.search(turned.family) and _HAN.search(turned.given):
        text = turned.family + turned.given
    return Name(text, name.kind, name.language, name.reading, name.romaji, turned.family, turned.given)


# Dates, numbers, the rest ---------------------------------------------------------------------------------


def _imprint(
    item: Item, linked: dict[str, list[Field]], fixed: str
) -> tuple[tuple[Event, ...], list[Contribution]]:
    """Publication from 264 and 260, else the year of 008; a copyright date is a note, not a publication."""
    events: dict[Event, None] = {}
    publishers: list[Contribution] = []
    for tag in ("264", "260"):
        for field in [*_fields(item, tag), *linked.get(f"{tag}-00", [])]:
            function = field["indicators"][1:2] if tag == "264" else "1"
            if function == "4":
                continue
            twins = _twins(field, tag, linked)
            kind = EventKind.CREATED if function == "0" else EventKind.PUBLISHED
            place = next((p for v in _subs(field, "a") if (p := place_name(v))), "")
            date = next((d for v in _subs(field, "c") if (d := _date(v))), None)
            if (date or place) and function in ("1", "0", " ", ""):
                events[Event(kind, date, place)] = None
            role = {"2": "distributor", "3": "printer", "0": "producer"}.get(function, "publisher")
            publishers.extend(_publishers(field, twins, role))
    if not any(event.date for event in events) and (year := _fixed_year(fixed)):
        place = next((event.place for event in events if event.place), "")
        events = {event: None for event in events if event.kind is not EventKind.PUBLISHED}
        events[Event(EventKind.PUBLISHED, year, place)] = None
    return tuple(events), publishers


def _publishers(field: Field, twins: list[Field], role: str) -> list[Contribution]:
    made = []
    for value in _subs(field, "b"):
        name = publisher_name(value)
        if not name:
            continue
        native = [
            text
            for twin in twins
            for v in _subs(twin, "b")
            if (text := unpunctuated(v)) and not is_latin(text)
        ]
        if native and is_latin(name) and len(_subs(field, "b")) == 1:
            names: tuple[Name, ...] = (Name(native[0], romaji=name),)
        else:
            names = (Name(name),)
        made.append(Contribution(names, role, kind=PartyKind.ORGANISATION))
    return made


@functools.lru_cache(maxsize=16384)
def _date(value: str) -> ImpreciseDate | None:
    """``c1999.``, ``[1990?]``, ``1985, c1983``: the first is the date of publication."""
    text = value.strip(" .,;[]")
    first = re.split(r"\s*,\s*(?=[c©p℗]|printing|reprint)|\s*;\s*", text)[0].strip(" .,;[]")
    plain = parse_date(re.sub(r"^[c©p℗]\s?(?=\d{4})", "", first))
    if plain is None or not (plain.earliest or plain.latest):
        return None
    return ImpreciseDate(value.strip(), plain.earliest, plain.latest, plain.certainty)


def _fixed_year(fixed: str) -> ImpreciseDate | None:
    """Date 1 of 008, with unknown digits as u; nothing where the type of date says that it is none."""
    kind, year = fixed[6:7], fixed[7:11]
    if kind in ("n", "b", "|", "") or not re.fullmatch(r"\d{2,4}u{0,2}", year) or year in ("9999", "0000"):
        return None
    if "u" not in year:
        return parse_date(year)
    low, high = year.replace("u", "0"), year.replace("u", "9")
    return ImpreciseDate(year, low, high)


def _identifiers(item: Item) -> tuple[Identifier, ...]:
    found: list[Identifier | None] = []
    for tag, scheme in (("020", "isbn"), ("022", "issn"), ("010", "lccn")):
        for field in _fields(item, tag):
            found.extend(
                try_identifier(scheme, re.split(r"[\s(:（]", value, maxsplit=1)[0] if tag != "010" else value)
                for value in _subs(field, "a")
            )
    for field in _fields(item, "024"):
        scheme = _OTHER_NUMBERS.get(field["indicators"][:1], "")
        scheme = scheme or next((s for v in _subs(field, "2") if (s := v.lower()) in _NUMBER_SOURCES), "")
        if scheme:
            found.extend(try_identifier(scheme, value.split(" (", 1)[0]) for value in _subs(field, "a"))
    for field in _fields(item, "035"):
        found.extend(try_identifier("oclc", m[1]) for value in _subs(field, "a") if (m := _OCLC.match(value)))
    return tuple(dict.fromkeys(i for i in found if i))


def _languages(item: Item, fixed: str) -> tuple[str, ...]:
    """From 041 $a and $d (codes may be run together), else from 008; an unknown code rejects the record."""
    codes: list[str] = []
    for field in _fields(item, "041"):
        if field["indicators"][1:2] == "7":
            continue
        for value in _subs(field, "a", "d"):
            codes.extend(value[n : n + 3] for n in range(0, len(value), 3)) if len(
                value
            ) % 3 == 0 else codes.append(value)
    codes = codes or [fixed[35:38]]
    found: dict[str, None] = {}
    for code in codes:
        if code.strip() in _NO_LANGUAGE or not re.fullmatch(r"[a-zA-Z]{2,3}", code):
            continue
        language = language_named(code.lower())
        if language is None:
            raise Problem("unknown_code", field="041/008", value=code)
        found[language] = None
    return tuple(found)


_SUBJECTS = ("600", "610", "611", "630", "650", "651", "653")


def _subjects(item: Item) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for tag in [tag for tag in _SUBJECTS if tag in item]:
        for field in _fields(item, tag):
            parts = (
                [unpunctuated(" ".join(_subs(field, "a", "b", "c", "q")))]
                if tag in ("600", "610", "611")
                else [unpunctuated(value) for value in _subs(field, "a")]
            )
            tail = [unpunctuated(value) for value in _subs(field, "x", "y", "z", "v")]
            subject = " -- ".join(part for part in (*parts, *tail) if part)
            if subject:
                found[subject] = None
    return tuple(found)


def _rights(item: Item) -> tuple[tuple[Statement, ...], tuple[Claim, ...]]:
    """Terms of use (540) and what the library found on copyright (542)."""
    statements: dict[Statement, None] = {}
    claims: dict[Claim, None] = {}
    for field in _fields(item, "540"):
        words, links = _joined(field, "a", "f"), _subs(field, "u")
        if words or links:
            statements[declared(words, next(iter(links), ""))] = None
    for field in _fields(item, "542"):
        words, links = _joined(field, "l", "m", "f", "n"), _subs(field, "u")
        if words or links:
            statements[declared(words, next(iter(links), ""))] = None
        for holder in _subs(field, "d"):
            begins = next((d for v in _subs(field, "g", "i") if (d := _date(v))), None)
            claims[Claim(unpunctuated(holder), begins=begins, basis="MARC 542")] = None
    return tuple(statements), tuple(claims)


def _relations(item: Item) -> tuple[Relation, ...]:
    found: dict[Relation, None] = {}
    for tag in [tag for tag in _RELATED if tag in item]:
        kind = _RELATED[tag]
        for field in _fields(item, tag):
            words = (
                _joined(field, "i", "p", "a", "s", "t", "b", "g", "n", "c", "d")
                if tag == "534"
                else _joined(field, "a", "s", "t", "b", "g")
            )
            numbers = [try_identifier("isbn", v) for v in _subs(field, "z")] + [
                try_identifier("issn", v) for v in _subs(field, "x")
            ]
            number = next((i for i in numbers if i), None)
            control = next((v for v in _subs(field, "w") if not v.startswith("(")), "")
            if words or number or control:
                found[Relation(kind, local_id=control, identifier=number, text=words)] = None
    for _, field in item.pop("_analytics", []):
        words = _joined(field, "a", "b", "t", "n", "p", "l")
        kind = RelationKind.HAS_PART if field["indicators"][1:2] == "2" else RelationKind.SEE_ALSO
        found[Relation(kind, text=words)] = None
    return tuple(found)


def _tags(ranges: Iterable[str]) -> tuple[str, ...]:
    """``"9xx"`` as all tags that it stands for."""
    tags: list[str] = []
    for one in ranges:
        first = one[0]
        tags.extend([f"{first}{n:02d}" for n in range(100)] if one.endswith("xx") else [one])
    return tuple(tags)


_USED = (
    "001", "008", "010", "015", "020", "022", "024", "035", "041", "050", "100", "110", "111", "130", "240", "245",
    "246", "250", "260", "264", "300", "440", "490", "520", "534", "540", "542", "600", "610", "611", "630", "650",
    "651", "653", "655", "700", "710", "711", "720", "765", "767", "773", "774", "775", "776", "780", "785", "787",
    "830", "856", "880",
)  # fmt: skip
_IGNORED = (
    *_tags(("9xx",)), "000", "003", "005", "006", "007", "015", "016", "017", "025", "028", "033", "034", "036", "037",
    "040", "042", "043", "044", "045", "046", "047", "048", "050", "051", "055", "060", "070", "072", "074", "080",
    "082", "084", "086", "088", "090", "091", "092", "096", "099", "242", "247", "255", "263", "306", "310", "321",
    "336", "337", "338", "340", "341", "344", "345", "346", "347", "348", "350", "362", "363", "365", "366", "370",
    "377", "380", "381", "382", "383", "384", "385", "386", "388", "500", "501", "502", "504", "505", "506", "507",
    "508", "510", "511", "513", "514", "515", "516", "518", "521", "522", "524", "525", "526", "530", "532", "533",
    "535", "536", "538", "541", "544", "545", "546", "547", "550", "552", "555", "556", "561", "562", "563", "565",
    "580", "581", "583", "584", "585", "586", "588", "590", "591", "592", "593", "595", "596", "597", "598", "599",
    "648", "654", "656", "657", "658", "662", "688", "690", "691", "692", "693", "695", "696", "698", "699", "730",
    "740", "751", "752", "753", "754", "758", "760", "762", "770", "772", "777", "786", "788", "800", "810", "811",
    "841", "842", "843", "844", "845", "850", "852", "853", "859", "863", "866", "876", "877", "878", "882", "883",
    "884", "885", "886", "887", "890",
    "@oai:identifier", "@oai:datestamp", "@oai:sets",
)  # fmt: skip

SOURCE = Source(
    id="marc21",
    title=Text("図書館(MARC 21)", "Libraries (MARC 21)"),
    publisher=Text("各図書館", "The library that exports the file"),
    description=Text(
        "MARC 21(ISO 2709またはMARCXML)で書誌データを出力する、すべての図書館のための汎用の接続です。"
        "880フィールドの別の文字による表記も読み取ります。",
        "A generic connection for every library that exports bibliographic records as MARC 21 (ISO 2709 or MARCXML); "
        "alternate scripts in field 880 are read.",
    ),
    fields=("books", "newspapers", "music", "film", "archives"),
    schemas=("text", "serial", "musical_work", "image", "film", "recording", "dataset", "artwork"),
    homepage="https://www.loc.gov/marc/bibliographic/",
    licence="",
    terms=Text(
        "利用条件は、データを提供する図書館ごとに異なります。取り込む前に各館の条件をご確認ください。",
        "The terms are those of the library that gives the data: check them before harvesting.",
    ),
    terms_url="https://www.loc.gov/marc/",
    shapes=(Shape("marc21", Marc(), bibliographic, ("leader",), _USED, _IGNORED, removals=False),),
    access=(OaiPmh(prefix="marc21"),),
    schedule="as the library says",
)
