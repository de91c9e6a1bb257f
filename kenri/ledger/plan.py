"""The plan of accounts: which accounts there may be, of which kind, and what their balance means.

A name is a path with colons. An amount above nought is a debit, one below a credit, as in beancount: what is
in the bank is positive, what is owed to others and what was earned is negative.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import msgspec

from kenri.vocab.data_files import load_of
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

ROOTS = ("Assets", "Liabilities", "Income", "Expenses", "Equity")
GUARDED = (
    "Liabilities:Held:",
    "Liabilities:Security:",
    "Liabilities:CommonFund",
    "Liabilities:Ordered:",
    "Liabilities:Refund:",
)
"""Accounts that never owe less than nothing; the database's constraint names the same."""

_NAME = re.compile(r"[A-Z][A-Za-z]*(:[\w.\-]+)+")


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One account of the plan, or with ``each`` a family of them: one per case, party, body or bank."""

    label: Text
    note: Text
    each: str = ""


@functools.cache
def plan() -> Mapping[str, Account]:
    """The accounts by name, in the order of the books."""
    return load_of("kenri.ledger", "data/accounts.yaml", dict[str, Account])


def root_of(account: str) -> str:
    """The kind of an account: one of ``ROOTS``."""
    return account.partition(":")[0]


def described(account: str) -> Account:
    """What an account is. Raises ``Problem('not_in_the_plan')`` on a name that the plan does not have."""
    if _NAME.fullmatch(account) and len(account) <= 200:
        for name, entry in plan().items():
            if account == name and not entry.each:
                return entry
            if entry.each and account.startswith(f"{name}:"):
                return entry
    raise Problem("not_in_the_plan", account=account, known=", ".join(plan()))
