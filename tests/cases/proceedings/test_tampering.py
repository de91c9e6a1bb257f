"""Whatever is altered behind the application's back is refused by the database, else found and located."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import DatabaseError, connection, transaction

from kenri.cases.proceedings import issuing, rebuilding, services, storage, verifying
from kenri.cases.proceedings.guards import GROWING
from kenri.cases.proceedings.models import Case, Issued, Letter, Numbering, Particular, Printed, Step
from kenri.seals.chain import digest
from tests.append_only import unguarded
from tests.cases.proceedings.walks import moment

pytestmark = pytest.mark.django_db


def faults(number: str = "") -> list[tuple[str, int, str]]:
    return [(one.chain, one.number, one.problem.code) for one in verifying.verify(number).faults]


@pytest.fixture
def filed(walk):
    walk.prepare()
    services.attach(
        walk.people.applicant, walk.number, "work_copy", "表紙.txt", b"cover", moment("2026-05-02")
    )
    walk.act("applicant", "file", "2026-05-16")
    issuing.pdf(f"{walk.number}-D03", "ja", moment("2026-05-16"))
    return walk


def test_the_database_itself_refuses(filed) -> None:
    tables = set(GROWING) - {"cases_conflict", "cases_publication", "cases_checkpoint"}
    for table in sorted(tables):
        with connection.cursor() as cursor:
            for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id + 1000"):
                with pytest.raises(DatabaseError), transaction.atomic():
                    cursor.execute(statement)
    assert faults() == []


def test_every_row_of_the_history_is_guarded_by_the_chain(filed) -> None:
    count = Step.objects.count()
    for row in list(Step.objects.order_by("number"))[:: max(1, count // 8)]:
        for column, value in (
            ("body", row.body.replace("2026", "2025", 1)),
            ("role", "office"),
            ("by", "user:x"),
        ):
            with transaction.atomic(), unguarded():
                Step.objects.filter(pk=row.pk).update(**{column: value})
            code = "chain_changed" if column == "body" else "row_beside_chain"
            assert faults() == [(filed.number, row.number, code)]
            with transaction.atomic(), unguarded():
                Step.objects.filter(pk=row.pk).update(**{column: getattr(row, column)})
    assert faults() == []


def test_the_end_cannot_be_cut_off(filed) -> None:
    last = Step.objects.order_by("-number")[0]
    former = Step.objects.get(number=last.number - 1)
    with transaction.atomic(), unguarded():
        Printed.objects.all().delete()
        last.delete()
    assert faults() == [(filed.number, former.number, "chain_cut")]


def test_texts_of_people_files_and_documents_are_guarded_too(filed) -> None:
    text = Particular.objects.filter(name="address").order_by("pk")[0]
    with transaction.atomic(), unguarded():
        Particular.objects.filter(pk=text.pk).update(text='"other@example.org"')
    assert faults() == [(filed.number, text.step.number, "text_changed")]
    with transaction.atomic(), unguarded():
        Particular.objects.filter(pk=text.pk).update(text="", salt="")
    assert faults() == [(filed.number, text.step.number, "text_erased_unrecorded")]
    with transaction.atomic(), unguarded():
        Particular.objects.filter(pk=text.pk).update(text=text.text, salt=text.salt)
    assert faults() == []

    issued = Issued.objects.order_by("pk")[2]
    with transaction.atomic(), unguarded():
        Issued.objects.filter(pk=issued.pk).update(data=issued.data.replace("港", "海"))
    assert [code for _, _, code in faults()] == ["document_changed"]
    with transaction.atomic(), unguarded():
        Issued.objects.filter(pk=issued.pk).update(data=issued.data)

    for file in (filed.case.attachments.get().file, Printed.objects.get().file):
        whole = storage.read(file)
        storage.place(file).write_bytes(whole + b" ")
        assert [code for _, _, code in faults()] == ["file_changed"]
        storage.place(file).unlink()
        assert [code for _, _, code in faults()] == ["file_changed"]
        storage.place(file).write_bytes(whole)
    assert faults() == []


def test_what_a_case_remembers_is_checked_and_rebuilt(filed) -> None:
    Case.objects.update(state="in_use", last_day=dt.date(2099, 1, 1))
    assert [code for _, _, code in faults()] == ["memory_differs"]
    assert rebuilding.rebuild() == 1
    assert faults() == []


def test_a_chain_written_anew_as_a_whole_is_found_by_a_checkpoint(filed) -> None:
    verifying.checkpoint(moment("2026-05-16"))
    number = filed.number
    with transaction.atomic(), unguarded():
        rewritten(filed.case)
    found = faults(number)
    assert found[0][0] == number
    assert found[0][2] in ("chain_rewritten", "chain_cut")


def rewritten(case: Case) -> None:
    """Every row again with another title, and everything that hangs on it made to fit."""
    previous = ""
    for row in Step.objects.filter(case=case).order_by("number"):
        body = json.loads(row.body)
        body["previous"] = previous
        if body["kind"] == "open":
            body["told"]["title"] = "別の記録"
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = digest(text)
        Step.objects.filter(pk=row.pk).update(body=text, hash=previous)
    Case.objects.filter(pk=case.pk).update(head=previous)


def test_a_case_that_is_gone_as_a_whole_leaves_a_gap(walk, people) -> None:
    Numbering.objects.update(last=2)
    assert faults() == [("2026-0673-00002", 1, "chain_cut")]


def test_a_person_can_be_erased_with_their_letters_and_the_chain_still_holds(walk) -> None:
    people, at = walk.people, moment("2026-05-01")
    walk.prepare()
    contact = {"name": "配給会社", "address": "c3@example.org", "domestic": "yes"}
    walk.act("applicant", "add_contact", "2026-05-01", **contact)
    services.send_letter(people.applicant, walk.number, 3, "お尋ねします。", at)
    walk.act("applicant", "letter_arrived", "2026-05-01", item=3, arrived_on="2026-05-01")
    walk.act("applicant", "file", "2026-05-16")
    row = Step.objects.filter(particulars__text__contains="c3@").order_by("number").first()
    assert row is not None
    services.erase(people.checker, walk.number, row.number, "address", "本人の請求", moment("2026-06-01"))
    assert faults() == []
    assert not Particular.objects.filter(text__contains="c3@example.org").exists()
    assert not Letter.objects.exclude(address="", text="").exists()
