"""Signing in beyond django-allauth: long passwords, sealed secrets, what is established and logged."""

from __future__ import annotations

import base64
import logging
from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as factors
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import signals
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language

from kenri.accounts.models import Assurance, User
from kenri.accounts.services import assure
from kenri.vocab.text import Text

LONGEST = 128
"""Characters of a password: nobody may keep the server busy with hashing (OWASP ASVS 4.0.3, 2.1.2)."""
TOO_LONG = Text(
    f"パスワードは{LONGEST}文字以内で入力してください。",
    f"Your password must contain at most {LONGEST} characters.",
)
_SEALED = "sealed:"
_log = logging.getLogger("kenri.signing_in")


class LongestPassword:
    """Refuses passwords of more than ``LONGEST`` characters."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """What is asked for."""
        language = "ja" if (get_language() or "ja").startswith("ja") else "en"
        return TOO_LONG.in_language(language)


class SealedSecrets(DefaultMFAAdapter):
    """Keys of authenticator apps and seeds of recovery codes are encrypted in the database.

    The key is derived from ``SECRET_KEY``; a database that is copied alone gives no second factor away.
    """

    def encrypt(self, text: str) -> str:
        """The sealed text (AES-128-CBC with HMAC-SHA256, as Fernet specifies)."""
        return _SEALED + _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text; one that was kept before anything was sealed is given as it is."""
        if not encrypted_text.startswith(_SEALED):
            return encrypted_text
        return _seal().decrypt(encrypted_text.removeprefix(_SEALED).encode()).decode()


def _seal() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"kenri second factors").derive(key.encode())


def note_events() -> None:
    """Have identities that were established noted, and what concerns signing in logged.

    The log tells who by their key and from where, never with what.
    """
    account.email_confirmed.connect(_address_confirmed, weak=False)
    account.user_logged_in.connect(_known_elsewhere, weak=False)
    signals.user_logged_in.connect(_noted("signed in"), weak=False)
    signals.user_logged_out.connect(_noted("signed out"), weak=False)
    signals.user_login_failed.connect(_noted("sign-in failed", level=logging.WARNING), weak=False)
    account.password_changed.connect(_noted("password changed"), weak=False)
    account.password_reset.connect(_noted("password reset"), weak=False)
    account.email_changed.connect(_noted("e-mail address changed"), weak=False)
    factors.authenticator_added.connect(_noted("second factor added"), weak=False)
    factors.authenticator_removed.connect(_noted("second factor removed"), weak=False)


def _address_confirmed(email_address: EmailAddress, **told: object) -> None:
    _established(email_address.user, "email", "code")


def _known_elsewhere(user: User, sociallogin: SocialLogin | None = None, **told: object) -> None:
    """Who signs in through a provider is known to it: how surely, the settings of the provider say."""
    if sociallogin is not None:
        app = sociallogin.provider.app
        _established(user, app.settings.get("grade", "provider"), f"OpenID Connect: {app.provider_id}")


def _established(user: User, grade: str, how: str) -> None:
    """Each way of establishing an identity is noted once."""
    if not Assurance.objects.filter(user=user, grade=grade, how=how[:200]).exists():
        assure(None, grade, how[:200], user=user)


def _noted(what: str, *, level: int = logging.INFO) -> Any:
    def receiver(
        sender: object, request: HttpRequest | None = None, user: User | None = None, **told: object
    ) -> None:
        who = user.key if isinstance(user, User) else "-"
        where = request.META.get("REMOTE_ADDR", "-") if request else "-"
        _log.log(level, "%s: user %s from %s", what, who, where)

    return receiver
