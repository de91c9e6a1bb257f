"""The header of a table whose place nobody told: below titles and notes, over the data, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kenri.harvest.lists.meanings import fields_named

_NUMBER = re.compile(r"[\d.,:/\-\s¥$€%()]+")
LONGEST_HEADER = 60
"""Characters of a cell that can still head a column."""


def header_place(rows: Sequence[Sequence[str]], width: int) -> int | None:
    """Which of the first rows is the header; None where the first is data already.

    It is the row with the most cells that name a field, if it is as wide as the data; where no row has any,
    the first full row of short different words that is unlike those under it.
    """
    best, most = None, 0.0
    for place, row in enumerate(rows):
        cells = [cell.strip() for cell in row]
        filled = [cell for cell in cells if cell]
        if len(filled) < min(width, 2) or any(len(cell) > LONGEST_HEADER for cell in filled):
            continue
        if sum(bool(_NUMBER.fullmatch(cell)) for cell in filled) * 2 >= len(filled):
            continue
        hits = sum(bool(fields_named(cell)) for cell in filled)
        wide = len(filled) / max(width, 1)
        fitness = hits * (0.5 + min(wide, 1.0))
        if fitness > most and hits * 3 >= min(len(filled), 6):
            best, most = place, fitness
    return best if best is not None else _unlike_the_rest(rows, width)


def _unlike_the_rest(rows: Sequence[Sequence[str]], width: int) -> int | None:
    """The first row of full width, if it has only words where the rows under it have numbers too."""
    place = next(
        (n for n, row in enumerate(rows) if len(row) == width and all(cell.strip() for cell in row)), None
    )
    if place is None or width < 2:
        return None
    head = [cell.strip() for cell in rows[place]]
    plain = not any(re.search(r"\d", cell) for cell in head) and len(set(head)) == len(head)
    below = [row for row in rows[place + 1 :] if len(row) == width]
    numbered = sum(any(_NUMBER.fullmatch(cell.strip() or "x") for cell in row) for row in below)
    return place if plain and below and numbered * 2 >= len(below) else None


def names_of_columns(header: Sequence[str], width: int) -> tuple[str, ...]:
    """The header's cells as names of columns, each once; an empty one is named by its letter: ``(C)``."""
    names: list[str] = []
    for place in range(max(width, len(header))):
        cell = header[place] if place < len(header) else ""
        name = " ".join(cell.replace("\ufeff", "").split()) or f"({column_letter(place)})"
        once, count = name, 1
        while once in names:
            count += 1
            once = f"{name} ({count})"
        names.append(once)
    while len(names) > width and names and names[-1].startswith("("):
        names.pop()
    return tuple(names)


def column_letter(place: int) -> str:
    """What a spreadsheet calls a column: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
