"""Changing accounts: organisations, members, keys, assurance, erasure. Nothing else writes these rows."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kenri.accounts.models import (
    ApiKey,
    Appointment,
    Assurance,
    Invitation,
    LogEntry,
    Membership,
    Organisation,
    User,
    new_key,
)
from kenri.accounts.permissions import actions, grades, require, roles
from kenri.vocab.identifiers import identifier
from kenri.vocab.problems import Problem

INVITATION_LASTS = dt.timedelta(days=14)
KEY_LASTS_AT_MOST = dt.timedelta(days=366)
ADMINISTRATOR = "administrator"


def found_organisation(
    user: User, name: str, *, corporate_number: str = "", website: str = ""
) -> Organisation:
    """A new organisation whose administrator is its founder.

    Raises ``Problem('no_name')``, and ``Problem('bad_identifier')`` on a corporate number (法人番号) whose
    check digit is wrong.
    """
    if not name.strip():
        raise Problem("no_name")
    number = identifier("houjin", corporate_number).value if corporate_number.strip() else ""
    with transaction.atomic():
        organisation = Organisation.objects.create(
            name=name.strip(), corporate_number=number, website=website.strip()
        )
        Membership.objects.create(user=user, organisation=organisation, role=ADMINISTRATOR)
        _log(user, organisation, "founded", name=organisation.name)
    return organisation


def invite(by: User, organisation: Organisation, email: str, role: str) -> tuple[Invitation, str]:
    """Offer a role to an address; the secret that the link carries is returned once and never kept.

    A further invitation of the same address to the same role withdraws the one before.
    Raises ``Problem('not_yours_to_do')``, ``Problem('unknown_role')``, and ``Problem('not_appointed')`` on
    the role of an office that the organisation is not appointed to.
    """
    require(by, "manage_organisation", organisation)
    if role not in roles():
        raise Problem("unknown_role", role=role, known=", ".join(roles()))
    if roles()[role].appointed_by and not appointment(organisation, role):
        raise Problem("not_appointed", organisation=organisation.name, role=roles()[role].label)
    secret = secrets.token_urlsafe(24)
    now = timezone.now()
    with transaction.atomic():
        open_ones(organisation).filter(email__iexact=email, role=role).update(withdrawn=now)
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=email.strip().lower(),
            role=role,
            digest=_digest(secret),
            invited_by=by,
            expires=now + INVITATION_LASTS,
        )
        _log(by, organisation, "invited", invitation=invitation.pk, role=role)
    return invitation, secret


def appoint(
    organisation: Organisation, role: str, *, number: str = "", by: User | None = None
) -> Appointment:
    """Register or designate an organisation for an office; the appointment that stands where there is one.

    ``by`` none is the operator of the installation. Raises ``Problem('needs_no_appointment')`` and
    ``Problem('not_yours_to_do')``.
    """
    _require_appointing(role, by)
    with transaction.atomic():
        standing = appointment(organisation, role)
        if standing is not None:
            return standing
        made = Appointment.objects.create(organisation=organisation, role=role, number=number, by=by)
        _log(by, organisation, "appointed", role=role, number=number)
    return made


def end_appointment(organisation: Organisation, role: str, *, by: User | None = None) -> bool:
    """End it: the role grants nothing from then on. False where there was none.

    Raises ``Problem('needs_no_appointment')`` and ``Problem('not_yours_to_do')``.
    """
    _require_appointing(role, by)
    with transaction.atomic():
        standing = Appointment.objects.filter(organisation=organisation, role=role, ended=None)
        ended = standing.update(ended=timezone.now())
        if ended:
            _log(by, organisation, "appointment_ended", role=role)
    return bool(ended)


def appointment(organisation: Organisation, role: str) -> Appointment | None:
    """The appointment of an organisation to an office that stands today."""
    return organisation.appointments.filter(role=role, ended=None).first()


def take_office(organisation: Organisation, user: User, role: str) -> Membership:
    """Make somebody an officer of an appointed organisation: the operator's way in, before there are any.

    Raises ``Problem('not_appointed')``.
    """
    if not appointment(organisation, role):
        raise Problem("not_appointed", organisation=organisation.name, role=roles()[role].label)
    with transaction.atomic():
        held, new = Membership.objects.get_or_create(
            user=user, organisation=organisation, role=role, until=None
        )
        if new:
            _log(user, organisation, "joined", role=role)
    return held


def _require_appointing(role: str, by: User | None) -> None:
    known = {key: each for key, each in roles().items() if each.appointed_by}
    if role not in known:
        raise Problem("needs_no_appointment", role=role, known=", ".join(known))
    if by is not None:
        if known[role].appointed_by not in actions():
            raise Problem("not_yours_to_do", action=known[role].label)
        require(by, known[role].appointed_by)


def open_ones(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations that can still be accepted."""
    return organisation.invitations.filter(accepted=None, withdrawn=None, expires__gt=timezone.now())


def accept(user: User, secret: str) -> Membership:
    """Take the role that an invitation offers. Who holds the link and is signed in may take it, once.

    Raises ``Problem('invitation_gone')`` on one that is unknown, expired, withdrawn or accepted by another.
    """
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update().filter(digest=_digest(secret), withdrawn=None).first()
        )
        gone = (
            invitation is None
            or invitation.organisation.closed
            or (
                invitation.accepted_by_id not in {None, user.pk}
                or (invitation.accepted is None and invitation.expires <= timezone.now())
            )
        )
        if gone:
            raise Problem("invitation_gone")
        membership, _ = Membership.objects.get_or_create(
            user=user, organisation=invitation.organisation, role=invitation.role, until=None
        )
        if invitation.accepted is None:
            invitation.accepted, invitation.accepted_by = timezone.now(), user
            invitation.save(update_fields=["accepted", "accepted_by"])
            _log(user, invitation.organisation, "joined", role=invitation.role)
    return membership


def withdraw(by: User, invitation: Invitation) -> None:
    """Take an open invitation back. Raises ``Problem('not_yours_to_do')``."""
    require(by, "manage_organisation", invitation.organisation)
    with transaction.atomic():
        if open_ones(invitation.organisation).filter(pk=invitation.pk).update(withdrawn=timezone.now()):
            _log(by, invitation.organisation, "invitation_withdrawn", invitation=invitation.pk)


def end_membership(by: User, membership: Membership) -> None:
    """End a role: members leave by themselves, administrators end those of others.

    Raises ``Problem('not_yours_to_do')``, and ``Problem('last_administrator')`` where nobody could manage the
    organisation any more.
    """
    organisation = membership.organisation
    if membership.user_id != by.pk:
        require(by, "manage_organisation", organisation)
    with transaction.atomic():
        current = Membership.objects.select_for_update().filter(organisation=organisation, until=None)
        administrators = [row.pk for row in current if row.role == ADMINISTRATOR]
        if administrators == [membership.pk]:
            raise Problem("last_administrator", organisation=organisation.name)
        if current.filter(pk=membership.pk).update(until=timezone.now()):
            _log(by, organisation, "left", member=membership.user.key, role=membership.role)


def assure(
    by: User | None,
    grade: str,
    how: str,
    *,
    user: User | None = None,
    organisation: Organisation | None = None,
) -> Assurance:
    """Note that an identity was established, how and by whom (None: by Kenri itself).

    Exactly one of ``user`` and ``organisation`` is given. Raises ``Problem('unknown_grade')``.
    """
    if grade not in grades():
        raise Problem("unknown_grade", grade=grade, known=", ".join(grades()))
    return Assurance.objects.create(grade=grade, how=how, by=by, user=user, organisation=organisation)


def issue_key(
    user: User,
    name: str,
    scopes: Collection[str],
    *,
    organisation: Organisation | None = None,
    lasts: dt.timedelta = KEY_LASTS_AT_MOST,
) -> tuple[ApiKey, str]:
    """A key for a programme and its text, which is shown once: ``kenri_<public>_<secret>``.

    A key can do what its owner may and its scopes name, never more; it lasts a year at most.
    Raises ``Problem('no_name')``, ``Problem('unknown_scope')``, ``Problem('not_yours_to_do')``.
    """
    if not name.strip():
        raise Problem("no_name")
    if unknown := sorted(set(scopes) - set(actions())):
        raise Problem("unknown_scope", scope=", ".join(unknown), known=", ".join(actions()))
    if organisation is not None:
        require(user, "manage_organisation", organisation)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        key = ApiKey.objects.create(
            name=name.strip(),
            digest=_digest(secret),
            user=user,
            organisation=organisation,
            scopes=sorted(set(scopes)),
            expires=timezone.now() + min(lasts, KEY_LASTS_AT_MOST),
        )
        _log(user, organisation, "key_issued", key=key.public, scopes=key.scopes)
    return key, f"kenri_{key.public}_{secret}"


def revoke_key(by: User, key: ApiKey) -> None:
    """End a key at once; its owner may, and who manages its organisation.

    Raises ``Problem('not_yours_to_do')``.
    """
    if key.user_id != by.pk:
        if key.organisation is None:
            raise Problem("not_yours_to_do", action=actions()["manage_organisation"].label)
        require(by, "manage_organisation", key.organisation)
    with transaction.atomic():
        if ApiKey.objects.filter(pk=key.pk, revoked=None).update(revoked=timezone.now()):
            _log(by, key.organisation, "key_revoked", key=key.public)


def key_of(text: str) -> ApiKey:
    """The living key that a programme shows; its use is noted to the minute.

    Raises ``Problem('bad_key')`` on one that is unknown, expired or revoked: which of them is not told.
    """
    _, _, rest = text.partition("kenri_")
    public, _, secret = rest.partition("_")
    now = timezone.now()
    key = ApiKey.objects.select_related("user").filter(public=public, revoked=None, expires__gt=now).first()
    if key is None or not secrets.compare_digest(key.digest, _digest(secret)) or not key.user.is_active:
        raise Problem("bad_key")
    if key.used is None or now - key.used > dt.timedelta(minutes=1):
        ApiKey.objects.filter(pk=key.pk).update(used=now)
    return key


def erase(user: User) -> None:
    """Erase a person: their name, address and ways to sign in go, the key to which decisions refer stays.

    Raises ``Problem('last_administrator')`` as long as an organisation would be left without one.
    """
    with transaction.atomic():
        for membership in user.memberships.filter(until=None).select_related("organisation"):
            end_membership(user, membership)
        for key in user.api_keys.filter(revoked=None):
            revoke_key(user, key)
        Invitation.objects.filter(email__iexact=user.email).update(email="")
        own = ("notices", "notice_choices")
        for related in (
            *own,
            "emailaddress_set",
            "socialaccount_set",
            "authenticator_set",
            "usersession_set",
        ):
            getattr(user, related).all().delete()
        now = timezone.now()
        User.objects.filter(pk=user.pk).update(
            email=f"{new_key()}@erased.invalid", name="", country="", password="", is_active=False, erased=now
        )
        _log(user, None, "erased")


def _log(user: User | None, organisation: Organisation | None, what: str, **details: object) -> None:
    """Add to the log; the details name people by their keys only, since the log outlives erasure."""
    LogEntry.objects.create(user=user, organisation=organisation, what=what, details=details)


def _digest(secret: str) -> str:
    """Secrets are long and random, so that a plain digest is enough to keep."""
    return hashlib.sha256(secret.encode()).hexdigest()
