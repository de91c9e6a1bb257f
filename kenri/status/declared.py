"""What is declared of a work, beside what was computed, and where the two disagree.

A declaration changes no answer: who declares may know a layer or a fact that Kenri does not know, or err.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from kenri.status import rules
from kenri.vocab.entries import StatementKind
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import statements

Says = Literal["", "public_domain", "protected", "released"]
"""``released``: the holder gave the right up, which says nothing about its term."""


class _Words(msgspec.Struct, frozen=True):
    """``declared.yaml``."""

    released: tuple[str, ...]
    disagreement: dict[str, Text]


@functools.cache
def _words() -> _Words:
    return rules.load("kenri.status", "declared.yaml", _Words)


def says(kind: StatementKind) -> Says:
    """What a statement declares about the term."""
    if kind.key in _words().released:
        return "released"
    if kind.public_domain or kind.in_copyright is False:
        return "public_domain"
    return "protected" if kind.in_copyright else ""


def declared(codes: tuple[str, ...], status: str, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each statement with what it says, who says it, and whether the computed status agrees.

    ``agrees`` is None where the statement or the status leaves it open. ``licence``: it allows some reuse
    without asking.
    """
    found: list[dict[str, Any]] = []
    for code in codes:
        entry: dict[str, Any] = {"statement": code, "agrees": None}
        if who := said.get(f"statements.{code}"):
            entry["said"] = msgspec.to_builtins(who)
        kind = statements().get(code)
        if kind is not None:
            told = says(kind)
            entry |= {"label": kind.label, "says": told, "licence": bool(kind.reuse)}
            if told in {"public_domain", "protected"} and status != "undetermined":
                entry["agrees"] = (status in {"public_domain", "not_protected"}) == (told == "public_domain")
        found.append(entry)
    return found


def disagreements(
    entries: list[dict[str, Any]], status: str, reasons: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Both sides of each disagreement: the statement and its records, the computed state and its reasons."""
    return [
        {
            "declared": {key: entry[key] for key in ("statement", "label", "says", "said") if key in entry},
            "computed": {"status": status, "reasons": reasons},
            "text": _words()
            .disagreement[entry["says"]]
            .format(label=entry["label"], why=reasons[-1]["text"] if reasons else ""),
        }
        for entry in entries
        if entry["agrees"] is False
    ]
