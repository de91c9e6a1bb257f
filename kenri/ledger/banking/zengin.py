"""Fixed-width files of Japanese banks (全銀協規定形式): statements of 200, transfer orders of 120 bytes a
record.

Reads 入出金取引明細 (kind 03), writes 総合振込 (kind 21). The layouts are as banks publish them for their
customers; they were not checked against the original of the Japanese Bankers Association. Shift JIS,
half-width kana, with or without line ends; dates are years of an era, Reiwa here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kenri.ledger.banking.kana import bank_kana
from kenri.ledger.banking.statements import Line, Order, Statement, Transfer, named
from kenri.vocab.problems import Problem

STATEMENT, ORDER = 200, 120
ENCODING = "cp932"
REIWA = 2018


def is_statement(data: bytes) -> bool:
    """Whether a file is a 全銀 statement."""
    return data[:3] == b"103" and len(data) >= STATEMENT


def read_statements(data: bytes) -> list[Statement]:
    """The accounts of a file of 入出金取引明細.

    A line that cannot be read is told in the statement's ``problems``. Raises ``Problem``: ``bank_file_cut``
    on a file that ends early, ``statement_does_not_add_up``.
    """
    found: list[Statement] = []
    header = b""
    lines: list[Line] = []
    problems: list[Problem] = []
    ended = False
    for position, record in enumerate(_records(data), start=1):
        match record[:1]:
            case b"1":
                header, lines, problems = record, [], []
            case b"2" if header:
                try:
                    lines.append(_line(record))
                except Problem as problem:
                    problem.where = str(position)
                    problems.append(problem)
            case b"8" if header:
                found.append(_statement(header, lines, problems, record))
                header = b""
            case b"9" if not header:
                ended = True
            case _:
                raise Problem("bank_file_cut", str(position))
    if not ended:
        raise Problem("bank_file_cut")
    return found


def _records(data: bytes) -> Iterator[bytes]:
    plain = data.rstrip(b"\x1a\r\n ").replace(b"\r", b"").replace(b"\n", b"")
    plain += b" " * (-len(plain) % STATEMENT)
    for start in range(0, len(plain), STATEMENT):
        yield plain[start : start + STATEMENT]


def _text(record: bytes, first: int, length: int) -> str:
    """The field that begins at byte ``first`` (from 1)."""
    try:
        return record[first - 1 : first - 1 + length].decode(ENCODING).strip()
    except UnicodeDecodeError:
        raise Problem("bank_field_unreadable", field=first) from None


def _number(record: bytes, first: int, length: int) -> int:
    text = _text(record, first, length)
    if not (text.isascii() and text.isdigit()):
        raise Problem("bank_field_unreadable", field=first)
    return int(text)


def _day(record: bytes, first: int) -> dt.date:
    """YYMMDD of the Reiwa era."""
    year, month, day = (_number(record, first + n, 2) for n in (0, 2, 4))
    try:
        return dt.date(REIWA + year, month, day)
    except ValueError:
        raise Problem("bank_field_unreadable", field=first) from None


def _line(record: bytes) -> Line:
    sign = {"1": 1, "2": -1}.get(_text(record, 22, 1))
    amount = _number(record, 25, 12)
    if sign is None or not amount:
        raise Problem("bank_field_unreadable", field=22 if sign is None else 25)
    day, enquiry = _day(record, 10), _text(record, 2, 8)
    code, name = _text(record, 72, 10), _text(record, 82, 48)
    known = enquiry.strip("0")
    return Line(
        f"{day}:{enquiry}:{sign * amount}" if known else "",
        day,
        sign * amount,
        name=name,
        text=" ".join(
            filter(None, (_text(record, 160, 20), _text(record, 180, 20), code.strip("0") and code))
        ),
    )


def _balance(record: bytes, sign: int, first: int) -> int:
    amount = _number(record, first, 14)
    return -amount if _text(record, sign, 1) == "2" else amount


def _statement(header: bytes, lines: list[Line], problems: list[Problem], trailer: bytes) -> Statement:
    told_in, told_out = _number(trailer, 8, 13), _number(trailer, 27, 13)
    came_in = sum(line.amount for line in lines if line.amount > 0)
    went_out = -sum(line.amount for line in lines if line.amount < 0)
    if not problems and (told_in, told_out) != (came_in, went_out):
        raise Problem("statement_does_not_add_up", closing=told_in - told_out, found=came_in - went_out)
    account = f"{_text(header, 23, 4)}-{_text(header, 42, 3)}-{_text(header, 64, 10).lstrip('0')}"
    return Statement(
        account,
        named(lines),
        tuple(problems),
        _balance(header, 114, 116),
        _balance(trailer, 40, 41),
        _day(header, 17),
    ).checked()


def write_transfers(order: Order) -> bytes:
    """An order as 総合振込. Raises ``Problem``: ``not_bank_kana``, ``transfer_not_in_yen``,
    ``field_too_long``."""
    if order.currency != "JPY":
        raise Problem("transfer_not_in_yen", currency=order.currency)
    source = order.source
    header = (
        "1210"
        + _digits(order.client, 10)
        + _kana(source.holder, 40)
        + f"{order.day:%m%d}"
        + _digits(source.bank, 4)
        + " " * 15
        + _digits(source.branch, 3)
        + " " * 15
        + source.kind
        + _digits(source.number, 7)
        + " " * 17
    )
    total = sum(transfer.amount for transfer in order.transfers)
    trailer = "8" + _digits(str(len(order.transfers)), 6) + _digits(str(total), 12) + " " * 101
    records = [header, *map(_transfer, order.transfers), trailer, "9" + " " * 119]
    return b"".join(record.encode(ENCODING) + b"\r\n" for record in records)


def _transfer(transfer: Transfer) -> str:
    to = transfer.to
    return (
        "2"
        + _digits(to.bank, 4)
        + " " * 15
        + _digits(to.branch, 3)
        + " " * 15
        + "    "
        + to.kind
        + _digits(to.number, 7)
        + _kana(to.holder, 30)
        + _digits(str(transfer.amount), 10)
        + "0"
        + _kana(transfer.number, 20)
        + "7"
        + "Y"
        + " " * 7
    )


def _digits(text: str, length: int) -> str:
    if not (text.isascii() and text.isdigit()) or len(text) > length:
        raise Problem("field_too_long", text=text, most=length)
    return text.zfill(length)


def _kana(text: str, length: int) -> str:
    found = bank_kana(text)
    if len(found) > length:
        raise Problem("field_too_long", text=text, most=length)
    return found.ljust(length)
