"""Statements made from the rows: of one holder and a period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec
from django.utils import timezone

from kenri.ledger.distribution import queries
from kenri.ledger.distribution.awards import awards, came_in, sent_as
from kenri.ledger.distribution.models import Paid, Run, RunAmount, RunPart, RunPool
from kenri.ledger.distribution.schemes import versions
from kenri.ledger.distribution.statements import Came, Few, Given, Payment, Row, Statement, told_apart
from kenri.ledger.models import Settlement
from kenri.ledger.services import balance
from kenri.vocab.text import Text


def _between(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The moments at which the period begins and at which it is over, in Japan."""
    zone = timezone.get_default_timezone()
    over = last + dt.timedelta(days=1)
    return tuple(dt.datetime.combine(day, dt.time(), zone) for day in (first, over))  # type: ignore[return-value]


def statement(payee: str, first: dt.date, last: dt.date) -> Statement:
    """What a holder got from the first to the last day, as distributed and as paid."""
    begins, over = _between(first, last)
    mine = RunAmount.objects.filter(payee=payee, run__at__gte=begins, run__at__lt=over)
    amounts = list(mine.exclude(change=0).select_related("run__used", "report").order_by("pk"))
    pools = _pools(amounts)
    rows = _rows(payee, amounts)
    paid = _paid_in({one.report.number for one in amounts})
    throughs = RunAmount.objects.filter(payee=payee).values_list("through", flat=True).distinct().order_by()
    accounts = [queries.payable(payee, through) for through in {*throughs, ""}]
    known = queries.payee_named(payee)
    return Statement(
        payee=payee,
        name=known.name if known else payee,
        first=first,
        last=last,
        given=tuple(
            _given(
                one,
                pools[one.run_id, one.pool],
                rows[one.run_id, one.pool, one.through],
                paid.get(one.report.number, ()),
            )
            for one in amounts
        ),
        payments=tuple(_payments(payee, begins, over)),
        owed_before=-sum(balance(account, first - dt.timedelta(days=1)) for account in accounts),
        owed_after=-sum(balance(account, last) for account in accounts),
        awards=tuple(awards(payee, begins, over)),
    )


def _pools(amounts: Iterable[RunAmount]) -> Mapping[tuple[int, str], RunPool]:
    runs = {one.run_id for one in amounts}
    return {(pool.run_id, pool.code): pool for pool in RunPool.objects.filter(run__in=runs)}


def _rows(payee: str, amounts: Iterable[RunAmount]) -> Mapping[tuple[int, str, str], list[Row]]:
    runs = {one.run_id for one in amounts}
    found: dict[tuple[int, str, str], list[Row]] = defaultdict(list)
    for part in RunPart.objects.filter(run__in=runs, payee=payee).order_by("work", "layer", "pk"):
        row = Row(part.work, part.title, part.layer, part.units, part.billionths)
        found[part.run_id, part.pool, part.through].append(row)
    return found


def _paid_in(reports: Iterable[str]) -> Mapping[str, tuple[Came, ...]]:
    """What payers paid for reports, by report."""
    rows = Settlement.objects.filter(obligation__case__in=reports).select_related("line", "obligation")
    found: dict[str, list[Settlement]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.obligation.case].append(row)
    return {report: tuple(came_in(settled)) for report, settled in found.items()}


def _given(one: RunAmount, pool: RunPool, rows: list[Row], came: tuple[Came, ...]) -> Given:
    run, used = one.run, one.run.used
    rule = versions()[run.scheme]
    shown, few = (tuple(rows), None) if run.kind == Run.RELEASE else told_apart(rows, rule.small_cell)
    released = run.kind == Run.RELEASE
    return Given(
        run=run.number, kind=run.kind, day=timezone.localdate(run.at), why=run.why, report=used.number,
        scheme=rule.name, scheme_label=rule.label, basis=rule.basis, verified=rule.verified, payer=used.name,
        intermediary=used.intermediary, pool=one.pool, territory=queries.territories(used).get(one.of, ""),
        first=used.first, last=used.last, unit=rule.unit,
        money="given" if released or used.given is not None else rule.money, portion=rule.portion,
        cost_rate="0" if released else rule.cost, revenue=pool.revenue, gross=pool.gross, cost=pool.cost,
        units=pool.units, remainder=pool.remainder, tie=pool.tie, through=one.through, rows=shown, few=few,
        weight=one.weight, yen=one.yen, before=one.yen - one.change, came=came,
    )  # fmt: skip


def _payments(payee: str, begins: dt.datetime, over: dt.datetime) -> Iterable[Payment]:
    mine = Paid.objects.filter(party=payee, at__gte=begins, at__lt=over).select_related("payout")
    for row in mine.order_by("pk"):
        day, sent = timezone.localdate(row.at), sent_as(row.payout) if row.payout else None
        yield Payment(row.number, day, row.through, row.gross, row.net, tuple(row.deductions), sent)


def document(told: Statement, language: str) -> dict[str, object]:
    """The statement as the facts of the typeset ``statement``."""
    lines = [
        {
            "title": _works(one, language),
            "use": f"{one.payer} {one.pool} {one.first.isoformat()}–{one.last.isoformat()}",
            "count": own if (own := _own_units(one)) is not None else "",
            "share": f"{int(one.weight) / 10_000_000 / (one.units or 1):.4f}%",
            "amount": one.change,
        }
        for one in told.given
    ]
    lines += [
        {"title": one.text.in_language(language), "use": f"{one.payer} {one.case}", "count": "", "share": "",
         "amount": one.yen}
        for one in told.awards
    ]  # fmt: skip
    taken = [one for payment in told.payments for one in payment.deductions]
    return {
        "number": f"{told.payee}-{told.last.isoformat()}",
        "date": told.last,
        "to": told.name,
        "period": (told.first, told.last),
        "rule": " / ".join(sorted({one.scheme for one in told.given} | {one.case for one in told.awards})),
        "gross": told.distributed + told.compensated,
        "deductions": sum(one["yen"] for one in taken if one["kind"] == "commission"),
        "withheld": sum(one["yen"] for one in taken if one["kind"] == "tax"),
        "amount": sum(payment.net for payment in told.payments) + told.compensated,
        "carried": told.owed_after,
        "lines": lines,
        "note": "\n".join(text.in_language(language) for text in _doubts(told)),
    }


def _doubts(told: Statement) -> Iterable[Text]:
    """What of the amounts rests on rules that nobody checked, or on what the law leaves open."""
    rules = {one.scheme for one in told.given if not one.verified}
    rules |= {one["rule"] for payment in told.payments for one in payment.deductions if not one["verified"]}
    if rules:
        named = "、".join(sorted(rules))
        yield Text(
            f"未確認（原典と照合していない規程）：{named}",
            f"Unverified (not checked against the original): {named}",
        )
    if any(line.assumption for one in told.awards for line in one.arithmetic):
        yield Text(
            "取消しによる按分の日数と端数の扱いは法律に定めがなく、仮定によるものです。",
            "How days are counted and fractions rounded where an award was cancelled is an assumption: the"
            " Act does not say it.",
        )


def _works(one: Given, language: str) -> str:
    """The works of a line: the first by name, the others by number."""
    titles = list(dict.fromkeys(row.title or row.work for row in one.rows))
    others = len(titles[1:]) + (one.few.works if one.few else 0)
    if not titles:
        return Text(f"{others} 作品", f"{others} works").in_language(language)
    more = Text(f"{titles[0]} ほか {others} 作品", f"{titles[0]} and {others} more")
    return more.in_language(language) if others else titles[0]


def _own_units(one: Given) -> int | None:
    """The uses of the holder's works; None where they are not told."""
    if one.kind == Run.RELEASE or (one.few and one.few.units is None):
        return None
    units = {row.work: row.units for row in one.rows}
    return sum(units.values()) + (one.few.units or 0 if one.few else 0)


class OwnUses(msgspec.Struct, frozen=True):
    """How often a holder's works were used in a part of a service; ``undisclosed``: it told no revenue."""

    platform: str
    pool: str
    first: dt.date
    last: dt.date
    unit: Text
    rows: tuple[Row, ...]
    few: Few | None
    undisclosed: bool


def own_uses(payee: str) -> list[OwnUses]:
    """The numbers of uses of a holder's own works by the latest figures, the latest period first."""
    latest: dict[int, Run] = {}
    for run in Run.objects.filter(kind__in=Run.FIGURES).select_related("used").order_by("-pk"):
        latest.setdefault(run.report_id, run)
    runs = {run.pk: run for run in latest.values()}
    found: dict[tuple[int, str], dict[str, Row]] = defaultdict(dict)
    for part in RunPart.objects.filter(run__in=runs, payee=payee).order_by("-units", "work"):
        row = Row(part.work, part.title, "", part.units, part.billionths)
        found[part.run_id, part.pool].setdefault(part.work, row)
    told = [_own(runs[run], pool, list(rows.values())) for (run, pool), rows in found.items()]
    return sorted(told, key=lambda one: (one.last, one.platform), reverse=True)


def _own(run: Run, pool: str, rows: list[Row]) -> OwnUses:
    rule, used = versions()[run.scheme], run.used
    shown, few = told_apart(rows, rule.small_cell)
    told = {service["code"]: service["revenue"] for service in used.services}
    undisclosed = rule.money == "portion" and told.get(pool) is None
    return OwnUses(used.name, pool, used.first, used.last, rule.unit, shown, few, undisclosed)
