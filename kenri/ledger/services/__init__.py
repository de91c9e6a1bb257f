"""The only writer of money: entries, obligations, bank lines and payouts, one module each.

Every function either does all of what it says or nothing, and doing it twice with the same key does it once.
Parties are ``user:<key>``, ``organisation:<key>``, ``entity:<key>`` or ``case:<number>``.
"""

from __future__ import annotations

from kenri.ledger.services.banking import BY_HAND, Taken, receive, same_as, take_line, take_statement
from kenri.ledger.services.entries import Draft, Posting, balance, close, post, post_all, reverse
from kenri.ledger.services.issuing import issue_invoice, issue_receipt, sealed
from kenri.ledger.services.obligations import (
    apply,
    cancel,
    left_of,
    oblige,
    paid,
    standing_of,
    target,
    unmatched,
    waive,
)
from kenri.ledger.services.payouts import (
    account_of,
    confirm,
    order,
    pay_out,
    refund,
    returned,
    send_back,
    set_account,
)
from kenri.ledger.services.unclaimed import Due, due_for_fund, move_to_fund
from kenri.ledger.splitting import Split, split_by_day

__all__ = [
    "BY_HAND",
    "Draft",
    "Due",
    "Posting",
    "Split",
    "Taken",
    "account_of",
    "apply",
    "balance",
    "cancel",
    "close",
    "confirm",
    "due_for_fund",
    "issue_invoice",
    "issue_receipt",
    "left_of",
    "move_to_fund",
    "oblige",
    "order",
    "paid",
    "pay_out",
    "post",
    "post_all",
    "receive",
    "refund",
    "returned",
    "reverse",
    "same_as",
    "sealed",
    "send_back",
    "set_account",
    "split_by_day",
    "standing_of",
    "take_line",
    "take_statement",
    "target",
    "unmatched",
    "waive",
]
