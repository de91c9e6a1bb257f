"""What is registered and declared, for pages, the catalogue, the router and crawlers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import msgspec
from django.db.models import Max, Q
from django.utils import timezone

from kenri.accounts import clock
from kenri.accounts.models import Organisation, User
from kenri.registry.controls import Held, held, holding
from kenri.registry.declared import Declared, Standing
from kenri.registry.models import Declaration, Version, Work
from kenri.registry.owners import identities, kept_by
from kenri.registry.purposes import purposes
from kenri.registry.registration import Registration

SOURCE = "registry"
"""The source under which the catalogue holds the registrations."""

Party = tuple[str, int]
"""An owner: ``user`` or ``organisation``, and its id."""


class Registered(msgspec.Struct, frozen=True):
    """A published registration with what its owner declares, by purpose in the order of the matrix.

    ``control``: how the owner proved that the work's address is theirs; none while it is only declared.
    ``identity``: the surest grade to which the owner's identity is established, empty for none.
    ``organisation``: the name of the organisation whose registration it is.
    """

    key: str
    number: int
    at: str
    told: Registration
    standing: dict[str, Standing]
    licence: str = ""
    control: Held | None = None
    identity: str = ""
    organisation: str = ""


def count(user: User) -> int:
    """How many works somebody keeps."""
    return Work.objects.filter(kept_by(user)).count()


def works(user: User, *, skip: int = 0, most: int | None = None) -> list[Work]:
    """The works that somebody keeps, the last saved first; ``newest``: the number of the newest version."""
    kept = Work.objects.filter(kept_by(user)).select_related("organisation")
    found = kept.annotate(newest=Max("versions__number")).order_by("-saved", "-pk")
    return list(found[skip : None if most is None else skip + most])


def newest(works: Iterable[Work]) -> dict[str, Version]:
    """The newest version of each work that has one, by the work's key."""
    return {version.work.key: version for version in _newest(Version.objects.filter(work__in=list(works)))}


def work(user: User, key: str) -> Work | None:
    """The work of a key, if somebody keeps it."""
    return Work.objects.filter(kept_by(user), key=key).first()


def versions(work: Work) -> list[Version]:
    """What was published of a work, newest first."""
    return list(work.versions.order_by("-number"))


def declarations(
    user: User, work: Work | None, organisation: Organisation | None = None
) -> list[tuple[Declaration, Declared]]:
    """What was declared for a work, or for all of an owner's, newest first: the first stands."""
    owner = Q(organisation=organisation) if organisation else Q(owner=user, organisation=None)
    rows = Declaration.objects.filter(Q(work=work) if work else Q(owner, work=None)).order_by("-pk")
    return [(row, msgspec.convert(row.doc, Declared)) for row in rows]


def registered(keys: Iterable[str], *, at: dt.datetime | None = None) -> dict[str, Registered]:
    """The published registrations of these keys that were not withdrawn, each with its standing answers.

    ``at``: the moment at which controls are asked for, now if left out.
    """
    return _shown(_newest(Version.objects.filter(work__key__in=list(keys))), at or clock.now())


def _shown(versions: Iterable[Version], at: dt.datetime) -> dict[str, Registered]:
    """Those of the newest versions that are no withdrawals, as everybody sees them."""
    newest = [one for one in versions if not one.withdrawn]
    parties = {party_of(version.work) for version in newest}
    stand = _standing_of(parties, {version.work_id for version in newest})
    proofs = held(parties, at=at)
    grades = identities(
        (pk for kind, pk in parties if kind == "user"), (pk for kind, pk in parties if kind == "organisation")
    )
    found = {}
    for version in newest:
        work, party = version.work, party_of(version.work)
        own, general = stand.get(version.work_id), stand.get(party)
        found[work.key] = Registered(
            work.key,
            version.number,
            version.at.isoformat(),
            msgspec.convert(version.doc, Registration),
            _merged(own, general),
            own[1].licence if own else general[1].licence if general else "",
            holding(proofs.get(party, ()), work.address),
            grades.get(party, ""),
            work.organisation.name if work.organisation else "",
        )
    return found


def party_of(row: Work | Declaration) -> Party:
    """Whose a work or declaration is."""
    return ("organisation", row.organisation_id) if row.organisation_id else ("user", row.owner_id)


def due(limit: int) -> dict[str, dt.datetime]:
    """The works that the catalogue does not hold as they stand, longest waiting first, with since when."""
    rows = Work.objects.exclude(due=None).order_by("due", "pk")[:limit]
    return {row.key: row.due for row in rows if row.due is not None}


def export(keys: Collection[str]) -> Iterator[bytes]:
    """Registrations as the lines that the source ``registry`` reads, withdrawn ones as such."""
    newest = _newest(Version.objects.filter(work__key__in=keys))
    found = _shown(newest, clock.now())
    for version in newest:
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
    for version in rows.select_related("work__organisation").order_by("work_id", "number"):
        last[version.work_id] = version
    return list(last.values())


def _standing_of(
    parties: Iterable[Party], works: Collection[int]
) -> dict[Party | int, tuple[Declaration, Declared]]:
    """The latest declarations, by work, and those for all works by owner."""
    found: dict[Party | int, tuple[Declaration, Declared]] = {}
    parties = set(parties)
    general = Q(work=None, owner__in=[pk for kind, pk in parties if kind == "user"], organisation=None)
    general |= Q(work=None, organisation__in=[pk for kind, pk in parties if kind == "organisation"])
    for row in Declaration.objects.filter(Q(work__in=works) | general).order_by("pk"):
        found[party_of(row) if row.work_id is None else row.work_id] = (
            row,
            msgspec.convert(row.doc, Declared),
        )
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
                found.setdefault(purpose, Standing(says, declared.terms_of(purpose), day, is_general))
    return {key: found[key] for key in purposes() if key in found}
