"""An archive applies for five hundred items at once; they are decided on item by item, or together."""

from __future__ import annotations

import os
from typing import Any

import msgspec
import pytest
from django.http import HttpResponse
from lxml import html
from lxml.html import HtmlElement

from kenri.cases.models import Item, Project
from kenri.vocab.names import Name
from kenri.vocab.records import Record
from tests.cases.proceedings.walks import READY
from tests.journeys import story
from tests.journeys.api_driver import ApiDriver
from tests.journeys.stage import Stage
from tests.journeys.web_driver import WebDriver, filled_in

pytestmark = pytest.mark.django_db
MANY = 500
BY_PAGE = int(os.environ.get("KENRI_TEST_BY_PAGE", "20"))
"""How many of them are clicked through."""


def photograph(number: int) -> Record:
    """What the archive says of one of them."""
    name = Name(f"港町の写真 {number}")
    return Record(source="list", local_id=str(number), schema="photograph", names=(name,))


@pytest.fixture
def project(stage: Stage) -> Project:
    """The list as it stands after it was handed in."""
    at, by = stage.settings.KENRI_NOW, stage.people["applicant"].key
    made = Project.objects.create(
        key="photographs", name="港町の写真", use={"acts": ["public_transmission"]}, list_name="photographs.csv",
        file="", schema="photograph", created=at, changed=at, by=by,
    )  # fmt: skip
    Item.objects.bulk_create(
        Item(
            project=made,
            place=n,
            number=n,
            local_id=str(n),
            title=photograph(n).names[0].text,
            raw="{}",
            record=msgspec.json.encode(photograph(n)).decode(),
            digest="",
        )
        for n in range(1, MANY + 1)
    )
    return made


def together(api: ApiDriver, who: str, numbers: list[str], action: str, **told: str | int) -> list[dict]:
    """One action on many cases; the outcomes."""
    return api.call(who, "/cases/together", {"numbers": numbers, "action": action, "input": told})["outcomes"]


def test_five_hundred_items(api: ApiDriver, stage: Stage, project: Project) -> None:
    filing = {
        "project": project.key, "procedure": "adjudication_67_3", "given": READY, "organisation": stage.body("applicant"),
        "use": {"preset": "stream_archive_programme", "begins": "2026-09-01", "ends": "2028-08-31"},
    }  # fmt: skip
    stage.on("2026-05-16")
    batch = api.call("applicant", "/cases/batches", filing, 201)
    numbers = [one["number"] for one in batch["outcomes"]]
    assert len(set(numbers)) == MANY
    assert api.call("applicant", "/cases/batches", {**filing, "batch": batch["batch"]}, 201)["outcomes"] == []
    api.act("applicant", numbers[0], "describe", managed="this_use")
    filed = together(api, "applicant", numbers, "file")
    [refused] = [one for one in filed if one["problem"]]
    assert (refused["number"], "管理" in refused["problem"]["cause"]["ja"]) == (numbers[0], True)
    first = numbers[1:26]
    asked = together(api, "checker", first, "ask_fee", fee=story.FEE)
    assert not any(one["problem"] for one in asked)
    found = api.call("checker", f"/cases?role=confirmation_body&state=fee_due&batch={batch['batch']}")
    assert found["total"] == len(first)


def carry_on(pages: WebDriver, who: str, path: str, sent: dict[str, Any]) -> HttpResponse:
    """Send a form, and press the button that carries on for as long as it is there."""
    answer = pages.client(who).post(path, sent)
    while answer.status_code == 200:
        form = next(form for form in html.fromstring(answer.content.decode()).forms if "batch" in form.fields)
        answer = pages.client(who).post(path, {**filled_in(form), "open": "1"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer


def ticked(pages: WebDriver, who: str, path: str) -> list[str]:
    """The numbers of all cases of a queue, page after page of it."""
    numbers: list[str] = []
    for page in range(1, 100):
        shown = pages.page(who, f"{path}&page={page}").xpath("//input[@name='case']/@value")
        if not shown or shown[0] in numbers:
            break
        numbers += shown
    return numbers


def by_page(pages: WebDriver, who: str, numbers: list[str], action: str, **told: str) -> HtmlElement:
    """One action on the cases ticked, by its form on the page; the page that tells what became of each."""
    path = "/ja/cases/together"
    shown = html.fromstring(pages.client(who).post(path, {"case": numbers}).content.decode())
    form = next(one for one in shown.forms if one.fields.get("do", "").startswith(f"{action}."))
    sent = filled_in(form)
    sent |= {f"{action}..{name}": value for name, value in told.items()}
    assert {name for name in sent if "." in name} <= set(form.xpath(".//*/@name"))
    answer = pages.client(who).post(path, sent)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    outcome = answer.headers["Location"]
    while (page := pages.page(who, outcome)).xpath("//main//form[@method='post']"):
        assert pages.client(who).post(outcome).status_code == 302
    return page


def refused_of(page: HtmlElement) -> list[str]:
    """What the page says of those that refused."""
    return [row.text_content() for row in page.xpath("//tbody/tr[.//*[contains(@class,'badge bad')]]")]


def test_many_items_by_page(stage: Stage, project: Project) -> None:
    """Drafts for a whole list, what they share told once, sites looked at case by case, filed together."""
    pages = WebDriver(stage)
    Item.objects.filter(project=project, number__gt=BY_PAGE).delete()
    stage.on("2026-05-16")
    address = f"/ja/projects/{project.key}/cases"
    chosen = pages.client("applicant").post(address, {"all": "1"})
    form = next(f for f in html.fromstring(chosen.content.decode()).forms if "procedure" in f.fields)
    told = {"procedure": "adjudication_67_3", "organisation": stage.body("applicant"), "open": "1"}
    told |= {"begins": "2026-09-01", "ends": "2028-08-31"}
    answer = carry_on(pages, "applicant", address, {**filled_in(form), **told})
    numbers = ticked(pages, "applicant", answer.headers["Location"])
    assert len(set(numbers)) == BY_PAGE
    told = {key: value for key, value in story.UNMANAGED.items() if key not in ("authors", "identification")}
    shared = {
        "describe": {**told, "authors": "不詳", "identification": "港町の写真、1962年"},
        "attach": {"document": "work_copy", "reference": "A-1"},
        **{
            action: {f"{field}_on": "2026-05-16", f"{field}_result": "意思表示なし"}
            for action, field in story.MEASURES.items()
        },
    }
    for action, entered in shared.items():
        assert refused_of(by_page(pages, "applicant", numbers, action, **entered)) == []
    for number in numbers:
        pages.view_sites("applicant", number, "2026-05-16")
    pages.act("applicant", numbers[0], "describe", managed="this_use")
    [refused] = refused_of(by_page(pages, "applicant", numbers, "file"))
    assert numbers[0] in refused
    assert "管理事業者が管理する作品は対象外です" in refused
    assert pages.state("applicant", numbers[0]) == "preparing"
    waiting = ticked(pages, "checker", "/ja/cases/?role=confirmation_body&state=filed")
    assert set(waiting) == set(numbers[1:])
    assert refused_of(by_page(pages, "checker", waiting, "ask_fee", fee=str(story.FEE))) == []
    assert pages.state("checker", waiting[-1]) == "fee_due"
