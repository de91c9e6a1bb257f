"""What is known of one holder's right in one layer, and what must be asked: facts, conditions, answers.

All facts go by name. An answer wins over what the use, the work or the holder says; an answer may be given to
one holder (``composition/山田:contact``), to a layer (``composition:contact``) or to all (``contact``).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from kenri.procedures import rules
from kenri.procedures.routes import Choice, Question, Reason
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.uses import Use, use_words

Answers = Mapping[str, str]


class Facts:
    """The facts of one unit of a plan.

    ``told`` are facts by name, first come first; ``answers`` what people answered. An unknown fact is "".
    """

    __slots__ = ("answers", "layer", "told", "unit")

    def __init__(self, unit: str, layer: str, answers: Answers, *told: Mapping[str, str]) -> None:
        self.unit = unit
        self.layer = layer
        self.answers = answers
        self.told = told

    def of(self, name: str) -> str:
        """The value of a fact, "" where nobody knows it."""
        answers = self.answers
        if answers:
            for key in (f"{self.unit}:{name}", f"{self.layer}:{name}", name):
                if key in answers:
                    value = answers[key]
                    return "" if value == "unknown" else value
        for known in self.told:
            if name in known:
                return known[name]
        return ""

    def day(self, name: str) -> date | None:
        """A fact that is a day."""
        value = self.of(name)
        return date.fromisoformat(value) if value else None

    def number(self, name: str) -> int | None:
        """A fact that is a number."""
        value = self.of(name)
        return int(value) if value else None

    def ask(self, name: str, **values: object) -> Question:
        """The question for a fact, keyed for whom it is asked."""
        return _question(name, self.unit, self.layer, *sorted(values.items()))


class Weighed(NamedTuple):
    """Conditions weighed: whether one fails, what was found, and what must be asked."""

    failed: bool
    reasons: tuple[Reason, ...]
    questions: tuple[Question, ...]

    @property
    def state(self) -> str:
        """``not_applicable``, ``open`` or ``cleared``."""
        return "not_applicable" if self.failed else "open" if self.questions else "cleared"


def passes(facts: Facts, when: rules.When) -> bool | None:
    """Whether conditions are met: True, False, or None while one is not known and none fails."""
    unknown = False
    for name, wanted in when.items():
        value = facts.of(name)
        if not value:
            unknown = True
        elif value != wanted and value not in wanted_values(wanted):
            return False
    return None if unknown else True


def wanted_values(wanted: str | tuple[str, ...]) -> tuple[str, ...]:
    """The values that pass a condition."""
    return (wanted,) if isinstance(wanted, str) else wanted


def weigh(facts: Facts, when: rules.When, article: str, source: str) -> Weighed:
    """Each condition with what is known of it; once one fails, the others need no asking."""
    reasons: list[Reason] = []
    questions: list[Question] = []
    for name, wanted in when.items():
        value = facts.of(name)
        if not value:
            questions.append(facts.ask(name))
        elif value in wanted_values(wanted):
            reasons.append(answered(name, value, article, source, met=True))
        else:
            return Weighed(True, (answered(name, value, article, source, met=False),), ())
    return Weighed(False, tuple(reasons), tuple(questions))


@functools.lru_cache(maxsize=8192)
def answered(name: str, value: str, article: str, source: str, *, met: bool) -> Reason:
    """What is known of a condition, as a reason."""
    asked = rules.questions()[name].ask
    word = answer_word(value)
    return Reason(
        Text(f"{asked.ja} → {word.ja}", f"{asked.en} → {word.en}"),
        article,
        source,
        kind="met" if met else "failed",
    )


def answer_word(value: str) -> Text:
    """What an answer is called."""
    return rules.answer_words().get(value) or Text(value, value)


def question_of_use(name: str) -> Question:
    """A question about the use itself, whatever work it is of. Raises KeyError where there is none."""
    return _question(name, "", "")


@functools.lru_cache(maxsize=65536)
def _question(name: str, unit: str, layer: str, *values: tuple[str, Any]) -> Question:
    base = name.partition(".")[0]
    asked = rules.questions()[base]
    text = asked.ask.format(**dict(values)) if values else asked.ask
    scope = {"layer": f"{layer}:", "holder": f"{unit}:"}.get(asked.of, "")
    takes = asked.choices if isinstance(asked.choices, str) and asked.choices != "bodies" else "choice"
    return Question(
        key=scope + name,
        name=name,
        text=text,
        of=asked.of,
        takes=takes,
        choices=tuple(Choice(value, answer_word(value)) for value in _choices(asked, layer)),
        evidence=asked.evidence,
        likelihood=asked.likelihood,
    )


def _choices(asked: rules.Asked, layer: str) -> Iterable[str]:
    if asked.vocabulary:
        return tuple(getattr(use_words(), asked.vocabulary))
    if asked.choices == "bodies":
        managing = [key for key, body in rules.bodies().items() if not layer or layer in body.manages]
        return (*managing, "other", "no")
    return asked.choices if isinstance(asked.choices, tuple) else ()


def checked_answers(answers: Answers) -> Answers:
    """The answers, if each can be one: the name of a question, and a value that it takes.

    Raises ``Problem('unknown_question')`` and ``Problem('bad_answer')``.
    """
    for key, value in answers.items():
        name = key.rpartition(":")[2].partition(".")[0]
        asked = rules.questions().get(name)
        if asked is None:
            raise Problem("unknown_question", question=key, near=", ".join(list(rules.questions())[:6]))
        if value in ("", "unknown"):
            continue
        if asked.choices == "date":
            good, known = _is_date(value), "2026-05-01"
        elif asked.choices == "number":
            good, known = value.isdecimal(), "0, 1, 2, …"
        elif asked.choices == "fact":
            good, known = True, ""
        else:
            choices = tuple(_choices(asked, ""))
            good, known = value in choices, ", ".join(choices)
        if not good:
            raise Problem("bad_answer", question=key, answer=value, known=known)
    return answers


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


@functools.lru_cache(maxsize=1024)
def facts_of_use(use: Use) -> Mapping[str, str]:
    """The facts that a use tells, by the names of their questions."""
    told = {
        "purpose": use.purpose,
        "user": use.user,
        "audience": use.audience,
        "extent": use.extent or _extent(use.share),
        "commercial": _word(use.commercial),
        "charge": _word(use.charge),
        "performers_paid": _word(use.performers_paid),
        "enjoyment": _word(use.enjoyment),
        "modifies": _word(True if use.adapts else use.modifies),
    }
    return {name: value for name, value in told.items() if value}


def _extent(share: float | None) -> str:
    return "" if share is None else "whole" if share == 100 else "part"


def _word(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"
