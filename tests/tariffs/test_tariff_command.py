"""``kenri tariff`` as people and scripts use it."""

from __future__ import annotations

import json

import pytest

from kenri.project.commands.tariff import tariff
from kenri.tariffs import tariffs
from kenri.vocab.problems import Problem


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENRI_LANG", "en")


def test_all_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    tariff()
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [found.id for found in tariffs()]
    tariff(json=True)
    assert len(json.loads(capfd.readouterr().out)) == len(tariffs())


def test_one_is_shown_with_its_inputs_and_figures(capfd: pytest.CaptureFixture[str]) -> None:
    tariff("sartras_class", on="2026-11-22")
    out = capfd.readouterr().out
    assert "learners  Learners" in out
    assert "Yearly sum per learner: University ¥720 per learner and year" in out
    assert "Yearly sum per learner: High school ¥420 per learner and year" in out
    assert out.count("(unverified)") == 4, "three figures and the rate of consumption tax"


def test_a_use_is_reckoned(capfd: pytest.CaptureFixture[str]) -> None:
    told = ["school=university", "learners = 1,200"]
    tariff("sartras_class", input=told, on="2026-11-22", json=True)
    answer = json.loads(capfd.readouterr().out)
    assert (answer["amount"], answer["tax"], answer["tariff"]) == (950400, 86400, "sartras_class@2021-04-01")
    assert [line["amount"] for line in answer["lines"]] == [None, 864000, 86400]
    tariff("sartras_class", input=told, on="2026-11-22")
    assert "¥950,400  sartras_class@2021-04-01" in capfd.readouterr().out
    tariff("model_stage", input=["revenue=0"], on="2026-11-22")
    assert "it is no body's rule" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("id_", "told", "on", "code"),
    [
        ("nothing", None, "", "unknown_tariff"),
        ("sartras_class", ["learners"], "", "tariff_input_told_wrong"),
        ("sartras_class", ["learners=3"], "", "tariff_input_missing"),
        ("sartras_class", ["school=university", "learners=3"], "2001-01-01", "tariff_not_in_force"),
        ("sartras_class", None, "soon", "bad_day"),
    ],
)
def test_what_does_not_fit_is_told(id_: str, told: list[str] | None, on: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        tariff(id_, input=told, on=on)
    assert refused.value.code == code
