"""What rows beside the chain repeat of it, in columns to search by: each must say what the chain says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from kenri.cases.proceedings import access
from kenri.cases.proceedings.models import Attachment, Case, Conflict, Issued, Printed, Publication, Step
from kenri.seals.chain import digest


class Differing(NamedTuple):
    """A column that says something else than row ``number`` of the chain."""

    number: int
    column: str


def differing(case: Case, rows: Iterable[Step]) -> Iterator[Differing]:
    """Every column that differs, and declared interests that are gone."""
    chained = {row.pk: row for row in rows}
    told = {pk: json.loads(row.body)["told"] for pk, row in chained.items()}
    for model, wanted in _WANTED.items():
        field = "issued__case" if model is Printed else "case"
        for one in model.objects.filter(**{field: case}).order_by("pk"):
            step = chained.get(one.step_id)
            if step is None:
                yield Differing(0, f"{model._meta.model_name}.step")
                continue
            for column, value in wanted(one, step, told[step.pk]).items():
                if getattr(one, column) != value:
                    yield Differing(step.number, f"{model._meta.model_name}.{column}")
    declared = set(Conflict.objects.filter(case=case).values_list("step", flat=True))
    for row in chained.values():
        if row.kind == "conflict" and row.pk not in declared:
            yield Differing(row.number, "conflict.step")


def _attachment(one: Attachment, step: Step, told: Mapping[str, Any]) -> dict[str, Any]:
    names = [text for text in step.particulars.all() if text.name == "name" and text.text]
    name = json.loads(names[0].text) if names else ""
    suffix = f".{one.file.rpartition('.')[2]}"
    digest_, kind = told["digest"], step.name[:32]
    wanted = {"kind": kind, "digest": digest_, "size": told["size"], "media_type": told["media_type"]}
    return wanted | {"name": name, "file": f"{digest_[:2]}/{digest_}{suffix}"}


def _issued(one: Issued, step: Step, told: Mapping[str, Any]) -> dict[str, Any]:
    data = json.loads(one.data)
    return {"template": data["template"], "digest": digest(one.data), "at": step.at}


def _printed(one: Printed, step: Step, told: Mapping[str, Any]) -> dict[str, Any]:
    file = f"{told['digest'][:2]}/{told['digest']}.pdf"
    return {"language": told["language"], "digest": told["digest"], "file": file, "at": step.at}


def _publication(one: Publication, step: Step, told: Mapping[str, Any]) -> dict[str, Any]:
    data = json.loads(one.data)
    on = type(one.on).fromisoformat(data["on"])
    return {"kind": data["kind"], "title": data["title"], "on": on, "digest": digest(one.data)}


def _conflict(one: Conflict, step: Step, told: Mapping[str, Any]) -> dict[str, Any]:
    return {"user_id": one.user_id if access.actor(one.user) == step.by else None}


_WANTED: dict[Any, Any] = {
    Attachment: _attachment,
    Issued: _issued,
    Printed: _printed,
    Publication: _publication,
    Conflict: _conflict,
}
