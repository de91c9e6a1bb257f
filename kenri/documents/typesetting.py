"""Typesetting: a template and its data become a PDF file (PDF/A-3a and PDF/UA-1, as typst itself checks).

What people wrote reaches typst as JSON only and is set as text, never read as markup. Characters that no
font of the machine has are set as 〓, the printers' mark for a missing letter; the JSON within the file
(``data.json``) keeps them.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import typst

from kenri.documents import fonts, written
from kenri.documents.about import PACKAGE, Template, template
from kenri.documents.filling import BLANK
from kenri.vocab.problems import Problem

MISSING = "〓"
ROUNDS = 5
"""How often a document is set anew because of letters that no font has; each time all that were told go."""

_LOST = re.compile(r'(?:the text|the codepoint) `"(.*?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# A compiler keeps what it read and set between documents, and takes one document at a time.
_TURN = threading.Lock()


def typeset(name: str, data: Mapping[str, Any], *, language: str = "ja") -> bytes:
    """The document ``name`` with these data as a PDF file. The same data always give the same bytes.

    Fields that the template does not know are left out. Raises ``Problem``: ``unknown_document``,
    ``document_language``, ``document_fields_missing``, ``document_field_bad``, ``no_document_font``,
    ``document_failed``.
    """
    chosen = template(name)
    if language not in chosen.languages:
        raise Problem("document_language", name, language=language, known="、".join(chosen.languages))
    missing = [key for key in chosen.needed if data.get(key) in BLANK]
    if missing:
        labels = "、".join(f"{key} ({chosen.fields[key].label.in_language(language)})" for key in missing)
        raise Problem("document_fields_missing", name, fields=labels)
    told = {key: data[key] for key in chosen.fields if data.get(key) not in BLANK}
    page = _page(chosen, told, language)
    original = msgspec.json.format(
        msgspec.json.encode({"document": name, "language": language, **told}, order="deterministic"), indent=2
    ).decode()
    return _set(chosen, page, original, _moment(told))


def typeset_all(
    name: str, many: Iterable[Mapping[str, Any]], *, language: str = "ja"
) -> Iterator[bytes | Problem]:
    """Many documents of one kind, one after the other; what is wrong with one stops none of the others."""
    for data in many:
        try:
            yield typeset(name, data, language=language)
        except Problem as problem:
            yield problem


def _page(chosen: Template, told: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What the template sees: fields with their labels as text, sentences filled in."""
    fields: dict[str, Any] = {}
    for key, value in told.items():
        field = chosen.fields[key]
        try:
            fields[key] = written.shown(field, value, language)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise written.refused(chosen.name, key, field, value) from error
    words = _Words({key: _inline(field) for key, field in fields.items()})
    body, headings = fonts.families()
    return {
        "language": language,
        "body_font": body,
        "heading_font": headings,
        "label": chosen.label.in_language(language),
        "fields": fields,
        "says": {key: said.in_language(language).format_map(words) for key, said in chosen.says.items()},
    }


class _Words(dict[str, str]):
    """Fields for sentences; one that was not told leaves its place empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _inline(field: Mapping[str, Any]) -> str:
    return str(field["text"]) if "text" in field else "、".join(field.get("items", ()))


def _set(chosen: Template, page: dict[str, Any], original: str, at: dt.datetime | None) -> bytes:
    text = msgspec.json.encode(page).decode()
    for _ in range(ROUNDS):
        try:
            with _TURN:
                made = _compiler(chosen.name).compile(
                    format="pdf",
                    sys_inputs={"page": text, "original": original},
                    pdf_standards=["a-3a", "ua-1"],
                    timestamp=at or 0,
                )
        except typst.TypstError as error:
            lost = _lost(f"{error.message}\n{error.diagnostic}")
            if not lost:
                raise Problem("document_failed", chosen.name, error=error.message) from error
            # Text is JSON here, in which the letters themselves stand for themselves.
            text = "".join(MISSING if character in lost else character for character in text)
        else:
            assert isinstance(made, bytes)  # noqa: S101  (typst gives bytes where it is asked for no file)
            return made
    raise Problem("document_failed", chosen.name, error="fonts")


def _lost(message: str) -> set[str]:
    """The letters that typst found in no font, or that an archived file may not hold."""
    found = (_ESCAPED.sub(lambda match: chr(int(match[1], 16)), quoted) for quoted in _LOST.findall(message))
    return {character for quoted in found for character in quoted if not character.isascii()}


def _moment(told: Mapping[str, Any]) -> dt.datetime | None:
    """The day of the document, which is written into the file as the one on which it was made."""
    if "date" not in told:
        return None
    day = told["date"] if isinstance(told["date"], dt.date) else dt.date.fromisoformat(told["date"])
    return dt.datetime(day.year, day.month, day.day, tzinfo=written.JAPAN)


@functools.cache
def _compiler(name: str) -> typst.Compiler:
    root = Path(str(resources.files(PACKAGE)))
    return typst.Compiler(root / "templates" / name / "template.typ", root=root, font_paths=fonts.installed())
