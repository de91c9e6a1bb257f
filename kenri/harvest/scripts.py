"""One name that a catalogue writes in several scripts: the native form, its reading, its romanised form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kenri.vocab.names import Name, NameKind

_LATIN = re.compile(r"[\u0000-\u02af\u1e00-\u1eff\u02b0-\u036f\u2000-\u206f]+")
_KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9f\s\u3000,.:;=／/()（）「」・0-9０-９-]+")


def is_latin(text: str) -> bool:
    """Whether a text holds Latin letters and signs only, with whatever diacritics."""
    return text.isascii() or _LATIN.fullmatch(text) is not None


def is_kana(text: str) -> bool:
    """Whether a text is kana, digits and signs only, as a reading is."""
    return not text.isascii() and _KANA.fullmatch(text) is not None


def in_scripts(main: str, others: Sequence[str], kind: NameKind, language: str = "") -> list[Name]:
    """The name in its own script with the reading and the romanised form that are among the other writings.

    The own script of a name in Latin letters is that of a writing in others, kana only where there is nothing
    else. Writings that are none of these are alternative names.
    """
    if not others:
        return [Name(main, kind, language)]
    native = main
    if is_latin(main):
        foreign = [text for text in others if not is_latin(text)]
        native = next((text for text in foreign if not is_kana(text)), foreign[0] if foreign else main)
    rest = [text for text in (main, *others) if text != native]
    reading = next((text for text in rest if is_kana(text)), "")
    romaji = "" if is_latin(native) else next((text for text in rest if is_latin(text)), "")
    return [
        Name(native, kind, language, reading, romaji),
        *(Name(text, NameKind.ALTERNATIVE) for text in rest if text not in (reading, romaji)),
    ]
