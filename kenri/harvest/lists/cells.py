"""Single cells: what stands for nothing, and dates as spreadsheets and exports write them."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from typing import Literal

import msgspec

from kenri.vocab.dates import ImpreciseDate, parse_date

Slashes = Literal["ambiguous", "mdy", "dmy"]

_NOTHING = frozenset(
    (
        *("", "NA", "N/A", "n/a", "NULL", "null", "NaN", "nan", "\\N", "None", "-", "--", "―", "－", "ー"),
        *("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"),
    )
)
_NO_DATE = re.compile(
    r"(?:不明|未詳|不詳|未定|なし|無し|存命|刊年不明|発行年不明|n\.?\s?d\.?|no date|undated|unknown|"
    r"living|present|s\.?\s?d\.?|tbd|tba|\?+|-+|～|0000|00000000|0000-00-00|0)\s*",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_MONTH = re.compile(r"(\d{4})[./](\d{1,2})")
_DAY = re.compile(r"(\d{4})[./\s-]+(\d{1,2})[./\s-]+(\d{1,2})(?:[ T]\d{1,2}:\d\d.*)?")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](?:\d{4}|\d\d)")
_SERIAL = re.compile(r"[1-6]\d{4}(?:\.\d+)?")
_EPOCH = dt.date(1899, 12, 30)


def is_empty(cell: str) -> bool:
    """Whether a cell holds nothing, or a programme's word for nothing."""
    return cell in _NOTHING


def cleaned(cell: str) -> str:
    """A cell without spaces around it, line breaks and runs of spaces in it, and Excel's ``="…"``."""
    if cell.startswith('="') and cell.endswith('"'):
        cell = cell[2:-1]
    if "\n" in cell or "\r" in cell or "  " in cell or "\t" in cell:
        return " ".join(cell.split())
    return cell.strip()


@functools.lru_cache(maxsize=65536)
def date_in(cell: str, slashes: Slashes = "ambiguous") -> ImpreciseDate | None:
    """The date in a cell, None where the cell says that there is none or holds no date at all.

    Beyond what catalogues write: ``19310504``, ``1931/5``, ``1931.5.4``, ``1931.0``, and a day written as
    the number that a spreadsheet keeps (``11447`` is 1931-05-04).
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    if not text or _NO_DATE.fullmatch(text):
        return None
    plain = text.removesuffix(".0")
    if compact := _COMPACT.fullmatch(plain):
        return _day(cell, *compact.groups())
    if day := _DAY.fullmatch(plain):
        return _day(cell, *day.groups())
    if month := _MONTH.fullmatch(plain):
        year, number = month.groups()
        return (
            ImpreciseDate(cell, f"{year}-{int(number):02}", f"{year}-{int(number):02}")
            if (1 <= int(number) <= 12)
            else None
        )
    if is_serial(plain):
        iso = (_EPOCH + dt.timedelta(days=int(float(plain)))).isoformat()
        return ImpreciseDate(cell, iso, iso)
    found = parse_date(plain, slashes=slashes)
    if found is None or not (found.earliest or found.latest):
        return None
    return found if found.text == cell else msgspec.structs.replace(found, text=cell)


def _day(cell: str, year: str, month: str, day: str) -> ImpreciseDate | None:
    """The day, the month where the day is 0, the year where both are; None for one that never was."""
    if int(year) == 0:
        return None
    if int(month) == 0:
        return ImpreciseDate(cell, year, year)
    if int(day) == 0 and int(month) <= 12:
        return ImpreciseDate(cell, f"{year}-{int(month):02}", f"{year}-{int(month):02}")
    try:
        iso = dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
    return ImpreciseDate(cell, iso, iso)


def is_serial(cell: str) -> bool:
    """Whether a cell is a number by which a spreadsheet keeps a day from 1927 to 2078."""
    return bool(_SERIAL.fullmatch(cell)) and 10000 <= float(cell) < 65000


def says_no_date(cell: str) -> bool:
    """Whether a cell says itself that there is no date ("n.d.", 不明)."""
    return bool(_NO_DATE.fullmatch(unicodedata.normalize("NFKC", cell).strip()))


def readable_date(cell: str) -> bool:
    """Whether a cell holds a date, or says that there is none."""
    return says_no_date(cell) or (len(cell) < 60 and date_in(cell) is not None)


def slashes_of(cells: list[str]) -> Slashes:
    """How a column writes 5/6/1909: told by any day over twelve in it."""
    first = second = 0
    for cell in cells:
        found = _SLASHED.match(unicodedata.normalize("NFKC", cell).strip())
        if found:
            first, second = max(first, int(found[1])), max(second, int(found[2]))
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else "ambiguous"
