"""What the model sees of a work: its titles, creators, series, year, length and marks."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from kenri.identity.flat import Row, key_or_none, legible, unless_lost, years_of
from kenri.identity.marks import Mark, marks_key, volume_in
from kenri.identity.nobody import SEVERAL, is_several, means_nobody
from kenri.identity.person_names import PersonName, parse_person
from kenri.identity.readings import echoes_of, reading_of, reading_of_folded
from kenri.identity.titles import ParsedTitle, parse_title
from kenri.identity.writing import kana
from kenri.identity.writing.normalise import compact, fold, without_article
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import EventKind, Record

PUBLISHERS = frozenset(("publisher", "label", "distributor", "broadcaster"))
"""Roles of those who bring a work out; they are compared apart from those who made it."""
_DATED = (
    EventKind.RELEASED,
    EventKind.PUBLISHED,
    EventKind.BROADCAST,
    EventKind.CREATED,
    EventKind.PERFORMED,
    EventKind.RECORDED,
    EventKind.EXHIBITED,
    EventKind.ONLINE,
    EventKind.REGISTERED,
)
_NO_TITLES = frozenset((NameKind.SERIES, NameKind.SUBTITLE))
_PARTS = re.compile(r"\s+[-–—/]\s+")
_TRACK = re.compile(r"^\s*\d{1,3}\s*[-.]\s*(?=\D)")
_DIGITS = re.compile(r"\d+")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3})[:'’′](\d{2})(?:[.,]\d+)?[\"”″]?")
_UNITS = re.compile(
    r"(?:pt)?(?:(\d+)\s*(?:h[^\W\d]*|時間)\.?)?\s*(?:(\d+)\s*(?:m[^\W\d]*|分間?)\.?)?"
    r"\s*(?:(\d+)(?:\.\d+)?\s*(?:s[^\W\d]*|秒)\.?)?"
)
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
LONGEST_IN_MINUTES = 30
"""A length with decimals below this is told in minutes (3.65), others in seconds."""
LEAST_IN_MILLISECONDS = 15_000
LONGEST_FILM = 600
"""A plain number below this is a film's length in minutes."""
_SCREENED = frozenset(("film", "programme", "video", "animation"))
_USED = frozenset(("number", "duration", "volume"))


def row(record: Record, extra: Mapping[str, str], *, echoes: bool) -> Row:
    """The columns of a work; ``extra`` and ``echoes`` as for ``features_of``."""
    names = _titles(record)
    named = {name.kind: name.text for name in reversed(record.names)}
    main = parse_title(names[0].text)
    original = named.get(NameKind.ORIGINAL, "")
    series = named.get(NameKind.SERIES, "")
    columns = _title_columns(names, main, named, echoes=echoes)
    columns |= _maker_columns(record)
    further = [name.text for name in names[1:3]]
    texts = (columns["title_text"], *map(legible, further), columns.get("creator_text"), legible(series))
    columns["whole_text"] = " ".join(filter(None, texts))
    columns["words"] = _words(columns["whole_text"])
    columns |= _marks(main.marks or (parse_title(original).marks if original else ()), extra)
    columns["series"] = _key(parse_title(series).full) if series.strip() else None
    columns["number"] = _number(extra.get("number", "")) or _track(main)
    columns["language"] = record.languages[0] if record.languages else None
    length = extra.get("duration", "") or record.extent
    columns["seconds"] = seconds_of(length, in_minutes=record.schema in _SCREENED)
    columns["year_from"], columns["year_to"] = _years(record)
    if columns["year_from"] is None and columns.get("title_year"):
        columns["year_from"] = columns["year_to"] = int(columns["title_year"])
    return Row(columns, _USED)


def _titles(record: Record) -> list[Name]:
    """The names that are titles, main ones first; a record has at least one name."""
    if len(record.names) == 1:
        return list(record.names)
    wanted = [n for n in record.names if n.kind not in _NO_TITLES and n.text.strip()]
    wanted.sort(key=lambda name: name.kind != NameKind.MAIN)
    return wanted or [record.names[0]]


def _title_columns(
    names: Sequence[Name], main: ParsedTitle, named: Mapping[NameKind, str], *, echoes: bool
) -> dict[str, Any]:
    """The columns of the titles; ``named`` has the first name of each kind."""
    told = named.get(NameKind.SUBTITLE, "")
    subtitle = main.subtitle or fold(told)
    full = f"{main.core} {subtitle}".strip() if told and not main.subtitle else main.full
    # Of a title without letters and digits parsing leaves what is written; any other is folded.
    read = unless_lost(full) if full[:1].isalnum() else legible(full)
    said = names[0].reading or read
    reading = reading_of(names[0].reading) if names[0].reading else reading_of_folded(read)
    original = named.get(NameKind.ORIGINAL, "")
    romaji = names[0].romaji or (names[1].text if len(names) > 1 else "")
    parts = _parts(main.text)
    stem = _key(main.core)
    core = (_key(full) if subtitle else stem) if read else None
    numbers = _DIGITS.findall(full) + [mark.value for mark in main.marks if mark.kind == "series"]
    return {
        "title_text": read if full is main.full else legible(main.full),
        "core": core,
        "stem": stem,
        "subtitle": compact(subtitle) or None if subtitle else None,
        "alt": _further(names[1:], core) if len(names) > 1 else None,
        "orig": _key(parse_title(original).full) if original else None,
        "head": key_or_none(parts[0]) if len(parts) > 1 else None,
        "tail": _key(parse_title(parts[-1]).core) if len(parts) > 1 else None,
        "sound": reading.sound or None,
        "alt_sound": (reading_of(parse_title(romaji).full).sound or None) if romaji else None,
        "skel": reading.consonants.replace(" ", "") or None,
        "echoes": list(echoes_of(said)) or None if echoes else None,
        "unsaid": None if echoes else said or None,
        "script": _script(full),
        "numbers": " ".join(sorted(numbers)) if numbers else None,
    }


def _key(folded: str) -> str | None:
    """The key of a title without its article; None for nothing."""
    return compact(without_article(folded)) or None


def _further(names: Sequence[Name], core: str | None) -> str | None:
    """The key of the first further title that is another one."""
    keys = (_key(parse_title(name.text).full) for name in names)
    return next((key for key in keys if key and key != core), None)


def _parts(title: str) -> list[str]:
    """The parts of a title divided by a dash or slash between spaces; the number of a track is none."""
    return _PARTS.split(_TRACK.sub("", title)) if _PARTS.search(title) else [title]


def _script(folded: str) -> str:
    if folded.isascii():
        return "latin"
    return "japanese" if kana.has_kanji(folded) or any("ぁ" <= c <= "ー" for c in folded) else "other"


class _Maker(NamedTuple):
    """A maker's name: its folded text, its key, and the columns of a work that names it first."""

    text: str
    key: str
    columns: dict[str, str | None]


@functools.lru_cache(maxsize=16384)
def _maker(name: Name) -> _Maker | None:
    """The maker of that name; None where it names nobody, or in letters that cannot be read."""
    text = legible(name.text)
    if not text or means_nobody(text):
        return None
    person = parse_person(name)
    columns = {
        "creator": person.key,
        "creator_sound": person.sound or None,
        "creator_short": _short(person),
        "creator_skel": person.consonants.replace(" ", "") or None,
        "creator_script": "latin" if person.script == "latin" else "japanese",
    }
    return _Maker(text, person.key, columns)


def _maker_columns(record: Record) -> dict[str, Any]:
    """Who made the work and who brought it out."""
    named = [(part.role in PUBLISHERS, part.names[0]) for part in record.contributions if part.names]
    publisher = next((name for publishes, name in named if publishes), None)
    makers = [maker for publishes, name in named if not publishes and (maker := _maker(name))]
    columns: dict[str, Any] = {"publisher": key_or_none(publisher.text) if publisher else None}
    if makers:
        columns |= makers[0].columns
        columns["creators"] = f"|{'|'.join(sorted({maker.key for maker in makers}))}|"
        columns["creator_text"] = unless_lost(" ".join([maker.text for maker in makers]))
    elif any(is_several(name.text) for publishes, name in named if not publishes):
        columns["creator"] = columns["creators"] = SEVERAL
    return columns


def _short(person: PersonName) -> str | None:
    """Family name and first initial."""
    if not person.family or not person.given:
        return person.key or None
    return f"{person.family} {person.given[0]}"


MOST_WORDS = 24
"""Words of a work by which candidates are looked for."""


def _words(folded: str) -> list[str]:
    """The words that find candidates: of Japanese text every three characters that follow one another."""
    words = folded.split()
    if not folded.isascii():
        words = [part for word in words for part in _threes(word)]
    return list(islice(dict.fromkeys([word for word in words if len(word) > 1]), MOST_WORDS))


def _threes(word: str) -> Iterable[str]:
    if word.isascii() or len(word) < 4:
        return (word,)
    return (word[place : place + 3] for place in range(len(word) - 2))


def _marks(marks: tuple[Mark, ...], extra: Mapping[str, str]) -> dict[str, Any]:
    if not marks and "volume" not in extra:
        return {}
    if not any(mark.kind == "volume" for mark in marks):
        marks += volume_in(extra.get("volume", ""))
    if not marks:
        return {}
    key = marks_key(marks)
    later = tuple([mark for mark in marks if mark.value != "1"])
    return {
        "marks": key or None,
        "marks_first": (key if len(later) == len(marks) else marks_key(later)) or None,
        "title_year": next((m.value for m in marks if m.kind == "year"), None),
    }


def _number(text: str) -> str | None:
    """A number in its least form: A8 and 08 are 8."""
    if not text:
        return None
    match = _DIGITS.search(text)
    return match[0].lstrip("0") or "0" if match else key_or_none(text)


def _track(main: ParsedTitle) -> str | None:
    return next((m.value for m in main.marks if m.kind == "track"), None) if main.marks else None


def _years(record: Record) -> tuple[int | None, int | None]:
    for kind in _DATED:
        for event in record.events:
            if event.kind == kind and event.date is not None:
                first, last = years_of(event.date)
                if first is not None:
                    return first, last
    return None, None


def seconds_of(text: str, *, in_minutes: bool = False) -> int | None:
    """A length in seconds: 3:39, 4m 17sec, PT4M17S, 3分39秒, 219, 219666 (milliseconds), 3.65 (minutes)."""
    text = text.strip().lower()
    if not text:
        return None
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    if _PLAIN.fullmatch(text):
        value = float(text)
        if in_minutes and value < LONGEST_FILM:
            return round(value * 60)
        if value >= LEAST_IN_MILLISECONDS:
            return round(value / 1000)
        return round(value * 60) if "." in text and value < LONGEST_IN_MINUTES else round(value)
    units = _UNITS.fullmatch(text)
    if units and any(units.groups()):
        hours, minutes, seconds = (int(part or 0) for part in units.groups())
        return hours * 3600 + minutes * 60 + seconds
    return None
