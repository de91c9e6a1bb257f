"""Marks: read from Japanese and English alike, and binding at the level asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.identity.marks import (
    KINDS,
    Level,
    Mark,
    compare_marks,
    edition_words,
    mark_table,
    marks_key,
    take_marks,
)
from kenri.identity.titles import parse_title


@pytest.mark.parametrize(
    ("title", "kind", "value"),
    [
        ("ナルト 第17巻", "volume", "17"),
        ("ナルト 第十七巻", "volume", "17"),
        ("ナルト １７巻", "volume", "17"),
        ("Naruto, Vol. 17", "volume", "17"),
        ("Naruto Volume XVII", "volume", "17"),
        ("Naruto volume seventeen and more", "volume", ""),
        ("Works, Volume Two", "volume", "2"),
        ("青春 巻之八", "volume", "8"),
        ("こころ 上", "volume", "1"),
        ("こころ（下）", "volume", "last"),
        ("こころ 中巻", "volume", "mid"),
        ("ワンピース 1-3巻", "volume", "1-3"),
        ("全集 全3巻", "volume", "1-3"),
        ("Best of [Disc 2]", "volume", "2"),
        ("劇場版 花 前編", "part", "1"),
        ("劇場版 花 後篇", "part", "last"),
        ("指輪物語 第3部", "part", "3"),
        ("The Gilded Age, Part 1.", "part", "1"),
        ("Faust, Part Two", "part", "2"),
        ("The Last of Us Part II", "part", "2"),
        ("進撃の巨人 第二期", "season", "2"),
        ("ワンパンマン(第2期)", "season", "2"),
        ("Bang Dream! 2nd Season", "season", "2"),
        ("Ultraman Season 2", "season", "2"),
        ("トリックロジック シーズン2", "season", "2"),
        ("旗本退屈男 第一話", "episode", "1"),
        ("Half-Life 2: Episode Two", "episode", "2"),
        ("交響曲第5番 第四楽章", "movement", "4"),
        ("Quartet in G, 2nd movement", "movement", "2"),
        ("Piano Sonata, Op. 27 No. 2", "opus", "27/2"),
        ("Piano Sonata, op.27, nr 2", "opus", "27/2"),
        ("String Quartet Opus 59", "opus", "59"),
        ("ピアノソナタ 作品27-2", "opus", "27/2"),
        ("Partita, BWV 1004", "catalogue_number", "bwv1004"),
        ("Sonata in A, K. 331", "catalogue_number", "k331"),
        ("Sonata in A, KV 331", "catalogue_number", "k331"),
        ("広辞苑 第3版", "edition", "3"),
        ("A History, 3rd ed.", "edition", "3"),
        ("A History, Third Edition", "edition", "3"),
        ("A History, third revised edition", "edition", "3"),
        ("広辞苑 改訂版", "edition", "revised"),
        ("広辞苑改訂版", "edition", "revised"),
        ("The Tale of Genji, revised edition", "edition", "revised"),
        ("攻殻機動隊 新装版", "edition", "new"),
        ("【完全版】攻殻機動隊", "edition", "complete"),
        ("Song (Live at Budokan)", "edition", "live"),
        ("Song - Remastered 2009", "edition", "remaster"),
        ("Toy Story 2", "number", "2"),
        ("Dr.スランプ 完全版 1", "number", "1"),
        ("Dr.スランプ 完全版 1", "edition", "complete"),
        ("新装版 ハリー・ポッター", "edition", "new"),
        ("死の秘宝 上・下巻", "volume", "1-last"),
        ("花 前後編", "part", "1-last"),
        ("マガジン 2019年 3・4合併号", "number", "3,4"),
        ("アフタヌーン 2020年5月号", "number", "5"),
        ("ドラゴンクエストⅢ", "number", "3"),
        ("名探偵コナン３", "number", "3"),
        ("Symphony No. 5", "number", "5"),
        ("交響曲第5番", "number", "5"),
        ("雪の化石②", "number", "2"),
        ("無題（十三）", "number", "13"),
        ("Twilight (Twilight, #1)", "series", "1"),
        ("フルーツバスケット(2019)", "year", "2019"),
        ("続・男はつらいよ", "part", "2"),
        ("続男はつらいよ", "part", "2"),
        ("三四郎（続）", "part", "2"),
        ("続々・赤胴鈴之助", "part", "3"),
        ("正続 日本文学史", "part", "1-2"),
        ("ドカベン外伝", "part", "side"),
        ("仁義なき戦い 完結篇", "part", "final"),
        ("Naruto Gaiden", "part", "side"),
        ("Zoku Owarimonogatari", "part", "2"),
        ("003 - Song", "track", "3"),
        ("03. Song", "track", "3"),
    ],
)
def test_reads_the_mark(title: str, kind: str, value: str) -> None:
    found = {mark.kind: mark.value for mark in parse_title(title).marks}
    assert found.get(kind, "") == value


@pytest.mark.parametrize(
    "title",
    [
        "1984", "1Q84", "2001: A Space Odyssey", "Se7en", "三四郎", "三年B組", "千と千尋の神隠し", "地下室の手記",
        "坂の上の雲", "水の上", "部屋", "007 ナイトファイア", "009 RE:CYBORG", "Blade Runner 2049", "U2", "civil",
        "The Partisan", "Book Lovers", "七人の侍", "Catch-22 and I", "全集", "巻頭言", "From Xylographs A.D. 1440 on",
        "Nowhere", "Malcolm Little", "五番町夕霧楼", "一番線", "上を向いて歩こう", "第三の男", "前田慶次", "版画", "I", "X", "???",
        "続きの話", "接続詞", "正義の味方", "外伝", "Gaiden",
    ],
)  # fmt: skip
def test_a_name_is_no_mark(title: str) -> None:
    assert parse_title(title).marks == ()


@pytest.mark.parametrize(
    ("one", "other", "level", "expected"),
    [
        ("ナルト 第17巻", "NARUTO vol. 17", Level.WORK, "equal"),
        ("ナルト 17", "NARUTO vol. 17", Level.WORK, "equal"),
        ("ナルト 第17巻", "ナルト 第18巻", Level.WORK, "differ"),
        ("ナルト 17", "ナルト 第18巻", Level.WORK, "differ"),
        ("こころ 上", "こころ 1", Level.WORK, "equal"),
        ("こころ 下", "こころ 2", Level.WORK, "compatible"),
        ("こころ 上", "こころ 下", Level.WORK, "differ"),
        ("こころ 中", "こころ 下", Level.WORK, "differ"),
        ("花 上巻", "花 前編", Level.WORK, "equal"),
        ("Rocky", "Rocky II", Level.WORK, "one_sided"),
        ("Rocky", "Rocky, Part 1", Level.WORK, "compatible"),
        ("Sonata, Op. 27 No. 1", "Sonata, Op. 27 No. 2", Level.WORK, "differ"),
        ("Symphony No. 5 in C, Op. 67", "Symphony No. 5", Level.WORK, "equal"),
        ("Symphony No. 5 in C, Op. 67", "Symphony No. 6, Op. 67", Level.WORK, "differ"),
        ("広辞苑 第3版", "広辞苑 第4版", Level.WORK, "none"),
        ("広辞苑 第3版", "広辞苑 第4版", Level.EDITION, "differ"),
        ("広辞苑 改訂版", "広辞苑", Level.EDITION, "one_sided"),
        ("Song (Live)", "Song", Level.WORK, "none"),
        ("Song (Live)", "Song (Instrumental)", Level.EDITION, "differ"),
        ("うる星やつら(2022)", "うる星やつら(1981)", Level.WORK, "none"),
        ("うる星やつら(2022)", "うる星やつら(1981)", Level.ITEM, "differ"),
        ("003 - Song", "Song", Level.ITEM, "none"),
        ("003 - Song", "07 Song", Level.ITEM, "none"),
        ("Twilight (Twilight, #1)", "Twilight (Saga, #4)", Level.WORK, "none"),
        ("1984", "1985", Level.ITEM, "none"),
    ],
)
def test_marks_bind_at_their_level(one: str, other: str, level: Level, expected: str) -> None:
    first, second = parse_title(one).marks, parse_title(other).marks
    assert compare_marks(first, second, level).level == expected


MARKS = st.lists(
    st.builds(
        Mark,
        st.sampled_from([kind for kind in KINDS if kind != "edition"]),
        st.sampled_from(["1", "2", "3", "mid", "last", "1-3"]),
    )
    | st.builds(Mark, st.just("edition"), st.sampled_from(["1", "revised", "live", "tiesto remix"])),
    max_size=4,
).map(tuple)


@given(MARKS, MARKS, st.sampled_from(Level))
def test_comparison_is_symmetric(one: tuple[Mark, ...], other: tuple[Mark, ...], level: Level) -> None:
    assert compare_marks(one, other, level) == compare_marks(other, one, level)


@given(MARKS, MARKS, st.sampled_from(Level))
def test_the_order_of_marks_says_nothing(
    one: tuple[Mark, ...], other: tuple[Mark, ...], level: Level
) -> None:
    assert compare_marks(one, other, level) == compare_marks(one[::-1], other[::-1], level)


@given(MARKS, MARKS)
def test_what_cannot_be_one_work_cannot_be_one_edition(
    one: tuple[Mark, ...], other: tuple[Mark, ...]
) -> None:
    levels = [compare_marks(one, other, level).level for level in Level]
    first = levels.index("differ") if "differ" in levels else len(levels)
    assert all(level == "differ" for level in levels[first:])


@given(MARKS, st.sampled_from(Level))
def test_marks_never_differ_from_themselves(marks: tuple[Mark, ...], level: Level) -> None:
    assert compare_marks(marks, marks, level).level in ("equal", "none")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ナルト 第17巻", "NARUTO 17"),
        ("花 上巻", "花 前編"),
        ("Symphony No. 5 in C minor, Op. 67", "Symphony No. 5"),
        ("広辞苑 第3版", "広辞苑"),
        ("003 - Song", "Song (Live) [2019]"),
        ("Show Season 2 Episode 3", "Show 第2期 第3話"),
    ],
)
def test_one_key_for_one_mark(one: str, other: str) -> None:
    assert marks_key(parse_title(one).marks) == marks_key(parse_title(other).marks)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ナルト 17", "ナルト 18"),
        ("Op. 27 No. 1", "Op. 27 No. 2"),
        ("交響曲第5番 第1楽章", "交響曲第5番 第2楽章"),
        ("花 上", "花 下"),
    ],
)
def test_other_keys_for_other_marks(one: str, other: str) -> None:
    assert marks_key(parse_title(f"曲 {one}").marks) != marks_key(parse_title(f"曲 {other}").marks)


def test_the_sentence_names_what_differs() -> None:
    sentence = compare_marks((Mark("volume", "last"),), (Mark("volume", "1"),)).sentence
    assert "巻" in sentence.ja
    assert "下" in sentence.ja
    assert "volume" in sentence.en


def test_every_word_of_the_table_is_one_edition() -> None:
    words = [word for kind in mark_table().editions.values() for word in kind.words]
    assert len(words) == len(set(words))
    assert all(edition_words().values())


@given(st.text(st.sampled_from("第1二巻部上下期話版作品op. no5#()[]vol part 中編年 x"), max_size=25))
def test_taking_marks_never_fails(text: str) -> None:
    _, marks = take_marks(text)
    assert all(mark.kind in KINDS and mark.value for mark in marks)
