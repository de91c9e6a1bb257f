"""What the cells of a row say, column by column: every kind of field has one way to be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kenri.harvest.lists.cells import Slashes, date_in, is_serial, says_no_date
from kenri.harvest.lists.people import Commas, people
from kenri.harvest.lists.together import parts_of
from kenri.harvest.parties import life
from kenri.vocab.dates import Certainty, ImpreciseDate
from kenri.vocab.identifiers import Identifier, identifier, try_identifier
from kenri.vocab.list_fields import ListField
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, PartyKind
from kenri.vocab.rights import Claim, Statement
from kenri.vocab.vocabularies import language_named, statement_named


class Column(NamedTuple):
    """A column with its meaning, and how its dates and names are written."""

    place: int
    name: str
    field: ListField
    language: str = ""
    slashes: Slashes = "ambiguous"
    commas: Commas = ""


class Draft:
    """What the cells of one row said so far."""

    __slots__ = (
        "birth_place",
        "claims",
        "contributions",
        "country",
        "dates",
        "edition",
        "extent",
        "extra",
        "family",
        "genre",
        "given",
        "id",
        "identifiers",
        "languages",
        "name",
        "name_reading",
        "nationality",
        "note",
        "parts",
        "place",
        "problems",
        "reading",
        "romaji",
        "schema",
        "source",
        "statements",
        "subjects",
        "titles",
        "url",
    )  # fmt: skip

    def __init__(self) -> None:
        self.id = self.source = self.schema = ""
        self.titles: list[Name] = []
        self.reading = self.romaji = self.edition = self.genre = self.extent = self.note = self.url = ""
        self.name = self.name_reading = self.family = self.given = ""
        self.birth_place = self.nationality = self.place = self.country = ""
        self.contributions: list[Contribution] = []
        self.claims: list[Claim] = []
        self.statements: list[Statement] = []
        self.dates: dict[str, ImpreciseDate] = {}
        self.parts: dict[str, dict[str, str]] = {}
        self.identifiers: list[Identifier] = []
        self.languages: list[str] = []
        self.subjects: list[str] = []
        self.extra: dict[str, str] = {}
        self.problems: list[Problem] = []


Take = Callable[[Draft, Column, str], None]


def _joined(slot: str, between: str = " ") -> Take:
    def take(draft: Draft, column: Column, cell: str) -> None:
        before = getattr(draft, slot)
        setattr(draft, slot, f"{before}{between}{cell}" if before else cell)

    return take


def _first(slot: str) -> Take:
    def take(draft: Draft, column: Column, cell: str) -> None:
        if not getattr(draft, slot):
            setattr(draft, slot, cell)

    return take


_TITLE_KINDS = {kind.value: kind for kind in NameKind}


def _title(draft: Draft, column: Column, cell: str) -> None:
    kind = _TITLE_KINDS.get(column.field.of, NameKind.MAIN)
    if kind == NameKind.MAIN and any(name.kind == NameKind.MAIN for name in draft.titles):
        kind = NameKind.ALTERNATIVE
    draft.titles.append(Name(cell, kind, column.language))


def _together(draft: Draft, column: Column, cell: str) -> None:
    title, who, year = parts_of(cell)
    _title(draft, column, title)
    draft.contributions.extend(people(who, column.field.of, column.commas))
    if year and (date := date_in(year)):
        draft.dates.setdefault("published", date)


def _party(draft: Draft, column: Column, cell: str) -> None:
    draft.contributions.extend(people(cell, column.field.of, column.commas))


def _organisation(draft: Draft, column: Column, cell: str) -> None:
    made = people(cell, column.field.of, "") if ";" in cell or "/" in cell or "|" in cell else None
    draft.contributions.extend(made or (_organised(cell, column.field.of),))


def _organised(cell: str, role: str) -> Contribution:
    return Contribution((Name(cell),), role=role, kind=PartyKind.ORGANISATION)


def _holder(draft: Draft, column: Column, cell: str) -> None:
    for contribution in people(cell, "holder", column.commas):
        draft.claims.append(Claim(contribution.names[0].text))


def _rights(draft: Draft, column: Column, cell: str) -> None:
    code = statement_named(cell) or ""
    draft.statements.append(Statement(cell, code, cell if "://" in cell else ""))


def _date(draft: Draft, column: Column, cell: str) -> None:
    date = date_in(cell, column.slashes)
    if date is None:
        if not says_no_date(cell):
            draft.problems.append(Problem("row_bad_date", column.name, value=cell))
            draft.dates.setdefault(column.field.of, ImpreciseDate(cell, certainty=Certainty.UNKNOWN))
        return
    if is_serial(cell.removesuffix(".0")):
        draft.problems.append(Problem("row_date_from_number", column.name, value=cell, date=date.earliest))
    event = column.field.of
    before = draft.dates.get(event)
    # A column "year" beside one "date of publication" says less: the narrower one stays.
    if before is None or len(date.earliest) > len(before.earliest):
        draft.dates[event] = date


def _life(draft: Draft, column: Column, cell: str) -> None:
    """The dates and nationality of a life told in one cell: 1867-1916, "b. 1904", "American, born 1930"."""
    told = life(cell)
    born, died = told.born or told.founded, told.died or told.dissolved
    if born is None and died is None:
        born = date_in(cell, column.slashes)
    for event, date in (("born", born), ("died", died)):
        if date is not None:
            draft.dates.setdefault(event, date)
    draft.nationality = draft.nationality or told.nationality
    if not (born or died or told.nationality):
        draft.extra[column.name] = cell


def _part(draft: Draft, column: Column, cell: str) -> None:
    number = cell.rstrip("月日 ").removesuffix(".0")
    most = 12 if column.field.holds == "month" else 31
    if number.isdigit() and 1 <= int(number) <= most:
        draft.parts.setdefault(column.field.of, {})[column.field.holds] = number.zfill(2)
    elif number.strip("0"):
        draft.problems.append(Problem("row_bad_number", column.name, value=cell, most=most))


def _identifier(draft: Draft, column: Column, cell: str) -> None:
    try:
        draft.identifiers.append(identifier(column.field.of, cell))
    except Problem as problem:
        draft.problems.append(Problem(problem.code, column.name, **problem.values))
        draft.extra[column.name] = cell


def _url(draft: Draft, column: Column, cell: str) -> None:
    address = try_identifier("url", cell)
    if address is None:
        draft.extra[column.name] = cell
    else:
        draft.url = draft.url or address.value


def _language(draft: Draft, column: Column, cell: str) -> None:
    for word in cell.replace("；", ";").replace("、", ";").replace(",", ";").replace("/", ";").split(";"):
        code = language_named(word.strip())
        if code:
            draft.languages.append(code)
        elif word.strip():
            draft.extra[column.name] = cell


def _subject(draft: Draft, column: Column, cell: str) -> None:
    for word in cell.replace("；", ";").replace("、", ";").replace("|", ";").replace(",", ";").split(";"):
        if word.strip():
            draft.subjects.append(word.strip())


def _duration(draft: Draft, column: Column, cell: str) -> None:
    draft.extra[column.field.key] = cell
    draft.extent = draft.extent or cell


def _extra(draft: Draft, column: Column, cell: str) -> None:
    draft.extra[column.field.key] = cell


TAKES: dict[str, Take] = {
    "id": _first("id"),
    "source": _first("source"),
    "schema": _first("schema"),
    "title": _title,
    "title_and_creator": _together,
    "reading": _joined("reading"),
    "romaji": _joined("romaji"),
    "edition": _first("edition"),
    "extra": _extra,
    "party": _party,
    "organisation": _organisation,
    "holder": _holder,
    "rights": _rights,
    "name": _joined("name", ";"),
    "name_reading": _joined("name_reading"),
    "family": _joined("family"),
    "given": _joined("given"),
    "date": _date,
    "month": _part,
    "life": _life,
    "day": _part,
    "birth_place": _first("birth_place"),
    "nationality": _first("nationality"),
    "occupation": _extra,
    "place": _first("place"),
    "country": _first("country"),
    "language": _language,
    "genre": _joined("genre", "; "),
    "subject": _subject,
    "duration": _duration,
    "extent": _joined("extent", "; "),
    "identifier": _identifier,
    "url": _url,
    "note": _joined("note", "\n"),
}
"""How a cell is taken into the draft, by what its field holds."""
