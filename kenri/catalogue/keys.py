"""Normal keys under which equal values are brought together. Never shown, never stored as a value."""

from __future__ import annotations

import re
import unicodedata

from kenri.vocab.dates import ImpreciseDate

_NOT_WORD = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def text_key(text: str) -> str:
    """Width, case, spaces and punctuation folded away; the text itself where nothing else is left."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NOT_WORD.sub("", folded) or folded.strip()


def party_key(name: str) -> str:
    """As ``text_key``; a Latin name also without marks and whatever its order (``Sōseki, Natsume``)."""
    if not _LATIN.search(name):
        return text_key(name)
    marked = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(character for character in marked if not unicodedata.combining(character))
    return " ".join(sorted(word for word in _NOT_WORD.split(plain) if word)) or text_key(name)


def date_key(date: ImpreciseDate | None) -> str:
    """What a date means: its interval and certainty; its text where it has no interval."""
    if date is None:
        return ""
    if not date.earliest and not date.latest:
        return f"?{text_key(date.text)}"
    return f"{date.earliest}/{date.latest}/{date.certainty}"
