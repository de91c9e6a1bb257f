"""The single expressions of a date (a day, a month, an era year, a century …) found in normalised text.

Each kind has one pattern and one function that turns its match into an interval. ``date_reading`` joins
what is found here into a whole date.
"""

# A pattern that is broken over lines reads worse than a long one.
# ruff: noqa: E501

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator

import msgspec

from kenri.vocab.calendars import (
    Interval,
    day_of,
    era_date,
    era_table,
    era_years,
    islamic_years,
    years,
)
from kenri.vocab.date_parts import PART, PARTS_JA, cut


class Point(msgspec.Struct):
    """One expression: where it stands, its interval (None: no such day), and what it lacks.

    ``month`` and ``day`` are set for a bare month or day whose year stands elsewhere; ``before_christ``
    says that BC was written; ``named`` that it is only the name of a period.
    """

    start: int
    end: int
    interval: Interval | None
    month: int = 0
    day: int = 0
    bare: bool = False
    before_christ: bool = False
    named: bool = False


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_BC = r"(?:b\.?\s?c\.?(?:\s?e\.?)?)(?![a-z])"
_LATIN = re.compile("[a-z]")
_BC_LAST = re.compile(_BC + r"\s*$")
_AD = r"(?:a\.?\s?d\.?|c\.?\s?e\.?)(?![a-z])"
_LIST = r"\d{1,2}(?:\s*[、,・~-]\s*\d{1,2})*"
_MONTH_DAY = rf"(?:\s*({_LIST})\s*月(?:\s*({_LIST})\s*日)?)?"


def _numbers(text: str | None) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", text or "")] or [0]


def _listed(year: int, months: str | None, days: str | None) -> Interval | None:
    """A year with lists such as "7、9～12" of months and days."""
    month, day = _numbers(months), _numbers(days)
    first, last = day_of(year, month[0], day[0]), day_of(year, month[-1], day[-1])
    return Interval(first, last).hull(Interval(first, last)) if first and last else None


def _single(year: int, month: int = 0, day: int = 0) -> Interval | None:
    found = day_of(year, month, day)
    return Interval(found, found) if found else None


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


@functools.cache
def _era_pattern() -> str:
    names = sorted({n for era in era_table().eras for n in (era.name, *era.forms)}, key=len, reverse=True)
    return "(?:" + "|".join(names) + ")"


def _number(text: str) -> int:
    return 1 if text == "元" else int(text)


# One function a kind. Each gets its match and returns the point's interval, or a whole Point.


def _year_month_day(match: re.Match[str]) -> Interval | None:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    return _single(year, month, day) if year else None


def _year_month(match: re.Match[str]) -> Interval | None:
    """1988.7, 1988/7/12; 1905/06 may be a month or two years; 2008.0 is a year that was a float."""
    year, month, day = int(match[1]), int(match[3]), int(match[4] or 0)
    if year == 0:
        return None
    if match[4] is None and match[2] == "/":
        if month > 12:
            return _until(year, match[3])
        if month == (year + 1) % 100:
            found = _single(year, month)
            return found.hull(years(year, year + 1)) if found else None
    return _single(year, month, day)


def _slashes(match: re.Match[str], order: str) -> Interval | None:
    """12/9/1916 in the caller's order; where that is unknown, both days that it can be."""
    one, other, year = int(match[1]), int(match[3]), int(match[4])
    if year == 0:
        return None
    month_first, day_first = _single(year, one, other), _single(year, other, one)
    if order == "mdy":
        return month_first
    if order == "dmy":
        return day_first
    return month_first.hull(day_first) if month_first and day_first else month_first or day_first


def _month_slash(match: re.Match[str]) -> Interval | None:
    return _single(int(match[2]), int(match[1])) if int(match[2]) else None


def _dotted(match: re.Match[str]) -> Interval | None:
    return _single(int(match[3]), int(match[2]), int(match[1]))


def _western_era(match: re.Match[str]) -> Interval | None:
    """1902（明治42）年5月25日: where the two years differ, either may be meant."""
    western = _listed(int(match[1]), match[4], match[5])
    in_era = era_date(match[2], _number(match[3]))
    if western is None or in_era is None or in_era.first.year <= int(match[1]) <= in_era.last.year:
        return western
    other = _listed(in_era.first.year, match[4], match[5])
    return western.hull(other) if other else western


def _era(match: re.Match[str]) -> Interval | None:
    name, first = match["era"], _number(match["year"])
    if match["decade"]:
        found, last = era_date(name, first), None
        for year in range(first + 9, first - 1, -1):
            last = last or era_date(name, year)
        return cut(found.first.year, last.last.year, match["part"]) if found and last else None
    if match["until"]:
        found, last = era_date(name, first), era_date(name, int(match["until"]))
        return found.hull(last) if found and last else None
    months = _numbers(match["months"] or match["month"])
    days = _numbers(match["days"] or match["mday"])
    found, last = era_date(name, first, months[0], days[0]), era_date(name, first, months[-1], days[-1])
    return found.hull(last) if found and last else None


def _era_letter(match: re.Match[str]) -> Interval | None:
    return era_date(match[1], int(match[2]), int(match[3]), int(match[4] or 0))


def _era_romaji(match: re.Match[str]) -> Interval | None:
    return era_date(match[1], int(match[2]))


def _era_alone(match: re.Match[str]) -> Interval:
    whole = era_years(match[1])
    return cut(whole.first.year, whole.last.year, match[2]) if match[2] else whole


def _era_span(match: re.Match[str]) -> Interval:
    return era_years(match[1])


def _period(match: re.Match[str]) -> Interval:
    name = match["ja"] or match["en"]
    if name in {era.romaji for era in era_table().eras}:
        whole = era_years(name)
        return cut(whole.first.year, whole.last.year, match["part"]) if match["part"] else whole
    period = next(p for p in era_table().periods if name in (p.name, p.romaji))
    return cut(period.first, period.last, match["japart"] or match["part"])


def _century(number: int, part: str | None, before_christ: bool) -> Interval | None:
    if not 1 <= number <= (99 if before_christ else 21):
        return None
    first = 1 - number * 100 if before_christ else (number - 1) * 100 + 1
    return cut(first, first + 99, part)


def _century_ja(match: re.Match[str]) -> Interval | None:
    return _century(int(match[2]), match[3], bool(match[1]))


def _century_en(match: re.Match[str]) -> Interval | None:
    return _century(int(match["n"]), match["part"], bool(match["bc"]))


def _millennium(match: re.Match[str]) -> Interval | None:
    number = int(match["n"])
    if not 1 <= number <= (9 if match["bc"] else 2):
        return None
    first = 1 - number * 1000 if match["bc"] else (number - 1) * 1000 + 1
    return cut(first, first + 999, match["part"])


def _decade(match: re.Match[str]) -> Interval | None:
    first = int(match["decade"]) * 10
    last = first // 100 * 100 + int(match["until"]) * 10 if match["until"] else first
    return cut(first, max(first, last) + 9, match["part"]) if 0 < first <= 2090 else None


def _year_ja(match: re.Match[str]) -> Interval | None:
    """西暦1900年, 皇紀2600年 (from 660 BC), 紀元前300年, 1988年3月."""
    prefix, year = match[1] or "", int(match[2])
    if prefix == "皇紀" or prefix == "神武紀元":
        year -= 660
    elif prefix.endswith("前"):
        year = 1 - year
    elif year == 0 or (len(match[2]) < 3 and not prefix):
        return None
    return _listed(year, match[3], match[4])


def _month_day_year(match: re.Match[str]) -> Interval | None:
    year, month = int(match[4]), _month_number(match[1])
    first, last = day_of(year, month, int(match[2])), day_of(year, month, int(match[3] or match[2]))
    return Interval(first, last) if first and last else None


def _day_month_year(match: re.Match[str]) -> Interval | None:
    year, month = int(match[4]), _month_number(match[3])
    first, last = day_of(year, month, int(match[1])), day_of(year, month, int(match[2] or match[1]))
    return Interval(first, last) if first and last else None


def _month_year(match: re.Match[str]) -> Interval | None:
    return _single(int(match[2]), _month_number(match[1]))


def _year_month_name(match: re.Match[str]) -> Interval | None:
    return _single(int(match[1]), _month_number(match[2]), int(match[3] or 0))


def _bare(match: re.Match[str]) -> Point:
    if match[2]:
        month, day = _month_number(match[2]), int(match[3] or match[1] or 0)
    else:
        month, day = int(match[4]), int(match[5] or 0)
    return Point(match.start(), match.end(), None, month=month, day=day, bare=True)


def _islamic(match: re.Match[str]) -> Interval | None:
    year = int(match[1])
    return islamic_years(year) if 1 <= year <= 1525 else None


def _marked_range(match: re.Match[str]) -> Interval | None:
    first, last = int(match[1]), int(match[2])
    if match[3]:
        first, last = 1 - first, 1 - last
    return (
        years(min(first, last), max(first, last))
        if match[3] or (first and max(first, last) <= 2100)
        else None
    )


def _marked(match: re.Match[str]) -> Interval | None:
    year, before_christ = int(match["y"] or match["y2"]), bool(match["bc2"])
    return _single(1 - year if before_christ else year) if year else None


def _unclear_digits(match: re.Match[str]) -> Interval | None:
    """19--, 197-, 19uu, 18xx: the digits that the cataloguer did not know."""
    known = match[1] or match[2]
    size = 10 ** (4 - len(known))
    first = int(known) * size
    return years(first, first + size - 1) if 0 < first <= 2099 else None


def _until(year: int, tail: str) -> Interval | None:
    """A year and the last digits of a later one: 1976-77, 1786-9, 1861/62."""
    size = 10 ** len(tail)
    last = year // size * size + int(tail)
    return years(year, last) if last > year else None


def _year(match: re.Match[str]) -> Interval | None:
    year, tail = int(match[1]), match[2]
    single = _single(year) if year else None
    if not tail or single is None:
        return single
    longer = _until(year, tail)
    if longer is not None:
        return longer
    month = int(tail) if "-" in match[0] else 0
    return _single(year, month) if 1 <= month <= 12 else single  # 1912-03; else 1996-0, an unknown end


_ORDINAL = r"(?P<n>\d{1,2})\s?(?:st|nd|rd|th)(?![a-z])"
_YEAR = r"(?<!\d)(?<!\d\.)(\d{3,4})(?!\d)"


@functools.cache
def _kinds() -> dict[str, tuple[re.Pattern[str], Callable[[re.Match[str]], Interval | Point | None]]]:
    """Kind -> pattern and function, in the order in which they are tried at a place."""
    era = _era_pattern()
    table = era_table()
    romaji = "|".join(
        sorted((e.romaji for e in table.eras if e.alone or e.year >= 1800), key=len, reverse=True)
    )
    alone = "|".join(e.name for e in table.eras if e.alone)
    period_ja = "|".join(sorted((p.name for p in table.periods), key=len, reverse=True))
    period_names = [p.romaji for p in table.periods] + [e.romaji for e in table.eras if e.alone]
    period_en = "|".join(sorted(period_names, key=len, reverse=True))
    raw: list[tuple[str, str, Callable[[re.Match[str]], Interval | Point | None]]] = [
        ("ymd", r"(?<![\d/.-])(\d{3,4})-(\d{1,2})-(\d{1,2})(?!\d)(?:[t ]\d{2}:\d{2}\S*)?", _year_month_day),
        ("ym", r"(?<![\d/.])(\d{3,4})([/.])(\d{1,2})(?:\2(\d{1,2}))?(?!\d)", _year_month),
        ("slashes", r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)", _dotted),
        ("month_slash", r"(?<![\d/.-])(\d{1,2})/(\d{4})(?![\d/])", _month_slash),
        ("dotted", r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)", _dotted),
        ("compact", r"(?<!\d)([12]\d{3})(\d{2})(\d{2})(?!\d)", _year_month_day),
        ("western_era", rf"(?<!\d)(\d{{3,4}})\s*年?\s*\(\s*({era})\s*(\d{{1,2}}|元)\s*年?\s*\)\s*年?(?!代){_MONTH_DAY}", _western_era),
        ("era", (rf"(?P<era>{era})\s*(?P<year>\d{{1,2}}|元)(?!\d)(?:(?P<decade>年?代)の?(?P<part>{PARTS_JA})?|\s*年?\s*[-~、,・]\s*(?P<until>\d{{1,2}})(?!\d|\s*[月.]|\s*日)年?|"
                rf"\s*[./](?P<month>\d{{1,2}})(?:[./](?P<mday>\d{{1,2}}))?(?!\d)|\s*年?(?:\s*\(\s*\d{{4}}\s*年?\s*\)\s*年?)?"
                rf"(?:\s*(?P<months>{_LIST})\s*月(?:\s*(?P<days>{_LIST})\s*日)?)?)"), _era),
        ("era_letter", r"(?<![a-z\d])([mtshr])\.?\s?(\d{1,2})[./年-](\d{1,2})月?(?:[./-]?(\d{1,2})日?)?(?!\d)", _era_letter),
        ("era_romaji", rf"(?<![a-z])({romaji})\s+(\d{{1,2}})(?!\d|\s*(?:st|nd|rd|th))", _era_romaji),
        ("era_alone", rf"({alone})(?:時代|期|年間|戦前|朝)?の?({PARTS_JA})?(?!\d)", _era_alone),
        ("era_span", rf"({era})(?:年間|時代|期)", _era_span),
        ("period", rf"(?:(?P<ja>{period_ja})(?:時代|期|幕府)?の?(?P<japart>{PARTS_JA})?|{PART}(?<![a-z])(?P<en>{period_en})(?![a-z])\s+(?:period|era))", _period),
        ("century_ja", rf"((?:紀元)?前)?(?:西暦|紀元|後)?(\d{{1,2}})\s*世紀の?({PARTS_JA})?", _century_ja),
        ("decade_ja", rf"(?<!\d)(?P<decade>\d{{3}})0\s*年?代?(?:\s*[-~]\s*(?P<until>\d)0)?\s*年?代の?(?P<part>{PARTS_JA})?", _decade),
        ("year_ja", rf"(西暦|皇紀|神武紀元|紀元前|前|紀元|西紀)?\s*(?<!\d)(\d{{1,4}})\s*年(?!代|間)度?{_MONTH_DAY}", _year_ja),
        ("kouki", r"(皇紀|西暦|神武紀元|西紀|紀元前)\s*(\d{1,4})(?!\d)()()", _year_ja),
        ("mdy", rf"(?<![a-z])({_MONTH})\s*(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[-~]\s*(\d{{1,2}})(?:st|nd|rd|th)?)?(?:\s*,\s*|\s+)(\d{{4}})(?!\d)", _month_day_year),
        ("dmy", rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[-~]\s*(\d{{1,2}})(?:st|nd|rd|th)?)?\s*(?:of\s+)?(?<![a-z])({_MONTH})\s*,?\s*(\d{{4}})(?!\d)", _day_month_year),
        ("my", rf"(?<![a-z])({_MONTH})(?:\s*,\s*|\s+of\s+|\s*)(\d{{4}})(?!\d)", _month_year),
        ("y_month", rf"(?<!\d)(\d{{4}})\s*,?\s*({_MONTH})(?:\s*(\d{{1,2}})(?!\d))?", _year_month_name),
        ("bare", rf"(?:(?<!\d)(\d{{1,2}})\s+)?(?<![a-z])({_MONTH})(?:\s*(\d{{1,2}})(?!\d))?|(?<!\d)(\d{{1,2}})\s*月(?:\s*(\d{{1,2}})\s*日)?", _bare),
        ("decade", rf"{PART}(?<!\d)(?P<decade>\d{{3}})0\s?'?s(?:\s*(?:[-~/]|and|to)\s*'?(?P<until>\d)0\s?'?s)?(?![a-z])", _decade),
        ("millennium", rf"{PART}{_ORDINAL}\s*-?millenn?ium(?:\s*(?P<bc>{_BC}))?", _millennium),
        ("century", rf"{PART}{_ORDINAL}(?:\s*-?\s*c(?:entury|enturies|ent)?(?![a-z])\.?)?(?:\s*(?:(?P<bc>{_BC})|{_AD}))?", _century_en),
        ("islamic", r"(?<!\d)(\d{1,4})\s*(?:a\.?h\.?)(?![a-z])", _islamic),
        ("marked_range", rf"(?<!\d)(\d{{1,4}})\s*[-~/]\s*(\d{{1,4}})\s*(?:({_BC})|{_AD})", _marked_range),
        ("marked", rf"(?<!\d)(?:(?<![a-z]){_AD}\s*(?P<y>\d{{1,4}})(?!\d)(?P<bc>(?!))?|(?P<y2>\d{{1,4}})\s*\??\s*(?:(?P<bc2>{_BC})|{_AD}))", _marked),
        ("unclear", r"(?<![\d.a-z])(?:(\d{2})(?:--|\?\?|uu|xx|__|~~)|(\d{3})(?:[ux_](?![\d?])|(?:(?<=1[4-9]\d)|(?<=20\d))\?(?![\d?])|-(?=\W*$)))", _unclear_digits),
        ("year", rf"{_YEAR}(?:\s*(?:[-~/]|or|and)\s*(\d{{1,2}})(?!\d|[./月]|\s*(?:st|nd|rd|th)))?", _year),
    ]  # fmt: skip
    return {name: (re.compile(pattern), function) for name, pattern, function in raw}


_IN_LATIN = frozenset((
    "era_letter", "era_romaji", "mdy", "dmy", "my", "y_month", "decade", "millennium", "century", "islamic",
    "marked_range", "marked",
))  # fmt: skip
"""Kinds that only stand in text with letters from a to z."""
_IN_JAPANESE = frozenset((
    "western_era", "era", "era_alone", "era_span", "century_ja", "decade_ja", "year_ja", "kouki",
))  # fmt: skip
"""Kinds that only stand in text beyond ASCII."""


@functools.lru_cache
def _kinds_in(latin: bool, japanese: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds that a text with or without these letters may hold, with their patterns."""
    absent = (frozenset() if latin else _IN_LATIN) | (frozenset() if japanese else _IN_JAPANESE)
    return tuple((name, pattern) for name, (pattern, _) in _kinds().items() if name not in absent)


def points(text: str, slashes: str) -> Iterator[Point]:
    """All expressions of a date in normalised text, from left to right; ``slashes`` as in ``parse_date``."""
    kinds = _kinds()
    held = _kinds_in(_LATIN.search(text) is not None, not text.isascii())
    nearest: dict[str, re.Match[str] | None] = {name: pattern.search(text) for name, pattern in held}
    at = 0
    while at < len(text):
        best: re.Match[str] | None = None
        kind = ""
        for name, match in nearest.items():
            if match and match.start() < at:
                match = nearest[name] = kinds[name][0].search(text, at)
            if match and (best is None or match.start() < best.start()):
                best, kind = match, name
        if best is None:
            return
        found = _slashes(best, slashes) if kind == "slashes" else kinds[kind][1](best)
        if isinstance(found, Point):
            yield found
        else:
            yield Point(
                best.start(),
                best.end(),
                found,
                before_christ=_BC_LAST.search(best[0]) is not None,
                named=kind in ("era_alone", "era_span", "period"),
            )
        at = max(best.end(), at + 1)
