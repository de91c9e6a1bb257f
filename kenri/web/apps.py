"""The Django app of the pages."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files, translations and template tags of the site."""

    name = "kenri.web"
    label = "web"
