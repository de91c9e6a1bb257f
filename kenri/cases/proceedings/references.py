"""The case that another one is about: it is there, it fits, and its facts are read from it, not typed."""

from __future__ import annotations

import unicodedata
from typing import Any

from kenri.cases.proceedings.models import Case, Publication
from kenri.cases.proceedings.standing import course_of
from kenri.procedures.conduct.spec import About
from kenri.procedures.conduct.versions import procedure_at
from kenri.vocab.problems import Problem


def find(about: About, number: str, title: str, entity: str) -> Case:
    """The case that is meant, if it was decided, stands where it can be spoken of, and is about that work.

    The work is told by its entity, where both cases have one, or else by its title; what is not told is that
    of the case. Decisions are public, and so is all that a refusal tells. Raises Problem:
    ``award_not_named``, ``no_such_award`` (also on a case without a decision), ``award_over``,
    ``award_of_another_work``.
    """
    number = number.strip()
    if not number:
        raise Problem("award_not_named", where=about.field)
    case = Case.objects.filter(number=number, procedure__in=about.procedures).first()
    if case is None or not Publication.objects.filter(case=case, kind="decision").exists():
        raise Problem("no_such_award", where=about.field, number=number)
    if case.state not in about.states:
        state = procedure_at(case.pinned).states[case.state].label
        raise Problem("award_over", where=about.field, number=number, state=state)
    if entity and case.entity:
        other = entity != case.entity
    else:
        other = bool(title.strip()) and _plain(title) != _plain(case.title)
    if other:
        raise Problem("award_of_another_work", where=about.field, number=number, title=case.title)
    return case


def facts(about: About, case: Case) -> dict[str, Any]:
    """What a case about another one knows of it, by field."""
    data = course_of(case).data
    read = {key: data[key] for key in about.reads if key in data}
    return {**read, about.field: case.number, about.kind: case.procedure}


def _plain(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).casefold().split())
