"""Which obligation may a payment be for? Suggestions with their reasons; a person takes them or does not."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import msgspec
from django.db.models import Q

from kenri.ledger.banking.kana import alike
from kenri.ledger.models import BankLine, Obligation, Outcome, PaymentOrder, Payout
from kenri.ledger.references import numbers_in
from kenri.ledger.services import BY_HAND
from kenri.ledger.services.obligations import left_of
from kenri.vocab.text import Text

REFERENCE = Text("参照番号が一致", "its reference")
AMOUNT = Text("未払額と一致", "the amount that is open")
NAME = Text("同じ名義から以前に入金", "a name that paid for this payer before")
TOGETHER = Text("同じ支払者の請求の合計と一致", "the sum of obligations of one payer")
END = Text("送金番号が一致", "the number of the payout")
ORDER = Text("振込指図の合計と一致", "the sum of an order")
MOST_TOGETHER = 4
RECORDED = Text("手入力された入金と同じ額", "the amount of a payment recorded by hand")
DAYS_APART = dt.timedelta(days=7)
NEWEST = 2_000
"""Open obligations that are looked at where only the amount can tell."""


class Suggestion(msgspec.Struct, frozen=True):
    """What a bank line may be for: obligations (money in) or payouts (money out), with reasons.

    ``certain``: reference and amount agree, or the bank names the payout; the others want a second look.
    """

    reasons: tuple[Text, ...]
    certain: bool
    obligations: tuple[Obligation, ...] = ()
    payouts: tuple[Payout, ...] = ()
    same: BankLine | None = None
    """A line that was recorded by hand before and is now told by the bank."""


def suggestions(line: BankLine) -> list[Suggestion]:
    """What a line may be for, the likeliest first; nothing where nothing speaks for anything."""
    return _outgoing(line) if line.amount < 0 else _incoming(line)


def _incoming(line: BankLine) -> list[Suggestion]:
    left = left_of(line)
    if left <= 0:
        return []
    back = _came_back(line) + _by_hand(line)
    open_ones = Obligation.objects.standing().filter(currency=line.currency)
    open_ones = open_ones.filter(stands__in=("due", "part_paid"))
    named = list(open_ones.filter(pk__in=set(numbers_in(line.text, line.name))))
    payers = _payers_like(line.name)
    found = [_of(o, left, [REFERENCE, *_name(o, payers)]) for o in named]
    seen = {o.pk for o in named}
    near = open_ones.exclude(pk__in=seen).order_by("-pk")
    likely = near.filter(Q(payer__in=payers) | Q(asked=left))[:NEWEST]
    others = [o for o in likely if o.asked - o.net == left]
    found += [_of(o, left, _name(o, payers)) for o in others]
    if len(found) == 0 and payers:
        found += _together(near.filter(payer__in=payers)[:NEWEST], left)
    found.sort(key=lambda s: (not s.certain, -len(s.reasons)))
    return back + found


def _of(obligation: Obligation, left: int, reasons: Sequence[Text]) -> Suggestion:
    fits = obligation.asked - obligation.net == left
    all_reasons = (*reasons, AMOUNT) if fits else tuple(reasons)
    return Suggestion(all_reasons, fits and REFERENCE in reasons, (obligation,))


def _name(obligation: Obligation, payers: set[str]) -> list[Text]:
    return [NAME] if obligation.payer in payers else []


def _payers_like(name: str) -> set[str]:
    """Payers for whom money came from an account of this name before."""
    wanted = alike(name)
    if not wanted:
        return set()
    rows = BankLine.objects.filter(settlements__isnull=False, name__contains=name[:4])
    rows = rows.values_list("name", "settlements__obligation__payer").distinct()
    return {payer for known, payer in rows if alike(known) == wanted}


def _together(open_ones: Sequence[Obligation], left: int) -> list[Suggestion]:
    """Obligations of one payer that add up to what came in."""
    by_payer: dict[str, list[Obligation]] = defaultdict(list)
    for obligation in open_ones:
        by_payer[obligation.payer].append(obligation)
    found: list[Suggestion] = []
    for rows in by_payer.values():
        for count in range(2, min(len(rows), MOST_TOGETHER) + 1):
            found += [
                Suggestion((TOGETHER, NAME), certain=False, obligations=chosen)
                for chosen in combinations(rows[:12], count)
                if sum(o.asked - o.net for o in chosen) == left
            ]
    return found


def _came_back(line: BankLine) -> list[Suggestion]:
    """A payout that the bank sent back."""
    payout = _named_payout(line.ends)
    if payout is None or payout.amount != line.amount:
        return []
    stands = set(payout.outcomes.values_list("what", flat=True))
    if Outcome.CONFIRMED in stands and Outcome.RETURNED not in stands:
        return [Suggestion((END, AMOUNT), certain=True, payouts=(payout,))]
    return []


def _by_hand(line: BankLine) -> list[Suggestion]:
    """What somebody recorded by hand, of the same amount within some days, and the bank has not told yet."""
    if line.provider == BY_HAND:
        return []
    near = BankLine.objects.filter(
        provider=BY_HAND, bank=line.bank, amount=line.amount, currency=line.currency,
        day__gte=line.day - DAYS_APART, day__lte=line.day + DAYS_APART, entry__reversed_by=None,
    )  # fmt: skip
    return [Suggestion((RECORDED,), certain=False, same=row) for row in near.order_by("day")]


def _outgoing(line: BankLine) -> list[Suggestion]:
    if line.outcomes.exists():
        return []
    payout = _named_payout(line.ends)
    if payout is not None and payout.amount == -line.amount and _waits(payout):
        return [Suggestion((END, AMOUNT), certain=True, payouts=(payout,))]
    found = []
    for order in PaymentOrder.objects.filter(bank=line.bank, total=-line.amount).order_by("-pk"):
        payouts = tuple(outcome.payout for outcome in order.outcomes.select_related("payout"))
        if all(map(_waits, payouts)):
            certain = line.ends == order.number
            found.append(Suggestion((ORDER,), certain=certain, payouts=payouts))
    return found


def _named_payout(end: str) -> Payout | None:
    digits = end.removeprefix("P-")
    if end == digits or not (digits.isascii() and digits.isdigit()):
        return None
    return Payout.objects.filter(pk=int(digits)).first()


def _waits(payout: Payout) -> bool:
    """Whether it was ordered and not seen yet."""
    stands = set(payout.outcomes.values_list("what", flat=True))
    return Outcome.ORDERED in stands and Outcome.CONFIRMED not in stands
