"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, organisations, memberships, assurance, keys."""

    name = "kenri.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Have what concerns signing in logged, and whoever signs up written to in their language."""
        from kenri.accounts.signing_in import note_events  # noqa: PLC0415  (no model before the apps are ready)
        from kenri.accounts.signing_up import keep_languages  # noqa: PLC0415

        note_events()
        keep_languages()
