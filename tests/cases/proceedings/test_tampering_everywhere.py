"""Every column of every table of the history, changed by a byte; rows deleted, doubled, swapped: all is found."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, models, transaction

from kenri.cases.proceedings import issuing, services, storage, verifying
from kenri.cases.proceedings.models import (
    Attachment,
    Case,
    Checkpoint,
    Conflict,
    Issued,
    Letter,
    Particular,
    Party,
    Printed,
    Publication,
    Step,
)
from kenri.ledger.models import Obligation, Settlement
from tests.append_only import unguarded
from tests.cases.proceedings.walks import Walk, moment

pytestmark = pytest.mark.django_db
ADDRESSES = {"Attachment.key", "Letter.key", "Letter.mailed", "Party.entity"}
"""Columns that say nothing of what happened: under which address something is handed out, what is queued."""
HISTORY = (Step, Particular, Attachment, Issued, Printed, Publication, Conflict, Letter, Checkpoint)


@pytest.fixture
def told(walk):
    """A case in which every table of the history has rows."""
    walk.prepare()
    third = {"name": "配給会社", "address": "c3@example.org", "domestic": "yes"}
    walk.act("applicant", "add_contact", "2026-05-01", **third)
    services.send_letter(walk.people.applicant, walk.number, 3, "お尋ねします。", moment("2026-05-01"))
    walk.act("applicant", "letter_arrived", "2026-05-01", item=3, arrived_on="2026-05-01")
    services.attach(
        walk.people.applicant, walk.number, "work_copy", "表紙.txt", b"cover", moment("2026-05-02")
    )
    walk.act("applicant", "file", "2026-05-16")
    walk.checked()
    services.assign(walk.people.checker, walk.number, walk.people.second, moment("2026-05-20"))
    walk.granted()
    services.declare_conflict(walk.people.deputy, walk.number, "申請者の親族", moment("2026-06-02"))
    walk.pay()
    Walk(walk.people, "2026-06-11")
    issuing.pdf(f"{walk.number}-D03", "ja", moment("2026-06-11"))
    verifying.checkpoint(moment("2026-06-12"))
    assert all(model.objects.exists() for model in HISTORY)
    return walk


def faults() -> list[tuple[str, int, str]]:
    return [(one.chain, one.number, one.problem.code) for one in verifying.verify().faults]


def altered(field: models.Field, was: object) -> object:
    """The value with its last byte changed, a day later, one more; another row, for one that is meant."""
    if field.related_model:
        return field.related_model.objects.exclude(pk=was).values_list("pk", flat=True).last()
    if isinstance(was, str):
        return was[:-1] + ("0" if was[-1:] != "0" else "1") if was else "x"
    if isinstance(was, dict):
        return {**was, "purpose": "another"}
    if isinstance(field, models.DateField):
        return (was or moment("2027-01-01")) + dt.timedelta(days=3)
    return was + 1 if isinstance(was, int) else 1


def columns(model: type[models.Model]) -> list[models.Field]:
    """What a row says: all but its own key."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


@pytest.mark.parametrize("model", [*HISTORY, Case, Party], ids=lambda model: model.__name__)
def test_a_changed_byte_is_found(told, model) -> None:
    assert faults() == []
    missed = []
    rows = model.objects.order_by("pk")
    for row in {rows.first(), rows.last()}:
        for field in columns(model):
            was = getattr(row, field.attname)
            other = altered(field, was)
            if other is None:
                continue  # there is no other row
            try:
                with transaction.atomic(), unguarded():
                    model.objects.filter(pk=row.pk).update(**{field.attname: other})
            except IntegrityError:
                continue  # two rows of one number are more than the table itself lets be
            if not faults() and f"{model.__name__}.{field.attname}" not in ADDRESSES:
                missed.append(f"{model.__name__}.{field.attname}")
            with transaction.atomic(), unguarded():
                model.objects.filter(pk=row.pk).update(**{field.attname: was})
    assert sorted(set(missed)) == []
    assert faults() == []


@pytest.mark.parametrize(
    "model", [model for model in HISTORY if model is not Checkpoint], ids=lambda model: model.__name__
)
def test_a_deleted_row_is_found(told, model) -> None:
    """But for checkpoints: what nothing follows can be taken away unseen, so they are kept elsewhere too."""
    number = model.objects.order_by("pk").first().pk
    with transaction.atomic(), unguarded():
        for other in (Particular, Printed, Attachment, Issued, Publication, Conflict):
            if model is Step:
                other.objects.filter(step=number).delete() if hasattr(other, "step") else None
        Printed.objects.filter(issued=number).delete() if model is Issued else None
        model.objects.filter(pk=number).delete()
    assert faults() != []


def test_doubled_and_swapped_rows_are_found(told) -> None:
    last = Step.objects.order_by("-number")[0]
    with transaction.atomic(), unguarded():
        doubled = Step.objects.get(pk=last.pk)
        doubled.pk, doubled.number = None, last.number + 1
        doubled.save(force_insert=True)
    [(where, number, _)] = faults()
    assert (where, number) == (told.number, last.number + 1)
    with transaction.atomic(), unguarded():
        doubled.delete()
    one, two = Step.objects.order_by("number")[3:5]
    with transaction.atomic(), unguarded():
        for row, other in ((one, two), (two, one)):
            Step.objects.filter(pk=row.pk).update(body=other.body, hash=other.hash)
    assert faults()[0][:2] == (told.number, one.number)


def test_a_document_put_in_the_place_of_another_is_found(told) -> None:
    printed = Printed.objects.get()
    whole = storage.read(printed.file)
    storage.place(printed.file).write_bytes(whole[:-1] + b"\n\n")
    assert faults() == [(told.number, printed.step.number, "file_changed")]


def test_what_was_asked_in_a_case_cannot_be_made_unasked(told) -> None:
    with transaction.atomic(), unguarded():
        Settlement.objects.all().delete()
        Obligation.objects.filter(kind="fee").delete()
    assert told.number in {chain for chain, _, _ in faults()}
