"""A contract's clauses from what was agreed: a wording for each, with what it means in plain words.

In: the facts of a case. Out: rows for the template ``contract``. Where the parties did not speak of
something, the clause says what holds then, and its row says that it was left open.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any

import msgspec

from kenri.documents.about import PACKAGE
from kenri.documents.filling import BLANK
from kenri.vocab.data_files import load_of
from kenri.vocab.text import Text

TOLD = "*"
"""In a wording's ``if``: the fact is told, whatever it says."""
LEFT_OPEN = Text("【合意なし】", "[not agreed] ")


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"when": "if"}):
    """One wording of a clause, taken where all facts of ``when`` are told so; ``open``: none was agreed."""

    text: Text
    note: Text
    when: dict[str, str | int] = {}
    open: bool = False

    def fits(self, facts: Mapping[str, Any]) -> bool:
        """Whether the facts are such."""
        return all(_is(facts.get(name), wanted) for name, wanted in self.when.items())


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause: the first wording that fits is taken; where none does, it is left out."""

    heading: Text
    wordings: tuple[Wording, ...]


class Clauses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The clauses of one version, in their order."""

    version: dt.date
    basis: str
    clauses: tuple[Clause, ...]


@functools.cache
def clauses() -> Clauses:
    """The clauses of a licence."""
    return load_of(PACKAGE, "templates/contract/clauses.yaml", Clauses)


def rows(facts: Mapping[str, Any]) -> list[dict[str, dict[str, str]]]:
    """The clauses that the facts give, as rows of the template; texts are by language."""
    found = []
    for clause in clauses().clauses:
        wording = next((one for one in clause.wordings if one.fits(facts)), None)
        if wording is not None:
            found.append(_row(clause, wording, facts))
    return found


def left_open(facts: Mapping[str, Any]) -> list[Text]:
    """The headings of what the parties have not agreed on yet."""
    chosen = ((one, next((w for w in one.wordings if w.fits(facts)), None)) for one in clauses().clauses)
    return [clause.heading for clause, wording in chosen if wording is None or wording.open]


def _row(clause: Clause, wording: Wording, facts: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    told = {name: f"{value:,}" if isinstance(value, int) else str(value) for name, value in facts.items()}
    mark = LEFT_OPEN if wording.open else Text("", "")
    note = Text(f"{mark.ja}{wording.note.ja}", f"{mark.en}{wording.note.en}")
    text = wording.text.format(**{name: told.get(name, "") for name in wording.when})
    parts = {"heading": clause.heading, "text": text, "note": note}
    return {name: {"ja": part.ja, "en": part.en} for name, part in parts.items()}


def _is(value: Any, wanted: str | int) -> bool:
    if wanted == TOLD:
        return value not in BLANK
    return str(value) == str(wanted)
