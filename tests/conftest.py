"""Every test has a data folder of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

# The same examples on every machine; KENRI_EXPLORE=yes looks for new ones.
hypothesis_settings.register_profile("decides", derandomize=True, deadline=None)
hypothesis_settings.register_profile("explores", deadline=None)
hypothesis_settings.load_profile("explores" if os.environ.get("KENRI_EXPLORE") else "decides")


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    """The data folder (``KENRI_HOME``) of one test."""
    settings.KENRI_HOME = tmp_path / "home"
    settings.KENRI_HOME.mkdir()
    return settings.KENRI_HOME
