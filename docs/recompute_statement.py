"""Reckon a Kenri statement again: ``python recompute_statement.py STATEMENT.json``.

Plain Python, nothing to install. Reads the statement of one holder (form ``kenri-statement-1``) or of a whole
distribution (form ``kenri-run-1``), works out every amount from the uses, shares and sums that it tells, and
compares. Prints one line for each amount; exits 0 where all agree, 1 where one does not, 2 on anything else.

The rule, for one pool of money:

    weight     = sum over the holder's works of  uses x billionths of the work
    exact      = pool x weight / (all uses x 1,000,000,000)
    amount     = exact, rounded down; and one yen more for those with the largest remainders, until the pool
                 is spent; equal remainders in the order of the SHA-256 of distribution, payee and society

The compensation of a case is the holder's whole, or where the award was cancelled: paid x days used / all
days of the award, a fraction of a yen rounded up.
"""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import date
from fractions import Fraction

BILLION = 1_000_000_000


def tie(run: str, payee: str, through: str) -> str:
    """Decides between equal remainders; the lower is first."""
    return hashlib.sha256("\n".join((run, payee, through)).encode()).hexdigest()


def gross_of(pool: dict) -> int:
    """The money of a pool before cost: a portion of the revenue or of the units, or a sum given."""
    if pool["money"] == "given":
        return pool["gross"]
    base = pool["revenue"] if pool["money"] == "portion" else pool["units"]
    portion = Fraction(pool["portion"])
    return base * portion.numerator // portion.denominator


def cost_of(pool: dict) -> int:
    """What the scheme keeps."""
    rate = Fraction(pool["cost_rate"])
    return pool["gross"] * rate.numerator // rate.denominator


def amount_of(payee: str, given: dict) -> int:
    """What a holder gets of a pool."""
    weight = sum(row["units"] * row["billionths"] for row in given["rows"])
    if given["few"]:
        weight += int(given["few"]["weight"])
    whole = given["units"] * BILLION
    low, rest = divmod((given["gross"] - given["cost"]) * weight, whole)
    remainder = int(given["remainder"])
    mine = tie(given["run"], payee, given["through"])
    more = given["tie"] != "" and (rest > remainder or (rest == remainder and mine <= given["tie"]))
    return low + more


def check_award(award: dict) -> bool:
    """The compensation of a case: by calendar days where it was cancelled, else all that came in."""
    came = sum(one["yen"] for one in award["came"])
    mine = award["agreed"]
    if award["days"]:
        first, last, ended = (date.fromisoformat(day) for day in award["days"])
        whole = (last - first).days + 1
        used = min(max((ended - first).days, 0), whole)
        mine = -(-award["agreed"] * used // whole)
    sent = sum(one["yen"] for one in award["sent"])
    agrees = sent <= min(mine, came) and award["agreed"] - award["back"] == mine
    if not any(one["state"] == "returned" for one in award["sent"]):
        agrees = agrees and sent == min(mine, came)
    print(f"{'ok   ' if agrees else 'DIFFERS'} {award['case']}: {sent} of {came} yen, {came - sent} back")
    return agrees


def check_statement(told: dict) -> bool:
    """Every amount of a holder's statement, and its sums."""
    right = True
    for given in told["given"]:
        amount = amount_of(told["payee"], given)
        agrees = (
            amount == given["yen"] and gross_of(given) == given["gross"] and cost_of(given) == given["cost"]
        )
        change = amount - given["before"]
        print(
            f"{'ok   ' if agrees else 'DIFFERS'} {given['run']} {given['pool']}: {amount} yen ({change:+d})"
        )
        right = right and agrees
    for award in told.get("awards", []):
        right = check_award(award) and right
    changes = sum(given["yen"] - given["before"] for given in told["given"])
    paid = sum(payment["gross"] for payment in told["payments"])
    for payment in told["payments"]:
        taken = sum(one["yen"] for one in payment["deductions"])
        right = right and payment["gross"] - taken == payment["net"]
    agrees = told["owed_before"] + changes - paid == told["owed_after"]
    print(f"{'ok   ' if agrees else 'DIFFERS'} owed: {told['owed_before']} + {changes} - {paid}")
    return right and agrees


def check_run(told: dict) -> bool:
    """Every amount of a distribution, and that each pool is spent to the yen."""
    right = True
    for pool in told["pools"]:
        uses = {row["work"]: row["units"] for row in told["works"] if row["pool"] == pool["code"]}
        weights: dict[tuple[str, str], int] = {}
        for part in told["parts"]:
            if part["pool"] == pool["code"]:
                held = f"held:{part['why']}:{part['work']}:{part['layer']}"
                key = (part["payee"] or held, part["through"])
                weights[key] = weights.get(key, 0) + uses[part["work"]] * part["billionths"]
        whole = sum(uses.values()) * BILLION
        net = pool["gross"] - pool["cost"]
        shares = {key: divmod(net * weight, whole) for key, weight in weights.items()}
        order = sorted(shares, key=lambda key: (-shares[key][1], tie(told["run"], *key)))
        left = net - sum(low for low, _ in shares.values())
        amounts = {key: shares[key][0] + (place < left) for place, key in enumerate(order)}
        mine = [one for one in told["amounts"] if one["pool"] == pool["code"]]
        posted = {(one["payee"], one["through"]): one["yen"] for one in mine}
        agrees = amounts == posted and sum(amounts.values()) == net
        says = f"{told['run']} {pool['code']}: {net} yen, {len(amounts)} payees"
        print("ok   " if agrees else "DIFFERS", says)
        right = right and agrees
    return right


def main(arguments: list[str]) -> int:
    """Check the files that are named."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    right = True
    for path in arguments:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123  (nothing but the plainest Python)
            told = json.load(file)
        checks = {"kenri-statement-1": check_statement, "kenri-run-1": check_run}
        if told.get("form") not in checks:
            print(f"{path}: no statement that this script knows", file=sys.stderr)
            return 2
        right = checks[told["form"]](told) and right
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
