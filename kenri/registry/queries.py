"""What is registered and declared, for pages, the catalogue, the router and crawlers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import msgspec
from django.db.models import Max
from django.utils import timezone

from kenri.accounts.models import User
from kenri.registry.declared import Declared, Standing
from kenri.registry.models import Declaration, Version, Work
from kenri.registry.purposes import purposes
from kenri.registry.registration import Registration

SOURCE = "registry"
"""The source under which the catalogue holds the registrations."""


class Registered(msgspec.Struct, frozen=True):
    """A published registration with what its owner declares, by purpose in the order of the matrix."""

    key: str
    number: int
    at: str
    told: Registration
    standing: dict[str, Standing]
    licence: str = ""


def works(user: User) -> list[Work]:
    """Somebody's works, the last saved first; ``newest`` is the newest version's number or None."""
    return list(user.registered_works.annotate(newest=Max("versions__number")).order_by("-saved", "-pk"))


def work(user: User, key: str) -> Work | None:
    """Somebody's own work of a key."""
    return user.registered_works.filter(key=key).first()


def versions(work: Work) -> list[Version]:
    """What was published of a work, newest first."""
    return list(work.versions.order_by("-number"))


def declarations(user: User, work: Work | None) -> list[tuple[Declaration, Declared]]:
    """What was declared for a work, or for all, newest first: the first stands."""
    rows = Declaration.objects.filter(owner=user, work=work).order_by("-pk")
    return [(row, msgspec.convert(row.doc, Declared)) for row in rows]


def registered(keys: Iterable[str]) -> dict[str, Registered]:
    """The published registrations of these keys that were not withdrawn, each with its standing answers."""
    newest = _newest(Version.objects.filter(work__key__in=list(keys)))
    owners = {version.work.owner_id for version in newest}
    stand = _standing_of(owners, {version.work_id for version in newest})
    found = {}
    for version in newest:
        if not version.withdrawn:
            own, general = stand.get(version.work_id), stand.get((version.work.owner_id,))
            found[version.work.key] = Registered(
                version.work.key,
                version.number,
                version.at.isoformat(),
                msgspec.convert(version.doc, Registration),
                _merged(own, general),
                own[1].licence if own else general[1].licence if general else "",
            )
    return found


def published_keys(user: User) -> list[str]:
    """The keys of somebody's registrations that are public."""
    newest = _newest(Version.objects.filter(work__owner=user))
    return [version.work.key for version in newest if not version.withdrawn]


def due(limit: int) -> dict[str, dt.datetime]:
    """The works that the catalogue does not hold as they stand, longest waiting first, with since when."""
    rows = Work.objects.exclude(due=None).order_by("due", "pk")[:limit]
    return {row.key: row.due for row in rows if row.due is not None}


def export(keys: Collection[str]) -> Iterator[bytes]:
    """Registrations as the lines that the source ``registry`` reads, withdrawn ones as such."""
    found = registered(keys)
    for version in _newest(Version.objects.filter(work__key__in=keys)):
        one = found.get(version.work.key)
        told = one.told if one else msgspec.convert(version.doc, Registration)
        line: dict[str, Any] = {
            "id": version.work.key,
            "version": version.number,
            "withdrawn": version.withdrawn,
            "licence": one.licence if one else "",
            "registered": version.at.isoformat(),
        }
        line |= {name: getattr(told, name) for name in told.__struct_fields__}
        yield msgspec.json.encode(line) + b"\n"


def _newest(rows: Any) -> list[Version]:
    """Of each work the version of the highest number, in the order of the works."""
    last: dict[int, Version] = {}
    for version in rows.select_related("work").order_by("work_id", "number"):
        last[version.work_id] = version
    return list(last.values())


def _standing_of(owners: Iterable[int], works: Iterable[int]) -> dict[Any, tuple[Declaration, Declared]]:
    """The latest declarations, by work, and those for all works by a tuple of the owner."""
    found: dict[Any, tuple[Declaration, Declared]] = {}
    wanted = set(works)
    for row in Declaration.objects.filter(owner__in=list(owners)).order_by("pk"):
        if row.work_id is None or row.work_id in wanted:
            place = (row.owner_id,) if row.work_id is None else row.work_id
            found[place] = (row, msgspec.convert(row.doc, Declared))
    return found


def _merged(
    own: tuple[Declaration, Declared] | None, general: tuple[Declaration, Declared] | None
) -> dict[str, Standing]:
    """What stands for each purpose: the answer for the work, else the one for all works."""
    found: dict[str, Standing] = {}
    for told, is_general in ((own, False), (general, True)):
        if told is not None:
            row, declared = told
            for purpose, says in declared.answers.items():
                day = timezone.localdate(row.at)
                found.setdefault(purpose, Standing(says, declared.terms, day, is_general))
    return {key: found[key] for key in purposes() if key in found}
