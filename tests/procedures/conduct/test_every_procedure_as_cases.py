"""Every state of every procedure as a case in the database: what is offered works and is written down, and
what is not is refused with its reasons and changes nothing."""

from __future__ import annotations

import random
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
import pytest
from conduct_cases import scripted
from django.db import transaction
from plausible_steps import BEGINS, Node, Search, entered

from kenri.accounts.models import Organisation, User
from kenri.cases.proceedings import access, effects, services, standing
from kenri.cases.proceedings.models import Case
from kenri.cases.proceedings.models import Step as Row
from kenri.cases.proceedings.opening import Opening, role_of_opener, roles_of
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.course import Course, Step, after, fold
from kenri.procedures.conduct.offers import lapsed, offers
from kenri.procedures.conduct.reasons import Refused
from kenri.procedures.conduct.spec import Procedure
from kenri.procedures.conduct.versions import procedures
from kenri.vocab.problems import Problem
from kenri.vocab.uses import use_named
from tests.cases.proceedings.walks import member

pytestmark = pytest.mark.django_db
OFFICES = {
    "applicant": "user", "holder": "holder", "confirmation_body": "confirmation_officer",
    "commissioner": "commissioner_office", "compensation_body": "compensation_officer",
    "society": "collective_society", "office": "commissioner_office",
}  # fmt: skip
TRIES = 4000


@contextmanager
def undone():
    """What happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Cast:
    """People for every role, made when they are called for: each actor of a script is somebody else."""

    def __init__(self) -> None:
        names = {**{role: role for role in OFFICES}, "office": "commissioner"}
        self.bodies = {
            role: Organisation.objects.create(name=name) for role, name in names.items() if role == name
        }
        self.bodies["office"] = self.bodies["commissioner"]
        self.people: dict[tuple[str, str], User] = {}
        for role in OFFICES:
            self.of(role, "first")
        self.stranger = User.objects.create_user("stranger@example.org")

    def of(self, role: str, actor: str) -> User | None:
        """Somebody of a role; nobody for the clock."""
        if role == "clock":
            return None
        if (role, actor) not in self.people:
            name = f"{role}{len(self.people)}"
            self.people[role, actor] = member(name, OFFICES[role], self.bodies[role])
        return self.people[role, actor]

    def everybody(self) -> list[tuple[str, User | None]]:
        """One of each role, the clock, and somebody who has none."""
        return [*((role, self.of(role, "first")) for role in OFFICES), ("clock", None), ("", self.stranger)]


class Remembering(Search):
    """A search that knows for every action a case in which it was the last thing done."""

    def __init__(self, procedure: Procedure) -> None:
        self.doing: dict[str, Node] = {}
        super().__init__(procedure, scripts=scripted(procedure.id))

    def keep(self, node: Node) -> None:
        """Remember what it is the first to do."""
        for place, step in enumerate(node.steps):
            if step.action not in self.doing:
                steps = node.steps[: place + 1]
                self.doing[step.action] = Node(fold(self.opening, steps), step.at, steps)
        super().keep(node)


class Walk:
    """A walk over all that was found to happen: shared beginnings are walked once."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure, self.cast, self.chance = procedure, Cast(), random.Random(1)
        self.search = Remembering(procedure)
        self.search.run(TRIES)
        self.seen: set[str] = set()
        self.worked: set[str] = set()
        self.unasked: set[tuple[str, str]] = set()
        self.refused = 0

    def open(self) -> Case:
        """The case as all walks begin."""
        opening, own = self.search.opening, role_of_opener(self.procedure)
        begins, ends = date(2026, 6, 1), date(2029, 5, 31)
        roles = roles_of(self.procedure)
        holder = (
            {"holder": f"organisation:{self.cast.bodies['holder'].key}"}
            if own != "holder" and "holder" in roles
            else {}
        )
        given = {key: value for key, value in opening.data.items() if key in self.procedure.given}
        told = Opening(
            procedure=self.procedure.id, title=opening.data.get("title", "港の歌"), given={"sites": [], **given} if "sites" in self.procedure.given else given,
            use=use_named("stream_archive_programme", begins=begins, ends=ends), organisation=self.cast.bodies[own], parties=holder,
        )  # fmt: skip
        return services.open_case(self.cast.of(own, "first"), told, opening.opened_at)

    def run(self) -> None:
        tree: dict[bytes, Any] = {}
        looked = list(self.search.examples.values())
        for node in (*looked, *self.search.doing.values()):
            branch = tree
            for step in node.steps:
                self.cast.of(step.role, step.actor)  # while nothing is undone yet
                branch = branch.setdefault(msgspec.json.encode(step), {})
            if any(node is one for one in looked):
                branch[b""] = node
        case = self.open()
        self.walk(case, standing.course_of(case), tree)

    def walk(self, case: Case, course: Course, tree: dict[bytes, Any]) -> None:
        if b"" in tree:
            self.look(case, course, tree.pop(b""))
        for told, branch in tree.items():
            step = msgspec.json.decode(told, type=Step)
            with undone():
                user = self.cast.of(step.role, step.actor)
                if user is not None and step.role not in access.roles_in(user, case):
                    effects.reach(case, step.at, step.role)  # as a notice would have brought it before them
                    self.unasked.add((step.role, case.state))
                now = services.act(user, case.number, step.action, step.input, at=step.at, role=step.role)
                self.logged(now, step.action, user, step.role)
                then, branch = self.followed(now, after(course, step), step, branch)
                assert (now.state, now.turn) == (then.state, then.turn)
                self.walk(now, then, branch)

    def followed(
        self, now: Case, then: Course, step: Step, branch: dict[bytes, Any]
    ) -> tuple[Course, dict[bytes, Any]]:
        """A case goes on by itself where the procedure says so: then what the search did next is done."""
        following = self.procedure.actions[step.action].then
        last = Row.objects.filter(case=now, kind="action").latest("number")
        if last.name not in following:
            return then, branch
        self.worked.add(last.name)
        rest = (
            more for told, more in branch.items() if told and msgspec.json.decode(told)["action"] == last.name
        )
        return standing.course_of(now), next(rest, {})

    def logged(self, case: Case, action: str, user: User | None, role: str) -> None:
        row = Row.objects.filter(case=case, kind="action", name=action).latest("number")
        assert (row.name, row.role, row.by) == (action, role, access.actor(user, role))
        self.worked.add(action)

    def look(self, case: Case, course: Course, node: Node) -> None:
        """In this state everybody tries everything."""
        case = Case.objects.get(pk=case.pk)  # with its parties as they are now
        self.seen.add(case.state)
        at = max(node.at, case.changed) + timedelta(minutes=1)
        everybody = self.cast.everybody()
        for place, (action, spec) in enumerate(self.procedure.actions.items()):
            may = {
                role for role, user in everybody if role in spec.by and self.may(case, action, role, user, at)
            }
            # One of those who may not, another for each action and state.
            turn = (place + len(self.seen)) % len(everybody)
            others = (one for one in everybody[turn:] + everybody[:turn] if one[0] not in may)
            role, user = next(one for one in others if not self.offered(case, action, one[1], at))
            self.try_in_vain(case, action, role, user, at)
        self.let_time_pass(case, course)

    def offered(self, case: Case, action: str, user: User | None, at: datetime) -> bool:
        """Whether somebody may do it in any of their roles."""
        if user is None:
            offered = {access.CLOCK: offers(standing.course_of(case), access.CLOCK, at)}
        else:
            offered = services.offers_for(user, case, at)
        return any(one.open for held in offered.values() for one in held if one.action == action)

    def let_time_pass(self, case: Case, course: Course) -> None:
        """What the clock does, it does once its day is over, and not before."""
        for clock in course.clocks.values():
            if clock.phase == "running":
                over = datetime.combine(clock.due + timedelta(days=1), time(3), UTC)
                for action in lapsed(course, over):
                    self.try_in_vain(
                        case, action, "clock", None, datetime.combine(clock.started, time(3), UTC)
                    )
                    with undone():
                        services.act(None, case.number, action, at=over, role="clock")
                        self.logged(case, action, None, "clock")

    def may(self, case: Case, action: str, role: str, user: User | None, at: Any) -> bool:
        """Whether it is offered; then it is done, and undone."""
        if user is None or role not in access.roles_in(user, case):
            return False
        offered = {one.action: one for one in services.offers_for(user, case, at).get(role, ())}
        if action not in offered or not offered[action].open:
            return False
        course = standing.course_of(case)
        for _ in range(3):
            with undone():
                told = entered(self.chance, offered[action], course, day_of(at))
                with suppress(Refused):
                    services.act(user, case.number, action, told, at=at, role=role)
                    self.logged(case, action, user, role)
                    break
        return True

    def try_in_vain(self, case: Case, action: str, role: str, user: User | None, at: Any) -> None:
        before = (case.steps, Row.objects.filter(case=case).count())
        with undone(), pytest.raises(Problem) as refused:
            services.act(user, case.number, action, {}, at=at, role=role if user is None else "")
        now = Case.objects.get(pk=case.pk)
        assert (now.steps, Row.objects.filter(case=now).count(), now.head) == (*before, case.head)
        assert all(refused.value.message(language) for language in ("ja", "en"))
        self.refused += 1


@pytest.mark.parametrize(
    "procedure", [made for made in procedures() if made.about is None], ids=lambda made: made.id
)
def test_every_state_as_a_case(procedure: Procedure) -> None:
    walk = Walk(procedure)
    assert walk.search.opening.opened_at >= BEGINS - timedelta(days=30)
    walk.run()
    assert walk.seen == set(procedure.states)
    assert set(procedure.actions) - walk.worked == set(), "each was done as a case, and written down"
    assert walk.refused >= len(procedure.states) * len(procedure.actions) * 0.9
