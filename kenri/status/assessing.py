"""Assess a work: the law of a jurisdiction on a day, applied to every layer."""

from __future__ import annotations

from datetime import date

from kenri.status.answers import Answer, LayerAnswer
from kenri.status.contradictions import contradictions
from kenri.status.days import span_of
from kenri.status.facts import Work
from kenri.status.jurisdictions import Jurisdiction, elsewhere, jurisdictions
from kenri.status.layers import Layer, layers_of
from kenri.status.rules import reforms
from kenri.status.verdicts import NEVER, Outcome, Step, Verdict, fixed
from kenri.vocab.problems import Problem


def assess(work: Work, on: date, jurisdiction: str = "JP") -> Answer:
    """The state of a work on a day, under the law in force on that day.

    Facts that contradict each other make it undetermined. Raises ``Problem('unknown_jurisdiction')``, and
    ``Problem('day_before_the_law')`` for a day of which Kenri does not know the law.
    """
    law = law_of(jurisdiction, on)
    against = contradictions(work)
    answers = []
    for layer in layers_of(work):
        verdict = _of_layer(layer, law, on, jurisdiction)
        answers.append(LayerAnswer(layer, verdict, verdict.status(on)))
    return Answer(work, on, jurisdiction, tuple(answers), against)


def refused(work_id: str, problem: Problem, on: date, jurisdiction: str = "JP") -> Answer:
    """The answer for facts that could not be read: undetermined, with the problem."""
    return Answer(Work(id=work_id), on, jurisdiction, (), problem=problem)


def law_of(jurisdiction: str, on: date) -> Jurisdiction:
    """The law to apply. Raises the Problems of ``assess``."""
    law = jurisdictions().get(jurisdiction)
    if law is None:
        known = ", ".join(sorted(jurisdictions()))
        raise Problem("unknown_jurisdiction", jurisdiction=jurisdiction, known=known)
    if on < law.since:
        raise Problem("day_before_the_law", day=on.isoformat(), law=law.label, since=law.since.isoformat())
    return law


def _of_layer(layer: Layer, law: Jurisdiction, on: date, code: str) -> Verdict:
    work = layer.work
    if work.subject in law.unprotected:
        return fixed(NEVER, Step(law.unprotected[work.subject]))
    verdict = law.verdict(layer, on, code, elsewhere)
    if law.lapse and (work.lapsed is not None or work.no_heirs):
        return _lapsed(layer, verdict, law.lapse)
    return verdict


def _lapsed(layer: Layer, verdict: Verdict, rule: str) -> Verdict:
    """The right ended where it went to nobody; without the day, between the author's death and its term."""
    span = span_of(layer.work.lapsed)
    first, last = span or layer.died
    if first >= verdict.high.last:
        return verdict
    low = Outcome(min(first, verdict.low.last), (Step(rule, last=first),))
    high = Outcome(last, (Step(rule, last=last),)) if span and last < verdict.high.last else verdict.high
    return Verdict(low, high, ("lapsed",))


def law_since(day: date) -> date:
    """The last reform of any law up to a day: from it to the next one ``Answer.free_on`` stays the same."""
    return max((reform for reform in reforms() if reform <= day), default=date.min)
