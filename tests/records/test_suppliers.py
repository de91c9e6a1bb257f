"""Two suppliers of one generic source: neither overwrites, refuses or removes what the other says."""

from __future__ import annotations

from pathlib import Path

import pytest
from declared import COLUMNS, declare, row, rows, write

from kenri.harvest.source import Deleted, Item, Reading
from kenri.harvest.suppliers import supplied
from kenri.records import queries, services
from kenri.records.models import PartState
from kenri.vocab.names import Name
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Record, Relation, RelationKind

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_ids_of_two_suppliers_are_two_records(tmp_path: Path) -> None:
    source = declare()
    one = write(tmp_path / "a.csv", [row("W-1", "海"), *rows(30)])
    other = write(tmp_path / "b.csv", [row("W-1", "山")], columns=COLUMNS[:3])
    assert services.harvest(source, path=one, supplier="circle-a").new == 31

    second = services.harvest(source, path=other, supplier="circle-b")

    assert (second.new, second.changed, second.deleted) == (1, 0, 0)
    assert second.complete
    assert second.origin.endswith("as circle-b")
    assert queries.record("alpha", "circle-a:W-1").record.title == "海"
    assert queries.record("alpha", "circle-b:W-1").record.title == "山"
    assert {p.name for p in PartState.objects.all()} == {"circle-a:works", "circle-b:works"}


def test_removals_are_the_suppliers_own(tmp_path: Path) -> None:
    source = declare()
    file = tmp_path / "works.csv"
    for supplier in ("circle-a", "circle-b"):
        services.harvest(source, path=write(file, rows(30)), supplier=supplier)
    write(file, rows(29))
    assert services.harvest(source, path=file, supplier="circle-a").deleted == 1
    assert queries.record("alpha", "circle-a:30").deleted
    assert not queries.record("alpha", "circle-b:30").deleted
    assert services.harvest(source, path=file, supplier="circle-a").unchanged == 29


def test_a_refused_row_is_known_by_the_suppliers_id(tmp_path: Path) -> None:
    source, file = declare(), tmp_path / "works.csv"
    services.harvest(source, path=write(file, rows(30)), supplier="circle-a")
    write(file, [*rows(29), row(30) | {"title": ""}])
    report = services.harvest(source, path=file, supplier="circle-a")
    assert (report.rejected, report.deleted) == (1, 0)
    assert report.rejections[0].local_id == "circle-a:30"
    assert not queries.record("alpha", "circle-a:30").deleted


@pytest.mark.parametrize("supplier", ["circle a", "サークル", "a:b", "../a", "-a", "a" * 65, "a\n"])
def test_a_name_that_cannot_be_in_an_id_is_refused(tmp_path: Path, supplier: str) -> None:
    file = write(tmp_path / "works.csv", rows(1))
    with pytest.raises(Problem) as caught:
        services.harvest(declare(), path=file, supplier=supplier)
    assert caught.value.code == "bad_supplier"
    assert "--as" in caught.value.cure.ja


def test_pointers_within_the_export_follow() -> None:
    def read(item: Item) -> Reading:
        if not item:
            return None
        if "gone" in item:
            return Deleted(item["gone"])
        part_of = RelationKind.PART_OF
        return Record(
            "alpha",
            "W-1",
            "text",
            (Name("海"),),
            contributions=(Contribution((Name("甲"),), party="P-1"), Contribution((Name("乙"),))),
            relations=(Relation(part_of, local_id="W-0"), Relation(part_of, text="全集")),
        )

    source = declare()
    shape = type(source.shapes[0])("works", source.shapes[0].format, read)
    source = type(source)(**{f: getattr(source, f) for f in source.__struct_fields__} | {"shapes": (shape,)})
    [own] = supplied(source, "a").shapes
    record = own.read({"id": "W-1"})
    assert isinstance(record, Record)
    assert [c.party for c in record.contributions] == ["a:P-1", ""]
    assert [r.local_id for r in record.relations] == ["a:W-0", ""]
    assert own.read({"gone": "W-9"}) == Deleted("a:W-9")
    assert own.read({}) is None
    assert own.deleted_id("W-9") == "a:W-9"
