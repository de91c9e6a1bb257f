"""Random walks: whatever is done, in whatever order and however often, the books stay true."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from kenri.ledger import services
from kenri.ledger.banking.statements import Line
from kenri.ledger.models import Balance, BankLine, Entry, Obligation, Payout, PostingRow
from kenri.ledger.tax import Line as For
from kenri.ledger.verifying import verify
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from tests.ledger.books import AT

EXAMPLES = int(os.environ.get("KENRI_LEDGER_WALKS", "8"))
"""How many walks of thirty steps; a thousand of them are thirty thousand random operations."""


class Walk(RuleBasedStateMachine):
    """Operations on one ledger, each remembered so that it can be sent again."""

    obligations = Bundle("obligations")
    lines = Bundle("lines")
    payouts = Bundle("payouts")
    done = Bundle("done")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.keys = 0

    def teardown(self) -> None:
        assert verify().broken is None
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def key(self) -> str:
        self.keys += 1
        return f"k{self.keys}"

    def attempt(self, what: Any, *args: Any, **options: Any) -> Any:
        """Do it, twice: the second time changes nothing. What is refused leaves no trace."""
        before = Entry.objects.count()
        try:
            first = what(*args, **options)
        except Problem:
            assert Entry.objects.count() == before
            return None
        after = Entry.objects.count()
        second = what(*args, **options)
        assert Entry.objects.count() == after
        assert getattr(first, "pk", first) == getattr(second, "pk", second)
        return first

    @rule(
        target=obligations,
        kind=st.sampled_from(["fee", "compensation", "security", "licence_fee", "royalty"]),
        amount=st.integers(1, 10_000),
        case=st.sampled_from(["K-1", "K-2"]),
        rate=st.sampled_from([0, 8, 10]),
    )
    def oblige(self, kind: str, amount: int, case: str, rate: int) -> str:
        lines = [For(Text("a", "a"), amount, rate)]
        row = self.attempt(
            services.oblige, kind, case=case, payer="user:a1", payee="user:b2", amount=amount, lines=lines,
            due=AT.date(), key=self.key(), at=AT,
        )  # fmt: skip
        number: str = row.number
        return number

    @rule(target=lines, amount=st.integers(1, 12_000), days=st.integers(0, 40))
    def come_in(self, amount: int, days: int) -> BankLine:
        line = Line(self.key(), AT.date() + dt.timedelta(days), amount)
        return services.take_line(line, bank="main", provider="test", at=AT)[0]

    @rule(line=lines, number=obligations, amount=st.integers(1, 12_000))
    def apply(self, line: BankLine, number: str, amount: int) -> None:
        self.attempt(services.apply, line, number, amount, key=self.key(), at=AT)

    @rule(number=obligations, amount=st.integers(1, 12_000))
    def pay(self, number: str, amount: int) -> None:
        self.attempt(services.receive, number, amount, bank="main", message=self.key(), on=AT.date(), at=AT)

    @rule(number=obligations, amount=st.integers(1, 12_000))
    def waive(self, number: str, amount: int) -> None:
        self.attempt(services.waive, number, amount, key=self.key(), at=AT, why="")

    @rule(number=obligations)
    def cancel(self, number: str) -> None:
        self.attempt(services.cancel, number, key=self.key(), at=AT, why="")

    @rule(target=payouts, number=obligations)
    def refund(self, number: str) -> Any:
        row = self.attempt(services.refund, number, key=self.key(), bank="main", at=AT)
        return multiple() if row is None else row

    @rule(
        target=payouts,
        account=st.sampled_from(
            ["Liabilities:Held:K-1", "Liabilities:Security:K-2", "Liabilities:Payable:user:b2"]
        ),
        amount=st.integers(1, 12_000),
    )
    def pay_out(self, account: str, amount: int) -> Any:
        row = self.attempt(
            services.pay_out, self.key(), party="user:c3", account=account, amount=amount, bank="main", at=AT
        )
        return multiple() if row is None else row

    @rule(line=lines)
    def send_back(self, line: BankLine) -> None:
        left = services.left_of(line)
        if left:
            services.send_back(line, key=self.key(), at=AT, left=left)
            assert services.left_of(line) == 0

    @rule(back=st.integers(1, 30))
    def reverse(self, back: int) -> None:
        """Only bare entries are reversed here: those of obligations have their own ways back."""
        entry = Entry.objects.filter(number=back, key__startswith="bare:").first()
        if entry:
            self.attempt(services.reverse, entry, f"undo:{back}", AT, "")

    @rule(amount=st.integers(1, 500))
    def bare(self, amount: int) -> None:
        lines = [
            services.Posting("Assets:Bank:main", amount),
            services.Posting("Liabilities:CommonFund", -amount),
        ]
        self.attempt(services.post, f"bare:{self.key()}", AT, lines)

    @invariant()
    def balanced(self) -> None:
        assert PostingRow.objects.aggregate(total=Sum("amount"))["total"] in (None, 0)
        below = Balance.objects.filter(
            account__regex="^Liabilities:(Held|Security|Refund|Ordered|CommonFund)"
        )
        assert not below.filter(amount__gt=0).exists()
        assert services.balance("Assets:Receivable") >= 0
        assert services.balance("Liabilities:Unmatched") <= 0

    @invariant()
    def accounted(self) -> None:
        """What obligations and payouts say is what the books say."""
        rows = list(Obligation.objects.standing())
        open_parts = sum(max(row.asked - row.net, 0) for row in rows)
        assert services.balance("Assets:Receivable") == open_parts
        surplus = sum(max(row.net - row.asked, 0) for row in rows)
        assert services.balance("Liabilities:Refund") == -surplus
        assert services.balance("Liabilities:Ordered") == -sum(
            Payout.objects.values_list("amount", flat=True)
        )
        left = sum(services.left_of(line) for line in BankLine.objects.all())
        assert services.balance("Liabilities:Unmatched") == -left


@pytest.mark.django_db
def test_random_walks() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Walk, settings=settings(max_examples=EXAMPLES, stateful_step_count=30, deadline=None)
    )
