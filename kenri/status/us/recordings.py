"""Sound recordings in the United States: the Music Modernization Act of 2018."""

from __future__ import annotations

from datetime import date

from kenri.status.days import FAR, LONG_AGO
from kenri.status.layers import Layer
from kenri.status.us.terms import terms
from kenri.status.verdicts import Choice, Outcome, Step, Verdict, sweep

FEDERAL = date(1972, 2, 15)
ACT = date(2018, 10, 11)
OLDEST_ENDS = date(2021, 12, 31)
LAST_ENDS = date(2067, 2, 15)


def recording(layer: Layer, on: date) -> Verdict:
    """The term of a sound recording by the day of its first publication (s. 1401(a)(2))."""
    regime = terms().regime(on)
    span = layer.published or ((layer.recorded or layer.created or (LONG_AGO, FAR))[0], FAR)
    days = span if span[0].year != span[1].year or span[0] < FEDERAL <= span[1] else (span[0],)

    def last_day(day: date) -> Outcome:
        if day == FAR:
            return Outcome(FAR, (Step("us.publication_open"),))
        if day >= FEDERAL:
            kind = "published" if day.year < 1978 else "hire"
            return terms().run(kind, day.year, 0, regime)
        if on < ACT:
            return Outcome(FAR, (Step("us.recording_state_law"),))
        if day.year < 1923:
            return Outcome(OLDEST_ENDS, (Step("us.recording_1922", day.year, last=OLDEST_ENDS),))
        if day.year < 1947:
            return terms().run("recording_1946", day.year, 0, ACT)
        if day.year < 1957:
            return terms().run("recording_1956", day.year, 0, ACT)
        return Outcome(LAST_ENDS, (Step("us.recording_1972", day.year, last=LAST_ENDS),))

    return sweep([Choice("published", days)], last_day, on)
