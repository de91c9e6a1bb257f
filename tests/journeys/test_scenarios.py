"""The eight scenarios, from search to expiry, by programme and by page (requirements, section 2.7)."""

from __future__ import annotations

import pytest

from tests.journeys import story
from tests.journeys.stage import Driver, Stage
from tests.journeys.works import SONG

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
    assert not driver.may_use("applicant", number, "2026-09-01")
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
