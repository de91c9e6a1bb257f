"""Finding works by all the ways in which people ask for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kenri.search.document import Document, Term
from kenri.search.engine import FACETS, Query
from kenri.search.tantivy_engine import TantivyBuilder, TantivyEngine, open_engine
from tests.search.library import SOSEKI


def ids(engine: TantivyEngine, text: str, **more: object) -> list[str]:
    return [hit.id for hit in engine.search(Query(text, **more)).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "first", "how"),
    [
        ("吾輩は猫である", "w1", "exact"),
        ("ワガハイハネコデアル", "w1", "reading"),
        ("吾輩は 猫である", "w1", "exact"),
        ("wagahai wa neko de aru", "w1", "reading"),
        ("I am a cat", "w1", "exact"),
        ("Ｉ ａｍ ａ ｃａｔ", "w1", "exact"),
        ("id:978-4-00-310101-8", "w1", "words"),
        ("9784003101018", "w1", "exact"),
        ("ISBN 978-4-00-310101-8", "w1", "exact"),
        ("4-00-310101-4", "w1", "exact"),
        ("https://www.aozora.gr.jp/cards/000148/card773.html", "w2", "exact"),
        (" http://aozora.gr.jp/cards/000148/card773.html/ ", "w2", "exact"),
        ("www.aozora.gr.jp/cards/000148/card773.html?utm_source=mail#top", "w2", "exact"),
        ("こころ 夏目", "w2", "words"),
        ("猫", "w1", "words"),
        ("雁", "w8", "exact"),
        ("gan", "w8", "reading"),
        ("夏目漱石 こころ", "w2", "words"),
        ("漱石 猫", "w1", "words"),
        ("soseki neko", "w1", "words"),
        ("ゴジラ３", "w3", "words"),
        ("ゴジラ 第3巻", "w3", "exact"),
        ("ゴジラ Ⅲ", "w3", "words"),
        ("渡辺明", "w3", "words"),
        ("akira watanabe", "w3", "words"),
        ("watanabe akira", "w3", "words"),
        ("ヘミングウェイ", "w4", "words"),
        ("hemingway", "w4", "words"),
        ("man old sea", "w4", "words"),
        ("老人と海", "w4", "exact"),
        ("コンピュータの歴史", "w5", "exact"),
        ("コンピュータ 歴史", "w5", "words"),
        ("asahi shimbun", "w6", "reading"),
        ("asahi shinbun", "w6", "reading"),
        ("asahi sinbun", "w6", "reading"),
        ("国語学原論", "w7", "exact"),
        ("森鴎外", "w8", "words"),
        ("Lewis Carroll", "w9", "exact"),
        ("せいかいのもんしょう", "w10", "reading"),
        ("seikai no monsho", "w10", "reading"),
    ],
)
def test_finds(engine: TantivyEngine, text: str, first: str, how: str) -> None:
    results = engine.search(Query(text))
    assert results.hits[0].id == first
    assert results.hits[0].how == how


@pytest.mark.parametrize(
    ("text", "first", "suggestion"),
    [
        ("吾輩は描である", "w1", "吾輩は猫である"),
        ("国語原学論", "w7", "國語學原論"),
        ("I am a cta", "w1", "I Am a Cat"),
        ("hemingwey sea", "w4", "hemingway sea"),
        ("朝日新問", "w6", "朝日新聞"),
        ("老人海", "w4", "老人と海"),
    ],
)
def test_finds_with_a_slip_and_says_the_better_spelling(
    engine: TantivyEngine, text: str, first: str, suggestion: str
) -> None:
    results = engine.search(Query(text))
    assert results.hits[0].id == first
    assert results.hits[0].how == "lenient"
    assert results.suggestion == suggestion


def test_finds_nothing_where_nothing_is(engine: TantivyEngine) -> None:
    results = engine.search(Query("zzzzqqqq", facets=FACETS))
    assert results.hits == ()
    assert results.total == 0
    assert results.suggestion == ""
    assert results.facets == dict.fromkeys(FACETS, ())


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> TantivyEngine:
    """Works beside others about them, or called almost alike."""
    dickens, tezuka = Term("Dickens, Charles, 1812-1870"), Term("手塚治虫", "てづか おさむ")
    works = {
        "kokoro": ("こころ", SOSEKI, 1914),
        "study": ("夏目漱石『こころ』", Term("山田 太郎"), 1980),
        "studies": ("夏目漱石『こころ』の世界", Term("山田 太郎"), 1981),
        "botchan": ("坊っちゃん", SOSEKI, 1906),
        "sanshiro": ("三四郎", SOSEKI, 1908),
        "great": ("Great Expectations", dickens, 1861),
        "guide": ("Dickens: Great Expectations, a guide", Term("Smith, John"), 1990),
        "gatsby": ("The Great Gatsby", Term("Fitzgerald, F. Scott"), 1925),
        "hobbit": ("The Hobbit", Term("Tolkien, J. R. R. (John Ronald Reuel)"), 1937),
        "jack": ("ブラック・ジャック", tezuka, 1973),
        "nodame": ("のだめカンタービレ", Term("二ノ宮 知子"), 2001),
        "dame": ("ダメなのだ", Term("古谷 三敏"), 1970),
        "dune": ("Dune", Term("Lynch, David"), 1984),
        "dune2": ("Dune", Term("Villeneuve, Denis"), 2021),
    }
    documents = [
        Document(key, "text", (Term(title),), (creator,), first_year=year, last_year=year)
        for key, (title, creator, year) in works.items()
    ]
    documents.append(
        Document("boogie", "music", (Term("東京ブギウギ", "とうきょうぶぎうぎ"),), (Term("服部 良一"),))
    )
    folder = tmp_path_factory.mktemp("shelf")
    TantivyBuilder(0).build(folder, documents, "1")
    opened = open_engine(folder)
    assert opened is not None
    return opened


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("夏目漱石 こころ", "kokoro"),
        ("こころ 夏目漱石", "kokoro"),
        ("漱石 こころ", "kokoro"),
        ("夏目漱石「こころ」", "kokoro"),
        ("夏目漱石『こころ』", "study"),
        ("夏目漱石のこころ", "kokoro"),
        ("漱石三四郎", "sanshiro"),
        ("夏目漱石 著 こころ", "kokoro"),
        ("Soseki Natsume Kokoro", "kokoro"),
        ("Kokoro by Natsume Soseki", "kokoro"),
        ("Dickens Great Expectations", "great"),
        ("great expectations by charles dickens", "great"),
        ("gatsby fitzgerald", "gatsby"),
        ("great gatsby", "gatsby"),
        ("JRR Tolkien", "hobbit"),
        ("dune 1984", "dune"),
        ("dune 2021", "dune2"),
        ("夏目漱石 こころ 文庫", "kokoro"),
        ("こころ（岩波書店）", "kokoro"),
        ("こころ 新装版 [DVD]", "kokoro"),
        ("坊ちゃん", "botchan"),
        ("坊ちゃん 夏目漱石", "botchan"),
        ("漱石 三四朗", "sanshiro"),
        ("のだめ", "nodame"),
        ("のだめ 1巻", "nodame"),
        ("tokyo boogie woogie", "boogie"),
        ("osamu tezuka black jack", "jack"),
        ("グレートギャツビー", "gatsby"),
    ],
)
def test_what_people_type_finds_what_they_mean(shelf: TantivyEngine, text: str, first: str) -> None:
    assert ids(shelf, text)[0] == first


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"old man"', ["w4"]),
        ("“old man”", ["w4"]),
        ('"吾輩は"', ["w1"]),
        ("title:猫", ["w1"]),
        ("creator:夏目 title:猫", ["w1"]),
        ("作者:漱石 年:1914", ["w2"]),
        ("reading:こころ", ["w2"]),
        ("reading:kokoro", ["w2"]),
        ("漱石 year:1900-1910", ["w1"]),
        ("漱石 year:1910-", ["w2"]),
        ("漱石 year:-1910", ["w1"]),
        ("漱石 year:1905", ["w1"]),
        ("漱石 year:1906", ["w1"]),
        ("漱石 year:1910-2025", ["w2"]),
        ("漱石 year:1000-1910", ["w1"]),
        ("朝日新聞 year:1000-2025", []),
        ("field:film", ["w3"]),
        ("source:madb", ["w3"]),
        ("holder:夏目家", ["w1"]),
        ("status:public-domain", ["w1"]),
        ("schema:person", ["w9"]),
        ("夏目 種類:text 年:1914", ["w2"]),
    ],
)
def test_fields_phrases_and_years(engine: TantivyEngine, text: str, found: list[str]) -> None:
    assert ids(engine, text) == found


def test_a_phrase_wants_its_words_side_by_side(engine: TantivyEngine) -> None:
    assert engine.search(Query('"man old"')).hits[0].how == "lenient"
    assert engine.search(Query("man old")).hits[0].how == "words"


def test_filters_take_any_of_their_values(engine: TantivyEngine) -> None:
    both = ids(engine, "", filters={"field": ("film", "newspapers")})
    assert sorted(both) == ["w3", "w6"]
    assert ids(engine, "", filters={"field": ("film",), "source": ("aozora",)}) == []
    assert sorted(ids(engine, "", first_year=1900, last_year=1913)) == ["w1", "w8"]
    assert ids(engine, "", first_year=10**30) == []
    assert len(ids(engine, "", last_year=10**30)) == 7


def test_facets_count_all_matches(engine: TantivyEngine) -> None:
    results = engine.search(Query("", limit=1, facets=FACETS))
    assert len(results.hits) == 1
    assert results.total == 10
    assert results.facets["field"][0] == ("books", 6)
    assert dict(results.facets["source"]) == {
        "ndl_search": 4,
        "aozora": 2,
        "madb": 1,
        "gutenberg": 1,
        "anidb": 1,
    }
    assert dict(results.facets["status"]) == {"public-domain": 1}
    narrow = engine.search(Query("夏目", facets=("schema",)))
    assert narrow.facets == {"schema": (("text", 2),)}


def test_sorting(engine: TantivyEngine) -> None:
    dated = ["w9", "w1", "w8", "w2", "w7", "w4", "w3"]
    undated = {"w5", "w6", "w10"}
    up = ids(engine, "", sort="year_up")
    assert up[:7] == dated
    assert set(up[7:]) == undated
    down = ids(engine, "", sort="year_down")
    assert down[:7] == dated[::-1]
    titles = ids(engine, "", sort="title")
    # letters (without "The"), then kana by the reading, then kanji that no source gives a reading of
    assert titles == ["w9", "w4", "w10", "w6", "w8", "w2", "w5", "w3", "w1", "w7"]


def test_pages_do_not_overlap(engine: TantivyEngine) -> None:
    for sort in ("relevance", "title"):
        pages = [one for offset in (0, 4, 8) for one in ids(engine, "", sort=sort, offset=offset, limit=4)]
        assert sorted(pages) == sorted(ids(engine, "", limit=50))
    assert engine.search(Query("", offset=50_000)).hits == ()
    assert engine.search(Query("", offset=50_000)).total == 10
    assert engine.search(Query("猫", limit=0)).hits == ()


@pytest.mark.parametrize(
    ("prefix", "titles"),
    [
        ("吾", ("吾輩は猫である",)),
        ("わがは", ("吾輩は猫である",)),
        ("the ol", ("The Old Man and the Sea",)),
        ("old man an", ("The Old Man and the Sea",)),
        ("老", ("老人と海",)),
        ("国語", ("國語學原論",)),
        ("i am a c", ("I Am a Cat",)),
        ("ごじらだいさ", ("ゴジラ 第三巻",)),
        ("zz", ()),
        ("", ()),
    ],
)
def test_completion(engine: TantivyEngine, prefix: str, titles: tuple[str, ...]) -> None:
    assert engine.complete(prefix) == titles


def test_an_unfinished_last_word_is_completed_among_many_better_attested_titles(tmp_path: Path) -> None:
    others = [
        Document(f"n{number}", "text", (Term(f"Life of Brian {number}"),), weight=9) for number in range(99)
    ]
    TantivyBuilder().build(tmp_path, [*others, Document("z", "text", (Term("Life of Zeno"),))], "1")
    opened = open_engine(tmp_path)
    assert opened is not None
    assert opened.complete("life of z") == ("Life of Zeno",)


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '""',
        "AND OR NOT",
        "(((",
        "title:",
        "year:",
        "year:abc",
        "year:9999999",
        "*",
        "~~",
        "\\",
        "\0",
        "猫" * 10_000,
        "a" * 10_000,
    ],
)
def test_odd_queries_are_answered(engine: TantivyEngine, text: str) -> None:
    assert engine.search(Query(text, facets=FACETS)).total >= 0


ASKED = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [
            '"',
            "title:",
            "年:",
            "year:19-",
            "id:",
            "猫",
            "こころ",
            "kokoro",
            "第三巻",
            "III",
            "ー",
            "々",
            "・",
            "old",
            "\n",
            ":",
            "-",
            "field:",
            "ﾞ",
        ]
    )
).map("".join)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ASKED, st.sampled_from(("relevance", "title", "year_up", "year_down")))
def test_no_query_text_ever_raises(engine: TantivyEngine, text: str, sort: str) -> None:
    results = engine.search(Query(text, sort=sort, facets=FACETS))
    assert results.total >= len(results.hits)
    engine.complete(text)


def test_a_common_word_alone_finds_nothing(tmp_path: Path) -> None:
    others = [Document(f"o{n}", "text", (Term(f"Book of {n}"),), fields=("books",)) for n in range(80)]
    genji = Document("genji", "text", (Term("The Tale of Genji"),), fields=("books",))
    TantivyBuilder(0).build(tmp_path, [*others, genji], "1")
    opened = open_engine(tmp_path)
    assert opened is not None
    results = opened.search(Query("Tale of Genjii", facets=("field",)))
    assert [hit.id for hit in results.hits] == ["genji"]
    assert results.facets["field"] == (("books", 1),)
    assert opened.search(Query("of")).total == 81
    assert opened.search(Query("of fo")).unknown == ("fo",)


@pytest.mark.parametrize(
    ("text", "partly", "unknown"),
    [
        ("hemingwey sea", True, ("hemingwey",)),
        ("hemingway sea", False, ()),
        ("朝日新問", True, ()),
        ("鼠 hemingway sea", True, ("鼠",)),
        ("zzzzqqqq", False, ("zzzzqqqq",)),
    ],
)
def test_says_where_not_all_words_matched(
    engine: TantivyEngine, text: str, partly: bool, unknown: tuple[str, ...]
) -> None:
    results = engine.search(Query(text))
    assert (results.partly, results.unknown) == (partly, unknown)


def test_facets_of_lenient_hits_add_up(engine: TantivyEngine) -> None:
    results = engine.search(Query("吾輩は描である", facets=("schema",)))
    assert sum(count for _, count in results.facets["schema"]) == results.total


@pytest.mark.parametrize(
    "text",
    [
        "!!!",
        "978-4-06-519981-7",
        "ISBN 0439023483",
        "https://example.org/cat/i/am",
        "https://www.aozora.gr.jp/cards/000148/card774.html",
    ],
)
def test_signs_numbers_and_addresses_are_there_or_not(engine: TantivyEngine, text: str) -> None:
    results = engine.search(Query(text))
    assert (results.total, results.suggestion) == (0, "")


def test_a_slip_is_set_right_by_the_words_beside_it(tmp_path: Path) -> None:
    titles = ["Harry Potter and the Philosopher's Stone", *(f"Poster for exhibition {n}" for n in range(9))]
    documents = [Document(str(number), "text", (Term(title),)) for number, title in enumerate(titles)]
    TantivyBuilder(0).build(tmp_path, documents, "1")
    engine = open_engine(tmp_path)
    assert engine is not None
    results = engine.search(Query("harry poter"))
    assert results.hits[0].id == "0"
    assert results.suggestion == "harry potter"


def test_completions_are_written_so_before_they_are_read_so_and_short_before_long(tmp_path: Path) -> None:
    titles = [
        Term("DRAGON BALL KAI", "どらごんぼーる かい"),
        Term("ドラゴンボール大全集"),
        Term("ドラゴンボール"),
    ]
    documents = [Document(str(number), "text", (term,)) for number, term in enumerate(titles)]
    TantivyBuilder(0).build(tmp_path, documents, "1")
    engine = open_engine(tmp_path)
    assert engine is not None
    assert engine.complete("ドラゴンボ") == ("ドラゴンボール", "ドラゴンボール大全集", "DRAGON BALL KAI")
