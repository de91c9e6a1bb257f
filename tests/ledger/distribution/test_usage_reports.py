"""Usage reports are read whole: uses, services, identifiers, and every problem by its line."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest

from kenri.ledger.distribution.dsr import DsrReading, is_dsr, record_types
from kenri.ledger.distribution.usage_lists import ListedUsage
from kenri.vocab.problems import Problem

HEAD = ("HEAD", "dsrf/2.0", "BasicAudioProfile", "1.2", "M1", "2026-05-15T03:15:00Z", "1", "1", "2026-04", "2026-04",
        "PADPIDA0000000001A", "Kikoe", "Kikoe", "", "", "")  # fmt: skip
SUMMARY = (
    "SY02.02",
    "S1",
    "",
    "",
    "SubscriptionModel",
    "OnDemandStream",
    "JP",
    "Premium",
    "1300",
    "",
    "JPY",
    "9000.75",
)


def record(kind: str, **cells: str) -> tuple[str, ...]:
    return (kind, *(cells.get(name, "") for name in record_types()[kind]))


def report(path: Path, *records: tuple[str, ...], foot: str = "FOOT") -> Path:
    lines = ["\t".join(one) for one in records]
    lines.append("\t".join((foot, str(len(lines) + 1), "", "1", "1", "")))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


SONG = record(
    "AS02.02", BlockId="1", ResourceReference="R1", DspResourceId="d1", ISRC="JPA602600011", Title="川の|歌",
    DisplayArtistName="佐藤花", ISWC="T-034.524.680-1", ComposerAuthor="鈴木一郎|Ito, J\\|K",
)  # fmt: skip


def test_a_report_with_blocks(tmp_path: Path) -> None:
    sold = record(
        "SU02",
        BlockId="1",
        SummaryRecordId="S1",
        TransactedResource="R1",
        IsRoyaltyBearing="true",
        NumberOfStreams="1200",
    )
    free = record(
        "SU02",
        BlockId="1",
        SummaryRecordId="S1",
        TransactedResource="R1",
        IsRoyaltyBearing="false",
        NumberOfStreams="100",
    )
    other = record("AS01", BlockId="2", ResourceReference="R1", Title="夜")
    work = record("MW01", BlockId="2", ISWC="T0000000010", Title="夜の曲", ComposerAuthor="山田")
    down = record(
        "SU01", BlockId="2", SummaryRecordId="S1", TransactedResource="R1", Usages="10", Returns="3"
    )
    path = report(
        tmp_path / "r.tsv", HEAD, ("#AS01", "BlockId"), SUMMARY, SONG, sold, free, other, work, down
    )
    path.write_text(path.read_text().replace("#AS01\tBlockId\n", "# a remark\n"))
    reading = DsrReading(path)
    uses = list(reading.uses())
    assert is_dsr(path)
    assert [(u.number, u.title, u.units, u.kind) for u in uses] == [
        (5, "川の", 1200, "licensed"), (6, "川の", 100, "free"), (9, "夜", 7, "licensed"),
    ]  # fmt: skip
    assert [(i.scheme, i.value) for i in uses[0].identifiers] == [
        ("isrc", "JPA602600011"),
        ("iswc", "T0345246801"),
    ]
    assert uses[0].creators == ("鈴木一郎", "Ito, J|K", "佐藤花")
    assert uses[2].creators == ("山田",)
    service = reading.services["S1"]
    assert (service.revenue, service.territory, service.use_type) == (9000, "JP", "OnDemandStream")
    assert (reading.first, reading.last, reading.sender) == (
        dt.date(2026, 4, 1),
        dt.date(2026, 4, 30),
        "Kikoe",
    )
    assert reading.counts == {
        "AS01": 1,
        "AS02.02": 1,
        "FOOT": 1,
        "HEAD": 1,
        "MW01": 1,
        "SU01": 1,
        "SU02": 2,
        "SY02.02": 1,
    }
    assert codes(reading.problems) == []


def test_every_problem_is_told_by_line_and_the_good_rows_go_on(tmp_path: Path) -> None:
    bad = record("SU02", BlockId="1", SummaryRecordId="S1", TransactedResource="R1", NumberOfStreams="many")
    taken_back = record(
        "SU01", BlockId="1", SummaryRecordId="S1", TransactedResource="R1", Usages="1", Returns="2"
    )
    good = record("SU02", BlockId="1", SummaryRecordId="S1", TransactedResource="R1", NumberOfStreams="5.0")
    newer = ("SU02.09", "1", "S1", "", "", "R1", "true", "8", "", "", "", "", "beyond")
    orphan = record("SU02", BlockId="2", SummaryRecordId="S1", TransactedResource="R9", NumberOfStreams="4")
    dollars = (*SUMMARY[:10], "USD", "5")
    path = report(
        tmp_path / "r.tsv", HEAD, dollars, SONG, bad, taken_back, good, newer, ("XX99", "?"), orphan
    )
    with path.open("ab") as file:
        file.write(b"late \xff\n")
    reading = DsrReading(path)
    assert [use.units for use in reading.uses()] == [5, 8, 4][:2]
    assert [(p.code, p.where) for p in reading.problems] == [
        ("dsr_currency", "line 2"), ("dsr_unknown_version", "line 7"), ("dsr_cells", "line 7"),
        ("dsr_unknown_record", "line 8"), ("usage_number", "line 4"), ("usage_number", "line 5"),
        ("dsr_not_utf8", "line 11"), ("dsr_unknown_record", "line 11"), ("dsr_no_resource", "line 9"),
        ("dsr_lines", "line 10"),
    ]  # fmt: skip


def test_single_records_headings_of_the_file_and_gzip(tmp_path: Path) -> None:
    single = record(
        "SR02", SummaryRecordId="S1", ISRC="JPA602600011", ResourceTitle="川の歌", NumberOfStreams="7"
    )
    path = report(tmp_path / "r.tsv", ("SRHE", *HEAD[1:]), SUMMARY, single, foot="SRFO")
    packed = tmp_path / "r.tsv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert [(use.title, use.units) for use in DsrReading(packed).uses()] == [("川の歌", 7)]
    own = ("#SU02.03", "BlockId", "SummaryRecordId", "NumberOfStreams", "TransactedResource")
    path = report(tmp_path / "o.tsv", HEAD, own, SUMMARY, SONG, ("SU02.03", "1", "S1", "44", "R1"))
    assert [use.units for use in DsrReading(path).uses()] == [44]


def test_an_album_is_a_use_of_each_of_its_tracks_and_totals_are_not_counted_again(tmp_path: Path) -> None:
    tracks = [record("AS01", BlockId="1", ResourceReference=f"R{n}", Title=f"第{n}曲") for n in (1, 2, 3)]
    part = record("RE02", BlockId="1", ReleaseReference="A", UsedResources="R1|R3")
    sold = record("SU01", BlockId="1", SummaryRecordId="S1", TransactedRelease="A", Usages="6")
    total = record("RU01", BlockId="1", SummaryRecordId="S1", Usages="6")
    path = report(tmp_path / "r.tsv", HEAD, SUMMARY, *tracks, part, sold, total)
    assert [(use.title, use.units) for use in DsrReading(path).uses()] == [("第1曲", 6), ("第3曲", 6)]


def test_a_report_that_breaks_off_is_told_from_a_whole_one(tmp_path: Path) -> None:
    path = report(tmp_path / "r.tsv", HEAD, SUMMARY, SONG)
    path.write_text("\n".join(path.read_text().splitlines()[:-1]))
    reading = DsrReading(path)
    list(reading.uses())
    assert codes(reading.problems) == ["dsr_no_footer"]
    packed = tmp_path / "r.tsv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes() * 500)[:-20])
    with pytest.raises(Problem, check=lambda p: p.code == "damaged_report"):
        list(DsrReading(packed).uses())


LISTED = """作品名,作者,ISRC,再生回数,広告収入,国,侵害,ユーザーID
川の歌,鈴木一郎,JPA602600011,"1,200",30000,JP,,u1
夜の窓,山田,,300,5000,JP,はい,u2
空,,,12,100,us,いいえ,u3
だめ,,,3.5,1,JP,,u4
"""


def test_a_table_of_a_platform_with_guessed_columns(tmp_path: Path) -> None:
    path = tmp_path / "usage.csv"
    path.write_text(LISTED, encoding="cp932")
    reading = ListedUsage(path)
    uses = list(reading.uses())
    assert [(u.title, u.units, u.kind, u.pool) for u in uses] == [
        ("川の歌", 1200, "licensed", "JP"), ("夜の窓", 300, "infringing", "JP"), ("空", 12, "licensed", "US"),
    ]  # fmt: skip
    assert [i.scheme for i in uses[0].identifiers] == ["isrc"]
    assert {code: service.revenue for code, service in reading.services.items()} == {"JP": 35000, "US": 100}
    assert [(p.code, p.where) for p in reading.problems] == [
        ("usage_viewers", "ユーザーID"),
        ("usage_number", "5"),
    ]
    assert reading.counts == {"rows": 4, "rejected": 1}
    assert not is_dsr(path)
    assert not any("u1" in str(use) for use in uses)


def test_a_table_without_numbers_of_uses_is_refused_unless_a_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "usage.csv"
    path.write_text("title,amount of it\nA,3\nB,4\n", encoding="utf-8")
    with pytest.raises(Problem, check=lambda p: p.code == "usage_no_units"):
        ListedUsage(path)
    assert [use.units for use in ListedUsage(path, {"amount of it": "units"}).uses()] == [3, 4]
