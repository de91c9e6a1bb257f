"""The report as a workbook: the summary, every row with its results and its own cells, the columns."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from kenri.cases.reports.content import Content, Line

LONGEST_CELL = 32_000
"""Characters of a cell; Excel takes no more than 32,767."""

_WIDTHS = (8, 14, 32, 24, 26, 16, 32, 9, 26, 34, 40, 60, 60, 14, 14, 10, 10, 40, 40, 40, 40, 60)


def xlsx(content: Content) -> bytes:
    """The workbook. What the list's cells say is text, never a formula or a link."""
    file = io.BytesIO()
    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(file, options)
    try:
        _summary(book, content)
        _items(book, content)
        _columns(book, content)
    finally:
        book.close()
    return file.getvalue()


def _summary(book: Any, content: Content) -> None:
    told, sheet = content.words, book.add_worksheet(content.words["summary"])
    bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0%"})
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 44)
    sheet.write_string(0, 0, told["title"], bold)
    sheet.write_string(0, 1, content.project.name, bold)
    row = 1
    summary = content.summary
    figures: list[tuple[str, str | int]] = [
        *content.head(),
        (told["rows"], summary.rows),
        (told["items"], summary.items),
        (told["troubled"], summary.troubled),
        (told["ready"], content.ready),
        (told["waiting"], summary.waiting),
        (told["cost_rest"], content.cost_of_rest()),
        (told["time_rest"], content.time_of_rest()),
        (told["unpriced"].format(count=""), summary.unpriced),
        (told["evidence"], content.project.evidence),
    ]
    for label, value in figures:
        row = _line(sheet, row, [label, value])
    for title, counts in ((told["by_route"], content.verdicts()), (told["by_status"], content.standings())):
        sheet.write_string(row + 1, 0, title, bold)
        row += 2
        for one in counts:
            sheet.write_number(row, 2, one.share, share)
            row = _line(sheet, row, [one.label, one.count])
    for note in (*content.notes(), told["disclaimer"]):
        row = _line(sheet, row + 1, [note])


def _items(book: Any, content: Content) -> None:
    told, sheet = content.words, book.add_worksheet(content.words["items"])
    bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#F2F2F2"})
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 3)
    own = [guess.column for guess in content.project.guesses]
    header = [
        *(told["number"], "ID", told["item"], told["creator"], told["verdict"]),
        *(told["match"], told["item"], told["score"], told["match_reasons"], told["status"], told["reasons"]),
        *(told["route"], told["reasons"], f"{told['cost']} ≥", f"{told['cost']} ≤"),
        *(f"{told['time']} ≥", f"{told['time']} ≤", told["questions"], told["settle"]),
        *(told["assumes"], told["sources"], told["problems"]),
        *(f"[{column}]" for column in own),
    ]
    for place, label in enumerate(header):
        sheet.write_string(0, place, label[:LONGEST_CELL], bold)
    row = 1
    for line in content.lines():
        row = _line(sheet, row, _cells(line, own))
    sheet.autofilter(0, 0, max(row - 1, 1), len(header) - 1)


def _cells(line: Line, own: Sequence[str]) -> list[str | int | None]:
    reasons = [f"{layer.label}: {layer.status_label} – {r}" for layer in line.layers for r in layer.reasons]
    routes = [f"{route.part}: {route.label} ({route.state_label})" for route in line.chosen]
    why = [f"{route.label}: {reason}" for route in line.chosen for reason in route.reasons]
    return [
        *(line.number, line.local_id, line.title, line.creators, line.verdict_label),
        f"{line.match_label} {line.work}".strip(),
        *(" / ".join(filter(None, (line.work_title, line.work_creators))), line.score),
        *(_joined(line.match_reasons), line.status_label, _joined(reasons), _joined(routes), _joined(why)),
        *(line.cost_low, line.cost_high, line.days_low, line.days_high),
        *(_joined(line.questions), _joined(line.settle), _joined(line.assumes)),
        *(_joined(line.sources), _joined(line.problems)),
        *(line.raw.get(column, "") for column in own),
    ]


def _columns(book: Any, content: Content) -> None:
    told, sheet = content.words, book.add_worksheet(content.words["columns"])
    for place, width in enumerate((30, 24, 12, 80)):
        sheet.set_column(place, place, width)
    row = _line(sheet, 0, [told["column"], told["field"], told["certainty"], told["reasons"]])
    for column in content.columns():
        row = _line(sheet, row, list(column))


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _line(sheet: Any, row: int, values: Sequence[str | int | None]) -> int:
    for place, value in enumerate(values):
        if isinstance(value, str) and value:
            sheet.write_string(row, place, _storable(value))
        elif isinstance(value, int):
            sheet.write_number(row, place, value)
    return row + 1


def _storable(text: str) -> str:
    """Without the control characters that XML does not hold, and no longer than a cell may be."""
    return "".join(c for c in text[:LONGEST_CELL] if c >= " " or c in "\n\t")
