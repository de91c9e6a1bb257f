"""Money that nobody claimed goes to the common-purpose fund, by the rule in force."""

from __future__ import annotations

import datetime as dt

import msgspec
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kenri.ledger.models import Balance, Entry, PostingRow
from kenri.ledger.payees import Unclaimed, unclaimed
from kenri.ledger.services.entries import Posting, post
from kenri.ledger.services.writing import one_writer

HELD, FUND = "Liabilities:Held:", "Liabilities:CommonFund"


class Due(msgspec.Struct, frozen=True):
    """Held money of one account whose claim has ended: since when all of it
    is held, and what of it goes."""

    account: str
    currency: str
    since: dt.date
    held: int
    goes: int


def due_for_fund(on: dt.date) -> tuple[Unclaimed, list[Due]]:
    """What would go to the fund on a day, by account. Raises ``Problem('no_rule_yet')``."""
    rule = unclaimed(on)
    found = []
    for row in Balance.objects.filter(account__startswith=HELD, amount__lt=0).order_by("account"):
        rows = PostingRow.objects.filter(account=row.account, currency=row.currency, amount__lt=0)
        since = rows.aggregate(last=Max("entry__day"))["last"]
        if since and _years_after(since, rule.years) < on:
            goes = -row.amount * rule.percent // 100
            found.append(Due(row.account, row.currency, since, -row.amount, goes))
    return rule, found


def move_to_fund(at: dt.datetime) -> list[Entry]:
    """Move all that is due on the day of ``at``; the same day again moves nothing twice."""
    on = timezone.localdate(at)
    with transaction.atomic():
        one_writer()
        rule, found = due_for_fund(on)
        return [
            post(
                f"fund:{due.account}:{due.currency}:{on}",
                at,
                [Posting(due.account, due.goes, due.currency), Posting(FUND, -due.goes, due.currency)],
                f"{rule.article}; held since {due.since}; rule of {rule.from_}",
                due.account,
            )
            for due in found
            if due.goes
        ]


def _years_after(day: dt.date, years: int) -> dt.date:
    """The same day of a later year; 29 February ends on the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
