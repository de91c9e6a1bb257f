"""What became of the rows of a list of registrations, as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kenri.records.match_files import harmless
from kenri.registry.imports import problems_of
from kenri.registry.models import Import, ImportRow
from kenri.vocab.text import Text

COLUMNS = (
    Text("行", "row"),
    Text("状態", "state"),
    Text("題名", "title"),
    Text("URL", "address"),
    Text("問題", "problem"),
    Text("対処", "cure"),
    Text("カタログの類似作品", "like it in the catalogue"),
)
STATES = {
    "refused": Text("登録できない", "refused"),
    "ready": Text("登録できる", "ready"),
    "new": Text("新規登録", "registered"),
    "changed": Text("更新", "changed"),
    "same": Text("変更なし", "unchanged"),
}


def state_of(row: ImportRow) -> Text:
    """What became of a row, in words."""
    return STATES[row.outcome or row.state]


def cells(row: ImportRow, language: str) -> list[str]:
    """A row of the table."""
    problems = problems_of(row)
    return [
        str(row.number),
        state_of(row).in_language(language),
        row.doc.get("title", ""),
        row.doc.get("url", ""),
        " ".join(one.cause.in_language(language) for one in problems),
        " ".join(one.cure.in_language(language) for one in problems),
        " ".join(row.known),
    ]


def table(imported: Import, language: str) -> Iterator[bytes]:
    """The whole table as CSV, with the mark by which spreadsheets know UTF-8; nothing in it is a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    writer.writerow(column.in_language(language) for column in COLUMNS)
    for row in imported.rows.order_by("number").iterator(1_000):
        writer.writerow(harmless(cell) for cell in cells(row, language))
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
