"""Messages of all rooms: unique codes, both languages, equal placeholders."""

from __future__ import annotations

from importlib import resources
from string import Formatter

import pytest

from kenri.vocab import data_files
from kenri.vocab.problems import Problem, ProblemKind, problem_kinds
from kenri.vocab.text import Text

FILES = data_files.names_in("problems")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_read_strictly(name):
    assert data_files.load(f"problems/{name}", dict[str, ProblemKind])


def test_codes_are_unique_over_all_files():
    codes = [code for name in FILES for code in data_files.load(f"problems/{name}", dict[str, ProblemKind])]
    assert sorted(codes) == sorted(set(codes))
    assert set(codes) == set(problem_kinds())


@pytest.mark.parametrize("name", FILES)
def test_both_languages_say_the_same(name):
    for code, kind in data_files.load(f"problems/{name}", dict[str, ProblemKind]).items():
        for text in (kind.cause, kind.cure):
            assert text.ja.strip(), code
            assert text.en.strip(), code
            assert placeholders(text.ja) == placeholders(text.en), code
            assert all(name.isidentifier() for name in placeholders(text.en)), code
        assert any(ord(character) > 0x3000 for character in kind.cause.ja), code


def test_a_problem_says_where_cause_and_cure():
    problem = Problem("unknown_code", "works.csv:7", field="役割", value="x" * 500)
    assert problem.message("en").startswith("works.csv:7: 役割 has the unknown code 'xxx")
    assert "…" in problem.message("en")
    assert "未知のコード" in problem.message("ja")
    assert str(problem) == problem.message("en")


def test_a_value_may_itself_be_in_two_languages():
    text = Text("{what}です。", "It is {what}.").format(what=Text("空", "empty"))
    assert (text.ja, text.en) == ("空です。", "It is empty.")


def test_no_file_lies_beside_the_yaml_files():
    folder = resources.files("kenri.vocab").joinpath("data/problems")
    assert [file.name for file in folder.iterdir() if not file.name.endswith(".yaml")] == []


@pytest.mark.parametrize("code", ["no_longer_a_code", "{odd}"])
def test_a_stored_problem_of_an_earlier_version_is_told_plainly(code):
    problem = Problem(code, "works.csv:7", value="x")
    assert code in problem.message("en")
    assert code in problem.message("ja")
    assert problem.cure.ja != problem.cure.en


def test_a_list_to_choose_from_is_not_cut():
    ids = ", ".join(f"source_{number}" for number in range(100))
    assert ids in Problem("unknown_source", source="x", known=ids).message("en")
    assert "x" * 201 not in Problem("unknown_source", source="x" * 500, known=ids).message("en")
