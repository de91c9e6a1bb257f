"""Two titles compared, with a sentence that says why they are or are not one."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

from kenri.identity.comparison import Comparison
from kenri.identity.marks import Level, compare_marks
from kenri.identity.readings import reading_of
from kenri.identity.similarity import similarity
from kenri.identity.titles import ParsedTitle
from kenri.identity.writing.normalise import compact
from kenri.vocab.text import Text

NEAR = 0.8
"""Similarity from which two titles are one with a slip of the pen."""
_LEAST_SOUND, _LEAST_CONSONANTS, _LEAST_PART = 3, 4, 3
"""Characters from which equal sounds, equal consonants and a common beginning say anything."""


def compare_titles(one: ParsedTitle, other: ParsedTitle, level: Level = Level.WORK) -> Comparison:
    """Compare two titles at a level of thing.

    Levels: ``marks_differ`` (volumes, parts … that cannot be one: nothing else counts), ``identical``,
    ``spelling`` (the same but for writing), ``name`` (the same but for a subtitle that one has),
    ``subtitles_differ``, ``sound`` (read the same, as sources told or letters say), ``sound_guessed``,
    ``near``, ``consonants`` (across scripts), ``contained``, ``other_script`` (nothing to be said),
    ``differ``.
    """
    marks = compare_marks(one.marks, other.marks, level)
    if marks.level == "differ":
        return Comparison("marks_differ", marks.weight_hint, marks.sentence)
    found = _written(one, other) or _spoken(one, other)
    weight = _WEIGHTS[found] + (marks.weight_hint if marks.level == "one_sided" else 0.0)
    return Comparison(found, weight, _sentence(found, one, other))


def _written(one: ParsedTitle, other: ParsedTitle) -> str:
    """The level that writing alone gives; empty where it leaves the matter open."""
    if one.text == other.text:
        return "identical"
    if compact(one.full) == compact(other.full):
        return "spelling"
    if one.key == other.key:
        return "subtitles_differ" if one.subtitle and other.subtitle else "name"
    return ""


def _spoken(one: ParsedTitle, other: ParsedTitle) -> str:
    here, there = reading_of(one.core), reading_of(other.core)
    if here.sound == there.sound and len(here.sound) >= _LEAST_SOUND:
        return "sound_guessed" if here.guessed or there.guessed else "sound"
    scripts = {_is_latin(one.core), _is_latin(other.core)}
    if len(scripts) == 1:
        if similarity(one.key, other.key) >= NEAR:
            return "near"
        shorter, longer = sorted((one.key, other.key), key=len)
        return "contained" if len(shorter) >= _LEAST_PART and longer.startswith(shorter) else "differ"
    if similarity(here.sound, there.sound) >= NEAR:
        return "sound_guessed"
    consonants = here.consonants.replace(" ", "")
    alike = consonants == there.consonants.replace(" ", "") and len(consonants) >= _LEAST_CONSONANTS
    return "consonants" if alike else "other_script"


def _is_latin(folded: str) -> bool:
    return folded < "\u3000"


def _sentence(level: str, one: ParsedTitle, other: ParsedTitle) -> Text:
    difference = written_difference(one.text, other.text) if level == "spelling" else ""
    return _SENTENCES[level].format(
        one=one.text, other=other.text, difference_ja=f"（{difference}）" if difference else "",
        difference_en=f" ({difference})" if difference else "",
    )  # fmt: skip


def written_difference(one: str, other: str) -> str:
    """The first place where two texts are written differently, the same whichever comes first: 国↔國."""
    first, second = sorted(unicodedata.normalize("NFC", text) for text in (one, other))
    for kind, start, end, there, to in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind == "replace":
            return f"{first[start:end]}↔{second[there:to]}"
    return ""


_WEIGHTS = {
    "identical": 9.0, "spelling": 9.0, "name": 6.0, "subtitles_differ": 1.0,
    "sound": 8.0, "sound_guessed": 6.0, "near": 5.0, "consonants": 3.0, "contained": 1.0,
    "other_script": -0.5, "differ": -5.0,
}  # fmt: skip
_SENTENCES = {
    "identical": Text("題名が完全に一致します。", "The titles are identical."),
    "spelling": Text(
        "表記の違いを除いて題名が一致します{difference_ja}。",
        "The titles are the same but for how they are written{difference_en}.",
    ),
    "name": Text(
        "副題などを除いた題名が一致します（一方だけに副題があります）。",
        "The titles are the same but for a subtitle that only one of them has.",
    ),
    "subtitles_differ": Text(
        "主な題名は一致しますが、副題が異なります。",
        "The main titles are the same, but the subtitles differ.",
    ),
    "sound": Text("題名の読みが一致します。", "The titles are read the same."),
    "sound_guessed": Text(
        "推定した読みでは、題名の読みが一致します。",
        "The titles are read the same, by a reading that was guessed."
    ),
    "near": Text("題名がよく似ています（わずかな違い）。", "The titles are nearly the same."),
    "consonants": Text(
        "文字は異なりますが、題名の音がよく似ています。",
        "In different scripts the titles sound much alike."
    ),
    "contained": Text(
        "一方の題名が、もう一方の題名の書き出しと一致します。", "One title is the beginning of the other."
    ),
    "other_script": Text(
        "題名の文字（言語）が異なるため、比べられません。",
        "The titles are in different scripts and cannot be compared.",
    ),
    "differ": Text("題名が異なります。", "The titles differ."),
}  # fmt: skip
