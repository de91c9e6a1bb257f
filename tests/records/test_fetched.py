"""Harvests that fetch: whole at first, then changes only, with the deletions that the repository tells."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest
from declared import declare, rows, write

from kenri.harvest.source import Csv, Download, Item, Shape
from kenri.harvest.strict import required
from kenri.records import queries, services
from kenri.records.models import Record, SourceState
from kenri.sources import all_sources
from kenri.vocab.names import Name
from kenri.vocab.records import Record as PlainRecord

sys.path.append(str(Path(__file__).resolve().parents[1] / "harvest"))
from servers.oai import Repository
from servers.site import Visit, serving

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_repository_is_harvested_whole_then_by_its_changes() -> None:
    generic = [source for source in all_sources().values() if source.access and source.access[0].url == ""]
    source = msgspec.structs.replace(
        next(source for source in generic if getattr(source.access[0], "prefix", "") == "oai_dc"), rate=1000.0
    )
    repository = Repository(count=40, page=20, now="2020-01-01T20:00:00Z")
    live = Record.objects.filter(source=source.id, deleted_run=None)
    before = live.count()
    with serving(repository) as site:
        url = f"{site.url}/oai"
        first = services.harvest(source, url=url, allow_private=True)
        assert (first.read, first.new, first.deleted) == (40, 40, 0)
        assert SourceState.objects.get(id=source.id).fetched_until
        repository.deleted_every, repository.now = 7, "2020-01-03T00:00:00Z"
        second = services.harvest(source, url=url, allow_private=True)
        assert any("from=" in visit.path or visit.query.get("from") for visit in site.visits)
        assert second.read == second.unchanged + second.changed
        assert 0 < second.deleted < 7
        assert live.count() - before == 40 - second.deleted
        assert not second.complete
        repository.now = "2021-01-01T00:00:00Z"
        third = services.harvest(source, url=url, allow_private=True)
        assert (third.read, third.deleted) == (0, 0)
        assert "too_few_items" not in {note.code for note in third.notes}
        assert live.count() - before == 40 - second.deleted


def test_a_file_behind_an_address(tmp_path: Path) -> None:
    content = write(tmp_path / "works.csv", rows(30)).read_text("utf-8")

    def respond(visit: Visit) -> None:
        visit.send(content, kind="text/csv")

    source = msgspec.structs.replace(declare(), rate=1000.0)
    with serving(respond) as site:
        url = f"{site.url}/works.csv"
        assert services.harvest(source, url=url, allow_private=True).new == 30
        assert services.harvest(source, url=url, allow_private=True).unchanged == 30
        content = write(tmp_path / "works.csv", rows(28)).read_text("utf-8")
        report = services.harvest(source, url=url, allow_private=True)
    assert (report.unchanged, report.deleted, report.complete) == (28, 2, True)
    assert queries.runs("alpha")[0].origin == url


def test_a_source_of_two_files_is_harvested_whole(tmp_path: Path) -> None:
    def read_person(item: Item) -> PlainRecord:
        local_id = f"person/{required(item, 'number')}"
        return PlainRecord("alpha", local_id, "person", (Name(required(item, "called")),))

    files = {
        "/works.csv": write(tmp_path / "works.csv", rows(30)).read_text("utf-8"),
        "/people.csv": "number,called\n1,夏目漱石\n2,森鷗外\n",
    }
    people = Shape("people", Csv(), read_person, required=("number", "called"))
    with serving(lambda visit: visit.send(files[visit.path], kind="text/csv")) as site:
        source = declare()
        source = msgspec.structs.replace(
            source,
            rate=1000.0,
            shapes=(*source.shapes, people),
            access=tuple(Download(f"{site.url}{path}") for path in files),
        )
        first = services.harvest(source, allow_private=True)
        assert (first.read, first.new, first.complete) == (32, 32, True)
        again = services.harvest(source, allow_private=True)
        assert (again.read, again.unchanged, again.deleted) == (32, 32, 0)
