"""An archive applies for five hundred items at once; they are decided on item by item, or together."""

from __future__ import annotations

import time

import pytest

from kenri.cases.models import Item, Project
from tests.cases.proceedings.walks import READY
from tests.journeys import story
from tests.journeys.api_driver import ApiDriver
from tests.journeys.stage import Stage

pytestmark = pytest.mark.django_db
MANY = 500


@pytest.fixture
def project(stage: Stage) -> Project:
    """The list as it stands after it was handed in."""
    at, by = stage.settings.KENRI_NOW, stage.people["applicant"].key
    made = Project.objects.create(
        key="photographs", name="港町の写真", use={"acts": ["public_transmission"]}, list_name="photographs.csv",
        file="", schema="photograph", created=at, changed=at, by=by,
    )  # fmt: skip
    Item.objects.bulk_create(
        Item(
            project=made,
            place=n,
            number=n,
            local_id=str(n),
            title=f"港町の写真 {n}",
            raw="{}",
            record="{}",
            digest="",
        )
        for n in range(1, MANY + 1)
    )
    return made


def together(api: ApiDriver, who: str, numbers: list[str], action: str, **told: str | int) -> list[dict]:
    """One action on many cases; the outcomes."""
    return api.call(who, "/cases/together", {"numbers": numbers, "action": action, "input": told})["outcomes"]


def test_five_hundred_items(api: ApiDriver, stage: Stage, project: Project) -> None:
    begun = time.process_time()
    filing = {
        "project": project.key, "procedure": "adjudication_67_3", "given": READY, "organisation": stage.body("applicant"),
        "use": {"preset": "stream_archive_programme", "begins": "2026-09-01", "ends": "2028-08-31"},
    }  # fmt: skip
    stage.on("2026-05-16")
    batch = api.call("applicant", "/cases/batches", filing, 201)
    numbers = [one["number"] for one in batch["outcomes"]]
    assert len(set(numbers)) == MANY
    assert api.call("applicant", "/cases/batches", {**filing, "batch": batch["batch"]}, 201)["outcomes"] == []
    api.act("applicant", numbers[0], "describe", managed="this_use")
    filed = together(api, "applicant", numbers, "file")
    [refused] = [one for one in filed if one["problem"]]
    assert (refused["number"], "管理" in refused["problem"]["cause"]["ja"]) == (numbers[0], True)
    first = numbers[1:26]
    asked = together(api, "checker", first, "ask_fee", fee=story.FEE)
    assert not any(one["problem"] for one in asked)
    found = api.call("checker", f"/cases?role=confirmation_body&state=fee_due&batch={batch['batch']}")
    assert found["total"] == len(first)
    assert time.process_time() - begun < 40, "seconds of one core"
