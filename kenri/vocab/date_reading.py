"""Reading dates as catalogues write them, in Japanese and English.

``read`` evens out the writing, finds the single expressions (``date_points``) and joins those that belong
to the first statement: "1973. (Print executed 1974)" is 1973, for its print is another event.
"""

# A pattern that is broken over lines reads worse than a long one.
# ruff: noqa: E501

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from kenri.vocab.calendars import Day, Interval, day_of, with_arabic_digits
from kenri.vocab.date_points import Point, points

LONGEST = 300
"""A text longer than this is prose, of which only the beginning is read."""

_TILDES = str.maketrans(
    dict.fromkeys("–—‒―〜∼～", "~") | dict.fromkeys("‐‑−", "-") | dict.fromkeys("[]<>〔〕【】「」", "")
)
_WEEKDAYS = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?|\([月火水木金土日]\)")
_COPYRIGHT = re.compile(r"(?:(?<![a-z])(?:cop\.?|[cp])|[©℗])\s*(?=(?:1[89]|20)\d\d(?!\d))")
_ISLAMIC_BOTH = re.compile(
    r"\d{1,4}(?:st|nd|rd|th)?(?:\s*-\s*\d{1,4}(?:st|nd|rd|th)?)?(?:\s*century)?\s*a[hm]\s*/\s*(?:ad|ce)?\s*"
)
_CENTURY_WORDS = {
    word: f"{number}{'st' if number in (1, 21) else 'nd' if number == 2 else 'rd' if number == 3 else 'th'} century"
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
        ],
        start=1,
    )
}
_CENTURY_WORD = re.compile(rf"\b({'|'.join(reversed(_CENTURY_WORDS))})[\s-]+century")
_NO_DATE = re.compile(r"(?<!\d)(?:0000|9999)(?:[-/.]\d{1,2})*(?!\d)")

_CIRCA = re.compile(
    r"(?<![a-z])(?:c|ca|cca|circa|approx(?:imately)?|about|around|probably|possibly|perhaps|est|estimated|vers)(?![a-z])"
    r"|\?|推定|頃|ころ|ごろ|前後|約|と思われる|らしい|^か(?!ら)"
)
_BEFORE = re.compile(
    r"(?<!not )(?<![a-z])(?:before|by|until|till|pre|prior to|not (?:later than|after)|no later than|up to|ante|through)[\s-]*(?:c\.?|ca\.?|circa|about)?\s*\??$"
)
_AFTER = re.compile(
    r"(?<!not )(?<![a-z])(?:after|since|post|from|not (?:before|earlier than)|no earlier than|as of|beginning|begun|started)[\s-]*(?:in\s)?(?:c\.?|ca\.?|circa|about)?\s*\??$"
)
_BEFORE_JA = re.compile(r"^\W*(?:以前|まで|迄|より前|or (?:before|earlier)|and (?:before|earlier))")
_AFTER_JA = re.compile(
    r"^\W*(?:以後|以降|以来|から\W*$|より(?!前)|(?:or|and) (?:after|later))|^\s*(?:[-~]|から)\s*(?:present|now|ongoing|date|today|現在|継続|刊行中)?\s*[.)]*$|^\s*(?:to|until)\s+(?:the\s+)?(?:present|date|now)"
)
_JOINS = re.compile(
    r"^[\s().,、,・;:?|~/&と・-]*(?:から|より|及び|および|または|又は|and|or|to|until|till|through|thru|ca?\.?|circa|about|around|before|after|by|early|mid|late|[年月日]|born|active|died|spring|summer|autumn|fall|winter|[\s().,、,・;:?|~/&と・-])*$"
)
_OTHER_EVENT = re.compile(r"^\s*(?:第?\d*[刷版]|改版|改訂|増補|再版|再刊|重版|復刻|増刷|刷)")
_KNOWN_WORDS = re.compile(
    r"\b(?:c|ca|circa|about|active|born|died|before|after|between|and|to|or|fl|b|d|ad|ce|bc|bce|the|year|in|from|until|by|of|is)\b"
)
_NEGATIVE = re.compile(r"-(\d{1,4})(?:-(\d\d))?(?:-(\d\d))?(?:\.0)?")
_LATIN = re.compile("[a-z]")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")
_RANGE_ON = re.compile(r"\s*[-~]\s*\d{3}")
_RANGE_TO = re.compile(r"\d{3}\s*[-~]\s*$")
_THREE_DIGITS = re.compile(r"\d{3}")


def read(text: str, slashes: str, hyphens: str) -> tuple[str, str, str]:
    """Earliest and latest day and the certainty of a text that is not empty; see ``dates.parse_date``."""
    plain = _plain(text, hyphens)
    negative = _NEGATIVE.fullmatch(plain)
    if negative:
        day = day_of(-int(negative[1]), int(negative[2] or 0), int(negative[3] or 0))
        return (day.iso(), day.iso(), "exact") if day and day.year else ("", "", "unknown")
    found = _believable(list(points(plain, slashes)), plain)
    return _joined(plain, found)


def _plain(text: str, hyphens: str) -> str:
    """Even writing: NFKC, lower case, one kind of dash for ranges (~) and one for ISO (-), no brackets."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST].translate(_TILDES)).translate(_TILDES).lower()
    plain = _NO_DATE.sub(" ", with_arabic_digits(plain))
    plain = _COPYRIGHT.sub("", _WEEKDAYS.sub("", plain))
    plain = _CENTURY_WORD.sub(lambda match: _CENTURY_WORDS[match[1]], plain)
    if hyphens == "years":
        plain = re.sub(r"(?<![\d-])(\d{4})-(?=\d{1,2}(?![\d-]))", r"\1~", plain)
    if "ah" in plain or "am" in plain:
        plain = _ISLAMIC_BOTH.sub("", plain)
    return " ".join(plain.split())


def _believable(found: list[Point], text: str) -> list[Point]:
    """Without numbers that only look like dates in prose: ordinals with no century, years of three digits."""
    kept = []
    prose = _LATIN.search(_KNOWN_WORDS.sub("", text)) is not None
    for point in found:
        written = text[point.start : point.end]
        if _ORDINAL.search(written) and "cent" not in text[point.end :]:
            continue
        if prose and _THREE_DIGITS.fullmatch(written):
            in_range = _RANGE_ON.match(text, point.end) or _RANGE_TO.search(text[: point.start])
            if not in_range:
                continue
        kept.append(point)
    return kept


def _joined(text: str, found: list[Point]) -> tuple[str, str, str]:
    if not found:
        return "", "", "unknown"
    used = _first_statement(text, found)
    _complete(used)
    intervals = [point.interval for point in used if not point.bare]
    if not intervals or None in intervals:
        return "", "", "unknown"
    whole = _hull_of([interval for interval in intervals if interval])
    return _qualified(text, used, whole)


def _hull_of(intervals: list[Interval]) -> Interval:
    whole = intervals[0]
    for interval in intervals[1:]:
        whole = whole.hull(interval)
    return whole


def _first_statement(text: str, found: list[Point]) -> list[Point]:
    """The points that belong together, from the first on."""
    used = [found[0]]
    for point in found[1:]:
        gap = text[used[-1].end : point.start]
        if used[-1].named and gap.strip() in ("", "(", ",", ":"):
            used[-1] = _narrowed(point, used[-1])  # "Edo period (1615-1868)"
        elif used[-1].named and not point.named and gap.strip() == "・":
            used[-1] = _narrowed(point, used[-1])  # 「江戸時代・19世紀」, but 「明治・大正」 is both
        elif (
            _JOINS.match(gap)
            and not _OTHER_EVENT.match(text[point.end :].lstrip("年月日発行 ") if ")" not in gap else "")
        ) or (used[-1].bare and len(gap) < 16):
            used.append(point)
        else:
            break
    return used


def _narrowed(point: Point, period: Point) -> Point:
    """The numbers, which say it more exactly than the name of a period, as far as they are within it."""
    if point.interval and period.interval:
        point.interval = point.interval.within(period.interval)
    return point


def _complete(used: list[Point]) -> None:
    """Give bare months the year beside them, and BC to the start of a range that ends in BC."""
    for place, point in enumerate(used):
        if not point.bare:
            continue
        following = next((p.interval for p in used[place + 1 :] if p.interval), None)
        earlier = next((p.interval for p in reversed(used[:place]) if p.interval), None)
        beside = earlier.last if earlier else following.first if following else None
        day = day_of(beside.year, point.month, point.day) if beside else None
        if day:
            point.interval, point.bare = Interval(day, day), False
    if len(used) > 1 and used[-1].before_christ:
        for point in used[:-1]:
            if point.interval and not point.before_christ and point.interval.first.year > 0:
                first, last = point.interval.first.year, point.interval.last.year
                point.interval = Interval(Day(1 - last), Day(1 - first))


def _qualified(text: str, used: list[Point], whole: Interval) -> tuple[str, str, str]:
    """The interval opened and its certainty set by the words around it."""
    before = text[: used[0].start]
    gaps = [text[one.end : other.start] for one, other in pairwise(used)]
    after = text[used[-1].end :]
    first, last = whole.first.iso(), whole.last.iso()
    unsure = "?" in text[used[0].start : used[-1].end] or any(map(_CIRCA.search, (before, *gaps, after[:8])))
    certainty = "circa" if unsure else "exact"
    if len(used) > 1 and "between" not in before:
        if _AFTER.search(gaps[-1]) and "after" in gaps[-1]:
            return first, "", "after"
        if _BEFORE.search(before) and "by" not in before:
            return "", last, "before"
        return first, last, certainty
    if _BEFORE_JA.search(after) or _BEFORE.search(before) or re.fullmatch(r"\s*~\s*", before):
        return "", last, "before"
    if _AFTER_JA.search(after) or _AFTER.search(before):
        return first, "", "after"
    return first, last, certainty
