"""Names of persons: order, initials, particles, honorifics, scripts and readings, and their comparison."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Literal

import msgspec

from kenri.identity.readings import division_of, reading_of
from kenri.identity.writing import kana, romaji
from kenri.identity.writing.consonants import skeleton
from kenri.identity.writing.mojibake import repaired
from kenri.identity.writing.normalise import compact, fold
from kenri.vocab.names import Name

Division = Literal["told", "guessed", "no"]


class PersonName(msgspec.Struct, frozen=True):
    """A person's name as comparison sees it. All keys are the same whichever of its names stands first.

    ``key`` is the folded name without spaces; ``sound`` its sound in kana, from the reading that the source
    told or, with ``guessed_reading``, from a dictionary's or a rule's guess; ``consonants`` what foreign names
    keep when katakana writes them. ``family`` and ``given`` are folded; ``divided`` says who divided them.
    ``initials`` are the first letters of the Latin given names, ``tokens`` the folded words in their order.
    ``script``: ``kanji``, ``kana``, ``latin`` or ``other``.
    """

    key: str
    sound: str
    consonants: str
    family: str
    given: str
    initials: str
    tokens: tuple[str, ...]
    script: str
    divided: Division
    guessed_reading: bool


_HONORIFIC = re.compile(
    r"^(?:sir|dame|lord|lady|mr|mrs|ms|miss|mme|mlle|dr|prof|professor|rev|fr|saint|st|herr|frau|maestro|"
    r"don|do[nñ]a)\.?\s+(?=\S)"
    r"|[,\s]+(?:jr|sr|junior|senior|esq|ph\.? ?d|m\.? ?d|[ivx]{2,4}|obe|cbe|mbe|kbe)\.?$"
    r"|(?<=[\u3040-\u9fff]{2})(?:\s*(?:先生|氏|さん|女史|画伯|監督|教授|博士)|\s+(?:様|師|著|編|訳|作|画|絵))$",
)
_BRACKETED = re.compile(r"\s*[(\[〔【<〈（［][^()\[\]〔〕【】<>〈〉（）［］]*[)\]〕】>〉）］]\s*")
_SEPARATOR = re.compile(r"[\s・·=＝.,、_]+")
_PARTICLES = frozenset(
    "van von der den de del della di da dos das du la le les ten ter zu zum zur af av bin ibn al el y e".split()
)
_WORD = re.compile(r"[^\s]+")
_LIFE = re.compile(r"[,、]?\s*\(?(?:b\. ?|born )?[0-9]{4}\??\s*(?:[-–~][^\w]*(?:[0-9]{4})?)?\)?\s*$")


def parse_person(name: Name) -> PersonName:
    """Read a person's name. Any text is accepted; reading, romaji and division told by the source go first."""
    return _parse(name.text, name.reading, name.romaji, name.family, name.given)


@functools.lru_cache(maxsize=65536)
def _parse(text: str, reading: str, romanised: str, family: str, given: str) -> PersonName:
    bare = _bare(text)
    divided: Division = "told" if family and given else "no"
    if not divided == "told" and "," in bare:
        family, _, given = (part.strip() for part in bare.partition(","))
        divided = "told" if given else "no"
    tokens = tuple(fold(bare).split()) or (bare,)
    script = _script("".join(tokens))
    if divided == "no":
        family, given = _guessed_division(bare, tokens, script)
        divided = "guessed" if family and given else "no"
    sound, consonants, guessed = _sounds(bare, tokens, script, reading, romanised)
    folded_given = fold(given)
    return PersonName(
        key=_turned("".join(tokens), len(tokens) > 1),
        sound=sound,
        consonants=consonants,
        family=fold(family),
        given=folded_given,
        initials="".join(word[0] for word in folded_given.split()) if script == "latin" else "",
        tokens=tokens,
        script=script,
        divided=divided,
        guessed_reading=guessed,
    )


def _bare(text: str) -> str:
    """The name without brackets, life dates, honorifics and roles."""
    bare = unicodedata.normalize("NFKC", repaired(text)).replace("、", ",").strip()
    without = _BRACKETED.sub(" ", bare).strip()
    without = _LIFE.sub("", without).strip(" ,;") or without
    lower = without.lower()
    while match := _HONORIFIC.search(lower):
        without = (without[: match.start()] + without[match.end() :]).strip(" ,")
        lower = without.lower()
    return without or bare


def _script(folded: str) -> str:
    if kana.has_kanji(folded):
        return "kanji"
    if kana.is_kana(folded):
        return "kana"
    return "latin" if any("a" <= character <= "z" for character in folded) else "other"


def _guessed_division(bare: str, tokens: tuple[str, ...], script: str) -> tuple[str, str]:
    """Family and given name: Japanese by its space or the dictionary, Latin by its last name with particles."""
    if len(tokens) > 1:
        if script in ("kanji", "other"):
            return tokens[0], " ".join(tokens[1:])
        place = len(tokens) - 1
        while place > 1 and tokens[place - 1] in _PARTICLES:
            place -= 1
        return " ".join(tokens[place:]), " ".join(tokens[:place])
    return division_of(tokens[0]) if script == "kanji" else ("", "")


def _sounds(
    bare: str, tokens: tuple[str, ...], script: str, reading: str, romanised: str
) -> tuple[str, str, bool]:
    """The sound, the consonants, and whether they are a guess."""
    told = fold(reading) or fold(romanised)
    words = tuple(told.split()) if told else tokens
    guessed = False
    if not told and script == "kanji":
        words = tuple(reading_of(token).kana for token in tokens)
        guessed = True
    spelt = [romaji.kana_of(word) or word for word in words]
    guessed = guessed or any(word.isascii() and not word.isdecimal() for word in spelt)
    sound = _turned("".join(map(kana.sound, spelt)), many=len(spelt) > 1 or script == "kanji")
    consonants = " ".join(sorted(filter(None, map(skeleton, words))))
    return sound, consonants, guessed


def _turned(text: str, many: bool) -> str:
    """The least rotation: "natsumesoseki" and "sosekinatsume" are turns of one ring, wherever it is divided.

    Inverted names are rotations too (Gogh, Vincent van). A single word is not turned: Tanaka is not Nakata.
    """
    if not many or not text:
        return text
    return min(text[place:] + text[:place] for place in range(len(text)))
