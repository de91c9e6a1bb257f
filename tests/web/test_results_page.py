"""The results page: conditions, paging, sorting, honest emptiness, bad input, files."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from django.test import Client

from kenri.records import index
from kenri.search.tantivy_builder import TantivyBuilder
from kenri.web.find.views import results
from tests.web.test_pages import Page


def get(site: Client, language: str = "ja", status: int = 200, **parameters: object) -> str:
    answer = site.get(f"/{language}/search", {key.rstrip("_"): value for key, value in parameters.items()})
    assert answer.status_code == status
    return answer.content.decode()


def titles(page: str) -> list[str]:
    found = re.findall(r'<li class="hit">\s*<h2><a [^>]*>(.*?)</a>', page, re.DOTALL)
    return [re.sub("<[^>]+>", "", title) for title in found]


def test_a_hit_says_what_it_is_who_made_it_when_and_which_source_says_so(site: Client) -> None:
    page = get(site, q="桜の園で")
    hit = page[page.index('<li class="hit">') : page.index("</ol>", page.index('<li class="hit">'))]
    for text in ("<mark>桜の園で</mark>", "さくらのそので", "白石 透", "2021年", "作品リスト", "楽曲"):
        assert text in hit
    english = get(site, "en", q="桜の園で")
    assert 'lang="ja"><mark>桜の園で</mark>' in english
    assert "List of creators&#x27; works" in english
    assert "Musical work" in english


def test_words_that_no_record_has_are_named_beside_what_comes_near(site: Client) -> None:
    page = get(site, "en", q="桜の園で xqzzv")
    assert "In no record:" in page
    assert "<b>xqzzv</b>" in page
    assert "but come near" in page
    assert titles(page)[0] == "桜の園で"
    assert "In no record:" not in get(site, "en", q="桜の園で")


def test_the_statement_of_a_hit_is_shown(site: Client) -> None:
    assert "CC0" in get(site, q="桜の園で")


def test_facets_narrow_and_chips_take_away(site: Client) -> None:
    page = Page(get(site))
    links = [a["href"] for a in page.all("a") if (a.get("href") or "").startswith("?schema=musical_work")]
    assert links == ["?schema=musical_work"]
    narrowed = site.get(f"/ja/search{links[0]}").content.decode()
    assert titles(narrowed) == ["桜の園で"]
    assert 'aria-current="true"' in narrowed
    chip = re.search(r'<a class="chip" href="([^"]*)"', narrowed)[1]
    assert chip == "?"
    assert len(titles(site.get(f"/ja/search{chip}").content.decode())) == 20


def test_counts_of_facets_add_up(site: Client) -> None:
    page = get(site)
    total = int(re.search(r'class="total">(\d+)', page)[1])
    facet = page[page.index('id="facet-source"') :]
    facet = facet[: facet.index("</section>")]
    counts = [int(count) for count in re.findall(r'class="count">(\d+)', facet)]
    # Every entity here has one source, but for the artist that two museums know.
    assert sum(counts) == total + 1


def test_paging_reaches_everything_once(site: Client) -> None:
    seen: list[str] = []
    address = "/ja/search?sort=title"
    while address:
        page = site.get(address).content.decode()
        seen += titles(page)
        following = re.search(r'href="(\?[^"]*)" rel="next"', page)
        address = f"/ja/search{following[1]}".replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 58


def test_years_and_sorting(site: Client) -> None:
    page = get(site, q="夜明けのアーカイブ", from_=2001, to=2006, sort="year_up")
    years = [int(year) for year in re.findall(r'class="quiet">(\d{4})年</span>', page)]
    assert years
    assert years == sorted(years)
    assert set(years) <= set(range(2001, 2007))
    down = get(site, q="夜明けのアーカイブ", from_=2001, to=2006, sort="year_down")
    assert [int(y) for y in re.findall(r'class="quiet">(\d{4})年</span>', down)] == years[::-1]
    assert "2001年以降" in page
    assert "2006年以前" in page


def test_a_misspelling_is_met_with_a_suggestion_or_lenient_hits(site: Client) -> None:
    page = get(site, q="夜明けのアーカイフ")
    assert titles(page) or "もしかして" in page


def test_nothing_found_says_what_was_searched_and_what_to_do(site: Client) -> None:
    page = get(site, q="ありえない題名xyzzy", field="online")
    assert "権利者がいないことを意味するものではありません" in page
    assert "絞り込み条件を外して検索する" in page
    searched = page[page.index('id="searched"') : page.index('id="unsearched"')]
    assert "/ja/databases/creators_list" in searched
    unsearched = page[page.index('id="unsearched"') :]
    assert "/ja/databases/aozora" in unsearched
    assert "未取り込みです" in unsearched


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"from": "昭和"}, "「昭和」は年として読み取れません"),
        ({"from": "1990", "to": "1980"}, "始まりの年（1990）が終わりの年（1980）より後"),
        ({"field": "cooking"}, "「cooking」という選択肢はありません"),
        ({"source": "nowhere"}, "「nowhere」という選択肢はありません"),
        ({"sort": "random"}, "「random」という選択肢はありません"),
        ({"page": "0"}, "1以上の整数ではありません"),
        ({"page": "１"}, "1以上の整数ではありません"),
        ({"page": "99999999999999999999"}, "1以上の整数ではありません"),
        ({"page": "5000"}, "順にたどれる10000件の範囲"),
        ({"per": "7"}, "「7」という選択肢はありません"),
        ({"q": "あ" * 401}, "上限の400文字を超えています"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(site: Client, parameters: dict[str, str], told: str) -> None:
    answer = site.get("/ja/search", {"q": "夜明け", **parameters})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert told in page
    assert parameters.get("q", "夜明け") in page
    assert site.get("/ja/search.csv", parameters).status_code == 400
    assert told in site.get("/ja/search.csv", parameters).content.decode()
    data = site.get("/ja/search.json", parameters)
    assert (data.status_code, told in data.json()["problems"][0]["cause"]["ja"]) == (400, True)


def test_odd_words_are_answered_not_failed(site: Client) -> None:
    for words in ('"', '"夜明け', "title:", "year:x", "((", "\x00", "*", "AND OR", "creator:", "😀", "-"):
        assert site.get("/ja/search", {"q": words}).status_code in {200, 400}


def test_without_an_index_the_page_says_so(empty_site: Client, language: str) -> None:
    answer = empty_site.get(f"/{language}/search", {"q": "夜明け"})
    assert answer.status_code == 503
    assert "kenri index" in answer.content.decode()
    assert "kenri index" in empty_site.get(f"/{language}/").content.decode()
    assert empty_site.get("/complete", {"q": "夜"}).json() == ["夜", []]
    assert empty_site.get("/health").json()["status"] == "degraded"


@pytest.mark.parametrize("code", ["index_missing", "index_outdated"])
def test_without_an_index_the_files_say_so(
    empty_site: Client, monkeypatch: pytest.MonkeyPatch, home: Path, code: str
) -> None:
    if code == "index_outdated":
        TantivyBuilder(0).build(home / "index", [], "0")
        monkeypatch.setattr("kenri.search.generations.CODE_VERSION", "another")
    data = empty_site.get("/en/search.json", {"q": "夜明け"})
    assert (data.status_code, data.json()["problems"][0]["code"]) == (503, code)
    assert "kenri index" in data.json()["problems"][0]["cure"]["en"]
    table = empty_site.get("/en/search.csv", {"q": "夜明け"})
    assert table.status_code == 503
    assert "kenri index" in table.content.decode()


def test_csv_holds_every_hit_and_no_formula(site: Client) -> None:
    answer = site.get("/ja/search.csv", {"source": "creators_list"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 57
    assert {"番号", "題名", "読み", "種類", "作者", "データベース", "権利表示", "アドレス"} <= set(rows[0])
    assert "'=1+1の物語" in {row["題名"] for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "\n=1", "＝1＋1", "－1", "＋1", "＠SUM(A1)"])
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert results.harmless(cell) == f"'{cell}"
    assert results.harmless(f"夜{cell}") == f"夜{cell}"
    assert results.harmless("") == ""


def test_json_holds_the_question_and_the_hits(site: Client) -> None:
    answer = site.get("/en/search.json", {"q": "桜の園で", "field": "online"})
    found = json.loads(answer.content)
    assert found["query"] == {"q": ["桜の園で"], "field": ["online"]}
    assert found["total"] == found["returned"] == 1
    assert found["results"][0]["title"]["text"] == "桜の園で"
    assert found["results"][0]["records"][0]["source"] == "creators_list"


def test_files_go_beyond_one_page_of_the_engine(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kenri.web.find.views.results._EXPORTED_AT_ONCE", 10)
    rows = site.get("/ja/search.csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 59
    monkeypatch.setattr("kenri.web.find.views.results.EXPORTED", 20)
    assert len(site.get("/ja/search.csv").content.decode("utf-8-sig").splitlines()) == 21


def test_the_page_follows_a_new_index(site: Client) -> None:
    before = index.engine().version
    assert index.engine().version == before
    assert before in site.get("/health").json()["index"]
