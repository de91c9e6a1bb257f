"""Reading JSON-LD nodes as properties with language-tagged values, under whatever prefix they are written.

A node's properties come as text, ``{"@id": …}``, ``{"@language": …, "@value": …}`` or a list of these. The
functions pop from the properties; what a mapping leaves goes back into the item with ``give_back``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from kenri.harvest.source import Item
from kenri.harvest.strict import identified_at
from kenri.vocab.dates import parse_date
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import Event, EventKind, Relation, RelationKind
from kenri.vocab.rights import Claim
from kenri.vocab.vocabularies import language_named

Properties = dict[str, list[Any]]
"""Values by bare name: texts, and ``{"@language", "@value"}`` where a language is given."""

SPACE = " \u3000\r\n\t"


def properties(item: Item, prefixes: tuple[str, ...]) -> Properties:
    """Take the item's properties out of it; the given prefixes (``schema:``) are dropped from their names."""
    found: Properties = {}
    for key, value in item.items():
        values = found.setdefault(_bare(key, prefixes) if ":" in key else key, [])
        for one in value if isinstance(value, list) else (value,):
            if not isinstance(one, str):
                one = _simple(one)
            if one and one not in values:
                values.append(one)
    item.clear()
    return found


def _bare(key: str, prefixes: tuple[str, ...]) -> str:
    return next((key[len(prefix) :] for prefix in prefixes if key.startswith(prefix)), key)


def _simple(value: object) -> str | dict[str, Any]:
    """A value that is no text as one, unless it says its language."""
    if not isinstance(value, dict):
        return "" if value is None else str(value)
    if "@id" in value:
        return str(value["@id"])
    return value if "@language" in value else str(value.get("@value", ""))


def plain(node: Properties, name: str) -> list[str]:
    """Pop a property as trimmed texts, whatever their language; blank nodes (``_:b1``) are left out."""
    texts = []
    for one in node.pop(name, None) or ():
        text = (one if isinstance(one, str) else one.get("@value", "")).strip(SPACE)
        if text and text[:2] != "_:":
            texts.append(text)
    return texts


def first(node: Properties, name: str) -> str:
    """Pop a property as one text; several values are joined."""
    return "、".join(plain(node, name)) if name in node else ""


def firsts(node: Properties, names: tuple[str, ...]) -> list[str]:
    """Pop some properties as one text each, without the empty ones."""
    return [text for name in names if name in node and (text := first(node, name))]


def all_plain(node: Properties, names: tuple[str, ...]) -> list[str]:
    """Pop some properties as the trimmed texts of all of them."""
    return [text for name in names if name in node for text in plain(node, name)]


def links(node: Properties, name: str) -> list[str]:
    """Pop the web addresses of a property, without those marked as no longer valid."""
    found = []
    for text in plain(node, name):
        for part in re.split(r"[,\s]+(?=https?://)|\s／\s?", text):
            part = part.strip(" \u3000,")
            if part.startswith(("http://", "https://")) and "nvalid" not in part:
                found.append(part.split()[0])
    return found


_SEVERAL_READINGS = re.compile(r"\s*／\s*|,(?=\S)")
_DISPLAY_NOTE = re.compile(r"^[\[［][^\]］]*(?:タイトル|表示|表記)[^\]］]*[\]］]\s*")
_ONLY_A_ROLE = re.compile(r"\[[a-z ]+\]")
_KANA = re.compile(r"[ァ-ヶー]")


def names(node: Properties, name: str, kind: NameKind) -> list[Name]:
    """The names of a property: each plain text with the readings and romanisation that stand beside it.

    ``ja-hrkt`` and ``ja-kana`` are readings, ``ja-latn`` a romanisation, any other language a translation.
    """
    values = node.pop(name, None)
    if not values:
        return []
    if len(values) == 1 and isinstance(values[0], str):
        text = _DISPLAY_NOTE.sub("", values[0].strip(SPACE))
        return [Name(text, kind)] if text else []
    shown: list[str] = []
    translated: list[tuple[str, str]] = []
    readings: list[str] = []
    romaji = ""
    for one in values:
        language, text = "", one
        if not isinstance(one, str):
            language, text = str(one.get("@language", "")).lower(), str(one.get("@value", ""))
        text = text.strip(SPACE)
        if not text or _ONLY_A_ROLE.fullmatch(text):
            continue
        if language in ("ja-hrkt", "ja-kana"):
            readings += [part for part in _SEVERAL_READINGS.split(text) if part]
        elif language == "ja-latn":
            romaji = text
        elif language and language != "ja":
            translated.append((text, language))
        else:
            shown.append(_DISPLAY_NOTE.sub("", text))
    return _with_readings(shown, translated, readings, romaji, kind)


def _with_readings(
    shown: list[str], translated: list[tuple[str, str]], readings: list[str], romaji: str, kind: NameKind
) -> list[Name]:
    """The first text has the first reading in kana; further readings are other names of it."""
    kana = [reading for reading in readings if _KANA.search(reading)]
    made: list[Name] = []
    if shown:
        made.append(Name(shown[0], kind, "", kana[0] if kana else "", romaji))
        if len(shown) > 1 or readings != kana[:1]:
            further = NameKind.ALTERNATIVE if kind is NameKind.MAIN else kind
            made += [Name(text, further) for text in shown[1:]]
            made += [Name(shown[0], NameKind.ALTERNATIVE, "", other) for other in kana[1:]]
            made += [
                Name(other, NameKind.ALTERNATIVE)
                for other in readings
                if other not in kana and other != shown[0]
            ]
    elif readings:
        made.append(Name(readings[0], kind, reading=readings[0]))
    if translated:
        foreign = NameKind.TRANSLATED if made and kind is NameKind.MAIN else kind
        made += [Name(text, foreign, language) for text, language in translated]
    return made


def split_names(found: list[Name]) -> list[Name]:
    """Names whose text joins several by commas without a space behind them."""
    return [
        msgspec.structs.replace(name, text=part.strip()) if part != name.text else name
        for name in found
        for part in _JOINED.split(name.text)
        if part.strip()
    ]


def pointers(node: Properties, name: str) -> list[str]:
    """Pop the local ids that a property points to: the tails of ``…/id/X``; commas may join several."""
    return [
        part.strip().rstrip("/").rpartition("/")[2]
        for text in plain(node, name)
        for part in text.split(",")
        if "/id/" in part
    ]


def related(node: Properties, wanted: tuple[tuple[str, RelationKind], ...]) -> list[Relation]:
    """Pop pointers as relations: (name, kind of relation)."""
    return [
        Relation(kind, local_id=one) for name, kind in wanted if name in node for one in pointers(node, name)
    ]


def events(node: Properties, wanted: Iterable[tuple[str, EventKind, str, str]]) -> list[Event]:
    """Pop dated properties as events: (name, kind of event, place, note)."""
    return [
        Event(kind, parse_date(text), place, note)
        for name, kind, place, note in wanted
        if name in node
        for text in plain(node, name)
        if text.strip("-－")
    ]


def identifiers(node: Properties, wanted: tuple[tuple[str, str], ...]) -> list[Identifier]:
    """Pop identifiers: (name, scheme). A ``-`` is none; what does not validate is left, to be reported.

    A value may be an address whose tail is the identifier, and several may be joined by commas.
    """
    found: dict[Identifier, None] = {}
    for name, scheme in wanted:
        if name not in node:
            continue
        odd: list[Any] = []
        for text in plain(node, name):
            for part in text.split(","):
                value = part.strip()
                if value.startswith("http"):
                    value = value.rstrip("/").rpartition("/")[2]
                if not value.strip("-－"):
                    continue
                made = try_identifier(scheme, value)
                if made is None:
                    odd.append(part.strip())
                else:
                    found[made] = None
        if odd:
            node[name] = odd
    return list(found)


_WIKIDATA = re.compile(r"wikidata\.org/(?:wiki|entity)/(Q\d+)")


def wikidata_in(node: Properties, linked: tuple[str, ...]) -> list[Identifier]:
    """Wikidata items among the addresses of some properties, which stay."""
    found = (
        number for name in linked for text in node.get(name, ()) for number in _WIKIDATA.findall(str(text))
    )
    return [made for number in dict.fromkeys(found) if (made := try_identifier("wikidata", number))]


def pages(node: Properties, linked: tuple[str, ...]) -> list[Relation]:
    """Pop the pages about the thing; Wikidata's are identifiers already."""
    found: dict[Identifier, None] = {}
    for name in linked:
        if name in node:
            for address in links(node, name):
                made = None if "wikidata.org" in address else identified_at(node, name, "url", address)
                if made is not None:
                    found[made] = None
    return [Relation(RelationKind.SEE_ALSO, identifier=made) for made in found]


def languages(node: Properties, name: str) -> tuple[str, ...]:
    """Pop languages given by their names; a word that the vocabulary lacks is left, to be reported."""
    found: dict[str, None] = {}
    odd: list[Any] = []
    for text in plain(node, name):
        whole = language_named(text)
        for part in (text,) if whole else _LANGUAGES.split(text):
            known = whole or language_named(part.strip())
            if known:
                found[known] = None
            elif part.strip():
                odd.append(part.strip())
    if odd:
        node[name] = odd
    return tuple(found)


_LANGUAGES = re.compile(r"[,、／/；;]\s*")
_JOINED = re.compile(r",(?=\S)")


def labelled(node: Properties, wanted: tuple[tuple[str, str], ...]) -> list[str]:
    """Pop properties as lines of a description: (name, label)."""
    return [f"{label}：{text}" for name, label in wanted if name in node and (text := first(node, name))]


def listed(node: Properties, name: str) -> list[str]:
    """Pop a property as the words that its commas divide, commas in brackets left alone."""
    text = first(node, name)
    return [part.strip() for part in _OUTSIDE.split(text)] if text else []


_OUTSIDE = re.compile(r",(?![^（(]*[）)])")
_LEADING = re.compile(r"^[\[［〔][^\]］〕]*[\]］〕]")
_NOTHING = ("Not exist", "なし")


def mentions(node: Properties, name: str) -> list[str]:
    """Pop works that are only named (「［原作］「ドルフィン王子」」), without roles and notes."""
    if name not in node:
        return []
    parts = [part for text in plain(node, name) for part in re.split(r"\s／|／\s", text)]
    named = [_LEADING.sub("", part).strip(SPACE + "・") for part in parts]
    return [one for one in named if one and not one.startswith(("※", "＊")) and one not in _NOTHING]


_MARK = re.compile(r"^(?:©|\(c\)|（c）|〔c〕|copyright|c(?=\s*[A-Z0-9]))[\s\u3000]*", re.IGNORECASE)
_YEARS = re.compile(r"^['’\d,\-–]{2,}\s*")


def copyright_notices(node: Properties, name: str) -> list[Claim]:
    """Pop copyright notices as claims: the holder without mark and year, the notice itself as the basis."""
    if name not in node:
        return []
    parts = [part.strip(SPACE + "／") for text in plain(node, name) for part in re.split(r"\s／\s|\n", text)]
    return [
        Claim(_YEARS.sub("", _MARK.sub("", part)).strip(SPACE) or part, basis=part) for part in parts if part
    ]


def give_back(item: Item, node: Properties) -> None:
    """Put the properties that the mapping left back into the item, so that they are counted."""
    for name, values in node.items():
        if values:
            item[name] = values if len(values) > 1 else values[0]
