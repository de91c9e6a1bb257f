"""What is known of an account, for pages and exports."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone

from kenri.accounts.models import ApiKey, Appointment, Assurance, LogEntry, Membership, Organisation, User
from kenri.accounts.permissions import actions, grades, may, roles
from kenri.vocab.problems import Problem


def memberships(user: User) -> list[Membership]:
    """The roles that somebody holds today, by organisation."""
    held = user.memberships.filter(until=None, organisation__closed=None).select_related("organisation")
    return list(held.order_by("organisation__name", "role"))


def organisation_of(user: User, key: str) -> Organisation | None:
    """An organisation in which somebody has a role; None on any other, whether or not it exists."""
    held = Organisation.objects.filter(key=key, closed=None, memberships__user=user, memberships__until=None)
    return held.distinct().first()


def organisation_told(told: str) -> Organisation:
    """The organisation of a key or of an exact name. Raises ``Problem('no_such_organisation')``."""
    known = Organisation.objects.filter(Q(key=told) | Q(name=told), closed=None).order_by("pk").first()
    if known is None:
        raise Problem("no_such_organisation", organisation=told)
    return known


def offices_to_appoint(user: User) -> list[str]:
    """The roles to which somebody may appoint organisations."""
    known = {key: role.appointed_by for key, role in roles().items() if role.appointed_by in actions()}
    return [key for key, action in known.items() if may(user, action)]


def appointments(offices: Collection[str]) -> list[Appointment]:
    """The appointments to these offices that stand, newest first."""
    standing = Appointment.objects.filter(role__in=offices, ended=None)
    return list(standing.select_related("organisation", "by").order_by("-pk"))


def members(organisation: Organisation) -> list[Membership]:
    """Who has which role in an organisation today."""
    return list(organisation.memberships.filter(until=None).select_related("user").order_by("since"))


def api_keys(user: User) -> list[ApiKey]:
    """Somebody's living keys, newest first."""
    return list(user.api_keys.filter(revoked=None, expires__gt=timezone.now()).order_by("-created"))


def assurance(user: User) -> Assurance | None:
    """The surest way in which somebody's identity was established, the latest of equals."""
    return max(user.assurances.all(), key=lambda row: (grades()[row.grade].rank, row.at), default=None)


def log(organisation: Organisation, *, limit: int = 200) -> list[LogEntry]:
    """The latest of what was done in an organisation."""
    return list(organisation.log.select_related("user").order_by("-pk")[:limit])


def personal_data(user: User) -> dict[str, Any]:
    """Everything kept of a person, for them to take along (個人情報保護法, art. 33)."""
    return {
        "key": user.key,
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "country": user.country,
        "created": user.created.isoformat(),
        "last_sign_in": user.last_login and user.last_login.isoformat(),
        "memberships": [
            {
                "organisation": row.organisation.name,
                "role": row.role,
                "since": row.since.isoformat(),
                "until": row.until and row.until.isoformat(),
            }
            for row in user.memberships.select_related("organisation").order_by("since")
        ],
        "assurances": [
            {"grade": row.grade, "how": row.how, "at": row.at.isoformat()}
            for row in user.assurances.order_by("at")
        ],
        "api_keys": [
            {"name": key.name, "scopes": key.scopes, "created": key.created.isoformat()}
            for key in user.api_keys.order_by("created")
        ],
        "sessions": [
            {"ip": row.ip, "browser": row.user_agent, "begun": row.created_at.isoformat()}
            for row in user.usersession_set.order_by("created_at")
        ],
        "notices": [
            {"at": row.at.isoformat(), "kind": row.kind, "title": row.title, "body": row.body}
            for row in user.notices.order_by("pk")
        ],
        "log": [
            {"at": row.at.isoformat(), "what": row.what, "details": row.details}
            for row in LogEntry.objects.filter(user=user).order_by("pk")
        ],
    }
