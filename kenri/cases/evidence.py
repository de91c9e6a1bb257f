"""Proof of what was searched: rows that say what was asked of whom and when, each chained to the one before.

The canonical text of a row is JSON in UTF-8 with sorted keys and no spaces, of these members: ``version``
(the name of this very form), ``project``, ``number`` (from 1, without gaps), ``kind``, ``item`` (the row of
the list, or null), ``source`` (whom was asked), ``query`` (what), ``at`` (ISO 8601 UTC), ``answer_hash``
(SHA-256 of the canonical text of the answer) and ``previous`` (the hash of the row before, empty for the
first). The row's hash is the SHA-256 of that text. Nothing of a chain can be changed, left out or put in
without breaking it from there on.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.db import transaction

from kenri.cases.models import Evidence, Project
from kenri.seals.chain import Broken, digest, link
from kenri.seals.chain import canonical as canonical_of
from kenri.vocab.problems import Problem

VERSION = "kenri-evidence-1"
"""The form of the canonical text; what older rows were written in stays readable for ever."""


class Search(msgspec.Struct, frozen=True):
    """One thing to be recorded. ``item`` is the item's row key, None for the project as a whole."""

    kind: str
    source: str
    query: Any
    answer: Any
    item: int | None = None
    number: int | None = None


def canonical(value: Any) -> str:
    """The one text of a JSON value, in the form of evidence, which may hold fractions (scores)."""
    return canonical_of(value, VERSION)


def record(project_id: int, searches: Sequence[Search], at: dt.datetime) -> None:
    """Add to the end of a project's chain, within the caller's transaction or in one of its own."""
    if not searches:
        return
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=project_id)
        rows = []
        number, previous = project.chained, project.head
        for search in searches:
            number += 1
            answer = canonical(search.answer)
            row = link(
                {
                    "version": VERSION,
                    "project": project.key,
                    "number": number,
                    "kind": search.kind,
                    "item": search.number,
                    "source": search.source,
                    "query": search.query,
                    "at": _moment(at),
                    "answer_hash": digest(answer),
                },
                previous,
            )
            previous = row.hash
            rows.append(
                Evidence(
                    project_id=project_id,
                    number=number,
                    item_id=search.item,
                    kind=search.kind,
                    at=at,
                    body=row.body_text,
                    answer=answer,
                    hash=previous,
                )
            )
        Evidence.objects.bulk_create(rows)
        Project.objects.filter(pk=project_id).update(head=previous, chained=number)


def exported(project_id: int) -> Iterator[dict[str, Any]]:
    """The chain as JSON objects, in order: the members of the canonical text, ``answer`` and ``hash``."""
    for row in Evidence.objects.filter(project_id=project_id).order_by("number").iterator(2000):
        yield {**json.loads(row.body), "answer": json.loads(row.answer), "hash": row.hash}


def verify(
    lines: Iterable[dict[str, Any]],
    *,
    head: str = "",
    length: int | None = None,
    known: Mapping[int, str] | None = None,
) -> Broken | None:
    """The first broken row of an exported chain; None where all is as it was written.

    ``head`` and ``length`` are what is known of the chain's end from elsewhere: without them a chain that was
    cut off at its end looks whole. ``known`` are hashes by number from signed checkpoints.
    """
    previous, number, marks = "", 0, dict(known or {})
    for number, line in enumerate(lines, start=1):
        told = {key: value for key, value in line.items() if key not in ("answer", "hash")}
        if line.get("version") != VERSION:
            return Broken(number, Problem("evidence_version", version=line.get("version", "")))
        if line.get("number") != number or line.get("previous") != previous:
            return Broken(number, Problem("evidence_gap", number=number))
        if digest(canonical(line.get("answer"))) != line.get("answer_hash"):
            return Broken(number, Problem("evidence_answer_changed", number=number))
        previous = digest(canonical(told))
        if previous != line.get("hash") or marks.pop(number, previous) != previous:
            return Broken(number, Problem("evidence_changed", number=number))
    if (head and previous != head) or (length is not None and number != length) or marks:
        return Broken(number, Problem("evidence_cut", number=number))
    return None


def verify_project(project_id: int, known: Mapping[int, str] | None = None) -> Broken | None:
    """``verify`` of what is stored, against the end that the project knows of, and the columns beside it."""
    project = Project.objects.get(pk=project_id)
    chained = verify(exported(project_id), head=project.head, length=project.chained, known=known)
    return chained or _beside(project_id)


def _beside(project_id: int) -> Broken | None:
    """The first row whose columns are not what its chained text says."""
    rows = Evidence.objects.filter(project_id=project_id).order_by("number")
    columns = rows.values_list("number", "kind", "item__number", "at", "body")
    for number, kind, item, at, body in columns.iterator(2000):
        told = json.loads(body)
        if (kind, item, _moment(at)) != (told["kind"], told["item"], told["at"]):
            return Broken(number, Problem("evidence_changed", number=number))
    return None


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")
