"""Facts from JSON: what is wrong is refused with its place and a cure, and the others go on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kenri.catalogue.entity import Said
from kenri.status.facts import Work
from kenri.status.reading import read_facts, work_of
from kenri.vocab.problems import Problem


def file_of(folder: Path, works: Any) -> Path:
    path = folder / "works.json"
    path.write_text(works if isinstance(works, str) else json.dumps(works), encoding="utf-8")
    return path


def refusal(item: Any) -> Problem:
    with pytest.raises(Problem) as raised:
        work_of(item, "works.json[0]")
    return raised.value


def test_a_wrong_work_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    works = [
        {"id": 1, "schema": "text"},
        {"id": "2", "publised": 1950},
        {"id": "3", "creators": [{"died": "2023-02-30"}]},
        7,
        {"id": "5", "published": None, "title": "題"},
    ]
    found = list(read_facts(file_of(tmp_path, works)))
    assert [work_id for work_id, _ in found] == ["1", "2", "3", "", "5"]
    assert [isinstance(work, Work) for _, work in found] == [True, False, False, False, True]
    problems = [work for _, work in found if isinstance(work, Problem)]
    assert [p.code for p in problems] == ["unknown_fact_meant", "bad_fact_date", "bad_fact"]
    assert [p.where for p in problems] == ["works.json[1]", "works.json[2].creators[0].died", "works.json[3]"]


@pytest.mark.parametrize("text", ["", "{", '"works"', "5", "[1", "\x00"])
def test_a_file_that_is_no_array_of_works_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(Problem) as raised:
        list(read_facts(file_of(tmp_path, text)))
    assert raised.value.code == "bad_facts_file"


def test_other_encodings_are_told(tmp_path: Path) -> None:
    path = tmp_path / "works.json"
    path.write_bytes('[{"id": "夏目"}]'.encode("cp932"))
    with pytest.raises(Problem) as raised:
        list(read_facts(path))
    assert raised.value.code == "bad_facts_file"


def test_one_work_alone_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / "works.json"
    path.write_text('\ufeff{"id": "a"}', encoding="utf-8")
    assert [work_id for work_id, _ in read_facts(path)] == ["a"]


def test_lines_of_json_are_read_and_a_wrong_line_is_told(tmp_path: Path) -> None:
    lines = '{"id": "a", "published": 1950.0}\n{"id": "b"\n\n{"id": "c"}\n'
    found = list(read_facts(file_of(tmp_path, lines)))
    assert [work_id for work_id, _ in found] == ["a", "", "c"]
    assert [getattr(work, "code", "") for _, work in found] == ["", "bad_fact", ""]


def test_the_same_id_twice_is_answered_twice(tmp_path: Path) -> None:
    works = [{"id": "a", "published": 1950}, {"id": "a", "published": 1960}]
    assert [work_id for work_id, _ in read_facts(file_of(tmp_path, works))] == ["a", "a"]


def test_no_works_are_no_answers(tmp_path: Path) -> None:
    assert list(read_facts(file_of(tmp_path, []))) == []


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"creators": [{"dide": 1950}]}, "unknown_fact_meant"),
        ({"zzzzzz": 1}, "unknown_fact"),
        ({"authorship": "group"}, "unknown_fact_value"),
        ({"schema": "person"}, "unknown_fact_value"),
        ({"schema": "boook"}, "unknown_fact_value"),
        ({"layers": ["sound"]}, "unknown_fact_value"),
        ({"published": True}, "bad_fact_date"),
        ({"published": 0}, "bad_fact_date"),
        ({"published": 19500}, "bad_fact_date"),
        ({"published": "1950-13-01"}, "bad_fact_date"),
        ({"published": [1, 2, 3]}, "bad_fact_date"),
        ({"published": 1905.5}, "bad_fact_date"),
        ({"published": [1925, 1920]}, "bad_fact_date"),
        ({"published": [True, 1920]}, "bad_fact_date"),
        ({"published": {"earliest": 1950, "latest": 1940}}, "bad_fact_date"),
        ({"published": float("nan")}, "bad_fact_date"),
        ({"id": True}, "bad_fact"),
        ({"reviewed": {"jp.photograph_1957": "yes"}}, "bad_fact"),
        ({"renewal": "yes"}, "bad_fact"),
        ({"creators": "夏目漱石"}, "bad_fact"),
        ({"creators": [5]}, "bad_fact"),
        ({"said": {"published": [{"local_id": 5}]}}, "bad_fact"),
        ([], "bad_fact"),
    ],
)
def test_what_is_wrong_is_named(item: Any, code: str) -> None:
    problem = refusal(item)
    assert problem.code == code
    assert problem.where.startswith("works.json[0]")
    assert problem.message("ja") != problem.message("en")


@pytest.mark.parametrize(
    ("value", "earliest", "latest"),
    [
        (1934, "1934", "1934"),
        ("1934-05-01", "1934-05-01", "1934-05-01"),
        ("昭和9年", "1934", "1934"),
        ([1930, 1935], "1930", "1935"),
        ([None, 1935], "", "1935"),
        ({"earliest": 1930, "latest": "1935-06"}, "1930", "1935-06"),
    ],
)
def test_dates_are_read_as_people_write_them(value: Any, earliest: str, latest: str) -> None:
    work = work_of({"published": value})
    assert work.published is not None
    assert (work.published.earliest, work.published.latest) == (earliest, latest)


def test_who_said_it_is_kept() -> None:
    said = {"source": "aozora", "local_id": "000773"}
    work = work_of(
        {"published": 1914, "said": {"published": said}, "creators": [{"died": 1916, "said": "ndl"}]}
    )
    assert work.said["published"] == (Said("aozora", "000773"),)
    assert work.creators[0].said == (Said("ndl", ""),)
