"""Dates, lives and moments in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from kenri.vocab.dates import Certainty, ImpreciseDate
from kenri.vocab.names import Name
from kenri.web import wording


def date(
    earliest: str, latest: str = "", certainty: Certainty = Certainty.EXACT, text: str = ""
) -> ImpreciseDate:
    return ImpreciseDate(text or earliest, earliest, latest, certainty)


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [
        (date("1916-12-09", "1916-12-09"), "1916年12月9日", "9 December 1916"),
        (date("1916-12", "1916-12"), "1916年12月", "December 1916"),
        (date("1916", "1916"), "1916年", "1916"),
        (date("1910", "1919"), "1910年～1919年", "1910–1919"),
        (date("1916", "1916", Certainty.CIRCA), "1916年頃", "about 1916"),
        (date("", "1916", Certainty.BEFORE, "before 1916"), "1916年以前", "1916 or before"),
        (date("1916", "", Certainty.AFTER), "1916年以後", "1916 or later"),
        (date("", "", Certainty.UNKNOWN, "n.d."), "不明（n.d.）", "unknown (“n.d.”)"),
        (date("-0425", "-0425"), "紀元前426年", "426 BC"),
        (date("0000", "0000"), "紀元前1年", "1 BC"),
        (date("1916", "1917", Certainty.UNKNOWN), "1916年～1917年（不確か）", "1916–1917 (uncertain)"),
    ],
)
def test_imprecise_dates(value: ImpreciseDate, ja: str, en: str) -> None:
    with override("ja"):
        assert wording.date(value) == ja
    with override("en"):
        assert wording.date(value) == en


def test_what_the_source_wrote_stands_where_it_says_more() -> None:
    with override("ja"):
        assert wording.as_written(date("1956", "1956", text="昭和31年")) == "昭和31年"
        assert wording.as_written(date("1956", "1956", text="1956")) == ""
        assert wording.as_written(date("1956-01-02", "1956-01-02", text="1956/1/2")) == ""


def test_lives() -> None:
    born, died = date("1867-02-09", "1867-02-09"), date("1916", "1916")
    with override("ja"):
        assert wording.life(born, died) == "1867～1916"
        assert wording.life(born, None) == "1867～"
        assert wording.life(None, None) == ""
    with override("en"):
        assert wording.life(born, died) == "1867–1916"
        assert wording.life(None, date("1916", "1916", Certainty.CIRCA)) == "–c. 1916"


def test_moments_are_those_of_the_site() -> None:
    with override("ja"):
        assert wording.moment("2026-11-21T16:30:00+00:00", with_time=True) == "2026年11月22日 01:30"
        assert wording.moment("") == ""
    with override("en"):
        assert wording.moment("2026-11-21T16:30:00+00:00") == "22 November 2026"


def test_the_language_of_a_name() -> None:
    assert wording.lang_of(Name("羅生門")) == "ja"
    assert wording.lang_of(Name("羅生門", language="zh")) == "zh"
    assert wording.lang_of(Name("Rashomon")) == ""
    assert wording.lang_of(Name("Rashomon", language="ja-Latn")) == "ja-Latn"
    assert wording.lang_of(Name("Rashomon", language='"><script>')) == ""
