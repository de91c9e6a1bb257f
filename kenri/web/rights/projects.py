"""Projects as the pages show them: filters of the grid, tiles, charts, and who may see what."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from kenri.accounts.models import User
from kenri.accounts.permissions import may
from kenri.cases import queries
from kenri.cases.models import MatchState
from kenri.cases.outcomes import VERDICTS
from kenri.cases.queries import SORTS, STANDINGS, ItemView, ProjectView, Summary
from kenri.status.answers import words
from kenri.vocab.list_fields import list_fields
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.rights.background import Followed
from kenri.web.rights.section import TONES, fact_label
from kenri.web.templatetags.plans import tone_of, verdict

PER_PAGE = 50
AT_ONCE = 500
"""Items that are read together for a decision on all that fit."""
EXAMPLES = 3
"""Cells of a column that are shown beside its guess."""
SURE = 0.9
"""Certainty from which a guess about a column is told as certain."""


def is_open() -> bool:
    """Whether projects need no account (``KENRI_OPEN``)."""
    return bool(settings.KENRI_OPEN)


def worker(request: HttpRequest) -> str | None:
    """Under which name this request clears lists; None where it may not."""
    if isinstance(request.user, User):
        return request.user.key if is_open() or may(request.user, "clear_lists") else None
    return "" if is_open() else None


def visible(request: HttpRequest, project: ProjectView) -> bool:
    """Whether the request may see a project: on an open site everybody, else who made it."""
    return is_open() or (isinstance(request.user, User) and project.by == request.user.key)


class Grid(queries.Selection, frozen=True):
    """Which items are shown, in which order, and which page of them."""

    page: int = 1

    def address(self, **changes: object) -> str:
        """The query of the grid with changes; other filters begin at the first page."""
        changes.setdefault("page", 1)
        return msgspec.structs.replace(self, **changes).query or "?"

    @property
    def query(self) -> str:
        """The query by which an item knows its grid; empty for the grid as it is first seen."""
        told = urlencode(self.pairs())
        return f"?{told}" if told else ""

    def pairs(self, *leave_out: str) -> list[tuple[str, str]]:
        """The parameters that differ from their defaults."""
        told = {
            "verdict": self.verdict,
            "match": self.match,
            "standing": self.standing,
            "q": self.text,
            "troubled": "1" if self.troubled else "",
            "sort": self.sort if self.sort != "place" else "",
            "down": "1" if self.descending else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        return [(key, value) for key, value in told.items() if value and key not in leave_out]

    @property
    def is_narrowed(self) -> bool:
        """Whether items are held back."""
        return bool(self.verdict or self.match or self.standing or self.text or self.troubled)


def grid(parameters: QueryDict) -> Grid:
    """The question of an address; what is no choice is left out."""
    told = {key: parameters.get(key, "") for key in ("verdict", "match", "standing", "sort")}
    page = parameters.get("page", "")
    return Grid(
        verdict=told["verdict"] if told["verdict"] in VERDICTS else "",
        match=told["match"] if told["match"] in matches() else "",
        standing=told["standing"] if told["standing"] in STANDINGS else "",
        text=parameters.get("q", "").replace("\x00", "").strip()[:200],
        troubled=parameters.get("troubled") == "1",
        sort=told["sort"] if told["sort"] in SORTS else "place",
        descending=parameters.get("down") == "1",
        page=int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 7 else 1,
    )


def page_of(key: str, asked: Grid, size: int = PER_PAGE) -> queries.Page:
    """The items of a page of the grid."""
    return queries.items(key, asked, page=asked.page, size=size)


def matches() -> dict[str, str]:
    """The states of matching in words; ``pending`` for the empty one."""
    return {
        MatchState.CONFIDENT.value: _("found"),
        MatchState.REVIEW.value: _("to be confirmed"),
        MatchState.NONE.value: _("not in the catalogue"),
        MatchState.TOLD.value: _("told by you"),
        MatchState.NO_ITEM.value: _("not an item"),
        "pending": _("not looked at yet"),
    }


def match_tone(key: str) -> str:
    """The colour of a state of matching."""
    return {"confident": "open", "told": "open", "review": "unsure", "none": "", "no_item": ""}.get(key, "")


def standings() -> dict[str, str]:
    """The states of protection in words."""
    labels = words()["statuses"]
    return {key: wording.chosen(labels[key]) for key in STANDINGS}


def progress_words(told: Followed) -> str:
    """How far a run is, and how long it will still take."""
    stages = {"match": _("Finding the works"), "clear": _("Status and ways")}
    words = [f"{told.percent}%", *([stages[told.stage]] if told.stage in stages else [])]
    if told.left is not None:
        seconds = max(1, round(told.left))
        minutes = -(-seconds // 60)
        left = _("about {n} minutes left") if minutes > 1 else _("about {n} seconds left")
        words.append(left.format(n=minutes if minutes > 1 else seconds))
    return _(", ").join(words)


class Tile(msgspec.Struct, frozen=True):
    """One number of the summary with the address of its items."""

    key: str
    label: str
    tone: str
    count: int
    share: float
    address: str


def tiles(key: str, summary: Summary) -> list[Tile]:
    """The verdicts, those that are there."""
    whole = max(1, sum(summary.verdicts.values()))
    base = reverse("web:project_items", args=[key])
    return [
        Tile(name, verdict(name), tone_of(name), count, count / whole, f"{base}?verdict={name}")
        for name, count in summary.verdicts.items()
        if count
    ]


def bars(key: str, summary: Summary) -> list[Tile]:
    """The states of protection, those that are there."""
    whole = max(1, sum(summary.standings.values()))
    labels = standings()
    base = reverse("web:project_items", args=[key])
    return [
        Tile(name, labels[name], TONES[name], count, count / whole, f"{base}?standing={name}")
        for name, count in summary.standings.items()
        if count
    ]


class Segment(msgspec.Struct, frozen=True):
    """A part of a chart: where it begins and how wide it is."""

    key: str
    tone: str
    label: str
    count: int
    x: str
    width: str


def stacked(parts: Sequence[Tile]) -> list[Segment]:
    """The parts as one bar."""
    found, at = [], 0.0
    for part in parts:
        width = part.share * 100
        found.append(Segment(part.key, part.tone, part.label, part.count, f"{at:.2f}%", f"{width:.2f}%"))
        at += width
    return found


class ColumnShown(msgspec.Struct, frozen=True):
    """A column of the list: what it was taken for, why, examples of its cells, what the user said."""

    name: str
    field: str
    certainty: float
    reason: str
    examples: tuple[str, ...]
    told: bool

    @property
    def sure(self) -> bool:
        """Whether it need not be looked at."""
        return self.told or self.certainty >= SURE


def columns(project: ProjectView) -> list[ColumnShown]:
    """The columns of a list, in its order."""
    cells: dict[str, list[str]] = {}
    for item in queries.items(project.key, size=20).items:
        for name, value in item.raw.items():
            held = cells.setdefault(name, [])
            if value and value not in held and len(held) < EXAMPLES:
                held.append(value)
    return [
        ColumnShown(
            guess.column,
            project.columns.get(guess.column, guess.field),
            guess.certainty,
            wording.chosen(guess.reason),
            tuple(cells.get(guess.column, ())),
            guess.column in project.columns,
        )
        for guess in project.guesses
    ]


def column_fields() -> list[tuple[str, str]]:
    """The fields that a column may mean, in words."""
    return [(key, wording.chosen(field.label)) for key, field in list_fields().items()]


def fact_choices(creators: Sequence[str]) -> list[tuple[str, str]]:
    """The facts that may be put right, in words."""
    found = [(name, fact_label(name)) for name in ("published", "created")]
    for place, told in enumerate(creators):
        name = told or _("an author who is not named")
        found.append((f"creators[{place}].died", _("{name} died").format(name=name)))
        found.append((f"creators[{place}].born", _("{name} was born").format(name=name)))
        found.append((f"creators[{place}].nationality", _("{name}: nationality").format(name=name)))
    found.append(("publication_country", fact_label("publication_country")))
    return found


def chosen_items(request: HttpRequest, key: str) -> list[ItemView]:
    """The items that a bulk form names: those ticked, or all that fit its filters.

    Raises ``Problem('nothing_chosen')``.
    """
    if request.POST.get("all") == "1":
        asked = msgspec.structs.replace(grid(request.POST), page=1)
        page = page_of(key, asked, size=AT_ONCE)
        found = list(page.items)
        for number in range(2, page.pages + 1):
            found += page_of(key, msgspec.structs.replace(asked, page=number), size=AT_ONCE).items
    else:
        told = " ".join(request.POST.getlist("item")).split()
        ticked = {n for n in told if n.isascii() and n.isdecimal() and len(n) < 19}
        found = [queries.item(key, int(number)) for number in sorted(ticked, key=int)]
    if not found:
        raise Problem("nothing_chosen")
    return found
