"""Problems told to people: what happened, where, why, and what cures it, in both languages."""

from __future__ import annotations

import functools

import msgspec

from kenri.vocab import data_files
from kenri.vocab.text import Text


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
        self.values = {key: _shorten(value) for key, value in values.items()}
        super().__init__(code, where)

    @property
    def cause(self) -> Text:
        """Why it happened."""
        return problem_kinds()[self.code].cause.format(**self.values)

    @property
    def cure(self) -> Text:
        """What to do about it."""
        return problem_kinds()[self.code].cure.format(**self.values)

    def message(self, language: str = "en") -> str:
        """One line for people: where, cause, cure."""
        where = f"{self.where}: " if self.where else ""
        return f"{where}{self.cause.in_language(language)} {self.cure.in_language(language)}"

    def __str__(self) -> str:
        return self.message()


def _shorten(value: object, limit: int = 200) -> object:
    return value[:limit] + "…" if isinstance(value, str) and len(value) > limit else value
