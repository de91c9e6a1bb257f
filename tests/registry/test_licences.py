"""Instant licences: who has one at once, who does not, and that the document can be checked."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client
from owning import proved

from kenri.accounts.models import User
from kenri.registry import claims, services
from kenri.registry.claiming import Claimed
from kenri.registry.claims import Subject
from kenri.registry.declared import Declared, Terms
from kenri.registry.models import Licence
from kenri.seals.chain import digest
from kenri.web.registry import registering
from tests.append_only import unguarded

pytestmark = pytest.mark.django_db(transaction=True)
URL = "https://video.example/1"
ANSWERS = {
    "derivative": "terms",
    "commercial": "refuse",
    "private_sharing": "permit",
    "merchandising": "terms",
}
ASKED = {
    "to": "利用 花子",
    "use": "derivative_video",
    "manner": "歌ってみた動画 <b>1本</b>",
    "commercial": "no",
    "territory": "JP",
    "begins": "2026-12-01",
    "ends": "2027-11-30",
    "accept": "on",
}


@pytest.fixture
def holder() -> User:
    return User.objects.create_user("haru@example.org", name="霧野ハル")


@pytest.fixture
def registration(holder: User) -> str:
    told = {
        "title": "雨音のプログラム",
        "kind": "musical_work",
        "url": URL,
        "holder": "霧野ハル",
        "contributors": [{"name": "霧野ハル", "role": "composer"}],
    }
    work = services.save_draft(holder, told)
    services.publish(holder, work.key)
    own = {"merchandising": Terms(fee="売上の5%")}
    services.declare(
        holder, Declared(ANSWERS, Terms(credit=True, fee="free", territory="JP"), own=own), work.key
    )
    assert registering.bring_in()
    return work.key


@pytest.fixture
def user(client: Client) -> Client:
    client.force_login(User.objects.create_user("hanako@example.org", name="利用 花子"))
    return client


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_user_has_a_sealed_licence_at_once(user, holder, registration, language):
    proved(holder, URL)
    address = f"/{language}/registrations/{registration}/licence"
    assert address in text_of(Client().get(f"/{language}/registrations/{registration}"))
    answer = user.post(address, ASKED)
    assert answer.status_code == 302, text_of(answer)
    again = user.post(address, ASKED)
    assert again["Location"] == answer["Location"], "two clicks are one licence"
    row = Licence.objects.get()
    told = json.loads(row.data)
    assert told["title"] == "雨音のプログラム"
    assert told["credit"] == "霧野ハル"
    assert "derivative" in told["purposes"]
    page = text_of(user.get(answer["Location"]))
    assert row.number in page
    assert "<b>1本" not in page
    pdf = user.get(f"{answer['Location']}.pdf").content
    assert pdf.startswith(b"%PDF")
    signed = json.loads(user.get(f"{answer['Location']}.json").content)
    assert digest(signed["data"]) == signed["digest"]
    seen = text_of(Client().get(f"/{language}/verify", {"number": row.number}))
    assert {"ja": "利用許諾書", "en": "Licence"}[language] in seen
    assert "利用 花子" not in seen, "a number tells nobody's name"
    checked = text_of(Client().post(f"/{language}/verify", {"file": _upload(pdf)}))
    spoilt = text_of(
        Client().post(f"/{language}/verify", {"file": _upload(pdf.replace(b"%%EOF", b"%%EOG", 1))})
    )
    assert checked != spoilt
    for name in (f"account/licences/{row.number}", f"account/licences/{row.number}.pdf"):
        assert "/login" in Client().get(f"/{language}/{name}")["Location"]
        stranger = Client()
        stranger.force_login(User.objects.get_or_create(email="c@example.org")[0])
        assert stranger.get(f"/{language}/{name}").status_code == 404
    giver = Client()
    giver.force_login(holder)
    assert row.number in text_of(giver.get(f"/{language}/account/licences/"))
    with unguarded():
        Licence.objects.update(data=row.data.replace("2027-11-30", "2099-11-30"))
    altered = text_of(Client().get(f"/{language}/verify", {"number": row.number}))
    assert {"ja": "利用許諾書", "en": "A document of this number was issued"}[language] not in altered


def _upload(data: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("licence.pdf", data, "application/pdf")


def test_nothing_is_given_that_the_terms_do_not_give(user, holder, registration):
    address = f"/en/registrations/{registration}/licence"
    assert user.post(address, ASKED).status_code == 400, "whose address it is was not proved"
    proved(holder, URL)
    for wrong in (
        {"commercial": "yes"},
        {"use": "merchandise"},
        {"use": "ai_training"},
        {"use": "nonsense"},
        {"territory": "US"},
        {"ends": "2026-01-01"},
        {"ends": ""},
        {"to": " "},
        {"manner": ""},
        {"accept": ""},
    ):
        assert user.post(address, {**ASKED, **wrong}).status_code == 400, wrong
    assert not Licence.objects.exists()
    assert user.get("/en/registrations/nothing/licence").status_code == 404
    assert "/login" in Client().post(address, ASKED)["Location"]


def test_a_work_that_another_claims_is_not_licensed_outright(user, holder, registration):
    proved(holder, URL)
    other = User.objects.create_user("b@example.org")
    subject = Subject(registering.entity_of(registration), "雨音", (f"registry:{registration}",))
    claimed = Claimed("別の人", "author", evidence="奥付")
    claims.claim(other, subject, claimed, at=dt.datetime.now(dt.UTC))
    assert user.post(f"/en/registrations/{registration}/licence", ASKED).status_code == 400


def test_a_later_refusal_undoes_no_licence(user, holder, registration):
    proved(holder, URL)
    address = f"/en/registrations/{registration}/licence"
    given = user.post(address, ASKED)["Location"]
    services.declare(holder, Declared(dict.fromkeys(ANSWERS, "refuse")), registration)
    assert user.get(given).status_code == 200
    assert user.post(address, {**ASKED, "manner": "別の動画"}).status_code == 400


def entity_of(registration: str) -> str:
    return registering.entity_of(registration)


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "今すぐ許諾を受ける"), ("en", "Take the licence at once")]
)
def test_the_plan_leads_to_the_licence_only_where_terms_give_it(user, holder, registration, language, words):
    plan = f"/{language}/entities/{entity_of(registration)}/plan"
    asked = {"use": "derivative_video", "a.commercial": "no"}
    assert words not in text_of(user.get(plan, asked)), "whose address it is has not been proved"
    proved(holder, URL)
    page = text_of(user.get(plan, asked))
    assert words in page
    assert 'name="a.commercial"' in text_of(user.get(plan, {"use": "derivative_video"})), "terms hang on it"
    address = f"/{language}/registrations/{registration}/licence?"
    [link] = [one for one in page.split('"') if one.startswith(address)]
    form = text_of(user.get(link.replace("&amp;", "&")))
    assert '<option value="derivative_video" selected>' in form
    assert '<option value="no" selected>' in form
    assert words not in text_of(user.get(plan, {**asked, "a.commercial": "yes"})), "refused"
    said = Claimed("別の人", "author", evidence="契約")
    rival = User.objects.create_user("b@example.org")
    claims.claim(rival, Subject(entity_of(registration), "雨音", ()), said, at=dt.datetime.now(dt.UTC))
    assert words not in text_of(user.get(plan, asked)), "another claims it"


def test_a_registered_holder_is_asked_from_the_page_of_the_work(user, registration):
    entity = entity_of(registration)
    page = text_of(user.get(f"/en/entities/{entity}"))
    assert "Ask the holder" in page
    told = {"procedure": "direct_request", "entity": entity, "holder": "霧野ハル", "use": "derivative_video"}
    form = user.get("/en/cases/new", told)
    assert form.status_code == 200
    assert "雨音のプログラム" in text_of(form)
    assert "霧野ハル" in text_of(form)
