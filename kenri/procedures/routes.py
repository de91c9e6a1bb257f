"""A route: one lawful way from a use to "allowed", with its state, reasons, questions, cost and time."""

from __future__ import annotations

from typing import Literal

import msgspec

from kenri.vocab.text import Text

Kind = Literal[
    "no_right",
    "term",
    "limitation",
    "licence",
    "intention",
    "collective",
    "request",
    "adjudication_67_3",
    "adjudication_67",
]
State = Literal["cleared", "possible", "open", "not_applicable", "blocked"]
"""``cleared``: the use may start. ``possible``: nothing known speaks against it; a step, a presumption or a
proviso remains. ``open``: an answer decides whether it applies. ``blocked``: it was tried and refused."""
Outcome = Literal[
    "free", "licensed", "possible", "collective", "ask", "adjudicable", "undetermined", "blocked"
]
OUTCOMES: tuple[Outcome, ...] = (
    "free",
    "licensed",
    "possible",
    "collective",
    "ask",
    "adjudicable",
    "undetermined",
    "blocked",
)
"""What a use comes to, the freest first. A plan is as free as the least free of its parts."""


ReasonKind = Literal["met", "failed", "doubt", "note", "duty", "todo"]


class Reason(msgspec.Struct, frozen=True):
    """Why a route is in its state. ``source`` is a key of ``data/sources.yaml``."""

    text: Text
    article: str = ""
    source: str = "RULE"
    verified: bool = True
    kind: ReasonKind = "note"


class Choice(msgspec.Struct, frozen=True):
    """One answer that a question takes."""

    value: str
    label: Text


class Question(msgspec.Struct, frozen=True):
    """What somebody must answer. ``key`` is what ``answers`` of ``plan`` are keyed by.

    ``name`` is the question without whom it is asked about. ``takes`` says what an answer is: one of
    ``choices``, a ``date`` (ISO 8601), a ``number``, or a ``fact`` of the work, which is put right there.
    """

    key: str
    name: str
    text: Text
    of: Literal["use", "work", "layer", "holder"] = "work"
    takes: Literal["choice", "date", "number", "fact"] = "choice"
    choices: tuple[Choice, ...] = ()
    evidence: Text | None = None
    likelihood: float = 0.5


class Estimate(msgspec.Struct, frozen=True):
    """A range of yen or days with its basis; None: no figure is known. ``per`` is what it is counted by."""

    basis: Text
    low: int | None = None
    high: int | None = None
    per: Text | None = None
    source: str = "GENERAL"
    verified: bool = False


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One way for one holder's right in one layer.

    ``rule`` is the limitation, body or statement by its key; ``acts`` the acts of the use that it allows;
    ``certainty`` (0 to 1) the chance that it ends in "allowed" once taken; ``proviso`` that it rests on a
    weighing of interests, for which it never is ``cleared``; ``unfit`` that it is made for uses of another
    length.
    """

    kind: Kind
    state: State
    label: Text
    cost: Estimate
    time: Estimate
    rule: str = ""
    article: str = ""
    acts: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    questions: tuple[Question, ...] = ()
    certainty: float = 0.0
    proviso: bool = False
    unfit: bool = False

    @property
    def usable(self) -> bool:
        """Whether it may be taken now."""
        return self.state in ("cleared", "possible")
