"""Who sees which case, and as what they act in it.

A procedure knows roles (applicant, holder, the offices); accounts know organisations and what their people
may do. Here the two meet: an office's role is held by the people of the body to which the case belongs, or of
any such body while it belongs to none; the applicant's by the person or organisation that applied.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from django.db.models import Q, QuerySet

from kenri.accounts.models import Membership, Organisation, User
from kenri.accounts.permissions import actions, roles
from kenri.cases.proceedings.models import Case, Conflict, Party
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

ACTIONS: Mapping[str, str] = {
    "applicant": "apply_for_use",
    "holder": "answer_requests",
    "confirmation_body": "confirm_cases",
    "commissioner": "decide_cases",
    "compensation_body": "keep_compensation",
    "society": "license_collectively",
    "office": "keep_register",
}
"""For each role of a procedure the action (``kenri/accounts/data/actions.yaml``) of those who act in it."""

OFFICES = ("confirmation_body", "commissioner", "compensation_body", "society", "office")
"""Roles that belong to bodies, not to the two sides."""

CLOCK = "clock"
"""The role, and the actor, of what time itself brings about."""

MACHINE = "kenri"
"""The actor of what Kenri itself passes on: money that the bank told of, PDF files."""

_HIDDEN = Text("手続の閲覧・操作", "see or move this case")


def actor(user: User | None, role: str = CLOCK) -> str:
    """How the history names who acts: a person, else the clock, or Kenri itself in any other role."""
    return f"user:{user.key}" if user else CLOCK if role == CLOCK else MACHINE


def bodies(role: str) -> QuerySet[Organisation]:
    """The organisations whose people act in the role of an office, in the order of their founding."""
    return _organisations(Membership.objects.filter(role__in=_granting(ACTIONS[role]))).order_by("pk")


def offices_of(user: User) -> dict[str, list[int]]:
    """The offices somebody acts for: for each role of a procedure the keys of the organisations."""
    return {role: found for role in OFFICES if (found := _held(user, ACTIONS[role]))}


def seen(user: User) -> QuerySet[Case]:
    """The cases somebody may see."""
    if _held(user, "read_cases"):
        return Case.objects.all()
    sides = Q(role="holder", organisation__in=_held(user, ACTIONS["holder"]))
    sides |= Q(role="applicant", organisation__in=_held(user, ACTIONS["applicant"]))
    party = Q(user=user) | sides
    for role, organisations in offices_of(user).items():
        party |= Q(role=role) & (Q(organisation__in=organisations) | Q(organisation=None))
    return Case.objects.filter(pk__in=Party.objects.filter(party).exclude(reached=None).values("case"))


def case_of(user: User, number: str) -> Case:
    """A case that somebody may see.

    Raises ``Problem('not_yours_to_do')`` on any other: whether there is one of that number is not told.
    """
    case = seen(user).filter(number=number).first()
    if case is None:
        refuse(number)
    return case


def refuse(number: str) -> NoReturn:
    """Raises ``Problem('not_yours_to_do')``."""
    raise Problem("not_yours_to_do", where=number, action=_HIDDEN)


def roles_in(user: User, case: Case) -> tuple[str, ...]:
    """As what somebody acts in a case; an officer who declared an interest has no office in it."""
    offices = offices_of(user)
    sides = {side: _held(user, ACTIONS[side]) for side in ("applicant", "holder")}
    found = set()
    for party in case.parties.all():
        if party.role in OFFICES:
            held = offices.get(party.role, ())
            mine = bool(held) if party.organisation_id is None else party.organisation_id in held
        elif party.organisation_id is None:
            mine = party.user_id == user.pk
        else:
            mine = party.organisation_id in sides[party.role]
        if mine and party.reached is not None:
            found.add(party.role)
    if found.intersection(OFFICES) and Conflict.objects.filter(case=case, user=user).exists():
        found.difference_update(OFFICES)
    return tuple(sorted(found))


def same(one: Party, other: Party) -> bool:
    """Whether two parties are the same organisation or person."""
    return (one.organisation_id, one.user_id) == (other.organisation_id, other.user_id)


def require_office(user: User, case: Case) -> str:
    """The office in which somebody acts on a case. Raises ``Problem('not_yours_to_do')`` without one."""
    for role in roles_in(user, case):
        if role in OFFICES:
            return role
    refuse(case.number)


def officers(case: Case, role: str) -> QuerySet[User]:
    """The people who may work on a case in the role of an office, those with a declared interest left out."""
    party = next((one for one in case.parties.all() if one.role == role), None)
    held = Membership.objects.filter(role__in=_granting(ACTIONS[role]), until=None, organisation__closed=None)
    if party is not None and party.organisation_id is not None:
        held = held.filter(organisation=party.organisation_id)
    conflicted = Conflict.objects.filter(case=case).values("user")
    return User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk__in=conflicted)


def addressees(case: Case, role: str) -> QuerySet[User]:
    """The people who are told what a role is told."""
    if role in OFFICES:
        return officers(case, role)
    people, organisations = set(), set()
    for party in case.parties.all():
        if party.role == role:
            people.add(party.user_id)
            organisations.add(party.organisation_id)
    held = Membership.objects.filter(
        role__in=_granting(ACTIONS[role]), until=None, organisation__in=organisations - {None}
    )
    return User.objects.filter(Q(pk__in=people - {None}) | Q(pk__in=held.values("user")), is_active=True)


def _granting(action: str) -> list[str]:
    actions()[action]
    return [key for key, role in roles().items() if action in role.actions]


def _held(user: User, action: str) -> list[int]:
    """The organisations in which somebody may do that today."""
    if not user.is_active:
        return []
    held = user.memberships.filter(role__in=_granting(action), until=None, organisation__closed=None)
    return list(held.values_list("organisation", flat=True).distinct())


def _organisations(held: QuerySet[Membership]) -> QuerySet[Organisation]:
    living = held.filter(until=None, user__is_active=True).values("organisation")
    return Organisation.objects.filter(pk__in=living, closed=None)
