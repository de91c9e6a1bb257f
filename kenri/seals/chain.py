"""Chains of rows: each carries the hash of the one before, so nothing can be changed, left out or put in.

The canonical text of a row is JSON in UTF-8 with its keys sorted by code point and no spaces. Two of its
members are the chain's own: ``version`` (which form the text has) and ``previous`` (the hash of the row
before, empty for the first). A member ``number``, where the owner of a chain writes one, counts from 1
without gaps. The hash of a row is the SHA-256 of its text. Anyone can recompute all of it with any language.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from kenri.vocab.problems import Problem

FORM = "kenri-chain-1"
"""The form that new rows are written in: whole numbers, texts, true, false, nothing, lists and objects."""
FORMS = {FORM: False, "kenri-evidence-1": True}
"""Every form ever written, and whether it allows fractions; rows of all of them stay verifiable for ever."""


class Link(msgspec.Struct, frozen=True):
    """One row as it is stored: its canonical text, which holds the hash of the row before, and its hash."""

    body_text: str
    hash: str


class Broken(msgspec.Struct, frozen=True):
    """The first row (counted from 1) at which a chain is not what it should be, and how."""

    number: int
    problem: Problem


def canonical(value: Any, form: str = FORM) -> str:
    """The one text of a value of plain data, Structs, days, moments and decimals (the last four as texts).

    Raises ``Problem``: ``chain_form`` for an unknown form, ``chain_fraction`` for a number with a fraction
    where the form has none (different languages write the same fraction differently), ``chain_text`` for a
    text that is not Unicode.
    """
    if form not in FORMS:
        raise Problem("chain_form", version=form)
    plain = msgspec.to_builtins(value, str_keys=True)
    if not FORMS[form]:
        _refuse_fractions(plain, "")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal. Raises ``Problem('chain_text')``."""
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise Problem("chain_text") from error


def link(body: Mapping[str, Any], previous: str) -> Link:
    """The row that follows the one with the hash ``previous`` (empty for the first).

    A body that names its ``version`` is written in that form. Raises what ``canonical`` raises.
    """
    told = {"version": FORM, **body, "previous": previous}
    text = canonical(told, told["version"])
    return Link(text, digest(text))


def verify(
    rows: Iterable[Link],
    *,
    head: str = "",
    length: int | None = None,
    known: Mapping[int, str] | None = None,
) -> Broken | None:
    """The first broken row; None where all is as it was written. Rows are read one at a time.

    ``head`` and ``length`` are what is known of the chain's end from elsewhere: without them a chain that was
    cut off at its end looks whole. ``known`` are hashes by number from signed checkpoints: without them
    somebody who can write everything could have written the whole chain anew.
    """
    previous, number, marks = "", 0, dict(known or {})
    for number, row in enumerate(rows, start=1):
        wrong = _fault(row, number, previous)
        if wrong is None and marks.pop(number, row.hash) != row.hash:
            wrong = "chain_rewritten"
        if wrong is not None:
            return Broken(number, Problem(wrong, number=number))
        previous = row.hash
    if (head and previous != head) or (length is not None and number != length) or marks:
        return Broken(number, Problem("chain_cut", number=number))
    return None


def _fault(row: Link, number: int, previous: str) -> str | None:
    """What is wrong with one row, as the code of a problem."""
    try:
        told = json.loads(row.body_text)
        same = digest(row.body_text) == row.hash
    except (ValueError, RecursionError, Problem):
        return "chain_changed"
    if not isinstance(told, dict) or not same:
        return "chain_changed"
    if told.get("previous") != previous or told.get("number", number) != number:
        return "chain_gap"
    if told.get("version") not in FORMS:
        return "chain_form_of_row"
    return None


def _refuse_fractions(value: Any, where: str) -> None:
    if isinstance(value, float):
        raise Problem("chain_fraction", where, value=value)
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_fractions(inner, f"{where}.{key}" if where else str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_fractions(inner, where)
