"""Owners who have proved what is theirs, for tests of what follows from it."""

from __future__ import annotations

from django.utils import timezone

from kenri.accounts.models import Organisation, User
from kenri.registry import controls, queries
from kenri.registry.models import Work
from kenri.registry.owners import kept_by


def proved(user: User, address: str, organisation: Organisation | None = None) -> None:
    """The user has put the code where it was asked for, and it was found there."""
    at = timezone.now()
    control = controls.claim_control(user, "page", address, at=at, organisation=organisation)
    controls.check(user, control.key, lambda found: (found.scope, None), at=at)


def published_keys(user: User) -> list[str]:
    """The keys of the registrations that the user keeps and that are public."""
    works = Work.objects.filter(kept_by(user))
    return list(queries.registered(works.values_list("key", flat=True)))
