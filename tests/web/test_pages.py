"""What holds for every page in both languages: its frame, its headers, its language, its cost."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po
from django.test import Client

from kenri.records.models import Entity, Record

PAGES = (
    "",
    "search",
    "search?q=夜明け",
    "search?q=夜明け&field=online&schema=text&source=creators_list&from=2001&to=2019&sort=year_up&page=1&per=50",
    "search?q=そんな題名はありません",
    "search?from=昭和",
    "databases/",
    "databases/?field=music",
    "databases/creators_list",
    "databases/creators_list/rejected",
    "databases/aozora",
    "databases/aozora/rejected",
    "where-to-search",
    "where-to-search?field=music&kind=recording&use=broadcasting",
    "where-to-search?field=nonsense",
    "about",
    "public-domain",
    "public-domain?on=2039-01-01&law=US",
    "public-domain?on=soon",
    "records/moma/artist/7",
    "nothing/here",
    "entities/nobodyatall",
    "records/moma/nothing",
    "databases/nothing",
)
EXPECTED = {
    "search?from=昭和": 400,
    "public-domain?on=soon": 400,
    "where-to-search?field=nonsense": 400,
    "nothing/here": 404,
    "entities/nobodyatall": 404,
    "records/moma/nothing": 404,
    "databases/nothing": 404,
}
MOST_QUERIES = 12
VOID = {"meta", "link", "input", "img", "br", "hr"}


class Page(HTMLParser):
    """The parts of a page that the tests look at: elements with attributes, texts with their language."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.elements.append((tag, values))
        if tag not in VOID:
            language = values.get("lang") or (self._open[-1][1] if self._open else "")
            self._open.append((tag, language or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1][0] == tag, f"</{tag}> closes <{self._open[-1][0]}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open[-1][0] not in {"pre", "script"}:
            self.texts.append((" ".join(data.split()), self._open[-1][1]))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [values for name, values in self.elements if name == tag]


def disagreeing() -> str:
    return Entity.objects.get(redirect_to=None, size=2).key


@pytest.fixture(params=(*PAGES, "entity", "work", "plan"))
def address(request: pytest.FixtureRequest, language: str, site: Client) -> str:
    if request.param == "entity":
        return f"/{language}/entities/{disagreeing()}"
    if request.param in {"work", "plan"}:
        key = Record.objects.get(source="creators_list", local_id="91").entity.key
        plan = "/plan?use=online_distribution" if request.param == "plan" else ""
        return f"/{language}/entities/{key}{plan}"
    return f"/{language}/{request.param}"


def test_a_page_answers_and_is_framed(site: Client, address: str, language: str) -> None:
    answer = site.get(address)
    assert answer.status_code == EXPECTED.get(address.removeprefix(f"/{language}/"), 200)
    page = Page(answer.content.decode())
    assert page.all("html") == [{"lang": language}]
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert answer.content.decode().count("<title>") == 1
    alternates = {link["hreflang"]: link["href"] for link in page.all("link") if "hreflang" in link}
    assert set(alternates) == {"ja", "en"}
    if answer.status_code == 200:
        for other in alternates.values():
            assert site.get(html.unescape(other)).status_code == 200


def test_a_page_needs_no_inline_script_or_style(site: Client, address: str) -> None:
    answer = site.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = Page(answer.content.decode())
    for tag, values in page.elements:
        assert "style" not in values
        assert not [name for name in values if name.startswith("on")]
        assert tag != "style"
        assert tag != "script" or values.get("src")
    assert "Set-Cookie" not in answer.headers


def test_ids_are_unique_and_fields_have_labels(site: Client, address: str) -> None:
    page = Page(site.get(address).content.decode())
    ids = [values["id"] for _, values in page.elements if "id" in values]
    assert len(ids) == len(set(ids))
    labelled = {values["for"] for values in page.all("label")}
    for tag in ("input", "select"):
        for values in page.all(tag):
            assert values.get("type") == "hidden" or values["id"] in labelled
    for _, values in page.elements:
        for reference in ("aria-labelledby", "aria-describedby", "aria-controls"):
            assert set((values.get(reference) or "").split()) <= set(ids)


def test_a_page_speaks_its_language(site: Client, address: str, language: str, translations) -> None:
    """No text of the interface appears in the other language, unless it is marked as such."""
    page = Page(site.get(address).content.decode())
    other = translations["en" if language == "ja" else "ja"]
    assert not [text for text, lang in page.texts if lang == language and text in other]


@pytest.fixture(scope="module")
def translations() -> dict[str, set[str]]:
    """The texts of the interface by language; those that both languages write alike are left out."""
    with (files("kenri.web") / "locale/ja/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="ja")
    found: dict[str, set[str]] = {"ja": set(), "en": set()}
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        found["en"].update(text for text in ids if re.search("[a-z]{3}", text))
        found["ja"].update(text for text in strings if re.search("[\u3040-\u9fff]", text))
    both = found["ja"] & found["en"]
    return {key: texts - both for key, texts in found.items()}


def test_the_cost_of_a_page_is_bounded(site: Client, address: str, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        site.get(address)


def test_the_root_leads_to_the_reader_s_language(site: Client) -> None:
    assert site.get("/", headers={"accept-language": "en-GB"}).headers["Location"] == "/en/"
    assert site.get("/", headers={"accept-language": "fr"}).headers["Location"] == "/ja/"
    assert site.get("/").headers["Location"] == "/ja/"


def test_the_language_switch_keeps_page_and_query(site: Client) -> None:
    page = Page(site.get("/ja/search", {"q": "夜明け", "source": "creators_list"}).content.decode())
    switch = next(a for a in page.all("a") if a.get("hreflang") == "en")
    assert switch["href"] == "/en/search?q=%E5%A4%9C%E6%98%8E%E3%81%91&source=creators_list"


def test_only_reading_is_possible(site: Client) -> None:
    for path in ("/ja/", "/ja/search", "/ja/databases/", "/health"):
        assert site.head(path).status_code == 200
        assert site.head(path).content == b""
        assert site.post(path, {}).status_code == 405
        assert site.delete(path).status_code == 405


def test_failures_are_told_in_the_reader_s_language(
    site: Client, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr("kenri.records.queries.source_states", broken)
    site.raise_request_exception = False
    answer = site.get(f"/{language}/databases/")
    assert answer.status_code == 500
    expected = "データは失われていません" if language == "ja" else "No data was lost"
    assert expected in answer.content.decode()
    assert "disk" not in answer.content.decode()


def test_texts_of_sources_are_escaped(site: Client) -> None:
    for path in (
        "/ja/search?q=<script>alert(1)</script>",
        "/ja/nowhere/<script>",
        '/en/entities/x"><script>alert',
    ):
        assert "<script>alert" not in site.get(path).content.decode()


def test_a_foreign_host_is_refused_with_a_page(site: Client) -> None:
    answer = site.get("/en/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "The request could not be read" in answer.content.decode()


def test_pages_without_a_language_lead_to_the_reader_s(site: Client) -> None:
    answer = site.get("/databases/", headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/databases/")
