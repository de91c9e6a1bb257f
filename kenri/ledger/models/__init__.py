"""Money as rows, written by ``services`` only and never changed, which the database enforces."""

from __future__ import annotations

from kenri.ledger.models.entries import Balance, Closing, Entry, Head, PostingRow

__all__ = ["Balance", "Closing", "Entry", "Head", "PostingRow"]
