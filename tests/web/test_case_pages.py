"""Cases through their pages: from the plan of a work to the day on which the use is allowed."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace

import axe_playwright_python
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser, Route, sync_playwright

from kenri.accounts.models import Organisation
from kenri.cases.proceedings import queries, storage
from kenri.cases.proceedings.models import Attachment, Case
from kenri.procedures.conduct.versions import procedures
from kenri.records.models import Content, Record
from tests.cases.proceedings.walks import member
from tests.web.small_catalogue import CHECKOUT, docs_script

STANDARD = docs_script("standard_case")
SCREENSHOTS = docs_script("screenshots")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
STATIC = CHECKOUT / "kenri/web/static"
BASELINE = CHECKOUT / "docs/standard-case.md"


@pytest.fixture
def people(site: Client) -> SimpleNamespace:
    """One of everybody, signed in."""
    clients = {}
    for name, (role, body) in STANDARD.OFFICES.items():
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


def baseline(what: str) -> int:
    """A figure of the page that keeps the baseline."""
    return int(re.search(rf"^\| {what} \| (\d+) \|", BASELINE.read_text(encoding="utf-8"), re.MULTILINE)[1])


def test_the_standard_case_from_the_plan_to_the_use(people, work, move) -> None:
    number, tally = STANDARD.play(people.clients, work, move, upload)
    case = Case.objects.get(number=number)
    assert case.state == "in_use"
    assert len(tally.actions) <= baseline("actions")
    assert tally.typed <= baseline("fields filled in")
    assert queries.may_use(number, dt.date(2026, 9, 1))[0]


@pytest.fixture
def begun(people, work, move) -> SimpleNamespace:
    """A draft, and the applicant in front of it."""
    move(dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC))
    applicant = STANDARD.Person("applicant", people.clients["applicant"], STANDARD.Tally())
    applicant.see(f"/en/cases/new?procedure=adjudication_67_3&entity={work}&use=stream_archive_programme")
    applicant.send("title")
    return SimpleNamespace(applicant=applicant, address=applicant.address, clients=people.clients)


def sent(form: str, begun: SimpleNamespace, **told: str) -> dict[str, str]:
    """What a browser would send of a form on the page, with what somebody typed."""
    page = begun.applicant.page
    found = next(one for one in page.iter("form") if STANDARD._holds(one, form))
    return {**STANDARD._values(found), **told}


def test_opening_asks_to_sign_in_and_comes_back(site: Client, work: str) -> None:
    answer = site.get(f"/en/cases/new?procedure=adjudication_67_3&entity={work}&use=post_online")
    assert answer.status_code == 302
    assert f"next=/en/cases/new%3Fprocedure%3Dadjudication_67_3%26entity%3D{work}" in answer.url


def test_a_draft_is_filled_in_from_what_is_known(begun) -> None:
    values = sent("describe.", begun)
    assert values["describe..title"] == "桜の園で"
    assert values["describe..use_from"] == "2026-07-30"
    assert values["describe..use_until"] == "2027-07-29"
    assert values["describe..territory"] == "JP"


def test_what_is_missing_is_listed_with_links_to_its_fields(begun) -> None:
    page = begun.applicant.page
    links = {a.get("href").removeprefix("#") for a in page.xpath('//*[contains(@class, "barred")]//a')}
    assert {"describe--royalty_basis", "documents", "check_surroundings--surroundings_on"} <= links
    assert all(page.get_element_by_id(link) is not None for link in links)


def test_a_refusal_keeps_what_was_typed_and_says_why(begun) -> None:
    told = {"describe..use_from": "1 May", "describe..royalty_basis": "ten thousand plays"}
    answer = begun.clients["applicant"].post(begun.address + "/act", sent("describe.", begun, **told))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "2026-05-01" in page
    assert "ten thousand plays" in page
    assert 'value="1 May"' in page


def test_a_form_sent_twice_acts_once(begun) -> None:
    client, values = begun.clients["applicant"], sent("describe.", begun, **{"describe..royalty_basis": "10"})
    assert client.post(begun.address + "/act", values).status_code == 302
    again = client.post(begun.address + "/act", values)
    assert again.status_code == 400
    assert "has moved" in again.content.decode()
    assert Case.objects.get().steps == 1


def test_others_do_not_learn_of_a_case(begun, site: Client) -> None:
    assert begun.clients["checker"].get(begun.address).status_code == 404
    assert begun.clients["checker"].post(begun.address + "/act", {"do": "file."}).status_code == 404
    assert Client().get(begun.address).status_code == 302


def test_one_action_for_many_cases(begun, people, work) -> None:
    applicant = begun.applicant
    applicant.see(f"/en/cases/new?procedure=adjudication_67_3&entity={work}&use=stream_archive_programme")
    applicant.send("title", {"title": "another"})
    numbers = list(Case.objects.values_list("number", flat=True))
    applicant.see("/en/cases/")
    applicant.send("case", {"case": numbers})
    title, manner = (applicant.page.xpath(f'//*[@name="describe..{key}"]')[0] for key in ("title", "manner"))
    assert (title.value, bool(manner.value)) == ("", True), "no value of one of them for all"
    assert "differs from case to case" in title.getparent().text_content()
    applicant.send("withdraw.", {"withdraw..withdrawal": "another work was found"})
    assert "/cases/together/" in applicant.address
    assert {case.state for case in Case.objects.all()} == {"withdrawn"}
    assert applicant.page.xpath('//*[contains(@class, "banner success")]')


def test_the_desk_of_an_office(begun, people, move) -> None:
    number = begun.address.rpartition("/")[2]
    applicant, checker = (
        begun.applicant,
        STANDARD.Person("checker", people.clients["checker"], STANDARD.Tally()),
    )
    STANDARD.prepare(applicant, upload)
    move(dt.datetime(2026, 5, 18, 10, tzinfo=dt.UTC))
    applicant.see(begun.address)
    applicant.send("file.")
    checker.see(begun.address)
    checker.send("/desk")
    assert Case.objects.get().assignee.name == "checker"
    answer = people.clients["checker"].post(begun.address + "/desk", {"what": "note", "text": "seen"})
    assert answer.status_code == 302
    assert b"seen" in people.clients["second"].get(begun.address).content
    assert b"seen" not in people.clients["applicant"].get(begun.address).content.split(b'id="desk"')[-1]
    told = {"what": "conflict", "text": "a relative"}
    assert people.clients["checker"].post(begun.address + "/desk", told).status_code == 302
    assert number not in people.clients["checker"].get("/en/cases/?role=confirmation_body").content.decode()


def test_each_requirement_shows_where_it_is_seen(begun, people, move) -> None:
    applicant = begun.applicant
    STANDARD.prepare(applicant, upload)
    move(dt.datetime(2026, 5, 18, 10, tzinfo=dt.UTC))
    applicant.see(begun.address)
    applicant.send("file.")
    checker = STANDARD.Person("checker", people.clients["checker"], STANDARD.Tally())
    checker.see(begun.address)
    assert (
        "in the state “requirements being checked”"
        in checker.page.get_element_by_id("check-published").text_content()
    )
    checker.send("ask_fee.")
    applicant.see("/en/cases/")
    assert "17 June 2026" in applicant.page.xpath("//main//tbody")[0].text_content(), "the fee is due"
    checker.send("payment_received.")
    links = {
        key: set(checker.page.get_element_by_id(f"check-{key}").xpath(".//a/@href"))
        for key in ("published", "measures")
    }
    assert all("/files/" in link for link in links["published"])
    assert links["measures"] == {"#list-sites", "#list-contacts"}
    assert checker.page.xpath('//*[@id="list-sites"] and //*[@id="list-contacts"]')
    assert "#check-published" in checker.page.xpath('//section[@aria-labelledby="next"]//a/@href')
    unchanged = sent("record_check.published", SimpleNamespace(applicant=checker))
    answer = checker.client.post(begun.address + "/act", unchanged)
    assert (answer.status_code, b"Nothing was filled in" in answer.content) == (400, True)
    checker.send("record_check.published", {"record_check.published.result": "met"})
    assert "#check-unmanaged" in checker.page.xpath('//section[@aria-labelledby="next"]//a/@href')


def test_what_cannot_be_read_is_told_with_its_cure(begun, work: str) -> None:
    client = begun.clients["applicant"]
    client.raise_request_exception = False
    STANDARD.prepare(begun.applicant, upload)
    handed_in = Attachment.objects.get()
    storage.place(handed_in.file).unlink()
    gone = client.get(f"{begun.address}/files/{handed_in.key}")
    assert gone.status_code == 500
    assert "kenri verify" in gone.content.decode()
    assert str(storage.place("").parent) not in gone.content.decode()
    record = Record.objects.get(source="creators_list", local_id="91")
    Content.objects.filter(record=record).update(doc="{")
    plan = client.get(f"/en/entities/{work}/plan?use=post_online")
    assert (plan.status_code, b"kenri harvest" in plan.content) == (500, True)
    draft = f"/en/cases/new?procedure=adjudication_67_3&entity={work}&use=post_online"
    answer = client.get(draft)
    assert (answer.status_code, b"creators_list/91" in answer.content) == (400, True)
    record.content.delete()
    record.delete()
    answer = client.get(draft)
    assert (answer.status_code, work in answer.content.decode()) == (400, True)
    assert client.get(begun.address).status_code == 200, "the case itself is still there"


def test_procedures_without_a_plan_begin_from_the_list_of_cases(people, move) -> None:
    move(dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC))
    applicant = STANDARD.Person("applicant", people.clients["applicant"], STANDARD.Tally())
    applicant.see("/en/cases/")
    applicant.follow("procedure=notice_35")
    assert not applicant.page.xpath('//input[@type="date"]'), "it is for no use, and asks for no days of one"
    applicant.send("title", {"title": "Notice for 2026"})
    assert Case.objects.get().use == {"acts": []}


@pytest.mark.browser
@pytest.mark.skipif(not Path(SCREENSHOTS.CHROMIUM).exists(), reason="Chromium is missing")
def test_axe_finds_nothing_on_the_pages_of_cases(begun, people) -> None:
    """The pages as they are answered, with the site's own styles; wide and narrow, in both languages."""
    STANDARD.prepare(begun.applicant, upload)
    draft = begun.address.removeprefix("/en")
    asked = ["/cases/", draft, "/cases/new?title=x", "/cases/new?procedure=direct_request&use=post_online"]
    answers = {
        f"/{language}{path}": people.clients["applicant"].get(f"/{language}{path}").content
        for path in asked
        for language in ("ja", "en")
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=SCREENSHOTS.CHROMIUM, args=SCREENSHOTS.ARGUMENTS)
        found = {
            (path, width): complaints(browser, path, answers, width)
            for path in answers
            for width in (1280, 390)
        }
        browser.close()
    assert found == dict.fromkeys(found, ([], False))


def complaints(browser: Browser, path: str, answers: dict[str, bytes], width: int) -> tuple[list[str], bool]:
    """What axe says of a page, and whether it scrolls sideways."""
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)

    def answer(route: Route) -> None:
        asked = route.request.url.removeprefix("http://cases.test")
        file = STATIC / asked.removeprefix("/static/")
        if asked in answers:
            route.fulfill(body=answers[asked], content_type="text/html; charset=utf-8")
        elif file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404)

    page.route("**/*", answer)
    page.goto(f"http://cases.test{path}")
    for fold in page.locator("details").all():
        fold.evaluate("fold => fold.open = true")
    page.evaluate(AXE)
    told = page.evaluate("axe.run().then(result => result.violations)")
    sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.close()
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in told], sideways


@pytest.mark.parametrize("procedure", sorted({made.id for made in procedures() if made.about is None}))
def test_every_procedure_has_a_page(people, move, procedure: str, language: str) -> None:
    move(dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC))
    opener = STANDARD.Person("applicant", people.clients["applicant"], STANDARD.Tally())
    opener.see(f"/{language}/cases/new?procedure={procedure}&title=x&use=post_online")
    opener.send("title")
    case = Case.objects.get()
    shown = queries.case_page(case.number, case.opened_by, dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC))
    offered = {offer.action for offers in shown.offers.values() for offer in offers if offer.open}
    entries = {value.partition(".")[0] for value in opener.page.xpath('//form//*[@name="do"]/@value')}
    entries |= {value.partition(".")[0] for value in opener.page.xpath('//form//*[@name="each"]/@value')}
    documents = {key for key in offered if shown.procedure.actions[key].adds_to == "documents"}
    assert offered - documents <= entries
