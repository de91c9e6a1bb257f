"""The app's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Money as rows."""

    name = "kenri.ledger"
    label = "ledger"
