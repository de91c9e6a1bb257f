"""The table of roles and actions (``data/roles.yaml``), and the one question asked of it."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import msgspec
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from kenri.accounts.models import Appointment, Membership, Organisation, User
from kenri.vocab.data_files import load_of
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


class Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that not everybody may do."""

    label: Text


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody is in an organisation, and the actions that come with it.

    ``appointed_by``: the role counts only while the organisation is appointed to it, by people who may do
    that action, or by the ``operator`` alone; empty where any organisation has it.
    """

    label: Text
    actions: tuple[str, ...]
    appointed_by: str = ""


class Grade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How sure it is who somebody is: the higher the ``rank``, the surer."""

    rank: int
    label: Text


@functools.cache
def actions() -> Mapping[str, Action]:
    """Every action by key."""
    return load_of("kenri.accounts", "data/actions.yaml", dict[str, Action])


@functools.cache
def roles() -> Mapping[str, Role]:
    """Every role by key."""
    return load_of("kenri.accounts", "data/roles.yaml", dict[str, Role])


@functools.cache
def grades() -> Mapping[str, Grade]:
    """Every grade of assurance by key."""
    return load_of("kenri.accounts", "data/grades.yaml", dict[str, Grade])


def granting(action: str) -> list[str]:
    """The roles that grant an action. Raises KeyError on an action that the table does not know."""
    actions()[action]
    return [key for key, role in roles().items() if action in role.actions]


def in_force() -> QuerySet[Membership]:
    """The memberships that count: not ended, of living people and organisations, appointed where need be."""
    return _in_force().all()


@functools.cache
def _in_force() -> QuerySet[Membership]:
    """The question itself, put together once: every step of every case asks it."""
    free = [key for key, role in roles().items() if not role.appointed_by]
    appointed = Appointment.objects.filter(
        organisation=OuterRef("organisation"), role=OuterRef("role"), ended=None
    )
    held = Membership.objects.filter(until=None, user__is_active=True, organisation__closed=None)
    return held.filter(Q(role__in=free) | Exists(appointed))


def may(
    user: AbstractBaseUser | AnonymousUser, action: str, organisation: Organisation | None = None
) -> bool:
    """Whether somebody may do that, in the organisation or, without one, in any of theirs.

    Raises KeyError on an action that the table does not know: a misspelt question must not be answered.
    """
    granted_by = granting(action)
    if not isinstance(user, User) or not user.is_active:
        return False
    held = in_force().filter(user=user, role__in=granted_by)
    if organisation is not None:
        held = held.filter(organisation=organisation)
    return held.exists()


def require(
    user: AbstractBaseUser | AnonymousUser, action: str, organisation: Organisation | None = None
) -> None:
    """Raises ``Problem('not_yours_to_do')`` where ``may`` says no."""
    if not may(user, action, organisation):
        raise Problem("not_yours_to_do", action=actions()[action].label)
