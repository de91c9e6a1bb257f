"""500 items filed in one go and decided together: fast, resumable, each its own case."""

from __future__ import annotations

import datetime as dt

import pytest

from kenri.cases.models import Item, Project
from kenri.cases.proceedings import awards, queries, services, together
from kenri.cases.proceedings.models import Batch, Case, Step, Together, TogetherCase
from kenri.vocab.problems import Problem
from kenri.vocab.uses import use_named
from tests.cases.proceedings.walks import READY, Walk, moment

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 500
AT = moment("2026-05-16")


@pytest.fixture
def project(people) -> Project:
    use = {"acts": ["public_transmission"]}
    at = moment("2026-04-01")
    project = Project.objects.create(
        key="films", name="戦後記録映画", use=use, list_name="films.csv", file="", schema="film", created=at,
        changed=at, by=people.applicant.key,
    )  # fmt: skip
    Item.objects.bulk_create(
        Item(
            project=project,
            place=n,
            number=n,
            local_id=str(n),
            title=f"記録映画 {n}",
            raw="{}",
            record="{}",
            digest="",
        )
        for n in range(1, MANY + 1)
    )
    return project


def begin(people, project: Project) -> Batch:
    """What the items share: facts, looks and contacts."""
    filing = together.Filing(
        procedure="adjudication_67_3",
        use=use_named("stream_archive_programme", begins=dt.date(2026, 9, 1), ends=dt.date(2028, 8, 31)),
        name="戦後記録映画の配信",
        given=READY,
    )  # fmt: skip
    organisation = people.bodies["放送局"]
    return together.begin_batch(people.applicant, project, filing, AT, organisation=organisation)


def items(project: Project) -> list[int]:
    return list(project.items.order_by("place").values_list("pk", flat=True))


def test_an_archive_files_500_items_and_they_are_dealt_with_together(people, project) -> None:
    batch = begin(people, project)
    outcomes = list(together.file_batch(people.applicant, batch, items(project), AT))
    assert len(outcomes) == MANY
    assert not any(one.problem for one in outcomes)
    numbers = [one.number for one in outcomes]
    assert numbers == [f"2026-0673-{n:05d}" for n in range(1, MANY + 1)]
    done = list(together.act_together(people.applicant, numbers[:100], "file", at=AT))
    assert [one.done for one in done] == list(range(1, 101))
    assert [one.problem for one in done if one.problem] == []
    list(together.act_together(people.checker, numbers[:20], "ask_fee", {"fee": 13_800}, at=AT))
    assert queries.batch(people.applicant, batch.key).states == {
        "fee_due": 20,
        "filed": 80,
        "preparing": MANY - 100,
    }
    assert (
        queries.queue(
            people.checker, "confirmation_body", queries.Filters(batch=batch.key), on=AT.date()
        ).total
        == 100
    )
    services.act(people.applicant, numbers[7], "withdraw", at=AT)
    assert queries.batch(people.checker, batch.key).states["withdrawn"] == 1


class Killed(BaseException):
    """As if the process ended here."""


def test_what_is_killed_in_the_middle_is_carried_on_and_nothing_is_repeated(people, project) -> None:
    batch = begin(people, project)
    wanted = items(project)[:30]
    filing = together.file_batch(people.applicant, batch, wanted, AT)
    for _ in range(11):
        next(filing)
    filing.close()
    assert Case.objects.count() == 11
    list(together.file_batch(people.applicant, batch, wanted, AT))
    assert Case.objects.count() == 30
    assert sorted(Case.objects.values_list("place", flat=True)) == list(range(1, 31))

    numbers = list(Case.objects.order_by("pk").values_list("number", flat=True))
    services.act(people.applicant, numbers[3], "withdraw", at=AT)
    key = together.begin_together(people.applicant, numbers, "file", {}, AT, key="form-1")
    assert together.begin_together(people.applicant, numbers, "file", {}, AT, key="form-1") == key
    work = together.carry_on(people.applicant, key, AT)
    for _ in range(9):
        next(work)
    work.close()
    rest = list(together.carry_on(people.applicant, key, AT))
    assert [one.done for one in rest][-1] == 30
    outcomes = dict(TogetherCase.objects.values_list("case__number", "outcome"))
    assert outcomes[numbers[3]] == "refused"
    assert sum(one == "done" for one in outcomes.values()) == 29
    assert Step.objects.filter(kind="action", name="file").count() == 29
    assert list(together.carry_on(people.applicant, key, AT)) == []
    assert Together.objects.get().finished


def test_an_act_that_fails_half_way_has_not_happened(people, project, monkeypatch) -> None:
    batch = begin(people, project)
    [outcome] = together.file_batch(people.applicant, batch, items(project)[:1], AT)
    key = together.begin_together(people.applicant, [outcome.number], "file", {}, AT)

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("kenri.cases.proceedings.effects.bring_about", killed)
        with pytest.raises(Killed):
            list(together.carry_on(people.applicant, key, AT))
    assert TogetherCase.objects.get().outcome == ""
    assert Case.objects.get().state == "preparing"
    list(together.carry_on(people.applicant, key, AT))
    assert Case.objects.get().state == "filed"


def test_nobody_acts_on_cases_that_they_do_not_see(people, project) -> None:
    batch = begin(people, project)
    [outcome] = together.file_batch(people.applicant, batch, items(project)[:1], AT)
    with pytest.raises(Problem) as refusal:
        together.begin_together(people.checker, [outcome.number], "ask_fee", {"fee": 1}, AT)
    assert refusal.value.code == "not_yours_to_do"
    with pytest.raises(Problem):
        list(together.carry_on(people.checker, "unknown", AT))


def test_the_router_knows_what_became_of_an_item(people, project) -> None:
    batch = begin(people, project)
    [item] = items(project)[:1]
    [outcome] = together.file_batch(people.applicant, batch, [item], AT)
    assert awards.answers_of([item]) == {}
    walk = Walk.of(people, outcome.number)
    walk.act("applicant", "file", "2026-05-16")
    assert awards.answers_of([item]) == {item: {"award.67_3": "pending"}}
    walk.checked()
    walk.granted()
    assert awards.answers_of([item]) == {item: {"award.67_3": "granted"}}
    walk.pay()
    paid = {"compensation_paid.67_3": "yes", "award_until.67_3": "2028-08-31"}
    assert awards.answers_of([item]) == {item: {"award.67_3": "granted", **paid}}
    services.bring_forward(moment("2028-09-01"))
    assert awards.answers_of([item]) == {}
