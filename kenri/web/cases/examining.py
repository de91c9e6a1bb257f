"""The requirements of a case, one by one: what was found, in what it is seen, and the form to say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kenri.cases.proceedings.models import Attachment
from kenri.cases.proceedings.queries import Shown
from kenri.procedures.conduct.conditions import Finding
from kenri.procedures.conduct.offers import Offer, asked_fields
from kenri.procedures.conduct.reasons import ROLES
from kenri.procedures.conduct.spec import Check
from kenri.vocab.text import Text
from kenri.web.cases import forms as case_forms
from kenri.web.cases.forms import Box, Form, Sent
from kenri.web.cases.told import Datum, words


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement, what was found of it, and the form to say so (None: not for this person, or not now).

    It is seen in ``data``, ``lists`` (each with its label and how many items) and ``files``; ``by`` says who
    finds it, in which ``states``.
    """

    key: str
    check: Check
    found: Finding | None
    form: Form | None
    data: tuple[Datum, ...]
    lists: tuple[tuple[str, Text, int], ...]
    files: tuple[Attachment, ...]
    by: tuple[Text, ...]
    states: tuple[Text, ...]

    @property
    def id(self) -> str:
        """The id of its place on the page."""
        return f"check-{self.key}"

    @property
    def waits(self) -> bool:
        """Whether it is still to be found, by whoever looks."""
        return self.form is not None and (self.found is None or self.found.result == "open")


def examined(
    shown: Shown, offered: Iterable[tuple[str, Offer]], on: dt.date, sent: Sent
) -> Iterator[Examined]:
    """All requirements of the procedure; ``offered`` is what may be done, with the role that may."""
    course, spec = shown.course, shown.procedure
    takes = {
        check: (held, offer)
        for held, offer in offered
        if spec.actions[offer.action].finds
        for check in asked_fields(spec, offer.action)["check"].choices
    }
    for key, check in spec.checks.items():
        found, form = shown.findings.get(key), None
        if key in takes:
            form = case_forms.form(course, *takes[key], on, item=key, sent=sent)
            form = msgspec.structs.replace(form, boxes=tuple(_boxes(form, check, found, sent)))
        finding = [one for one in spec.actions.values() if one.finds and set(one.by) & set(check.by)]
        yield Examined(
            key=key,
            check=check,
            found=found,
            form=form,
            data=tuple(_data(shown, check)),
            lists=tuple(_lists(shown, check)),
            files=tuple(one for one in shown.attachments if one.kind in check.documents and not one.erased),
            by=tuple(ROLES[role] for role in check.by),
            states=tuple(spec.states[state].label for one in finding for state in one.from_),
        )


def _data(shown: Shown, check: Check) -> Iterator[Datum]:
    for key in check.looks_at:
        field, value = shown.procedure.fields[key], shown.course.data.get(key)
        if field.kind != "list" and value not in (None, ""):
            yield Datum(key, field.label, words(field, value), False)


def _lists(shown: Shown, check: Check) -> Iterator[tuple[str, Text, int]]:
    for key in check.looks_at:
        field, items = shown.procedure.fields[key], shown.course.data.get(key)
        if field.kind == "list" and items:
            yield f"list-{key}", field.label, len(items)


def _boxes(form: Form, check: Check, found: Finding | None, sent: Sent) -> Iterator[Box]:
    """The fields of a finding with what was found before; the evidence named is that which is expected."""
    before: Mapping[str, str] = (
        {"result": found.result, "evidence": found.evidence, "note": found.note}
        if found
        else {"evidence": check.evidence.ja}
    )
    for box in form.boxes:
        if box.key != "check":
            yield msgspec.structs.replace(box, value=sent.value(box.name, before.get(box.key, "")))
