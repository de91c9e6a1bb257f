"""From a bank's file to money that is accounted for: whose account it is, what is certain, what is taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kenri.ledger import services
from kenri.ledger.banking.statements import Statement
from kenri.ledger.body import Body
from kenri.ledger.matching import Suggestion, suggestions
from kenri.ledger.models import BankLine
from kenri.ledger.providers import Provider
from kenri.ledger.services import Taken
from kenri.vocab.problems import Problem

MAIN = "main"
"""What our bank account is called where only one is kept and nobody named it."""


def take_file(
    data: bytes, provider: Provider, body: Body | None, *, bank: str = "", at: dt.datetime, by: str = ""
) -> list[tuple[str, Taken]]:
    """Book every statement of a file, each with the name of our account that it is about.

    Raises ``Problem``: ``bank_unknown`` where nobody can say which of our accounts a statement is about, and
    what reading raises; then nothing is taken.
    """
    read = [(_bank(statement, body, bank), statement) for statement in provider.read(data)]
    return [
        (ours, services.take_statement(statement, bank=ours, provider=provider.key, at=at, by=by))
        for ours, statement in read
    ]


def accept(line: BankLine, suggestion: Suggestion, *, at: dt.datetime, by: str) -> None:
    """Do what a suggestion says, because ``by`` decided so; done twice it is done once.

    Raises what the services raise where the line or the obligation changed meanwhile.
    """
    if suggestion.same is not None:
        services.same_as(line, suggestion.same, at=at)
    elif suggestion.payouts and line.amount < 0:
        services.confirm(line, suggestion.payouts, at=at, by=by)
    elif suggestion.payouts:
        services.returned(line, suggestion.payouts[0], at=at, by=by)
    else:
        _settle(line, suggestion, at, by)


def accept_certain(lines: Sequence[BankLine], *, at: dt.datetime, by: str) -> list[BankLine]:
    """Accept what is certain and the only thing that is: somebody says so for all lines at once."""
    done = []
    for line in lines:
        certain = [suggestion for suggestion in suggestions(line) if suggestion.certain]
        if len(certain) == 1:
            accept(line, certain[0], at=at, by=by)
            done.append(line)
    return done


def _settle(line: BankLine, suggestion: Suggestion, at: dt.datetime, by: str) -> None:
    left = services.left_of(line)
    alone = len(suggestion.obligations) == 1
    for obligation in suggestion.obligations:
        part = left if alone else min(left, obligation.asked - obligation.net)
        key = f"{line.number}/{obligation.number}"
        services.apply(line, obligation.number, part, key=key, at=at, by=by)
        left -= part


def _bank(statement: Statement, body: Body | None, told: str) -> str:
    banks = body.banks if body else {}
    if told:
        if banks and told not in banks:
            raise Problem("bank_unknown", account=told, known=", ".join(banks))
        return told
    for name, account in banks.items():
        if statement.account in {account.statement_account, account.number, name}:
            return name
    if not banks:
        return MAIN
    raise Problem("bank_unknown", account=statement.account, known=", ".join(banks))
