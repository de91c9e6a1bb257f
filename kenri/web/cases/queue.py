"""Queues of cases as their page shows them: what is asked, tabs, rows in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

import msgspec
from django.http import QueryDict

from kenri.accounts.models import User
from kenri.cases.proceedings import access, money, queries
from kenri.cases.proceedings.models import Case
from kenri.cases.proceedings.queries import SORTS, Filters
from kenri.procedures.conduct.permits import state_label
from kenri.procedures.conduct.reasons import ROLES
from kenri.procedures.conduct.versions import procedure_at, procedures
from kenri.vocab.text import Text

OFFICES = access.OFFICES
SIDES = ("applicant", "holder")
LONGEST = 200


class Asked(msgspec.Struct, frozen=True):
    """Which cases the page shows; ``open_``: only those that have not ended."""

    role: str = "applicant"
    procedure: str = ""
    state: str = ""
    turn: str = ""
    officer: str = ""
    late: str = ""
    closed: str = ""
    q: str = ""
    batch: str = ""
    sort: str = "due"
    page: int = 1

    def address(self, **changes: object) -> str:
        """The query of the page with changes; other filters begin at the first page."""
        changes.setdefault("page", 1)
        made = msgspec.structs.replace(self, **changes)
        told = {
            key: str(getattr(made, key))
            for key, default in zip(self.__struct_fields__, self.__struct_defaults__, strict=True)
            if getattr(made, key) != default or key == "role"
        }
        return "?" + urlencode(told)

    @property
    def query(self) -> str:
        """What the page shows, all pages of it, for a form that means them all."""
        return self.address().removeprefix("?")

    @property
    def is_narrowed(self) -> bool:
        """Whether cases are held back beyond those that have ended."""
        return any((self.procedure, self.state, self.turn, self.officer, self.late, self.q, self.batch))

    def filters(self, user: User) -> Filters:
        """The same for the queue."""
        return Filters(
            procedure=self.procedure,
            state=self.state,
            turn=True if self.turn else None,
            assignee={"mine": user.key, "none": "none"}.get(self.officer, ""),
            overdue=True if self.late else None,
            closed={"": False, "yes": True}.get(self.closed),
            batch=self.batch,
            text=self.q,
        )


def roles_of(user: User) -> tuple[str, ...]:
    """The roles whose cases somebody has: their offices first, then the two sides."""
    return (*access.offices_of(user), *SIDES)


def asked(parameters: QueryDict, roles: tuple[str, ...], user: User) -> Asked:
    """The question of an address; what is no choice is left out."""
    told = {
        key: parameters.get(key, "").replace("\x00", "").strip()[:LONGEST] for key in Asked.__struct_fields__
    }
    page, sort = told.pop("page"), told.pop("sort")
    role = told.pop("role")
    return Asked(
        **{key: value for key, value in told.items() if value},
        role=role if role in roles else roles[0],
        sort=sort if sort.removeprefix("-") in SORTS else "due",
        page=int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 7 else 1,
    )


class Tab(msgspec.Struct, frozen=True):
    """One of somebody's roles: how many open cases it has, how many wait for it, how many are late."""

    role: str
    label: Text
    address: str
    here: bool
    waiting: int


def tabs(user: User, roles: Iterable[str], here: Asked, on: dt.date) -> list[Tab]:
    """The roles to choose from; a side that one never had is left out."""
    found = []
    for role in roles:
        waiting = queries.queue(user, role, Filters(turn=True), on=on).total
        total = queries.queue(user, role, Filters(closed=None), on=on).total
        if total or role in OFFICES or role in ("applicant", here.role):
            address = Asked(role=role).address()
            found.append(Tab(role, ROLES[role], address, role == here.role, waiting))
    return found


class Line(msgspec.Struct, frozen=True):
    """A case in the words of its procedure; ``due``: until when something is to happen."""

    case: Case
    due: dt.date | None
    procedure: Text
    state: Text
    turn: Text | None
    late: bool
    left: int | None


def rows(cases: Sequence[Case], on: dt.date) -> list[Line]:
    """Cases as rows."""
    to_pay = money.payable(case.number for case in cases if case.turn in SIDES)
    return [_row(case, to_pay.get(case.number, case.due), on) for case in cases]


def _row(case: Case, due: dt.date | None, on: dt.date) -> Line:
    made = procedure_at(case.pinned)
    left = (due - on).days if due else None
    return Line(
        case,
        due,
        made.label,
        state_label(made, case.state, case.first_day, on),
        ROLES.get(case.turn),
        left is not None and left < 0 and case.turn in OFFICES,
        left if case.turn in OFFICES or left is None or left >= 0 else None,
    )


def procedure_choices() -> list[tuple[str, Text]]:
    """The procedures, by id."""
    return list({made.id: made.label for made in procedures()}.items())


def state_choices(procedure: str) -> list[tuple[str, Text]]:
    """The states of one procedure; none where none is chosen."""
    found: dict[str, Text] = {}
    for made in procedures():
        if made.id == procedure:
            found |= {key: state.label for key, state in made.states.items()}
    return list(found.items())
