"""Kinds of things as repositories name them: the DCMI Type Vocabulary and common words, in Japanese too."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

TYPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), schema)
    for pattern, schema in (
        (r"dataset|データ", "dataset"),
        (r"software|プログラム|ソフトウェア", "dataset"),
        (r"photo|写真", "photograph"),
        (r"painting|sculpture|artwork|drawing|print\b|絵画|彫刻|版画|美術", "artwork"),
        (r"moving ?image|video|film|動画|映像|映画", "video"),
        (r"\bsound\b|audio|recording|録音|音声", "recording"),
        (r"score|notated|楽譜", "musical_work"),
        (r"still ?image|\bimage\b|map|画像|静止画|地図", "image"),
        (r"physical ?object|artifact|artefact", "artwork"),
        (r"journal$|periodical|newspaper|雑誌$|新聞", "serial"),
        (r"exhibition|展覧会", "exhibition"),
        (r"performance|実演", "performance"),
    )
)

MADE = ("artwork", "image", "photograph", "recording", "video")
"""Kinds whose ``dc:date`` says when they were made, not when they were published."""


@functools.lru_cache(maxsize=2048)
def schema_of(word: str) -> str:
    """The schema of a word of ``dc:type``; empty where it says none."""
    return next((schema for pattern, schema in TYPES if pattern.search(word)), "")


FINER = {
    "text": ("serial", "musical_work"),
    "image": ("photograph", "artwork"),
    "recording": ("musical_work",),
    "video": ("film", "programme"),
}
"""What a source's own words may make of a coarse kind."""

_FILMS = (
    (re.compile(r"motion picture|feature film|劇映画|映画", re.IGNORECASE), "film"),
    (re.compile(r"television|放送番組|テレビ", re.IGNORECASE), "programme"),
)


def finer(schema: str, words: Iterable[str]) -> str:
    """The kind that a coarse one is by further words; these alone say it where ``schema`` is empty."""
    words = list(words)
    said = [found for word in words for pattern, found in _FILMS if pattern.search(word)]
    said += [found for word in words if (found := schema_of(word))]
    if not schema:
        return said[0] if said else "text"
    return next((one for one in said if one in FINER.get(schema, ())), schema)
