"""Two dates compared: a year off is common between catalogues, ten are not."""

from __future__ import annotations

from kenri.identity.comparison import Comparison
from kenri.vocab.dates import Certainty, ImpreciseDate
from kenri.vocab.text import Text

CLOSE = 1
"""Years by which sources differ on the same event."""
AROUND = 5
"""Years that "circa" may be off."""


def compare_dates(one: ImpreciseDate | None, other: ImpreciseDate | None) -> Comparison:
    """Compare two dates of one kind of event, by years.

    Levels: ``same_day`` (both exact to the day), ``same_year``, ``overlap`` (their intervals meet), ``close``
    (a year apart, five where one is "circa"), ``missing`` (one or both unknown), ``differ``.
    """
    if one is None or other is None or not _known(one) or not _known(other):
        return Comparison("missing", 0.0, _SENTENCES["missing"])
    level = _level(one, other)
    first, second = sorted((one.text, other.text))
    return Comparison(level, _WEIGHTS[level], _SENTENCES[level].format(one=first, other=second))


def _known(date: ImpreciseDate) -> bool:
    return bool(date.earliest or date.latest)


def _level(one: ImpreciseDate, other: ImpreciseDate) -> str:
    if len(one.earliest) > len("2000-01") and (one.earliest, one.latest) == (other.earliest, other.latest):
        return "same_day"
    if one.first_year == one.last_year == other.first_year == other.last_year:
        return "same_year"
    gap = max(_after(one, other), _after(other, one))
    if gap <= 0:
        return "overlap"
    circa = Certainty.CIRCA in (one.certainty, other.certainty)
    return "close" if gap <= (AROUND if circa else CLOSE) else "differ"


def _after(one: ImpreciseDate, other: ImpreciseDate) -> int:
    """Years by which one begins after the other ended; 0 where either is open."""
    if one.first_year is None or other.last_year is None:
        return 0
    return one.first_year - other.last_year


_WEIGHTS = {"same_day": 10.0, "same_year": 5.0, "overlap": 1.0, "close": 1.0, "differ": -6.0}
_SENTENCES = {
    "same_day": Text("日付が一致します（{one}）。", "They have the same date ({one})."),
    "same_year": Text("年が一致します（{one}）。", "They have the same year ({one})."),
    "overlap": Text("年代が重なります（{one}／{other}）。", "Their dates overlap ({one} / {other})."),
    "close": Text("年がほぼ一致します（{one}／{other}）。", "Their dates are close ({one} / {other})."),
    "missing": Text("日付が分からないため、比べられません。", "A date is missing and cannot be compared."),
    "differ": Text("年が異なります（{one}／{other}）。", "Their dates differ ({one} / {other})."),
}
