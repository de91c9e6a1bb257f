"""For whom somebody acts in the registry: for themselves, or for an organisation whose works they keep."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from kenri.accounts.models import Assurance, Organisation, User
from kenri.accounts.permissions import grades, granting, in_force, require
from kenri.registry.models import Work

KEEPS = "register_works"
"""The action that a role must grant for its bearer to keep an organisation's works."""


def organisations(user: User) -> list[Organisation]:
    """The organisations whose works somebody keeps, by name."""
    held = in_force().filter(user=user, role__in=granting(KEEPS)).values("organisation")
    return list(Organisation.objects.filter(pk__in=held).order_by("name", "pk"))


def kept_by(user: User) -> Q:
    """Which rows with an ``owner`` and an ``organisation`` somebody may see and change."""
    return Q(owner=user, organisation=None) | Q(organisation__in=organisations(user))


def acting_for(user: User, organisation: Organisation | None) -> Organisation | None:
    """The organisation again. Raises ``Problem('not_yours_to_do')`` where they do not keep its works."""
    if organisation is not None:
        require(user, KEEPS, organisation)
    return organisation


def keepers(owner: User, organisation: Organisation | None) -> list[User]:
    """The living people who keep a row: its owner, or whoever keeps an organisation's works."""
    if organisation is None:
        return [owner] if owner.is_active else []
    held = in_force().filter(organisation=organisation, role__in=granting(KEEPS)).values("user")
    return list(User.objects.filter(pk__in=held).order_by("pk"))


def keepers_of(works: Iterable[str]) -> set[User]:
    """The people who keep works, by the works' keys."""
    rows = Work.objects.filter(key__in=list(works)).select_related("owner", "organisation")
    return {person for work in rows for person in keepers(work.owner, work.organisation)}


def identities(users: Iterable[int], bodies: Iterable[int]) -> dict[tuple[str, int], str]:
    """The surest grade to which identities were established, by ``user`` or ``organisation`` and its id."""
    found: dict[tuple[str, int], str] = {}
    rows = Assurance.objects.filter(Q(user__in=set(users)) | Q(organisation__in=set(bodies)))
    for user, body, grade in rows.values_list("user", "organisation", "grade"):
        party = ("user", user) if user else ("organisation", body)
        found[party] = max(found.get(party, grade), grade, key=lambda key: grades()[key].rank)
    return found
