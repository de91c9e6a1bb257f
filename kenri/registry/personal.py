"""What the registry keeps of a person: to take along, and to erase where they leave.

Versions and declarations are the record of what was public and what was permitted; they stay, without the
name, the words and the contributors of whoever is erased; so do the reasons of officers, which are an
office's and not theirs. Works of organisations are the organisations'.
Licences stay whole: both sides need them to prove what was permitted (個人情報保護法, art. 35, does not ask
for the erasure of what is still needed).
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db import transaction

from kenri.accounts.models import User
from kenri.registry.claims import TAKEN_DOWN
from kenri.registry.models import (
    Answered,
    ClaimStep,
    Control,
    Declaration,
    Import,
    Licence,
    RightsClaim,
    SavedSearch,
    Version,
    Watch,
    Work,
)

PERSONAL = ("holder", "contributors", "contribution", "description")
"""Fields of a registration that tell of people."""
ERASED = ("holder", "evidence", "link")
"""The same of a claim."""


def data(user: User) -> dict[str, Any]:
    """Everything that a person entered or that was given to them."""
    return {**_registered(user), **_claimed(user), **_asked(user)}


def _registered(user: User) -> dict[str, Any]:
    """Works, what was declared of them, proofs of addresses, and lists."""
    works = Work.objects.filter(owner=user).order_by("pk").prefetch_related("versions")
    declared = Declaration.objects.filter(owner=user).order_by("pk").select_related("work")
    lists = Import.objects.filter(owner=user).order_by("pk").prefetch_related("rows")
    return {
        "works": [
            {"key": work.key, "draft": work.draft, "versions": [_version(one) for one in work.versions.all()]}
            for work in works
        ],
        "declarations": [
            {"at": row.at.isoformat(), "work": row.work.key if row.work else None, "doc": row.doc}
            for row in declared
        ],
        "addresses": [
            {"method": row.method, "scope": row.scope, "held": row.held and row.held.isoformat()}
            for row in Control.objects.filter(owner=user).order_by("pk")
        ],
        "lists": [
            {
                "name": row.name,
                "created": row.created.isoformat(),
                "rows": [one.doc for one in row.rows.all()],
            }
            for row in lists
        ],
    }


def _version(one: Version) -> dict[str, Any]:
    return {"number": one.number, "at": one.at.isoformat(), "withdrawn": one.withdrawn, "doc": one.doc}


def _claimed(user: User) -> dict[str, Any]:
    """Claims with their steps, answers to requests, and licences."""
    steps = ClaimStep.objects.filter(by=user).order_by("pk").select_related("claim")
    return {
        "claims": [
            {"key": row.key, "entity": row.entity, "at": row.at.isoformat(), "doc": row.doc}
            for row in RightsClaim.objects.filter(owner=user).order_by("pk")
        ],
        "steps": [
            {"claim": row.claim.key, "kind": row.kind, "note": row.note, "at": row.at.isoformat()}
            for row in steps
        ],
        "answers": [
            {"case": row.case, "says": row.says, "purposes": row.purposes, "doc": row.doc}
            for row in Answered.objects.filter(user=user).order_by("pk")
        ],
        "licences": [json.loads(row.data) for row in Licence.objects.filter(user=user).order_by("pk")],
    }


def _asked(user: User) -> dict[str, Any]:
    """What they want to hear of: works and searches."""
    return {
        "watches": [row.entity for row in Watch.objects.filter(user=user).order_by("pk")],
        "searches": [
            {"name": row.name, "asked": row.asked, "at": row.at.isoformat()}
            for row in SavedSearch.objects.filter(user=user).order_by("pk")
        ],
    }


def erase(user: User, at: dt.datetime) -> None:
    """Withdraw a person's own works and claims, and empty what tells of them. Twice changes nothing more."""
    with transaction.atomic():
        own = Work.objects.select_for_update().filter(owner=user, organisation=None)
        own.filter(versions=None, declarations=None).delete()
        for work in own.prefetch_related("versions"):
            _withdraw(user, work, at)
        Import.objects.filter(owner=user, organisation=None).delete()
        Control.objects.filter(owner=user, organisation=None).update(held=None, until=None, code="")
        for claim in RightsClaim.objects.filter(owner=user, organisation=None).prefetch_related("steps"):
            if all(step.kind not in ("withdrawn", TAKEN_DOWN) for step in claim.steps.all()):
                ClaimStep.objects.create(claim=claim, kind="withdrawn", by=user, at=at)
            claim.doc = {**claim.doc, **{name: "" for name in ERASED if name in claim.doc}}
            claim.save(update_fields=["doc"])
        ClaimStep.objects.filter(by=user).exclude(kind=TAKEN_DOWN).update(note="")
        Answered.objects.filter(user=user, organisation=None).update(by="")
        Watch.objects.filter(user=user).delete()
        SavedSearch.objects.filter(user=user).delete()


def _withdraw(user: User, work: Work, at: dt.datetime) -> None:
    versions = sorted(work.versions.all(), key=lambda one: one.number)
    for version in versions:
        version.doc = _emptied(version.doc)
    Version.objects.bulk_update(versions, ["doc"])
    if versions and not versions[-1].withdrawn:
        last = versions[-1]
        Version.objects.create(work=work, number=last.number + 1, doc=last.doc, withdrawn=True, by=user)
        work.due = at
    work.draft, work.address = _emptied(work.draft), ""
    work.save(update_fields=["draft", "address", "due", "saved"])


def _emptied(doc: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in doc.items() if name not in PERSONAL}
