"""Claims to one right that contradict each other: nobody's word clears the use before all of them agree.

Legal source: a permission binds only whoever holds the right (Copyright Act, art. 63), and co-owners permit
together (art. 65(2)). Who of several claimants holds it is for them, or for a court, to settle.
"""

from __future__ import annotations

import msgspec

from kenri.procedures.facts import answered
from kenri.procedures.making import certainty
from kenri.procedures.routes import Question, Reason, Route, State
from kenri.procedures.units import Unit

_BY_CONSENT = frozenset(("licence", "intention", "request"))
"""Routes that rest on the word of a holder."""
_ARTICLE = "著作権法第63条・第65条第2項"


def with_doubts(unit: Unit, route: Route) -> Route:
    """The route; while claims to the layer contradict each other, a holder's word alone clears nothing."""
    contested = unit.rights.contested
    if not contested or route.kind not in _BY_CONSENT or route.state not in ("cleared", "possible"):
        return route
    reasons = tuple(Reason(text, _ARTICLE, "HOLDER", kind="doubt") for text in contested)
    state, questions = _state(unit, route)
    agreed = unit.facts.of("claimants_agree")
    if agreed:
        reasons += (answered("claimants_agree", agreed, _ARTICLE, "ANSWER", met=agreed == "yes"),)
    asked = (*route.questions, *questions)
    return msgspec.structs.replace(
        route,
        state=state,
        reasons=(*route.reasons, *reasons),
        questions=asked,
        certainty=certainty(route.kind, state, asked),
    )


def _state(unit: Unit, route: Route) -> tuple[State, tuple[Question, ...]]:
    agreed = unit.facts.of("claimants_agree")
    if agreed == "yes":
        return route.state, ()
    if agreed == "no":
        return "blocked", ()
    return "possible", (unit.facts.ask("claimants_agree"),)
