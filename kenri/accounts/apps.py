"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, organisations, memberships, assurance, keys."""

    name = "kenri.accounts"
    label = "accounts"
