"""MARC 21: a damaged record is rejected with its byte, and the next one is found."""

from __future__ import annotations

from pathlib import Path

import pymarc
import pytest
from exports import MARC, read, written

SLIM = "http://www.loc.gov/MARC21/slim"


def record(number: int, title: str = "Kokoro") -> bytes:
    made = pymarc.Record(leader="00000nam a2200000 a 4500")
    made.add_field(pymarc.Field(tag="001", data=f"b{number}"))
    subfields = [pymarc.Subfield("a", f"{title} {number}"), pymarc.Subfield("c", "夏目漱石")]
    made.add_field(pymarc.Field(tag="245", indicators=pymarc.Indicators("1", "0"), subfields=subfields))
    return made.as_marc()


RECORDS = [record(n) for n in range(1, 5)]


def test_binary(tmp_path: Path) -> None:
    result = read(written(tmp_path, b"\n".join(RECORDS)), MARC)
    assert result.ids == ["b1", "b2", "b3", "b4"]
    assert result.outcomes[1].position == f"byte {len(RECORDS[0]) + 1}"
    assert result.part.complete


def test_a_byte_order_mark_before_the_first_record(tmp_path: Path) -> None:
    result = read(written(tmp_path, b"\xef\xbb\xbf" + RECORDS[0]), MARC)
    assert result.ids == ["b1"]
    assert result.part.complete


def test_marc_8(tmp_path: Path) -> None:
    data = bytearray(record(1, "Munchen").replace("夏目漱石".encode(), b"\xe8u\xe2e ........"[:12]))
    data[9:10] = b" "
    result = read(written(tmp_path, bytes(data)), MARC)
    raw = result.outcomes[0].raw.decode()
    assert "ü" in raw
    assert "é" in raw


def test_utf_8_whatever_the_leader_says(tmp_path: Path) -> None:
    data = bytearray(RECORDS[0])
    data[9:10] = b" "
    assert "夏目漱石" in read(written(tmp_path, bytes(data)), MARC).outcomes[0].raw.decode()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"99999" + data[5:],
        lambda data: b"xx" + data[2:],
        lambda data: data[:40],
        lambda data: data[:60] + b"\x1d" + data[60:],
        lambda data: data[:-1],
        lambda data: data[:24] + b"zzz" + data[27:],
        lambda data: data.replace("夏".encode(), b"\xff\xff\xff"),
    ],
)
def test_a_damaged_record(tmp_path: Path, damage: object) -> None:
    data = RECORDS[0] + damage(RECORDS[1]) + RECORDS[2] + RECORDS[3]
    result = read(written(tmp_path, data), MARC)
    assert result.ids in (["b1", "b3", "b4"], ["b1", "b2", "b3", "b4"])
    assert result.ids[-2:] == ["b3", "b4"]
    if "b2" not in result.ids:
        code, position = result.rejected[0]
        assert code in ("bad_marc", "mapping_failed")
        assert position == f"byte {len(RECORDS[0])}"


def test_truncated(tmp_path: Path) -> None:
    data = b"".join(RECORDS)
    result = read(written(tmp_path, data[:-20]), MARC)
    assert result.ids == ["b1", "b2", "b3"]
    assert not result.part.complete
    assert "truncated_file" in result.notes


def test_lengths_counted_in_characters(tmp_path: Path) -> None:
    """A writer that counts characters gives lengths and starts that are too small; nothing is lost by it."""
    data = record(2, "吾輩は猫である")
    end = data.index(b"\x1e")
    fields = data[end + 1 : -2].split(b"\x1e")
    directory, at = b"", 0
    for tag, field in zip((b"001", b"245"), fields, strict=True):
        length = len(field.decode()) + 1
        directory += b"%s%04d%05d" % (tag, length, at)
        at += length
    wrong = b"%05d" % len(data.decode()) + data[5:24] + directory + data[end:]
    assert wrong != data
    result = read(written(tmp_path, RECORDS[0] + wrong + RECORDS[2]), MARC)
    assert result.ids == ["b1", "b2", "b3"]
    assert result.outcomes[1].reading.names[0].text == "吾輩は猫である 2"
    assert "夏目漱石" in result.outcomes[1].raw.decode()


def test_a_directory_that_does_not_fit_its_fields(tmp_path: Path) -> None:
    lost = RECORDS[1][:24] + b"100000900000" + RECORDS[1][24:]
    lost = b"%05d" % len(lost) + lost[5:]
    result = read(written(tmp_path, RECORDS[0] + lost + RECORDS[2]), MARC)
    assert result.ids == ["b1", "b3"]
    assert result.rejected == [("bad_marc", f"byte {len(RECORDS[0])}")]


def test_marcxml(tmp_path: Path) -> None:
    def made(number: int) -> str:
        return (
            "<record><leader>00000nam a2200000 a 4500</leader>"
            f'<controlfield tag="001">b{number}</controlfield>'
            f'<datafield tag="245" ind1="1" ind2="0"><subfield code="a">T{number}</subfield></datafield></record>'
        )

    broken = made(9).replace(' tag="001"', "")
    text = f'<collection xmlns="{SLIM}">{made(1)}{broken}{made(2)}</collection>'
    result = read(written(tmp_path, text), MARC)
    assert result.ids == ["b1", "b2"]
    assert result.rejected == [("bad_marc", "item 2")]
    data = {"indicators": "10", "subfields": [("a", "T1")]}
    assert str(data["indicators"]) in result.outcomes[0].raw.decode()


def test_marcxml_in_sru(tmp_path: Path) -> None:
    inner = f'<record xmlns="{SLIM}"><leader/><controlfield tag="001">b1</controlfield><datafield tag="245"><subfield code="a">T</subfield></datafield></record>'
    text = f'<searchRetrieveResponse xmlns="http://www.loc.gov/zing/srw/"><records><record><recordData>{inner}</recordData></record></records></searchRetrieveResponse>'
    assert read(written(tmp_path, text), MARC).ids == ["b1"]
