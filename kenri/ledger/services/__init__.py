"""The only writer of money: entries here, obligations, payments and payouts in the modules beside.

Every function either does all of what it says or nothing, and doing it twice with the same key does it once.
"""

from __future__ import annotations

from kenri.ledger.services.entries import Draft, Posting, balance, close, post, post_all, reverse

__all__ = ["Draft", "Posting", "balance", "close", "post", "post_all", "reverse"]
