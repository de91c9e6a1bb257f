"""Asking a holder: with an account, as a body, and by nothing but an e-mail address; the answer is the record."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from lxml import html

from kenri.accounts import notices
from kenri.accounts.models import Notice, User
from kenri.cases import services as projects
from kenri.cases.models import Item
from kenri.cases.proceedings import services as cases
from kenri.cases.proceedings import standing, strangers
from kenri.cases.proceedings.models import Case, Issued
from kenri.registry import services
from kenri.registry.models import Answered, Declaration, Work
from kenri.vocab.uses import use_named
from kenri.web.registry import registering

pytestmark = pytest.mark.django_db(transaction=True)
USE = "derivative_video"
WORK = {
    "title": "雨音のプログラム",
    "kind": "musical_work",
    "url": "https://v.example/1",
    "holder": "霧野ハル",
}


def signed_in(name: str, called: str = "") -> tuple[Client, User]:
    user = User.objects.create_user(f"{name}@example.org", name=called or name)
    client = Client()
    client.force_login(user)
    return client, user


@pytest.fixture
def maker() -> tuple[Client, User]:
    return signed_in("maker", "山田花子")


@pytest.fixture
def entity(maker) -> str:
    work = services.save_draft(maker[1], WORK)
    services.publish(maker[1], work.key)
    registering.bring_in()
    return found("雨音")


def found(words: str) -> str:
    return json.loads(Client().get("/en/search.json", {"q": words}).content)["results"][0]["id"]


def ask(client: Client, entity: str, **told: str) -> Case:
    """Open a request and send it, as the pages have it."""
    asked = {
        "procedure": "direct_request",
        "entity": entity,
        "use": USE,
        "begins": "2027-01-01",
        "ends": "2027-12-31",
    }
    form = {"title": "雨音のプログラム", "organisation": "", **asked, **told}
    assert client.post("/en/cases/new", form).status_code == 302
    case = Case.objects.latest("pk")
    act(client, case, "send", message="ぜひ使わせてください")
    return Case.objects.get(pk=case.pk)


def act(client: Client, case: Case, action: str, **told: str) -> None:
    steps = Case.objects.get(pk=case.pk).steps
    form = {"do": f"{action}.", "expecting": str(steps), **{f"{action}..{k}": v for k, v in told.items()}}
    answer = client.post(f"/en/cases/{case.number}/act", form)
    assert answer.status_code == 302, problems(answer)


def problems(answer) -> str:
    page = html.fromstring(answer.content.decode())
    return " ".join(one.text_content() for one in page.xpath("//*[@role='alert']|//*[@class='barred']"))


def reply(page: str, action: str, **told: str):
    """What somebody without an account sends from the page at their address."""
    client = Client()
    seen = html.fromstring(client.get(page).content.decode())
    form = next(one for one in seen.forms if one.fields.get("do") == f"{action}.")
    filled = {**dict(form.form_values()), **{f"{action}..{k}": v for k, v in told.items()}}
    return client.post(page, filled)


def stranger(entity: str, client: Client) -> tuple[Case, str]:
    """A request to somebody who has only an address; the address of their page."""
    case = ask(client, entity, holder="誰か", address="stranger@example.net")
    [letter] = [one for one in mail.outbox if one.to == ["stranger@example.net"]]
    return case, re.search(r"(/en/requests/\S+)", letter.body)[1]


def plan(client: Client, entity: str) -> str:
    return client.get(f"/en/entities/{entity}/plan", {"use": USE, "a.commercial": "no"}).content.decode()


def test_a_registered_person_is_reached_and_stays_behind_the_pen_name(maker, entity) -> None:
    asker, _ = signed_in("asker")
    page = asker.get(f"/en/entities/{entity}").content.decode()
    assert "maker@example.org" not in page
    case = ask(asker, entity, holder="霧野ハル")
    [letter] = [one for one in mail.outbox if one.to == ["maker@example.org"]]
    assert f"/ja/cases/{case.number}" in letter.body, "in the language of who reads it"
    seen = asker.get(f"/en/cases/{case.number}").content.decode()
    assert "maker@example.org" not in seen
    assert "山田花子" not in seen, "who asks learns the name under which the work is known, and no other"
    assert "ぜひ使わせてください" in maker[0].get(f"/ja/cases/{case.number}").content.decode()
    assert Notice.objects.filter(user=maker[1], kind="requests", read=None).count() == 1
    act(maker[0], case, "accept_request", licence_fee="0", credit="© 霧野ハル")
    assert Case.objects.get(pk=case.pk).state == "licensed", (
        "a licence that costs nothing needs no further step"
    )
    assert Notice.objects.filter(user__email="asker@example.org", kind="answers").exists()


def test_nobody_writes_to_any_number_of_strangers(entity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strangers, "MOST", 1)
    asker, _ = signed_in("asker")
    stranger(entity, asker)
    with pytest.raises(AssertionError, match="At most 1 requests a day"):
        ask(asker, entity, holder="ほかの誰か", address="other@example.net")
    assert [one.to for one in mail.outbox] == [["stranger@example.net"]]


def test_an_organisation_that_registered_is_reached_by_its_people(entity) -> None:
    from kenri.accounts import services as accounts

    client, member = signed_in("member")
    body = accounts.found_organisation(member, "雨音サークル")
    work = services.save_draft(
        member, {**WORK, "title": "海の曲", "url": "https://v.example/2"}, organisation=body
    )
    services.publish(member, work.key)
    registering.bring_in()
    asker, _ = signed_in("asker")
    case = ask(asker, found("海の曲"), title="海の曲", holder="霧野ハル")
    assert case.parties.get(role="holder").organisation == body
    assert client.get(f"/en/cases/{case.number}").status_code == 200


def test_somebody_without_an_account_permits_and_the_answer_is_the_record(entity) -> None:
    asker, _ = signed_in("asker")
    case, page = stranger(entity, asker)
    assert page not in asker.get(f"/en/cases/{case.number}").content.decode(), "the address is theirs alone"
    seen = Client().get(page)
    assert seen.status_code == 200
    assert seen["Referrer-Policy"] == "same-origin", (
        "others never learn it; without any the browser could send nothing"
    )
    assert "no-store" in seen["Cache-Control"]
    assert "ぜひ使わせてください" in seen.content.decode()
    assert reply(page, "accept_request", licence_fee="0", scope="this_use").status_code == 302
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.last_day) == ("licensed", dt.date(2027, 12, 31))
    contract = Issued.objects.get(case=case, template="contract")
    told = json.loads(contract.data)
    assert told["licensor"] == ["誰か"]
    assert any("無償" in row["text"]["ja"] for row in told["clauses"])
    for client, address in (
        (Client(), f"{page}/{contract.number}.pdf"),
        (asker, f"/en/cases/{case.number}/documents/{contract.number}.pdf"),
    ):
        pdf = client.get(address)
        assert pdf.content.startswith(b"%PDF")
    verified = Client().get("/en/verify", {"number": contract.number}).content.decode()
    assert "genuine" in verified or contract.number in verified
    assert not Answered.objects.exists(), "for this use only"
    assert Client().get(f"{page}/2026-X-D01.pdf").status_code == 404
    assert [one.to for one in mail.outbox[-3:]].count(["stranger@example.net"]) >= 1, "both sides are told"


def test_questions_go_back_and_forth_before_terms_are_agreed(entity) -> None:
    asker, _ = signed_in("asker")
    case, page = stranger(entity, asker)
    assert reply(page, "ask_more", question="どの動画で使いますか").status_code == 302
    assert "どの動画で使いますか" in asker.get(f"/ja/cases/{case.number}").content.decode()
    act(asker, case, "reply", reply="紹介動画です")
    forms = html.fromstring(Client().get(page).content.decode()).forms
    assert not any(one.fields.get("offer_terms..message") for one in forms), (
        "nobody's words are put in another's mouth"
    )
    assert "紹介動画です" in Client().get(page).content.decode()
    terms = {"licence_fee": "5000", "use_from": "2027-01-01", "use_until": "2027-06-30", "credit": "© 誰か"}
    assert reply(page, "offer_terms", **terms).status_code == 302
    act(asker, case, "accept_terms")
    case = Case.objects.get(pk=case.pk)
    assert case.state == "payment_due"
    told = json.loads(Issued.objects.get(case=case, template="contract").data)
    assert told["amount"] == 5000
    assert [row["name"] for row in told["signed"]] == ["誰か", "asker"]


def test_not_mine_and_refused_end_it(entity) -> None:
    asker, _ = signed_in("asker")
    case, page = stranger(entity, asker)
    assert reply(page, "not_mine", told_whose="作曲者の遺族").status_code == 302
    assert Case.objects.get(pk=case.pk).state == "not_theirs"
    assert "作曲者の遺族" in asker.get(f"/ja/cases/{case.number}").content.decode()
    assert not html.fromstring(Client().get(page).content.decode()).xpath("//main//form")
    mail.outbox.clear()
    other, page = stranger(entity, asker)
    reply(page, "refuse", refusal_reasons="使わないでください")
    assert Case.objects.get(pk=other.pk).state == "refused"


def test_an_address_that_was_not_sent_opens_nothing(entity) -> None:
    asker, _ = signed_in("asker")
    case, page = stranger(entity, asker)
    assert Client().get(page[:-1] + ("a" if page[-1] != "a" else "b")).status_code == 404
    number, day, signature = page.rpartition("/")[2].split(".")
    assert Client().get(f"/en/requests/{number}.20990101.{signature}").status_code == 404
    for wrong in ("x", "a.b.c", "...", f"{number}.{day}."):
        assert Client().get(f"/en/requests/{wrong}").status_code == 404
    ask(asker, entity, holder="霧野ハル")
    assert case.number in Client().get(page).content.decode()


def test_nobody_is_asked_without_a_way_to_reach_them(entity) -> None:
    asker, _ = signed_in("asker")
    form = {"procedure": "direct_request", "entity": entity, "use": USE, "title": "x", "holder": "誰か"}
    assert (
        asker.post("/en/cases/new", {**form, "begins": "2027-01-01", "ends": "2027-12-31"}).status_code == 302
    )
    case = Case.objects.latest("pk")
    answer = asker.post(f"/en/cases/{case.number}/act", {"do": "send.", "expecting": "0"})
    assert answer.status_code == 400
    assert "address" in problems(answer)
    assert Case.objects.get(pk=case.pk).state == "drafting"


def test_two_tabs_answer_once(entity) -> None:
    asker, _ = signed_in("asker")
    case, page = stranger(entity, asker)
    client = Client()
    forms = html.fromstring(client.get(page).content.decode()).forms
    steps = next(one for one in forms if one.fields.get("do") == "refuse.").fields["expecting"]
    assert reply(page, "ask_more", question="いつですか").status_code == 302
    late = client.post(page, {"do": "refuse.", "expecting": steps})
    assert late.status_code == 400
    assert Case.objects.get(pk=case.pk).state == "questioned"


def test_a_registrants_answer_for_all_uses_of_the_kind_is_heard_by_everybody_at_once(maker, entity) -> None:
    asker, _ = signed_in("asker")
    case = ask(asker, entity, holder="霧野ハル")
    act(maker[0], case, "refuse", refusal_reasons="二次創作は不可", scope="generally")
    declared = Declaration.objects.get()
    assert set(declared.doc["answers"].values()) == {"refuse"}
    assert "refuses it" in plan(Client(), entity)
    assert "Refuse" in Client().get(f"/en/entities/{entity}").content.decode()


def test_a_strangers_answer_for_all_is_shown_and_counts_as_a_reason_to_ask(entity) -> None:
    asker, _ = signed_in("asker")
    _, page = stranger(entity, asker)
    assert reply(page, "accept_request", licence_fee="0", scope="generally").status_code == 302
    said = Answered.objects.get()
    assert (said.says, said.by, said.user) == ("terms", "誰か", None)
    shown = Client().get(f"/en/entities/{entity}").content.decode()
    assert "誰か answered a request" in shown
    assert "not confirmed that it is the holder" in shown
    assert "cleared" not in re.findall(r"route-head.*?badge (\w+)", plan(Client(), entity))


def test_an_answer_for_this_use_is_the_askers_own(maker, entity) -> None:
    asker, _ = signed_in("asker")
    case = ask(asker, entity, holder="霧野ハル")
    act(maker[0], case, "accept_request", licence_fee="0", scope="this_use")
    assert case.number in plan(asker, entity)
    assert case.number not in plan(Client(), entity)
    assert not Declaration.objects.exists()


def test_silence_is_recorded_with_its_day_and_may_be_broken(entity, settings) -> None:
    asker, _ = signed_in("asker")
    case, page = stranger(entity, asker)
    settings.KENRI_NOW = case.changed + dt.timedelta(days=31)
    assert cases.bring_forward(settings.KENRI_NOW).steps == 1
    assert Case.objects.get(pk=case.pk).state == "silent"
    assert reply(page, "accept_request", licence_fee="0").status_code == 302
    assert Case.objects.get(pk=case.pk).state == "licensed"
    settings.KENRI_NOW = case.changed + dt.timedelta(days=400)
    assert Client().get(page).status_code == 404, "an address is good for a year"


def test_silence_is_the_record_of_an_enquiry_in_an_application(entity, settings) -> None:
    asker, _ = signed_in("asker")
    case, _ = stranger(entity, asker)
    settings.KENRI_NOW = case.changed + dt.timedelta(days=31)
    cases.bring_forward(settings.KENRI_NOW)
    asked = {"procedure": "adjudication_67_3", "entity": entity, "use": USE}
    page = asker.get("/en/cases/new", asked).content.decode()
    assert f'name="silence.{case.number}"' in page
    form = {**asked, "title": "雨音のプログラム", "begins": "2027-01-01", "ends": "2027-12-31"}
    form |= {"organisation": "", f"silence.{case.number}": "yes"}
    assert asker.post("/en/cases/new", form).status_code == 302
    [contact] = standing.course_of(Case.objects.latest("pk")).data["contacts"]
    assert (contact["name"], contact["address"], contact["domestic"]) == (
        "誰か",
        "stranger@example.net",
        "yes",
    )
    assert contact["sent_on"] == contact["arrived_on"] == f"{timezone.localdate(case.changed)}"
    assert contact["letter"] == "ぜひ使わせてください"
    last = case.history.latest("number")
    assert case.number in contact["delivery_evidence"]
    assert last.hash in contact["delivery_evidence"]
    other, _ = signed_in("other")
    assert f"silence.{case.number}" not in other.get("/en/cases/new", asked).content.decode()


def test_who_watches_a_work_hears_of_an_answer_for_all_and_of_a_list_but_not_of_their_own(
    maker, entity
) -> None:
    asker, _ = signed_in("asker")
    fan, person = signed_in("fan")
    for client in (fan, maker[0]):
        client.post(f"/en/entities/{entity}/watch", {"watch": "yes"})
    _, page = stranger(entity, asker)
    reply(page, "refuse", scope="generally")
    told = Notice.objects.filter(kind="intentions")
    assert set(told.values_list("user__email", flat=True)) == {"fan@example.org", "maker@example.org"}
    work = Work.objects.get()
    services.save_draft(maker[1], {**WORK, "description": "改訂版"}, work.key, work.revision)
    services.publish(maker[1], work.key)
    registering.bring_in()
    assert told.filter(user=person).count() == 2
    assert told.filter(user=maker[1]).count() == 1, "what they changed they know"


def test_a_list_hears_what_its_owner_was_answered(maker, entity, tmp_path) -> None:
    asker, person = signed_in("asker")
    file = tmp_path / "list.csv"
    file.write_text("作品名,作者\n雨音のプログラム,霧野ハル\n", encoding="utf-8")
    lists = [
        projects.create_project(file, use_named(USE, commercial=False), by=key) for key in (person.key, "")
    ]
    for key in lists:
        projects.run(key)
        [row] = Item.objects.filter(project__key=key)
        projects.correct(key, [row.pk], "entity", value=entity)
    case = ask(asker, entity, holder="霧野ハル")
    act(maker[0], case, "accept_request", licence_fee="0", scope="this_use")
    for key in lists:
        projects.run(key)
    own, anothers = (Item.objects.get(project__key=key).plan for key in lists)
    assert case.number in own
    assert case.number not in anothers


def test_a_stop_address_ends_mail_with_one_click(maker, entity) -> None:
    asker, _ = signed_in("asker")
    ask(asker, entity, holder="霧野ハル")
    [letter] = [one for one in mail.outbox if one.to == ["maker@example.org"]]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    client = Client(enforce_csrf_checks=True)
    assert client.get(address).status_code == 200
    assert notices.often(maker[1])["requests"] == "at_once", "opening it ends nothing"
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert notices.often(maker[1])["requests"] == "never"
    assert notices.often(maker[1])["claims"] == "at_once", "and nothing else"
    assert client.get(address[:-2]).status_code == 404
