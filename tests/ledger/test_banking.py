"""Bank files: what is read, refused and written; the published schemas accept what is written."""

from __future__ import annotations

import datetime as dt
import functools
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kenri.ledger.banking import camt053, zengin
from kenri.ledger.banking.kana import alike, bank_kana
from kenri.ledger.banking.statements import Creditor, Line, Order, Statement, Transfer, minor_units, told
from kenri.ledger.providers import providers
from tests.ledger.books import AT, refused

OURS = Creditor("0001", "001", "1", "1234567", "ｺｳｴｷｼｬﾀﾞﾝ ｷｶﾝ")
DAY = dt.date(2026, 6, 1)


@functools.cache
def schema(distribution: str, name: str) -> etree.XMLSchema:
    try:
        files = metadata.files(distribution) or []
    except metadata.PackageNotFoundError:
        pytest.skip(f"{distribution}, which brings the published schema, is not installed")
    [file] = [file for file in files if file.name == f"{name}.xsd" and "templates" not in str(file)]
    return etree.XMLSchema(etree.parse(Path(str(file.locate()))))


def order(*amounts: int) -> Order:
    to = Creditor("0005", "123", "1", "7654321", "ｶ)ｹﾝﾘ")
    transfers = tuple(Transfer(f"P-{n:08d}", to, amount, "補償金 K-1") for n, amount in enumerate(amounts))
    return Order("T-00000001", DAY, AT, "9876543210", OURS, transfers)


def test_an_order_validates_against_the_published_schema() -> None:
    data = providers()["bank_transfer"].write(order(12_156, 1), "pain.001")
    found = schema("sepaxml", "pain.001.001.03")
    assert found.validate(etree.fromstring(data)), found.error_log
    assert b"<CtrlSum>12157</CtrlSum>" in data
    with refused("bank_file_unknown"):
        providers()["bank_transfer"].write(order(1), "cheque")


def test_an_order_in_zengin_has_its_fields_where_banks_look_for_them() -> None:
    data = providers()["bank_transfer"].write(order(12_156, 1), "zengin")
    header, first, second, trailer, end = (line.decode("cp932") for line in data.split(b"\r\n")[:5])
    assert {len(line.encode("cp932")) for line in (header, first, second, trailer, end)} == {120}
    assert header[:14] == "12109876543210"
    assert header[14:54].rstrip() == "ｺｳｴｷｼﾔﾀﾞﾝ ｷｶﾝ"
    assert (header[54:58], header[58:62], header[77:80], header[95], header[96:103]) == (
        "0601", "0001", "001", "1", "1234567",
    )  # fmt: skip
    assert (first[1:5], first[20:23], first[42], first[43:50]) == ("0005", "123", "1", "7654321")
    assert (first[50:80].rstrip(), first[80:90], first[91:111].rstrip()) == (
        "ｶ)ｹﾝﾘ",
        "0000012156",
        "P-00000000",
    )
    assert (trailer[:19], end[0]) == ("8000002000000012157", "9")


def zengin_statement(
    *lines: tuple[int, str, str], trailer_in: int | None = None, opening: int = 500
) -> bytes:
    """Two-sided sample of 入出金取引明細: (signed amount, name, edi)."""

    def pad(text: str, length: int) -> str:
        return text.ljust(length)

    came, went = sum(a for a, _, _ in lines if a > 0), -sum(a for a, _, _ in lines if a < 0)
    days = "080601080601080601"
    records = ["1030" + days + "0001" + " " * 15 + "001" + " " * 15 + "   " + "1" + "0001234567" + pad("ｷｶﾝ", 40)
               + "1" + "1" + f"{opening:014d}" + " " * 71]  # fmt: skip
    for number, (amount, name, edi) in enumerate(lines, start=1):
        records.append(
            "2" + f"{number:08d}" + "080601" * 2 + ("1" if amount > 0 else "2") + "11" + f"{abs(amount):012d}"
            + "0" * 12 + "000000" * 2 + "0" + "0" * 7 + "000" + "0" * 10 + pad(name, 48) + pad("ﾐｽﾞﾎ", 15)
            + pad("ﾎﾝﾃﾝ", 15) + pad("ﾌﾘｺﾐ", 20) + pad(edi, 20) + " "
        )  # fmt: skip
    records.append(
        "8" + f"{len(lines):06d}" + f"{came if trailer_in is None else trailer_in:013d}" + "000000"
        + f"{went:013d}" + "1" + f"{opening + came - went:014d}" + f"{len(lines):07d}" + " " * 139
    )  # fmt: skip
    records.append("9" + f"{len(lines) + 3:010d}" + "00001" + " " * 184)
    return b"".join(record.encode("cp932") + b"\r\n" for record in records)


@pytest.mark.parametrize("ends", [b"\r\n", b""])
def test_a_zengin_statement_is_read(ends: bytes) -> None:
    data = zengin_statement((36_500, "0000000197ｶ)ﾎｳｿｳ", ""), (-200, "ﾃｽｳﾘﾖｳ", "EDI")).replace(b"\r\n", ends)
    [found] = providers()["bank_transfer"].read(data)
    assert (found.account, found.opening, found.closing, found.until) == (
        "0001-001-1234567",
        500,
        36_800,
        DAY,
    )
    first, second = found.lines
    assert (first.amount, first.day, first.name) == (36_500, DAY, "0000000197ｶ)ﾎｳｿｳ")
    assert (second.amount, second.text) == (-200, "ﾌﾘｺﾐ EDI")
    assert first.message != second.message


def test_a_damaged_zengin_statement_is_refused_whole_and_a_bad_line_alone() -> None:
    good = zengin_statement((5, "A", ""), (6, "B", ""))
    with refused("bank_file_cut"):
        zengin.read_statements(good[:500])
    with refused("statement_does_not_add_up"):
        zengin.read_statements(zengin_statement((5, "A", ""), trailer_in=7))
    [found] = zengin.read_statements(good.replace(b"000000000006", b"00000000000X"))
    assert [line.amount for line in found.lines] == [5]
    assert [(p.code, p.where) for p in found.problems] == [("bank_field_unreadable", "3")]
    with refused("bank_file_unknown"):
        providers()["bank_transfer"].read(b"day,amount\n")


LINES = st.builds(
    Line,
    message=st.uuids().map(lambda u: u.hex),
    day=st.just(DAY),
    amount=st.integers(-(10**9), 10**9).filter(bool),
    name=st.text("アカ株式会社ABC ", max_size=20).map(str.strip),
    text=st.text("補償金0123456789 ", max_size=30).map(lambda t: " ".join(t.split())),
    end=st.integers(0, 10**6).map(lambda n: f"P-{n:08d}"),
)


@settings(max_examples=25)
@given(st.lists(LINES, max_size=6, unique_by=lambda line: line.message), st.integers(-(10**6), 10**6))
def test_what_is_written_as_camt_053_is_read_back(lines: list[Line], opening: int) -> None:
    statement = Statement("main", tuple(lines), (), opening, opening + sum(x.amount for x in lines), DAY)
    assert camt053.read_statements(camt053.write_statement(statement, "main-1", AT, DAY)) == [statement]


@settings(max_examples=25)
@given(st.lists(LINES, max_size=6, unique_by=lambda line: line.message))
def test_what_is_written_as_camt_053_is_valid(lines: list[Line]) -> None:
    found = schema("camt053", "camt.053.001.02")
    statement = Statement("main", tuple(lines), (), 0, sum(line.amount for line in lines), DAY)
    data = camt053.write_statement(statement, "main-1", AT, DAY)
    assert found.validate(etree.fromstring(data)), found.error_log


V8 = """<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>m</MsgId><CreDtTm>2026-06-01T00:00:00</CreDtTm></GrpHdr><Stmt><Id>1</Id>
<Acct><Id><IBAN>DE00</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>
<Dt><Dt>2026-06-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-06-01</Dt></Dt></Bal>
<Ntry><Amt Ccy="EUR">12.34</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><DtTm>2026-06-01T10:00:00+02:00</DtTm></BookgDt><NtryDtls>
<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><Amt Ccy="EUR">12.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>Anna</Nm></Pty></Dbtr></RltdPties>
<RmtInf><Ustrd>0000000197</Ustrd></RmtInf></TxDtls>
<TxDtls><Amt Ccy="EUR">{second}</Amt></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">99.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


def test_a_batch_of_version_8_gives_a_line_each_and_what_is_pending_none() -> None:
    [found] = camt053.read_statements(V8.format(closing="2.34", second="0.34").encode())
    assert [(line.amount, line.currency, line.name) for line in found.lines] == [
        (1200, "EUR", "Anna"),
        (34, "EUR", ""),
    ]
    assert found.lines[0].end == "E1"
    assert len({line.message for line in found.lines}) == 2
    with refused("statement_does_not_add_up"):
        camt053.read_statements(V8.format(closing="2.35", second="0.34").encode())
    [found] = camt053.read_statements(V8.format(closing="2.34", second="0.33").encode())
    assert [problem.where for problem in found.problems] == ["Ntry 1"]


@pytest.mark.parametrize(
    "data",
    [
        b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>',
        b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d xmlns="camt.053">&a;</d>',
    ],
)
def test_a_damaged_or_hostile_message_is_refused(data: bytes) -> None:
    with refused("bank_file_cut"):
        camt053.read_statements(data)


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("かぶしきがいしゃケンリ", "ｶﾌﾞｼｷｶﾞｲｼﾔｹﾝﾘ"),
        ("（カ）ﾎﾟﾂﾄ・コーヒー", "(ｶ)ﾎﾟﾂﾄ.ｺ-ﾋ-"),
        ("Kenri Co., Ltd.", "KENRI CO., LTD."),
    ],
)
def test_names_in_the_letters_of_banks(text: str, kana: str) -> None:
    assert bank_kana(text) == kana
    assert bank_kana(kana) == kana


def test_kanji_are_no_bank_letters_and_legal_forms_do_not_part_names() -> None:
    with refused("not_bank_kana"):
        bank_kana("権利")
    assert alike("カ）ホウソウ") == alike("ｶ)ﾎｳｿｳ") == alike("0000000197 ﾎｳｿｳ") == "ﾎｳｿｳ"


@given(st.integers(-(10**14), 10**14), st.sampled_from(["JPY", "USD", "KWD"]))
def test_amounts_are_written_and_read_exactly(amount: int, currency: str) -> None:
    assert minor_units(told(amount, currency), currency) == amount
    with refused("bad_amount"):
        minor_units("1.2345", currency)
