"""Answers of people without an account: a signed address in a letter lets one contact of one case answer.

The address names the case, the contact and the day of the letter; it holds until ``OPEN_FOR`` is over. An
answer is the procedure's own step, taken by the machinery in the role of the holder: ``letter_answered``
while the enquiry runs, ``intention_arrived`` once the application was filed. What the contact wrote is
personal: it stands beside the chain and can be erased. There is one answer; whoever comes again reads it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec
from django.db import transaction

from kenri.cases.proceedings import access, chain, mail, standing
from kenri.cases.proceedings.acting import Request, once_more, perform
from kenri.cases.proceedings.models import Case
from kenri.cases.proceedings.signed import ANSWER, read_signed, signed
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.course import Course
from kenri.vocab.problems import Problem

OPEN_FOR = dt.timedelta(days=365)
"""How long an address holds."""
STEP, LATER = "letter_answered", "intention_arrived"
LONGEST = 5_000
"""Characters of an answer."""
ANSWERS = ("refused", "terms", "talk", "not_mine")
"""What a contact may say. ``not_mine`` is no answer of a holder: it is recorded as a receipt."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The enquiry that an address belongs to, and the answer if there is one (``answer`` of ``ANSWERS``)."""

    case: Case
    course: Course
    item: int
    contact: dict[str, Any]
    answer: str = ""
    text: str = ""
    on: str = ""


def secret(case: Case, item: int, at: dt.datetime) -> str:
    """The secret part of the address for a letter that is sent now."""
    return signed(ANSWER, case.number, str(item), f"{day_of(at):%Y%m%d}")


def asked(told: str, at: dt.datetime) -> Asked:
    """The enquiry of an address. Raises Problem: ``answer_address_wrong``, ``answer_address_over``."""
    number, of, day = read_signed(ANSWER, told, 3)
    item, sent = int(of), dt.date.fromisoformat(day)
    if day_of(at) > sent + OPEN_FOR:
        raise Problem("answer_address_over", days=OPEN_FOR.days)
    case = Case.objects.filter(number=number.upper()).prefetch_related(access.WITH_PARTIES).first()
    rows = chain.history(case) if case else []
    course = standing.course_of(case, rows) if case else None
    contacts = course.data.get("contacts", ()) if course else ()
    if case is None or course is None or not 0 < item <= len(contacts):
        raise Problem("answer_address_wrong")
    contact = contacts[item - 1]
    words = [row for row in words_of(rows) if row.input.get("item") == item]
    if words:
        told_ = words[-1].input
        return Asked(
            case=case,
            course=course,
            item=item,
            contact=contact,
            answer=told_["answer"],
            text=told_.get("text", ""),
            on=day_of(words[-1].at).isoformat(),
        )
    known = contact.get("answer") or ""
    held = known if known in ANSWERS else ""
    return Asked(
        case=case,
        course=course,
        item=item,
        contact=contact,
        answer=held,
        on=contact.get("answered_on") or "" if held else "",
    )


def answer(told: str, said: str, text: str, at: dt.datetime) -> Asked:
    """Record the answer of a contact, once; whoever answers again gets the first answer back.

    Raises Problem: those of ``asked``, ``answer_unknown``, ``note_too_long``, and ``conduct.offers.Refused``
    where the procedure takes no answer any more.
    """
    if said not in ANSWERS:
        raise Problem("answer_unknown")
    text = text.replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise Problem("note_too_long", most=LONGEST)

    def work() -> Asked:
        found = asked(told, at)
        if found.answer:
            return found
        _step(found, said, text, at)
        case = Case.objects.get(pk=found.case.pk)
        kept = {"text": text} if text else {}
        entry = chain.Entry(
            kind="answer",
            name="contacts",
            role="holder",
            by=access.MACHINE,
            told={"item": found.item, "answer": said},
            kept=kept,
        )
        chain.append(case, entry, at)
        transaction.on_commit(lambda: mail.send(case, at))
        return asked(told, at)

    return once_more(work, True)


def _step(found: Asked, said: str, text: str, at: dt.datetime) -> None:
    """The step of the case that an answer is. ``not_mine`` shows no intention: later on there is none."""
    case, actions = found.case, found.course.spec.actions
    if case.state in actions[STEP].from_:
        held = "receipt" if said == "not_mine" else said
        told = {"item": found.item, "answered_on": day_of(at).isoformat(), "answer": held}
        perform(Request(None, case.number, STEP, told, at, case.steps, "holder"))
    elif said != "not_mine":
        told = {"intention_text": text or said}
        perform(Request(None, case.number, LATER, told, at, case.steps, "holder"))


def words_of(rows: Iterable[chain.Row]) -> list[chain.Row]:
    """The answers that contacts gave on their pages, as rows of a history."""
    return [row for row in rows if row.kind == "answer"]
