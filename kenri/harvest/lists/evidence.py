"""What the cells of a column look like: years, dates, identifiers, numbers, phrases."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from kenri.harvest.lists.cells import is_empty, readable_date
from kenri.vocab.headings import read_heading
from kenri.vocab.identifiers import try_identifier
from kenri.vocab.list_fields import ListField
from kenri.vocab.records import PartyKind
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import language_named

LOOKED_AT = 300
"""Cells of a column that are looked at."""

_YEAR = re.compile(r"(?:1[0-9]|20)\d\d(?:\.0)?")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*")
_URL = re.compile(r"https?://\S+|www\.\S+")
_PERSON = re.compile(
    r"[\u4e00-\u9fff\u3040-\u30ff々]{3,7}|[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){1,3}|[^,\d]+, [^,\d]+"
)
_CODE = re.compile(r"(?=\D*\d)[\w.:/#-]{1,24}", re.ASCII)
_STRICT = ("isbn", "issn", "isrc", "iswc", "doi", "orcid", "ismn")
_MARKED = re.compile(r"[-X]|^97[89]|^10\.|^T\d|^[A-Z]{2}[A-Z0-9]{3}\d{7}$", re.IGNORECASE)


class Support(NamedTuple):
    """How far the cells agree with what a header says: a factor on its certainty, and a word on it."""

    factor: float
    told: Text | None = None


class Evidence(msgspec.Struct, frozen=True):
    """The shares (0 to 1) of a column's filled cells that are of a kind."""

    cells: tuple[str, ...]
    years: float = 0.0
    dates: float = 0.0
    numbers: float = 0.0
    urls: float = 0.0
    distinct: float = 0.0
    length: float = 0.0

    @property
    def wordiness(self) -> float:
        """How much the column looks like one of titles: different phrases of some length."""
        if not self.cells or self.numbers > 0.5 or self.urls > 0.5:
            return 0.0
        return self.distinct * min(self.length, 20.0) / 20.0

    def support(self, field: ListField) -> Support:
        """How far the cells agree with this field. An empty column agrees with everything."""
        if not self.cells:
            return Support(0.9)
        check = _CHECKS.get(field.holds)
        return check(self, field) if check else Support(1.0)

    def speaks_for(self) -> tuple[str, Text] | None:
        """The field that the cells alone tell, with the reason; only what cannot well be anything else."""
        if len(self.cells) < 2:
            return None
        if self.urls > 0.8:
            return "url", Text("値がURLです。", "Its cells are URLs.")
        for scheme in _STRICT:
            if self._share_of(functools.partial(_is_marked, scheme)) > 0.8:
                return scheme, Text(
                    f"値が{scheme.upper()}として正しい番号です。", f"Its cells are valid {scheme.upper()}s."
                )
        if self.years > 0.9 and len(self.cells) >= 3:
            return "year", Text("値が西暦の年です。", "Its cells are years.")
        return None

    def numbers_rows(self) -> tuple[str, Text] | None:
        """``id`` where every cell is another code, as those of a table's first column mostly are."""
        if len(self.cells) < 3 or self.distinct < 1.0 or self._share_of(_is_code) < 0.95:
            return None
        return "id", Text("値がすべて異なる符号です。", "Its cells are codes, all different.")

    def names(self) -> str:
        """``publisher`` or ``creator`` where most cells have the form of such names and some come again."""
        if len(self.cells) < 2 or self.distinct == 1.0 or self.numbers > 0.2:
            return ""
        if self._share_of(_names_an_organisation) > 0.6:
            return "publisher"
        return "creator" if self._share_of(lambda c: bool(_PERSON.fullmatch(c))) > 0.8 else ""

    def may_be_persons(self) -> bool:
        """Whether nearly all cells have the form of a person's name, whether or not any comes again."""
        return len(self.cells) > 1 and self._share_of(lambda c: bool(_PERSON.fullmatch(c))) > 0.8

    def _share_of(self, test: Callable[[str], bool]) -> float:
        return sum(map(test, self.cells)) / len(self.cells) if self.cells else 0.0

    def _date_support(self, field: ListField) -> Support:
        if field.key in ("born", "died", "year", "published") and self.years > 0.8:
            return Support(1.0, Text("値は西暦の年です。", "Its cells are years."))
        if self.dates >= 0.5:
            return Support(1.0, Text("値は日付です。", "Its cells are dates."))
        return Support(0.7 if self.dates >= 0.2 else 0.3 if self.dates else 0.22)

    def _small_number_support(self, field: ListField) -> Support:
        most = 12 if field.holds == "month" else 31
        fits = self._share_of(lambda c: c.rstrip("月日").removesuffix(".0").isdigit() and _small(c) <= most)
        return Support(1.0 if fits >= 0.5 else 0.1)

    def _identifier_support(self, field: ListField) -> Support:
        good = self._share_of(lambda c: try_identifier(field.of, c) is not None)
        return Support(1.0 if good >= 0.3 else 0.8)

    def _id_support(self, field: ListField) -> Support:
        if self.distinct > 0.98:
            return Support(1.0, Text("値はすべて異なります。", "Its cells are all different."))
        return Support(0.7 if self.distinct > 0.5 else 0.2)

    def _party_support(self, field: ListField) -> Support:
        """Names are no numbers; a column ``by`` that holds years is one of births."""
        return Support(1.0 if self.numbers < 0.5 else 0.2)

    def _title_support(self, field: ListField) -> Support:
        return Support(1.0 if self.numbers < 0.8 and self.urls < 0.5 else 0.5)

    def _url_support(self, field: ListField) -> Support:
        return Support(1.0 if self.urls >= 0.3 else 0.5)

    def _language_support(self, field: ListField) -> Support:
        return Support(1.0 if self._share_of(lambda c: language_named(c) is not None) > 0.3 else 0.6)

    def _number_support(self, field: ListField) -> Support:
        """A column "reference" of long texts is a note, one of texts called "number" no number."""
        return Support(1.0 if self.length < 40 else 0.5)


def _is_code(cell: str) -> bool:
    return bool(_CODE.fullmatch(cell))


def _names_an_organisation(cell: str) -> bool:
    return read_heading(cell).kind == PartyKind.ORGANISATION


def _is_marked(scheme: str, cell: str) -> bool:
    return bool(_MARKED.search(cell)) and try_identifier(scheme, cell) is not None


def _small(cell: str) -> int:
    return int(cell.rstrip("月日").removesuffix(".0"))


_CHECKS: dict[str, Callable[[Evidence, ListField], Support]] = {
    "date": Evidence._date_support,
    "month": Evidence._small_number_support,
    "day": Evidence._small_number_support,
    "identifier": Evidence._identifier_support,
    "id": Evidence._id_support,
    "party": Evidence._party_support,
    "organisation": Evidence._party_support,
    "name": Evidence._party_support,
    "family": Evidence._party_support,
    "given": Evidence._party_support,
    "title": Evidence._title_support,
    "url": Evidence._url_support,
    "language": Evidence._language_support,
    "extra": Evidence._number_support,
}


def evidence_of(cells: Sequence[str]) -> Evidence:
    """What the first filled cells of a column are."""
    filled = tuple(text for cell in cells if (text := cell.strip()) and not is_empty(text))[:LOOKED_AT]
    if not filled:
        return Evidence(())
    count = len(filled)
    return Evidence(
        cells=filled,
        years=sum(bool(_YEAR.fullmatch(cell)) for cell in filled) / count,
        dates=sum(readable_date(cell) for cell in filled) / count,
        numbers=sum(bool(_NUMBER.fullmatch(cell)) for cell in filled) / count,
        urls=sum(bool(_URL.match(cell)) for cell in filled) / count,
        distinct=len(set(filled)) / count,
        length=sum(map(len, filled)) / count,
    )
