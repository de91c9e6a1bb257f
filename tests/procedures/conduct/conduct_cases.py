"""Cases for the tests of conduct: a script of steps, each taken as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from kenri.procedures.conduct.course import Course, Step, begin
from kenri.procedures.conduct.offers import take
from kenri.procedures.conduct.spec import procedure

ACTORS = {"applicant": "user:a", "holder": "user:h", "confirmation_body": "user:b", "commissioner": "user:c"}


def at(day: str, hour: int = 3) -> datetime:
    """Noon in Japan of a day."""
    return datetime.combine(date.fromisoformat(day), time(hour), UTC)


class Case:
    """A case under way: what was opened, the steps, and where it stands."""

    def __init__(self, id_: str, day: str, given: Mapping[str, Any] | None = None) -> None:
        self.opening = self.course = begin(procedure(id_, date.fromisoformat(day)), "user:a", at(day), given)
        self.day = day
        self.steps: list[Step] = []
        self.effects: list[Any] = []

    def do(self, role: str, action: str, day: str = "", actor: str = "", **entered: Any) -> Course:
        """Take an action; later ones are taken on the same day unless told."""
        self.day = day or self.day
        taken = take(self.course, action, role, actor or ACTORS.get(role, f"{role}:1"), at(self.day), entered)
        self.course = taken.course
        self.steps.append(taken.step)
        self.effects = [*taken.effects]
        return self.course

    def wait(self, days: int) -> None:
        """Let days pass."""
        self.day = (date.fromisoformat(self.day) + timedelta(days=days)).isoformat()


ELIGIBLE = {
    "title": "港の歌",
    "authors": "不明",
    "identification": "https://example.org/song",
    "published": "yes",
    "withdrawn": "no",
    "managed": "no",
    "use_rule_shown": "no",
    "application_contact_shown": "no",
    "in_creators_system": "no",
    "territory": "JP",
    "manner": "配信",
    "use_from": "2026-06-01",
    "use_until": "2029-05-31",
    "royalty_basis": "月1,000回の再生",
    "sites": [{"name": "J-WID"}, {"name": "NexTone"}],
}


def searched(given: Mapping[str, Any] = ELIGIBLE, contacts: int = 2) -> Case:
    """A case of art. 67-3 with its searches made and letters that arrived on 2026-05-01."""
    case = Case("adjudication_67_3", "2026-04-20", given)
    case.do("applicant", "attach", document="work_copy", reference="D-1")
    case.do("applicant", "check_surroundings", surroundings_on="2026-04-20", surroundings_result="なし")
    case.do("applicant", "check_holder_sites", holder_sites_on="2026-04-20", holder_sites_result="なし")
    case.do("applicant", "search_across", cross_search_on="2026-04-20", cross_search_result="2サイト")
    for item, _ in enumerate(given.get("sites", ()), 1):
        case.do("applicant", "view_site", item=item, viewed_on="2026-04-20", viewed_result="該当なし")
    for item in range(1, contacts + 1):
        case.do("applicant", "add_contact", name=f"連絡先{item}", address=f"{item}@example.org", domestic="yes")
        case.do("applicant", "send_letter", item=item, sent_on="2026-04-20", letter="利用したい")
    case.day = "2026-05-01"
    for item in range(1, contacts + 1):
        case.do("applicant", "letter_arrived", item=item, arrived_on="2026-05-01")
    return case


def filed() -> Case:
    """Filed on the first day on which it may be."""
    case = searched()
    case.do("applicant", "file", "2026-05-16")
    return case


def forwarded(not_met: str = "") -> Case:
    """Checked by the body, with the Commissioner; ``not_met`` names a requirement found not met."""
    case = filed()
    case.do("confirmation_body", "ask_fee", fee=13800)
    case.do("office", "payment_received", purpose="fee", amount=13800, received_on="2026-05-16")
    for check, told in case.course.spec.checks.items():
        if "confirmation_body" in told.by:
            result = "not_met" if check == not_met else "met"
            case.do("confirmation_body", "record_check", check=check, result=result, evidence="E-1")
    case.do("confirmation_body", "reckon", compensation_reckoned=36500, reckoning="music@2026-04-01")
    case.do("confirmation_body", "forward", "2026-05-20", report="要件を確認した。")
    case.do("commissioner", "record_own_check", check="not_withdrawn", result="met", evidence="E-2")
    return case


GRANT = {
    "granted_manner": "配信",
    "granted_from": "2026-06-01",
    "granted_until": "2029-05-31",
    "compensation": 36500,
    "label_text": "著作権法第67条の3の裁定により作成（2026年5月25日）",
}


def in_use() -> Case:
    """Granted and paid."""
    case = forwarded()
    case.do("commissioner", "grant", "2026-05-25", **GRANT)
    case.do(
        "compensation_body",
        "payment_received",
        "2026-05-28",
        purpose="compensation",
        amount=36500,
        received_on="2026-05-28",
    )
    return case
