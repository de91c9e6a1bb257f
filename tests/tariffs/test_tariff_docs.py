"""The guide adds a tariff: its file loads, and its cases come to what they say."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from tariff_cases import Case
from test_tariff_cases import held

from kenri.tariffs.loading import tariffs_in
from kenri.tariffs.rounding import roundings
from kenri.tariffs.spec import Operation
from kenri.vocab.data_files import parse_yaml

GUIDE = Path(__file__).resolve().parents[2] / "docs/add-a-tariff.md"


def test_the_guide_adds_a_tariff(tmp_path: Path) -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    place = tmp_path / "tariffs/gallery"
    place.mkdir(parents=True)
    (place / "body.yaml").write_text("label: {ja: 画廊, en: Gallery}\n", encoding="utf-8")
    (place / "lending.yaml").write_text(blocks[0], encoding="utf-8")
    [lending] = tariffs_in(place.parent)
    cases = msgspec.convert(parse_yaml(blocks[1]), list[Case], strict=False)
    assert len(cases) == 2
    for case in cases:
        held(lending, case)


def test_the_guide_names_every_operation_and_where_roundings_stand() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for operation in Operation.__args__:
        assert f"`{operation}`" in text
    assert roundings()
    assert "roundings.yaml" in text
