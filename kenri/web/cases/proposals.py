"""What a form can be filled with beforehand: it follows from the data and from the conditions of the action.

Nothing is decided by it: whoever acts sees it in the form, may change it, and answers for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from kenri.procedures.conduct import clocks
from kenri.procedures.conduct.conditions import TODAY, Condition, Covers, Is, Order, Within
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.offers import Offer
from kenri.procedures.conduct.spec import Action
from kenri.tariffs import reckon, tariffs


def proposed(course: Course, offer: Offer, on: dt.date) -> dict[str, str]:
    """A value for each field that must be filled and of which the case already tells enough."""
    action = course.spec.actions[offer.action]
    known = {key: value for key, value in course.data.items() if isinstance(value, str | int)}
    found: dict[str, str] = {}
    for wanted in offer.fields:
        if not wanted.required or wanted.value not in (None, ""):
            continue
        value = _value(course, action, wanted.key, wanted.field.kind, {**known, **found}, on)
        if value not in (None, ""):
            found[wanted.key] = str(value)
    return found


def _value(
    course: Course, action: Action, key: str, kind: str, known: Mapping[str, object], on: dt.date
) -> object:
    conditions = [course.spec.conditions[name] for name in action.conditions]
    if kind == "date":
        return _day(key, conditions, known, on)
    for condition in conditions:
        if isinstance(condition, Is) and condition.field == key and course.state in condition.only_in:
            return condition.values[0]
        if isinstance(condition, Covers) and condition.amount == key and _applies(condition, course):
            return known.get(condition.asked)
    if kind == "money":
        return known.get(f"{key}_reckoned") or _by_tariff(course, key, on)
    if key in _WRITTEN:
        return _WRITTEN[key](course, on)
    return _of_same_name(key, known)


def _by_tariff(course: Course, key: str, on: dt.date) -> int | None:
    """What the tariff that is called like the procedure and the field asks for one case."""
    found = next((one for one in tariffs() if one.id == f"{course.spec.id}_{key}"), None)
    if found is None or found.version_on(on) is None:
        return None
    told = {name: asked.default for name, asked in found.inputs.items()}
    return reckon(found, told, on).amount


def _applies(condition: Condition, course: Course) -> bool:
    return not condition.only_in or course.state in condition.only_in


def _of_same_name(key: str, known: Mapping[str, object]) -> object:
    """``granted_manner`` is what was asked for as ``manner``."""
    return known.get(key.partition("_")[2]) if key.startswith("granted_") else None


def _day(key: str, conditions: list[Condition], known: Mapping[str, object], on: dt.date) -> str:
    """The day that was asked for, else today, within the bounds that the conditions set."""
    first, last = list(_not_before(key, conditions, known, on)), list(_not_after(key, conditions, known, on))
    if not first and not last:
        return ""
    asked = next((known[other] for other in known if _asks_for(other, key, conditions)), None)
    wish = dt.date.fromisoformat(str(asked)) if asked else on
    return max([min([wish, *last]), *first]).isoformat()


def _asks_for(other: str, key: str, conditions: list[Condition]) -> bool:
    """Whether another field, which bounds this one, is the same day as it was asked for."""
    bound = any(isinstance(one, Order) and {one.first, one.then} == {other, key} for one in conditions)
    return bound and other.rpartition("_")[2] == key.rpartition("_")[2]


def _not_before(
    key: str, conditions: list[Condition], known: Mapping[str, object], on: dt.date
) -> Iterator[dt.date]:
    for one in conditions:
        if isinstance(one, Order) and one.then == key and (day := _known_day(one.first, known, on)):
            yield day


def _not_after(
    key: str, conditions: list[Condition], known: Mapping[str, object], on: dt.date
) -> Iterator[dt.date]:
    for one in conditions:
        if isinstance(one, Order) and one.first == key and (day := _known_day(one.then, known, on)):
            yield day
        if isinstance(one, Within) and one.last == key and (day := _known_day(one.first, known, on)):
            yield (
                clocks.last_of_months(day, one.months + 12 * one.years)
                if not one.days
                else (day + dt.timedelta(days=one.days - 1))
            )


def _known_day(field: str, known: Mapping[str, object], on: dt.date) -> dt.date | None:
    if field == TODAY:
        return on
    told = known.get(field)
    return dt.date.fromisoformat(str(told)) if told else None


def _label(course: Course, on: dt.date) -> str:
    """What every copy says: that it was made under an adjudication, and its date."""
    return f"{course.spec.basis}の規定に基づく文化庁長官の裁定により作成（裁定年月日：{on.isoformat()}）"


def _report(course: Course, on: dt.date) -> str:
    """What a report says as far as the findings tell it: requirement by requirement, and the royalty."""
    lines = [f"要件の確認結果（{on.isoformat()}現在）"]
    for key, found in course.findings.items():
        note = f"、{found.note}" if found.note else ""
        lines.append(
            f"・{course.spec.checks[key].label.ja}：{_FOUND[found.result]}（{found.evidence}{note}）"
        )
    if amount := course.data.get("compensation_reckoned"):
        lines.append(f"通常の使用料に相当する額：{amount:,}円")
    return "\n".join(lines)


_FOUND = {"met": "満たす", "not_met": "満たさない", "open": "未確認"}
_WRITTEN: Mapping[str, Callable[[Course, dt.date], str]] = {"label_text": _label, "report": _report}
"""Texts that follow from the whole case. They are in the language of the record, Japanese."""
