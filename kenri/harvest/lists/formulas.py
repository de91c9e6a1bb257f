"""Formulas of a workbook that show no value: an error, or one that no programme has computed yet.

The reader of workbooks gives such cells as empty; what stands there is told by the file itself (ECMA-376).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
UNCOMPUTED = "="
"""What is told of a formula whose value the file does not hold."""


def unusable_formulas(data: bytes) -> dict[str, dict[int, str]]:
    """By sheet and row (from 1) the first error of a formula there (``#REF!``), or ``UNCOMPUTED``.

    A workbook whose parts cannot be read has none: its cells are what its reader makes of them.
    """
    found: dict[str, dict[int, str]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for name, part in _sheets(book):
                xml = book.read(part)
                if b'"e"' in xml or b"<f" in xml:
                    found[name] = dict(_unusable(xml))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return {}
    return found


def _sheets(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names and parts of the sheets."""
    relations = _parsed(book.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target") or "" for relation in relations}
    for sheet in _parsed(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        if target:
            part = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            yield sheet.get("name") or "", posixpath.normpath(part)


def _unusable(xml: bytes) -> Iterator[tuple[int, str]]:
    """Rows with an unusable formula, each once with its first."""
    seen = 0
    events = etree.iterparse(
        io.BytesIO(xml), tag=f"{_MAIN}row", resolve_entities=False, no_network=True, huge_tree=True
    )
    for place, (_, row) in enumerate(events, start=1):
        number = int(row.get("r") or place)
        for cell in row:
            value = cell.findtext(f"{_MAIN}v")
            wrong = value or UNCOMPUTED if cell.get("t") == "e" else ""
            if not wrong and not value and cell.find(f"{_MAIN}f") is not None and cell.get("t") != "str":
                wrong = UNCOMPUTED
            if wrong and seen != number:
                seen = number
                yield number, wrong
        row.clear()


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
