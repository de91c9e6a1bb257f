"""Whoever signs up is written to in the language in which they did."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_signed_up
from django.http import HttpRequest
from django.utils.translation import get_language

from kenri.accounts.models import User


def keep_languages() -> None:
    """From now on keep the language of the page on which somebody signs up."""
    user_signed_up.connect(_keep, dispatch_uid="kenri.accounts.signing_up")


def _keep(request: HttpRequest, user: User, **_told: Any) -> None:
    """It can be changed in the account."""
    language = (get_language() or "")[:2]
    if language in dict(User._meta.get_field("language").choices or ()):
        User.objects.filter(pk=user.pk).update(language=language)
        user.language = language
