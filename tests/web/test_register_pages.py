"""The public register: entries of real cases, found, filtered, subscribed to and taken along."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.test import Client
from lxml import etree, html

from kenri.cases.proceedings.models import Case, Publication
from kenri.cases.proceedings.register import Entry
from kenri.ledger.services.entries import Posting, post
from kenri.procedures.conduct.spec import Publish
from kenri.procedures.conduct.versions import procedures
from kenri.web.charts import Bar, bars
from kenri.web.public import register
from tests.cases.proceedings.walks import moment
from tests.web import decided
from tests.web.decided import select


@pytest.fixture
def case(db: None, settings, tmp_path: Path) -> Case:
    """Decided, paid, its period over: two entries."""
    settings.KENRI_HOME = tmp_path
    settings.KENRI_NOW = moment("2028-09-02")
    return decided.expired(decided.people())


def page_of(client: Client, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.fromstring(answer.content.decode())


def titles(page: html.HtmlElement) -> list[str]:
    rows = select(page, "table.register-table tbody tr")
    return [" ".join(select(row, "td")[-1].text_content().split()) for row in rows]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_empty_register_says_so(empty_site: Client, language: str) -> None:
    for address in ("register/", "register/statistics", "register/feed.atom", "register/entries.csv"):
        assert empty_site.get(f"/{language}/{address}").status_code == 200
    page = page_of(empty_site, f"/{language}/register/")
    assert select(page, ".banner.info")


def test_entries_are_listed_filtered_and_sorted(case: Case, client: Client) -> None:
    decision, expiry = (f"{case.number}-P01", f"{case.number}-P02")
    assert titles(page_of(client, "/ja/register/")) == [expiry, decision]
    for query, found in (
        ("kind=decision", [decision]),
        ("sort=oldest", [decision, expiry]),
        ("sort=no-such-order&kind=no-such-kind&page=no-page", [expiry, decision]),
        ("q=港", [expiry, decision]),
        ("q=港&until=2026-12-31", [decision]),
        ("since=2028-01-01", [expiry]),
        ("procedure=adjudication_67", []),
        ("page=7", []),
        ("q=%00%25'\"", []),
    ):
        assert titles(page_of(client, f"/en/register/?{query}")) == found, query


def test_a_day_that_is_none_is_told(case: Case, client: Client) -> None:
    answer = client.get("/ja/register/?since=2026-02-30")
    assert answer.status_code == 400
    assert "2026-02-30" in answer.content.decode()
    assert client.get("/ja/register/entries.csv?since=x").status_code == 400


@pytest.mark.parametrize(("language", "words"), [("ja", "36,500円"), ("en", "¥36,500")])
def test_an_entry_tells_its_public_facts_and_what_came_after(
    case: Case, client: Client, language: str, words: str
) -> None:
    page = page_of(client, f"/{language}/register/{case.number}-P01")
    told = select(page, "dl.told")[0].text_content()
    assert words in told
    assert ("2028年8月31日" if language == "ja" else "31 August 2028") in told
    assert select(page, ".banner.warning a")[0].text_content() == f"{case.number}-P02"
    assert client.get(f"/{language}/register/{case.number.lower()}-p01").status_code == 200
    assert client.get(f"/{language}/register/2020-0001-P01").status_code == 404


def test_nothing_personal_leaves_by_any_door(case: Case, client: Client) -> None:
    secrets = ("製作会社", "監督の遺族", "c1@example.org", "applicant", "放送局", "second@")
    doors = [
        "register/",
        "register/statistics",
        "register/feed.atom",
        "register/feed.rss",
        "register/entries.csv",
    ]
    doors += ["register/entries.jsonl", f"register/{case.number}-P01", f"register/{case.number}-P01.json"]
    for door in doors:
        answer = client.get(f"/ja/{door}")
        text = b"".join(answer) if answer.streaming else answer.content
        assert not [secret for secret in secrets if secret in text.decode()], door


def _copy(case: Case, number: str, title: str) -> Publication:
    """A public call with the facts of the case's decision."""
    first = Publication.objects.get(number=f"{case.number}-P01")
    return Publication(
        number=number, case=case, step=first.step, kind="call", on=first.on, title=title, data=first.data,
        digest=first.digest,
    )  # fmt: skip


def test_feeds_can_be_read_by_programs(case: Case, client: Client) -> None:
    atom = etree.fromstring(client.get("/ja/register/feed.atom?kind=decision").content)
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert [one.text for one in atom.findall("a:entry/a:title", space)] == ["裁定: 港の記録"]
    assert atom.find("a:entry/a:link", space).get("href").endswith(f"/ja/register/{case.number}-P01")
    assert atom.find("a:entry/a:updated", space).text.startswith("2026-06-01")
    Publication.objects.bulk_create([_copy(case, "X-1", "制御\x0b文字")])
    assert client.get("/ja/register/feed.atom").status_code == 200
    rss = etree.fromstring(client.get("/en/register/feed.rss").content)
    assert len(rss.findall("channel/item")) == 3
    assert client.get("/ja/register/feed.xml").status_code == 404


def test_downloads_hold_everything_that_was_found(case: Case, client: Client) -> None:
    body = b"".join(client.get("/ja/register/entries.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [row["kind"] for row in rows] == ["expiry", "decision"]
    assert (rows[1]["title"], rows[1]["compensation"], rows[1]["granted_until"]) == (
        "港の記録",
        "36500",
        "2028-08-31",
    )
    lines = b"".join(client.get("/ja/register/entries.jsonl?kind=decision").streaming_content).splitlines()
    told = json.loads(lines[0])
    assert len(lines) == 1
    assert told["data"]["compensation"] == 36_500
    assert told["url"].endswith(f"/register/{told['number']}")


def test_no_cell_of_a_download_is_a_formula() -> None:
    entry = Entry("1", "decision", dt.date(2026, 1, 1), "1", "p", "=HYPERLINK(1)", "", {"manner": "＝1"}, "d")
    row = dict(zip(register.columns(), register.row(entry), strict=True))
    assert (row["title"], row["manner"]) == ("'=HYPERLINK(1)", "'＝1")


def test_many_entries_come_by_the_page(case: Case, client: Client) -> None:
    Publication.objects.bulk_create(_copy(case, f"X-{n:03d}", f"作品 {n:03d}") for n in range(120))
    page = page_of(client, "/ja/register/?kind=call&sort=title&page=3")
    assert titles(page) == [f"X-{n:03d}" for n in range(100, 120)]
    links = [link.get("href") for link in select(page, ".pages a")]
    assert "?kind=call&sort=title&page=2" in links


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_chart_stands_beside_a_table_of_the_same_figures(
    case: Case, client: Client, language: str
) -> None:
    at = moment("2027-01-05")
    post("k1", at, [Posting("Assets:Bank:main", 11_111), Posting(f"Liabilities:Held:{case.number}", -11_111)])
    page = page_of(client, f"/{language}/register/statistics")
    figures = select(page, "section.register-figure")
    keys = [select(figure, "h2")[0].get("id") for figure in figures]
    assert {
        "cases",
        "months",
        "states-adjudication_67_3",
        "days-adjudication_67_3",
        "refusals",
        "entries",
        "money",
        "held",
    } <= set(keys)
    for figure in figures:
        chart = select(figure, "svg.chart")[0]
        assert chart.get("role") == "img"
        for cell in select(figure, "tbody td")[:2]:
            assert cell.text_content() in chart.get("aria-label")
    money = select(figures[keys.index("money")], "tbody")[0].text_content()
    held = select(figures[keys.index("held")], "tbody")[0].text_content()
    assert "11,111" in money
    assert "47,611" in held
    table = client.get(f"/{language}/register/statistics.csv").content.decode("utf-8-sig")
    assert "47,611" in table


def test_a_chart_escapes_what_it_is_told() -> None:
    drawn = bars('<a title="x">', [Bar("<script>", 0, "0"), Bar("&", 2, "2")])
    assert etree.fromstring(drawn).get("aria-label") == '<a title="x">: <script>: 0; &: 2'


def test_every_kind_that_a_procedure_publishes_has_a_name() -> None:
    published = {
        effect.what
        for made in procedures()
        for action in made.actions.values()
        for effect in action.effects
        if isinstance(effect, Publish)
    }
    assert published <= set(register.KINDS)
