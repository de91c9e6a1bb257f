"""From what people type to a question with parts. Nothing that is typed is an error."""

from __future__ import annotations

import re

import msgspec

from kenri.identity.writing.normalise import fold
from kenri.search.fields import is_number
from kenri.vocab.urls import page_key

LONGEST_QUERY = 1000
"""Characters of a query that are read; the rest is cut."""

TEXT_FIELDS = {
    "title": "title", "題名": "title", "タイトル": "title", "作品名": "title",
    "creator": "creator", "author": "creator", "作者": "creator", "著者": "creator",
    "reading": "reading", "読み": "reading", "よみ": "reading",
    "id": "id", "番号": "id",
}  # fmt: skip
FACET_FIELDS = {
    "field": "field", "分野": "field", "schema": "schema", "種類": "schema", "source": "source",
    "出典": "source", "status": "status", "状態": "status", "holder": "holder", "権利者": "holder",
}  # fmt: skip
YEAR_FIELDS = ("year", "年")

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "＂": '"', "«": '"', "»": '"', "：": ":"})
_NAMES = "|".join(sorted((*TEXT_FIELDS, *FACET_FIELDS, *YEAR_FIELDS), key=len, reverse=True))
_PART = re.compile(
    rf'(?:(?<!\S)(?P<name>{_NAMES}):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))', re.IGNORECASE
)
_YEARS = re.compile(r"(?P<first>\d{1,4})?(?P<dash>[-–—~〜～]|\.\.)?(?P<last>\d{1,4})?年?")


class Part(msgspec.Struct, frozen=True):
    """One part of a query: words or a phrase, in any field or in one."""

    text: str
    """Folded."""
    field: str = ""
    phrase: bool = False


class Question(msgspec.Struct, frozen=True):
    """A query as understood."""

    parts: tuple[Part, ...] = ()
    filters: dict[str, tuple[str, ...]] = {}
    first_year: int | None = None
    last_year: int | None = None
    plain: str = ""
    """The folded words without fields: what exact and reading keys are made of."""
    written: str = ""
    """The words as typed, for "did you mean" and highlighting."""
    page: str = ""
    """The key of a page where nothing but its address was typed."""
    unreadable: bool = False
    """Whether nothing was typed but signs that are not searched for."""

    @property
    def is_exact(self) -> bool:
        """Whether it is an address or a long number: what nearly matches these is something else."""
        return "://" in self.written or is_number(self.plain)


def parse(text: str) -> Question:
    """Read a query. An unclosed quote, an unknown field or a wrong year is read as words."""
    text = text[:LONGEST_QUERY].translate(_QUOTES)
    if text.count('"') % 2:
        before, _, after = text.rpartition('"')
        text = f"{before} {after}"
    parts: list[Part] = []
    filters: dict[str, tuple[str, ...]] = {}
    years: tuple[int | None, int | None] = (None, None)
    written: list[str] = []
    for match in _PART.finditer(text):
        name = (match["name"] or "").lower()
        value = match["phrase"] if match["phrase"] is not None else match["word"]
        if name in FACET_FIELDS:
            facet = FACET_FIELDS[name]
            filters[facet] = (*filters.get(facet, ()), value)
        elif name in YEAR_FIELDS and (found := _years(value)):
            years = found
        else:
            if name in YEAR_FIELDS:
                value = match[0]
            folded = fold(value)
            if folded:
                field = TEXT_FIELDS.get(name, "")
                parts.append(Part(folded, field, match["phrase"] is not None))
                if not field:
                    written.append(value)
    plain = " ".join(part.text for part in parts if not part.field)
    unreadable = bool(text.strip()) and not (parts or filters or any(years))
    return Question(
        tuple(parts), filters, *years, plain, " ".join(written), page_key(text.strip()), unreadable
    )


def _years(value: str) -> tuple[int | None, int | None] | None:
    match = _YEARS.fullmatch(value)
    if match is None or not (match["first"] or match["last"]):
        return None
    first = int(match["first"]) if match["first"] else None
    last = int(match["last"]) if match["last"] else None
    return (first, last) if match["dash"] else (first, first)
