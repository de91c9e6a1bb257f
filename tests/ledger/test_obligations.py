"""Obligations: asked, paid in part, in full, too much, waived, refunded; the books agree at every step."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.ledger import services
from kenri.ledger.banking.statements import Creditor, Line
from kenri.ledger.models import BankLine, Obligation, Payout
from kenri.ledger.references import number_of, numbers_in, reference_of
from kenri.ledger.splitting import split_by_day
from kenri.ledger.tax import Line as For
from kenri.ledger.tax import by_rate
from kenri.vocab.text import Text
from tests.ledger.books import AT, refused

PAYER, BODY = "organisation:aa11", "organisation:cc22"
DUE = dt.date(2026, 6, 30)


def ask(kind: str = "compensation", amount: int = 36_500, key: str = "k", rate: int = 0) -> Obligation:
    lines = [For(Text("補償金", "Compensation"), amount, rate)]
    return services.oblige(
        kind, case="K-1", payer=PAYER, payee=BODY, amount=amount, lines=lines, due=DUE, key=key, at=AT
    )


def come_in(amount: int, message: str, day: dt.date = dt.date(2026, 6, 1)) -> BankLine:
    line = Line(message, day, amount, name="ｶ)ﾎｳｿｳ")
    return services.take_line(line, bank="main", provider="test", at=AT)[0]


def held() -> dict[str, int]:
    roots = (
        "Assets:Bank",
        "Assets:Receivable",
        "Liabilities:Held",
        "Liabilities:Expected",
        "Liabilities:Refund",
    )
    return {name.partition(":")[2]: services.balance(name) for name in roots}


@pytest.mark.django_db
def test_a_compensation_is_held_only_when_it_is_there() -> None:
    asked = ask()
    assert ask().pk == asked.pk
    assert held() == {"Bank": 0, "Receivable": 36_500, "Held": 0, "Expected": -36_500, "Refund": 0}
    assert (asked.state, services.paid("K-1", "compensation")) == ("due", False)
    line = come_in(36_500, "1")
    assert come_in(36_500, "1").pk == line.pk
    for _ in range(2):
        services.apply(line, asked.number, 36_500, key="a", at=AT)
    assert held() == {"Bank": 36_500, "Receivable": 0, "Held": -36_500, "Expected": 0, "Refund": 0}
    assert (asked.state, services.paid("K-1", "compensation")) == ("paid", True)
    assert not services.paid("K-1", "fee")
    with refused("line_spent"):
        services.apply(line, asked.number, 1, key="b", at=AT)
    with refused("entry_key_reused"):
        ask(amount=36_501)


@pytest.mark.django_db
def test_paid_in_parts_too_much_and_refunded() -> None:
    asked = ask(amount=1_000)
    services.receive(asked.number, 400, bank="main", message="m1", on=DUE, at=AT)
    assert (asked.state, held()["Held"]) == ("part_paid", -400)
    services.receive(asked.number, 700, bank="main", message="m2", on=DUE + dt.timedelta(days=9), at=AT)
    services.receive(asked.number, 700, bank="main", message="m2", on=DUE + dt.timedelta(days=9), at=AT)
    assert (asked.state, held()["Held"], held()["Refund"]) == ("overpaid", -1_000, -100)
    for _ in range(2):
        services.refund(asked.number, key="r", bank="main", at=AT)
    assert (asked.state, held()["Refund"], Payout.objects.count()) == ("paid", 0, 1)
    with refused("nothing_to_refund"):
        services.refund(asked.number, key="r2", bank="main", at=AT)


@pytest.mark.django_db
def test_a_cancelled_award_gives_back_the_rest_and_the_holder_is_paid() -> None:
    """law.md, rule 13: the holder's 365 days of 1,096, the user's rest, together the whole."""
    asked = ask()
    services.receive(asked.number, 36_500, bank="main", message="m", on=DUE, at=AT)
    split = split_by_day(36_500, dt.date(2026, 6, 1), dt.date(2029, 5, 31), dt.date(2027, 6, 1))
    assert (split.holder, split.user) == (12_156, 24_344)
    services.waive(asked.number, split.user, key="w", at=AT, why="cancelled")
    assert (asked.state, held()["Held"], held()["Refund"]) == ("overpaid", -12_156, -24_344)
    services.refund(asked.number, key="r", bank="main", at=AT)
    assert (asked.state, services.paid("K-1", "compensation")) == ("paid", True)
    account = services.target(asked)
    holder = {"party": "user:ee33", "account": account, "bank": "main", "at": AT}
    with refused("held_too_little"):
        services.pay_out("h", amount=12_157, **holder)  # type: ignore[arg-type]
    services.pay_out("h", amount=12_156, **holder)  # type: ignore[arg-type]
    assert held()["Held"] == 0


@pytest.mark.django_db
def test_a_fee_is_earned_with_its_tax_and_a_cancelled_one_is_not() -> None:
    asked = ask("fee", 13_800, rate=10)
    assert services.balance("Income") == -12_546
    assert services.balance("Liabilities:Tax:Consumption") == -1_254
    services.receive(asked.number, 5_000, bank="main", message="m", on=DUE, at=AT)
    services.cancel(asked.number, key="c", at=AT, why="withdrawn")
    assert services.cancel(asked.number, key="c2", at=AT, why="withdrawn") is None
    assert (asked.state, services.balance("Income"), services.balance("Liabilities:Tax")) == (
        "cancelled",
        0,
        0,
    )
    services.refund(asked.number, key="r", bank="main", at=AT)
    assert (asked.state, services.balance("Liabilities:Refund")) == ("refunded", 0)
    with refused("nothing_asked"):
        services.apply(come_in(1, "late"), asked.number, 1, key="late", at=AT)


@pytest.mark.django_db
def test_a_payout_leaves_once_and_may_come_back() -> None:
    from kenri.ledger.providers import providers

    asked = ask("licence_fee", 5_000)
    services.receive(asked.number, 5_000, bank="main", message="m", on=DUE, at=AT)
    payout = services.pay_out(
        "p", party=BODY, account=f"Liabilities:Payable:{BODY}", amount=5_000, bank="main", at=AT
    )
    ours = Creditor("0001", "001", "1", "1234567", "ｷｶﾝ")
    wanted = {"bank": "main", "source": ours, "client": "1", "day": DUE, "at": AT}
    transfer = providers()["bank_transfer"]
    with refused("no_bank_account"):
        services.order([payout], transfer, "zengin", **wanted)  # type: ignore[arg-type]
    services.set_account(BODY, Creditor("0005", "123", "1", "7654321", "ｶ)ｹﾝﾘ"), at=AT)
    left = come_in(-5_000, "out")
    with refused("not_ordered"):
        services.confirm(left, [payout], at=AT)
    row = services.order([payout], transfer, "zengin", **wanted)  # type: ignore[arg-type]
    assert row.total == 5_000
    with refused("ordered_already"):
        services.order([payout], transfer, "zengin", **wanted)  # type: ignore[arg-type]
    services.confirm(left, [payout], at=AT)
    assert services.balance("Liabilities") == services.balance("Assets") == 0
    with refused("confirmed_already"):
        services.confirm(left, [payout], at=AT)
    services.returned(come_in(5_000, "back"), payout, at=AT)
    assert services.balance(f"Liabilities:Payable:{BODY}") == -5_000
    assert services.balance("Liabilities:Unmatched") == 0


@pytest.mark.django_db
def test_what_is_no_obligation_is_refused() -> None:
    good = {"case": "K-1", "payer": PAYER, "payee": BODY, "due": DUE, "key": "k", "at": AT}
    lines = [For(Text("a", "b"), 5)]
    for kind, change, code in (
        ("gift", {}, "unknown_obligation_kind"),
        ("fee", {"amount": 6}, "lines_do_not_add_up"),
        ("compensation", {"case": ""}, "obligation_without_case"),
        ("fee", {"payer": "a b"}, "not_in_the_plan"),
    ):
        with refused(code):
            services.oblige(kind, **{**good, "amount": 5, "lines": lines, **change})  # type: ignore[arg-type]
    assert not Obligation.objects.exists()
    with refused("no_such_obligation"):
        services.standing_of("O-99999999")


@given(st.integers(0, 10**12), st.integers(0, 4_000), st.integers(-10, 4_500))
def test_a_split_is_the_whole(amount: int, length: int, used: int) -> None:
    start = dt.date(2026, 6, 1)
    split = split_by_day(amount, start, start + dt.timedelta(days=length), start + dt.timedelta(days=used))
    assert split.holder + split.user == amount
    assert min(split.holder, split.user) >= 0
    exact = amount * min(max(used, 0), length + 1) / (length + 1)
    assert exact - 1e-3 <= split.holder <= exact + 1 + 1e-3


@given(st.integers(1, 99_999_999), st.integers(0, 9), st.integers(0, 9))
def test_a_wrong_digit_is_no_reference(number: int, place: int, digit: int) -> None:
    reference = reference_of(number)
    assert number_of(reference) == number
    assert list(numbers_in(f"{reference[:4]} {reference[4:]}ｶ)ﾎｳｿｳ", f"No.{reference}")) == [number, number]
    other = reference[:place] + str(digit) + reference[place + 1 :]
    assert other == reference or number_of(other) is None


@given(st.lists(st.tuples(st.integers(1, 10**7), st.sampled_from([0, 8, 10])), max_size=9))
def test_tax_is_rounded_once_a_rate(parts: list[tuple[int, int]]) -> None:
    found = by_rate(For(Text("", ""), amount, rate) for amount, rate in parts)
    assert sum(row.amount for row in found) == sum(amount for amount, _ in parts)
    assert len({row.rate for row in found}) == len(found)
    for row in found:
        assert 0 <= row.amount * row.rate - row.tax * (100 + row.rate) < 100 + row.rate
