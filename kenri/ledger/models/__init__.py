"""Money as rows, written by ``services`` only and never changed, which the database enforces."""

from __future__ import annotations

import kenri.ledger.distribution.models  # noqa: F401  (its rows belong to this app)
from kenri.ledger.models.entries import Balance, Closing, Entry, Head, PostingRow
from kenri.ledger.models.obligations import Issued, Obligation, PrintedPaper, Settlement
from kenri.ledger.models.payments import BankAccount, BankLine, Outcome, PaymentOrder, Payout

__all__ = [
    "Balance",
    "BankAccount",
    "BankLine",
    "Closing",
    "Entry",
    "Head",
    "Issued",
    "Obligation",
    "Outcome",
    "PaymentOrder",
    "Payout",
    "PostingRow",
    "PrintedPaper",
    "Settlement",
]
