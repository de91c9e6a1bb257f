"""Names of organisations: legal forms, readings and former names, and their comparison."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from importlib import resources

import msgspec

from kenri.identity.comparison import Comparison
from kenri.identity.readings import reading_of
from kenri.identity.similarity import similarity
from kenri.identity.writing.mojibake import repaired
from kenri.identity.writing.normalise import compact, fold, without_article
from kenri.vocab.data_files import parse_yaml
from kenri.vocab.text import Text

LONGEST = 300
"""Characters of a name that are looked at."""


class OrganisationName(msgspec.Struct, frozen=True):
    """An organisation's name as comparison sees it.

    ``core`` is folded, without legal form, words parted by spaces; ``form`` the code of the legal form
    (``data/company_forms.yaml``), empty for none; ``sound`` how the core sounds, ``guessed_reading`` where a
    dictionary said so; ``consonants`` what a foreign name keeps in katakana; ``known`` the key of the
    organisation in ``data/organisations.yaml`` that bore this name, empty for those not in it. ``text`` is
    the name as written.
    """

    core: str
    form: str
    sound: str
    guessed_reading: bool
    consonants: str
    known: str
    text: str

    @property
    def key(self) -> str:
        """The core without spaces: equal keys are the same name."""
        return compact(without_article(self.core)) or self.core


class Form(msgspec.Struct, frozen=True):
    """A legal form and the ways it is written."""

    label: Text
    words: tuple[str, ...]


class Period(msgspec.Struct, frozen=True):
    """A name and the years in which it was borne, either end open."""

    name: str
    also: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None


class KnownOrganisation(msgspec.Struct, frozen=True):
    """An organisation that changed its name, or is called by several.

    ``names`` in their order in time; ``source`` says where it is stated; ``verified`` whether somebody has
    looked it up there; ``merged_into`` is the key of what took it over, which is another organisation.
    """

    names: tuple[Period, ...]
    source: str
    verified: bool
    merged_into: str = ""


@functools.cache
def forms() -> Mapping[str, Form]:
    """The legal forms by code."""
    file = resources.files("kenri.identity").joinpath("data/company_forms.yaml")
    return msgspec.convert(parse_yaml(file.read_bytes()), dict[str, Form], strict=False)


@functools.cache
def known_organisations() -> Mapping[str, KnownOrganisation]:
    """The organisations of known renames by key."""
    file = resources.files("kenri.identity").joinpath("data/organisations.yaml")
    return msgspec.convert(parse_yaml(file.read_bytes()), dict[str, KnownOrganisation], strict=False)


@functools.lru_cache(maxsize=32768)
def parse_organisation(text: str) -> OrganisationName:
    """Read an organisation's name. Any text is accepted; a name that is only a legal form keeps it."""
    lower = unicodedata.normalize("NFKC", repaired(text)[:LONGEST]).strip().lower()
    core, form = _without_form(lower)
    reading = reading_of(core)
    return OrganisationName(
        core=core,
        form=form,
        sound=reading.sound if not reading.sound.isascii() else "",
        guessed_reading=reading.guessed,
        consonants=reading.consonants.replace(" ", ""),
        known=_keys_of_names().get(compact(core), ""),
        text=text,
    )


def _without_form(lower: str) -> tuple[str, str]:
    found = ""
    rest = lower
    while match := _form_pattern().search(rest):
        shorter = (rest[: match.start()] + " " + rest[match.end() :]).strip(" ,&")
        if not fold(shorter):
            break
        rest = shorter
        found = found or _form_codes()[_written(match[0])]
    return fold(rest) or lower, found


@functools.cache
def _form_codes() -> dict[str, str]:
    return {_written(word): code for code, form in forms().items() for word in form.words}


def _written(word: str) -> str:
    return unicodedata.normalize("NFKC", word).lower().strip(" ,.()")


@functools.cache
def _form_pattern() -> re.Pattern[str]:
    """A legal form at the beginning or end: Japanese ones written on, others parted by a space or comma."""
    words = sorted(_form_codes(), key=len, reverse=True)
    long = "|".join(re.escape(word) for word in words if not word.isascii() and len(word) > 2)
    short = "|".join(re.escape(word) for word in words if not word.isascii() and len(word) <= 2)
    latin = "|".join(re.escape(word) for word in words if word.isascii())
    return re.compile(
        rf"^(?:{long})|(?:{long})$|^\((?:{short})\)|\((?:{short})\)$|(?<=\S)[,\s]+(?:{latin})\.?$"
    )


@functools.cache
def _keys_of_names() -> dict[str, str]:
    """Every name of the known organisations, without legal form, with the organisation's key."""
    return {
        compact(_without_form(unicodedata.normalize("NFKC", name).lower())[0]): key
        for key, organisation in known_organisations().items()
        for period in organisation.names
        for name in (period.name, *period.also)
    }


def compare_organisations(one: OrganisationName, other: OrganisationName) -> Comparison:
    """Compare two names of organisations.

    Levels: ``same`` (but for legal form and writing), ``renamed`` (names of one organisation over time),
    ``merged`` (one was taken over by the other: related, not the same), ``sound``, ``sound_guessed``,
    ``near``, ``consonants`` (across scripts), ``contained``, ``other_script``, ``differ``.
    """
    level = _level(one, other)
    first, second = sorted((one.text, other.text))
    return Comparison(level, _WEIGHTS[level], _SENTENCES[level].format(one=first, other=second))


def _level(one: OrganisationName, other: OrganisationName) -> str:
    if one.key == other.key:
        return "same"
    if one.known and other.known:
        return "renamed" if one.known == other.known else _relation(one.known, other.known)
    if one.sound == other.sound and len(one.sound) >= _LEAST_SOUND:
        return "sound_guessed" if one.guessed_reading or other.guessed_reading else "sound"
    if one.core.isascii() == other.core.isascii():
        if similarity(one.key, other.key) >= _NEAR:
            return "near"
        shorter, longer = sorted((one.key, other.key), key=len)
        return "contained" if len(shorter) >= _LEAST_SOUND and shorter in longer else "differ"
    alike = one.consonants == other.consonants and len(one.consonants) >= _LEAST_CONSONANTS
    return "consonants" if alike else "other_script"


def _relation(one: str, other: str) -> str:
    """Whether one of two known organisations went into the other."""
    for first, second in ((one, other), (other, one)):
        while first:
            first = known_organisations()[first].merged_into
            if first == second:
                return "merged"
    return "differ"


_NEAR = 0.8
_LEAST_SOUND, _LEAST_CONSONANTS = 3, 3
_WEIGHTS = {
    "same": 9.0, "renamed": 8.0, "sound": 7.0, "sound_guessed": 5.0, "near": 4.0, "consonants": 3.0,
    "contained": 1.0, "merged": 0.0, "other_script": -0.5, "differ": -5.0,
}  # fmt: skip
_SENTENCES = {
    "same": Text(
        "会社の種類や表記の違いを除いて、名称が一致します（{one}）。",
        "The names are the same but for legal form and writing ({one}).",
    ),
    "renamed": Text(
        "同じ団体の新旧の名称です（{one}／{other}）。",
        "They are names of one organisation at different times ({one} / {other}).",
    ),
    "merged": Text(
        "合併した別の団体です（{one}／{other}）。", "One of them was merged into the other ({one} / {other})."
    ),
    "sound": Text(
        "名称の読みが一致します（{one}／{other}）。", "The names are read the same ({one} / {other})."
    ),
    "sound_guessed": Text(
        "推定した読みでは、名称の読みが一致します（{one}／{other}）。",
        "The names are read the same, by a reading that was guessed ({one} / {other}).",
    ),
    "near": Text(
        "名称がよく似ています（{one}／{other}）。", "The names are nearly the same ({one} / {other})."
    ),
    "consonants": Text(
        "文字は異なりますが、名称の音がよく似ています（{one}／{other}）。",
        "In different scripts the names sound much alike ({one} / {other}).",
    ),
    "contained": Text(
        "一方の名称が、もう一方に含まれます（{one}／{other}）。",
        "One name is part of the other ({one} / {other}).",
    ),
    "other_script": Text(
        "名称の文字（言語）が異なるため、比べられません。",
        "The names are in different scripts and cannot be compared.",
    ),
    "differ": Text("名称が異なります（{one}／{other}）。", "The names differ ({one} / {other})."),
}
