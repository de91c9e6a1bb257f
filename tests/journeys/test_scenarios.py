"""Scenarios of requirements, section 2.7, from search to expiry, by programme and by page."""

from __future__ import annotations

import pytest

from tests.journeys import story
from tests.journeys.stage import Driver, Stage
from tests.journeys.works import FILM, PRIVATE, REEL, SCROLL, SONG

pytestmark = pytest.mark.django_db


def test_1_a_net_song_whose_holder_nobody_knows(driver: Driver, stage: Stage) -> None:
    entity = driver.find(SONG)
    assert "adjudication_67_3" in driver.routes(entity, "post_online")
    number = driver.open("applicant", "adjudication_67_3", SONG, entity=entity)
    story.enquire(driver, number, "2026-05-01")
    stage.on("2026-05-15")
    assert "14日" in driver.refusal("applicant", number, "file")
    stage.on("2026-05-16")
    driver.act("applicant", number, "file")
    assert driver.state("checker", number) == "filed"
    stage.on("2026-05-19")
    story.pay_fee(driver, number, "2026-05-19")
    story.confirm(driver, number)
    assert not driver.may_use("applicant", number, "2026-09-01"), "not decided"
    stage.on("2026-06-01")
    story.grant(driver, number)
    assert not driver.may_use("applicant", number, "2026-09-01"), "decided, but not paid"
    stage.on("2026-06-10")
    story.pay_compensation(driver, number, "2026-06-10")
    assert driver.state("applicant", number) == "in_use"
    assert not driver.may_use("applicant", number, "2026-08-31")
    assert driver.may_use("applicant", number, "2026-09-01")
    stage.on("2028-08-31")
    assert driver.may_use("applicant", number, "2028-08-31")
    stage.on("2028-09-01")
    assert driver.state("applicant", number) == "expired"
    assert not driver.may_use("applicant", number, "2028-09-01")


def test_2_a_managed_work_is_sent_to_its_society(driver: Driver, stage: Stage) -> None:
    number = driver.open("applicant", "adjudication_67_3", SONG)
    driver.act("applicant", number, "describe", **{**story.UNMANAGED, "managed": "this_use"})
    refused = driver.refusal("applicant", number, "file")
    assert "管理事業者が管理する作品は対象外です" in refused
    assert "管理事業者に利用を申し込んでください" in refused, "where to go instead"
    driver.act("applicant", number, "withdraw")
    ordered = story.order(driver, SONG)
    assert driver.state("society", ordered) == "licensed"
    assert driver.may_use("applicant", ordered, "2026-09-01")
    stage.on("2028-09-01")
    assert driver.state("applicant", ordered) == "expired"


def test_2_a_managed_work_is_found_out_by_the_check(driver: Driver, stage: Stage) -> None:
    number = driver.open("applicant", "adjudication_67_3", SONG)
    story.enquire(driver, number, "2026-05-01")
    stage.on("2026-05-16")
    driver.act("applicant", number, "file")
    story.pay_fee(driver, number, "2026-05-16")
    story.confirm(driver, number, unmanaged="音楽管理協会の作品届に該当")
    driver.act("commissioner", number, "notice_refusal", refusal_reasons="音楽管理協会が管理しています")
    driver.act("applicant", number, "reply", reply="協会に申し込みます")
    driver.act("commissioner", number, "refuse", refusal_reasons="管理されている。音楽管理協会に申し込むこと")
    assert driver.state("applicant", number) == "refused"
    assert not driver.may_use("applicant", number, "2026-09-01")
    ordered = story.order(driver, SONG)
    assert driver.may_use("applicant", ordered, "2026-09-01")


def test_3_a_film_with_three_holders(driver: Driver, stage: Stage) -> None:
    entity = driver.find(REEL)
    undisclosed = story.to_decision(driver, REEL, entity=entity, part="楽曲（名無しの夜）")
    assert driver.whole("applicant", undisclosed, "2026-09-01") == (
        False, {"film": False, "script": False, "composition": False})  # fmt: skip
    permits = story.ask(driver, REEL, "estate", 0, of="森山ハナ", entity=entity)
    assert driver.may_use("applicant", permits, "2026-09-01")
    assert driver.whole("applicant", permits, "2026-09-01") == (
        False, {"film": True, "script": False, "composition": False})  # fmt: skip
    conditions = story.ask(driver, REEL, "creator", 55_000, of="白石透", entity=entity)
    assert driver.whole("applicant", conditions, "2026-09-01") == (
        False, {"film": True, "script": True, "composition": False})  # fmt: skip
    stage.on("2026-06-10")
    story.pay_compensation(driver, undisclosed, "2026-06-10")
    for number in (permits, conditions, undisclosed):
        assert driver.whole("applicant", number, "2026-08-31")[0] is False, "before the first day"
        assert driver.whole("applicant", number, "2026-09-01") == (
            True, {"film": True, "script": True, "composition": True})  # fmt: skip
        assert driver.whole("applicant", number, "2028-08-31")[0] is True
        assert driver.whole("applicant", number, "2028-09-01")[0] is False, "the day after the last"
    stage.on("2028-09-01")
    assert driver.state("applicant", undisclosed) == "expired"
    assert driver.whole("applicant", undisclosed, "2028-09-01")[0] is False


def test_4_an_unknown_holder_and_a_use_without_end_in_sight(driver: Driver, stage: Stage) -> None:
    entity = driver.find(FILM)
    answers = {"reachable": "no", "temporary": "no"}
    assert "adjudication_67" in driver.routes(entity, "stream_archive_programme", **answers)
    number = driver.open("applicant", "adjudication_67", FILM, entity=entity, ends="2036-08-31")
    told = {
        key: story.UNMANAGED[key]
        for key in ("authors", "identification", "published", "withdrawn", "royalty_basis")
    }
    driver.act("applicant", number, "describe", past_award="no", **told)
    driver.act("applicant", number, "search_rosters", rosters_on="2026-05-01", rosters_result="該当なし")
    driver.act("applicant", number, "ask_bodies", bodies_asked_on="2026-05-01", bodies_result="該当なし")
    call = {"call_text": "権利者を探しています", "call_medium": "cric", "called_on": "2026-05-01"}
    driver.act("applicant", number, "publish_call", **call)
    driver.hand_in("applicant", number, "work_copy", "画面.txt", b"still")
    assert "公告" in driver.refusal("applicant", number, "file"), "the call is not over"
    stage.on("2026-05-09")
    driver.act("applicant", number, "file")
    story.pay_fee(driver, number, "2026-05-09")
    driver.act("applicant", number, "want_pending_use")
    driver.act("commissioner", number, "set_security", security=30_000, label_text="第67条の2による利用")
    assert not driver.may_use("applicant", number, "2026-09-01")
    driver.act(
        "treasurer", number, "payment_received", purpose="security", amount=30_000, received_on="2026-05-09"
    )
    assert driver.may_use("applicant", number, "2026-09-01"), "pending against security (art. 67-2)"
    story.confirm(driver, number, checks=("published", "measures", "unreachable", "in_japan"))
    story.grant(driver, number, last="2036-08-31")
    story.pay_compensation(driver, number, "2026-05-09")
    assert driver.may_use("applicant", number, "2036-08-31"), "art. 67 sets no longest period"
    stage.on("2036-09-01")
    assert driver.state("applicant", number) == "expired"


NET_NOVEL = {
    "title": "星を数える郵便局", "kind": "text", "url": "https://novels.example/77", "published": "2026-02-01",
    "service": "小説投稿サイト", "holder": "白石スタジオ", "made": "person",
}  # fmt: skip


def test_5_a_creator_who_names_terms_is_asked_and_not_passed_over(driver: Driver, stage: Stage) -> None:
    entity = driver.register("creator", NET_NOVEL, {"commercial": "terms", "derivative": "terms"}, "売上の5%")
    plan = driver.told(entity, "post_online")
    assert "白石スタジオ" in plan
    assert "登録システムに登録されていますか" not in plan, "it is known to be registered"
    assert driver.routes(entity, "post_online", commercial="yes")["adjudication_67_3"] == "not_applicable"
    number = driver.open("applicant", "adjudication_67_3", NET_NOVEL["title"], entity=entity)
    unsaid = {key: value for key, value in story.UNMANAGED.items() if key != "in_creators_system"}
    driver.act("applicant", number, "describe", **unsaid)
    refused = driver.refusal("applicant", number, "file")
    assert "登録された作品は対象外です" in refused, "nobody had to tell that it is registered"
    licensed = story.ask(driver, NET_NOVEL["title"], "creator", 33_000, entity=entity)
    assert driver.may_use("applicant", licensed, "2026-09-01")
    assert {"contract", "licence"} <= driver.documents("creator", licensed)
    stage.on("2028-09-01")
    assert driver.state("applicant", licensed) == "expired"
    assert not driver.may_use("applicant", licensed, "2028-09-01")


def test_6_an_item_of_japan_search_is_cleared_without_typing(driver: Driver, stage: Stage) -> None:
    entity = driver.find(SCROLL)
    assert "adjudication_67_3" in driver.routes(entity, "stream_archive_programme")
    number = story.to_decision(driver, SCROLL, entity=entity, authors="")
    known = driver.known("applicant", number)
    assert (known["title"], known["authors"]) == (SCROLL, "森山ハナ")
    assert known["identification"] == "美術作品"
    assert (known["use_from"], known["use_until"]) == ("2026-09-01", "2028-08-31")
    stage.on("2026-06-10")
    story.pay_compensation(driver, number, "2026-06-10")
    assert driver.may_use("applicant", number, "2026-09-01")
    assert not driver.may_use("applicant", number, "2028-09-01")
    everything = driver.everything("applicant", number, entity)
    assert "港の博物館" in everything
    assert PRIVATE not in everything, "what an institution says to itself never leaves"


IMAGE = {
    "title": "月夜の灯台 第九号", "kind": "image", "url": "https://gallery.example/art/9", "published": "2026-04-12",
    "service": "画像投稿サイト", "holder": "夜の絵工房", "made": "generated", "tool": "画像生成AI",
}  # fmt: skip
ORIGINAL = {
    "made": "simple_instructions", "detector": "AI生成の確率 98%", "original_title": "灯台守の夜",
    "original_work": "https://painter.example/1", "original_public": "2019-06-01", "output_public": "2026-04-12",
    "alike": "灯台、月、犬の配置と光の描き方", "access": "指示文に「灯台守の夜」とある",
}  # fmt: skip


def claim_similar(driver: Driver) -> str:
    """A painter says that a generated image is taken from a painting, with copies of both."""
    number = driver.open("painter", "similarity", IMAGE["title"], holder="prompter")
    driver.act("painter", number, "describe", **ORIGINAL)
    assert "写し" in driver.refusal("painter", number, "submit")
    driver.hand_in("painter", number, "original", "原画.txt", b"original")
    driver.hand_in("painter", number, "output", "生成物.txt", b"output")
    driver.act("painter", number, "submit")
    return number


def test_8_simple_instructions_and_an_image_like_an_original(driver: Driver, stage: Stage) -> None:
    image = driver.register("prompter", IMAGE, {})
    assert driver.routes(image, "post_online")["licence"] == "possible"
    plan = driver.told(image, "post_online")
    assert "著作権の主張なし（簡単な指示のみによるAI生成）" in plan
    assert "元の作品を確かめてください" in plan, (
        "no right in the layer, but source works are still to be checked"
    )
    assert driver.routes(image, "post_online", mark_grounded="yes")["licence"] == "cleared"
    number = claim_similar(driver)
    driver.act("prompter", number, "answer", answer="指示文に題名を書いただけで、見たことはない")
    office, told = "commissioner", {"evidence": "指示文の記録", "note": "題名を指示している"}
    driver.act(office, number, "record_check", check="reliance", result="met", **told)
    assert "両方" in driver.refusal("deputy", number, "find_both", reasons="依拠がある"), "similarity is open"
    driver.act("deputy", number, "leave_open", reasons="写しが不鮮明", settled_by="鮮明な写し")
    assert driver.state("painter", number) == "undetermined"
    driver.act("painter", number, "take_up_again", new_evidence="鮮明な写しを提出した")
    opinion = {
        "expert": "美術史家",
        "given_on": "2026-05-01",
        "interest": "なし",
        "opinion": "構図と光が共通する",
    }
    driver.act(office, number, "add_opinion", **opinion)
    driver.act(office, number, "record_check", check="similarity", result="met", evidence="両方の写し")
    assert "複数人による確認" in driver.refusal(office, number, "find_both", reasons="両方ある"), "four eyes"
    driver.act("deputy", number, "find_both", reasons="題名を指示し、構図と光の表現が共通する")
    assert driver.state("prompter", number) == "both_found"
    assert "finding_report" in driver.documents("painter", number)
    assert not driver.may_use("painter", number, "2026-09-01")


def test_8_without_similarity_there_is_no_infringement(driver: Driver, stage: Stage) -> None:
    number = claim_similar(driver)
    stage.on("2026-05-15")
    assert driver.state("painter", number) == "answering"
    stage.on("2026-05-16")
    assert driver.state("painter", number) == "assessing", "nobody answered within fourteen days"
    driver.act(
        "commissioner",
        number,
        "record_check",
        check="similarity",
        result="not_met",
        evidence="作風だけが共通",
    )
    assert "両方" in driver.refusal("deputy", number, "find_both", reasons="似ている")
    driver.refusal("deputy", number, "leave_open", reasons="不明", settled_by="なし")
    driver.act("deputy", number, "find_lacking", reasons="共通するのは作風とアイデアにとどまる")
    assert driver.state("painter", number) == "not_found"


def test_a_refusal_is_announced_before_it_is_made(driver: Driver, stage: Stage) -> None:
    number = driver.open("applicant", "adjudication_67_3", SONG)
    story.enquire(driver, number, "2026-05-01")
    stage.on("2026-05-16")
    driver.act("applicant", number, "file")
    story.pay_fee(driver, number, "2026-05-16")
    story.confirm(driver, number, measures="サイトの閲覧が足りない")
    assert "満たされていない" in driver.refusal("commissioner", number, "grant", granted_manner="配信",
        granted_from="2026-09-01", granted_until="2028-08-31", compensation=1, label_text="x")  # fmt: skip
    driver.act("commissioner", number, "notice_refusal", refusal_reasons="サイトの閲覧が足りない")
    assert driver.state("applicant", number) == "refusal_noticed"
    stage.on("2026-05-30")
    assert driver.state("applicant", number) == "refusal_noticed", "the fourteenth day is the applicant's"
    stage.on("2026-05-31")
    assert driver.state("applicant", number) == "replied", "nobody replied: the clock goes on"
    driver.act("commissioner", number, "refuse", refusal_reasons="サイトの閲覧が足りない")
    assert driver.state("applicant", number) == "refused"
    driver.act("applicant", number, "apply_again")
    again = driver.following("applicant", "adjudication_67_3")
    assert again != number
    assert driver.known("applicant", again)["authors"] == "不詳", "the evidence is used again"


def object_to(driver: Driver) -> str:
    """A rival objects to what an estate claims; the number of the case."""
    number = driver.open("rival", "dispute", FILM, holder="estate")
    driver.act("rival", number, "describe", right="上映権", ground="製作契約により譲り受けた")
    assert "資料" in driver.refusal("rival", number, "object")
    driver.hand_in("rival", number, "proof", "契約.txt", "製作契約書".encode())
    driver.act("rival", number, "object")
    return number


def test_two_who_claim_the_same_right_settle(driver: Driver, stage: Stage) -> None:
    number = object_to(driver)
    driver.act("estate", number, "answer", answer="譲渡していない")
    driver.act("commissioner", number, "open_mediation", mediator="調整担当", offer_shares="折半")
    driver.act("rival", number, "offer", offer_shares="6対4")
    stage.on("2026-05-20")
    assert driver.state("estate", number) == "offer_to_holder", "the tenth business day is the other side's"
    stage.on("2026-05-21")
    assert driver.state("estate", number) == "mediating", "no word within ten business days"
    driver.act(
        "commissioner",
        number,
        "open_mediation",
        mediator="調整担当",
        offer_shares="5対5",
        offer_terms="連名表示",
    )
    driver.act("rival", number, "offer", offer_shares="55対45")
    driver.act("estate", number, "counter_offer", offer_shares="折半")
    driver.act("rival", number, "accept", settlement="折半とする")
    assert driver.state("estate", number) == "settled"
    assert {"receipt", "contract"} <= driver.documents("estate", number), "the settlement is a record"
    assert driver.known("rival", number)["settlement"] == "折半とする"


def test_a_dispute_that_is_not_settled_stays_a_conflict(driver: Driver, stage: Stage) -> None:
    number = object_to(driver)
    stage.on("2026-05-15")
    assert driver.state("rival", number) == "answering"
    stage.on("2026-05-16")
    assert driver.state("rival", number) == "mediating", "silence for fourteen days"
    driver.act("commissioner", number, "open_mediation", mediator="調整担当", offer_shares="折半")
    driver.act("commissioner", number, "pause_mediation", reasons="資料を待つ")
    stage.on("2026-12-01")
    assert driver.state("rival", number) == "offer_to_applicant", "stopped clocks do not run"
    driver.act("commissioner", number, "resume_mediation")
    stage.on("2027-06-01")
    assert driver.state("rival", number) == "unresolved"
