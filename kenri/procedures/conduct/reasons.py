"""Why something is not possible: every reason with its article and with what would cure it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from kenri.procedures.conduct.conditions import Condition
from kenri.vocab.citations import in_english
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

ROLES: Mapping[str, Text] = {
    "applicant": Text("申請者", "applicant"),
    "holder": Text("権利者", "holder"),
    "confirmation_body": Text("登録確認機関", "confirmation body"),
    "commissioner": Text("文化庁長官", "Commissioner"),
    "compensation_body": Text("指定補償金管理機関", "compensation body"),
    "society": Text("著作権等管理事業者", "management society"),
    "office": Text("事務局", "office"),
    "clock": Text("期間の満了（自動）", "end of a period (automatic)"),
}
"""What the roles of procedures are called."""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why something is not possible, and what would cure it. ``code`` is that of a condition or a problem."""

    code: str
    text: Text
    cure: Text
    article: str = ""
    source: str = ""
    verified: bool = True


class Refused(Problem):
    """An action that cannot be taken, with all the ``reasons``; nothing has happened."""

    def __init__(self, action: Text, reasons: tuple[Reason, ...]) -> None:
        texts = [_cited(reason) for reason in reasons]
        cures = list(dict.fromkeys(reason.cure for reason in reasons))
        super().__init__("action_refused", action=action, reasons=_joined(texts), cures=_joined(cures))
        self.reasons = reasons


def of_problem(problem: Problem, article: str = "") -> Reason:
    """A problem as a reason."""
    return Reason(code=problem.code, text=problem.cause, cure=problem.cure, article=article)


def of_condition(key: str, condition: Condition) -> Reason:
    """A condition that does not hold as a reason."""
    return Reason(
        code=key,
        text=condition.text,
        cure=condition.cure,
        article=condition.article,
        source=condition.source,
        verified=condition.verified,
    )


def listed(texts: Iterable[Text]) -> Text:
    """Labels in a row."""
    found = list(texts)
    return Text("、".join(text.ja for text in found), ", ".join(text.en for text in found))


def _cited(reason: Reason) -> Text:
    if not reason.article:
        return reason.text
    return Text(f"{reason.text.ja}（{reason.article}）", f"{reason.text.en} [{in_english(reason.article)}]")


def _joined(texts: Iterable[Text]) -> Text:
    found = list(texts)
    return Text("".join(text.ja for text in found), " ".join(text.en for text in found))
