"""The review page: judging by keyboard alone, undoing, never seeing a pair twice or what others said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from kenri.accounts.models import User
from kenri.records import services
from kenri.records.judging import judgement
from kenri.records.models import Judgement, Pair
from tests.web.declared_pairs import fill
from tests.web.test_axe import CHROMIUM, SCREENSHOTS, complaints

NAME = "確認 花子"


@pytest.fixture
def filled(transactional_db, tmp_path: Path) -> None:
    for step in fill(tmp_path, 6):
        step()


def named(client: Client, name: str = NAME) -> Client:
    answer = client.post("/ja/review/name", {"name": name, "next": "/ja/review?band=high"})
    assert (answer.status_code, answer["Location"]) == (302, "/ja/review?band=high")
    return client


def decide(client: Client, decision: str) -> None:
    pair = re.search(r'name="pair" value="(\d+)"', client.get("/ja/review").content.decode())[1]
    answer = client.post("/ja/review/decide", {"pair": pair, "decision": decision})
    assert answer.status_code == 302


@pytest.mark.parametrize(("language", "words"), [("ja", "お名前"), ("en", "Your name")])
def test_a_name_is_asked_for_once(filled, client: Client, language: str, words: str) -> None:
    assert words in client.get(f"/{language}/review").content.decode()
    assert client.post(f"/{language}/review/name", {"name": " "}).status_code == 400
    named(client)
    page = client.get(f"/{language}/review").content.decode()
    assert NAME in page
    assert 'value="same"' in page


def test_no_redirect_leads_away(client: Client, db) -> None:
    answer = client.post("/ja/review/name", {"name": "x", "next": "https://example.org/"})
    assert answer["Location"] == "/ja/review"


def test_a_decision_is_kept_and_the_pair_never_comes_again(filled, client: Client) -> None:
    named(client)
    seen = set()
    while match := re.search(r'name="pair" value="(\d+)"', client.get("/ja/review").content.decode()):
        assert match[1] not in seen
        seen.add(match[1])
        client.post("/ja/review/decide", {"pair": match[1], "decision": "same"})
    assert len(seen) == Judgement.objects.filter(by=NAME).count() == 6
    assert "確認する組はありません" in client.get("/ja/review").content.decode()
    shown = client.get(f"/ja/review?pair={seen.pop()}").content.decode()
    assert "確認する組はありません" in shown


def test_what_another_said_is_not_shown(filled, client: Client) -> None:
    other = Client()
    named(other, "別人")
    decide(other, "different")
    before = Pair.objects.get(state="third")
    page = named(client).get("/ja/review").content.decode()
    assert f'value="{before.pk}"' in page, "a conflict comes first"
    assert "別人" not in page


def test_undo_shows_the_pair_again(filled, client: Client) -> None:
    named(client)
    decide(client, "same")
    first = Judgement.objects.get(by=NAME)
    answer = client.post("/ja/review/undo")
    page = client.get(answer["Location"]).content.decode()
    assert first.left_id in page
    assert first.right_id in page
    assert [row.decision for row in Judgement.objects.filter(by=NAME).order_by("id")] == ["same", "withdrawn"]
    assert client.post("/ja/review/undo").status_code == 302
    assert Judgement.objects.filter(by=NAME).count() == 2


@pytest.mark.parametrize(
    "body", [{}, {"pair": "x", "decision": "same"}, {"pair": "1", "decision": "withdrawn"}]
)
def test_a_form_without_sense_decides_nothing(filled, client: Client, body: dict[str, str]) -> None:
    assert named(client).post("/ja/review/decide", body).status_code == 302
    assert client.get("/ja/review?pair=99999999999999999999&after=x&schema=nothing").status_code == 200
    assert not Judgement.objects.filter(by=NAME).exists()


def test_conditions_narrow_and_stay(filled, client: Client) -> None:
    named(client)
    page = client.get("/ja/review?schema=text&band=low").content.decode()
    assert '<option value="text" selected>' in page
    assert "この条件に合う組" in client.get("/ja/review?schema=text&source=moma").content.decode()


def test_differing_parts_are_marked(filled, client: Client) -> None:
    page = named(client).get("/ja/review").content.decode()
    assert "<mark>" in page
    assert "一致" in page


def test_a_public_site_asks_for_an_account(filled, client: Client, settings) -> None:
    settings.KENRI_OPEN = False
    page = client.get("/en/review").content.decode()
    assert "Judging is for members" in page
    assert 'name="name"' not in page
    client.force_login(User.objects.create_user("a@example.org"))
    assert "Judging is for members" in client.get("/en/review").content.decode()
    settings.KENRI_OPEN = True
    decide(client, "unsure")
    assert Judgement.objects.filter(by=User.objects.get().key).exists()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with thirty pairs of which somebody else has judged each once."""
    home, lists = tmp_path_factory.mktemp("judged"), tmp_path_factory.mktemp("judged-lists")
    with SCREENSHOTS.serving(home, *fill(lists, 30, commands=True)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SCREENSHOTS.ARGUMENTS)
        yield browser
        browser.close()


browsed = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is missing"),
    pytest.mark.timeout(300),
]


def begin(browser: Browser, address: str, language: str, size: tuple[int, int] = (1280, 900)) -> Page:
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto(f"{address}/{language}/review")
    page.keyboard.type(f"reviewer {language} {size[0]}")
    page.keyboard.press("Enter")
    page.locator("table.versus").wait_for()
    return page


def judged(page: Page) -> int:
    """How many pairs the page says that the reviewer has judged."""
    return int(re.search(r"\d+", page.locator(".review-top .cluster span").nth(1).inner_text())[0])


class TestBrowsed:
    pytestmark = browsed

    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_twenty_pairs_by_the_keyboard_alone(self, browser: Browser, address: str, language: str) -> None:
        page = begin(browser, address, language)
        pairs = set()
        for number in range(20):
            pairs.add(page.locator("input[name=pair]").get_attribute("value"))
            with page.expect_navigation():
                page.keyboard.press("sdu"[number % 3])
        assert len(pairs) == 20
        assert judged(page) == 20
        with page.expect_navigation():
            page.keyboard.press("z")
        assert judged(page) == 19
        assert page.locator("input[name=pair]").get_attribute("value") in pairs
        page.context.close()

    def test_arrows_go_on_and_back_and_keys_can_be_turned_off(self, browser: Browser, address: str) -> None:
        page = begin(browser, address, "en", (1024, 768))
        first = page.locator("input[name=pair]").get_attribute("value")
        with page.expect_navigation():
            page.keyboard.press("ArrowRight")
        assert page.locator("input[name=pair]").get_attribute("value") != first
        with page.expect_navigation():
            page.keyboard.press("ArrowLeft")
        assert page.locator("input[name=pair]").get_attribute("value") == first
        page.get_by_label("Decide with single keys").uncheck()
        page.locator("h1").click()
        page.keyboard.press("s")
        page.wait_for_timeout(300)
        assert page.locator("input[name=pair]").get_attribute("value") == first
        assert judged(page) == 0
        page.context.close()

    def test_letters_in_a_note_decide_nothing(self, browser: Browser, address: str) -> None:
        page = begin(browser, address, "en", (1000, 700))
        page.locator("#note").fill("")
        page.locator("#note").press_sequentially("sdu")
        assert page.locator("#note").input_value() == "sdu"
        assert judged(page) == 0
        page.context.close()

    def test_judging_works_without_scripts(self, browser: Browser, address: str) -> None:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{address}/ja/review")
        page.locator("#name").fill("no scripts")
        page.get_by_role("button", name="始める").click()
        page.locator("button[value=different]").click()
        assert judged(page) == 1
        page.locator("form.undo button").click()
        assert judged(page) == 0
        page.context.close()

    @pytest.mark.parametrize("size", [(1280, 900), (390, 844), (320, 700)], ids=str)
    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_axe_finds_nothing(
        self, browser: Browser, address: str, language: str, size: tuple[int, int]
    ) -> None:
        page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
        page.goto(f"{address}/{language}/review")
        assert complaints(page) == []
        page.context.close()
        page = begin(browser, address, language, size)
        assert complaints(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        page.goto(f"{address}/{language}/review?source=moma")
        assert complaints(page) == []
        page.context.close()


def test_every_pair_is_judged_by_two(filled, client: Client) -> None:
    services.judge(
        judgement(
            (pair.left.source, pair.left.local_id), (pair.right.source, pair.right.local_id), "same", "ann"
        )
        for pair in Pair.objects.select_related("left", "right")
    )
    named(client)
    for _ in range(6):
        decide(client, "same")
    assert set(Pair.objects.values_list("decided", flat=True)) == {"same"}
