"""The operations of a step: from exact quantities to one, with the arithmetic in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

import msgspec

from kenri.tariffs.quantities import NOTHING, Quantity
from kenri.tariffs.spec import Bracket, Operation, Step, Unit
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

_SIGNS = {
    "multiply": Text(" × ", " × "),
    "divide": Text(" ÷ ", " ÷ "),
    "add": Text(" ＋ ", " + "),
    "subtract": Text(" － ", " − "),
}


class Operand(msgspec.Struct, frozen=True):
    """A quantity with what it is called."""

    label: Text
    quantity: Quantity

    def told(self) -> Text:
        """Value and name, in the order of each language."""
        value = self.quantity.told()
        return Text(f"{self.label.ja} {value.ja}", f"{value.en} ({self.label.en})")


class Worked(msgspec.Struct, frozen=True):
    """What a step comes to, and how."""

    quantity: Quantity
    how: Text


def combined(op: Operation, operands: Sequence[Operand], called: Text) -> Worked:
    """``take``, ``multiply``, ``divide``, ``add``, ``subtract``, ``greatest``, ``least``.

    Raises ZeroDivisionError where a divisor is 0.
    """
    values = [operand.quantity.value for operand in operands]
    unit = combined_unit(op, [operand.quantity.unit for operand in operands])
    result = Quantity(_result(op, values), unit, called if unit == "count" else NOTHING)
    told = [operand.told() for operand in operands]
    if len(told) == 1:
        return Worked(result, told[0])
    if op in _SIGNS:
        sign = _SIGNS[op]
        how = Text(sign.ja.join(t.ja for t in told), sign.en.join(t.en for t in told))
    else:
        higher = op == "greatest"
        how = Text(
            "と".join(t.ja for t in told) + f"のうち{'高い' if higher else '低い'}ほう",
            f"the {'higher' if higher else 'lower'} of " + " and ".join(t.en for t in told),
        )
    return Worked(result, _equals(how, result))


def _result(op: Operation, values: Sequence[Fraction]) -> Fraction:
    first, *rest = values
    match op:
        case "multiply":
            for value in rest:
                first *= value
        case "divide":
            for value in rest:
                first /= value
        case "add":
            first = sum(values, Fraction(0))
        case "subtract":
            first = max(Fraction(0), first - sum(rest, Fraction(0)))
        case "greatest":
            first = max(values)
        case "least":
            first = min(values)
    return first


def combined_unit(op: Operation, units: Sequence[Unit]) -> Unit:
    """The unit of a result. Raises ValueError where units do not go together, as yen times yen."""
    money = [unit == "yen" for unit in units]
    match op:
        case "take":
            return units[0]
        case "multiply" if sum(money) <= 1:
            return "yen" if any(money) else "share" if set(units) == {"share"} else "count"
        case "divide" if money[0] or not any(money):
            return "yen" if sum(money) == 1 else "share" if sum(money) > 1 else "count"
        case "add" | "subtract" | "greatest" | "least" if all(money) or not any(money):
            return units[0]
    raise ValueError(f"{op}: {', '.join(units)}")


def unit_of(step: Step, unit: Callable[[str], Unit]) -> Unit:
    """The unit of a step's result, by the units of what it uses. Raises what ``combined_unit`` raises."""
    match step.op:
        case "free":
            return "yen"
        case "days" | "months" | "years":
            return "count"
        case "pick" | "slab":
            return unit(step.of[0])
        case "slices":
            return combined_unit("multiply", [unit(key) for key in step.of])
        case _:
            return combined_unit(step.op, [unit(key) for key in step.of])


_ELAPSED = {
    "days": (Text("日", "days"), NOTHING),
    "months": (Text("か月", "months"), Text("、1か月未満は切上げ", ", a begun month counts")),
    "years": (Text("年", "years"), Text("、1年未満は切上げ", ", a begun year counts")),
}


def elapsed(op: Operation, first: tuple[Text, date], last: tuple[Text, date]) -> Worked:
    """Days, begun months or begun years from a day to another, both included.

    Raises ``Problem('tariff_dates_reversed')`` where the last is before the first.
    """
    (first_label, begins), (last_label, ends) = first, last
    if ends < begins:
        raise Problem("tariff_dates_reversed", first=first_label, last=last_label)
    months = (ends.year - begins.year) * 12 + ends.month - begins.month + (ends.day >= begins.day)
    count = {"days": (ends - begins).days + 1, "months": months, "years": -(-months // 12)}[op]
    called, note = _ELAPSED[op]
    result = Quantity(Fraction(count), "count", called)
    how = Text(
        f"{begins}から{ends}まで（両端を含む{note.ja}）", f"{begins} to {ends} (both included{note.en})"
    )
    return Worked(result, _equals(how, result))


def slab(brackets: Sequence[Bracket], of: Operand, unit: Unit) -> Worked:
    """The figure of the bracket in which a quantity falls; a quantity of 0 falls in the first."""
    index = max((i for i, bracket in enumerate(brackets) if bracket.above < of.quantity.value), default=0)
    result = Quantity(Fraction(brackets[index].value), unit)
    told, within = of.told(), span(brackets, index, of.quantity)
    how = Text(f"{told.ja}は「{within.ja}」の区分", f"{told.en} is in the bracket “{within.en}”")
    return Worked(result, _equals(how, result))


def slices(brackets: Sequence[Bracket], of: Operand, unit: Unit) -> Worked:
    """The sum over brackets of the figure times the part of the quantity that lies in each."""
    total, parts = Fraction(0), []
    for index, bracket in enumerate(brackets):
        above = Fraction(bracket.above)
        bound = Fraction(brackets[index + 1].above) if index + 1 < len(brackets) else None
        inside = (of.quantity.value if bound is None else min(of.quantity.value, bound)) - above
        if inside <= 0:
            break
        total += inside * Fraction(bracket.value)
        amount = Quantity(inside, "count", of.quantity.called).told()
        rate = Quantity(Fraction(bracket.value), unit).told()
        within = span(brackets, index, of.quantity)
        parts.append(
            Text(f"［{within.ja}］{amount.ja} × {rate.ja}", f"[{within.en}] {amount.en} × {rate.en}")
        )
    result = Quantity(total, combined_unit("multiply", [unit, of.quantity.unit]), of.quantity.called)
    if not parts:
        return Worked(result, _equals(of.told(), result))
    how = Text(" ＋ ".join(p.ja for p in parts), " + ".join(p.en for p in parts))
    return Worked(result, _equals(how, result))


def span(brackets: Sequence[Bracket], index: int, of: Quantity) -> Text:
    """A bracket in words, from its bound up to the next."""

    def told(bound: Bracket) -> Text:
        return msgspec.structs.replace(of, value=Fraction(bound.above)).told()

    above = told(brackets[index])
    upper = told(brackets[index + 1]) if index + 1 < len(brackets) else None
    if upper is None:
        return Text(f"{above.ja}超", f"over {above.en}") if brackets[index].above else Text("すべて", "all")
    if not brackets[index].above:
        return Text(f"{upper.ja}以下", f"up to {upper.en}")
    return Text(f"{above.ja}超{upper.ja}以下", f"over {above.en} up to {upper.en}")


def _equals(how: Text, result: Quantity) -> Text:
    told = result.told()
    return Text(f"{how.ja} ＝ {told.ja}", f"{how.en} = {told.en}")
