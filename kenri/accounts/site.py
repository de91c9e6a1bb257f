"""Where this site is reached, for addresses in e-mails and on documents."""

from __future__ import annotations

from django.conf import settings


def address(path: str, language: str) -> str:
    """Where a page stands for everybody: the site's address (``KENRI_ADDRESS``), the language, the path."""
    return f"{settings.KENRI_ADDRESS}/{language}/{path}"


def public_address(path: str, language: str) -> str:
    """The same for what outlives this machine; empty where nobody but this machine reaches the site."""
    return address(path, language) if settings.IS_PUBLIC else ""
