"""The figures of the statistics page: each a chart and the same as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import msgspec
from django.core.cache import cache
from django.db.models import Max, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kenri.cases.proceedings import register
from kenri.cases.proceedings.models import Step
from kenri.cases.proceedings.register import Statistics
from kenri.ledger.models import Entry, PostingRow
from kenri.ledger.services.entries import balance
from kenri.procedures.conduct.spec import Procedure
from kenri.procedures.conduct.versions import procedures
from kenri.vocab.text import Text
from kenri.web import charts, wording
from kenri.web.charts import Bar
from kenri.web.public.register import KINDS

MONTHS = 12
"""How many months the charts show; the tables show all."""
KEPT = 600
"""Seconds for which figures are kept while nothing happens."""


class Figure(msgspec.Struct, frozen=True):
    """A chart and its table: ``rows`` are a label and its figures. ``legend``: names of colours."""

    key: str
    title: str
    note: str
    chart: SafeString
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    legend: tuple[tuple[str, str], ...] = ()


def figures(until: dt.date) -> tuple[Figure, ...]:
    """All figures up to the end of a day, those without anything to show left out."""
    told = _statistics(until)
    made = {one.id: one for one in procedures()}
    found = (
        _opened(told, made),
        _months(told),
        *(_states(told, one) for one in made.values()),
        *(_days(told, one) for one in made.values()),
        _refusals(told, made),
        _published(told),
        _money(until),
        _held(until),
    )
    return tuple(figure for figure in found if figure is not None and figure.rows)


def _statistics(until: dt.date) -> Statistics:
    """The figures of cases, reckoned anew only when a step was added since."""
    key = f"register-figures:{until}:{Step.objects.aggregate(last=Max('pk'))['last'] or 0}"
    found: Statistics = cache.get_or_set(key, lambda: register.statistics(until), KEPT)
    return found


def _opened(told: Statistics, made: Mapping[str, Procedure]) -> Figure:
    names = [name for name in made if told.opened.get(name)]
    title = _("Cases by procedure")
    rows = [(_label(made[name].label), told.opened[name], told.closed.get(name, 0)) for name in names]
    return Figure(
        "cases",
        title,
        "",
        charts.bars(title, [Bar(label, opened, f"{opened:,}") for label, opened, _closed in rows]),
        (_("Procedure"), _("Opened"), _("Of these ended")),
        tuple((label, (f"{opened:,}", f"{closed:,}")) for label, opened, closed in rows),
    )


def _months(told: Statistics) -> Figure:
    series = [("opened", _("Cases opened")), ("decision", _("Decisions published"))]
    return _by_month("months", _("Cases and decisions by month"), "", series, told.months, "{:,}".format)


def _states(told: Statistics, made: Procedure) -> Figure | None:
    counts = told.states.get(made.id)
    if not counts:
        return None
    title = _("Where the cases stand: {procedure}").format(procedure=_label(made.label))
    order = [key for key in made.states if counts.get(key)]
    rows = [(_label(made.states[key].label), counts[key]) for key in order]
    return Figure(
        f"states-{made.id}",
        title,
        "",
        charts.bars(title, [Bar(label, count, f"{count:,}") for label, count in rows]),
        (_("State"), _("Cases")),
        tuple((label, (f"{count:,}",)) for label, count in rows),
    )


def _days(told: Statistics, made: Procedure) -> Figure | None:
    # Only where somebody has to act: how long a use lasts is no matter of procedure.
    days = {
        key: spent
        for key, spent in told.days.get(made.id, {}).items()
        if made.states[key].turn not in ("", "clock")
    }
    if not days:
        return None
    title = _("Time per step: {procedure}").format(procedure=_label(made.label))
    rows = [(_label(made.states[key].label), days[key]) for key in made.states if key in days]
    words = [_("{days} days").format(days=f"{value:,.1f}") for _name, value in rows]
    return Figure(
        f"days-{made.id}",
        title,
        _("Median of the calendar days from entering a state to leaving it."),
        charts.bars(title, [Bar(rows[n][0], rows[n][1], words[n]) for n in range(len(rows))]),
        (_("State"), _("Median days")),
        tuple((rows[n][0], (words[n],)) for n in range(len(rows))),
    )


def _refusals(told: Statistics, made: Mapping[str, Procedure]) -> Figure | None:
    """Refused against all that were decided; a case that is refused stays in that state."""
    decided = told.published.get("decision", 0)
    rows = [(_label(made[name].label), told.states.get(name, {}).get("refused", 0)) for name in made]
    refused = [(label, count) for label, count in rows if count]
    total = sum(count for _name, count in refused)
    if not total and not decided:
        return None
    title = _("Decisions and refusals")
    words = _("Refused: {procedure}")
    told_rows = [
        (_("Granted"), decided),
        *((words.format(procedure=label), count) for label, count in refused),
    ]
    share = total / (total + decided)
    return Figure(
        "refusals",
        title,
        _("Share refused: {share}").format(share=f"{share:.1%}"),
        charts.bars(title, [Bar(*row, f"{row[1]:,}", min(n, 1)) for n, row in enumerate(told_rows)]),
        (_("Outcome"), _("Cases")),
        tuple((label, (f"{count:,}",)) for label, count in told_rows),
    )


def _published(told: Statistics) -> Figure:
    title = _("Entries of the register")
    rows = [(_label(KINDS[kind]), told.published[kind]) for kind in KINDS if told.published.get(kind)]
    return Figure(
        "entries",
        title,
        "",
        charts.bars(title, [Bar(label, count, f"{count:,}") for label, count in rows]),
        (_("Kind"), _("Entries")),
        tuple((label, (f"{count:,}",)) for label, count in rows),
    )


def _money(until: dt.date) -> Figure:
    """What came into the bank accounts and what left them, by the day to which an entry belongs."""
    rows = (
        PostingRow.objects.filter(account__startswith="Assets:Bank:", currency="JPY", entry__day__lte=until)
        .annotate(month=TruncMonth("entry__day"))
        .order_by()
        .values_list("month")
        .annotate(came=Sum("amount", filter=Q(amount__gt=0)), left=Sum("amount", filter=Q(amount__lt=0)))
    )
    months = {f"{month:%Y-%m}": {"in": int(came or 0), "out": -int(left or 0)} for month, came, left in rows}
    series = [("in", _("Money in")), ("out", _("Money out"))]
    note = _("By the bank accounts of the ledger, in yen.")
    return _by_month("money", _("Money in and out by month"), note, series, months, yen)


HELD = {
    "Liabilities:Held": Text("権利者のために預かっている補償金", "compensation held for holders"),
    "Liabilities:Security": Text("担保金", "security"),
    "Liabilities:Payable": Text("支払予定", "payable"),
    "Liabilities:Refund": Text("返還予定", "to be refunded"),
    "Liabilities:CommonFund": Text("共通目的事業の資金", "fund for common purposes"),
}
"""What the ledger owes to others, by the accounts in which it stands."""


def _held(until: dt.date) -> Figure | None:
    if not Entry.objects.filter(day__lte=until).exists():
        return None
    sums = [(label, -balance(account, until)) for account, label in HELD.items()]
    title = _("Money held on {day}").format(day=wording.day(until.isoformat()))
    rows = [(_label(label), amount) for label, amount in sums]
    return Figure(
        "held",
        title,
        "",
        charts.bars(title, [Bar(label, max(amount, 0), yen(amount), 2) for label, amount in rows]),
        (_("Ledger account"), _("Amount")),
        tuple((label, (yen(amount),)) for label, amount in rows),
    )


def _by_month(
    key: str,
    title: str,
    note: str,
    series: list[tuple[str, str]],
    months: Mapping[str, Mapping[str, int]],
    written: Callable[[int], str],
) -> Figure:
    """Two or more figures for each month, the newest last."""
    last = sorted(months)[-MONTHS:]
    drawn = [
        Bar(f"{_month(month)} {name}", months[month].get(one, 0), written(months[month].get(one, 0)), n)
        for month in last
        for n, (one, name) in enumerate(series)
    ]
    return Figure(
        key,
        title,
        note,
        charts.bars(title, drawn),
        (_("Month"), *(name for _key, name in series)),
        tuple(
            (_month(month), tuple(written(months[month].get(one, 0)) for one, _name in series))
            for month in sorted(months)
        ),
        tuple((name, charts.COLOURS[n]) for n, (_key, name) in enumerate(series)),
    )


def yen(amount: int) -> str:
    """An amount as people write it."""
    return wording.chosen(Text(f"{amount:,}円", f"¥{amount:,}"))


def _month(month: str) -> str:
    return wording.day(month)


def _label(text: Text) -> str:
    return wording.chosen(text)


def rows_of(found: Iterable[Figure]) -> list[list[str]]:
    """The figures as rows of a file: which figure, which line, which column, what."""
    return [
        [figure.title, label, head, value]
        for figure in found
        for label, values in figure.rows
        for head, value in zip(figure.heads[1:], values, strict=True)
    ]
