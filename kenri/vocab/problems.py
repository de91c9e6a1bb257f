"""Problems told to people: what happened, where, why, and what cures it, in both languages."""

from __future__ import annotations

import functools

import msgspec

from kenri.vocab import data_files
from kenri.vocab.text import Text

MOST = 200
"""Characters of a value that a message quotes."""
MOST_OF = {"known": 2_000, "found": 2_000}
"""The same for values that are lists to choose from."""


class ProblemKind(msgspec.Struct, frozen=True):
    """One entry of ``data/problems/*.yaml``: cause and cure with ``{placeholders}``."""

    cause: Text
    cure: Text


@functools.cache
def problem_kinds() -> dict[str, ProblemKind]:
    """All kinds of problem by code; that codes are unique over the files is held by a test."""
    return {
        code: kind
        for name in data_files.names_in("problems")
        for code, kind in data_files.load(f"problems/{name}", dict[str, ProblemKind]).items()
    }


class Problem(Exception):  # noqa: N818  (the word people read is "problem")
    """Bad input or a bad state, told with cause and cure.

    ``code`` is a key of ``data/problems/``; ``where`` says file, row, byte or URL; ``values`` fill the
    placeholders. Problems of a single row are collected as data; problems of a whole file are raised.
    """

    def __init__(self, code: str, where: str = "", **values: object) -> None:
        self.code = code
        self.where = where
        self.values = {key: _shorten(value, MOST_OF.get(key, MOST)) for key, value in values.items()}
        super().__init__(code, where)

    @property
    def _kind(self) -> ProblemKind:
        """What was stored may tell of a kind that this version no longer has."""
        return problem_kinds().get(self.code) or _former(self.code)

    @property
    def cause(self) -> Text:
        """Why it happened."""
        return self._kind.cause.format(**self.values)

    @property
    def cure(self) -> Text:
        """What to do about it."""
        return self._kind.cure.format(**self.values)

    def message(self, language: str = "en") -> str:
        """One line for people: where, cause, cure."""
        where = f"{self.where}: " if self.where else ""
        return f"{where}{self.cause.in_language(language)} {self.cure.in_language(language)}"

    def __str__(self) -> str:
        return self.message()


def _former(code: str) -> ProblemKind:
    name = code.replace("{", "{{").replace("}", "}}")
    return ProblemKind(
        Text(
            f"以前の版の Kenri が「{name}」と記録した問題です。", f"An earlier Kenri noted this as {name!r}."
        ),
        Text(
            "もう一度実行すると、現在の説明が表示されます。", "Run it again to see what it is called today."
        ),
    )


def _shorten(value: object, limit: int) -> object:
    return value[:limit] + "…" if isinstance(value, str) and len(value) > limit else value
