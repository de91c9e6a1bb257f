"""The table of roles and actions: every cell tried, allowed and refused."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from kenri.accounts.models import Membership, Organisation, User
from kenri.accounts.permissions import actions, may, require, roles
from kenri.vocab.problems import Problem

CELLS = [(role, action) for role in roles() for action in actions()]


@pytest.fixture
def organisation(db) -> Organisation:
    return Organisation.objects.create(name="国立映画アーカイブ")


@pytest.mark.parametrize(("role", "action"), CELLS)
def test_a_role_grants_what_the_table_says_and_nothing_else(organisation, role, action):
    user = User.objects.create_user(f"{role}@example.org")
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
