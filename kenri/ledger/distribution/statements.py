"""Statements: what a holder got for which uses, with everything that is needed to reckon it again.

The form is told in ``docs/statements.md`` and read by ``docs/recompute_statement.py``. Numbers of uses are
those of the holder's own works only; numbers below the scheme's smallest cell are told together with others,
or not at all where all of them together are too few.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from kenri.ledger.splitting import SplitLine
from kenri.vocab.text import Text

FORM = "kenri-statement-1"


class Came(msgspec.Struct, frozen=True):
    """Money that came in: the bank line that brought it, the day, and how much."""

    line: str
    day: dt.date
    yen: int


class Sent(msgspec.Struct, frozen=True):
    """A payment to the holder: ``state`` is ``decided``, ``ordered``, ``confirmed`` or ``returned``, ``line``
    the bank line that says so. What the bank sent back counts nothing."""

    number: str
    day: dt.date
    yen: int
    state: str
    line: str


class Row(msgspec.Struct, frozen=True):
    """A layer of a work: ``units`` uses, of which ``billionths`` count for the holder."""

    work: str
    title: str
    layer: str
    units: int
    billionths: int

    @property
    def weight(self) -> int:
        """What it counts for in the pool."""
        return self.units * self.billionths


class Few(msgspec.Struct, frozen=True):
    """Works with few uses, told together: ``units`` is None where even all of them are too few to tell."""

    works: int
    titles: tuple[str, ...]
    units: int | None
    weight: str


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What the holder got of one pool in one distribution; see ``bulk.Cut`` for ``remainder`` and ``tie``.

    ``yen`` stands for the uses told; ``before`` was posted earlier; the difference is what this one added.
    ``gross`` is ``portion`` of the revenue unless ``given``; ``cost_rate`` of it is the cost. ``came``: what
    the payer paid for the whole report.
    """

    run: str
    kind: str
    day: dt.date
    why: str
    report: str
    scheme: str
    scheme_label: Text
    basis: Text
    verified: bool
    payer: str
    intermediary: str
    pool: str
    territory: str
    first: dt.date
    last: dt.date
    unit: Text
    money: str
    portion: str
    cost_rate: str
    revenue: int
    gross: int
    cost: int
    units: int
    remainder: str
    tie: str
    through: str
    rows: tuple[Row, ...]
    few: Few | None
    weight: str
    yen: int
    before: int
    came: tuple[Came, ...] = ()

    @property
    def net(self) -> int:
        """The yen that were distributed."""
        return self.gross - self.cost

    @property
    def change(self) -> int:
        """What this distribution added to what is owed."""
        return self.yen - self.before

    @property
    def exact(self) -> str:
        """The amount before rounding, to four places."""
        ten_thousandths = self.net * int(self.weight) * 10_000 // (self.units * 1_000_000_000 or 1)
        return f"{ten_thousandths // 10_000:,}.{ten_thousandths % 10_000:04}"


class Payment(msgspec.Struct, frozen=True):
    """What left for the holder; ``deductions`` as in ``deductions.Deduction``; ``sent``: how, if any of it
    did."""

    number: str
    day: dt.date
    through: str
    gross: int
    net: int
    deductions: tuple[dict[str, Any], ...]
    sent: Sent | None = None


class Award(msgspec.Struct, frozen=True, kw_only=True):
    """The compensation of one case: ``agreed`` was asked of the payer, ``came`` in, ``back`` fell away or
    went back to the payer, the rest was ``sent``.

    ``days``: the first and the last of the award and the one on which it was cancelled, where it was; then
    ``arithmetic`` tells the split in words.
    """

    case: str
    obligation: str
    text: Text
    payer: str
    agreed: int
    came: tuple[Came, ...]
    days: tuple[dt.date, ...]
    arithmetic: tuple[SplitLine, ...]
    back: int
    sent: tuple[Sent, ...]

    @property
    def yen(self) -> int:
        """What left for the holder."""
        return sum(one.yen for one in self.sent)


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one holder in a period; ``owed_before`` and ``owed_after`` it, in yen."""

    form: str = FORM
    payee: str
    name: str
    first: dt.date
    last: dt.date
    given: tuple[Given, ...]
    payments: tuple[Payment, ...]
    owed_before: int
    owed_after: int
    awards: tuple[Award, ...] = ()

    @property
    def distributed(self) -> int:
        """What was added in the period."""
        return sum(one.change for one in self.given)

    @property
    def compensated(self) -> int:
        """What left for the holder from compensation of cases."""
        return sum(one.yen for one in self.awards)

    @property
    def paid(self) -> int:
        """What left in the period, with what was taken off."""
        return sum(one.gross for one in self.payments)


def told_apart(rows: Sequence[Row], least: int) -> tuple[tuple[Row, ...], Few | None]:
    """The rows that may be shown, and the rest together: no number below ``least`` can be worked out.

    Works are added to the rest, those with the fewest uses first, until it has ``least`` uses.
    """
    uses = {row.work: row.units for row in rows}
    ordered = sorted(uses, key=lambda work: (uses[work], work))
    hidden: set[str] = set()
    for work in ordered:
        if uses[work] >= least and (not hidden or sum(uses[one] for one in hidden) >= least):
            break
        hidden.add(work)
    if not hidden:
        return tuple(rows), None
    units = sum(uses[work] for work in hidden)
    weight = sum(row.weight for row in rows if row.work in hidden)
    titles = sorted({row.title or row.work for row in rows if row.work in hidden})
    few = Few(len(hidden), tuple(titles), units if units >= least else None, str(weight))
    return tuple(row for row in rows if row.work not in hidden), few


def as_json(statement: Statement) -> bytes:
    """The statement for programmes; the same statement always gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(statement), indent=1)


COLUMNS = {
    "run": Text("分配番号", "Distribution"),
    "day": Text("分配日", "Day"),
    "scheme": Text("規程", "Rule"),
    "payer": Text("支払者", "Payer"),
    "pool": Text("区分", "Pool"),
    "first": Text("利用の初日", "First day of use"),
    "last": Text("利用の末日", "Last day of use"),
    "title": Text("作品", "Work"),
    "layer": Text("権利の層", "Right layer"),
    "units": Text("利用数", "Uses"),
    "billionths": Text("取り分（十億分の）", "Share (billionths)"),
    "net": Text("区分の分配額（円）", "Pool (yen)"),
    "pool_units": Text("区分の総利用数", "Uses in the pool"),
    "exact": Text("端数処理前（円）", "Before rounding (yen)"),
    "change": Text("分配額（円）", "Amount (yen)"),
}


def as_csv(statement: Statement, language: str) -> bytes:
    """The statement for a spreadsheet: a row for each layer of each work, then one with the pool's amount."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(label.in_language(language) for label in COLUMNS.values())
    for one in statement.given:
        for cells in _cells(one):
            told = {
                "run": one.run, "day": one.day, "scheme": one.scheme, "payer": one.payer, "pool": one.pool,
                "first": one.first, "last": one.last, **cells,
            }  # fmt: skip
            table.writerow(_harmless(told.get(name, "")) for name in COLUMNS)
    for award in statement.awards:
        for sent in award.sent:
            told = {
                "run": sent.number, "day": sent.day, "scheme": award.case, "payer": award.payer,
                "first": award.days[0] if award.days else "", "last": award.days[2] if award.days else "",
                "title": award.text.in_language(language), "net": award.agreed, "change": sent.yen,
            }  # fmt: skip
            table.writerow(_harmless(told.get(name, "")) for name in COLUMNS)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(tuple("=+-@\t\r\n＝＋－＠")):
        return f"'{cell}"
    return cell


def _cells(one: Given) -> Iterator[dict[str, object]]:
    for row in one.rows:
        yield {"title": row.title, "layer": row.layer, "units": row.units, "billionths": row.billionths}
    if one.few is not None:
        yield {"title": " / ".join(one.few.titles), "units": "" if one.few.units is None else one.few.units}
    yield {"net": one.net, "pool_units": one.units, "exact": one.exact, "change": one.change}
