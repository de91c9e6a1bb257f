"""Which route is better: first what may be used now, then certainty less time and cost by stated weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kenri.procedures import rules
from kenri.procedures.routes import OUTCOMES, Estimate, Outcome, Route

_STATES = ("cleared", "possible", "open", "blocked", "not_applicable")


def ranked(routes: Iterable[Route]) -> tuple[Route, ...]:
    """The routes, the best first: by state, then by ``score``, then by kind and rule."""
    return tuple(sorted(routes, key=lambda r: (_STATES.index(r.state), -score(r), r.kind, r.rule)))


def score(route: Route) -> float:
    """Points of a route: certainty, less days and yen; what is not known counts as ``ranking.yaml`` says."""
    points = rules.ranking().points
    days = _middle(route.time, points.unknown_days)
    yen = _middle(route.cost, points.unknown_cost_yen)
    found = points.certainty * route.certainty - days / points.days_a_point - yen / points.yen_a_point
    return found - points.unfit if route.unfit else found


def _middle(estimate: Estimate, unknown: float) -> float:
    """The middle of a range; an open upper end adds what the unknown is taken for."""
    if estimate.low is None:
        return unknown
    return (estimate.low + (estimate.low + unknown if estimate.high is None else estimate.high)) / 2


def leads_to(route: Route) -> Outcome | None:
    """What taking a route comes to; None while it leads nowhere."""
    return rules.ranking().leads_to[route.kind].get(route.state)  # type: ignore[return-value]


def worst(outcomes: Sequence[Outcome]) -> Outcome:
    """The least free: a whole is as free as its least free part."""
    return max(outcomes, key=OUTCOMES.index, default="undetermined")


def chosen(routes: Sequence[Route], acts: Sequence[str]) -> tuple[Route, ...] | None:
    """The best routes that together allow all acts; None where an act has none.

    For each act the best route that reaches it; what leads somewhere now goes before what is still open.
    """
    leading = [route for route in routes if leads_to(route) is not None]
    found: list[Route] = []
    for act in acts:
        route = next((r for r in leading if act in r.acts), None)
        if route is None:
            return None
        if not any(route is taken for taken in found):
            found.append(route)
    return tuple(found)
