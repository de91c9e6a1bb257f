"""Money as pages show it: obligations with names, words of states and kinds, bars of a chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kenri.ledger import queries
from kenri.ledger.matching import Suggestion
from kenri.ledger.models import BankLine, Obligation
from kenri.web import charts, wording

KINDS = {
    "fee": _("Procedure fee"),
    "compensation": _("Compensation"),
    "security": _("Security"),
    "licence_fee": _("Licence fee"),
    "royalty": _("Royalty"),
}
STATES = {
    "due": _("Due"),
    "part_paid": _("Paid in part"),
    "paid": _("Fully paid"),
    "overpaid": _("Paid too much"),
    "refunded": _("Refunded"),
    "cancelled": _("Cancelled"),
}
LEVELS = {
    "due": "",
    "part_paid": "unsure",
    "paid": "good",
    "overpaid": "unsure",
    "refunded": "",
    "cancelled": "",
}
EFFECTS = {"received": _("Money received"), "waived": _("Asked for less"), "refunded": _("Refunded")}


class Row(msgspec.Struct, frozen=True):
    """An obligation for a table. ``late``: it is open after its last day."""

    obligation: Obligation
    kind: str
    state: str
    level: str
    payer: str
    payee: str
    open: int
    late: bool


class Waiting(msgspec.Struct, frozen=True):
    """A bank line that is not accounted for, with what it may be for."""

    line: BankLine
    left: int
    found: list[Guess]


class Guess(msgspec.Struct, frozen=True):
    """A suggestion in words; ``place`` is its number among those of its line, ``sign`` what it is told by."""

    place: int
    sign: str
    certain: bool
    reasons: list[str]
    rows: list[Row]
    payouts: list[str]
    same: str


def rows(obligations: Iterable[Obligation], today: object) -> list[Row]:
    """Obligations, which carry where they stand, as rows of a table."""
    listed = list(obligations)
    names = queries.names_of([party for row in listed for party in (row.payer, row.payee)])
    return [
        Row(
            row,
            str(KINDS[row.kind]),
            str(STATES[row.stands]),
            LEVELS[row.stands],
            _named(row.payer, names),
            _named(row.payee, names),
            max(row.asked - row.net, 0),
            row.due < today and row.stands in {"due", "part_paid"},
        )
        for row in listed
    ]


def _named(party: str, names: Mapping[str, str]) -> str:
    """A party in words; whoever a case has not named yet by the case."""
    kind, _kind, case = party.partition(":")
    if kind == "case":
        return gettext("Party of %(case)s, not known yet") % {"case": case}
    return names[party]


def guesses(found: Sequence[Suggestion], today: object) -> list[Guess]:
    """What a line may be for, in words."""
    return [
        Guess(
            place,
            sign_of(one),
            one.certain,
            [wording.chosen(reason) for reason in one.reasons],
            rows(one.obligations, today),
            [f"{payout.number} ({payout.amount:,})" for payout in one.payouts],
            one.same.number if one.same else "",
        )
        for place, one in enumerate(found)
    ]


def sign_of(suggestion: Suggestion) -> str:
    """What a form sends back of a suggestion, so that only what was seen is taken."""
    same = [suggestion.same.number] if suggestion.same else []
    return ",".join([*(row.number for row in (*suggestion.obligations, *suggestion.payouts)), *same])


def chart(year: int, months: Sequence[tuple[int, int, int]]) -> SafeString:
    """Money in and out of a year by month, as bars; months without either are left out."""
    drawn = []
    for month, came, went in months:
        shown = wording.day(f"{year}-{month:02}")
        for colour, (what, yen) in enumerate(((gettext("in"), came), (gettext("out"), went))):
            if yen:
                drawn.append(charts.Bar(f"{shown} {what}", yen, f"{yen:,}", colour))
    return charts.bars(gettext("Money in and out by month (yen)"), drawn)
