"""Every test has a data folder of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from tests.append_only import unguarded

# The same examples on every machine; KENRI_EXPLORE=yes looks for new ones.
hypothesis_settings.register_profile("decides", derandomize=True, deadline=None)
hypothesis_settings.register_profile("explores", deadline=None)
hypothesis_settings.load_profile("explores" if os.environ.get("KENRI_EXPLORE") else "decides")


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Workers side by side each take whole folders, so that what a folder sets up once is set up once.

    Of commands, which set up nothing together and take longest, they take a file each.
    """
    tests = config.rootpath / "tests"
    for item in items:
        folder = item.path.parent
        shared = item.path.stem if folder == tests / "project" else folder.name
        browsed = "-browsed" if item.get_closest_marker("browser") else ""
        item.add_marker(pytest.mark.xdist_group(f"{shared}{browsed}"))


@pytest.fixture(autouse=True, scope="session")
def _emptied() -> Iterator[None]:
    """Tests that commit end with their tables emptied, append-only or not."""
    teardown = TransactionTestCase._fixture_teardown

    def end(self: TransactionTestCase) -> None:
        with unguarded():
            teardown(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", end)
        yield


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    """The data folder (``KENRI_HOME``) of one test."""
    settings.KENRI_HOME = tmp_path / "home"
    settings.KENRI_HOME.mkdir()
    files = settings.CACHES["default"] | {"LOCATION": settings.KENRI_HOME / "cache"}
    settings.CACHES = {"default": files}
    return settings.KENRI_HOME
