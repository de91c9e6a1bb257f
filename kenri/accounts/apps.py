"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, organisations, memberships, assurance, keys."""

    name = "kenri.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Have what concerns signing in logged."""
        from kenri.accounts.signing_in import log_events  # noqa: PLC0415  (no model before the apps are ready)

        log_events()
