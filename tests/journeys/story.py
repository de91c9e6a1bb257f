"""What people do on the way, told once for every driver."""

from __future__ import annotations

from collections.abc import Sequence

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
DAYS = ("2026-09-01", "2028-08-31")


def enquire(to: Driver, number: str, day: str, **changes: str) -> None:
    """The measures (1), (2), (3), every listed site, and two letters that arrive on that day."""
    described = {key: value for key, value in {**UNMANAGED, **changes}.items() if value}
    to.act("applicant", number, "describe", **described)
    for action, field in MEASURES.items():
        to.act("applicant", number, action, **{f"{field}_on": day, f"{field}_result": "意思表示なし"})
    to.view_sites("applicant", number, day)
    for item, (name, address) in enumerate((("投稿サイト", "a@example.org"), ("配信元", "b@example.org")), 1):
        to.act("applicant", number, "add_contact", name=name, address=address, domestic="yes")
        to.act("applicant", number, "send_letter", item=item, sent_on=day, letter="利用したいので…")
        to.act("applicant", number, "letter_arrived", item=item, arrived_on=day)
    to.hand_in("applicant", number, "work_copy", "画面.txt", "作品の画面の写し".encode())


def pay_fee(to: Driver, number: str, day: str) -> None:
    """The body asks for the fee, and it comes in."""
    to.act("checker", number, "ask_fee", fee=FEE)
    to.act("checker", number, "payment_received", purpose="fee", amount=FEE, received_on=day)


def confirm(to: Driver, number: str, checks: Sequence[str] = CHECKS, **not_met: str) -> None:
    """Requirement by requirement, the ordinary royalty, and the report, by a second officer."""
    for check in checks:
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


def to_decision(
    to: Driver, title: str, days: tuple[str, str] = DAYS, authors: str = "不詳", **told: str
) -> str:
    """A whole adjudication of art. 67-3, from the enquiry to the award; the number of its case.

    Without ``authors`` those that the catalogue knows stand.
    """
    to.stage.on("2026-05-01")
    number = to.open("applicant", "adjudication_67_3", title, begins=days[0], ends=days[1], **told)
    changes = {} if authors else {"authors": "", "identification": ""}
    enquire(to, number, "2026-05-01", **changes)
    to.stage.on("2026-05-16")
    to.act("applicant", number, "file")
    to.stage.on("2026-05-19")
    pay_fee(to, number, "2026-05-19")
    confirm(to, number)
    to.stage.on("2026-06-01")
    grant(to, number, *days)
    return number


def order(to: Driver, title: str) -> str:
    """A licence is ordered from the society that manages the work, and paid; the number of its case."""
    number = to.open("applicant", "collective_order", title)
    to.act("applicant", number, "describe", society_name="音楽管理協会", quantity="年間1万回")
    to.act("applicant", number, "ask_quote")
    to.act("society", number, "quote", royalty=22_000, tariff="music_streaming@2026-04-01", breakdown="1万回")
    to.act("applicant", number, "order")
    to.act("society", number, "confirm", licence_number="L-1")
    paid = {"purpose": "royalty", "amount": 22_000, "received_on": "2026-05-01"}
    to.act("society", number, "payment_received", **paid)
    return number


def ask(to: Driver, title: str, holder: str, fee: int, of: str = "", **told: str) -> str:
    """A holder (``of``: whose right it holds) is asked, offers terms, and they are agreed upon and paid; the
    number of the case."""
    number = to.open("applicant", "direct_request", title, holder=holder, **told)
    to.act("applicant", number, "describe", holder_name=of or to.stage.body_of(holder).name)
    to.act("applicant", number, "send", message="ぜひ使わせてください")
    days = {"use_from": "2026-09-01", "use_until": "2028-08-31"}
    to.act(holder, number, "offer_terms", licence_fee=fee, **days)
    to.act("applicant", number, "accept_terms")
    if not fee:
        return number
    paid = {"purpose": "licence_fee", "amount": fee, "received_on": "2026-05-01"}
    to.act(holder, number, "payment_received", **paid)
    return number


def claim(to: Driver, award: str, title: str, wish: str) -> str:
    """A holder appears after an award, and shows who it is and what it holds; the number of the case."""
    number = to.open("estate", "holder_appears", title, about=award)
    told = {"claimant": "森山ハナの相続人", "title_basis": "相続", "wish": wish}
    to.act("estate", number, "describe", **told)
    to.hand_in("estate", number, "identity", "本人.txt", "登記事項証明書".encode())
    to.hand_in("estate", number, "title", "権利.txt", "遺産分割協議書".encode())
    to.act("estate", number, "claim")
    for check in ("identity", "title", "no_rival"):
        to.act("treasurer", number, "record_check", check=check, result="met", evidence="提出書類")
    return number
