"""Files that people hand in, and the erasure of what tells of a person."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from django.db.models import Q

from kenri.accounts.models import User
from kenri.cases.proceedings import access, chain, storage
from kenri.cases.proceedings.models import Attachment, Case, Letter, Particular
from kenri.procedures.conduct.offers import asked_fields
from kenri.procedures.conduct.spec import Procedure
from kenri.registry import answered
from kenri.vocab.problems import Problem

LONGEST_NAME = 200


def attach(case: Case, user: User, kind: str, name: str, data: bytes, at: dt.datetime) -> Attachment:
    """Keep a file and put its digest into the chain, within the caller's transaction.

    ``kind`` is a document that the procedure asks for, or any other word. Raises what ``storage.media_type``
    raises, and ``Problem('not_yours_to_do')``.
    """
    roles = access.roles_in(user, case)
    if not roles:
        access.refuse(case.number)
    type_ = storage.media_type(name, data)
    file, digest = storage.keep(data, Path(name).suffix.lower())
    told = {"digest": digest, "size": len(data), "media_type": type_}
    entry = chain.Entry(
        kind="attach",
        name=kind[:64],
        role=roles[0],
        by=access.actor(user),
        told=told,
        kept={"name": Path(name).name[:LONGEST_NAME]},
    )
    step = chain.append(case, entry, at)
    return Attachment.objects.create(
        case=case,
        step=step,
        kind=kind[:32],
        name=Path(name).name[:LONGEST_NAME],
        media_type=type_,
        size=len(data),
        digest=digest,
        file=file,
    )


def erase(case: Case, user: User, number: int, name: str, why: str, at: dt.datetime) -> None:
    """Erase a text, or the file, of one row: the digest stays in the chain, and that and why it was erased.

    With an address go the letters that went there. Raises ``Problem``: ``not_yours_to_do``,
    ``unknown_particular``.
    """
    role = access.require_office(user, case)
    there = Particular.objects.filter(step__case=case).exclude(text="").select_related("step")
    found = there.filter(step__number=number, name=name).first()
    if found is None:
        raise Problem("unknown_particular", where=case.number, number=number, name=name)
    answered.forget(case.number, json.loads(found.text))
    for one in there.filter(Q(pk=found.pk) | Q(step__kind="letter", text=found.text)).order_by("step"):
        told = {"number": one.step.number, "name": one.name, "why": why}
        entry = chain.Entry(kind="erase", name=one.name[:64], role=role, by=access.actor(user), told=told)
        chain.append(case, entry, at)
        _empty(one, at)


def _empty(text: Particular, at: dt.datetime) -> None:
    """Empty a text, and the letter or the file that came with it."""
    Particular.objects.filter(pk=text.pk).update(text="", salt="")
    Letter.objects.filter(step=text.step).update(address="", subject="", text="")
    for attachment in Attachment.objects.filter(step=text.step):
        Attachment.objects.filter(pk=attachment.pk).update(erased=at, name="")
        if not Attachment.objects.filter(file=attachment.file, erased=None).exists():
            storage.place(attachment.file).unlink(missing_ok=True)


def takes(made: Procedure, action: str, kind: str) -> bool:
    """Whether an action of a procedure is the attaching of a document of that kind."""
    asked = asked_fields(made, action)
    return made.actions[action].adds_to == "documents" and kind in asked["document"].choices
