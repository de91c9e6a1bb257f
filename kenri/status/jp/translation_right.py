"""The exclusive right to translate under the old law (old art. 7, kept by supplementary art. 8)."""

from __future__ import annotations

import calendar
from datetime import date

from kenri.status.days import FAR, later, span_of
from kenri.status.jp.terms import NEW_LAW
from kenri.status.jp.wartime import addition, war
from kenri.status.layers import Layer
from kenri.status.verdicts import Outcome, Step, Verdict

YEARS = 10
ALLIED_MONTHS = 6


def translation_right(layer: Layer) -> Verdict | None:
    """Until when somebody's leave was needed to translate into Japanese; None where the rule does not apply.

    It ended ten years after publication if no Japanese translation had come out by then; for Allied
    nationals the ten years are longer by the wartime days and six months, where they were not over before.
    """
    work = layer.work
    if layer.published is None or layer.published[1] >= NEW_LAW:
        return None
    if not work.not_translated and work.first_japanese_translation is None:
        return None
    days = addition(layer)[0].values
    ends = [
        _deadline(day.year, extra) for day, extra in zip(layer.published, (min(days), max(days)), strict=True)
    ]
    done = span_of(work.first_japanese_translation)
    gone = [
        Outcome(end, (Step("jp.translation_right_gone", layer.published[0].year, YEARS, last=end),))
        for end in ends
    ]
    kept = Outcome(FAR, (Step("jp.translation_right_kept", layer.published[0].year, YEARS),))
    if done is None or done[0] > ends[1]:
        return Verdict(gone[0], gone[1])
    if done[1] <= ends[0]:
        return Verdict(kept, kept)
    return Verdict(gone[0], kept, ("first_japanese_translation",))


def _deadline(year: int, extra: int) -> date:
    end = date(year + YEARS, 12, 31)
    if not extra or end < war().war:
        return end
    end = later(end, extra)
    month = end.month + ALLIED_MONTHS
    year, month = end.year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(end.day, calendar.monthrange(year, month)[1]))
