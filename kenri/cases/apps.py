"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Projects, items, user facts, evidence."""

    name = "kenri.cases"
    label = "cases"
