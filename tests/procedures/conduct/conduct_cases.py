"""Cases for the tests of conduct: a script of steps, each taken as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from kenri.procedures.conduct.course import Course, Step, begin
from kenri.procedures.conduct.offers import take
from kenri.procedures.conduct.versions import procedure

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
        case.do(
            "applicant", "add_contact", name=f"連絡先{item}", address=f"{item}@example.org", domestic="yes"
        )
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


def refusable() -> Case:
    """One requirement is not met; the applicant has notice of it."""
    case = forwarded(not_met="unmanaged")
    case.do("commissioner", "notice_refusal", "2026-05-21", refusal_reasons="管理事業者の管理がある。")
    return case


def convinced() -> Case:
    """The Commissioner had doubts, and lost them through the reply."""
    case = forwarded()
    told = {"check": "not_withdrawn", "evidence": "E-2"}
    case.do("commissioner", "record_own_check", result="not_met", **told)
    case.do("commissioner", "notice_refusal", "2026-05-21", refusal_reasons="廃絶のおそれがある。")
    case.do("applicant", "reply", "2026-05-22", reply="著作者は今も公開している。")
    case.do("commissioner", "record_own_check", result="met", **told)
    return case


def cancelling(day: str = "2027-05-10") -> Case:
    """In use, the holder has asked for cancellation, and the user is being heard."""
    case = in_use()
    case.do(
        "holder",
        "ask_cancellation",
        day,
        claimant="作者",
        precondition="contact_published",
        precondition_evidence="https://example.org/contact",
    )
    case.do("commissioner", "hear_user")
    return case


UNKNOWN = {
    key: value
    for key, value in ELIGIBLE.items()
    if key
    not in {
        "managed",
        "use_rule_shown",
        "application_contact_shown",
        "in_creators_system",
        "sites",
    }
}


def called(past_award: str = "no") -> Case:
    """A case of art. 67 whose public call began on 2026-05-01; the other measures only where they are due."""
    case = Case("adjudication_67", "2026-04-20", UNKNOWN)
    case.do("applicant", "attach", document="work_copy", reference="D-1")
    case.do(
        "applicant",
        "describe",
        past_award=past_award,
        past_award_number="R5-1" if past_award == "yes" else "",
    )
    if past_award == "no":
        case.do("applicant", "search_rosters", rosters_on="2026-04-20", rosters_result="なし")
        case.do("applicant", "ask_bodies", bodies_asked_on="2026-04-20", bodies_result="なし")
    case.do(
        "applicant",
        "publish_call",
        "2026-05-01",
        call_text="探しています",
        call_medium="cric",
        called_on="2026-05-01",
    )
    return case


def to_be_secured(**also: str) -> Case:
    """Filed under art. 67, the fee paid, and security set for use while pending; ``also``: what else is set."""
    case = called()
    case.do("applicant", "file", "2026-05-09")
    case.do("confirmation_body", "ask_fee", fee=6900)
    case.do("office", "payment_received", purpose="fee", amount=6900, received_on="2026-05-09")
    case.do("applicant", "want_pending_use")
    case.do(
        "commissioner",
        "set_security",
        security=30000,
        label_text="第67条の2により作成（2026年5月9日申請）",
        **also,
    )
    return case


def secured() -> Case:
    """The same, and the security paid."""
    case = to_be_secured()
    case.do("office", "payment_received", purpose="security", amount=30000, received_on="2026-05-09")
    return case


def reported(not_met: str = "") -> Case:
    """A case of art. 67 before the Commissioner; ``not_met`` names a requirement found not met."""
    case = secured()
    for check, told in case.course.spec.checks.items():
        if "confirmation_body" in told.by:
            result = "not_met" if check == not_met else "met"
            case.do("confirmation_body", "record_check", check=check, result=result, evidence="E-1")
    case.do("confirmation_body", "reckon", compensation_reckoned=36500, reckoning="music@2026-04-01")
    case.do("confirmation_body", "forward", report="要件を確認した。")
    case.do("commissioner", "record_own_check", check="not_withdrawn", result="met", evidence="E-2")
    return case


def awarded(**also: str) -> Case:
    """Granted under art. 67; ``also``: what else the award says."""
    case = reported()
    case.do("commissioner", "grant", "2026-05-25", **GRANT, **also)
    return case


def appeared(wish: str = "end") -> Case:
    """A holder has appeared, and all is checked."""
    given = {"granted_from": "2026-06-01", "granted_until": "2029-05-31", "compensation": 36500}
    award = {"award_case": "2026-0670-00001", "award_procedure": "adjudication_67"}
    case = Case("holder_appears", "2027-05-20", {"title": "港の歌", **award, **given})
    case.do("holder", "describe", claimant="作者", title_basis="創作した", wish=wish)
    case.do("holder", "attach", document="identity", reference="D-1")
    case.do("holder", "attach", document="title", reference="D-2")
    case.do("holder", "claim")
    for check in case.course.spec.checks:
        case.do("compensation_body", "record_check", check=check, result="met", evidence="E-1")
    return case


def negotiating(day: str = "2026-07-25") -> Case:
    """A dispute whose mediation lasts through 2026-08-10, with an offer on the table."""
    case = Case("dispute", "2026-05-01", {"title": "港の歌"})
    case.do("applicant", "describe", right="複製権", ground="自分が作った")
    case.do("applicant", "attach", document="proof", reference="D-1")
    case.do("applicant", "object")
    case.do("holder", "answer", "2026-05-10", answer="自分の作品である")
    case.do("office", "open_mediation", day, mediator="調整担当", offer_shares="半分ずつ")
    return case


def agreed(fee: int) -> Case:
    """A direct request for which the holder has named a fee, and which was accepted."""
    told = {"title": "港の歌", "holder_name": "作者", "holder_here": "yes", "manner": "配信"}
    case = Case("direct_request", "2026-05-01", {**told, "use_from": "2026-06-01", "use_until": "2027-05-31"})
    case.do("applicant", "send")
    period = {"use_from": "2026-06-01", "use_until": "2026-12-31"}
    case.do("holder", "offer_terms", licence_fee=20000, **period)
    case.do("applicant", "counter_offer", licence_fee=fee, **period)
    case.do("holder", "accept_request")
    return case


def awarded_without_a_body(kind: str) -> Case:
    """Granted while no compensation body is designated: payable to the deposit office."""
    case = awarded(payable_to="deposit_office") if kind == "adjudication_67" else forwarded()
    if kind != "adjudication_67":
        case.do("commissioner", "grant", "2026-05-25", **GRANT, payable_to="deposit_office")
    return case


DEPOSIT = {
    "deposited_amount": 36500, "deposited_on": "2026-05-28", "deposit_office": "東京法務局", "deposit_number": "令和8年度金第1号",
}  # fmt: skip


def deposited(kind: str) -> Case:
    """Payable to the deposit office, and deposited."""
    case = awarded_without_a_body(kind)
    case.do("applicant", "attach", "2026-05-28", document="deposit_certificate", reference="D-9")
    case.do("commissioner", "deposit_confirmed", **DEPOSIT)
    return case


def exempted(kind: str) -> Case:
    """Payable to the deposit office, by somebody who need not deposit."""
    case = awarded_without_a_body(kind)
    case.do("commissioner", "exempt_from_deposit", exempt_ground="地方公共団体である")
    return case


def scripted(id_: str) -> list[Case]:
    """Cases of a procedure that have gone far, from which a search goes on; they open alike."""
    late = negotiating("2026-08-05")
    late.do("applicant", "offer", offer_shares="六対四")
    paid = awarded()
    paid.do("office", "payment_received", purpose="compensation", amount=36500, received_on="2026-05-25")
    over = awarded()
    over.do("office", "payment_received", purpose="compensation", amount=36500, received_on="2026-05-25")
    over.do("clock", "expire", "2029-06-01")
    return {
        "adjudication_67_3": lambda: [
            *(cancelling(), cancelling("2029-05-25"), refusable(), convinced()),
            *(deposited(id_), exempted(id_)),
        ],
        "adjudication_67": lambda: [paid, over, deposited(id_), exempted(id_)],
        "holder_appears": lambda: [appeared("end"), appeared("continue")],
        "direct_request": lambda: [agreed(10000), agreed(0)],
        "dispute": lambda: [late, negotiating(), negotiating("2026-05-12")],
    }.get(id_, list)()
