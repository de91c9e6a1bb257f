"""Schema drift: reported, undone where it is a renaming, refused where facts would be lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from exports import JSON, TABLE, Result, read, row, written

from kenri.harvest.reading import Known, Read
from kenri.harvest.source import Shape
from kenri.vocab.problems import Problem

COUNT = 60


def table(columns: str, cells: Callable[[int], str], count: int = COUNT) -> str:
    return columns + "\n" + "".join(cells(n) + "\n" for n in range(count))


BEFORE = table("id,title,author,year", lambda n: f"{n},Title {n},Author {n % 7},{1900 + n}")
SHAPE = msgspec.structs.replace(TABLE, ignored=("year",))


def knows(result: Result, sample: int = 40) -> Callable[[str], Known | None]:
    raws = {o.reading.local_id: o.raw for o in result.outcomes[:sample] if isinstance(o, Read)}
    known = {result.part.name: Known(result.part.columns, raws)}
    return known.get


def records(result: Result) -> dict[str, object]:
    return {o.reading.local_id: o.reading for o in result.outcomes if isinstance(o, Read)}


def test_nothing_changed(tmp_path: Path) -> None:
    before = read(written(tmp_path, BEFORE), SHAPE)
    after = read(written(tmp_path, BEFORE), SHAPE, known=knows(before))
    assert [o.raw for o in before.outcomes] == [o.raw for o in after.outcomes]
    assert after.notes == []


def test_an_added_column_changes_no_record(tmp_path: Path) -> None:
    before = read(written(tmp_path, BEFORE), SHAPE)
    text = table("id,new,title,author,year", lambda n: f"{n},n{n},Title {n},Author {n % 7},{1900 + n}")
    after = read(written(tmp_path, text), SHAPE, known=knows(before))
    assert records(after) == records(before)
    assert after.notes == ["new_column"]
    assert after.account.unknown == {"new": COUNT}
    assert after.part.complete


@pytest.mark.parametrize("column", ["id", "title", "author"])
def test_a_renamed_column_changes_nothing(tmp_path: Path, column: str) -> None:
    before = read(written(tmp_path, BEFORE), SHAPE)
    after = read(written(tmp_path, BEFORE.replace(column, f"{column}_new", 1)), SHAPE, known=knows(before))
    assert [o.raw for o in after.outcomes] == [o.raw for o in before.outcomes]
    assert after.notes == ["renamed_column"]
    assert after.part.columns == before.part.columns
    assert after.part.complete


def test_all_columns_renamed_in_another_order(tmp_path: Path) -> None:
    before = read(written(tmp_path, BEFORE), SHAPE)
    text = table("作者,番号,年,題名", lambda n: f"Author {n % 7},{n},{1900 + n},Title {n}")
    after = read(written(tmp_path, text), SHAPE, known=knows(before))
    assert [o.raw for o in after.outcomes] == [o.raw for o in before.outcomes]
    assert after.notes == ["renamed_column"] * 4


def test_a_new_column_that_says_something_else_is_no_renaming(tmp_path: Path) -> None:
    before = read(written(tmp_path, BEFORE), SHAPE)
    text = table("id,title,translator,year", lambda n: f"{n},Title {n},Somebody {n},{1900 + n}")
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, text), SHAPE, known=knows(before))
    assert caught.value.code == "vanished_column"
    assert caught.value.values["column"] == "author"
    accepted = read(written(tmp_path, text), SHAPE, known=knows(before), accept_drift=True)
    assert accepted.account.records == COUNT
    assert accepted.notes == ["dropped_column", "new_column"]


def test_a_first_row_that_is_a_record(tmp_path: Path) -> None:
    before = read(written(tmp_path, BEFORE), SHAPE)
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, BEFORE.split("\n", 1)[1]), SHAPE, known=knows(before))
    assert caught.value.code == "no_header"


def test_a_file_with_none_of_the_columns_is_another_file(tmp_path: Path) -> None:
    before = read(written(tmp_path, BEFORE), SHAPE)
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, BEFORE.replace(",", ";")), SHAPE, known=knows(before))
    assert caught.value.code == "unrecognised"


def test_a_column_that_nobody_uses_may_go(tmp_path: Path) -> None:
    before = read(written(tmp_path, BEFORE), SHAPE)
    text = table("id,title,author", lambda n: f"{n},Title {n},Author {n % 7}")
    after = read(written(tmp_path, text), SHAPE, known=knows(before))
    assert records(after) == records(before)
    assert after.notes == ["dropped_column"]


def test_a_required_column_is_never_given_up(tmp_path: Path) -> None:
    before = read(written(tmp_path, BEFORE), SHAPE)
    text = table("id,author,year", lambda n: f"{n},Author {n % 7},{1900 + n}")
    for accept in (False, True):
        with pytest.raises(Problem) as caught:
            read(written(tmp_path, text), SHAPE, known=knows(before), accept_drift=accept)
        assert caught.value.code == "vanished_column"


def test_a_few_corrected_values_do_not_hide_a_renaming(tmp_path: Path) -> None:
    before = read(written(tmp_path, BEFORE), SHAPE)
    text = BEFORE.replace("author", "creator", 1).replace("Author 3", "Author 3b", 1)
    after = read(written(tmp_path, text), SHAPE, known=knows(before))
    changed = [key for key, record in records(after).items() if record != records(before)[key]]
    assert changed == ["3"]


def test_renamed_key_of_json(tmp_path: Path) -> None:
    items = [{"id": n, "title": f"T{n}", "author": f"A{n}"} for n in range(COUNT)]
    before = read(written(tmp_path, json.dumps(items)), JSON)
    renamed = [{"id": i["id"], "name": i["title"], "author": i["author"]} for i in items]
    after = read(written(tmp_path, json.dumps(renamed)), JSON, known=knows(before))
    assert [o.raw for o in after.outcomes] == [o.raw for o in before.outcomes]


def test_a_rare_key_that_is_not_there_is_no_drift(tmp_path: Path) -> None:
    items = [{"id": n, "title": f"T{n}"} | ({"author": "x"} if n == 5 else {}) for n in range(COUNT)]
    before = read(written(tmp_path, json.dumps(items)), JSON)
    assert "author" in before.part.columns
    after = read(written(tmp_path, json.dumps(items[10:])), JSON, known=knows(before))
    assert after.part.complete
    assert after.notes == []


def test_grouped_rows(tmp_path: Path) -> None:
    shape = Shape(
        "grouped", TABLE.format, lambda item: row(item["rows"][0]), ("id", "title"), ("author",), group="id"
    )
    text = table("id,title,author", lambda n: f"{n // 2},Title {n // 2},Author {n}")
    before = read(written(tmp_path, text), shape)
    after = read(written(tmp_path, text.replace("title", "題名", 1)), shape, known=knows(before, 20))
    assert [o.raw for o in after.outcomes] == [o.raw for o in before.outcomes]
