"""Journeys from search to expiry: a catalogue, offices and people, a clock that moves, and two ways in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from kenri.records import index, services
from kenri.sources import all_sources
from tests.journeys.api_driver import ApiDriver
from tests.journeys.stage import Driver, Stage
from tests.journeys.web_driver import WebDriver
from tests.journeys.works import exports

DRIVERS = {"api": ApiDriver, "web": WebDriver}


@pytest.fixture(scope="package")
def catalogue(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The data folder of a filled catalogue, which all journeys only read."""
    home = tmp_path_factory.mktemp("journeys")
    with django_db_blocker.unblock(), override_settings(KENRI_HOME=home):
        for source, path in exports(tmp_path_factory.mktemp("exports")):
            services.harvest(all_sources()[source], path=path)
        services.link()
        index.index()
    yield home
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def stage(home: Path, catalogue: Path, db: None, settings) -> Stage:
    """Everybody who takes part, and the clock."""
    settings.KENRI_HOME = catalogue
    return Stage(settings)


@pytest.fixture(params=DRIVERS)
def driver(request: pytest.FixtureRequest, stage: Stage) -> Driver:
    """A way in: the interface for programmes, or the pages."""
    return DRIVERS[request.param](stage)


@pytest.fixture
def api(stage: Stage) -> ApiDriver:
    """The interface for programmes, where a journey is too long to be clicked through."""
    return ApiDriver(stage)
