"""Names of persons: order, initials, particles, honorifics, scripts and readings, and their comparison."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Literal

import msgspec

from kenri.identity.bearers import take_bearer
from kenri.identity.readings import NameReading, further_readings, reading_of_name
from kenri.identity.writing import kana, romaji
from kenri.identity.writing.consonants import skeleton
from kenri.identity.writing.mojibake import repaired
from kenri.identity.writing.normalise import compact, fold
from kenri.vocab.names import Name

Division = Literal["told", "guessed", "no"]


class PersonName(msgspec.Struct, frozen=True):
    """A person's name as comparison sees it. All keys are the same whichever of its names stands first.

    ``key`` is the folded name without spaces; ``sound`` its sound in kana, from the reading that was told
    or, with ``guessed_reading``, from a dictionary's guess, empty for foreign names in letters;
    ``consonants`` what those keep when katakana writes them. ``family`` and ``given`` are folded; ``divided``
    says who divided them.
    ``initials`` are the first letters of the Latin given names, ``tokens`` the folded words in their order.
    ``script``: ``kanji``, ``kana``, ``latin`` or ``other``. ``bearer`` says which bearer of the name is meant
    (``bearers``). ``text`` is the name as written.
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
    bearer: str
    text: str

    @property
    def other_sounds(self) -> tuple[str, ...]:
        """Sounds of the further readings that its characters have; none where the reading was told."""
        if not self.guessed_reading:
            return ()
        others = map(_sound, self._further)
        return tuple(dict.fromkeys(sound for sound in others if sound != self.sound))

    @property
    def _further(self) -> list[tuple[str, str]]:
        whole = reading_of_name("".join(self.tokens))
        if len(self.tokens) == 2 and (whole.family, whole.given) != self.tokens:
            words = tuple("".join(reading_of_name(token).words) for token in self.tokens)
            whole = NameReading(*self.tokens, words)
        return further_readings(whole)

    @property
    def echoes(self) -> tuple[str, ...]:
        """All its sounds, the likeliest first, without what readers disagree about (``kana.echo``)."""
        if not self.sound:
            return ()
        further = self._further if self.guessed_reading else ()
        sounds = (self.sound, *map(_sound, further))
        return tuple(dict.fromkeys(_turned(kana.echo(sound), 2) for sound in sounds if len(sound) > 2))


LONGEST = 200
"""Characters of a name that are looked at."""
_BEFORE = re.compile(
    r"(?:sir|dame|lord|lady|mr|ms|miss|mlle|dr|prof|professor|rev|reverend|fr|saint|st|herr|frau|don|do[nñ]a|"
    r"baron(?:ess)?|viscount(?:ess)?|marquis|comte(?:sse)?|capt|col|gen)\.?\s+(?=\S)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[,\s]+(?:esq|bart|ph\.? ?d|m\.? ?d|obe|cbe|mbe|kbe)\.?$"
    r"|(?<=[\u3040-\u9fff]{2})(?:\s*(?:先生|氏|さん|女史|画伯|監督|教授|博士)"
    r"|[\s/∥|]+(?:様|師|[共編]?[著訳編]|[編監訳][著訳修]|作|画|絵|原作|作画|作詞|作曲|脚本))$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*[(\[〔【<〈][^()\[\]〔〕【】<>〈〉]*[)\]〕】>〉]\s*")
_OPENING = frozenset("([〔【<〈")
_RANK = re.compile(
    r",\s*(?:(?:[0-9]+(?:st|nd|rd|th)|first|second|third)\s+)?(?:baron(?:ess|et)?|viscount(?:ess)?|earl|count(?:ess)?|"
    r"duke|duchess|marqu(?:is|ess)|marchioness|lord|lady|sir|dame|graf|gräfin|freiherr|comte(?:sse)?|saint|"
    r"king|queen|emperor|empress|pope|prince(?:ss)?)(?=\s*,|\s*$|\s+(?:of|de|von|zu)\b)[^,]*",
    re.IGNORECASE,
)
"""A rank behind a comma: "Tennyson, Alfred Tennyson, Baron"."""
_LATIN = re.compile("[a-z]")
_LIFE_ENDS = frozenset("0123456789)-–~?")
_LONGEST_AFTER = 12
"""Characters of the longest honorific or role behind a name, with what parts it from the name."""
_PARTICLES = frozenset(
    ("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "les",
     "ten", "ter", "zu", "zum", "zur", "af", "av", "bin", "ibn", "al", "el", "y")
)  # fmt: skip
_LIFE = re.compile(r"[,、]?\s*\(?(?:b\. ?|born )?[0-9]{4}\??\s*(?:[-–~][^\w]*(?:[0-9]{4})?)?\)?\s*$")
_BORN_AND_DIED = re.compile(r"(?:\b(b\. ?|born )|\b)([0-9]{3,4})\??(?:\s*[-–~]\s*([0-9]{3,4})?)?\??\s*\)?$")


def life_in(text: str) -> tuple[str, str]:
    """The years of birth and death that stand behind a name, each empty where it does not.

    "Whitney, Helen Hay, 1875-1944", "Vincent Ward (born 1956)"; a single year may be either and is neither.
    """
    text = unicodedata.normalize("NFKC", text).rstrip()
    match = _BORN_AND_DIED.search(text) if text[-1:] in _LIFE_ENDS else None
    if match is None or match[0].rstrip(") ?") == match[2]:
        return "", ""
    return match[2], match[3] or ""


def parse_person(name: Name) -> PersonName:
    """Read a person's name; any text is accepted. What the source told of reading and division goes first."""
    return _parse(name.text, name.reading, name.romaji, name.family, name.given)


@functools.lru_cache(maxsize=65536)
def _parse(text: str, reading: str, romanised: str, family: str, given: str) -> PersonName:
    bare, bearer = _bare(text)
    if family and given and not bearer:
        given, bearer = take_bearer(given)
        bare = f"{given} {family}" if bearer else bare
    elif not (family and given) and "," in bare:
        family, _, given = (part.strip() for part in bare.partition(","))
        if given.endswith(f" {family}"):
            given = given.removesuffix(family).strip()
            bare = f"{family}, {given}"
    tokens = tuple(fold(bare).split()) or (bare,)
    script = _script("".join(tokens))
    divided: Division = "told" if family and given else "no"
    if divided == "told":
        family, given = _particles_first(fold(family), fold(given))
    else:
        family, given = _guessed_division(bare, tokens, script)
        divided = "guessed" if family and given else "no"
    words = _spoken(tokens, script, fold(reading or romanised))
    return PersonName(
        key=_turned(compact("".join(tokens)), _LEAST_TURNED.get(script, 2) if len(tokens) == 1 else 3),
        sound=_sound(words),
        consonants=_turned("".join(map(skeleton, words)), 2),
        family=family,
        given=given,
        initials="".join(word[0] for word in given.split() if word not in _PARTICLES)
        if script == "latin"
        else "",
        tokens=tokens,
        script=script,
        divided=divided,
        guessed_reading=script == "kanji" and not (reading or romanised),
        bearer=bearer,
        text=text,
    )


def _bare(text: str) -> tuple[str, str]:
    """The name without brackets, life dates, ranks, honorifics and roles, and which bearer of it is meant."""
    bare = unicodedata.normalize("NFKC", repaired(text)[:LONGEST]).replace("、", ",").strip()
    without, bearer = take_bearer(bare)
    if not _OPENING.isdisjoint(without):
        without = _BRACKETED.sub(" ", without).strip()
    if without[-1:] in _LIFE_ENDS:
        without = _LIFE.sub("", without).strip(" ,;") or without
    while (match := _AFTER.search(without, max(0, len(without) - _LONGEST_AFTER))) and match.start():
        without = without[: match.start()].rstrip(" ,")
    if "," in without and (without.count(",") > 1 or " of " in without):  # "Basie, Count" is a name
        without = _RANK.sub("", without)
    while match := _BEFORE.match(without):
        without = without[match.end() :]
    if without != bare and not bearer:
        without, bearer = take_bearer(without)
    return without or bare, bearer


def _script(folded: str) -> str:
    if kana.has_kanji(folded):
        return "kanji"
    if kana.is_kana(folded):
        return "kana"
    return "latin" if _LATIN.search(folded) else "other"


def _particles_first(family: str, given: str) -> tuple[str, str]:
    """ "Gogh, Vincent van" is of the family van Gogh."""
    words = given.split()
    while len(words) > 1 and words[-1] in _PARTICLES:
        family = f"{words.pop()} {family}"
    return family, " ".join(words)


def _guessed_division(bare: str, tokens: tuple[str, ...], script: str) -> tuple[str, str]:
    """Family and given name, folded, where nobody told them; both or neither.

    Japanese by its space or the dictionary; Latin by a family name in capitals, else the last name with its
    particles.
    """
    if len(tokens) == 1:
        return reading_of_name(tokens[0])[:2] if script == "kanji" else ("", "")
    if script in ("kanji", "other"):
        return tokens[0], " ".join(tokens[1:])
    capitals = [word for word in bare.split() if len(word) > 1 and word.isupper() and "." not in word]
    if script == "latin" and len(capitals) == 1 and (family := fold(capitals[0])) in tokens:
        return family, " ".join(token for token in tokens if token != family)
    place = len(tokens) - 1
    while place > 1 and tokens[place - 1] in _PARTICLES:
        place -= 1
    return " ".join(tokens[place:]), " ".join(tokens[:place])


def _spoken(tokens: tuple[str, ...], script: str, told: str) -> tuple[str, ...]:
    """The words as they are spoken, in kana or foreign letters.

    A reading told in one run is divided where the dictionary's reading of the family name ends, for vowels
    that meet between two names are not long (かわばた, ありこ).
    """
    if told:
        family = reading_of_name(tokens[0]).words[0] if script == "kanji" and " " not in told else ""
        if family and told.startswith(family) and told != family:
            return family, told.removeprefix(family)
        return tuple(told.split())
    if script == "kanji":
        whole = reading_of_name("".join(tokens))
        if len(tokens) == 1 or (whole.family, whole.given) == tokens:
            return whole.words
        return tuple("".join(reading_of_name(token).words) for token in tokens)
    return tokens


def _sound(words: tuple[str, ...]) -> str:
    """The sound in kana; empty for foreign names in letters, of which kana says nothing."""
    spelt = []
    for word in words:
        spelt.append(romaji.kana_of(word) if word.isascii() else word)
        if not spelt[-1]:
            return ""
    return _turned("".join(map(kana.sound, spelt)), 2 if len(spelt) > 1 else _LEAST_TURNED["kana"])


_LEAST_TURNED = {"kanji": 3, "kana": 5, "latin": 8}
"""Characters from which a name that is not divided is taken for a whole name: 田中 is not 中田."""


def _turned(text: str, least: int) -> str:
    """The least rotation: "natsumesoseki" and "sosekinatsume" are turns of one ring, wherever it is divided.

    Inverted names are rotations too (Gogh, Vincent van). Nothing shorter than ``least`` is turned.
    """
    if len(text) < least:
        return text
    lowest, turns = min(text), []
    place = text.find(lowest)
    while place >= 0:
        turns.append(text[place:] + text[:place])
        place = text.find(lowest, place + 1)
    return min(turns)
