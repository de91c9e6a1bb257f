"""What somebody without an account does with a request, at the secret address that was sent to them.

It names the case and the day on which it was sent, and holds for a year. What is done there are the steps
that the procedure gives the holder, taken by the machinery in that role, so that permission, terms, questions
and refusal are the record like those of anybody who signs in. Who has the address is taken to be whom the
applicant wrote to; that it is the holder is not established, and is said nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction

from kenri.cases.proceedings import access, chain, issuing, mail, standing
from kenri.cases.proceedings.acting import Request as Step
from kenri.cases.proceedings.acting import once_more, perform
from kenri.cases.proceedings.models import Case, Issued
from kenri.cases.proceedings.signed import read_signed
from kenri.cases.proceedings.strangers import HOLDER, SALT, stranger
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.offers import Offer, offers
from kenri.vocab.problems import Problem
from kenri.vocab.uses import Use

OPEN_FOR = dt.timedelta(days=365)
"""How long an address holds."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request as its holder sees it: the case, where it stands, its history, and what may be done."""

    case: Case
    course: Course
    rows: tuple[chain.Row, ...]
    offers: tuple[Offer, ...]
    issued: tuple[Issued, ...]
    applicant: str

    @property
    def use(self) -> Use:
        """The planned use."""
        return msgspec.convert(self.case.use, Use)


def opened(told: str, at: dt.datetime) -> Request:
    """The request of an address. Raises Problem: ``answer_address_wrong``, ``answer_address_over``."""
    number, sent = read_signed(SALT, told, 2)
    if day_of(at) > dt.date.fromisoformat(sent) + OPEN_FOR:
        raise Problem("answer_address_over", days=OPEN_FOR.days)
    case = Case.objects.filter(number=number.upper()).prefetch_related(access.WITH_PARTIES).first()
    if case is None:
        raise Problem("answer_address_wrong")
    rows = chain.history(case)
    course = standing.course_of(case, rows)
    if not stranger(case, course):
        raise Problem("answer_address_wrong")
    return Request(
        case=case,
        course=course,
        rows=tuple(rows),
        offers=tuple(one for one in offers(course, HOLDER, at) if one.open),
        issued=tuple(case.issued.order_by("pk")),
        applicant="".join(issuing.who(case, "applicant")),
    )


def answer(told: str, action: str, input_: Mapping[str, Any], at: dt.datetime, expecting: int) -> Case:
    """Take a step of the holder. ``expecting`` is ``Case.steps`` as the page showed it.

    Raises Problem: those of ``opened``, ``case_moved`` and what ``acting.act`` raises.
    """

    def work() -> Case:
        case = opened(told, at).case
        if case.steps != expecting:
            raise Problem("case_moved", where=case.number)
        return perform(Step(None, case.number, action, input_, at, case.steps, HOLDER))

    case = once_more(work, again=False)
    transaction.on_commit(lambda: mail.send(case, at))
    return case


def document(told: str, number: str, language: str, at: dt.datetime) -> bytes:
    """The sealed PDF of a document of the request. Raises those of ``opened``, ``no_such_document``."""
    if number not in {one.number for one in opened(told, at).issued}:
        raise Problem("no_such_document", number=number)
    return issuing.pdf(number, language, at)
