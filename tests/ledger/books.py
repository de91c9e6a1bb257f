"""What the tests of money share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import pytest

from kenri.ledger.models import Entry
from kenri.ledger.services import Posting, post
from kenri.vocab.problems import Problem

JAPAN = ZoneInfo("Asia/Tokyo")
AT = dt.datetime(2026, 5, 20, 9, 0, tzinfo=JAPAN)
BANK, HELD, PAYABLE = "Assets:Bank:main", "Liabilities:Held:K-1", "Liabilities:Payable:user:ab"


def move(key: str, to: str, source: str, amount: int, at: dt.datetime = AT, text: str = "") -> Entry:
    """An entry of two postings: ``to`` gains what ``source`` gives."""
    return post(key, at, [Posting(to, amount), Posting(source, -amount)], text)


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The block is refused with a problem of this code, whose words are complete."""
    with pytest.raises(Problem) as caught:
        yield
    assert caught.value.code == code
    assert caught.value.message("ja") != caught.value.message("en")
