"""ISO 20022 camt.053 bank statements: every version is read, version 02 is written.

An entry of several transactions with amounts of their own gives one line each; entries that are not booked
(pending, information) give none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from kenri.ledger.banking.statements import Line, Statement, minor_units, named, told
from kenri.vocab.problems import Problem

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def is_statement(data: bytes) -> bool:
    """Whether a file is a camt.053 message, by its namespace."""
    return b"camt.053" in data[:4096]


def read_statements(data: bytes) -> list[Statement]:
    """The statements of a message. Raises ``Problem``: ``bank_file_cut``, ``statement_does_not_add_up``."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as error:
        raise Problem("bank_file_cut", f"line {error.lineno}") from None
    if root.getroottree().docinfo.doctype:
        raise Problem("bank_file_cut", "DOCTYPE")
    return [_statement(found) for found in root.iterfind(".//{*}Stmt")]


def _statement(node: Any) -> Statement:
    account = _of(node, "Acct/Id/IBAN") or _of(node, "Acct/Id/Othr/Id")
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, entry in enumerate(node.iterfind("{*}Ntry"), start=1):
        try:
            lines += _lines(entry)
        except Problem as problem:
            problem.where = f"Ntry {number}"
            problems.append(problem)
    balances = {_of(b, "Tp/CdOrPrtry/Cd"): b for b in node.iterfind("{*}Bal")}
    opening = balances.get("OPBD", balances.get("PRCD"))
    closing = balances.get("CLBD")
    return Statement(
        account,
        named(lines),
        tuple(problems),
        None if opening is None else _signed(opening)[0],
        None if closing is None else _signed(closing)[0],
        None if closing is None else _day(closing, "Dt"),
        _of(node, "Acct/Ccy") or (lines[0].currency if lines else "JPY"),
    ).checked()


def _lines(entry: Any) -> Iterator[Line]:
    status = _of(entry, "Sts/Cd") or _of(entry, "Sts")
    if status and status != "BOOK":
        return
    day = _day(entry, "BookgDt") or _day(entry, "ValDt")
    if day is None:
        raise Problem("bank_field_unreadable", field="BookgDt")
    amount, currency = _signed(entry)
    message = _of(entry, "AcctSvcrRef") or _of(entry, "NtryRef")
    extra = _of(entry, "AddtlNtryInf")
    parts = list(entry.iterfind("{*}NtryDtls/{*}TxDtls"))
    if len(parts) <= 1:
        yield _line(parts[0] if parts else entry, message, day, amount, currency, extra)
        return
    amounts = [_part_amount(part, currency, amount) for part in parts]
    if None in amounts or sum(a or 0 for a in amounts) != amount:
        raise Problem("statement_does_not_add_up", closing=amount, found=sum(a or 0 for a in amounts))
    for place, (part, part_amount) in enumerate(zip(parts, amounts, strict=True), start=1):
        own = _of(part, "Refs/AcctSvcrRef") or (message and f"{message}/{place}")
        yield _line(part, own, day, part_amount or 0, currency, extra)


def _line(node: Any, message: str, day: dt.date, amount: int, currency: str, extra: str) -> Line:
    other = "Dbtr" if amount > 0 else "Cdtr"
    name = _of(node, f"RltdPties/{other}/Nm") or _of(node, f"RltdPties/{other}/Pty/Nm")
    texts = [text.text for text in node.iterfind("{*}RmtInf/{*}Ustrd") if text.text]
    texts += [ref.text for ref in node.iterfind("{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref") if ref.text]
    end = _of(node, "Refs/EndToEndId")
    text = " ".join([*texts, extra]).strip()
    return Line(message, day, amount, currency, name, text[:500], "" if end == "NOTPROVIDED" else end)


def _part_amount(part: Any, currency: str, whole: int) -> int | None:
    """A transaction's own amount; its direction is that of the entry where it tells none."""
    found = part.find("{*}Amt")
    if found is None:
        found = part.find("{*}AmtDtls/{*}TxAmt/{*}Amt")
    if found is None:
        return None
    amount = minor_units(found.text or "", currency)
    side = _of(part, "CdtDbtInd") or ("CRDT" if whole > 0 else "DBIT")
    return amount if side == "CRDT" else -amount


def _signed(node: Any) -> tuple[int, str]:
    found = node.find("{*}Amt")
    side = _of(node, "CdtDbtInd")
    if found is None or side not in {"CRDT", "DBIT"}:
        raise Problem("bank_field_unreadable", field="Amt" if found is None else "CdtDbtInd")
    currency = found.get("Ccy", "JPY")
    amount = minor_units(found.text or "", currency)
    return (amount if side == "CRDT" else -amount), currency


def _day(node: Any, path: str) -> dt.date | None:
    text = _of(node, f"{path}/Dt") or _of(node, f"{path}/DtTm")
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise Problem("bank_field_unreadable", field=path) from None


def _of(node: Any, path: str) -> str:
    found = node.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    return "" if found is None or not found.text else str(found.text).strip()


def write_statement(statement: Statement, number: str, made: dt.datetime, since: dt.date) -> bytes:
    """A statement of an account of ours, such as banks send; it must tell both balances and ``until``."""
    E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})  # noqa: N806  (lxml's customary name)
    currency = statement.currency

    def amount_of(amount: int) -> Sequence[Any]:
        side = "CRDT" if amount >= 0 else "DBIT"
        return E.Amt(told(abs(amount), currency), Ccy=currency), E.CdtDbtInd(side)

    def balance(code: str, amount: int, day: dt.date) -> Any:
        return E.Bal(E.Tp(E.CdOrPrtry(E.Cd(code))), *amount_of(amount), E.Dt(E.Dt(day.isoformat())))

    def entry(line: Line) -> Any:
        other = E.Dbtr if line.amount > 0 else E.Cdtr
        details = [E.Refs(E.EndToEndId((line.end or "NOTPROVIDED")[:35]))]
        if line.name:
            details.append(E.RltdPties(other(E.Nm(line.name[:140]))))
        if line.text:
            details.append(E.RmtInf(E.Ustrd(line.text[:140])))
        return E.Ntry(
            *amount_of(line.amount),
            E.Sts("BOOK"),
            E.BookgDt(E.Dt(line.day.isoformat())),
            E.AcctSvcrRef(line.message[:35]),
            E.BkTxCd(E.Prtry(E.Cd("TRANSFER"))),
            E.NtryDtls(E.TxDtls(*details)),
        )

    moment = made.isoformat(timespec="seconds")
    until = statement.until or made.date()
    document = E.Document(
        E.BkToCstmrStmt(
            E.GrpHdr(E.MsgId(number), E.CreDtTm(moment)),
            E.Stmt(
                E.Id(number),
                E.CreDtTm(moment),
                E.FrToDt(E.FrDtTm(f"{since}T00:00:00"), E.ToDtTm(f"{until}T23:59:59")),
                E.Acct(E.Id(E.Othr(E.Id(statement.account[:34]))), E.Ccy(currency)),
                balance("OPBD", statement.opening or 0, since),
                balance("CLBD", statement.closing or 0, until),
                *map(entry, statement.lines),
            ),
        )
    )
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")
