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
BY_PAGE = int(os.environ.get("KENRI_TEST_BY_PAGE", "10"))
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


def everything_in(pages: WebDriver, who: str, path: str) -> dict[str, str]:
    """What the button of a queue sends that means all its cases, however many pages of it there are."""
    page = pages.page(who, path)
    [form] = [form for form in page.forms if "queue" in form.fields]
    return {"all": "1", "queue": form.fields["queue"]}


def by_page(pages: WebDriver, who: str, chosen: dict[str, str], action: str, **told: str) -> HtmlElement:
    """One action on the cases chosen, by its form on the page; the page that tells what became of each."""
    path = "/ja/cases/together"
    shown = html.fromstring(pages.client(who).post(path, chosen).content.decode())
    form = next(one for one in shown.forms if one.fields.get("do", "").startswith(f"{action}."))
    entry = form.fields["do"]
    sent = filled_in(form) | {f"{entry}.{name}": value for name, value in told.items()}
    assert {name for name in sent if "." in name} <= set(form.xpath(".//*/@name"))
    answer = pages.client(who).post(path, sent)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    outcome = answer.headers["Location"]
    while (page := pages.page(who, outcome)).xpath("//main//form[@data-carry-on]"):
        assert pages.client(who).post(outcome).status_code == 302
    assert page.xpath("//main//progress/@value") == page.xpath("//main//progress/@max")
    return page


def again(page: HtmlElement, which: str) -> dict[str, str]:
    """What the button sends that goes on with those that were done, or that refused."""
    [form] = [one for one in page.forms if which in one.text_content()]
    return {"case": form.fields["case"]}


def refused_of(page: HtmlElement) -> list[str]:
    """What the page says of those that refused."""
    return [row.text_content() for row in page.xpath("//tbody/tr[.//*[contains(@class,'badge bad')]]")]


def test_many_items_by_page(stage: Stage, project: Project) -> None:
    """Drafts for a whole list; facts, measures, sites, letters told once for all; filed, begun and checked."""
    pages = WebDriver(stage)
    Item.objects.filter(project=project, number__gt=BY_PAGE).delete()
    stage.on("2026-05-01")
    address = f"/ja/projects/{project.key}/cases"
    chosen = pages.client("applicant").post(address, {"all": "1"})
    form = next(f for f in html.fromstring(chosen.content.decode()).forms if "procedure" in f.fields)
    told = {"procedure": "adjudication_67_3", "organisation": stage.body("applicant"), "open": "1"}
    told |= {"begins": "2026-09-01", "ends": "2028-08-31"}
    answer = carry_on(pages, "applicant", address, {**filled_in(form), **told})
    whole = everything_in(pages, "applicant", answer.headers["Location"])
    told = {key: value for key, value in story.UNMANAGED.items() if key not in ("authors", "identification")}
    shared = [
        ("describe", {**told, "authors": "不詳", "identification": "港町の写真、1962年"}),
        ("attach", {"document": "work_copy", "reference": "A-1"}),
        *(
            (action, {f"{field}_on": "2026-05-01", f"{field}_result": "意思表示なし"})
            for action, field in story.MEASURES.items()
        ),
        ("view_site", {"viewed_on": "2026-05-01", "viewed_result": "該当なし"}),
        ("add_contact", {"name": "港町の商工会", "address": "a@example.org", "domestic": "yes"}),
        ("add_contact", {"name": "写真の掲載紙", "address": "b@example.org", "domestic": "yes"}),
        ("send_letter", {"sent_on": "2026-05-01", "letter": "利用したいので、許諾をお願いします。"}),
        ("letter_arrived", {"arrived_on": "2026-05-01"}),
    ]
    for action, entered in shared:
        page = by_page(pages, "applicant", whole, action, **entered)
        assert refused_of(page) == []
        whole = again(page, "処理した")
    assert len(whole["case"].split()) == BY_PAGE
    stage.on("2026-05-16")
    odd = whole["case"].split()[-1]
    pages.act("applicant", odd, "describe", managed="this_use")
    page = by_page(pages, "applicant", whole, "file")
    [refused] = refused_of(page)
    assert odd in refused
    assert odd in again(page, "拒まれた")["case"]
    assert "管理事業者が管理する作品は対象外です" in refused
    assert pages.state("applicant", odd) == "preparing"
    waiting = everything_in(pages, "checker", "/ja/cases/?role=confirmation_body&state=filed")
    page = by_page(pages, "checker", waiting, "ask_fee", fee=str(story.FEE))
    assert refused_of(page) == []
    filed = again(page, "処理した")
    assert (odd in filed["case"], len(filed["case"].split())) == (False, BY_PAGE - 1)
    paid = {"purpose": "fee", "amount": str(story.FEE), "received_on": "2026-05-16"}
    page = by_page(pages, "checker", filed, "payment_received", **paid)
    found = {"check": "every", "result": "met", "evidence": "申請書"}
    page = by_page(pages, "checker", again(page, "処理した"), "record_check", **found)
    reckoned = {"compensation_reckoned": str(story.COMPENSATION), "reckoning": "年額×3"}
    page = by_page(pages, "checker", again(page, "処理した"), "reckon", **reckoned)
    page = by_page(pages, "second", again(page, "処理した"), "forward", report="要件を満たす")
    assert refused_of(page) == []
    assert pages.state("checker", filed["case"].split()[-1]) == "deciding"
