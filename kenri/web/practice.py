"""Whether this site is a rehearsal: its data folder holds practice only, and every page says so."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

MARK = "rehearsal.json"
"""The file of a data folder that says that all in it is practice (``kenri rehearse``)."""


def is_rehearsal() -> bool:
    """Whether the data folder says so."""
    return (Path(settings.KENRI_HOME) / MARK).is_file()
