"""Held money that went to the common-purpose fund is no longer held for anybody's work."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from kenri.ledger.distribution import bulk, queries
from kenri.ledger.distribution.models import Run, UsageReport
from kenri.ledger.distribution.rounding import apportion
from kenri.ledger.distribution.services.running import Change, write_amounts
from kenri.ledger.services import balance
from kenri.ledger.services.writing import one_writer


def lapse(report: UsageReport, *, at: dt.datetime, by: str = "") -> Run | None:
    """Follow the books where money of a report left for the fund; None where all that is held is there.

    Whose part it was is kept: what is held falls in proportion, to the yen. Where the fund gave some back,
    it is held again for the same parts.
    """
    with transaction.atomic():
        one_writer()
        first = queries.first_of(report)
        held = {key: yen for key, yen in sorted(queries.standing(first).items()) if key[3] and yen > 0}
        gone = queries.held_of(first) + balance(f"Liabilities:Held:{first.number}")
        if gone < 0:
            held = {key: -yen for key, yen in sorted(queries.standing(first, run__kind=Run.FUND).items())}
        if not gone or not held:
            return None
        made = Run.objects.create(
            report=first, used=queries.last_of(first), kind=Run.FUND, scheme=first.scheme,
            key=f"fund:{first.number}:{at.isoformat()}", at=at, by=by,
        )  # fmt: skip
        sign = 1 if gone > 0 else -1
        parts = zip(held, apportion(abs(gone), list(held.values())), strict=True)
        write_amounts(
            made,
            (
                Change(bulk.Amount(of, "", "", why, work, layer, 0, 0), of, -sign * part)
                for (of, _, _, why, work, layer), part in parts
                if part
            ),
        )
    return made
