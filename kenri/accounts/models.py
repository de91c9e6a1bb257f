"""Accounts as rows. Written by ``services`` and by django-allauth's signing in only.

What was once true stays: memberships and keys end and are not deleted, assurance and the log are only added
to. Erasing a person empties the personal columns of their row and keeps its key, to which decisions refer.
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


def new_key() -> str:
    """A public id that tells nothing: 16 hexadecimal digits."""
    return secrets.token_hex(8)


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail address, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """A new user; without a password one that signs in in another way."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """By e-mail address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=[("ja", "日本語"), ("en", "English")], default="ja")
    country = models.CharField(max_length=2, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)
    erased = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        """Constraints."""

        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(models.Model):
    """A body that people act for: a company, a museum, a society, an office, a circle."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=200)
    corporate_number = models.CharField(max_length=13, blank=True, default="")
    country = models.CharField(max_length=2, default="JP")
    website = models.URLField(blank=True, default="")
    created = models.DateTimeField(auto_now_add=True)
    closed = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody has a role in an organisation, from ``since`` until ``until``."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=32)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints."""

        constraints = [
            models.UniqueConstraint(
                fields=("user", "organisation", "role"),
                condition=Q(until=None),
                name="accounts_membership_once",
            )
        ]


class Appointment(models.Model):
    """An organisation is registered for, or designated to, an office. Appointments are added and end.

    ``role`` is the one that it lets the organisation's people have, ``number`` that of the registration,
    ``by`` who appointed it (none: the operator of the installation).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=32)
    number = models.CharField(max_length=100, blank=True, default="")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints."""

        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "role"), condition=Q(ended=None), name="accounts_appointment_once"
            )
        ]


class Invitation(models.Model):
    """An offer of a role to an e-mail address. Only the digest of the link's secret is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    accepted = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)


class Assurance(models.Model):
    """How somebody's identity was established: the grade, how, by whom and when. Only added to."""

    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="assurances")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="assurances"
    )
    grade = models.CharField(max_length=32)
    how = models.CharField(max_length=200)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Constraints."""

        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(organisation=None), name="accounts_assurance_of_one"
            )
        ]


class ApiKey(models.Model):
    """A programme's key, of a person or of an organisation. Only the digest of its secret is kept."""

    public = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_keys")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="api_keys"
    )
    scopes = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)
    used = models.DateTimeField(null=True, blank=True)


class LogEntry(models.Model):
    """Something that was done with an account or in an organisation. Only added to."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="log")
    what = models.CharField(max_length=32)
    details = models.JSONField(default=dict)


class Notice(models.Model):
    """Something that somebody is told of. ``title`` and ``body`` by language; ``path``: the page it is about.

    ``mailed``: when it left by e-mail, or was not to; none while it waits.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=32)
    title = models.JSONField()
    body = models.JSONField()
    path = models.CharField(max_length=500)
    at = models.DateTimeField()
    read = models.DateTimeField(null=True)
    mailed = models.DateTimeField(null=True)

    class Meta:
        """What pages and the sending of e-mail ask for."""

        indexes = [
            models.Index(fields=["user", "read"], name="accounts_notice_unread"),
            models.Index(fields=["mailed"], name="accounts_notice_waiting"),
        ]

    def in_language(self, language: str) -> tuple[str, str]:
        """Title and body."""
        return self.title[language], self.body[language]


class NoticeChoice(models.Model):
    """How often somebody wants e-mail of one kind of notice."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=32)
    often = models.CharField(max_length=8)

    class Meta:
        """Constraints."""

        constraints = [models.UniqueConstraint(fields=("user", "kind"), name="accounts_notice_choice_once")]
