"""Owners who have proved what is theirs, for tests of what follows from it."""

from __future__ import annotations

from django.utils import timezone

from kenri.accounts.models import Organisation, User
from kenri.registry import controls


def proved(user: User, address: str, organisation: Organisation | None = None) -> None:
    """The user has put the code where it was asked for, and it was found there."""
    at = timezone.now()
    control = controls.claim_control(user, "page", address, at=at, organisation=organisation)
    controls.check(user, control.key, lambda found: (found.scope, None), at=at)
