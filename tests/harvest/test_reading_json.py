"""JSON in all its layouts: what is wrong with one item rejects that item, a break keeps what came before."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import msgspec
import pytest
from exports import JSON, LD, read, row, source, written
from hypothesis import given
from hypothesis import strategies as st

from kenri.harvest.formats import jsontext
from kenri.harvest.reading import read_export
from kenri.harvest.source import Json, Shape
from kenri.vocab.problems import Problem

ITEMS = [{"id": n, "title": f"題{n}", "author": {"name": "x", "roles": [{"id": 1}]}} for n in range(1, 5)]
IDS = ["1", "2", "3", "4"]


def lines(items: list[dict[str, object]] = ITEMS) -> str:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


@pytest.mark.parametrize(
    "text",
    [
        lines(),
        "\ufeff" + lines(),
        "\n" + lines().replace("\n", "\r\n\r\n"),
        lines().rstrip("\n"),
        json.dumps(ITEMS),
        json.dumps(ITEMS, indent=2, ensure_ascii=False),
    ],
)
def test_layouts(tmp_path: Path, text: str) -> None:
    result = read(written(tmp_path, text), JSON)
    assert result.ids == IDS
    assert result.part.complete
    assert msgspec.json.decode(result.outcomes[0].raw) == ITEMS[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
@pytest.mark.parametrize("text", [lines(), json.dumps(ITEMS, indent=1)])
def test_utf_16(tmp_path: Path, encoding: str, text: str) -> None:
    assert read(written(tmp_path, text.encode(encoding)), JSON).ids == IDS


def test_one_object(tmp_path: Path) -> None:
    assert read(written(tmp_path, json.dumps(ITEMS[0], indent=2)), JSON).ids == ["1"]


@pytest.mark.parametrize(
    "answer",
    [
        {"took": 1, "response": {"meta": {"a": [1, {"b": 2}]}, "docs": ITEMS, "more": {}}, "end": [1]},
        {"response": {"docs": ITEMS}},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_array_inside(tmp_path: Path, answer: object, indent: int | None) -> None:
    shape = Shape("docs", Json("response.docs"), row, ("id", "title"))
    result = read(written(tmp_path, json.dumps(answer, indent=indent)), shape)
    assert result.ids == IDS
    assert result.part.complete


def test_pages_make_one_part(tmp_path: Path) -> None:
    shape = Shape("docs", Json("docs"), row, ("id", "title"), ("author",))
    for number in range(2):
        written(tmp_path, json.dumps({"docs": ITEMS[number * 2 : number * 2 + 2]}), f"p/{number}.json")
    written(tmp_path, json.dumps({"docs": []}), "p/2.json")
    result = read(tmp_path / "p", shape)
    assert result.part.name == "docs"
    assert result.ids == IDS
    assert result.part.complete
    written(tmp_path, json.dumps({"error": "rate limit"}), "p/3.json")
    assert not read(tmp_path / "p", shape).part.complete


def test_json_ld(tmp_path: Path) -> None:
    graph = {"@context": {"id": "@id"}, "@graph": ITEMS}
    assert read(written(tmp_path, json.dumps(graph)), LD).ids == IDS
    assert read(written(tmp_path, lines()), LD).ids == IDS
    assert read(written(tmp_path, json.dumps(ITEMS[1], indent=1)), LD).ids == ["2"]


def test_bad_lines(tmp_path: Path) -> None:
    good = lines().splitlines(keepends=True)
    text = f'{good[0]}{{"id": 7, "title": \n[1]\n{good[1]}"x"\n{{"id": 8, "title": "a\0b"}}\n{good[2]}'
    result = read(written(tmp_path, text), JSON)
    assert result.ids == ["1", "2", "3"]
    assert result.rejected == [
        ("bad_json", "row 2"),
        ("wrong_json", "row 3"),
        ("wrong_json", "row 5"),
        ("zero_byte", "row 6"),
    ]
    assert result.problems[0].values["byte"] == len(good[0].encode())


def test_bad_first_line(tmp_path: Path) -> None:
    result = read(written(tmp_path, '{"id": 0, "title\n' + lines()), JSON)
    assert result.ids == IDS
    assert result.rejected == [("bad_json", "row 1")]


def test_undecodable_line(tmp_path: Path) -> None:
    bad = b'{"id": 9, "title": "\xff"}\n'
    data = lines().encode() + bad + b'{"id": 10, "title": "z"}\n'
    result = read(written(tmp_path, data), JSON)
    assert result.rejected == [("bad_bytes", "row 5")]
    assert result.problems[0].values["byte"] == data.index(b"\xff")
    assert result.ids == [*IDS, "10"]


def test_undecodable_element(tmp_path: Path) -> None:
    data = json.dumps(ITEMS, ensure_ascii=False).encode().replace("題2".encode(), b"\xff\xfe")
    result = read(written(tmp_path, data), JSON)
    assert result.rejected == [("bad_bytes", "item 2")]
    assert result.ids == ["1", "3", "4"]


def test_lone_surrogate(tmp_path: Path) -> None:
    text = json.dumps([ITEMS[0], {"id": 9, "title": "\ud800"}, ITEMS[1]])
    result = read(written(tmp_path, text), JSON)
    assert result.ids == ["1", "2"]
    assert len(result.rejected) == 1


@pytest.mark.parametrize("indent", [None, 2])
def test_truncated_array_keeps_what_came_before(tmp_path: Path, indent: int | None) -> None:
    data = json.dumps(ITEMS, indent=indent).encode()
    for cut in range(2, len(data)):
        result = read(written(tmp_path, data[:cut]), JSON) if cut > 150 else None
        if result is not None:
            assert not result.part.complete
            assert result.ids == IDS[: len(result.ids)]
            assert result.notes[0] == "truncated_file"
    assert result is not None
    assert result.ids == IDS


def test_truncated_lines(tmp_path: Path) -> None:
    data = lines().encode()
    result = read(written(tmp_path, data[:-10]), JSON)
    assert result.ids == ["1", "2", "3"]
    assert result.rejected == [("bad_json", "row 4")]
    assert not result.part.complete


def test_broken_element_in_an_indented_array(tmp_path: Path) -> None:
    text = json.dumps(ITEMS, indent=2).replace('"id": 3,', '"id": ,')
    result = read(written(tmp_path, text), JSON)
    assert result.ids == ["1", "2", "4"]
    assert result.rejected == [("bad_json", "item 3")]
    assert result.problems[0].values["byte"] == text.index('"id": ,') + len('"id": ')


def test_elements_that_are_no_objects(tmp_path: Path) -> None:
    result = read(written(tmp_path, json.dumps([ITEMS[0], 5, None, "x", ITEMS[1]])), JSON)
    assert result.ids == ["1", "2"]
    assert [code for code, _ in result.rejected] == ["wrong_json"] * 3


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"error": {"code": 500}}, "unrecognised"),
        ([1, 2], "unrecognised"),
        ({"docs": {"id": 1}}, "wrong_json"),
        ({"docs": "x"}, "wrong_json"),
    ],
)
def test_json_of_the_wrong_shape(tmp_path: Path, answer: object, code: str) -> None:
    shape = Shape("docs", Json("docs"), row, ("id", "title"))
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, json.dumps(answer)), shape)
    assert caught.value.code == code


def test_an_object_where_a_text_belongs(tmp_path: Path) -> None:
    result = read(
        written(tmp_path, lines([*ITEMS, {"id": 5, "title": {"a": 1}}, {"id": [6], "title": "x"}])), JSON
    )
    assert result.ids == IDS
    assert [code for code, _ in result.rejected] == ["not_text"] * 2


@pytest.mark.parametrize("indent", [None, 1])
def test_values_one_after_another(tmp_path: Path, indent: int | None) -> None:
    objects = "\n".join(json.dumps(item, indent=2) for item in ITEMS)
    arrays = json.dumps(ITEMS[:2], indent=indent) + json.dumps(ITEMS[2:], indent=indent)
    for text in (objects, arrays):
        result = read(written(tmp_path, text), JSON)
        assert result.ids == IDS
        assert result.part.complete
    cut = read(written(tmp_path, objects[:-5]), JSON)
    assert cut.ids == IDS[:3]
    assert not cut.part.complete


def test_not_a_number(tmp_path: Path) -> None:
    result = read(
        written(tmp_path, '[{"id": 1, "title": "a"},\n{"id": NaN, "title": "a"},\n{"id": 2, "title": "b"}]'),
        JSON,
    )
    assert result.ids == ["1", "2"]
    assert result.rejected == [("bad_json", "item 2")]


def test_deep_nesting(tmp_path: Path) -> None:
    deep = '{"id": 5, "title": ' + "[" * 200_000 + "]" * 200_000 + "}"
    result = read(written(tmp_path, f"{lines()}{deep}\n" + '{"id": 6, "title": "z"}\n'), JSON)
    assert result.ids == [*IDS, "6"]
    assert result.rejected == [("bad_json", "row 5")]


def test_empty_array_is_not_complete(tmp_path: Path) -> None:
    result = read(written(tmp_path, "[]"), JSON)
    assert result.account.items == 0
    assert not result.part.complete


def test_large_array_costs_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    with path.open("w") as file:
        file.write("[")
        for number in range(1_500):
            file.write(json.dumps({"id": number, "title": "x" * 24_000}) + ",")
        file.write('{"id": 1500, "title": "end"}]')
    tracemalloc.start()
    count = sum(1 for part in read_export(source(JSON), path) for _ in part.outcomes())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1_501
    assert peak < 8 << 20


def test_element_larger_than_any_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsontext, "LARGEST_ITEM", 1 << 20)
    items = [ITEMS[0], ITEMS[1], {"id": 9, "title": "x" * (3 << 20)}, ITEMS[2]]
    result = read(written(tmp_path, json.dumps(items, indent=1)), JSON)
    assert result.ids == ["1", "2", "3"]
    assert result.rejected == [("item_too_large", "item 3")]


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.lists(values, max_size=8), st.sampled_from([None, 0, 2]))
def test_any_array_is_split_as_json_splits_it(
    tmp_path_factory: pytest.TempPathFactory, found: list[object], indent: int | None
) -> None:
    items = [{"id": str(n), "title": "t", "extra": value} for n, value in enumerate(found)]
    path = written(
        tmp_path_factory.mktemp("json"), json.dumps([{"id": "a", "title": "t"}, *items], indent=indent)
    )
    result = read(path, JSON)
    rejected = {code for code, _ in result.rejected}
    assert rejected <= {"mojibake"}
    assert result.account.items == len(items) + 1
    assert result.part.complete or rejected
