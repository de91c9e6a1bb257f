"""MARC 21: any library that exports its bibliographic records, as ISO 2709 or as MARCXML.

Fields after the MARC 21 Format for Bibliographic Data (Library of Congress): what is transcribed in another
script (880) is joined to the field that it belongs to. Generic: the file or the repository is named when it
is harvested. The mapping was made against published sample records, never run against a live service.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from kenri.harvest.declared import declared
from kenri.harvest.isbd import unpunctuated
from kenri.harvest.marc_fields import (
    Field,
    Linked,
    control_texts,
    data_fields,
    joined,
    names_of,
    subfields,
    texts,
)
from kenri.harvest.marc_imprint import catalogued_date, imprint
from kenri.harvest.marc_parties import marc_party
from kenri.harvest.resource_types import schema_of
from kenri.harvest.source import Item, Marc, OaiPmh, Reading, Shape, Source
from kenri.harvest.strict import identified_at
from kenri.vocab.data_files import load_of
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import (
    Contribution,
    Record,
    Relation,
    RelationKind,
)
from kenri.vocab.rights import Claim, Statement
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import language_named


class _Codes(msgspec.Struct, frozen=True):
    """``codes/marc21.yaml``."""

    types: dict[str, str]
    content: dict[str, str]
    materials: dict[str, str]
    first_roles: dict[str, str]
    read: tuple[str, ...]
    ignored: tuple[str, ...]


_CODES = load_of("kenri.sources", "codes/marc21.yaml", _Codes)
_STAND_INS = ("222", "210", "740")
"""Key title, abbreviated title, uncontrolled title: a title where there is no other."""
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
_LANGUAGE = re.compile("[a-zA-Z]{2,3}")
_NUMBERED = re.compile(r"\d{4}")
_QUALIFIED = re.compile(r"[\s(:（]")
_SUBJECTS = ("600", "610", "611", "630", "650", "651", "653")
_PARTIES = ("100", "110", "111", "700", "710", "711", "720")
_RIGHTS = ("540", "542")
_NUMBERS = {"020": "isbn", "022": "issn", "010": "lccn"}
_OTHER_NUMBERS = {"0": "isrc", "1": "ean", "2": "ismn", "3": "ean"}
_NUMBER_SOURCES = frozenset(
    {"doi", "isni", "eidr", "isan", "orcid", "isrc", "iswc", "ark", "wikidata", "viaf", "gnd"}
)


def bibliographic(item: Item) -> Reading:
    """One bibliographic record."""
    linked = Linked(item)
    # Some systems leave out the length at the beginning of the leader.
    leader = str(item.pop("leader", "") or "").rjust(24)
    schema = _schema(item, leader)
    fixed = next(iter(control_texts(item, "008")), "")
    local_id = _local_id(item)
    first = "author" if leader[6:7] == "i" else _CODES.first_roles[schema]
    contributions = _contributions(item, linked, first)
    events, publishers = imprint(item, linked, fixed)
    statements, claims = _rights(item)
    links = [value for _, field in data_fields(item, "856") for value in subfields(field, "u")]
    return Record(
        source="marc21",
        local_id=local_id,
        schema=schema,
        names=_names(item, linked),
        contributions=tuple(dict.fromkeys([*contributions, *publishers])),
        events=events,
        identifiers=_identifiers(item),
        languages=_languages(item, fixed),
        genre="; ".join(dict.fromkeys(texts(item, "655", "a"))),
        subjects=_subjects(item),
        edition="; ".join(texts(item, "250", "a", "b")),
        extent="; ".join(texts(item, "300", "a", "b", "c", "e")),
        description="\n".join(texts(item, "520", "a", "b")),
        statements=statements,
        claims=claims,
        relations=_relations(item),
        url=next((link for link in links if link.startswith("http")), ""),
    )


def _local_id(item: Item) -> str:
    """The library's number (001); else another number of the record that the library gave."""
    for value in control_texts(item, "001"):
        if value.strip():
            return value.strip()
    for tag, code in (("035", "a"), ("010", "a"), ("015", "a"), ("020", "a"), ("050", "a")):
        for field in item.get(tag) or []:
            for value in subfields(field, code):
                return f"{tag}:{value}"
    raise Problem("missing_value", field="001")


def _schema(item: Item, leader: str) -> str:
    """From the leader, else from what names the kind in words or codes of its own (336, 007, 245 $h)."""
    kind, level = leader[6:7], leader[7:8]
    schema = _CODES.types.get(kind) or next(_other_kinds(item), "")
    if not schema:
        raise Problem("unknown_code", field="leader/06", value=kind)
    return "serial" if schema == "text" and level in ("s", "i", "b") else schema


def _other_kinds(item: Item) -> Iterator[str]:
    for field in item.get("336") or []:
        yield from (_CODES.content[value] for value in subfields(field, "a", "b") if value in _CODES.content)
    for value in item.get("007") or []:
        if value[:1] in _CODES.materials:
            yield _CODES.materials[value[:1]]
    for field in item.get("245") or []:
        yield from (found for value in subfields(field, "h") if (found := schema_of(value)))


# Names ----------------------------------------------------------------------------------------------------


def _names(item: Item, linked: Linked) -> tuple[Name, ...]:
    """The titles, each text once. A uniform or varying title stands in where there is no title proper."""
    told: list[Name] = []
    for _, field in data_fields(item, "245"):
        told += _title(field, linked.twins("245", field))
    for field in linked.alone("245"):
        told += _title(field, [])
    for tag, field in data_fields(item, *_TITLE_KINDS):
        codes = ("a", "b", "n", "p") if tag == "246" else ("a", "p", "n")
        told += names_of(field, linked.twins(tag, field), _TITLE_KINDS[tag], *codes)
    for tag, field in [] if told else data_fields(item, *_STAND_INS):
        told += names_of(field, linked.twins(tag, field), NameKind.ALTERNATIVE, "a", "b", "n", "p")
    if not told:
        raise Problem("missing_value", field="245")
    first = told[0]
    if first.kind is not NameKind.MAIN:
        told[0] = Name(first.text, NameKind.MAIN, first.language, first.reading, first.romaji)
    for tag, field in data_fields(item, "490", "830", "440"):
        told += names_of(field, linked.twins(tag, field), NameKind.SERIES, "a", "n", "p", "v")
    found: dict[str, Name] = {}
    for name in told:
        found.setdefault(name.text, name)
    return tuple(found.values())


def _title(field: Field, twins: list[Field]) -> list[Name]:
    """The title proper with its part, the parallel titles behind "=", and the other title information."""
    names = names_of(field, twins, NameKind.MAIN, "a", "n", "p")
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


def _contributions(item: Item, linked: Linked, first: str) -> list[Contribution]:
    found: list[Contribution] = []
    for tag in _PARTIES:
        for _, field in data_fields(item, tag) if tag in item else ():
            if tag[0] == "7" and subfields(field, "t"):
                item.setdefault("_analytics", []).append(field)
                continue
            default = first if tag[0] == "1" else "contributor"
            found.extend(marc_party(tag, field, linked.twins(tag, field), default))
        for field in linked.alone(tag):
            found.extend(marc_party(tag, field, [], "contributor"))
    return found


# Dates, numbers, the rest ---------------------------------------------------------------------------------


def _identifiers(item: Item) -> tuple[Identifier, ...]:
    found: list[Identifier | None] = []
    for tag, field in data_fields(item, *_NUMBERS):
        for value in subfields(field, "a"):
            # Behind the number stand the binding or the price; an LCCN has blanks of its own.
            bare = value if tag == "010" else _QUALIFIED.split(value, maxsplit=1)[0]
            found.append(_number(item, f"{tag}$a", _NUMBERS[tag], bare))
    for _, field in data_fields(item, "024"):
        scheme = _OTHER_NUMBERS.get(field["indicators"][:1], "")
        scheme = scheme or next((s for v in subfields(field, "2") if (s := v.lower()) in _NUMBER_SOURCES), "")
        if scheme:
            bares = [value.split(" (", 1)[0] for value in subfields(field, "a")]
            found.extend(_number(item, "024$a", scheme, bare) for bare in bares)
    for _, field in data_fields(item, "035"):
        found.extend(
            try_identifier("oclc", m[1]) for value in subfields(field, "a") if (m := _OCLC.match(value))
        )
    return tuple(dict.fromkeys(i for i in found if i))


def _number(item: Item, path: str, scheme: str, value: str) -> Identifier | None:
    """The number of a scheme; a value that has the digits of one and is none is left, words are not."""
    return (
        identified_at(item, path, scheme, value) if _NUMBERED.search(value) else try_identifier(scheme, value)
    )


def _languages(item: Item, fixed: str) -> tuple[str, ...]:
    """From 041 $a and $d (codes may be run together), else from 008; an unknown code rejects the record."""
    codes: list[str] = []
    for _, field in data_fields(item, "041"):
        if field["indicators"][1:2] == "7":
            continue
        for value in subfields(field, "a", "d"):
            run_together = len(value) % 3 == 0
            codes.extend([value[at : at + 3] for at in range(0, len(value), 3)] if run_together else [value])
    codes = codes or [fixed[35:38]]
    found: dict[str, None] = {}
    for code in codes:
        if code.strip() in _NO_LANGUAGE or not _LANGUAGE.fullmatch(code):
            continue
        language = language_named(code.lower())
        if language is None:
            raise Problem("unknown_code", field="041/008", value=code)
        found[language] = None
    return tuple(found)


def _subjects(item: Item) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for tag, field in data_fields(item, *_SUBJECTS):
        parts = (
            [unpunctuated(" ".join(subfields(field, "a", "b", "c", "q")))]
            if tag in ("600", "610", "611")
            else [unpunctuated(value) for value in subfields(field, "a")]
        )
        tail = [unpunctuated(value) for value in subfields(field, "x", "y", "z", "v")]
        subject = " -- ".join(part for part in (*parts, *tail) if part)
        if subject:
            found[subject] = None
    return tuple(found)


def _rights(item: Item) -> tuple[tuple[Statement, ...], tuple[Claim, ...]]:
    """Terms of use (540) and what the library found on copyright (542)."""
    if item.keys().isdisjoint(_RIGHTS):
        return (), ()
    statements: dict[Statement, None] = {}
    claims: dict[Claim, None] = {}
    for _, field in data_fields(item, "540"):
        words, links = joined(field, "a", "f"), subfields(field, "u")
        if words or links:
            statements[declared(words, next(iter(links), ""))] = None
    for _, field in data_fields(item, "542"):
        words, links = joined(field, "l", "m", "f", "n"), subfields(field, "u")
        if words or links:
            statements[declared(words, next(iter(links), ""))] = None
        for holder in subfields(field, "d"):
            begins = next((d for v in subfields(field, "g", "i") if (d := catalogued_date(v))), None)
            claims[Claim(unpunctuated(holder), begins=begins, basis="MARC 542")] = None
    return tuple(statements), tuple(claims)


def _relations(item: Item) -> tuple[Relation, ...]:
    found: dict[Relation, None] = {}
    for tag, field in data_fields(item, *_RELATED):
        words = (
            joined(field, "i", "p", "a", "s", "t", "b", "g", "n", "c", "d")
            if tag == "534"
            else joined(field, "a", "s", "t", "b", "g")
        )
        numbers = [
            _number(item, f"{tag}${code}", scheme, value)
            for code, scheme in (("z", "isbn"), ("x", "issn"))
            for value in subfields(field, code)
        ]
        number = next((i for i in numbers if i), None)
        control = next((v for v in subfields(field, "w") if not v.startswith("(")), "")
        if words or number or control:
            found[Relation(_RELATED[tag], local_id=control, identifier=number, text=words)] = None
    for field in item.pop("_analytics", []):
        words = joined(field, "a", "b", "t", "n", "p", "l")
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
    shapes=(
        Shape(
            "marc21", Marc(), bibliographic, ("leader",), _CODES.read, _tags(_CODES.ignored), removals=False
        ),
    ),
    access=(OaiPmh(prefix="marc21"),),
    schedule="as the library says",
)
