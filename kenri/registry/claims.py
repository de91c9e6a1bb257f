"""Claims as rows: made, agreed to, disputed, withdrawn; conflicts noted as they come and go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Max, Prefetch, Q

from kenri.accounts.models import Organisation, User
from kenri.accounts.permissions import grades, may
from kenri.registry.claiming import LONGEST_EVIDENCE, Claimed, Conflict, Placed, checked, conflicts
from kenri.registry.models import ClaimStep, RightsClaim
from kenri.registry.owners import acting_for, identities, keepers, kept_by
from kenri.vocab.problems import Problem

SURE = "document"
"""The grade from which on it is known who a claimant is (``kenri/accounts/data/grades.yaml``)."""
TAKEN_DOWN = "taken_down"
"""The step by which whoever keeps the register ends a claim that is wrong."""
MOST_A_DAY = 100
"""Claims that one user may make within a day."""


class Subject(msgspec.Struct, frozen=True):
    """What is claimed: an entity's id and title, and its records by source and id."""

    entity: str
    title: str
    records: tuple[str, ...]


class Shown(msgspec.Struct, frozen=True):
    """A claim as everybody sees it: who says so, how sure it is who they are, and whether it stands.

    ``may``: the steps that are the viewer's to take, where a viewer is known.
    """

    key: str
    entity: str
    title: str
    claimed: Claimed
    by: str
    identity: str
    at: dt.datetime
    stands: bool
    agreed: bool
    succeeds: str
    conflict: bool
    steps: tuple[tuple[str, dt.datetime, str], ...]
    may: tuple[str, ...] = ()

    @property
    def taken_down(self) -> bool:
        """Whether an officer found that it is wrong."""
        return any(kind == TAKEN_DOWN for kind, _, _ in self.steps)


class Change(msgspec.Struct, frozen=True):
    """What a claim or a step led to: conflicts that arose or ended, and whom to tell of it.

    ``reason``: that of an officer who took the claim down, empty where none did.
    """

    claim: RightsClaim
    arisen: tuple[Conflict, ...]
    ended: tuple[Conflict, ...]
    concerned: tuple[User, ...]
    reason: str = ""


def claim(
    user: User,
    subject: Subject,
    claimed: Claimed,
    *,
    at: dt.datetime,
    organisation: Organisation | None = None,
    succeeds: str = "",
) -> Change:
    """Claim a right in an entity; the same claim again is the one that stands.

    ``succeeds`` is the key of the claim whose right passed over. Raises those of ``checked``,
    ``Problem('not_yours_to_do')``, ``Problem('no_such_claim')``, ``Problem('claim_taken_down')`` where the
    very same was found to be wrong, ``Problem('too_many_claims')``.
    """
    checked(claimed)
    acting_for(user, organisation)
    doc = msgspec.json.decode(msgspec.json.encode(claimed))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        before = _about(subject.entity, subject.records)
        previous = next((row for row in before if row.key == succeeds), None)
        if succeeds and previous is None:
            raise Problem("no_such_claim")
        for row in before:
            if _party(row) == _key(user, organisation) and row.doc == doc:
                if _taken_down(row):
                    raise Problem("claim_taken_down")
                if _stands(row):
                    return Change(row, (), (), ())
        if RightsClaim.objects.filter(owner=user, at__gt=at - dt.timedelta(days=1)).count() >= MOST_A_DAY:
            raise Problem("too_many_claims", most=MOST_A_DAY)
        made = RightsClaim.objects.create(
            entity=subject.entity,
            anchor=subject.records[0] if subject.records else "",
            title=subject.title[:500],
            owner=user,
            organisation=organisation,
            doc=doc,
            succeeds=previous,
            at=at,
        )
        return _followed(made, before, at)


def step(user: User, key: str, kind: str, note: str, *, at: dt.datetime) -> Change:
    """Withdraw an own claim, agree to the passing over of one's own, dispute another's; take one down.

    A claim is taken down by people who keep the register (the action ``keep_register``), not by whose it is
    or who claims the same; everybody who claims the work is told. Raises ``Problem('no_such_claim')``,
    ``Problem('not_yours_to_do_here')`` where the step is somebody else's, ``Problem('no_reason')`` on all but
    an agreement where there are no words.
    """
    with transaction.atomic():
        row = RightsClaim.objects.select_for_update().filter(key=key).first()
        if row is None:
            raise Problem("no_such_claim")
        if not _may(user, row, kind):
            raise Problem("not_yours_to_do_here")
        if kind != "agreed" and not note.strip():
            raise Problem("no_reason", "note")
        if not _stands(row):
            return Change(row, (), (), ())
        before = _about(row.entity, (row.anchor,))
        note = note.strip()[:LONGEST_EVIDENCE]
        ClaimStep.objects.create(claim=row, kind=kind, by=user, note=note, at=at)
        change = _followed(row, before, at)
        if kind != TAKEN_DOWN:
            return change
        sides = {one.owner for one in before if _stands(one)} | set(change.concerned)
        told = tuple(sorted(sides, key=lambda one: one.pk))
        return msgspec.structs.replace(change, concerned=told, reason=note)


def _may(user: User, row: RightsClaim, kind: str) -> bool:
    """Whether a step is theirs to take."""
    own = RightsClaim.objects.filter(kept_by(user))
    if kind == "withdrawn":
        return own.filter(pk=row.pk).exists()
    if kind == "agreed":
        return row.succeeds_id is not None and own.filter(pk=row.succeeds_id).exists()
    if kind == "disputed":
        return own.filter(entity=row.entity).exclude(pk=row.pk).exists()
    if kind == TAKEN_DOWN:
        return may_take_down(user) and not own.filter(entity=row.entity).exists()
    return False


def may_take_down(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether somebody keeps the register, and so may take down claims that are not their own."""
    return may(user, "keep_register")


def about(entity: str, records: Collection[str]) -> tuple[list[Shown], tuple[Conflict, ...]]:
    """The claims to an entity, newest first, and the contradictions among those that stand."""
    rows = _about(entity, records)
    found = conflicts(_placed(rows))
    meeting = {key for one in found for key in one.claims}
    return _shown(rows, meeting), found


class Standing(msgspec.Struct, frozen=True):
    """A claim that stands; ``sure``: it is known who makes it, and none passed over without a word."""

    placed: Placed
    sure: bool


def standing(entity: str, records: Collection[str]) -> list[Standing]:
    """The claims to an entity that stand, oldest first."""
    rows = _about(entity, records)
    if not rows:
        return []
    found = {row.key: row for row in rows}
    known = _grades(rows)
    return [
        Standing(placed, _sure(found[placed.key], known.get(found[placed.key].key, "")))
        for placed in _placed(rows)
    ]


def claimants(entity: str, records: Collection[str]) -> set[User]:
    """The people behind the claims to an entity that stand and of whom it is known who they are."""
    sure = {one.placed.key for one in standing(entity, records) if one.sure}
    rows = _rows().filter(key__in=sure)
    return {person for row in rows for person in keepers(row.owner, row.organisation)}


def _sure(row: RightsClaim, grade: str) -> bool:
    established = bool(grade) and grades()[grade].rank >= grades()[SURE].rank
    return established and (row.succeeds_id is None or _agreed(row))


def claimed(subjects: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Of entities, each with its records, those to which anybody ever made a claim."""
    anchors = {record: entity for entity, records in subjects.items() for record in records if record}
    rows = RightsClaim.objects.filter(Q(entity__in=list(subjects)) | Q(anchor__in=list(anchors)))
    told = rows.values_list("entity", "anchor")
    found = {key for entity, anchor in told for key in (entity, anchors.get(anchor, ""))}
    return frozenset(found & subjects.keys())


def marks(ids: Collection[str]) -> dict[str, str]:
    """By entity that is claimed what changes whenever a claim to it is made or takes a step."""
    rows = RightsClaim.objects.filter(entity__in=ids).values("entity")
    told = rows.annotate(last=Max("pk"), step=Max("steps__pk")).values_list("entity", "last", "step")
    return {entity: f"{last} {step or 0}" for entity, last, step in told}


def own(user: User) -> list[Shown]:
    """All claims to what somebody claims, newest first, each with the steps that are theirs to take."""
    mine = set(RightsClaim.objects.filter(kept_by(user)).values_list("pk", "entity"))
    rows = list(_rows().filter(entity__in={entity for _, entity in mine}).order_by("pk"))
    meeting: set[str] = set()
    for entity in {row.entity for row in rows}:
        meeting |= {key for one in conflicts(_placed(_about(entity, ()))) for key in one.claims}
    own = {pk for pk, _ in mine}
    may = {row.key: _open_to(row, own) for row in rows if _stands(row)}
    return [msgspec.structs.replace(one, may=may.get(one.key, ())) for one in _shown(rows, meeting)]


def _open_to(row: RightsClaim, own: Collection[int]) -> tuple[str, ...]:
    """The steps that whoever keeps the claims ``own`` may take at a claim that stands."""
    if row.pk in own:
        return ("withdrawn",)
    return ("agreed", "disputed") if row.succeeds_id in own and not _agreed(row) else ("disputed",)


def _followed(row: RightsClaim, before: list[RightsClaim], at: dt.datetime) -> Change:
    """Note which conflicts a change made or ended, at every claim that is in one."""
    now = _about(row.entity, (row.anchor,))
    old = {(one.kind, one.layer, one.claims): one for one in conflicts(_placed(before))}
    new = {(one.kind, one.layer, one.claims): one for one in conflicts(_placed(now))}
    arisen = tuple(one for key, one in new.items() if key not in old)
    ended = tuple(one for key, one in old.items() if key not in new)
    rows = {one.key: one for one in now}
    meeting = {key for one in new.values() for key in one.claims}
    for kind, found in (("conflict", arisen), ("resolved", ended)):
        for key in sorted({key for one in found for key in one.claims}):
            if kind == "conflict" or key not in meeting:
                ClaimStep.objects.create(claim=rows[key], kind=kind, at=at)
    told = {rows[key].owner for one in (*arisen, *ended) for key in one.claims}
    if row.succeeds is not None:
        told.add(row.succeeds.owner)
    return Change(row, arisen, ended, tuple(sorted(told, key=lambda user: user.pk)))


def _rows() -> Any:
    steps = Prefetch("steps", ClaimStep.objects.order_by("pk"))
    return RightsClaim.objects.select_related("owner", "organisation", "succeeds").prefetch_related(steps)


def _about(entity: str, records: Collection[str]) -> list[RightsClaim]:
    """All claims to an entity, or to a record that is its now, oldest first."""
    which = Q(entity=entity) | Q(anchor__in=[one for one in records if one])
    return list(_rows().filter(which).order_by("pk"))


def _stands(row: RightsClaim) -> bool:
    return all(step.kind not in ("withdrawn", TAKEN_DOWN) for step in row.steps.all())


def _taken_down(row: RightsClaim) -> bool:
    return any(step.kind == TAKEN_DOWN for step in row.steps.all())


def _agreed(row: RightsClaim) -> bool:
    """Whether whoever held before says that it passed over; what passes to oneself needs no word."""
    said = any(step.kind == "agreed" for step in row.steps.all())
    return row.succeeds is not None and (said or _party(row) == _party(row.succeeds))


def _placed(rows: Iterable[RightsClaim]) -> list[Placed]:
    """The claims that stand, oldest first; who succeeded by agreement is one party with who held before."""
    place: dict[int, str] = {}
    found = []
    for row in rows:
        agreed = row.succeeds_id is not None and _agreed(row)
        place[row.pk] = place.get(row.succeeds_id, _party(row)) if agreed else _party(row)
        if _stands(row):
            found.append(Placed(row.key, place[row.pk], msgspec.convert(row.doc, Claimed)))
    return found


def _key(user: User, organisation: Organisation | None) -> str:
    return f"organisation:{organisation.pk}" if organisation else f"user:{user.pk}"


def _party(row: RightsClaim) -> str:
    return _key(row.owner, row.organisation)


def _grades(rows: Collection[RightsClaim]) -> dict[str, str]:
    """By claim how surely it is known who makes it, empty where nobody looked."""
    found = identities(
        (row.owner_id for row in rows), (row.organisation_id for row in rows if row.organisation_id)
    )
    parties = {row.key: _party(row).partition(":") for row in rows}
    return {key: found.get((kind, int(pk)), "") for key, (kind, _, pk) in parties.items()}


def _shown(rows: Iterable[RightsClaim], meeting: Collection[str]) -> list[Shown]:
    rows = list(rows)
    known = _grades(rows)
    return [
        Shown(
            row.key,
            row.entity,
            row.title,
            msgspec.convert(row.doc, Claimed),
            row.organisation.name if row.organisation else "",
            known[row.key],
            row.at,
            _stands(row),
            _agreed(row),
            row.succeeds.key if row.succeeds else "",
            row.key in meeting,
            tuple((step.kind, step.at, step.note) for step in row.steps.all()),
        )
        for row in reversed(rows)
    ]
