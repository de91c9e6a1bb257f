"""Readers' questions take the same number of SQL queries however much they find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from declared import declare, rows, write
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kenri.records import queries, services
from kenri.records.bonds import bonds
from kenri.records.linking import entity_key
from kenri.sources import all_sources

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def forty(tmp_path: Path) -> list[str]:
    for source_id in ("alpha", "beta"):
        services.harvest(declare(source_id), path=write(tmp_path / source_id / "works.csv", rows(20)))
    services.link()
    return [entity_key(source_id, str(n)) for source_id in ("alpha", "beta") for n in range(1, 21)]


def asked(question: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        question()
    return len(captured)


def test_a_list_of_forty_costs_what_a_list_of_one_does(forty: list[str]) -> None:
    assert len(queries.summaries(forty)) == 40
    assert asked(lambda: queries.summaries(forty)) == asked(lambda: queries.summaries(forty[:1])) <= 3


def test_other_questions_are_bounded(forty: list[str]) -> None:
    assert asked(lambda: queries.entity(forty[0])) <= 3
    assert asked(queries.source_states) <= 3
    assert asked(queries.counts) <= 1
    assert asked(lambda: queries.runs("alpha")) <= 1
    assert asked(lambda: queries.record("alpha", "1")) <= 2


def test_every_declared_source_has_a_state(forty: list[str]) -> None:
    states = queries.source_states()
    assert set(all_sources()) < set(states)
    assert states["alpha"].records == 20
    assert states["alpha"].last_state == "done"
    assert states["alpha"].as_json()["last_harvest"]
    assert states[next(iter(all_sources()))].last_harvest == ""


def test_a_fact_was_seen_when_its_source_was_read(forty: list[str]) -> None:
    (run,) = queries.runs("alpha")
    entity = queries.entity(forty[0])
    assert entity is not None
    (said,) = entity.records
    assert run.started <= said.seen <= run.ended
    stored = queries.record("alpha", "1")
    assert stored is not None
    assert said.seen == stored.seen


def test_what_is_not_there(forty: list[str]) -> None:
    assert queries.entity("nothing") is None
    assert queries.record("alpha", "nothing") is None
    assert queries.summaries([]) == {}
    assert bonds("nothing") == ()
    assert queries.runs("nothing") == ()
