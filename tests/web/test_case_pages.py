"""Cases through their pages: from the plan of a work to the day on which the use is allowed."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from small_catalogue import docs_script

from kenri.accounts.models import Organisation
from kenri.cases.proceedings import queries
from kenri.cases.proceedings.models import Case
from kenri.records.models import Record
from tests.cases.proceedings.walks import member

STANDARD = docs_script("standard_case")
OFFICES = {
    "applicant": ("user", "放送局"),
    "checker": ("confirmation_officer", "登録確認機関"),
    "second": ("confirmation_officer", "登録確認機関"),
    "commissioner": ("commissioner_office", "文化庁"),
    "treasurer": ("compensation_officer", "補償金管理機関"),
}


@pytest.fixture
def people(site: Client) -> SimpleNamespace:
    """One of everybody, signed in."""
    clients = {}
    for name, (role, body) in OFFICES.items():
        organisation, _ = Organisation.objects.get_or_create(name=body)
        clients[name] = Client()
        clients[name].force_login(member(name, role, organisation))
    return SimpleNamespace(clients=clients)


@pytest.fixture
def work(site: Client) -> str:
    return Record.objects.get(source="creators_list", local_id="91").entity.key


@pytest.fixture
def move(settings):
    def move(at: dt.datetime) -> None:
        settings.KENRI_NOW = at

    return move


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_the_standard_case_from_the_plan_to_the_use(people, work, move) -> None:
    number, tally = STANDARD.play(people.clients, work, move, upload)
    case = Case.objects.get(number=number)
    print(*STANDARD.lines(tally), sep="\n")
    assert case.state == "in_use"
    assert queries.may_use(number, dt.date(2026, 9, 1))[0]
