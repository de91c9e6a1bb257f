"""The site on a small catalogue: native exports, harvested, linked and indexed by the real commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from kenri.records import index, services
from kenri.sources import all_sources
from tests.web.small_catalogue import exports

LANGUAGES = ("ja", "en")


@pytest.fixture(scope="package")
def catalogue(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The data folder of a filled catalogue, shared by the tests of the pages, which only read it."""
    home = tmp_path_factory.mktemp("catalogue")
    with django_db_blocker.unblock(), override_settings(KENRI_HOME=home):
        for source_id, path in exports(tmp_path_factory.mktemp("exports")):
            services.harvest(all_sources()[source_id], path=path)
        services.link()
        index.index()
    yield home
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def site(home: Path, catalogue: Path, db: None, settings, client: Client) -> Client:
    """A client of the site on the filled catalogue."""
    settings.KENRI_HOME = catalogue
    return client


@pytest.fixture
def empty_site(db: None, settings, client: Client) -> Client:
    """A client of a site on which nothing was ever indexed (in the data folder of this test)."""
    return client


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param
