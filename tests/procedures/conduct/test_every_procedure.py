"""Every procedure, every state, every role, every action: what is allowed works, the rest is refused with reasons."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from conduct_cases import scripted
from hypothesis import given, settings
from hypothesis import strategies as st
from plausible_steps import ROLES, Search

from kenri.procedures.conduct.course import Course, Step, fold
from kenri.procedures.conduct.offers import offers, take
from kenri.procedures.conduct.reasons import Refused
from kenri.procedures.conduct.spec import Procedure
from kenri.procedures.conduct.versions import procedures

ALL = pytest.mark.parametrize("procedure", procedures(), ids=lambda p: p.key)


def check_refusals(course: Course, at: Any) -> None:
    """What a role is not offered is refused, with what stands in the way and what cures it."""
    for role in ROLES:
        offered = {offer.action: offer for offer in offers(course, role, at)}
        for action in course.spec.actions:
            offer = offered.get(action)
            if offer is not None and offer.open:
                continue
            with pytest.raises(Refused) as refused:
                take(course, action, role, "user:nobody", at, {})
            codes = {reason.code for reason in refused.value.reasons}
            assert codes & {"wrong_role", "wrong_state"} if offer is None else codes
            for reason in refused.value.reasons:
                assert all((reason.text.ja, reason.text.en, reason.cure.ja, reason.cure.en))


@ALL
def test_everything_that_a_procedure_knows_can_happen(procedure: Procedure) -> None:
    search = Search(procedure, scripts=scripted(procedure.id))
    search.run(4000)
    assert not search.undone
    assert search.examples.keys() == procedure.states.keys()
    for node in search.examples.values():
        check_refusals(node.course, node.at)
        assert fold(search.opening, node.steps) == node.course
        assert node.course.steps == len(node.steps)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(procedures()))
def test_a_history_that_was_written_down_gives_the_same_course(seed: int, procedure: Procedure) -> None:
    search = Search(procedure, seed)
    search.run(40)
    for node in search.examples.values():
        opening = msgspec.json.decode(msgspec.json.encode(search.opening), type=Course)
        steps = msgspec.json.decode(msgspec.json.encode(node.steps), type=list[Step])
        again = fold(opening, steps)
        assert again == node.course
        assert msgspec.json.decode(msgspec.json.encode(again), type=Course) == again
        assert list(node.offered()) == list(node._replace(course=again).offered())
