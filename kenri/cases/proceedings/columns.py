"""What rows beside the chain repeat of it, in columns to search by: each must say what the chain says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from kenri.cases.proceedings import access
from kenri.cases.proceedings.letters import digest_of
from kenri.cases.proceedings.models import (
    Attachment,
    Case,
    Conflict,
    Issued,
    Letter,
    Printed,
    Publication,
    Step,
)
from kenri.cases.proceedings.opening import name_of, told_of
from kenri.seals.chain import digest


class Differing(NamedTuple):
    """A column that says something else than row ``number`` of the chain."""

    number: int
    column: str


def differing(case: Case, rows: Iterable[Step]) -> Iterator[Differing]:
    """Every column that differs, and what the chain tells of that is gone."""
    chained = {row.pk: row for row in rows}
    told = {pk: json.loads(row.body)["told"] for pk, row in chained.items()}
    steps = list(zip(chained.values(), told.values(), strict=True))
    yield from _case(case, steps)
    yield from _parties(case, steps)
    for model, (kind, wanted) in _WANTED.items():
        field = "issued__case" if model is Printed else "case"
        for one in model.objects.filter(**{field: case}).order_by("pk"):
            step = chained.get(one.step_id)
            if step is None or step.kind != kind:
                yield Differing(step.number if step else 0, f"{model._meta.model_name}.step")
                continue
            for column, value in wanted(one, step, told[step.pk]).items():
                if getattr(one, column) != value:
                    yield Differing(step.number, f"{model._meta.model_name}.{column}")
    for model in (Conflict, Letter):
        kind = _WANTED[model][0]
        there = set(model.objects.filter(case=case).values_list("step", flat=True))
        for row in chained.values():
            if row.kind == kind and row.pk not in there:
                yield Differing(row.number, f"{kind}.step")


_Steps = list[tuple[Step, dict[str, Any]]]
"""The rows of a case, each with what it tells."""


def _case(case: Case, steps: _Steps) -> Iterator[Differing]:
    """What a case repeats of its first row, who has it, and when it last moved and ended."""
    first, told = steps[0]
    stands, assigned, closed = told_of(case), "", None
    for row, said in steps:
        if row.kind == "assign":
            assigned = said["to"]
        elif row.kind == "conflict" and row.by == assigned:
            assigned = ""
        closed = None if row.turn else closed or row.at
    has_it = access.actor(case.assignee) if case.assignee else ""
    repeated = {
        "pinned": (case.pinned, first.name),
        "procedure": (case.procedure, first.name.partition("@")[0]),
        "opened": (case.opened, first.at),
        "opened_by": (access.actor(case.opened_by), first.by),
        "changed": (case.changed, steps[-1][0].at),
        "closed": (case.closed, closed),
        "assignee": (has_it, assigned),
        **{key: (stands[key], value) for key, value in told.items() if key in stands},
    }
    yield from (Differing(first.number, name) for name, (here, there) in repeated.items() if here != there)


def _parties(case: Case, steps: _Steps) -> Iterator[Differing]:
    """Who takes part: whom the first row names, and who took the case or joined it since."""
    named = [(role, who, 1) for role, who in steps[0][1]["parties"]]
    for row, said in steps:
        if row.kind in ("take", "join"):
            who = said["who"] if row.kind == "join" else f"organisation:{said['organisation']}"
            waiting = next((place for place, one in enumerate(named) if one[:2] == (row.name, "")), None)
            place = len(named) if waiting is None else waiting
            named[place : place + 1] = [(row.name, who, row.number)]
    there, moments = list(case.parties.all()), {row.at for row, _ in steps}
    held = Counter((party.role, name_of(party)) for party in there)
    if any(party.organisation_id and party.user_id for party in there):
        yield Differing(0, "party.user")
    for role, who, number in named:
        if not held[role, who]:
            yield Differing(number, "party.who")
        held[role, who] -= 1
    if any(count > 0 for count in held.values()):
        yield Differing(0, "party.who")
    for column in ("since", "reached"):
        if not {getattr(party, column) for party in there} <= moments | {None}:
            yield Differing(0, f"party.{column}")


def _attachment(one: Attachment, step: Step, told: Mapping[str, Any]) -> dict[str, Any]:
    names = [json.loads(text.text) for text in step.particulars.all() if text.name == "name" and text.text]
    suffix = f".{one.file.rpartition('.')[2]}"
    return {
        "kind": step.name[:32],
        "digest": told["digest"],
        "size": told["size"],
        "media_type": told["media_type"],
        "name": names[0] if names else "",
        "erased": None if names else one.erased,
        "file": f"{told['digest'][:2]}/{told['digest']}{suffix}",
    }


def _issued(one: Issued, step: Step, told: Mapping[str, Any]) -> dict[str, Any]:
    data = json.loads(one.data)
    of = step.pk if data["step"] == step.number else None
    return {"template": data["template"], "digest": digest(one.data), "at": step.at, "step_id": of}


def _printed(one: Printed, step: Step, told: Mapping[str, Any]) -> dict[str, Any]:
    file = f"{told['digest'][:2]}/{told['digest']}.pdf"
    of = one.issued_id if one.issued.number == step.name else None
    return {
        "language": told["language"],
        "digest": told["digest"],
        "file": file,
        "at": step.at,
        "issued_id": of,
    }


def _publication(one: Publication, step: Step, told: Mapping[str, Any]) -> dict[str, Any]:
    data = json.loads(one.data)
    on = type(one.on).fromisoformat(data["on"])
    of = step.pk if data["step"] == step.number else None
    said = {"kind": data["kind"], "title": data["title"], "on": on, "step_id": of}
    return said | {"digest": digest(one.data)}


def _letter(one: Letter, step: Step, told: Mapping[str, Any]) -> dict[str, Any]:
    [address] = [text.text for text in step.particulars.all()]
    said = {"item": told["item"], "digest": told["digest"], "at": step.at}
    if not address:
        return said | {"address": "", "subject": "", "text": ""}
    same = digest_of(one.subject, one.text) == told["digest"]
    return said | {"address": json.loads(address), "text": one.text if same else None}


def _conflict(one: Conflict, step: Step, told: Mapping[str, Any]) -> dict[str, Any]:
    return {"user_id": one.user_id if access.actor(one.user) == step.by else None}


_WANTED: dict[Any, Any] = {
    Attachment: ("attach", _attachment),
    Issued: ("action", _issued),
    Printed: ("print", _printed),
    Publication: ("action", _publication),
    Conflict: ("conflict", _conflict),
    Letter: ("letter", _letter),
}
"""By table: of which kind the row of the chain is that tells of one, and what its columns say by that row."""
