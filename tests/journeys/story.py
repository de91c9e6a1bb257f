"""What people do on the way, told once for every driver."""

from __future__ import annotations

from tests.journeys.stage import Driver

UNMANAGED = {
    "authors": "不詳", "identification": "2016年に動画共有サイトで公表された楽曲", "published": "yes",
    "withdrawn": "no", "managed": "no", "use_rule_shown": "no", "application_contact_shown": "no",
    "in_creators_system": "no", "royalty_basis": "年間1万回の再生",
}  # fmt: skip
"""What an applicant tells of a published work that nobody manages."""
MEASURES = {
    "check_surroundings": "surroundings", "check_holder_sites": "holder_sites", "search_across": "cross_search",
}  # fmt: skip
CHECKS = ("published", "unmanaged", "no_contact_published", "measures", "intention_unknown", "in_japan")
FEE, COMPENSATION = 13_800, 36_500


def enquire(to: Driver, number: str, day: str, **changes: str) -> None:
    """The measures (1), (2), (3), every listed site, and two letters that arrive on that day."""
    to.act("applicant", number, "describe", **{**UNMANAGED, **changes})
    for action, field in MEASURES.items():
        to.act("applicant", number, action, **{f"{field}_on": day, f"{field}_result": "意思表示なし"})
    for site in to.sites("applicant", number):
        to.act("applicant", number, "view_site", item=site, viewed_on=day, viewed_result="該当なし")
    for item, (name, address) in enumerate((("投稿サイト", "a@example.org"), ("配信元", "b@example.org")), 1):
        to.act("applicant", number, "add_contact", name=name, address=address, domestic="yes")
        to.act("applicant", number, "send_letter", item=item, sent_on=day, letter="利用したいので…")
        to.act("applicant", number, "letter_arrived", item=item, arrived_on=day)
    to.hand_in("applicant", number, "work_copy", "画面.txt", "作品の画面の写し".encode())


def pay_fee(to: Driver, number: str, day: str) -> None:
    """The body asks for the fee, and it comes in."""
    to.act("checker", number, "ask_fee", fee=FEE)
    to.act("checker", number, "payment_received", purpose="fee", amount=FEE, received_on=day)


def confirm(to: Driver, number: str, **not_met: str) -> None:
    """Requirement by requirement, the ordinary royalty, and the report, by a second officer."""
    for check in CHECKS:
        found = "not_met" if check in not_met else "met"
        evidence = not_met.get(check, "申請書と記録")
        to.act("checker", number, "record_check", check=check, result=found, evidence=evidence)
    if not not_met:
        to.act("checker", number, "reckon", compensation_reckoned=COMPENSATION, reckoning="年額と期間")
    to.act("second", number, "forward", report="確認した")


def grant(to: Driver, number: str, first: str = "2026-09-01", last: str = "2028-08-31") -> None:
    """The Commissioner looks at what is the Commissioner's own to judge, and decides."""
    to.act("commissioner", number, "record_own_check", check="not_withdrawn", result="met", evidence="申請書")
    to.act(
        "commissioner", number, "grant", granted_manner="配信", granted_from=first, granted_until=last,
        compensation=COMPENSATION, label_text="著作権法第67条の3の裁定により作成",
    )  # fmt: skip


def pay_compensation(to: Driver, number: str, day: str) -> None:
    """The compensation comes in at the body that keeps it."""
    paid = {"purpose": "compensation", "amount": COMPENSATION, "received_on": day}
    to.act("treasurer", number, "payment_received", **paid)


def to_decision(to: Driver, title: str, **told: str) -> str:
    """A whole adjudication of art. 67-3, from the enquiry to the award; the number of its case."""
    to.stage.on("2026-05-01")
    number = to.open("applicant", "adjudication_67_3", title, **told)
    enquire(to, number, "2026-05-01")
    to.stage.on("2026-05-16")
    to.act("applicant", number, "file")
    to.stage.on("2026-05-19")
    pay_fee(to, number, "2026-05-19")
    confirm(to, number)
    to.stage.on("2026-06-01")
    grant(to, number)
    return number
