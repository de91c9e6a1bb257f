"""Dates as catalogues write them."""

# Tables of cases read better in one line.

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.vocab.calendars import Day, day_of, era_date, era_table, islamic_years, with_arabic_digits
from kenri.vocab.dates import Certainty, ImpreciseDate, parse_date, span, year_date, year_of

# text | earliest | latest | certainty (exact where it is left out)
TABLE = """
1916-12-09 | 1916-12-09 | 1916-12-09
1916-12-9 | 1916-12-09 | 1916-12-09
723-08-15 | 0723-08-15 | 0723-08-15
2014-04-25T13:19:25.22 | 2014-04-25 | 2014-04-25
20140425 | 2014-04-25 | 2014-04-25
1916-12 | 1916-12 | 1916-12
1910-11 | 1910-11 | 1910-11
1916 | 1916 | 1916
580 | 0580 | 0580
-0425 | -0425 | -0425
-720.0 | -0720 | -0720
2008.0 | 2008 | 2008
1912-03-00 | 1912-03 | 1912-03
1950-00-00 | 1950 | 1950
2001/4/5 | 2001-04-05 | 2001-04-05
1988.7 | 1988-07 | 1988-07
1998.10.5 | 1998-10-05 | 1998-10-05
05.06.1909 | 1909-06-05 | 1909-06-05
c. 1925-1940 | 1925 | 1940 | circa
ca. 1900 | 1900 | 1900 | circa
circa 1809–11 | 1809 | 1811 | circa
c.1786–9 | 1786 | 1789 | circa
?c.1799–1801 | 1799 | 1801 | circa
c1630 | 1630 | 1630 | circa
1925? | 1925 | 1925 | circa
978? | 0978 | 0978 | circa
c1998 | 1998 | 1998
©1999 | 1999 | 1999
p1975 | 1975 | 1975
[1920] | 1920 | 1920
19[20] | 1920 | 1920
(2005) | 2005 | 2005
1950s | 1950 | 1959
early 1930s | 1930 | 1933
mid-1930s | 1933 | 1936
19th century | 1801 | 1900
nineteenth century | 1801 | 1900
late 5th century BC | -0439 | -0400
4th-5th century | 0301 | 0500
4th-5th century BC | -0499 | -0300
late 12th-early 13th century | 1161 | 1240
2nd half 17th century | 1651 | 1700
3rd quarter 15th century | 1451 | 1475
c. second half of the 19th century-early 20th century | 1851 | 1940 | circa
3rd millennium BC | -2999 | -2000
11th century AH/AD 17th century | 1601 | 1700
late 11th century AH/AD 17th century-early 12th century AH/AD 18th century | 1661 | 1740
1059 AH/AD 1649 | 1649 | 1649
1028 AH/AD 1618-1619 | 1618 | 1619
941 AH | 1534 | 1535
664-332 BC | -0663 | -0331
active ca. 525-500 BCE | -0524 | -0499 | circa
100 BC-AD 100 | -0099 | 0100
428? BCE | -0427 | -0427 | circa
before 1700 | | 1700 | before
by 1850 | | 1850 | before
–1950 | | 1950 | before
1900 or earlier | | 1900 | before
after c.1830 | 1830 | | after
1599-after 1662 | 1599 | | after
1990- | 1990 | | after
1990–present | 1990 | | after
between 1810 and 1812 | 1810 | 1812
1861/62 | 1861 | 1862
1843–4 | 1843 | 1844
1976-77 | 1976 | 1977
1786 or 1800 | 1786 | 1800
2003/2009 | 2003 | 2009
1978-1985, 1990 | 1978 | 1990
1973.  (Print executed 1974). | 1973 | 1973
1916 (executed 1913) | 1916 | 1916
1956, printed after 1971 | 1956 | 1956
c. 1821, printed 1830 | 1821 | 1821 | circa
(newspaper published January 31, 1996) | 1996-01-31 | 1996-01-31
Qianlong period (1736-1795) | 1736 | 1795
Edo period (1615-1868) | 1615 | 1868
Edo period | 1603 | 1868
Meiji 43 | 1910 | 1910
March 14, 1994 | 1994-03-14 | 1994-03-14
14th March 1994 | 1994-03-14 | 1994-03-14
Sept. 1993 | 1993-09 | 1993-09
February - April 1958 | 1958-02 | 1958-04
June 10-12, 1954 | 1954-06-10 | 1954-06-12
October 13, 1979-January 20, 1980 | 1979-10-13 | 1980-01-20
Monday, September 15, 2014 - Sunday, January 04, 2015 | 2014-09-15 | 2015-01-04
August 14, 1996-December  1 ,1996 | 1996-08-14 | 1996-12-01
Fall 1981 and Fall 2002 | 1981 | 2002
born 1930 | 1930 | 1930
19-- | 1900 | 1999
197-? | 1970 | 1979 | circa
19uu | 1900 | 1999
昭和31年 | 1956 | 1956
昭31.4 | 1956-04 | 1956-04
S31.4.1 | 1956-04-01 | 1956-04-01
明治四十三年 | 1910 | 1910
二〇二〇年四月一日 | 2020-04-01 | 2020-04-01
大正元年 | 1912-07-30 | 1912-12-31
昭和64年 | 1989-01-01 | 1989-01-07
令和7 | 2025 | 2025
平成元.3 | 1989-03 | 1989-03
慶應3 | 1867 | 1867
慶応3年12月 | 1867 | 1868
天保元年 | 1830 | 1831
昭和20年8月15日 | 1945-08-15 | 1945-08-15
昭和31(1956)年5月3日 | 1956-05-03 | 1956-05-03
江戸時代後期 | 1736 | 1868
明治時代 | 1868-01-25 | 1912-07-29
昭和前期 | 1926 | 1957
18世紀前半 | 1701 | 1750
前5世紀 | -0499 | -0400
紀元前300年 | -0299 | -0299
1950年代 | 1950 | 1959
1950年代後半 | 1955 | 1959
[明治20年代] | 1887 | 1896
皇紀2600 | 1940 | 1940
西暦1900年 | 1900 | 1900
1909（明治42）年1～3月 | 1909-01 | 1909-03
1971（昭和46）年4月～1972（昭和47）年1月 | 1971-04 | 1972-01
1971（昭和46）年3月～11月 | 1971-03 | 1971-11
1985（昭和60）～1986（昭和61）年 | 1985 | 1986
1977（昭和52）年7、9～12月、1978（昭和53）年1～4、7月 | 1977-07 | 1978-07
1925（大正14）年4月15日～7月2日夕刊 | 1925-04-15 | 1925-07-02
1952（昭和27）年7月10日、1968（昭和43）年9月15日20刷改版 | 1952-07-10 | 1952-07-10
1902（明治42）年5月25日 | 1902-05-25 | 1909-05-25
明11.8 | 1878-08 | 1878-08
明10-11 | 1877 | 1878
明11,12 | 1878 | 1879
２０１０年１２月 | 2010-12 | 2010-12
1950年頃 | 1950 | 1950 | circa
昭和3年か | 1928 | 1928 | circa
1950年以前 | | 1950 | before
1950年以降 | 1950 | | after
12/9/1916 | 1916-09-12 | 1916-12-09
24/7/1927 | 1927-07-24 | 1927-07-24
3/24/1929 | 1929-03-24 | 1929-03-24
11-17-2009 | 2009-11-17 | 2009-11-17
1886||1887 | 1886 | 1887
1996-0 | 1996 | 1996
not before 1500 | 1500 | | after
ca. 20-60 AD | 0020 | 0060 | circa
江戸時代 18世紀 | 1701 | 1800
江戸時代・19世紀 | 1801 | 1868
江戸時代 (19世紀) | 1801 | 1868
明治時代・20世紀 | 1901 | 1912
明治時代 (1868-1912) | 1868 | 1912
江戸時代・明治時代 | 1603 | 1912-07-29
江戸時代・20世紀 | 1901 | 2000
明治時代 明治20年(1887) | 1887 | 1887
大正〜昭和 | 1912-07-30 | 1989-01-07
文政年間 | 1818-05-26 | 1831-01-22
1920年代～30年代 | 1920 | 1939
1920s-30s | 1920 | 1939
the 1920s and 1930s | 1920 | 1939
昭和40年代後半 | 1970 | 1974
1939.4-1941.3 | 1939-04 | 1941-03
1/2024 | 2024-01 | 2024-01
2024-1 | 2024-01 | 2024-01
1989-92 (published 1993) | 1989 | 1992
昭和5、6年頃 | 1930 | 1931 | circa
1887（明治20）年頃 | 1887 | 1887 | circa
1920, c1918 | 1918 | 1920
"""
ROWS = [
    tuple(cell.strip() for cell in row.replace("||", "\0").split("|")) for row in TABLE.strip().splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].replace("\0", "||"))
def test_what_catalogues_write(row):
    text = row[0].replace("\0", "||")
    certainty = Certainty(row[3]) if len(row) > 3 else Certainty.EXACT
    assert parse_date(text) == ImpreciseDate(text, row[1], row[2], certainty)


@pytest.mark.parametrize(
    "text",
    [
        "n.d.", "[s.d.]", "s.a.", "date not known", "Unknown", "no date", "発行年不明", "刊年不明", "0000-00-00",
        "0000", "0", "9999", "9999-12-31", "2023-02-30", "1900-02-29", "1916-13-01", "昭和70年", "2023年2月30日",
        "11955-12-01", "asin b00000610f", "(Japanese)", "3", "未刊", "modern", "30/30/1990",
    ],
)  # fmt: skip
def test_what_is_no_date(text):
    assert parse_date(text) == ImpreciseDate(text, certainty=Certainty.UNKNOWN)


@pytest.mark.parametrize("text", ["", "  ", "\u3000\n"])
def test_nothing_is_none(text):
    assert parse_date(text) is None


def test_the_caller_says_how_slashes_are_read():
    def both(text, order):
        date = parse_date(text, slashes=order)
        return date.earliest, date.latest

    assert both("5/6/1909", "mdy") == ("1909-05-06", "1909-05-06")
    assert both("5/6/1909", "dmy") == ("1909-06-05", "1909-06-05")
    assert both("5/6/1909", "ambiguous") == ("1909-05-06", "1909-06-05")
    assert parse_date("24/7/1927", slashes="mdy").certainty == "unknown"


def test_the_caller_says_what_a_hyphen_is():
    assert parse_date("1910-11", hyphens="years") == ImpreciseDate("1910-11", "1910", "1911")
    assert parse_date("1910-11-05", hyphens="years").earliest == "1910-11-05"


def test_years_and_spans():
    assert year_date(-425) == ImpreciseDate("-425", "-0425", "-0425")
    assert year_date(1916, "大正5") == ImpreciseDate("大正5", "1916", "1916")
    assert span(1900, None, "1900-", Certainty.AFTER) == ImpreciseDate("1900-", "1900", "", Certainty.AFTER)
    assert span(1910, 1900, "x") == ImpreciseDate("x", "1900", "1910")
    assert span(None, None, "?").certainty == "unknown"
    assert (year_of(""), year_of("-0425-01"), year_of("1916-12-09")) == (None, -425, 1916)


def test_eras_follow_each_other():
    starts = [era.start for era in era_table().eras]
    assert starts == sorted(starts)
    for era in era_table().eras:
        assert int(era.start[:4]) - era.year in (0, 1)
        assert day_of(*map(int, era.start.split("-")))


def test_years_that_an_era_never_had():
    assert era_date("大正", 15).last == Day(1926, 12, 24)
    assert era_date("大正", 16) is None
    assert era_date("明治", 0) is None
    assert era_date("昭和", 3, 2, 30) is None


def test_the_islamic_calendar():
    assert islamic_years(1) == (Day(622), Day(623))
    assert islamic_years(1059).first == Day(1649)


@pytest.mark.parametrize(
    ("kanji", "digits"),
    [("四十三", "43"), ("四三", "43"), ("千九百五", "1905"), ("廿三", "23"), ("十", "10"), ("二〇〇", "200")],
)
def test_kanji_numerals(kanji, digits):
    assert with_arabic_digits(kanji) == digits


PIECES = st.lists(
    st.sampled_from(
        [
            "1916",
            "12",
            "9",
            "--",
            "-",
            "/",
            ".",
            "年",
            "月",
            "日",
            "昭和",
            "明治",
            "元",
            "世紀",
            "前半",
            "c.",
            "ca.",
            "before",
            "after",
            "BC",
            "AH/AD",
            "th",
            "century",
            "s",
            "?",
            "(",
            ")",
            "、",
            "～",
            "一",
            "十",
            "9999",
            "0000",
            "May",
            "31",
            "march",
            "or",
            "代",
            "19",
            "2nd",
            "half",
            "early",
            "period",
            "edo",
            "皇紀",
            "大",
            "[",
            "]",
            "©",
            "頃",
            "以前",
            "to",
            "present",
        ]
    ),
    max_size=9,
)


def check(text):
    date = parse_date(text)
    if date is None:
        assert not text.strip()
        return
    assert date.text == text.strip()
    assert (date.certainty == "unknown") == (not date.earliest and not date.latest)
    if date.earliest and date.latest:
        assert date.first_year <= date.last_year
        if date.first_year >= 0:
            assert date.earliest[: len(date.latest)] <= date.latest or date.latest.startswith(
                date.earliest[:4]
            )
    for end in (date.earliest, date.latest):
        year, *rest = end.lstrip("-").split("-") if end else ("1",)
        assert day_of(int(year), *map(int, rest)) is not None


@given(st.text(max_size=60))
def test_any_text_is_read(text):
    check(text)


@given(PIECES, st.sampled_from(["", " "]))
def test_any_mixture_of_date_words_is_read(pieces, joint):
    check(joint.join(pieces))


@given(st.dates())
def test_iso_days_come_back(day):
    text = day.isoformat()
    if text[:4] <= "2100":
        assert parse_date(text) == ImpreciseDate(text, text, text)


@given(st.integers(1, 2100), st.integers(1, 12), st.integers(1, 28))
def test_one_day_in_many_forms(year, month, day):
    expected = Day(year, month, day).iso()
    forms = [f"{year:03d}年{month}月{day}日", f"{year:03d}-{month}-{day}"]
    if year >= 1000:
        forms += [f"{day}.{month}.{year}", f"{year}/{month}/{day}", f"{year}{month:02d}{day:02d}"]
    if year > 1989 and year < 2019:
        forms += [f"平成{year - 1988}年{month}月{day}日", f"平{year - 1988}.{month}.{day}"]
    for form in forms:
        date = parse_date(form)
        assert (date.earliest, date.latest) == (expected, expected), form


@given(st.integers(1, 9998))
def test_years_before_christ(year):
    date = parse_date(f"{year} BC")
    assert date.first_year == date.last_year == 1 - year


def test_prose_of_any_length_is_read_quickly():
    started = time.perf_counter()
    parse_date("1-" * 5000)
    parse_date("(" * 5000 + "1900")
    parse_date("early " * 2000)
    parse_date("1、" * 4000 + "月")
    assert time.perf_counter() - started < 2
