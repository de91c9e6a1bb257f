"""People who are asked: letters with an address of their own, and the answer without an account."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client

from kenri.cases.models import Project
from kenri.cases.proceedings import answering, chain, standing
from kenri.cases.proceedings.models import Case
from kenri.cases.services import create_project
from kenri.vocab.problems import Problem
from kenri.vocab.uses import use_named
from tests.web.small_catalogue import docs_script
from tests.web.test_case_pages import begun, move, people, upload, work  # noqa: F401  (fixtures)

STANDARD = docs_script("standard_case")


@pytest.fixture
def asked(begun, people, django_capture_on_commit_callbacks) -> SimpleNamespace:  # noqa: F811
    """A contact who was written to by e-mail from the page, and the address that stands in the letter."""
    applicant = begun.applicant
    told = {"name": "製作会社", "address": "contact@example.org", "domestic": "yes"}
    applicant.send("add_contact.", {f"add_contact..{key}": value for key, value in told.items()})
    form = next(one for one in applicant.page.iter("form") if STANDARD._holds(one, "send_letter.1"))
    values = {**STANDARD._values(form), "send_letter.1.letter": "作品を利用したいので、許諾をお願いします。"}
    with django_capture_on_commit_callbacks(execute=True):
        sent = begun.clients["applicant"].post(begun.address + "/letters/1", values)
    assert sent.status_code == 302
    letter = mail.outbox[-1]
    pages = re.findall(r"http://testserver(/(?:ja|en)/answers/\S+)", letter.body)
    return SimpleNamespace(letter=letter, pages=pages, begun=begun, case=Case.objects.get())


def contact(case: Case) -> dict:
    return standing.course_of(Case.objects.get(pk=case.pk)).data["contacts"][0]


def test_a_contact_answers_once_without_an_account(asked) -> None:
    page = asked.pages[1]
    assert asked.letter.to == ["contact@example.org"]
    assert page.rpartition("/")[2] not in asked.begun.clients["applicant"].get(asked.begun.address).text
    anybody = Client()
    assert "作品を利用したいので" in anybody.get(page).text
    assert anybody.post(page, {"answer": "terms", "text": "¥5,000 a year"}).status_code == 302
    assert contact(asked.case)["answer"] == "terms"
    anybody.post(page, {"answer": "refused", "text": "no"})
    assert contact(asked.case)["answer"] == "terms"
    again = anybody.get(asked.pages[0]).text
    assert "¥5,000 a year" in again
    assert "<form" not in again.partition("<main")[2]
    assert "¥5,000 a year" in asked.begun.clients["applicant"].get(asked.begun.address).text


def test_whose_the_rights_are_not_shows_no_intention(asked) -> None:
    Client().post(asked.pages[0], {"answer": "not_mine", "text": "ask the family"})
    assert contact(asked.case)["answer"] == "receipt"
    rows = answering.words_of(chain.history(asked.case))
    assert [row.input["answer"] for row in rows] == ["not_mine"]


def test_an_answer_must_be_chosen_and_what_was_typed_stays(asked) -> None:
    answer = Client().post(asked.pages[1], {"answer": "", "text": "typed"})
    assert answer.status_code == 400
    assert "typed" in answer.text


def test_an_address_that_was_changed_or_is_too_old_opens_nothing(asked, settings) -> None:
    assert Client().get(asked.pages[0] + "x").status_code == 404
    settings.KENRI_NOW += dt.timedelta(days=366)
    assert Client().get(asked.pages[0]).status_code == 404
    with pytest.raises(Problem, match="365 days"):
        answering.asked(asked.pages[0].rpartition("/")[2], settings.KENRI_NOW)


def test_kenri_looks_into_the_databases_it_reads(begun) -> None:  # noqa: F811
    applicant = begun.applicant
    applicant.send("/look")
    viewed = [site for site in standing.course_of(Case.objects.get()).data["sites"] if site.get("viewed_on")]
    assert viewed
    assert all(site["viewed_evidence"] for site in viewed)
    waiting = [s for s in standing.course_of(Case.objects.get()).data["sites"] if not s.get("viewed_on")]
    assert waiting, "what Kenri does not read is left to the person"


def test_twenty_items_of_a_project_become_twenty_drafts(people, move, tmp_path) -> None:  # noqa: F811
    move(dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC))
    file = tmp_path / "list.csv"
    file.write_text("題名,作者\n" + "".join(f"作品{n},白石 透\n" for n in range(20)), encoding="utf-8")
    key = create_project(file, use_named("stream_archive_programme"))
    items = list(Project.objects.get(key=key).items.values_list("pk", flat=True))
    applicant = people.clients["applicant"]
    page = applicant.post(f"/ja/projects/{key}/cases", {"item": items})
    assert page.status_code == 200
    told = {"item": items, "open": "1", "procedure": "adjudication_67_3", "begins": "2026-09-01"}
    done = applicant.post(f"/ja/projects/{key}/cases", {**told, "ends": "2027-08-31"})
    assert done.status_code == 302
    assert Case.objects.count() == 20
    assert "20件" in applicant.get(done.url).text
