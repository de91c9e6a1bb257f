"""Who sees which case, and as what they act in it.

A procedure knows roles (applicant, holder, the offices); accounts know organisations and what their people
may do. Here the two meet: an office's role is held by the people of the body to which the case belongs, or of
any such body while it belongs to none; the applicant's by the person or organisation that applied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NoReturn

from django.db.models import Prefetch, Q, QuerySet

from kenri.accounts.models import Membership, Organisation, User
from kenri.accounts.permissions import granting, in_force, roles
from kenri.cases.proceedings.models import Case, Conflict, Party
from kenri.procedures.conduct.versions import procedure_at
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

_WHO = Party.objects.select_related("organisation", "user")
WITH_PARTIES = Prefetch("parties", queryset=_WHO.order_by("pk"))
"""Read cases with this, so that their parties are looked up once."""
_HIDDEN = Text("手続の閲覧・操作", "see or move this case")


def actor(user: User | None, role: str = CLOCK) -> str:
    """How the history names who acts: a person, else the clock, or Kenri itself in any other role."""
    return f"user:{user.key}" if user else CLOCK if role == CLOCK else MACHINE


def bodies(role: str) -> QuerySet[Organisation]:
    """The organisations whose people act in the role of an office, in the order of their founding."""
    return _organisations(in_force().filter(role__in=granting(ACTIONS[role]))).order_by("pk")


def all_bodies() -> dict[str, list[Organisation]]:
    """The same for every office at once."""
    rows = list(in_force().order_by("organisation").values_list("role", "organisation").distinct())
    there = Organisation.objects.in_bulk({organisation for _, organisation in rows})
    found: dict[str, dict[int, Organisation]] = {role: {} for role in OFFICES}
    for held_role, organisation in rows:
        for role in OFFICES:
            if ACTIONS[role] in roles()[held_role].actions:
                found[role][organisation] = there[organisation]
    return {role: list(organisations.values()) for role, organisations in found.items()}


def held_by(user: User) -> dict[str, set[int]]:
    """What somebody may do today: for each action the keys of the organisations in which."""
    found: dict[str, set[int]] = defaultdict(set)
    if user.is_active:
        held = in_force().filter(user=user)
        for role, organisation in held.values_list("role", "organisation"):
            for action in roles()[role].actions:
                found[action].add(organisation)
    return found


def offices_of(user: User) -> dict[str, set[int]]:
    """The offices somebody acts for: for each role of a procedure the keys of the organisations."""
    held = held_by(user)
    return {role: held[ACTIONS[role]] for role in OFFICES if ACTIONS[role] in held}


def seen(user: User) -> QuerySet[Case]:
    """The cases somebody may see."""
    held = held_by(user)
    if "read_cases" in held:
        return Case.objects.all()
    party = Q(user=user)
    for role, action in ACTIONS.items():
        if action in held:
            mine = Q(organisation__in=held[action])
            party |= Q(role=role) & (mine | Q(organisation=None) if role in OFFICES else mine)
    return Case.objects.filter(pk__in=Party.objects.filter(party).exclude(reached=None).values("case"))


def case_of(user: User, number: str, held: Mapping[str, set[int]] | None = None) -> Case:
    """A case that somebody may see, with its parties. ``held`` is what ``held_by`` said, if it was asked.

    Raises ``Problem('not_yours_to_do')`` on any other: whether there is one of that number is not told.
    """
    case = Case.objects.filter(number=number).prefetch_related(WITH_PARTIES).first()
    held = held_by(user) if held is None else held
    if case is None or not ("read_cases" in held or _roles(user, case, held)):
        refuse(number)
    return case


def refuse(number: str) -> NoReturn:
    """Raises ``Problem('not_yours_to_do')``."""
    raise Problem("not_yours_to_do", where=number, action=_HIDDEN)


def roles_in(user: User, case: Case, held: Mapping[str, set[int]] | None = None) -> tuple[str, ...]:
    """As what somebody acts in a case; an officer who declared an interest has no office in it.

    ``held`` is what ``held_by`` said, if it was asked.
    """
    found = _roles(user, case, held_by(user) if held is None else held)
    if found.intersection(OFFICES) and Conflict.objects.filter(case=case, user=user).exists():
        found.difference_update(OFFICES)
    return tuple(sorted(found))


def _roles(user: User, case: Case, held: Mapping[str, set[int]]) -> set[str]:
    """The roles of the parties that somebody is, or acts for, and that the case has reached."""
    return {
        party.role
        for party in case.parties.all()
        if party.reached is not None and _mine(user, party, held.get(ACTIONS[party.role], set()))
    }


def party_in(user: User, case: Case, role: str) -> Party | None:
    """As which party somebody has a role in a case, the first of several."""
    organisations = held_by(user).get(ACTIONS.get(role, ""), set())
    mine = (one for one in case.parties.all() if one.role == role and _mine(user, one, organisations))
    return next(mine, None)


def _mine(user: User, party: Party, organisations: set[int]) -> bool:
    if party.organisation_id is not None:
        return party.organisation_id in organisations
    return bool(organisations) if party.role in OFFICES else party.user_id == user.pk


def same(one: Party, other: Party) -> bool:
    """Whether two parties are the same organisation or person."""
    return (one.organisation_id, one.user_id) == (other.organisation_id, other.user_id)


def require_office(user: User, case: Case) -> str:
    """The office in which somebody acts on a case. Raises ``Problem('not_yours_to_do')`` without one."""
    for role in roles_in(user, case):
        if role in OFFICES:
            return role
    refuse(case.number)


def admitted(case: Case) -> tuple[str, ...]:
    """The sides to which an office may let somebody in: holders, and a side that nobody has taken yet."""
    sides = [party for party in case.parties.all() if party.role not in OFFICES]
    waiting = {party.role for party in sides if party.organisation_id is None and party.user_id is None}
    holds = any("holder" in action.by for action in procedure_at(case.pinned).actions.values())
    return tuple(sorted(waiting | ({"holder"} if holds else set())))


def officers(case: Case, role: str) -> QuerySet[User]:
    """The people who may work on a case in the role of an office, those with a declared interest left out."""
    party = next((one for one in case.parties.all() if one.role == role), None)
    held = in_force().filter(role__in=granting(ACTIONS[role]))
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
    held = in_force().filter(role__in=granting(ACTIONS[role]), organisation__in=organisations - {None})
    return User.objects.filter(Q(pk__in=people - {None}) | Q(pk__in=held.values("user")), is_active=True)


def _organisations(held: QuerySet[Membership]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=held.values("organisation"))
