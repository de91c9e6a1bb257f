"""``kenri ledger``: the books proved, read, closed, exported, and the bank's files taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings

from kenri.accounts.clock import now, today
from kenri.ledger import exports, importing, queries, reconciling, services, verifying
from kenri.ledger.body import known_body
from kenri.ledger.books import Books
from kenri.ledger.distribution import statements, stating
from kenri.ledger.matching import Suggestion, suggestions
from kenri.ledger.models import BankLine
from kenri.ledger.providers import providers
from kenri.ledger.services import Taken
from kenri.project import speech
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

HELP = "Money held, owed and paid. 帳簿の検証・残高・締切り・入出力を行います。"
Day = Annotated[dt.datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="As of the end of a day")]


class Form(StrEnum):
    """What the books are written as."""

    BEANCOUNT = "beancount"
    CSV = "csv"
    CAMT = "camt.053"


def verify(*, json: bool = False) -> None:
    """Prove that no entry was altered and that everything balances."""
    found = verifying.verify()
    if json:
        broken = None if found.broken is None else _told(found.broken.problem)
        speech.answer_json(
            {"entries": found.entries, "postings": found.postings, "hash": found.hash, "broken": broken}
        )
    else:
        speech.tell(
            [
                Text(
                    f"仕訳 {found.entries:,} 件、明細 {found.postings:,} 行を検証しました。"
                    f"末尾のハッシュ：{found.hash}",
                    f"{found.entries:,} entries, {found.postings:,} postings; the chain ends in {found.hash}",
                )
            ]
        )
    if found.broken is not None:
        speech.refuse(found.broken.problem)


def balance(
    account: Annotated[str, typer.Argument(help="An account or the beginning of its name")] = "",
    *,
    on: Day = None,
    json: bool = False,
) -> None:
    """What accounts hold: debits less credits, so that money owed to others is below nought."""
    found = queries.balances(account, on.date() if on else None)
    if json:
        speech.answer_json(found)
        return
    if not found:
        speech.say(Text("該当する記帳はありません。", "Nothing is posted there."))
    speech.tell(
        Text(f"{row.amount:>16,} {row.currency}  {row.account}（{row.label.ja}）",
             f"{row.amount:>16,} {row.currency}  {row.account} ({row.label.en})")
        for row in found
    )  # fmt: skip


def close(
    until: Annotated[dt.datetime, typer.Argument(formats=["%Y-%m-%d"], help="The last day of the period")],
    *,
    by: Annotated[str, typer.Option(help="Who closes it")] = "",
    json: bool = False,
) -> None:
    """Close the books up to a day: no entry may belong to it or to an earlier one any more."""
    row = services.close(until.date(), now(), by)
    if json:
        speech.answer_json({"until": row.until, "entries": row.length, "hash": row.hash})
    else:
        words = f"{row.until}（{row.length:,}, {row.hash[:16]}…）"
        speech.tell([Text(f"{words} までの帳簿を締め切りました。", f"The books are closed up to {words}.")])


def export(
    file: Annotated[Path, typer.Argument(help="Where to write")],
    *,
    form: Annotated[Form, typer.Option(help="beancount, csv or camt.053")] = Form.BEANCOUNT,
    on: Day = None,
    bank: Annotated[str, typer.Option(help="camt.053: which of our accounts")] = reconciling.MAIN,
    since: Annotated[
        dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="camt.053: from this day")
    ] = None,
    json: bool = False,
) -> None:
    """Write the books, or one of our bank accounts, to a file."""
    until = on.date() if on else None
    partial = file.with_name(f"{file.name}.partial")
    if form is Form.CAMT:
        last = until or today()
        first = since.date() if since else last.replace(day=1)
        partial.write_bytes(exports.bank_statement(bank, first, last, now()))
    else:
        with partial.open("w", encoding="utf-8", newline="") as out:
            lines = (
                exports.as_csv(until) if form is Form.CSV else (f"{x}\n" for x in exports.beancount(until))
            )
            out.writelines(lines)
    partial.replace(file)
    if json:
        speech.answer_json({"file": str(file), "form": form, "bytes": file.stat().st_size})
    else:
        speech.tell([Text(f"書き出しました：{file}", f"Written: {file}")])


def import_(
    file: Annotated[
        Path,
        typer.Argument(help="A bank statement (camt.053, 全銀 入出金取引明細), or entries (beancount, CSV)"),
    ],
    *,
    bank: Annotated[str, typer.Option(help="Which of our accounts, where the file does not tell")] = "",
    provider: Annotated[str, typer.Option(help="How the money travelled")] = "bank_transfer",
    certain: Annotated[
        bool, typer.Option("--accept-certain", help="Match what agrees in reference and amount")
    ] = False,
    by: Annotated[str, typer.Option(help="Who takes it in")] = "",
    json: bool = False,
) -> None:
    """Take in a bank statement, once however often it is read, and say what its lines may be for.

    Or the entries of a file that ``export`` wrote as beancount or CSV: those refused are told by line.
    """
    data = file.read_bytes()
    if books := importing.books_of(data):
        _take_entries(books, json=json)
        return
    if provider not in providers():
        raise Problem("choice_unknown", name="provider", value=provider, known=", ".join(providers()))
    taken = reconciling.take_file(
        data, providers()[provider], known_body(settings.KENRI_HOME), bank=bank, at=now(), by=by
    )
    fresh = [line for _, one in taken for line in one.new]
    matched = reconciling.accept_certain(fresh, at=now(), by=by or "kenri ledger import") if certain else []
    open_ones = [(line, suggestions(line)) for line in fresh if line not in matched]
    if json:
        speech.answer_json({"statements": [_statement(*one) for one in taken],
                            "matched": [line.number for line in matched],
                            "open": [_open(line, found) for line, found in open_ones]})  # fmt: skip
    else:
        speech.tell(_lines(taken, len(matched), open_ones))


def statement(
    payee: Annotated[str, typer.Argument(help="The holder as a party: user:…, organisation:… or entity:…")],
    *,
    first: Annotated[
        dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day; else 1 January")
    ] = None,
    on: Day = None,
    out: Annotated[Path | None, typer.Option(help="The file to write: .json or .csv")] = None,
    json: bool = False,
) -> None:
    """What a holder got for which uses and cases, with all that is needed to reckon it again."""
    last = on.date() if on else today()
    told = stating.statement(payee, first.date() if first else last.replace(month=1, day=1), last)
    if out is not None:
        csv = out.suffix == ".csv"
        out.write_bytes(statements.as_csv(told, speech.language()) if csv else statements.as_json(told))
    if json:
        speech.answer_json(told)
        return
    where = Text("", "") if out is None else Text(f"書き出しました：{out}", f"Written: {out}")
    words = Text(
        f"{told.name}：分配 {told.distributed:,} 円、補償金 {told.compensated:,} 円、"
        f"支払い {told.paid:,} 円、残高 {told.owed_after:,} 円",
        f"{told.name}: ¥{told.distributed:,} distributed, ¥{told.compensated:,} compensation of cases,"
        f" ¥{told.paid:,} paid, ¥{told.owed_after:,} owed",
    )
    speech.tell([words, *([where] if out else [])])


def _take_entries(books: Books, *, json: bool) -> None:
    taken = importing.take_entries(books, now())
    if json:
        refused = [_told(problem) for problem in taken.refused]
        speech.answer_json({"new": taken.new, "known": taken.known, "refused": refused})
        return
    speech.tell(
        [
            Text(
                f"仕訳：新規 {taken.new:,}、既知 {taken.known:,}、却下 {len(taken.refused):,}",
                f"Entries: {taken.new:,} new, {taken.known:,} known, {len(taken.refused):,} refused",
            ),
            *(Text(f"  {one.message('ja')}", f"  {one.message('en')}") for one in taken.refused),
        ]
    )


def _told(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "where": problem.where, "cause": problem.cause, "cure": problem.cure}


def _statement(bank: str, taken: Taken) -> dict[str, Any]:
    refused = [_told(problem) for problem in taken.refused]
    return {"bank": bank, "new": len(taken.new), "known": taken.known, "refused": refused,
            "difference": taken.difference}  # fmt: skip


def _open(line: BankLine, found: list[Suggestion]) -> dict[str, Any]:
    return {
        "line": line.number, "day": line.day, "amount": line.amount, "name": line.name, "text": line.text,
        "suggestions": [
            {"certain": one.certain, "reasons": one.reasons,
             "for": [row.number for row in (*one.obligations, *one.payouts)]
                    or [one.same and one.same.number]}
            for one in found
        ],
    }  # fmt: skip


def _lines(
    taken: list[tuple[str, Taken]], matched: int, open_ones: list[tuple[BankLine, list[Suggestion]]]
) -> Iterator[Text]:
    for bank, one in taken:
        off = one.difference or 0
        yield Text(
            f"{bank}：新規 {len(one.new):,}、既知 {one.known:,}、却下 {len(one.refused):,}、"
            f"帳簿との差 {off:,}",
            f"{bank}: {len(one.new):,} new, {one.known:,} known, {len(one.refused):,} refused;"
            f" the books differ by {off:,}",
        )
        for problem in one.refused:
            yield Text(f"  {problem.message('ja')}", f"  {problem.message('en')}")
    yield Text(
        f"照合済み {matched:,}、要確認 {len(open_ones):,}",
        f"{matched:,} matched, {len(open_ones):,} to be looked at",
    )
    for line, found in open_ones:
        named = [(one, ", ".join(r.number for r in (*one.obligations, *one.payouts))) for one in found]
        yield Text(
            f"  {line.number} {line.day} {line.amount:,} {line.name}："
            + (
                "／".join(f"{name}（{'、'.join(r.ja for r in one.reasons)}）" for one, name in named)
                or "候補なし"
            ),
            f"  {line.number} {line.day} {line.amount:,} {line.name}: "
            + (
                "; ".join(f"{name} ({', '.join(r.en for r in one.reasons)})" for one, name in named)
                or "nothing"
            ),
        )


COMMANDS: dict[str, Callable[..., None]] = {
    "verify": verify,
    "balance": balance,
    "close": close,
    "export": export,
    "import": import_,
    "statement": statement,
}
"""Each as ``kenri ledger <name>``."""
