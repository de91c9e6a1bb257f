"""A tariff's file: dated figures, versions, and what is refused when it is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kenri.tariffs import Tariff, reckon, reckon_again, tariff, tariffs
from kenri.tariffs.loading import sources, tariffs_in
from kenri.vocab.data_files import parse_yaml
from kenri.vocab.problems import Problem

VERSIONS = Path(__file__).with_name("versions.yaml")

LENDING = """\
label: {ja: 原画の貸出し, en: Lending of originals}
nature: society
about: {ja: 試験用, en: For a test}
fields: [art]
acts: [exhibition]
inputs:
  - {key: works, kind: count, label: {ja: 点数, en: Works}, monotone: up}
  - {key: room, kind: choice, label: {ja: 会場, en: Room}, choices: {small: {label: {ja: 小, en: small}}, large: {label: {ja: 大, en: large}}}}
parameters:
  each:
    label: {ja: 1点の額, en: Price of a work}
    unit: yen
    values:
      - {from: 2015-04-01, value: "100", source: GENERAL, verified: false}
      - {from: 2021-04-01, value: "120.5", source: GENERAL, verified: true}
  factor:
    label: {ja: 会場の係数, en: Factor of the room}
    unit: count
    values: [{from: 2014-01-01, choices: {small: {value: "1"}, large: {value: "1.5"}}, source: GENERAL, verified: true}]
methods:
  - from: 2015-04-01
    source: GENERAL
    verified: true
    steps:
      - {key: standing, label: {ja: 係数, en: Factor}, op: pick, of: [factor, room]}
      - {key: due, label: {ja: 使用料, en: Royalty}, op: multiply, of: [each, works, standing], rounding: half_up, charge: true}
  - from: 2023-04-01
    source: GENERAL
    verified: true
    steps:
      - {key: standing, label: {ja: 係数, en: Factor}, op: pick, of: [factor, room]}
      - {key: due, label: {ja: 使用料, en: Royalty}, op: multiply, of: [each, works, standing], rounding: down, charge: true}
tax: {way: exclusive, source: GENERAL, verified: true}
ends: 2030-03-31
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder of tariffs."""
    place = tmp_path / "tariffs"
    place.mkdir()
    return place


def loaded(folder: Path, text: str = LENDING) -> Tariff:
    body = folder / "gallery"
    body.mkdir(exist_ok=True)
    (body / "body.yaml").write_text("label: {ja: 画廊, en: Gallery}\n", encoding="utf-8")
    (body / "lending.yaml").write_text(text, encoding="utf-8")
    [found] = tariffs_in(folder)
    return found


def test_versions_begin_where_anything_changes_that_decides_the_amount(folder: Path) -> None:
    found = loaded(folder)
    days = ["2015-04-01", "2019-10-01", "2021-04-01", "2023-04-01"]
    assert [day.isoformat() for day in found.versions()] == days, "with the rise of consumption tax in 2019"
    assert found.version_on(date(2015, 3, 31)) is None
    assert found.version_on(date(2030, 4, 1)) is None


@pytest.mark.parametrize(
    ("on", "amount", "tax", "version"),
    [
        ("2019-09-30", 108, 8, "2015-04-01"),
        ("2019-10-01", 110, 10, "2019-10-01"),
        ("2021-04-01", 133, 12, "2021-04-01"),
        ("2023-04-01", 132, 12, "2023-04-01"),
    ],
)
def test_the_figures_of_the_day_are_taken(folder: Path, on: str, amount: int, tax: int, version: str) -> None:
    reckoning = reckon(loaded(folder), {"works": 1, "room": "small"}, date.fromisoformat(on))
    assert (reckoning.amount, reckoning.tax, reckoning.tariff) == (amount, tax, f"lending@{version}")


def test_before_and_after_it_is_in_force(folder: Path) -> None:
    for on in (date(2015, 3, 31), date(2030, 4, 1)):
        with pytest.raises(Problem) as refused:
            reckon(loaded(folder), {"works": 1, "room": "small"}, on)
        assert refused.value.code == "tariff_not_in_force"
        assert "2030-03-31" in refused.value.message("ja")


@pytest.mark.parametrize(
    ("told", "code", "where"),
    [
        ({"room": "small"}, "tariff_input_missing", "works"),
        ({"works": "", "room": "small"}, "tariff_input_missing", "works"),
        ({"works": 1.5, "room": "small"}, "tariff_input_bad", "works"),
        ({"works": "1.5", "room": "small"}, "tariff_input_bad", "works"),
        ({"works": "-1", "room": "small"}, "tariff_input_bad", "works"),
        ({"works": "1e999999", "room": "small"}, "tariff_input_bad", "works"),
        ({"works": "NaN", "room": "small"}, "tariff_input_bad", "works"),
        ({"works": "9" * 5000, "room": "small"}, "tariff_input_bad", "works"),
        ({"works": True, "room": "small"}, "tariff_input_bad", "works"),
        ({"works": 1, "room": "huge"}, "tariff_input_bad", "room"),
        ({"works": 1, "room": "small", "colour": "red"}, "tariff_input_unknown", "colour"),
    ],
)
def test_bad_input_is_refused(folder: Path, told: dict[str, object], code: str, where: str) -> None:
    with pytest.raises(Problem) as refused:
        reckon(loaded(folder), told, date(2026, 11, 22))
    assert (refused.value.code, refused.value.where) == (code, where)
    assert refused.value.message("ja")


def test_numbers_may_be_told_in_several_ways(folder: Path) -> None:
    ways = [1200, "1200", "1,200", Decimal(1200), Decimal("1200.0"), " 1200 "]
    found = {reckon(loaded(folder), {"works": w, "room": "large"}, date(2026, 11, 22)).amount for w in ways}
    assert found == {238590}


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("nature: society", "nature: model", "never verified"),
        ("of: [each, works, standing]", "of: [each, works, standing, each]", "units do not go together"),
        ("of: [each, works, standing]", "of: [each, visitors, standing]", "'visitors' is no quantity"),
        ("rounding: half_up", "rounding: sideways", "unknown rounding 'sideways'"),
        ("rounding: half_up, ", "", "rounded to whole ones"),
        ("rounding: half_up, ", "rounding: half_up_cent, ", "rounded to whole ones"),
        ("charge: true", "charge: false", "no step charges anything"),
        ("fields: [art]", "fields: [arts]", "unknown 'arts'"),
        ("acts: [exhibition]", "acts: [exhibitions]", "unknown 'exhibitions'"),
        ("from: 2021-04-01", "from: 2015-04-01", "not in order"),
        ('value: "100", source: GENERAL', 'value: "100", source: HEARSAY', "'HEARSAY' stands in no sources"),
        ('value: "100"', 'value: "-100"', "negative"),
        ('large: {value: "1.5"}', 'huge: {value: "1.5"}', "are not those of 'room'"),
        (
            'value: "100"',
            'value: "100", brackets: [{above: "0", value: "1"}]',
            "one of value, choices, brackets",
        ),
        ("{key: works,", "{key: each,", "names two things"),
        ("kind: count", "kind: date", "no quantity"),
        ("ends: 2030-03-31", "ends: 2010-03-31", "before it begins"),
        ("ends: 2030-03-31", "colour: red", "colour"),
        ("op: pick", "op: slab", "slab does not take"),
        ("ends: 2030-03-31", "ends: 2030-03-31\nends: 2031-03-31", "repeated"),
        ("[exhibition]", "[exhibition", "expected"),
    ],
)
def test_a_file_at_fault_is_refused_with_what_is_wrong(
    folder: Path, right: str, wrong: str, told: str
) -> None:
    assert right in LENDING
    with pytest.raises(Problem) as refused:
        loaded(folder, LENDING.replace(right, wrong))
    assert refused.value.code == "bad_tariff"
    assert refused.value.where == "gallery/lending.yaml"
    assert told in refused.value.message("en")


def test_two_tariffs_of_one_id_are_refused(folder: Path) -> None:
    loaded(folder)
    other = folder / "other"
    other.mkdir()
    (other / "body.yaml").write_text("label: {ja: 別, en: Other}\n", encoding="utf-8")
    (other / "lending.yaml").write_text(LENDING, encoding="utf-8")
    with pytest.raises(Problem, match="same id"):
        list(tariffs_in(folder))


@pytest.mark.parametrize(
    "reference", ["sartras_class@2021-04-02", "sartras_class", "sartras_class@2021-04-01+2"]
)
def test_a_version_that_was_never_in_force_is_refused(reference: str) -> None:
    with pytest.raises(Problem, match="sartras_class@2021-04-01") as refused:
        reckon_again(reference, {"school": "university", "learners": 1})
    assert refused.value.code == "unknown_tariff_version"


def test_a_corrected_edition_has_a_name_of_its_own(folder: Path) -> None:
    corrected = loaded(folder, LENDING.replace("nature: society", "nature: society\nedition: 2"))
    assert corrected.reference(date(2015, 4, 1)) == "lending@2015-04-01+2"


def test_published_versions_stay_as_they_were() -> None:
    """A changed figure is a new dated value; a correction of a version raises the file's ``edition``."""
    digests = {
        found.reference(version): found.digest(version) for found in tariffs() for version in found.versions()
    }
    kept = parse_yaml(VERSIONS.read_text(encoding="utf-8"))
    changed = {key: digest for key, digest in digests.items() if kept.get(key) != digest}
    assert not changed, f"put these into versions.yaml, if they are new: {changed}"


def test_nothing_rests_on_a_source_that_nobody_named() -> None:
    with pytest.raises(Problem) as refused:
        tariff("jasrac")
    assert "jasrac_download" in refused.value.message("en")
    for found in tariffs():
        model = found.written.nature == "model"
        named = {dated.source for p in found.written.parameters.values() for dated in p.values}
        assert named <= sources().keys()
        assert (named == {"MODEL"}) is model, "what is Kenri's own says so, and nothing else does"
        assert found.body_id == "kenri" if model else found.body_id != "kenri"


def test_a_step_names_the_source_of_the_doubt_that_it_rests_on() -> None:
    classes, day = tariff("sartras_class"), date(2026, 11, 22)
    known = reckon(classes, {"learners": 1, "school": "university"}, day)
    doubted = reckon(classes, {"learners": 1, "school": "high"}, day)
    assert [(line.source, line.verified) for line in known.lines[:2]] == [("JEPA", True), ("LAW", True)]
    assert [(line.source, line.verified) for line in doubted.lines[:2]] == [("GENERAL", False)] * 2
