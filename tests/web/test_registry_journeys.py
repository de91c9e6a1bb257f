"""Whole ways of creators, users and holders in a real browser, in both languages, one by keyboard alone.

Every page on the way is checked by axe-core. The site is that of ``kenri serve`` with a small catalogue.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.web.small_catalogue import docs_script, exports
from tests.web.walking import PASSWORD, Walker, letters, text_of

SCREENSHOTS = docs_script("screenshots")
CHROMIUM = SCREENSHOTS.CHROMIUM
EVERY = bool(os.environ.get("KENRI_BROWSE_ALL"))
"""Every journey in both languages; else the languages take turns, for a browser and axe take their time."""


def languages(turn: str) -> pytest.MarkDecorator:
    """The languages of a journey: both, or the one whose turn it is."""
    return pytest.mark.parametrize("language", ["ja", "en"] if EVERY else [turn])


pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is missing"),
    pytest.mark.timeout(300),
]
PROVED = """
import django; django.setup()
from django.utils import timezone
from kenri.registry import controls
from kenri.registry.models import Work
work = Work.objects.get(address=sys.argv[1]); at = timezone.now()
made = controls.claim_control(work.owner, "page", sys.argv[1], at=at)
controls.check(work.owner, made.key, lambda found: (found.scope, None), at=at)
"""
"""The creator has put the code on the page of the work and it was found: no test asks other sites."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journeys-browsed")


@pytest.fixture(scope="module")
def address(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    lists = [one for one in exports(tmp_path_factory.mktemp("lists")) if one[0] == "creators_list"]
    harvests = [("harvest", source, "--from", str(path)) for source, path in lists]
    with SCREENSHOTS.serving(home, *harvests, ("link",), ("index",)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SCREENSHOTS.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def comes(browser: Browser, address: str) -> Iterator[Callable[..., Walker]]:
    """Somebody comes to the site."""
    people: list[Walker] = []

    def come(language: str, *, keyboard: bool = False, width: int = 1280) -> Walker:
        people.append(Walker(browser, address, language, keyboard=keyboard, width=width))
        return people[-1]

    yield come
    for one in people:
        one.close()


def prove(home: Path, url: str) -> None:
    environment = {**os.environ, "KENRI_HOME": str(home), "DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "kenri.project.settings"
    subprocess.run([sys.executable, "-c", f"import sys{PROVED}", url], env=environment, check=True)


def address_in(letter: object, page: str) -> str:
    return re.search(rf"http://localhost:8000/\w\w/{page}\S+", text_of(letter))[0]


@pytest.mark.parametrize(("language", "keyboard"), [("ja", False), ("en", True)])
def test_a_song_of_the_net_is_registered_found_and_licensed(home, comes, language, keyboard) -> None:
    url, title = f"https://songs.example/{language}", f"雨音のプログラム {language}"
    creator = comes(language, keyboard=keyboard)
    creator.sign_up("霧野ハル")
    began = creator.clock()
    creator.clicks = 0
    creator.go("account/works/new")
    creator.fill("#id_title", title)
    creator.choose("#id_kind", "musical_work")
    creator.fill("#id_url", url)
    assert creator.page.locator("#id_holder").input_value() == "霧野ハル", "known, and not typed again"
    creator.press("button[value=publish]")
    creator.press("a[href$='/permissions']")
    creator.choose("#template", "fan_works")
    creator.press("form[method=get] button.outline")
    creator.tick("input[name='answer.education'][value=terms]")
    creator.press("button[value=declare]")
    registered = creator.clock() - began
    assert creator.clicks == 4
    prove(home, url)
    user = comes(language, keyboard=keyboard)
    user.sign_up("利用者")
    began = user.clock()
    user.go("")
    user.fill("#q", title)
    user.press("form[role=search] button")
    user.press(".hit h2 a")
    user.choose("#use", "derivative_video")
    user.press(".choose button")
    user.tick("input[name='a.commercial'][value=no]")
    user.press("form:has(.question) button[type=submit]")
    user.press("a[href*='/licence?']")
    user.fill("#id_manner", "動画1本の背景")
    user.fill("#id_ends", f"{time.localtime().tm_year + 1}-12-31")
    user.tick("#id_accept")
    user.press("form:has(#id_accept) button[type=submit]")
    licensed = user.clock() - began
    number = re.search(r"/licences/(L-\w+)", user.page.url)[1]
    print(f"{language}, keyboard {keyboard}: registered in {registered:.1f} s, licensed in {licensed:.1f} s")
    assert registered < 120
    assert licensed < 60
    with user.page.expect_download() as download:
        user.page.locator(f"a[href$='{number}.pdf']").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    anybody = comes(language, width=390)
    anybody.go(f"verify?number={number}")
    assert anybody.says(number)


@languages("en")
def test_a_holder_without_an_account_answers_by_the_letter_and_that_is_the_record(
    home, comes, language
) -> None:
    user = comes(language)
    user.sign_up("港北放送")
    user.go(f"search?q=電子の海 第{'3' if language == 'ja' else '13'}話")
    user.press(".hit h2 a")
    work = user.page.url
    user.choose("#use", "merchandise")
    user.press(".choose button")
    if not user.page.locator("a[href*='procedure=direct_request']").first.is_visible():
        user.unfold("details:has(a[href*='procedure=direct_request']) summary")
    user.press("a[href*='procedure=direct_request']")
    holder, to = user.page.locator("#holder").input_value(), f"holder-{language}@example.net"
    user.fill("#address", to)
    user.press("form:has(#address) button[type=submit]")
    case = user.page.url
    user.fill("#send--message", "記念品に使わせてください")
    user.press("button:below(#send--message)")
    [letter] = letters(home, to)
    page = address_in(letter, "requests/")
    page = page.replace("/ja/", f"/{language}/").replace("/en/", f"/{language}/")
    owner = comes(language, width=390)
    owner.go(page)
    assert owner.says("記念品に使わせてください")
    owner.unfold("#do-ask_more")
    owner.fill("#ask_more--question", "何個作りますか")
    owner.press("details:has(#do-ask_more) button")
    user.go(case)
    assert user.says("何個作りますか")
    user.fill("#reply--reply", "100個です")
    user.press("details:has(#do-reply) button, article:has(#do-reply) button")
    assert len(letters(home, to)) >= 2
    owner.go(page)
    assert owner.says("100個です")
    owner.unfold("#do-accept_request")
    owner.fill("#accept_request--credit", f"© {holder}")
    owner.choose("#accept_request--scope", "generally")
    owner.press("details:has(#do-accept_request) button")
    with owner.page.expect_download() as download:
        link = owner.page.locator(".files a[href*='D02']")
        link.evaluate("one => one.setAttribute('download', '')")
        link.click()
    contract = Path(download.value.path()).read_bytes()
    user.go(case)
    own = user.page.locator(".files a[href*='D02']").evaluate("one => one.href")
    assert user.page.request.get(own).body() == contract, "both have the same contract"
    user.go("verify")
    user.page.set_input_files(
        "input[type=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": contract}
    )
    user.press("form[enctype] button")
    user.go(work)
    assert user.says(holder, {"ja": "申込みに答えました", "en": "answered a request"}[language])
    user.go(f"entities/{work.rpartition('/')[2]}/plan?use=merchandise")
    assert user.says(case.rpartition("/")[2]), "the plan of whoever asked rests on the answer"


@languages("ja")
def test_two_claimants_conflict_and_resolve(home, comes, language) -> None:
    a, b = comes(language), comes(language, width=390)
    to = a.sign_up("甲野")
    b.sign_up("乙山")
    a.go(f"search?q=猫と暮らす 第{'2' if language == 'ja' else '7'}話")
    a.press(".hit h2 a")
    work = a.page.url
    for one in (a, b):
        one.go(f"{work}/claims")
        one.choose("#id_basis", "author")
        one.fill("#id_evidence", "奥付")
        one.press("form:has(#id_evidence) button[type=submit]")
    conflict = {"ja": "矛盾あり", "en": "in conflict"}[language]
    anybody = comes(language)
    anybody.go(work)
    assert anybody.says(conflict)
    [letter] = [one for one in letters(home, to) if "List-Unsubscribe" in one]
    assert address_in(letter, "entities/").split("/")[3] == language
    a.go("account/notices")
    assert a.page.locator(".notice.new").count() == 1
    a.press(".notice button")
    assert a.says(conflict)
    a.go("account/notices")
    assert a.page.locator(".notice.new").count() == 0
    b.go("account/claims/")
    mine = "article:has(button[value=withdrawn])"
    b.unfold(f"{mine} summary")
    b.page.locator(f"{mine} input[name=note]").fill("取り違えでした")
    b.press(f"{mine} button[value=withdrawn]")
    anybody.go(work)
    assert not anybody.says(conflict)
    anybody.go(f"{work}/claims")
    assert anybody.says("取り違えでした"), "it stays readable"


@languages("en")
def test_an_organisation_invites_a_member_who_accepts(home, comes, language) -> None:
    founder, member = comes(language), comes(language, width=390)
    founder.sign_up("代表")
    founder.go("account/organisations/")
    founder.fill("#id_name", f"雨音サークル {language}")
    founder.press("form:has(#id_name) button[type=submit]")
    page, to = founder.page.url, f"member-{language}@example.net"
    founder.fill("#id_email", to)
    founder.choose("#id_role", "holder")
    founder.press("form:has(#id_email) button[type=submit]")
    [letter] = letters(home, to)
    member.sign_up("会員")
    link = address_in(letter, "account/invitations/")
    member.go(link.replace("/ja/", f"/{language}/").replace("/en/", f"/{language}/"))
    member.press("main form:has(input[name=csrfmiddlewaretoken]) button.button")
    assert member.says("会員", f"雨音サークル {language}")
    founder.go(page)
    assert founder.says("会員")


@languages("ja")
def test_personal_data_are_exported_and_erased(comes, language) -> None:
    person = comes(language)
    told = person.sign_up("去る人")
    person.go("account/works/new")
    person.fill("#id_title", f"消える曲 {language}")
    person.choose("#id_kind", "musical_work")
    person.fill("#id_service", "動画サイト")
    person.press("button[value=publish]")
    person.go("account/data")
    with person.page.expect_download() as download:
        person.page.locator("a[href$='data.json']").click()
    data = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert data["email"] == told
    assert data["registry"]["works"][0]["draft"]["title"] == f"消える曲 {language}"
    person.fill("#id_email", told)
    person.press("button.danger")
    person.fill("#id_password", PASSWORD)  # what cannot be undone asks who it is once more, and goes on
    person.press("form:has(#id_password) button[type=submit]")
    assert person.page.locator("a[href*='/login/']").first.is_visible(), "signed out for good"
    person.go(f"search?q=消える曲 {language}")
    assert not person.page.locator(".hit").get_by_text("去る人").count()
    assert not person.says(f"消える曲 {language} 去る人")
    person.go("account/login/")
    person.fill("#id_login", told)
    person.fill("#id_password", PASSWORD)
    person.press("form:has(#id_password) button[type=submit]")
    assert person.page.url.endswith("/login/"), "nobody signs in with an account that was erased"
