"""What a case knows, in words: its data with their labels and values, for every page that shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec

from kenri.cases.proceedings.queries import Shown
from kenri.procedures.conduct.fields import Field
from kenri.procedures.conduct.offers import Offer
from kenri.vocab.text import Text
from kenri.web.cases.forms import YES_NO
from kenri.web.wording import MONTHS


class Datum(msgspec.Struct, frozen=True):
    """A datum of the case in words; ``value`` is empty where it is missing."""

    key: str
    label: Text
    value: Text
    needed: bool


def words(field: Field, value: Any) -> Text:
    """A value of a field in words."""
    if value in (None, ""):
        return Text("", "")
    if field.kind == "yes_no":
        return YES_NO[value]
    if field.kind == "choice":
        return field.choices[value]
    if field.kind == "money":
        return Text(f"{value:,}円", f"¥{value:,}")
    if field.kind == "date":
        day = dt.date.fromisoformat(str(value))
        ja = f"{day.year}年{day.month}月{day.day}日"
        return Text(ja, f"{day.day} {MONTHS[day.month - 1]} {day.year}")
    return Text(str(value), str(value))


def data(shown: Shown) -> Iterator[Datum]:
    """All data of the case in the order of the procedure, and those that the next step still needs."""
    course = shown.course
    wanted = {key for offers in shown.offers.values() for offer in offers for key in _needs(shown, offer)}
    for key, field in course.spec.fields.items():
        value = course.data.get(key)
        if field.kind == "list" or (value in (None, "") and key not in wanted):
            continue
        yield Datum(key, field.label, words(field, value), value in (None, ""))


def _needs(shown: Shown, offer: Offer) -> Iterator[str]:
    for key, field in shown.procedure.fields.items():
        if offer.action in field.needed_for:
            yield key
