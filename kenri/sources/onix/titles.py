"""Titles of a product, with their readings, and the series that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kenri.sources.onix.codes import CODES
from kenri.sources.onix.nodes import Node, attribute, children, collation_key, first_text, text_of
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.vocabularies import language_named

_KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9f\s\u3000・,]+")
_LATIN = re.compile(r"[\u0000-\u024f]+")
_COLLECTION_LEVELS = ("02", "03")
"""List 149: the element names a collection or a part of one, not the product."""


def titles(detail: Node) -> tuple[Name, ...]:
    """The titles of a ``DescriptiveDetail``, the main one first. Raises ``Problem('missing_value')``."""
    names: list[Name] = []
    for title in children(detail, "TitleDetail"):
        kind = CODES.title_kinds.get(first_text(title, "TitleType"), NameKind.ALTERNATIVE)
        names.extend(_title(title, kind))
    for collection in children(detail, "Collection"):
        for title in children(collection, "TitleDetail"):
            names.extend(name for name in _title(title, NameKind.SERIES) if name.kind is NameKind.SERIES)
    if not any(name.kind is NameKind.MAIN for name in names):
        raise Problem("missing_value", field="TitleDetail")
    names.sort(key=lambda name: name.kind is not NameKind.MAIN)
    return tuple(dict.fromkeys(names))


def named(text: str, key: str, kind: NameKind, language: str = "") -> Name:
    """A name with its collation key: in kana the reading of a Japanese name, in Latin letters its romanised form."""
    if key and key != text and not _LATIN.fullmatch(text):
        if _KANA.fullmatch(re.sub(r"[0-9０-９A-Za-z]", "", key)):
            return Name(text, kind, language, reading=key)
        if _LATIN.fullmatch(key):
            return Name(text, kind, language, romaji=key)
    return Name(text, kind, language)


def _title(title: Node, kind: NameKind) -> Iterable[Name]:
    """The elements of the product's own level as one title; elements of a collection's level as its series."""
    elements = children(title, "TitleElement")
    of_series = [e for e in elements if kind is not NameKind.SERIES and _is_of_collection(e)]
    own = [element for element in elements if element not in of_series]
    if text := " ".join(part for element in own if (part := _written(element))):
        keys = (collation_key(element, "TitleText", "TitleWithoutPrefix", "PartNumber") for element in own)
        yield named(text, " ".join(key for key in keys if key), kind, _language(own[0]))
    for element in own:
        for subtitle in children(element, "Subtitle"):
            if text := text_of(subtitle):
                key = attribute(subtitle, "collationkey")
                yield named(text, key, NameKind.SUBTITLE, _language(element))
    for element in of_series:
        if text := _written(element):
            yield named(text, collation_key(element, "TitleText"), NameKind.SERIES, _language(element))


def _is_of_collection(element: Node) -> bool:
    return first_text(element, "TitleElementLevel") in _COLLECTION_LEVELS


def _written(element: Node) -> str:
    prefixed = (first_text(element, "TitlePrefix"), first_text(element, "TitleWithoutPrefix"))
    title = first_text(element, "TitleText") or " ".join(part for part in prefixed if part)
    return " ".join(part for part in (title, first_text(element, "PartNumber")) if part)


def _language(element: Node) -> str:
    for name in ("TitleText", "TitleWithoutPrefix"):
        for one in children(element, name):
            if code := attribute(one, "language"):
                return language_named(code) or ""
    return ""
