"""The history of a case: rows that are only added, each holding the hash of the one before.

The canonical text of a row (see ``kenri.seals.chain``) has the members ``case`` and ``number``; ``kind`` (of
``KINDS``), ``name`` (the action, or what the entry is about), ``role`` and ``by`` (who acted as what:
``user:<key>``, ``clock``); ``at`` (ISO 8601, UTC); ``state`` and ``turn`` after it; ``told`` (what was said);
``kept`` (for every text that a person typed, SHA-256 of its salt and itself); ``version``, ``previous``.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from django.db.models import Prefetch, QuerySet

from kenri.cases.proceedings.models import Case, Particular, Step
from kenri.seals import chain as seal
from kenri.vocab.problems import Problem

KINDS = (
    "open",  # the case was opened: told are its procedure, use and work
    "action",  # an action of the procedure
    "note",  # an officer wrote a note
    "assign",  # an office gave the case to one of its officers
    "take",  # an office took a case that several of them might have taken
    "join",  # somebody became a party
    "conflict",  # an officer declared an interest of their own
    "attach",  # a file was handed in
    "letter",  # a letter left for a contact, or something became known of it
    "answer",  # what a contact wrote on the page for their answer
    "issue",  # digests of the documents and publications of the step before
    "print",  # the PDF of an issued document was made and sealed
    "erase",  # texts of a person were erased
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be added to a history. ``told`` is hashed as it stands, ``kept`` by salted digests."""

    kind: str
    name: str
    role: str
    by: str
    told: Mapping[str, Any] = {}
    kept: Mapping[str, Any] = {}


REMEMBERED = ("state", "turn", "due", "wakes", "closed", "first_day", "last_day", "steps", "assignee")
"""Columns of a case that are written together with the row that changes them."""


def append(case: Case, entry: Entry, at: dt.datetime) -> Step:
    """Add a row to a case's chain and write what the case remembers of it, within the caller's transaction.

    The rows that the caller saw must be all there are. Raises ``Problem('case_moved')`` otherwise: then
    nothing was written, and whoever decided on the old state must look again.
    """
    number = case.chained + 1
    texts = {name: seal.canonical(value) for name, value in entry.kept.items()}
    salts = {name: secrets.token_hex(16) for name in texts}
    digests = {name: seal.digest(salts[name] + text) for name, text in texts.items()}
    body = {
        "case": case.number,
        "number": number,
        "kind": entry.kind,
        "name": entry.name,
        "role": entry.role,
        "by": entry.by,
        "at": moment(at),
        "state": case.state,
        "turn": case.turn,
        "told": dict(entry.told),
        "kept": digests,
    }
    row = seal.link(body, case.head)
    remembered = {name: getattr(case, name) for name in REMEMBERED}
    moved = Case.objects.filter(pk=case.pk, chained=case.chained).update(
        chained=number, head=row.hash, changed=at, **remembered
    )
    if not moved:
        raise Problem("case_moved", where=case.number)
    case.chained, case.head, case.changed = number, row.hash, at
    members = {name: body[name] for name in ("number", "kind", "name", "role", "by", "state", "turn")}
    step = Step.objects.create(case=case, at=at, body=row.body_text, hash=row.hash, **members)
    Particular.objects.bulk_create(
        Particular(step=step, name=name, text=text, salt=salts[name], digest=digests[name])
        for name, text in texts.items()
    )
    return step


def moment(at: dt.datetime) -> str:
    """A moment as it stands in the chain."""
    return at.astimezone(dt.UTC).isoformat()


class Row(msgspec.Struct, frozen=True):
    """A row of the history as it is read: ``input`` is what was told and the texts that are still kept."""

    number: int
    kind: str
    name: str
    role: str
    by: str
    at: dt.datetime
    state: str
    turn: str
    input: dict[str, Any]
    erased: tuple[str, ...]
    hash: str


def history(case: Case) -> list[Row]:
    """All rows of a case, in order."""
    return [_row(step) for step in steps(Step.objects.filter(case=case))]


def steps(found: QuerySet[Step]) -> QuerySet[Step]:
    """Rows in order, with their texts."""
    kept = Prefetch("particulars", queryset=Particular.objects.order_by("name"))
    return found.order_by("case_id", "number").prefetch_related(kept)


def _row(step: Step) -> Row:
    body = json.loads(step.body)
    kept = {one.name: one for one in step.particulars.all()}
    return Row(
        step.number,
        step.kind,
        step.name,
        step.role,
        step.by,
        dt.datetime.fromisoformat(body["at"]),
        step.state,
        step.turn,
        {**body["told"], **{name: json.loads(one.text) for name, one in kept.items() if one.text}},
        tuple(name for name, one in kept.items() if not one.text),
        step.hash,
    )


def rows_by_case(cases: list[Case]) -> dict[int, list[Row]]:
    """The histories of several cases, read together."""
    found: dict[int, list[Row]] = {case.pk: [] for case in cases}
    for step in steps(Step.objects.filter(case__in=cases)):
        found[step.case_id].append(_row(step))
    return found


def exported(case: Case) -> Iterator[dict[str, Any]]:
    """The chain as JSON objects, in order: the members of each row, ``texts`` that are kept, and ``hash``."""
    for step in steps(Step.objects.filter(case=case)).iterator(1000):
        texts = {one.name: json.loads(one.text) for one in step.particulars.all() if one.text}
        yield {**json.loads(step.body), "texts": texts, "hash": step.hash}
