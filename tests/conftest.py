"""Every test has a data folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    """The data folder (``KENRI_HOME``) of one test."""
    settings.KENRI_HOME = tmp_path / "home"
    settings.KENRI_HOME.mkdir()
    return settings.KENRI_HOME
