"""A cleared list hears what holders declare, and clears again only what that concerns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from owning import proved

from kenri.accounts.models import User
from kenri.cases import services as cases
from kenri.cases.models import Item
from kenri.registry import services
from kenri.registry.declared import Declared
from kenri.vocab.uses import use_named
from kenri.web.registry import registering

pytestmark = pytest.mark.django_db(transaction=True)


def plans(key: str) -> list[str]:
    """By row, the outcome of the plan."""
    items = Item.objects.filter(project__key=key).order_by("place")
    return [json.loads(plan)["outcome"] for plan in items.values_list("plan", flat=True)]


def test_a_declaration_changes_the_outcome_of_its_row(tmp_path: Path):
    user = User.objects.create_user("haru@example.org")
    told = {
        "title": "雨音のプログラム",
        "kind": "musical_work",
        "url": "https://video.example/1",
        "holder": "霧野ハル",
        "made": "person",
        "contributors": [{"name": "霧野ハル", "role": "composer"}],
    }
    work = services.save_draft(user, told)
    services.publish(user, work.key)
    assert registering.bring_in()
    rows = tmp_path / "list.csv"
    rows.write_text(
        "title,author,url,type\n雨音のプログラム,霧野ハル,https://video.example/1,musical_work\n無名の歌,誰か,,musical_work\n",
        encoding="utf-8",
    )
    project = cases.create_project(rows, use_named("ai_training"))
    cases.run(project)
    before = plans(project)
    services.declare(user, Declared({"ai_training": "refuse"}), work.key)
    report = cases.run(project)
    refused = plans(project)
    services.declare(user, Declared({"ai_training": "permit"}), work.key)
    cases.run(project)
    unproved = plans(project)
    proved(user, told["url"])
    cases.run(project)
    permitted = plans(project)
    assert before[0] == refused[0] == unproved[0] == "undetermined"
    assert permitted[0] == "possible", "permitted; who wrote the words of the song is not told"
    assert before[1] == refused[1] == permitted[1]
    assert report.planned == 1, report
