"""Two names of persons compared, with a sentence that says why they are or are not one."""

from __future__ import annotations

from collections import Counter

from kenri.identity.bearers import are_others
from kenri.identity.comparison import Comparison
from kenri.identity.person_names import PersonName
from kenri.identity.similarity import similarity
from kenri.vocab.text import Text

NEAR = 0.8
"""Similarity from which two names are one with a slip of the pen."""
_LEAST_SOUND, _LEAST_CONSONANTS, _LEAST_NEAR = 4, 4, 6
"""Characters from which equal sounds, equal consonants and similar ones say anything of whole names."""


def compare_persons(one: PersonName, other: PersonName) -> Comparison:
    """Compare two names of persons, in whatever order their parts stand.

    Levels: ``same`` (but for writing and order), ``sound`` (read the same, as told or romanised),
    ``sound_guessed``, ``homophones`` (浩 and 宏: other characters), ``initials`` (J. R. R. Tolkien),
    ``part`` (a middle name more), ``near``, ``consonants`` (katakana and Latin letters), ``family`` (only the
    family name is the same), ``other_script`` (nothing to be said), ``differ``; ``bearers`` (father and son,
    master and workshop) whatever else is the same.
    """
    level = _level(one, other)
    first, second = sorted((one.text, other.text))
    return Comparison(level, _WEIGHTS[level], _SENTENCES[level].format(one=first, other=second))


def _level(one: PersonName, other: PersonName) -> str:
    if are_others(one.bearer, other.bearer):
        return "bearers"
    if one.key == other.key:
        return "same"
    if any(len(sound) >= _LEAST_SOUND for sound in _sounds(one) & _sounds(other)):
        if one.script == other.script == "kanji":
            # 浩 and 宏 are both ひろし: the same sound of other characters is another person as often as not.
            return "homophones"
        return "sound_guessed" if one.guessed_reading or other.guessed_reading else "sound"
    if one.script == other.script:
        return _in_one_script(one, other)
    consonants = min((one.consonants, other.consonants), key=len)
    if one.consonants == other.consonants:
        return "consonants" if len(consonants) >= _LEAST_CONSONANTS else "other_script"
    alike = similarity(one.consonants, other.consonants) >= NEAR and len(consonants) >= _LEAST_NEAR
    return "consonants" if alike else "other_script"


def _sounds(name: PersonName) -> set[str]:
    return {name.sound, *name.other_sounds}


def _in_one_script(one: PersonName, other: PersonName) -> str:
    if matched := _words_matched(one.tokens, other.tokens):
        return matched
    if similarity("".join(sorted(one.tokens)), "".join(sorted(other.tokens))) >= NEAR:
        return "near"
    return "family" if one.family and one.family == other.family else "differ"


def _words_matched(ones: tuple[str, ...], others: tuple[str, ...]) -> str:
    """``part`` where the longer name has all words of the shorter, ``initials`` where some only begin one."""
    fewer, more = sorted((ones, others), key=lambda words: (len(words), words))
    common = Counter(fewer) & Counter(more)
    shortened = list((Counter(fewer) - common).elements())
    left = list((Counter(more) - common).elements())
    if len(fewer) < 2 or all(len(word) == 1 for word in common):
        return ""
    for word in shortened:
        meant = next((long for long in left if (len(word) == 1 or len(long) == 1) and long[0] == word[0]), "")
        if not meant:
            return ""
        left.remove(meant)
    return "initials" if shortened else "part"


_WEIGHTS = {
    "same": 10.0, "sound": 9.0, "sound_guessed": 6.0, "homophones": 1.0, "initials": 5.0, "part": 6.0,
    "near": 5.0, "consonants": 5.0, "family": -2.0, "other_script": -0.5, "differ": -6.0, "bearers": -6.0,
}  # fmt: skip
_SENTENCES = {
    "same": Text(
        "表記や姓名の順序を除いて、氏名が一致します（{one}）。",
        "The names are the same but for writing and order ({one}).",
    ),
    "sound": Text(
        "氏名の読みが一致します（{one}／{other}）。",
        "The names are read the same ({one} / {other}).",
    ),
    "sound_guessed": Text(
        "推定した読みでは、氏名の読みが一致します（{one}／{other}）。",
        "The names are read the same, by a reading that was guessed ({one} / {other}).",
    ),
    "homophones": Text(
        "氏名の読みは同じですが、漢字が異なります（{one}／{other}）。",
        "The names are read the same but written with other characters ({one} / {other}).",
    ),
    "initials": Text(
        "頭文字を補うと、氏名が一致します（{one}／{other}）。",
        "The names are the same once initials are filled in ({one} / {other}).",
    ),
    "part": Text(
        "一方の氏名が、もう一方にすべて含まれます（{one}／{other}）。",
        "All of one name is in the other ({one} / {other}).",
    ),
    "near": Text(
        "氏名がよく似ています（{one}／{other}）。",
        "The names are nearly the same ({one} / {other}).",
    ),
    "consonants": Text(
        "文字は異なりますが、氏名の音がよく似ています（{one}／{other}）。",
        "In different scripts the names sound much alike ({one} / {other}).",
    ),
    "family": Text(
        "姓だけが一致します（{one}／{other}）。",
        "Only the family names are the same ({one} / {other}).",
    ),
    "other_script": Text(
        "氏名の文字が異なるため、比べられません。",
        "The names are in different scripts and cannot be compared.",
    ),
    "differ": Text("氏名が異なります（{one}／{other}）。", "The names differ ({one} / {other})."),
    "bearers": Text(
        "同じ名の別人（父子・代・工房など）です（{one}／{other}）。",
        "They are different bearers of the name ({one} / {other}).",
    ),
}  # fmt: skip
