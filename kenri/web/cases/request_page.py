"""A request as both sides read it: the plan in a few facts, what was said in turn, what may be answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import msgspec

from kenri.cases.proceedings.asking import Request
from kenri.cases.proceedings.chain import Row
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.offers import asked_fields
from kenri.procedures.conduct.reasons import ROLES
from kenri.vocab.text import Text
from kenri.web.cases import forms as case_forms
from kenri.web.cases.forms import Form, Sent
from kenri.web.cases.told import words

TOLD = ("title", "authors", "identification", "manner", "use_from", "use_until", "licence_fee", "terms")
"""Data of a request that its holder needs to know to answer."""
FIRST = ("accept_request", "offer_terms", "ask_more", "refuse", "not_mine")
"""The answers in the order in which they are offered; what else the procedure offers comes after them."""
SIDES = ("applicant", "holder", "clock")


class Said(msgspec.Struct, frozen=True):
    """One step of the thread: who did what, when, and what they told with it."""

    role: str
    who: Text
    what: Text
    at: dt.datetime
    told: tuple[tuple[Text, Text], ...]


def facts(course: Course) -> list[tuple[Text, Text]]:
    """The work and the use that are asked about, with labels."""
    fields = course.spec.fields
    shown = [key for key in TOLD if course.data.get(key) not in (None, "")]
    return [(fields[key].label, words(fields[key], course.data[key])) for key in shown]


def thread(course: Course, rows: Iterable[Row]) -> list[Said]:
    """What the two sides said in turn, the earliest first; what was only prepared is left out."""
    return list(_said(course, rows))


def _said(course: Course, rows: Iterable[Row]) -> Iterator[Said]:
    made = course.spec
    for row in rows:
        if row.kind != "action" or row.role not in SIDES or row.state == made.first:
            continue
        fields = asked_fields(made, row.name)
        told = ((key, row.input.get(key)) for key in fields)
        yield Said(
            row.role,
            ROLES[row.role],
            made.actions[row.name].label,
            row.at,
            tuple(
                (fields[key].label, words(fields[key], value))
                for key, value in told
                if value not in (None, "")
            ),
        )


def forms(asked: Request, on: dt.date, sent: Sent) -> list[Form]:
    """The answers that a holder may give now, each a form."""
    order = {key: place for place, key in enumerate(FIRST)}
    offered = sorted(asked.offers, key=lambda one: order.get(one.action, len(order)))
    return [_free(form) for form in case_forms.forms(asked.course, "holder", offered, on, sent)]


def _free(form: Form) -> Form:
    """A fee that nobody has named yet is shown as none, which whoever answers may change."""
    boxes = tuple(
        msgspec.structs.replace(box, value="0") if box.kind == "money" and not box.value else box
        for box in form.boxes
    )
    return msgspec.structs.replace(form, boxes=boxes)
