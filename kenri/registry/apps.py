"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registered works, their versions, declared intentions."""

    name = "kenri.registry"
    label = "registry"
