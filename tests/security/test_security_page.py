"""docs/security.md claims nothing that is not there: every test exists, every requirement has its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kenri.accounts.models import Organisation, User

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
LEVEL_2 = """
    1.1:1-7 1.2:1-4 1.4:1,4-5 1.5:1-4 1.6:1-4 1.7:1-2 1.8:1-2 1.9:1-2 1.10:1 1.11:1-2 1.12:2
    1.14:1-6 2.1:1-12 2.2:1-3 2.3:1-3 2.4:1-5 2.5:1-7 2.6:1-3 2.7:1-6 2.8:1-7 2.9:1-3 2.10:1-4 3.1:1
    3.2:1-4 3.3:1-4 3.4:1-5 3.5:1-3 3.7:1 4.1:1-3,5 4.2:1-2 4.3:1-3 5.1:1-5 5.2:1-8 5.3:1-10 5.4:1-3
    5.5:1-4 6.1:1-3 6.2:1-6 6.3:1-2 6.4:1-2 7.1:1-4 7.2:1-2 7.3:1,3-4 7.4:1-3 8.1:1-4 8.2:1-3
    8.3:1-8 9.1:1-3 9.2:1-4 10.2:1-2 10.3:1-3 11.1:1-8 12.1:1-3 12.2:1 12.3:1-6 12.4:1-2 12.5:1-2
    12.6:1 13.1:1,3-5 13.2:1-3,5-6 13.3:1-2 13.4:1-2 14.1:1-4 14.2:1-6 14.3:2-3 14.4:1-7 14.5:1-4
"""
"""The requirements of levels 1 and 2 of OWASP ASVS 4.0.3: section, and the numbers in it."""
_NUMBER = r"\d+\.\d+\.\d+"


def spread(told: str) -> set[int]:
    """``1-3,5`` as 1, 2, 3 and 5."""
    found: set[int] = set()
    for part in told.split(","):
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return found


def wanted() -> set[str]:
    sections = (one.split(":") for one in LEVEL_2.split())
    return {f"{section}.{number}" for section, told in sections for number in spread(told)}


def rows() -> list[tuple[str, str]]:
    """The first cell of each line of the tables of requirements, and the rest of it."""
    return re.findall(rf"^\| ({_NUMBER}[^|]*) \|(.*)\|$", PAGE, re.MULTILINE)


def answered(cell: str) -> set[str]:
    """``2.4.1 – 2.4.3, 2.5.1`` as four requirements."""
    found: set[str] = set()
    for part in cell.split(", "):
        first, *last = re.findall(_NUMBER, part)
        section, _, number = first.rpartition(".")
        end = last[0].rpartition(".")[2] if last else number
        found |= {f"{section}.{one}" for one in range(int(number), int(end) + 1)}
    return found


def test_every_requirement_of_the_level_has_its_line_and_no_other_does() -> None:
    told = [one for cell, _ in rows() for one in answered(cell)]
    assert len(told) == len(set(told)), "one line each"
    assert len(wanted()) == 259
    assert set(told) == wanted()


def test_every_line_has_a_test_or_a_reason() -> None:
    for number, rest in rows():
        how, reason = rest.split("|")
        assert how.strip(), number
        assert "::" in reason or "**not met**" in rest or len(reason.strip()) > 8, number


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)
    assert len(named) > 150
    for path, name in set(named):
        code = (ROOT / "tests" / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", code, re.MULTILINE), f"{path}::{name}"
    assert "::" not in re.sub(r"`[\w/]+\.py::\w+`", "", PAGE), "every test is named in one way"


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    asked = [one for group in groups for one in group if not one.startswith("kenri[")]
    assert len(asked) > 40
    assert [one for one in asked if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+", one)] == []


@pytest.mark.django_db
def test_a_new_site_has_no_account() -> None:
    assert not User.objects.exists()
    assert not Organisation.objects.exists()
