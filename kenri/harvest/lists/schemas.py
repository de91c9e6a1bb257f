"""What the rows of a list are: told by a column of kinds, else by which columns the list has."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence

from kenri.harvest.parties import looks_corporate
from kenri.vocab.list_fields import fold_header, schema_words
from kenri.vocab.vocabularies import schemas

UNTOLD = "text"
"""The schema of a list of works of which nothing tells another."""


@functools.cache
def _named() -> dict[str, str]:
    found = {fold_header(word): key for key, words in schema_words().items() for word in words}
    for schema in schemas().values():
        for label in (schema.key, schema.label.ja, schema.label.en):
            found.setdefault(fold_header(label), schema.key)
        for kind, entry in schema.kinds.items():
            for label in (kind, entry.label.ja, entry.label.en):
                found.setdefault(fold_header(label), schema.key)
    return found


@functools.lru_cache(maxsize=4096)
def schema_named(word: str) -> str:
    """The schema that a word for a kind of work names (映画, "Book", ``inproceedings``), else empty."""
    return _named().get(fold_header(word), "")


def schema_of(fields: Collection[str], headers: Sequence[str], names: Sequence[str]) -> str:
    """The schema of a list by the fields that its columns mean; ``names`` are cells of its name column."""
    has = set(fields)
    if not has & {"title", "title_and_creator", "alternative_title", "original_title"}:
        if has & {"family", "given"} or (
            has & {"name"} and has & {"born", "died", "nationality", "occupation"}
        ):
            return "person"
        if "name" in has and names and sum(map(looks_corporate, names)) * 2 > len(names):
            return "organisation"
        if "houjin" in has:
            return "organisation"
    for wanted, schema in _BY_FIELDS:
        if has >= wanted:
            return schema
    said = " ".join(headers).casefold()
    return next((schema for words, schema in _BY_HEADERS if any(word in said for word in words)), UNTOLD)


_BY_FIELDS: tuple[tuple[set[str], str], ...] = (
    ({"isrc"}, "recording"),
    ({"iswc"}, "musical_work"),
    ({"jasrac"}, "musical_work"),
    ({"isbn"}, "text"),
    ({"broadcast"}, "programme"),
    ({"broadcaster"}, "programme"),
    ({"director"}, "film"),
    ({"screenwriter"}, "film"),
    ({"photographer"}, "photograph"),
    ({"performer", "duration"}, "recording"),
    ({"artist", "duration"}, "recording"),
    ({"artist", "label"}, "recording"),
    ({"performer", "composer"}, "recording"),
    ({"composer"}, "musical_work"),
    ({"lyricist"}, "musical_work"),
    ({"author"}, "text"),
)

_BY_HEADERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("曲名", "楽曲", "song", "track"), "recording"),
    (("アルバム", "album", "cd"), "release"),
    (("映画", "film", "movie"), "film"),
    (("番組", "programme", "program", "放送"), "programme"),
    (("画家", "技法", "painter", "painting", "medium", "artwork", "画題"), "artwork"),
    (("写真", "photo"), "photograph"),
    (("ゲーム", "game"), "game"),
    (("書名", "著者", "book", "author", "isbn", "出版"), "text"),
    (("アーティスト", "artist", "歌手", "singer"), "recording"),
)
