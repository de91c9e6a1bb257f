"""What the books say, for pages and commands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
from django.db.models import Exists, OuterRef, Q, Sum

from kenri.accounts.models import Organisation, User
from kenri.accounts.permissions import may
from kenri.accounts.queries import memberships
from kenri.ledger.models import (
    Balance,
    BankLine,
    Closing,
    Entry,
    Obligation,
    Outcome,
    PaymentOrder,
    Payout,
    Settlement,
)
from kenri.ledger.models.obligations import ObligationQuerySet
from kenri.ledger.plan import described, plan
from kenri.ledger.services import balance, left_of
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

SCANNED = 2_000
"""The newest bank lines among which those with something left are looked for."""


class Told(msgspec.Struct, frozen=True):
    """An account with its balance, as the plan calls it; ``amount`` is debits less credits."""

    account: str
    label: Text
    currency: str
    amount: int


def balances(prefix: str = "", on: dt.date | None = None) -> list[Told]:
    """Every account below a prefix that ever held something, in the order of the books."""
    rows = Balance.objects.all()
    if prefix:
        rows = rows.filter(Q(account=prefix) | Q(account__startswith=f"{prefix}:"))
    order = list(plan())
    found = []
    for account, currency, amount in rows.values_list("account", "currency", "amount"):
        told = described(account)
        now = amount if on is None else balance(account, on, currency)
        found.append((order.index(_family(account)), Told(account, told.label, currency, now)))
    return [told for _, told in sorted(found, key=lambda pair: (pair[0], pair[1].account, pair[1].currency))]


def families(on: dt.date | None = None) -> list[Told]:
    """The balance of every account of the plan, over all that stand behind it (yen)."""
    return [Told(name, entry.label, "JPY", balance(name, on)) for name, entry in plan().items()]


def _family(account: str) -> str:
    return max((name for name in plan() if f"{account}:".startswith(f"{name}:")), key=len)


def obligations(
    *,
    state: str = "",
    kind: str = "",
    text: str = "",
    case: str = "",
    payers: Sequence[str] | None = None,
    parties: Sequence[str] | None = None,
    late: dt.date | None = None,
) -> ObligationQuerySet:
    """Obligations, the newest first. ``late``: only those open on a day after which they were due.

    ``payers``: only what these have to pay; ``parties``: what these have to pay or are to be paid.
    """
    found = Obligation.objects.standing()
    if case:
        found = found.filter(case=case)
    if parties is not None:
        found = found.filter(Q(payer__in=parties) | Q(payee__in=parties))
    if payers is not None:
        found = found.filter(payer__in=payers)
    if state:
        found = found.filter(stands=state)
    if kind:
        found = found.filter(kind=kind)
    if late is not None:
        found = found.filter(due__lt=late, stands__in=("due", "part_paid"))
    if text:
        wanted = Q(case__icontains=text) | Q(payer__icontains=text) | Q(payee__icontains=text)
        digits = "".join(letter for letter in text if letter.isdigit())
        if digits and len(digits) <= 10:
            wanted |= Q(pk=int(digits)) | Q(pk=int(digits[:8]))
        found = found.filter(wanted)
    return found.order_by("-pk")


def to_reconcile() -> list[tuple[BankLine, int]]:
    """Bank lines that are not accounted for, the oldest first, with what is left of them."""
    found = []
    for line in BankLine.objects.order_by("-pk").prefetch_related("settlements", "outcomes")[:SCANNED]:
        left = left_of(line) if line.amount > 0 else (0 if line.outcomes.exists() else line.amount)
        if left:
            found.append((line, left))
    return found[::-1]


def line_of(number: str) -> BankLine:
    """A bank line by its number. Raises ``Problem('no_such_line')``."""
    digits = number.removeprefix("B-")
    found = BankLine.objects.filter(pk=int(digits)).first() if digits.isascii() and digits.isdigit() else None
    if found is None:
        raise Problem("no_such_line", number=number)
    return found


def to_send() -> list[Payout]:
    """Payouts that are decided and in no file for the bank yet, the oldest first."""
    ordered = Outcome.objects.filter(payout=OuterRef("pk"))
    return list(Payout.objects.filter(~Exists(ordered)).order_by("pk"))


def payouts_of(numbers: Sequence[str]) -> list[Payout]:
    """Payouts by number, in order. Raises ``Problem('no_such_payout')``."""
    found = []
    for number in numbers:
        digits = number.removeprefix("P-")
        row = Payout.objects.filter(pk=int(digits)).first() if digits.isascii() and digits.isdigit() else None
        if row is None:
            raise Problem("no_such_payout", number=number)
        found.append(row)
    return found


def orders() -> list[PaymentOrder]:
    """Files for the bank, the newest first."""
    return list(PaymentOrder.objects.order_by("-pk")[:100])


def latest_closing() -> Closing | None:
    """The last closing of the books."""
    return Closing.objects.order_by("-until").first()


def entries_about(number: str) -> list[Entry]:
    """What was posted about an obligation or a bank line."""
    about = Entry.objects.filter(Q(refers=number) | Q(text=number))
    return list(about.order_by("number").prefetch_related("postings"))


def story(obligation: Obligation) -> list[Settlement]:
    """What happened to an obligation."""
    return list(obligation.settlements.select_related("line", "payout", "entry").order_by("pk"))


def years() -> list[int]:
    """The years in which money came in or went out, the latest first."""
    return [day.year for day in BankLine.objects.dates("day", "year", order="DESC")]


def in_and_out(year: int) -> list[tuple[int, int, int]]:
    """Money in and money out by month of a year, from the banks' lines (yen)."""
    rows = BankLine.objects.filter(day__year=year, currency="JPY")
    came = rows.filter(amount__gt=0).values_list("day__month").annotate(total=Sum("amount"))
    went = rows.filter(amount__lt=0).values_list("day__month").annotate(total=Sum("amount"))
    ins, outs = dict(came), dict(went)
    return [(month, ins.get(month, 0), -outs.get(month, 0)) for month in range(1, 13)]


def parties_of(user: User) -> list[str]:
    """In whose names somebody pays and is paid: their own, and those of their organisations."""
    held = [f"organisation:{row.organisation.key}" for row in memberships(user)]
    return [f"user:{user.key}", *dict.fromkeys(held)]


def platforms_of(user: User) -> dict[str, Organisation]:
    """The organisations for which somebody may report uses, as parties."""
    bodies = {row.organisation.key: row.organisation for row in memberships(user)}
    return {f"organisation:{key}": body for key, body in bodies.items() if may(user, "report_uses", body)}


def names_of(parties: Sequence[str]) -> dict[str, str]:
    """What parties are called, by their keys; a party that is known by nothing else by its key."""
    keys: dict[str, list[str]] = {"user": [], "organisation": []}
    for party in parties:
        kind, _, key = party.partition(":")
        if kind in keys:
            keys[kind].append(key)
    names = {f"user:{u.key}": str(u) for u in User.objects.filter(key__in=keys["user"])}
    found = Organisation.objects.filter(key__in=keys["organisation"])
    names |= {f"organisation:{o.key}": o.name for o in found}
    return {party: names.get(party, party) for party in parties}
