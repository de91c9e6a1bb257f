"""The table of roles and actions: every cell tried, allowed and refused."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from kenri.accounts.models import Membership, Organisation, User
from kenri.accounts.permissions import actions, may, require, roles
from kenri.accounts.services import appoint, end_appointment, found_organisation, invite
from kenri.vocab.problems import Problem

CELLS = [(role, action) for role in roles() for action in actions()]


@pytest.fixture
def organisation(db) -> Organisation:
    return Organisation.objects.create(name="国立映画アーカイブ")


@pytest.mark.parametrize(("role", "action"), CELLS)
def test_a_role_grants_what_the_table_says_and_nothing_else(organisation, role, action):
    user = User.objects.create_user(f"{role}@example.org")
    if roles()[role].appointed_by:
        appoint(organisation, role)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    granted = action in roles()[role].actions
    assert may(user, action, organisation) is granted
    assert may(user, action) is granted
    if not granted:
        with pytest.raises(Problem) as refusal:
            require(user, action, organisation)
        assert refusal.value.code == "not_yours_to_do"


@pytest.mark.parametrize("action", actions())
def test_nobody_else_may(organisation, action):
    outsider = User.objects.create_user("outsider@example.org")
    elsewhere = Organisation.objects.create(name="別の組織")
    for role in roles():
        if roles()[role].appointed_by:
            appoint(elsewhere, role)
        Membership.objects.create(user=outsider, organisation=elsewhere, role=role)
    assert not may(outsider, action, organisation)
    assert not may(AnonymousUser(), action, organisation)
    outsider.is_active = False
    outsider.save()
    assert not may(outsider, action, elsewhere)


def test_every_role_has_a_permitted_action_and_a_refused_one():
    assert all(
        role.actions and set(actions()) - set(role.actions)
        for key, role in roles().items()
        if key != "administrator"
    )
    assert {action for role in roles().values() for action in role.actions} == set(actions())


def test_a_misspelt_action_is_no_answer(organisation):
    with pytest.raises(KeyError):
        may(AnonymousUser(), "manage_organization", organisation)


APPOINTED = [role for role, told in roles().items() if told.appointed_by]


@pytest.mark.parametrize("role", APPOINTED)
def test_an_office_is_no_role_that_one_gives_oneself(role, db):
    """Whoever founds an organisation administers it, and yet is no officer before it is appointed."""
    founder = User.objects.create_user("founder@example.org")
    body = found_organisation(founder, "だれでも作れる団体")
    own = [action for action in roles()[role].actions if action not in roles()["administrator"].actions]
    with pytest.raises(Problem) as refusal:
        invite(founder, body, "founder@example.org", role)
    assert refusal.value.code == "not_appointed"
    Membership.objects.create(user=founder, organisation=body, role=role)
    assert not any(may(founder, action, body) for action in own)
    appoint(body, role, number="第1号")
    assert all(may(founder, action, body) for action in own)
    assert end_appointment(body, role)
    assert not any(may(founder, action, body) for action in own), "withdrawn: refused from then on"


def test_the_commissioner_appoints_bodies_and_not_the_commissioner(db):
    officer = User.objects.create_user("officer@example.org")
    agency = Organisation.objects.create(name="文化庁")
    appoint(agency, "commissioner_office")
    Membership.objects.create(user=officer, organisation=agency, role="commissioner_office")
    body = Organisation.objects.create(name="確認機関")
    assert appoint(body, "confirmation_officer", number="第1号", by=officer).by == officer
    for refused, by in (
        ("commissioner_office", officer),
        ("confirmation_officer", User.objects.create_user("x@y.jp")),
    ):
        with pytest.raises(Problem) as refusal:
            appoint(body, refused, by=by)
        assert refusal.value.code == "not_yours_to_do"
    with pytest.raises(Problem) as refusal:
        appoint(body, "holder")
    assert refusal.value.code == "needs_no_appointment"
