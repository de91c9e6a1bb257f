"""Organisations, invitations, keys, assurance, erasure."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kenri.accounts import queries, services
from kenri.accounts.models import ApiKey, Assurance, Invitation, LogEntry, Membership, User
from kenri.accounts.permissions import may
from kenri.vocab.problems import Problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def founder() -> User:
    return User.objects.create_user("Founder@Example.org", "a long enough password", name="佐藤 花")


@pytest.fixture
def guest() -> User:
    return User.objects.create_user("guest@example.org")


@pytest.fixture
def body(founder):
    return services.found_organisation(founder, "国立映画アーカイブ", corporate_number="7000012050002")


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Problem) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def test_an_address_is_one_account_whatever_its_case(founder):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="FOUNDER@EXAMPLE.ORG")
    assert User.objects.get_by_natural_key("FOUNDER@example.org") == founder


def test_who_founds_an_organisation_manages_it(founder, guest, body):
    assert may(founder, "manage_organisation", body)
    assert not may(guest, "manage_organisation", body)
    assert queries.organisation_of(guest, body.key) is None


def test_a_wrong_corporate_number_is_refused(founder):
    assert (
        code_of(services.found_organisation, founder, "x", corporate_number="7000012050003")
        == "bad_identifier"
    )


def test_an_invitation_is_taken_once(founder, guest, body):
    _, secret = services.invite(founder, body, "Guest@example.org", "user")
    assert secret not in Invitation.objects.values_list("digest", flat=True)
    first = services.accept(guest, secret)
    assert services.accept(guest, secret) == first, "the same person opens the link again"
    other = User.objects.create_user("other@example.org")
    assert code_of(services.accept, other, secret) == "invitation_gone"
    assert [row.role for row in queries.memberships(guest)] == ["user"]
    assert LogEntry.objects.filter(organisation=body, what="joined").count() == 1


@pytest.mark.parametrize("fate", ["expired", "withdrawn", "followed by another", "misspelt"])
def test_a_link_that_is_gone_gives_nothing(founder, guest, body, fate):
    invitation, secret = services.invite(founder, body, guest.email, "user")
    if fate == "expired":
        Invitation.objects.update(expires=timezone.now() - dt.timedelta(seconds=1))
    elif fate == "withdrawn":
        services.withdraw(founder, invitation)
    elif fate == "followed by another":
        services.invite(founder, body, guest.email.upper(), "user")
    else:
        secret += "x"
    assert code_of(services.accept, guest, secret) == "invitation_gone"
    assert not queries.memberships(guest)


def test_only_who_manages_may_invite_and_end(founder, guest, body):
    assert code_of(services.invite, guest, body, "x@example.org", "user") == "not_yours_to_do"
    _, secret = services.invite(founder, body, guest.email, "user")
    membership = services.accept(guest, secret)
    admin = Membership.objects.get(user=founder)
    assert code_of(services.end_membership, guest, admin) == "not_yours_to_do"
    services.end_membership(founder, membership)
    assert not queries.memberships(guest)
    assert Membership.objects.get(pk=membership.pk).until is not None, "it ended and was not deleted"


def test_the_last_administrator_stays(founder, body):
    assert (
        code_of(services.end_membership, founder, Membership.objects.get(user=founder))
        == "last_administrator"
    )
    assert code_of(services.erase, founder) == "last_administrator"
    founder.refresh_from_db()
    assert founder.is_active
    assert founder.email == "founder@example.org"


def test_a_key_is_shown_once_and_works_until_it_is_revoked(founder):
    key, text = services.issue_key(founder, "script", ["use_api"])
    secret = text.removeprefix(f"kenri_{key.public}_")
    assert len(secret) > 40
    assert secret not in str(ApiKey.objects.values().get())
    assert services.key_of(text) == key
    assert ApiKey.objects.get().used is not None
    assert code_of(services.key_of, text + "x") == "bad_key"
    assert code_of(services.key_of, "") == "bad_key"
    services.revoke_key(founder, key)
    assert code_of(services.key_of, text) == "bad_key"


def test_a_key_expires_within_a_year_and_dies_with_its_owner(founder):
    key, text = services.issue_key(founder, "script", [], lasts=dt.timedelta(days=9_000))
    assert key.expires <= timezone.now() + dt.timedelta(days=366)
    ApiKey.objects.update(expires=timezone.now())
    assert code_of(services.key_of, text) == "bad_key"
    _, text = services.issue_key(founder, "script", [])
    User.objects.update(is_active=False)
    assert code_of(services.key_of, text) == "bad_key"


def test_a_key_of_an_organisation_needs_who_manages_it(founder, guest, body):
    assert code_of(services.issue_key, guest, "x", [], organisation=body) == "not_yours_to_do"
    key, _ = services.issue_key(founder, "x", [], organisation=body)
    assert code_of(services.revoke_key, guest, key) == "not_yours_to_do"
    assert code_of(services.issue_key, founder, "x", ["everything"]) == "unknown_scope"


def test_the_surest_assurance_counts(founder):
    services.assure(None, "email", "code", user=founder)
    services.assure(founder, "document", "passport", user=founder)
    services.assure(None, "self_declared", "form", user=founder)
    assert queries.assurance(founder).grade == "document"
    assert Assurance.objects.count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        services.assure(None, "email", "code")


def test_erasure_leaves_nothing_of_the_person(founder, guest, body):
    _, secret = services.invite(founder, body, guest.email, "administrator")
    services.accept(guest, secret)
    services.issue_key(guest, "script", ["use_api"])
    key = guest.key
    services.erase(guest)
    erased = User.objects.get(key=key)
    assert erased.erased
    assert not erased.is_active
    assert not erased.name
    assert "guest" not in erased.email
    assert not ApiKey.objects.filter(revoked=None).exists()
    assert not Invitation.objects.filter(email__icontains="guest").exists()
    assert "guest" not in str(list(LogEntry.objects.values_list("details", flat=True)))
