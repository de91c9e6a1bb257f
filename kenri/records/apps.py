"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Records, harvest runs, entities."""

    name = "kenri.records"
    label = "records"
