"""Which of a source's shapes a file has, by its content."""

from __future__ import annotations

from collections.abc import Sequence

from kenri.harvest.archives import Member, is_workbook, refuse_unreadable
from kenri.harvest.formats.encodings import wide_encoding
from kenri.harvest.formats.json import json_readers
from kenri.harvest.formats.marc import is_marc, marc_readers
from kenri.harvest.formats.reader import Reader
from kenri.harvest.formats.tables import sheet_readers, table_readers
from kenri.harvest.formats.xml import xml_readers
from kenri.harvest.source import Csv, Json, JsonLd, Marc, Shape, Xml
from kenri.vocab.problems import Problem

_NAMES = {Csv: "CSV/TSV/XLSX", Json: "JSON", JsonLd: "JSON-LD", Xml: "XML", Marc: "MARC 21"}


def recognised(member: Member, shapes: Sequence[Shape]) -> list[Reader]:
    """The reader that fits best, one for each sheet of a workbook, and those that fit nothing.

    A reader that misses required keys is given where no other fits its sheet: ``missing`` says which.
    Raises ``Problem`` where the file cannot be read in any of the shapes.
    """
    head = member.head()
    refuse_unreadable(member, head)
    kind, readers = _readers(member, shapes, head)
    if not readers:
        expected = " / ".join(dict.fromkeys(_NAMES[type(shape.format)] for shape in shapes))
        raise Problem("other_format", member.where, found=kind, expected=expected)
    units: dict[str, list[Reader]] = {}
    for reader in readers:
        units.setdefault(reader.unit, []).append(reader)
    return [max(candidates, key=_fitness) for candidates in units.values()]


def unrecognised(member: Member, reader: Reader) -> Problem:
    """The problem of a file whose nearest shape is this reader's: it broke at once, or has other columns."""
    if not reader.columns and reader.broken is not None:
        return reader.broken
    return Problem(
        "unrecognised",
        member.where,
        found=", ".join(reader.columns[:30]) or "-",
        shape=reader.shape.name,
        missing=", ".join(reader.missing),
    )


def _readers(member: Member, shapes: Sequence[Shape], head: bytes) -> tuple[str, list[Reader]]:
    if is_workbook(head):
        return "XLSX", sheet_readers(member, shapes)
    if is_marc(head):
        return "MARC 21", marc_readers(member, shapes, xml=False)
    start = head.decode(wide_encoding(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        if start[:15].lower().startswith(("<!doctype html", "<html")):
            raise Problem("html_instead", member.where)
        return "XML", xml_readers(member, shapes) + marc_readers(member, shapes, xml=True)
    if start.startswith(("{", "[")):
        readers = json_readers(member, shapes)
        if readers or not any(isinstance(shape.format, Csv) for shape in shapes):
            return "JSON", readers
    return "CSV/TSV" if "\n" in start else "text", table_readers(member, shapes)


def _fitness(reader: Reader) -> tuple[bool, bool, float, int]:
    """Readers that miss nothing come first, then those with items, then the most particular shape."""
    shape = reader.shape
    have = len(shape.required) - len(reader.missing)
    share = have if not reader.missing else have / max(len(shape.required), 1)
    used = len(set(shape.optional).intersection(reader.columns))
    return not reader.missing, not reader.empty, share, used
