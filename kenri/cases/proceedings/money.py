"""The one place where cases and the ledger meet: what a step asks for, and what has come in for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from django.db.models import QuerySet, Sum

from kenri.cases.proceedings.models import Case, Step
from kenri.ledger import services as ledger
from kenri.ledger.models import BankLine, Obligation
from kenri.ledger.tax import Line
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.spec import Money
from kenri.vocab.text import Text

PAYABLE = dt.timedelta(days=30)
"""Within which time what is asked is to be paid (an assumption: the Act names no period)."""
BANK = "main"
"""On which of the installation's bank accounts money comes in that an officer records by hand."""
UNPAID = ("due", "part_paid")
"""How an obligation stands for which something is still to come in."""
_WORDS = {
    "fee": Text("手数料", "Fee"),
    "compensation": Text("補償金", "Compensation"),
    "security": Text("担保金", "Security"),
    "licence_fee": Text("使用料", "Licence fee"),
    "royalty": Text("使用料", "Royalty"),
}


def move(case: Case, step: Step, course: Course, effect: Money, at: dt.datetime) -> None:
    """Ask for, give back, call off or split what a step says; what is nought moves nothing."""
    key = f"{case.number}/{step.number}/{effect.of}"
    if effect.event == "oblige":
        amount = int(course.data.get(effect.amount_field) or 0)
        if amount:
            ledger.oblige(
                effect.of,
                case=case.number,
                payer=party(case, effect.payer_role),
                payee=party(case, effect.payee_role),
                amount=amount,
                lines=[Line(_line(case, effect.of), amount)],
                due=_due(course, effect) or day_of(at) + PAYABLE,
                key=key,
                at=at,
            )
        return
    of = _whose(case, course, effect)
    for standing in _standing(of, effect.of):
        share = _falls_away(course, effect, standing)
        if share:
            ledger.waive(
                standing.number, share, key=f"{key}/{standing.number}", at=at, why=f"{of} {step.name}",
                days=_days(course, effect),
            )  # fmt: skip
        if effect.event == "split":
            _pay_out(standing.number, party(case, effect.payee_role), f"{key}/{standing.number}", of, at)


def _due(course: Course, effect: Money) -> dt.date | None:
    """The day that the case itself names for a payment."""
    return dt.date.fromisoformat(course.data[effect.due_field]) if effect.due_field else None


def _whose(case: Case, course: Course, effect: Money) -> str:
    """The number of the case whose money an effect moves: the one that this case is about, or itself."""
    return str(course.data[effect.case_field]) if effect.case_field else case.number


def _falls_away(course: Course, effect: Money, standing: Standing) -> int:
    """How much of an obligation is not to be paid, or goes back.

    What is called off is what has not come in: a fee that was paid was paid for work that was done. A split
    is of the whole amount; what fell away before is not taken twice. Without a day all stays the holder's.
    """
    if effect.event == "cancel":
        return max(standing.asked - standing.came, 0)
    if effect.event == "refund":
        return standing.asked
    days = _days(course, effect)
    if days is None:
        return 0
    split = ledger.split_by_day(standing.amount, *days)
    return max(split.user - (standing.amount - standing.asked), 0)


def _days(course: Course, effect: Money) -> tuple[dt.date, dt.date, dt.date] | None:
    """The first and the last day of what is split, and the one on which it ends; None where nothing is."""
    if effect.event != "split" or not effect.day_field:
        return None
    fields = (effect.from_field, effect.until_field, effect.day_field)
    first, last, day = (dt.date.fromisoformat(course.data[field]) for field in fields)
    return first, last, day


def _pay_out(number: str, holder: str, key: str, of: str, at: dt.datetime) -> None:
    """Decide that the holder, if one takes part, is paid what is held; the bank is told of it later."""
    account = ledger.target(ledger.standing_of(number))
    held = -ledger.balance(account)
    if held > 0 and not holder.startswith("case:"):
        ledger.pay_out(key, party=holder, account=account, amount=held, bank=BANK, at=at, refers=of)


def _line(case: Case, kind: str) -> Text:
    return Text(f"{_WORDS[kind].ja}（{case.number}）", f"{_WORDS[kind].en} ({case.number})")


def party(case: Case, role: str) -> str:
    """A role of a case as the ledger names it: ``user:``, ``organisation:`` or ``case:`` and a key."""
    for found in case.parties.all():
        if found.role == role and found.organisation is not None:
            return f"organisation:{found.organisation.key}"
        if found.role == role and found.user is not None:
            return f"user:{found.user.key}"
    return f"case:{case.number}"


def record(case: Case, step: Step, told: Mapping[str, Any], at: dt.datetime) -> None:
    """Book the money that an officer saw arrive, unless the bank's own statement has told of it already."""
    left = int(told["amount"])
    for number, _, asked, came in _standing(case.number, told.get("purpose", "")):
        part = min(left, asked - came)
        if part > 0:
            ledger.receive(
                number,
                part,
                bank=BANK,
                message=f"{case.number}/{step.number}/{number}",
                on=dt.date.fromisoformat(told["received_on"]),
                at=at,
                by=step.by,
            )
            left -= part


class Standing(NamedTuple):
    """An obligation: the amount at first, what is asked of it now, and what has come in for it."""

    number: str
    amount: int
    asked: int
    came: int


def _standing(number: str, kind: str) -> list[Standing]:
    rows = Obligation.objects.standing().filter(case=number, **({"kind": kind} if kind else {}))
    return [Standing(row.number, row.amount, row.asked, row.net) for row in rows.order_by("pk")]


class Asked(msgspec.Struct, frozen=True):
    """An obligation of a case for its page: amounts in yen, ``state`` as the ledger has it."""

    number: str
    kind: str
    amount: int
    asked: int
    came: int
    state: str
    due: dt.date
    reference: str
    payer: str
    payee: str


def obligations(case: Case) -> tuple[Asked, ...]:
    """What is asked in a case and what has come in."""
    rows = Obligation.objects.standing().filter(case=case.number).order_by("pk")
    return tuple(
        Asked(
            row.number, row.kind, row.amount, row.asked, row.net, row.stands, row.due, row.reference,
            row.payer, row.payee,
        )
        for row in rows
    )  # fmt: skip


def payable(numbers: Iterable[str]) -> dict[str, dt.date]:
    """By case the first day by which something is to be paid that has not come in yet."""
    rows = Obligation.objects.standing().filter(case__in=list(numbers), stands__in=UNPAID)
    return dict(rows.order_by("-due").values_list("case", "due"))


def with_money() -> QuerySet[Obligation, str]:
    """The numbers of cases for which something has come in."""
    paid = Obligation.objects.standing().filter(net__gt=0).exclude(case="")
    return paid.values_list("case", flat=True)


def asked(case: Case) -> dict[str, Any]:
    """The latest obligation that is open, for a request of payment."""
    row = next((one for one in reversed(obligations(case)) if one.came < one.asked), None)
    if row is None:
        return {}
    return {
        "amount": row.asked - row.came,
        "reference": row.reference,
        "due": row.due.isoformat(),
        "purpose": msgspec.to_builtins(_WORDS[row.kind]),
    }


def arrived(case: Case) -> Iterator[dict[str, Any]]:
    """What the ledger has received for a case, as the procedures record payments."""
    for row in obligations(case):
        if row.asked and row.came >= row.asked:
            day = Obligation.objects.get(pk=int(row.number[2:])).settlements.filter(effect="received")
            yield {
                "purpose": row.kind,
                "amount": row.came,
                "received_on": max(day.values_list("day", flat=True)).isoformat(),
                "reference": row.number,
            }


def totals(until: dt.date) -> dict[str, int]:
    """The money of all cases in yen, up to the end of a day."""
    held = {name: -ledger.balance(account, until) for name, account in _ACCOUNTS.items()}
    lines = BankLine.objects.filter(day__lte=until, currency="JPY")
    came = lines.filter(amount__gt=0).aggregate(total=Sum("amount"))["total"] or 0
    went = lines.filter(amount__lt=0).aggregate(total=Sum("amount"))["total"] or 0
    return {**held, "received": came, "paid_out": -went}


_ACCOUNTS = {
    "held": "Liabilities:Held",
    "security": "Liabilities:Security",
    "fees": "Income:Fees",
    "common_fund": "Liabilities:CommonFund",
}
