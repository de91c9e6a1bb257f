"""Names of organisations: legal forms, readings and former names, and their comparison."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from importlib import resources

import msgspec

from kenri.identity.readings import reading_of
from kenri.identity.writing.mojibake import repaired
from kenri.identity.writing.normalise import compact, fold, without_article
from kenri.vocab.data_files import parse_yaml
from kenri.vocab.text import Text


class OrganisationName(msgspec.Struct, frozen=True):
    """An organisation's name as comparison sees it.

    ``core`` is folded, without legal form, words parted by spaces; ``form`` the code of the legal form
    (``data/company_forms.yaml``), empty for none; ``sound`` how the core sounds, ``guessed_reading`` where a
    dictionary said so; ``consonants`` what a foreign name keeps in katakana; ``known`` the key of the
    organisation in ``data/organisations.yaml`` that bore this name, empty for those not in it.
    """

    core: str
    form: str
    sound: str
    guessed_reading: bool
    consonants: str
    known: str

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
    lower = unicodedata.normalize("NFKC", repaired(text)).strip().lower()
    core, form = _without_form(lower)
    reading = reading_of(core)
    return OrganisationName(
        core=core,
        form=form,
        sound=reading.sound if not reading.sound.isascii() else "",
        guessed_reading=reading.guessed,
        consonants=reading.consonants.replace(" ", ""),
        known=_keys_of_names().get(compact(core), ""),
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
