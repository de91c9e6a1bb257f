"""Links between records and what speaks against them, whichever part of this room finds them.

Each way of linking is a ``LinkSource``: it looks at records that might be about one thing and says which
are, with a reason that people can read. Clusters are made from the links of all of them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import msgspec

from kenri.vocab.text import Text
from kenri.vocab.vocabularies import schemes


class Bearer(msgspec.Struct, frozen=True):
    """A record as linking sees it. ``titles`` are its names as written, in any script; ``key`` names it."""

    key: int
    source: str
    local_id: str
    schema: str
    titles: tuple[str, ...]


class Link(msgspec.Struct, frozen=True):
    """Two records are about one thing. ``kind`` is the way it was found, ``score`` between 0 and 1.

    ``scheme`` and ``value`` are the identifier that it rests on, empty for other kinds.
    """

    left: int
    right: int
    kind: str
    scheme: str = ""
    value: str = ""
    score: float = 1.0

    @property
    def reason(self) -> Text:
        """Why the two are linked."""
        return link_reason(self.kind, self.scheme, self.value)


class Conflict(msgspec.Struct, frozen=True):
    """Two records carry one identifier but cannot be one thing.

    ``code``: ``two_things`` (one source gives it to two things of different names), ``other_title``
    (another source gives it to something of a clearly different name), ``other_kind`` (a person and a
    work, say).
    """

    left: int
    right: int
    scheme: str
    value: str
    code: str

    @property
    def reason(self) -> Text:
        """Why the two are not linked."""
        return conflict_reason(self.code, self.scheme, self.value)


class LinkSource(Protocol):
    """One way of finding links among groups of records that have something in common."""

    kind: str

    def judge(self, scheme: str, value: str, bearers: Iterable[Bearer]) -> list[Link | Conflict]:
        """What follows from these records' having the value in common; the same in whatever order."""


def link_reason(kind: str, scheme: str, value: str) -> Text:
    """Why a link of that kind was made. Raises KeyError on an unknown kind."""
    return _LINKS[kind].format(**_named(scheme, value))


def conflict_reason(code: str, scheme: str, value: str) -> Text:
    """Why a shared identifier did not link. Raises KeyError on an unknown code."""
    return _CONFLICTS[code].format(**_named(scheme, value))


def _named(scheme: str, value: str) -> dict[str, str]:
    label = schemes()[scheme].label if scheme in schemes() else Text(scheme, scheme)
    return {"scheme_ja": label.ja, "scheme_en": label.en, "value": value}


_LINKS = {
    "identifier": Text(
        "どちらのレコードも{scheme_ja} {value} を持っています。", "Both records carry {scheme_en} {value}."
    ),
}
_CONFLICTS = {
    "two_things": Text(
        "同じ情報源が{scheme_ja} {value} を名称の異なる二つのものに付けているため、同一とは見なしません。",
        "One source gives {scheme_en} {value} to two things of different names; they are not taken for one.",
    ),
    "other_title": Text(
        "{scheme_ja} {value} が共通していますが、名称が明らかに異なるため、同一とは見なしていません。",
        "Both carry {scheme_en} {value}, but their names clearly differ; they are not taken for one.",
    ),
    "other_kind": Text(
        "{scheme_ja} {value} が共通していますが、種類が異なるため、同一とは見なしていません。",
        "Both carry {scheme_en} {value}, but they are things of different kinds; they are not taken for one.",
    ),
}
