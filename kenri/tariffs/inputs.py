"""What a tariff is told: each input read strictly, by what the tariff's file says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from kenri.tariffs.quantities import NOTHING, Quantity
from kenri.tariffs.spec import Input, Unit
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

Told = int | str | Decimal | date
"""A value as a form, a command or a programme tells it. No floats: they cannot say 0.1."""

Value = Quantity | date | str
"""A value as the steps use it: a quantity, a day, or the key of a choice."""

YES_NO = {"yes": Text("はい", "yes"), "no": Text("いいえ", "no")}
"""The choices of an input of the kind ``yes_no``."""

_LONGEST = 40
"""Characters that a number or a date can have."""


def read(asked: Mapping[str, Input], told: Mapping[str, Told]) -> tuple[dict[str, Value], list[Problem]]:
    """The values by key, and everything that is wrong with what was told; ``where`` is the input's key."""
    values: dict[str, Value] = {}
    problems = [
        Problem("tariff_input_unknown", key, name=key, known=", ".join(asked))
        for key in told
        if key not in asked
    ]
    for key, one in asked.items():
        try:
            values[key] = _value(one, told.get(key, ""))
        except Problem as problem:
            problems.append(problem)
    return values, problems


def _value(asked: Input, told: Told) -> Value:
    if told == "" or told is None:
        if not asked.default:
            raise Problem("tariff_input_missing", asked.key, label=asked.label, key=asked.key)
        told = asked.default
    match asked.kind:
        case "date":
            return _day(asked, told)
        case "choice":
            return _choice(asked, told, {key: choice.label for key, choice in asked.choices.items()})
        case "yes_no":
            said = ("no", "yes")[told] if isinstance(told, bool) else told
            return _choice(asked, said, YES_NO)
        case "count" | "money" | "number":
            return _quantity(asked, told)


def _quantity(asked: Input, told: Told) -> Quantity:
    number = _number(told)
    whole = asked.kind != "number"
    if number is None or (whole and number != number.to_integral_value()):
        expected = (
            Text("整数を半角で入力してください", "give a whole number")
            if whole
            else Text("数を半角で入力してください（小数も使えます）", "give a number; decimals are fine")
        )
        raise _bad(asked, told, expected)
    if not asked.least <= number <= asked.most:
        bounds = Text(
            f"{asked.least:,}以上{asked.most:,}以下で入力してください",
            f"give a number from {asked.least:,} to {asked.most:,}",
        )
        raise _bad(asked, told, bounds)
    unit: Unit = "yen" if asked.kind == "money" else "count"
    return Quantity(Fraction(number), unit, asked.unit or NOTHING)


def _number(told: Told) -> Decimal | None:
    """A finite number; thousands may be grouped by commas. None for what is none, floats included."""
    if isinstance(told, bool | float) or not isinstance(told, int | str | Decimal):
        return None
    if isinstance(told, str) and (len(told) > _LONGEST or "_" in told):
        return None
    try:
        number = Decimal(told.strip().replace(",", "") if isinstance(told, str) else told)
    except InvalidOperation:
        return None
    small = number.is_finite() and number.adjusted() < _LONGEST and number.as_tuple().exponent > -_LONGEST  # type: ignore[operator]
    return number if small else None


def _day(asked: Input, told: Told) -> date:
    if isinstance(told, date):
        return told.date() if isinstance(told, datetime) else told
    try:
        return date.fromisoformat(str(told).strip())
    except ValueError:
        raise _bad(
            asked, told, Text("YYYY-MM-DD の日付を入力してください", "give a date, YYYY-MM-DD")
        ) from None


def _choice(asked: Input, told: Told, choices: Mapping[str, Text]) -> str:
    if isinstance(told, str) and told.strip() in choices:
        return told.strip()
    ja = "、".join(f"{key}（{label.ja}）" for key, label in choices.items())
    en = ", ".join(f"{key} ({label.en})" for key, label in choices.items())
    raise _bad(asked, told, Text(f"次のいずれかを選んでください：{ja}", f"choose one of: {en}"))


def _bad(asked: Input, told: object, expected: Text) -> Problem:
    return Problem(
        "tariff_input_bad", asked.key, label=asked.label, key=asked.key, told=str(told), expected=expected
    )


def plain(values: Mapping[str, Value]) -> dict[str, str]:
    """The values as text that reads back to the same values: what a record of a reckoning keeps."""
    return {key: _plain(value) for key, value in values.items()}


def _plain(value: Value) -> str:
    if isinstance(value, Quantity):
        number = Decimal(value.value.numerator) / Decimal(value.value.denominator)
        return f"{number:f}"
    return value.isoformat() if isinstance(value, date) else value
