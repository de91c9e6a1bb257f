"""Every procedure can be opened, seen and moved through the services, whoever opens it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from kenri.cases.proceedings import queries, services
from kenri.cases.proceedings.models import Case
from kenri.cases.proceedings.opening import Opening, number_of, role_of_opener, roles_of
from kenri.procedures.conduct.versions import procedures
from kenri.project.command import app
from kenri.project.commands import add_to
from kenri.vocab.uses import use_named
from tests.cases.proceedings.walks import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-05-11")


@pytest.mark.parametrize("made", procedures(), ids=lambda made: made.id)
def test_every_procedure_opens(people, walk, made) -> None:
    own = role_of_opener(made)
    opener, body = {
        "applicant": (people.applicant, "放送局"), "holder": (people.holder, "権利者団体"),
    }[own]  # fmt: skip
    parties = (
        {"holder": f"user:{people.stranger.key}"} if own == "applicant" and "holder" in roles_of(made) else {}
    )
    use = use_named("stream_archive_programme", begins=dt.date(2026, 9, 1), ends=dt.date(2027, 8, 31))
    given = {}
    if made.about is not None:
        walk.pay_all()
        given = {made.about.field: walk.number}
    opening = Opening(
        procedure=made.id, title="港の記録", use=use, organisation=people.bodies[body], parties=parties,
        given=given,
    )  # fmt: skip
    case = services.open_case(opener, opening, AT)
    shown = queries.case_page(case.number, opener, AT)
    assert shown.roles == (own,)
    assert any(offer.open for offer in shown.offers[own])
    assert shown.course.data.get("title", "港の記録") == "港の記録"
    assert not shown.allowed


def test_numbers_tell_procedures_apart() -> None:
    series = {number_of(made.id, AT) for made in procedures()}
    assert len(series) == len({made.id for made in procedures()})


def test_the_commands_verify_and_bring_forward(walk) -> None:
    add_to(app)
    walk.pay_all()
    done = CliRunner().invoke(app, ["verify", "--checkpoint", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["faults"] == []
    moved = CliRunner().invoke(app, ["cases", "--bring-forward", "--print", "--json"], env={})
    assert moved.exit_code == 0, moved.output
    assert json.loads(moved.stdout)["printed"] == walk.case.issued.count()
    Case.objects.update(state="expired")
    found = CliRunner().invoke(app, ["verify", "--case", walk.number, "--json"])
    assert found.exit_code == 1
    [fault] = json.loads(found.stdout)["faults"]
    assert (fault["chain"], fault["problem"]["code"]) == (walk.number, "memory_differs")
    assert CliRunner().invoke(app, ["cases", "--rebuild", "--json"]).exit_code == 0
    assert CliRunner().invoke(app, ["verify", "--json"]).exit_code == 0
    assert CliRunner().invoke(app, ["verify", "--case", "nothing"]).exit_code == 1
