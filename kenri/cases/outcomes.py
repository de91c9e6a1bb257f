"""What came out for an item, as it is stored: JSON in which every text is there in both languages."""

from __future__ import annotations

from typing import Any

import msgspec

from kenri.cases.models import MatchState
from kenri.catalogue.entity import Entity
from kenri.procedures.clearing import Cleared
from kenri.procedures.plans import Part, Plan
from kenri.procedures.routes import OUTCOMES, Route
from kenri.procedures.rules import ranking
from kenri.records.matching import Candidate
from kenri.status.answers import Answer
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import layers as layer_words

UNCONFIRMED, NOT_FOUND, NO_ITEM = "unconfirmed", "not_found", "no_item"
VERDICTS: tuple[str, ...] = (*OUTCOMES, UNCONFIRMED, NOT_FOUND, NO_ITEM)
"""An item's line in the summary: what its plan comes to; or that somebody must first confirm which work it
is; that the catalogue has nothing like it and the row alone does not settle it; that it is no item."""

COLUMNS = (
    *("status", "standing", "plan", "verdict"),
    *("cost_low", "cost_high", "days_low", "days_high"),
)
"""The columns of an item that ``of``, ``of_no_item`` and ``refused`` give the values of, in this order."""

_OTHER_ROUTES = 6
"""Routes of a part that are kept beside those chosen."""
_REASONS, _QUESTIONS = 6, 12
"""Reasons of a route and questions of a plan that are kept; ``queries.cleared`` gives all of them."""

_WHATEVER_IT_IS = ("free", "licensed", "possible")
"""Outcomes that a work of which nothing is known can have: a limitation lets its use go free."""

_LABELS = {
    UNCONFIRMED: Text("作品の確認が必要です", "The match must be confirmed"),
    NOT_FOUND: Text("データベースに見つかりません", "Not found in the databases"),
    NO_ITEM: Text("作品の行ではありません", "Not an item"),
}


def verdict_label(verdict: str) -> Text:
    """What a verdict says."""
    return _LABELS.get(verdict) or ranking().outcomes[verdict]


def candidate_data(candidate: Candidate) -> dict[str, Any]:
    """A candidate as it is stored and recorded as evidence."""
    return {
        "id": candidate.id,
        "schema": candidate.schema,
        "title": candidate.title,
        "creators": list(candidate.creators),
        "first_year": candidate.first_year,
        "score": round(candidate.score, 4),
        "decision": candidate.decision.value,
        "reasons": [
            {
                "comparison": r.comparison,
                "level": r.level,
                "weight": r.weight,
                "text": msgspec.to_builtins(r.text),
            }
            for r in candidate.reasons
        ],
        "records": [[said.source, said.local_id, said.seen] for said in candidate.records],
    }


def asked(probe: Record) -> dict[str, Any]:
    """What was looked for: names, makers, years and identifiers of the row."""
    return {
        "schema": probe.schema,
        "names": [name.text for name in probe.names],
        "creators": [c.names[0].text for c in probe.contributions if c.names],
        "dates": {event.kind.value: event.date.text for event in probe.events if event.date},
        "identifiers": [f"{i.scheme}:{i.value}" for i in probe.identifiers],
    }


def basis(cleared: Cleared, entity: Entity | None, record: Record) -> dict[str, Any]:
    """What a status rests on: the state, the rules that lead to it, and the records that it was read from."""
    records = [[s.source, s.local_id, s.seen] for s in entity.records] if entity else []
    return {
        "status": cleared.answer.status,
        "until": cleared.answer.until.isoformat() if cleared.answer.until else None,
        "rules": [reason["rule"] for reason in cleared.answer.reasons()],
        "records": [*records, [record.source, record.local_id, ""]],
    }


def of(cleared: Cleared, match_state: str) -> tuple[Any, ...]:
    """The stored values of an item that was cleared."""
    plan, answer = cleared.plan, cleared.answer
    return (
        _text(status_data(answer)),
        answer.status,
        _text(plan_data(plan)),
        _verdict(match_state, answer.status, plan.outcome),
        plan.cost.low,
        plan.cost.high,
        plan.time.low,
        plan.time.high,
    )


def of_no_item() -> tuple[Any, ...]:
    """The stored values of a row that names nothing."""
    return "", "", "", NO_ITEM, None, None, None, None


def refused(problem: Problem) -> tuple[Any, ...]:
    """The stored values of an item that the law cannot be applied to."""
    text = msgspec.to_builtins(Text(problem.message("ja"), problem.message("en")))
    data = {"status": "undetermined", "problem": {"code": problem.code, "text": text}}
    return _text(data), "undetermined", "", "undetermined", None, None, None, None


def _verdict(match_state: str, status: str, outcome: str) -> str:
    """Nothing that rests on an unconfirmed match is told as settled."""
    if match_state == MatchState.REVIEW:
        return UNCONFIRMED
    if match_state == MatchState.NONE and status == "undetermined" and outcome not in _WHATEVER_IT_IS:
        return NOT_FOUND
    return outcome


def status_data(answer: Answer) -> dict[str, Any]:
    """The status of a work as it is stored: ``Answer.as_data`` with the reasons of every layer."""
    data = answer.as_data()
    reasons = {told.layer.key: told.reasons() for told in answer.layers} if not answer.contradictions else {}
    for layer in data["layers"]:
        layer["reasons"] = reasons.get(layer["layer"], [])
    del data["reasons"]
    if answer.contradictions:
        data["reasons"] = answer.reasons()
    return data


def plan_data(plan: Plan) -> dict[str, Any]:
    """The plan as it is stored: its parts with the routes chosen in full, the others in short."""
    return {
        "outcome": plan.outcome,
        "label": ranking().outcomes[plan.outcome],
        "cleared": plan.cleared,
        "parts": [_part_data(part) for part in plan.parts],
        "blocking": [part.key for part in plan.blocking],
        "critical_path": [{"part": part.key, "kind": route.kind} for part, route in plan.critical_path],
        "cost": plan.cost,
        "time": plan.time,
        "questions": [
            {"key": q.key, "text": q.text, "takes": q.takes, "choices": q.choices, "evidence": q.evidence}
            for q in plan.questions[:_QUESTIONS]
        ],
        "notes": [{"text": note.text, "article": note.article} for note in plan.notes],
    }


def _part_data(part: Part) -> dict[str, Any]:
    others = [r for r in part.routes if not any(r is c for c in part.chosen)]
    open_ = [r for r in others if r.state != "not_applicable"] + [
        r for r in others if r.state == "not_applicable"
    ]
    return {
        "key": part.key,
        "layer": part.layer,
        "label": layer_words()[part.layer].label,
        "holder": part.holder.name,
        "status": part.status,
        "outcome": part.outcome,
        "outcome_label": ranking().outcomes[part.outcome],
        "chosen": [_route_data(route, _REASONS) for route in part.chosen],
        "others": [_route_data(route, 1) for route in open_[:_OTHER_ROUTES]],
    }


def _route_data(route: Route, reasons: int) -> dict[str, Any]:
    words = ranking()
    return {
        "kind": route.kind,
        "kind_label": words.kinds[route.kind],
        "state": route.state,
        "state_label": words.states[route.state],
        "label": route.label,
        "rule": route.rule,
        "article": route.article,
        "certainty": round(route.certainty, 2),
        "reasons": [
            {"text": r.text, "article": r.article, "kind": r.kind, "verified": r.verified}
            for r in route.reasons[:reasons]
        ],
        "questions": [question.key for question in route.questions],
        "cost": {"low": route.cost.low, "high": route.cost.high, "basis": route.cost.basis},
        "time": {"low": route.time.low, "high": route.time.high, "basis": route.time.basis},
    }


def _text(data: Any) -> str:
    return msgspec.json.encode(data).decode()
