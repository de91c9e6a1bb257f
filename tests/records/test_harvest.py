"""Harvests: the account adds up, the same again changes nothing, removals are believed with care."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import msgspec
import pytest
from declared import declare, read_as, row, rows, write
from django.db import connection

import kenri
from kenri.harvest.source import Json
from kenri.records import harvesting, queries, services
from kenri.records.models import HarvestRun, PartState, Record, RecordIdentifier, RecordVersion, RunState
from kenri.sources import all_sources
from kenri.vocab.problems import Problem

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "works.csv"


def counts(report) -> tuple[int, ...]:
    assert report.read == report.new + report.changed + report.unchanged + report.rejected
    return report.new, report.changed, report.unchanged, report.deleted, report.rejected


def test_the_same_again_changes_nothing(file: Path) -> None:
    source = declare()
    write(file, rows(30))
    first = services.harvest(source, path=file)
    assert counts(first) == (30, 0, 0, 0, 0)
    assert first.complete
    before = list(Record.objects.order_by("id").values())
    with file.open("a") as more:
        more.write("\n")
    again = services.harvest(source, path=file)
    assert counts(again) == (0, 0, 30, 0, 0)
    assert not again.notes
    assert list(Record.objects.order_by("id").values()) == before
    assert RecordVersion.objects.count() == 0


def test_what_was_just_read_is_not_read_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = declare()
    write(file, [*rows(10), {"id": "11", "title": ""}])
    first = services.harvest(source, path=file)
    with monkeypatch.context() as patched:
        patched.setattr(harvesting, "read_export", None)
        for _ in range(2):
            again = services.harvest(source, path=file)
            assert counts(again) == (0, 0, 10, 0, 1)
            assert [note.code for note in again.notes] == ["same_export"]
            assert again.rejections == first.rejections
    assert PartState.objects.get().completed == HarvestRun.objects.latest("id").ended
    write(file, rows(9))
    assert counts(services.harvest(source, path=file)) == (0, 0, 9, 1, 0)
    write(file, [*rows(10), {"id": "11", "title": ""}])
    assert counts(services.harvest(source, path=file)) == (0, 1, 9, 0, 1)


def test_a_changed_record_keeps_what_it_said_before(file: Path) -> None:
    source = declare()
    write(file, rows(5))
    services.harvest(source, path=file)
    write(file, [row(1, "新しい題"), *rows(4, start=2)])
    assert counts(services.harvest(source, path=file)) == (0, 1, 4, 0, 0)
    stored = queries.record("alpha", "1")
    assert stored.record.title == "新しい題"
    assert [v.record.title for v in stored.versions] == ["本 1"]
    assert '"title":"新しい題"' in stored.raw
    assert stored.first_seen <= stored.changed <= stored.seen


def test_small_chunks_give_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harvesting, "CHUNK", 7)
    write(file, rows(30))
    assert counts(services.harvest(declare(), path=file)) == (30, 0, 0, 0, 0)
    write(file, [*rows(12, start=1), *rows(15, start=16), row(99)])
    assert counts(services.harvest(declare(), path=file)) == (1, 0, 27, 3, 0)


def test_rejected_rows_are_told_and_do_not_count_as_removed(file: Path) -> None:
    source = declare()
    write(file, rows(10))
    services.harvest(source, path=file)
    write(file, [*rows(9), {"id": "10", "title": ""}])
    report = services.harvest(source, path=file)
    assert counts(report) == (0, 0, 9, 0, 1)
    (rejection,) = report.rejections
    assert rejection.local_id == "10"
    assert rejection.problem.code == "missing_value"
    assert rejection.problem.cure.ja
    assert queries.record("alpha", "10").deleted == ""
    assert queries.rejections(report.run) == report.rejections


def test_what_a_complete_export_lacks_was_removed(file: Path) -> None:
    source = declare()
    write(file, rows(30))
    services.harvest(source, path=file)
    write(file, rows(25))
    report = services.harvest(source, path=file)
    assert counts(report) == (0, 0, 25, 5, 0)
    gone = queries.record("alpha", "30")
    assert gone.deleted
    assert gone.record.title == "本 30"
    assert queries.source_states()["alpha"].records == 25
    assert counts(services.harvest(source, path=file)) == (0, 0, 25, 0, 0)


def test_a_record_that_comes_back_is_revived(file: Path) -> None:
    source = declare()
    write(file, rows(30))
    services.harvest(source, path=file)
    write(file, rows(29))
    services.harvest(source, path=file)
    write(file, rows(30))
    assert counts(services.harvest(source, path=file)) == (0, 1, 29, 0, 0)
    stored = queries.record("alpha", "30")
    assert stored.deleted == ""
    assert [version.deleted for version in stored.versions] == [True]
    assert counts(services.harvest(source, path=file)) == (0, 0, 30, 0, 0)


def test_a_large_loss_is_not_believed_unless_accepted(file: Path) -> None:
    source = declare()
    write(file, rows(100))
    services.harvest(source, path=file)
    write(file, rows(50))
    report = services.harvest(source, path=file)
    assert counts(report) == (0, 0, 50, 0, 0)
    assert not report.complete
    (note,) = [note for note in report.notes if note.code == "many_removals"]
    assert note.values == {"part": "works", "missing": 50, "held": 100}
    assert "--accept-removals" in note.message("ja")
    assert counts(services.harvest(source, path=file, accept_removals=True)) == (0, 0, 50, 50, 0)


def test_a_wrong_file_does_not_empty_a_small_source(file: Path) -> None:
    source = declare()
    write(file, rows(10))
    services.harvest(source, path=file)
    report = services.harvest(source, path=write(file, rows(2, start=90)))
    assert counts(report) == (2, 0, 0, 0, 0)
    assert [note.code for note in report.notes] == ["many_removals"]
    assert counts(services.harvest(source, path=file, accept_removals=True)) == (0, 0, 2, 10, 0)


def test_a_record_that_moves_to_a_later_part_was_never_removed(tmp_path: Path) -> None:
    source, folder = declare(), tmp_path / "both"
    for name, items in (("one", rows(10)), ("two", rows(10, start=101))):
        write(folder / f"{name}.csv", items)
    services.harvest(source, path=folder)
    for name, items in (("one", rows(9)), ("two", rows(11, start=100))):
        write(folder / f"{name}.csv", [*items, row(10)] if name == "two" else items)
    assert counts(services.harvest(source, path=folder)) == (1, 0, 20, 0, 0)
    assert RecordVersion.objects.count() == 0


@pytest.mark.parametrize("name", ["creators_list", "lido"])
def test_another_supplier_s_export_removes_nothing(name: str) -> None:
    source = all_sources()[name]
    samples = sorted((Path(kenri.__file__).parent / "samples" / name).iterdir())
    for sample in samples * 2:
        assert services.harvest(source, path=sample, accept_drift=True).deleted == 0
    assert len(samples) > 1


@pytest.mark.parametrize("case", ["limited", "too few", "never"])
def test_removals_need_a_complete_export(file: Path, case: str) -> None:
    source = declare(removals=case != "never", at_least=28 if case == "too few" else 0)
    write(file, rows(30))
    services.harvest(source, path=file)
    write(file, rows(27))
    report = services.harvest(source, path=file, limit=27 if case == "limited" else None)
    assert counts(report) == (0, 0, 27, 0, 0)
    assert Record.objects.filter(deleted_run=None).count() == 30


def test_another_part_removes_nothing(tmp_path: Path) -> None:
    source = declare()
    for name, start in (("one", 1), ("two", 101)):
        write(tmp_path / "both" / f"{name}.csv", rows(10, start=start))
    assert counts(services.harvest(source, path=tmp_path / "both")) == (20, 0, 0, 0, 0)
    (tmp_path / "both" / "two.csv").unlink()
    write(tmp_path / "both" / "one.csv", rows(9))
    report = services.harvest(source, path=tmp_path / "both")
    assert report.deleted == 0
    assert Record.objects.filter(deleted_run=None).count() == 20


def test_a_source_says_itself_that_a_thing_is_gone(file: Path) -> None:
    source = declare(removals=False)
    write(file, rows(5))
    services.harvest(source, path=file)
    write(file, [row(2, state="deleted"), row(77, state="deleted")])
    report = services.harvest(source, path=file)
    assert counts(report) == (0, 0, 0, 1, 0)
    assert report.skipped == 1
    assert queries.record("alpha", "2").deleted
    again = services.harvest(source, path=file)
    assert counts(again) == (0, 0, 0, 0, 0)
    assert again.skipped == 2


def test_a_new_column_changes_no_record(file: Path) -> None:
    source = declare()
    write(file, rows(30))
    services.harvest(source, path=file)
    write(file, ({**r, "colour": "red"} for r in rows(30)), ("id", "title", "year", "colour"))
    with pytest.raises(Problem) as refused:
        services.harvest(source, path=file)
    assert refused.value.code == "vanished_column"
    assert queries.runs("alpha")[0].state == "failed"
    assert Record.objects.filter(deleted_run=None).count() == 30
    columns = ["id", "title", "author", "year", "scheme", "value", "schema", "state", "colour"]
    write(file, ({**r, "colour": "red"} for r in rows(30)), columns)
    report = services.harvest(source, path=file)
    assert counts(report) == (0, 0, 30, 0, 0)
    assert "new_column" in {note.code for note in report.notes}
    assert '"colour":"red"' in queries.record("alpha", "3").raw


def test_a_renamed_column_changes_no_record(file: Path) -> None:
    source = declare()
    write(file, rows(60))
    services.harvest(source, path=file)
    columns = ["id", "title", "creator_name", "year", "scheme", "value", "schema", "state"]
    write(file, ({**r, "creator_name": r["author"]} for r in rows(60)), columns)
    report = services.harvest(source, path=file)
    assert counts(report) == (0, 0, 60, 0, 0)
    assert "renamed_column" in {note.code for note in report.notes}


def test_a_killed_run_is_taken_up_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = declare()
    monkeypatch.setattr(harvesting, "CHUNK", 10)
    write(file, [*rows(40), {"id": "41", "title": ""}])
    stop_after(monkeypatch, 2)
    with pytest.raises(KeyboardInterrupt):
        services.harvest(source, path=file)
    monkeypatch.undo()
    assert HarvestRun.objects.get().state == RunState.RUNNING
    report = services.harvest(source, path=file)
    assert report.resumed
    assert counts(report) == (40, 0, 0, 0, 1)
    assert HarvestRun.objects.get().rejections.count() == 1
    assert counts(services.harvest(source, path=file)) == (0, 0, 40, 0, 1)


def test_a_killed_run_of_another_export_is_given_up(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = declare()
    monkeypatch.setattr(harvesting, "CHUNK", 10)
    write(file, rows(40))
    stop_after(monkeypatch, 2)
    with pytest.raises(KeyboardInterrupt):
        services.harvest(source, path=file)
    monkeypatch.undo()
    write(file, rows(50))
    report = services.harvest(source, path=file)
    assert not report.resumed
    assert counts(report) == (30, 0, 20, 0, 0)
    assert [run.state for run in HarvestRun.objects.order_by("id")] == ["abandoned", "done"]


def stop_after(monkeypatch: pytest.MonkeyPatch, chunks: int) -> None:
    """End the harvest, as a person with Ctrl-C would, once so many chunks are stored."""
    told = harvesting.Harvest._progress
    done = []

    def progress(self: harvesting.Harvest) -> None:
        told(self)
        done.append(1)
        if len(done) == chunks:
            raise KeyboardInterrupt

    monkeypatch.setattr(harvesting.Harvest, "_progress", progress)


def test_changed_code_is_named_as_the_reason(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(file, rows(3))
    services.harvest(declare(), path=file)
    monkeypatch.setattr(harvesting, "mapping_version", lambda source: "another")
    write(file, [row(1, "改題"), *rows(2, start=2)])
    report = services.harvest(declare(), path=file)
    assert counts(report) == (0, 1, 2, 0, 0)
    assert [note.code for note in report.notes] == ["mapping_changed"]


def test_identifiers_follow_their_record(file: Path) -> None:
    source = declare()
    write(file, [row(1, scheme="isbn", value="9784003101018"), row(2, scheme="isbn", value="9784101010014")])
    services.harvest(source, path=file)
    write(file, [row(1), row(2, scheme="isbn", value="9784101010014")])
    services.harvest(source, path=file)
    assert list(RecordIdentifier.objects.order_by("id").values_list("value", "gone")) == [
        ("9784003101018", True),
        ("9784101010014", False),
    ]
    write(file, [row(1, scheme="isbn", value="9784003101018"), row(2, scheme="isbn", value="9784101010014")])
    services.harvest(source, path=file)
    assert set(RecordIdentifier.objects.values_list("gone", flat=True)) == {False}


@pytest.mark.parametrize("local_id", ["x" * 1001])
def test_an_id_that_cannot_be_stored_is_refused(file: Path, local_id: str) -> None:
    write(file, [row(1), row(local_id)])
    report = services.harvest(declare(), path=file)
    assert counts(report) == (1, 0, 0, 0, 1)
    assert report.rejections[0].problem.code == "unusable_local_id"


def test_odd_text_is_kept_as_it_is(file: Path) -> None:
    title = "𠮷野家 😀 'quoted' \"double\" \\N \t tab"
    write(file, [row(1, title)])
    services.harvest(declare(), path=file)
    assert queries.record("alpha", "1").record.title == title


def test_two_harvests_of_one_source_do_not_run_at_once(file: Path) -> None:
    source = declare()
    write(file, rows(3))
    refused: list[str] = []

    def other() -> None:
        try:
            services.harvest(source, path=file)
        except Problem as problem:
            refused.append(problem.code)
        finally:
            connection.close()

    def meanwhile(done: int, total: int | None) -> None:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()

    assert counts(services.harvest(source, path=file, on_progress=meanwhile)) == (3, 0, 0, 0, 0)
    assert refused == ["already_running"]


def test_a_source_without_an_address_says_so(file: Path) -> None:
    with pytest.raises(Problem) as problem:
        services.harvest(declare())
    assert problem.value.code == "no_access"


def test_progress_knows_the_total_from_the_last_time(file: Path) -> None:
    told: list[tuple[int, int | None]] = []
    write(file, rows(12))
    services.harvest(declare(), path=file, on_progress=lambda done, total: told.append((done, total)))
    services.harvest(declare(), path=file, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(12, None), (12, 12)]


def test_a_readme_beside_the_export_is_no_drift(tmp_path: Path) -> None:
    source = declare()
    write(tmp_path / "export" / "works.csv", rows(30))
    (tmp_path / "export" / "README.md").write_text("# works\n\nid, then title\n", "utf-8")
    assert counts(services.harvest(source, path=tmp_path / "export")) == (30, 0, 0, 0, 0)
    assert counts(services.harvest(source, path=tmp_path / "export")) == (0, 0, 30, 0, 0)


def test_items_of_another_kind_at_the_beginning_are_no_drift(tmp_path: Path) -> None:
    table = declare()
    source = msgspec.structs.replace(
        table,
        shapes=(
            msgspec.structs.replace(
                table.shapes[0],
                format=Json(),
                required=("id",),
                optional=("title", "author", "note"),
                read=lambda item: None if item.pop("note", "") else read_as("alpha")(item),
            ),
        ),
    )
    nodes = [{"id": f"node {n}", "note": "nested"} for n in range(1000)]
    items = [{"id": str(n), "title": f"本 {n}", "author": "著者"} for n in range(30)]
    file = tmp_path / "works.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in [*nodes, *items]), "utf-8")
    assert counts(services.harvest(source, path=file)) == (30, 0, 0, 0, 0)
    assert counts(services.harvest(source, path=file)) == (0, 0, 30, 0, 0)
