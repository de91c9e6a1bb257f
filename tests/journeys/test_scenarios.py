"""Scenarios of requirements, section 2.7, from search to expiry, by programme and by page."""

from __future__ import annotations

import pytest

from tests.journeys import story
from tests.journeys.stage import Driver, Stage
from tests.journeys.works import FILM, NOVEL, REEL, SONG

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
    assert "管理事業者が管理する作品は対象外です" in driver.refusal("applicant", number, "file")
    driver.act("applicant", number, "withdraw")
    ordered = story.order(driver, SONG)
    assert driver.state("society", ordered) == "licensed"
    assert driver.may_use("applicant", ordered, "2026-09-01")
    stage.on("2028-09-01")
    assert driver.state("applicant", ordered) == "expired"


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
    number = driver.open("applicant", "adjudication_67", FILM, ends="2036-08-31")
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


def test_5_a_creator_who_names_terms_is_asked_and_not_passed_over(driver: Driver, stage: Stage) -> None:
    entity = driver.find(NOVEL)
    number = driver.open("applicant", "adjudication_67_3", NOVEL, entity=entity)
    driver.act("applicant", number, "describe", **{**story.UNMANAGED, "in_creators_system": "yes"})
    assert "登録された作品は対象外です" in driver.refusal("applicant", number, "file")
    licensed = story.ask(driver, NOVEL, "creator", 33_000, entity=entity)
    assert driver.may_use("applicant", licensed, "2026-09-01")
    assert {"contract", "licence"} <= driver.documents("creator", licensed)


def test_6_a_work_of_the_catalogue_is_not_typed_again(driver: Driver, stage: Stage) -> None:
    entity = driver.find(FILM)
    number = driver.open("applicant", "adjudication_67_3", FILM, entity=entity)
    known = driver.known("applicant", number)
    assert (known["title"], known["authors"]) == (FILM, "森山ハナ")
    assert (known["use_from"], known["use_until"]) == ("2026-09-01", "2028-08-31")


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


def test_two_who_claim_the_same_right_settle(driver: Driver, stage: Stage) -> None:
    number = driver.open("rival", "dispute", FILM, holder="estate")
    driver.act("rival", number, "describe", right="上映権", ground="製作契約により譲り受けた")
    driver.hand_in("rival", number, "proof", "契約.txt", "製作契約書".encode())
    driver.act("rival", number, "object")
    driver.act("estate", number, "answer", answer="譲渡していない")
    driver.act("commissioner", number, "open_mediation", mediator="調整担当", offer_shares="折半")
    driver.act("rival", number, "offer", offer_shares="6対4")
    driver.act("estate", number, "counter_offer", offer_shares="折半")
    driver.act("rival", number, "accept", settlement="折半とする")
    assert driver.state("estate", number) == "settled"
