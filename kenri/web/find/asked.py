"""What an address of the results page asks, read strictly; and addresses made from it.

Every choice stands in the address, so the address of a search is the saved search.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

import msgspec
from django.http import QueryDict

from kenri.records.coverage import unknown_choice
from kenri.search.engine import FACETS, SORTS, Query
from kenri.vocab.problems import Problem

PER_PAGE = (20, 50, 100)
DEEPEST = 10_000
"""How many hits can be paged through; the search is meant to be narrowed before."""
LONGEST = 400
"""Characters of a query that are accepted; no title is longer."""

_YEAR = re.compile(r"-?\d{1,4}")


class Asked(msgspec.Struct, frozen=True):
    """A question as its address says it. ``wrong`` maps a parameter to what is wrong with it."""

    text: str = ""
    filters: dict[str, tuple[str, ...]] = {}
    first_year: str = ""
    last_year: str = ""
    sort: str = SORTS[0]
    page: int = 1
    per: int = PER_PAGE[0]
    wrong: dict[str, Problem] = {}

    @property
    def is_empty(self) -> bool:
        """Nothing is asked: neither words nor conditions."""
        return not (self.text or self.is_narrowed)

    @property
    def is_narrowed(self) -> bool:
        """Whether conditions beside the words hold hits back."""
        return bool(self.filters or self.first_year or self.last_year)

    def query(self, *, offset: int | None = None, limit: int | None = None) -> Query:
        """The question for the search engine. Only for an address with nothing wrong in it."""
        return Query(
            text=self.text,
            filters=self.filters,
            first_year=int(self.first_year) if self.first_year else None,
            last_year=int(self.last_year) if self.last_year else None,
            sort=self.sort,
            offset=(self.page - 1) * self.per if offset is None else offset,
            limit=self.per if limit is None else limit,
            facets=FACETS,
        )

    def address(self, **changes: object) -> str:
        """The query string of this question with changes; another question begins at its first page."""
        changes.setdefault("page", 1)
        return "?" + urlencode(msgspec.structs.replace(self, **changes).pairs())

    def pairs(self, *leave_out: str) -> list[tuple[str, str]]:
        """The parameters that differ from their defaults, in a fixed order."""
        found = [("q", self.text)]
        found += [(facet, value) for facet in FACETS for value in self.filters.get(facet, ())]
        found += [("from", self.first_year), ("to", self.last_year)]
        found += [("sort", self.sort if self.sort != SORTS[0] else "")]
        found += [("page", str(self.page) if self.page > 1 else "")]
        found += [("per", str(self.per) if self.per != PER_PAGE[0] else "")]
        return [(key, value) for key, value in found if value and key not in leave_out]

    def toggled(self, facet: str, value: str) -> str:
        """The address with one value of a facet put in, or taken out where it is in."""
        chosen = self.filters.get(facet, ())
        values = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
        filters = {key: held for key, held in {**self.filters, facet: values}.items() if held}
        return self.address(filters=filters)


def read(parameters: QueryDict) -> Asked:
    """The question of an address. What cannot be read is left out and told in ``wrong``."""
    wrong: dict[str, Problem] = {}
    text = " ".join(parameters.get("q", "").split())
    if len(text) > LONGEST:
        wrong["q"] = Problem("question_too_long", length=len(text), limit=LONGEST)
    filters = _filters(parameters, wrong)
    first, last = (_year(parameters, name, wrong) for name in ("from", "to"))
    if first and last and not wrong and int(first) > int(last):
        wrong["from"] = Problem("years_reversed", first=first, last=last)
    sort = parameters.get("sort") or SORTS[0]
    if sort not in SORTS:
        wrong["sort"] = Problem("choice_unknown", name="sort", value=sort, known=", ".join(SORTS))
    page = _number(parameters, "page", 1, wrong)
    per = _number(parameters, "per", PER_PAGE[0], wrong)
    if per not in PER_PAGE:
        wrong["per"] = Problem("choice_unknown", name="per", value=per, known=", ".join(map(str, PER_PAGE)))
    if page * per > DEEPEST:
        wrong["page"] = Problem("page_too_deep", page=page, deepest=DEEPEST)
    return Asked(text, filters, first, last, sort, page, per, wrong)


def _filters(parameters: QueryDict, wrong: dict[str, Problem]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        values = tuple(dict.fromkeys(value for value in parameters.getlist(facet) if value))
        if problem := unknown_choice(facet, values):
            wrong[facet] = problem
        if values:
            found[facet] = values
    return found


def _year(parameters: QueryDict, name: str, wrong: dict[str, Problem]) -> str:
    value = parameters.get(name, "").strip()
    if value and not _YEAR.fullmatch(value):
        wrong[name] = Problem("year_not_readable", value=value)
    return value


def _number(parameters: QueryDict, name: str, default: int, wrong: dict[str, Problem]) -> int:
    value = parameters.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdecimal() and int(value[:9]) > 0 and len(value) < 9):
        wrong[name] = Problem("number_not_readable", name=name, value=value)
        return default
    return int(value)
