"""What the columns of a list mean: told by their headers, checked against their cells, or by these alone."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from kenri.harvest.lists import together
from kenri.harvest.lists.evidence import Evidence, evidence_of
from kenri.vocab.list_fields import ListField, fields_called, fold_header, header_words, list_fields
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

WHOLE, PART, CELLS = 0.95, 0.75, 0.5
"""How certain a guess is: the whole header names the field, a part of it, or only the cells speak for it."""


class ColumnGuess(msgspec.Struct, frozen=True):
    """What a column was taken for, how certainly (0 to 1), and why; ``field`` is empty for no field.

    ``language`` is that of the column's texts where its header says it (``title_en``, 題名（英語）).
    """

    column: str
    field: str
    certainty: float
    reason: Text
    language: str = ""


class Named(NamedTuple):
    """A field that a header may name. ``alone``: it names no other."""

    field: str
    certainty: float
    language: str = ""
    alone: bool = True


_BRACKETS = re.compile(r"[（(\[【〔<]([^（()）\[\]【】〔〕<>]*)[)）\]】〕>]")
_TRAILING_NUMBER = re.compile(r"(?:[ _\-.]?(?:c|no|nr|p)?\d{1,3}|\s*\(\d+\)|[①-⑳])$", re.IGNORECASE)
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_LETTERED = re.compile(r"\([A-Z]{1,3}\)")
_LANGUAGES = {
    **dict.fromkeys(("ja", "jp", "jpn", "japanese", "日本語", "和文", "日"), "ja"),
    **dict.fromkeys(("en", "eng", "english", "英語", "英文", "英", "欧文"), "en"),
    **dict.fromkeys(("fr", "french", "仏語"), "fr"),
    **dict.fromkeys(("de", "german", "独語"), "de"),
    **dict.fromkeys(("zh", "chinese", "中国語"), "zh"),
    **dict.fromkeys(("ko", "korean", "韓国語"), "ko"),
}
_READINGS = (
    "ヨミ",
    "よみ",
    "読み",
    "カナ",
    "かな",
    "フリガナ",
    "ふりがな",
    "kana",
    "yomi",
    "reading",
    "furigana",
)
_ROMAN = ("ローマ字", "romaji", "romanized", "romanised", "latin")
_OF_IDS = frozenset(("id", "key", "no", "nr", "ref", "code"))
_EMPTY_WORDS = frozenset(("the", "of", "a", "an", "or", "and", "original", "full", "other", "dc", "dcterms"))


@functools.lru_cache(maxsize=4096)
def fields_named(header: str) -> tuple[Named, ...]:
    """The fields that a header names, the likeliest first."""
    text = unicodedata.normalize("NFKC", header).strip()
    if not text:
        return ()
    before, _, last = text.rpartition(" ")
    if before and last in ("姓", "名"):
        return (Named(fields_called(last)[0], WHOLE),)
    whole = fields_called(text)
    if whole:
        return tuple(
            Named(key, WHOLE if len(whole) == 1 else WHOLE - 0.1, "", len(whole) == 1) for key in whole
        )
    if together.heads_both(text):
        return (Named(together.FIELD, WHOLE - 0.05),)
    bare, inside = _BRACKETS.sub(" ", text).strip(), _BRACKETS.findall(text)
    language = next((found for word in inside if (found := _LANGUAGES.get(fold_header(word)))), "")
    bare, ending = _without_language(bare)
    language = language or ending
    for shorter in (bare, _TRAILING_NUMBER.sub("", bare), re.split(r"[.:/]", bare)[-1]):
        named = fields_called(shorter) if shorter.strip() else ()
        if named:
            special = _spoken(text, inside)
            keys = [_reading_of(key, special) if special else key for key in named]
            return tuple(Named(key, WHOLE - 0.05, language) for key in dict.fromkeys(keys))
    return _by_words(text, language)


def _without_language(text: str) -> tuple[str, str]:
    """A header without the language at its end: ``title_en``, 題名 英語."""
    words = header_words(text)
    if len(words) > 1 and words[-1] in _LANGUAGES:
        return text[: text.casefold().rindex(words[-1])].rstrip(" _-./:"), _LANGUAGES[words[-1]]
    return text, ""


def _spoken(text: str, inside: Sequence[str]) -> str:
    """Whether the column is another writing of the one it names: ``reading`` or ``romaji``."""
    told = [fold_header(word) for word in inside]
    if any(word in map(fold_header, _READINGS) for word in told):
        return "reading"
    return "romaji" if any(word in map(fold_header, _ROMAN) for word in told) else ""


def _reading_of(key: str, special: str) -> str:
    if list_fields()[key].holds in ("party", "name", "family", "given"):
        return "name_reading"
    return special


def _by_words(text: str, language: str) -> tuple[Named, ...]:
    """A field that the last words of a header name, else its first ones: "exhibit title", "author_list"."""
    words = [word for word in header_words(text) if word not in _EMPTY_WORDS]
    if len(words) > 1 and words[-1] in _OF_IDS:
        return (Named("id", 0.4),)
    if 1 < len(words) <= 6:
        for size in range(len(words) - 1, 0, -1):
            for part in (words[-size:], words[:size]):
                named = fields_called(" ".join(part))
                if named and part[-1] not in ("id", "no", "name", "number", "date", "by"):
                    return tuple(Named(key, PART, language) for key in named)
    ending = next((e for e in _READINGS if text.endswith(e) and len(text) > len(e)), "")
    if ending and (named := fields_called(text.removesuffix(ending).strip(" _・"))):
        return (Named(_reading_of(named[0], "reading"), PART),)
    if _CJK.search(text) and len(text) > 2:
        for size in range(len(text) - 1, 1, -1):
            named = fields_called(text[-size:])
            if named:
                return tuple(Named(key, PART, language) for key in named)
    return ()


def guess_columns(
    columns: Sequence[str],
    samples: Sequence[Sequence[str]],
    told: Mapping[str, str],
    *,
    of_parties: bool = False,
) -> tuple[ColumnGuess, ...]:
    """What each column means. ``samples`` are the first cells of each column, ``told`` the user's own word.

    ``of_parties``: the rows are known to be people or organisations, not works.

    Raises Problem: ``list_unknown_field`` and ``list_unknown_column`` for a word that cannot be followed.
    """
    wanted = _followed(columns, told)
    evidence = [evidence_of(cells) for cells in samples]
    taken = {list_fields()[key].key for key in wanted.values() if key and list_fields()[key].single}
    guesses: list[ColumnGuess | None] = [None] * len(columns)
    offers: list[tuple[float, int, Named, Text]] = []
    for place, column in enumerate(columns):
        if column in wanted:
            told_by = Text("利用者の指定です。", "You said so.")
            guesses[place] = ColumnGuess(column, wanted[column], 1.0, told_by)
            continue
        for named in fields_named(column):
            support = evidence[place].support(list_fields()[named.field])
            certainty = named.certainty * support.factor
            if certainty >= 0.2:
                why = _named_reason(column, named, support.told)
                offers.append((certainty, -place, named, why))
    for certainty, place_before, named, why in sorted(offers, key=lambda o: (-o[0], -o[1])):
        place = -place_before
        had = any(guess is not None and guess.field == named.field for guess in guesses)
        if guesses[place] is None and named.field not in taken and (named.alone or not had):
            guesses[place] = ColumnGuess(
                columns[place], named.field, round(certainty, 2), why, named.language
            )
            if list_fields()[named.field].single:
                taken.add(named.field)
    _from_cells(columns, evidence, guesses, taken, naming=_NAMES_OF_PARTIES if of_parties else _TITLES)
    _together(samples, guesses)
    nothing = Text("見出しと値から項目を判断できません。", "Neither header nor cells tell a field.")
    return tuple(
        guess or ColumnGuess(columns[place], "", 0.0, nothing) for place, guess in enumerate(guesses)
    )


def _followed(columns: Sequence[str], told: Mapping[str, str]) -> dict[str, str]:
    """The user's word by the column's own name; case, spaces and the like in both may differ."""
    folded = {fold_header(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for column, name in told.items():
        match = column if column in columns else folded.get(fold_header(column))
        if match is None:
            raise Problem("list_unknown_column", column=column, found=", ".join(columns))
        key = name.strip().lower().replace("-", "_").replace(" ", "_")
        if key and key not in list_fields():
            named = fields_called(name)
            if not named:
                raise Problem("list_unknown_field", field=name, known=", ".join(list_fields()))
            key = named[0]
        found[match] = key
    return found


def _named_reason(column: str, named: Named, told: Text | None) -> Text:
    label = list_fields()[named.field].label
    ja, en = f"見出し「{column}」は「{label.ja}」を指します。", f"The header {column!r} names: {label.en}."
    return Text(ja + told.ja, f"{en} {told.en}") if told else Text(ja, en)


_TITLES = ("title", together.FIELD, "name", "family", "given")
_NAMES_OF_PARTIES = (*_TITLES, "party", "organisation")
"""What a column holds that says what a row is called: a list of authors may call them so."""


def _from_cells(
    columns: Sequence[str],
    evidence: Sequence[Evidence],
    guesses: list[ColumnGuess | None],
    taken: set[str],
    *,
    naming: tuple[str, ...],
) -> None:
    """Let the cells speak for columns whose header says nothing, and find a title where none was named."""
    for place, cells in enumerate(evidence):
        if guesses[place] is not None:
            continue
        found = cells.speaks_for() or (cells.numbers_rows() if place == 0 else None)
        if found is None or found[0] in taken:
            continue
        key, why = found
        dated = any(g and list_fields()[g.field].holds == "date" for g in guesses if g and g.field)
        if key == "year" and (dated or fields_named(columns[place])):
            continue
        guesses[place] = ColumnGuess(columns[place], key, CELLS, why)
        if list_fields()[key].single:
            taken.add(key)
    if any(g and g.field and list_fields()[g.field].holds in naming for g in guesses):
        return
    _untitled(columns, evidence, guesses)


def _untitled(
    columns: Sequence[str], evidence: Sequence[Evidence], guesses: list[ColumnGuess | None]
) -> None:
    """The title, and without a header names of people and organisations, by what the cells look like."""
    for place, cells in enumerate(evidence):
        named = cells.names() if guesses[place] is None and _LETTERED.fullmatch(columns[place]) else ""
        if named and not any(guess and guess.field == named for guess in guesses):
            why = Text("値が名前の形をしています。", "Its cells look like names.")
            guesses[place] = ColumnGuess(columns[place], named, 0.4, why)
    free = [place for place, guess in enumerate(guesses) if guess is None and evidence[place].wordiness > 0]
    if free:
        most = max(evidence[place].wordiness for place in free)
        # Titles mostly stand before what is told of them.
        place = next(place for place in free if evidence[place].wordiness * 2 >= most)
        why = Text(
            "値が互いに異なる語句で、題名と考えられます。", "Its cells are different phrases, as titles are."
        )
        guesses[place] = ColumnGuess(columns[place], "title", 0.4, why)
        _makers_after(place, columns, evidence, guesses)


def _makers_after(
    title: int, columns: Sequence[str], evidence: Sequence[Evidence], guesses: list[ColumnGuess | None]
) -> None:
    """The column after that of the titles, if it has no header and its cells may be names of persons."""
    place = title + 1
    if place >= len(columns) or guesses[place] is not None or not _LETTERED.fullmatch(columns[place]):
        return
    if evidence[place].may_be_persons() and not any(g and g.field == "creator" for g in guesses):
        why = Text("題名の次の列で、値が人名の形をしています。", "It follows the titles and may hold names.")
        guesses[place] = ColumnGuess(columns[place], "creator", 0.3, why)


def _together(samples: Sequence[Sequence[str]], guesses: list[ColumnGuess | None]) -> None:
    """Where no column names makers, a column of titles may do so: 夏目漱石『こころ』."""
    makers = ("party", "name", "family", "given", together.FIELD)
    if any(guess and guess.field and list_fields()[guess.field].holds in makers for guess in guesses):
        return
    for place, guess in enumerate(guesses):
        if guess and guess.field == "title" and guess.certainty < 1 and together.holds_both(samples[place]):
            why = Text("値が題名と作者を併記しています。", "Its cells name makers beside titles.")
            guesses[place] = msgspec.structs.replace(guess, field=together.FIELD, reason=why)


def field_of(guess: ColumnGuess) -> ListField | None:
    """The field that a column was taken for."""
    return list_fields()[guess.field] if guess.field else None
