"""Whether a work may be used as a whole on a day: every part of it, by itself or by a case (R25, R87).

A part is one holder's right in one layer, as the plan of the use tells them. It is clear where the plan says
so (term over, declared licence, intention …), or where a case of the same applicant, about the same work and
at least the same use, allows it on that day. A case serves the parts for which the plan has its way open: the
one that it names, all of them where it names none; one that asks a holder serves the parts of that holder.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from django.db.models import Q

from kenri.accounts.models import User
from kenri.cases import wills
from kenri.cases.claimants import claims_of
from kenri.cases.proceedings import access, standing
from kenri.cases.proceedings.models import Case
from kenri.catalogue.entity import Entity
from kenri.catalogue.keys import party_key
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.permits import permits_use
from kenri.procedures.conduct.reasons import Reason, of_problem
from kenri.procedures.plans import Part
from kenri.procedures.rights import rights_for
from kenri.procedures.router import Plan, plan
from kenri.procedures.routes import Question
from kenri.records import queries as catalogue
from kenri.status.entities import facts_of
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.uses import WORLD, Use
from kenri.vocab.vocabularies import layers

WAYS: Mapping[str, str] = {"direct_request": "request", "collective_order": "collective"}
"""The kind of route that a procedure is, where it is not called like the procedure."""
NOTHING: Mapping[str, str] = {}


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the work on that day: whether it may be used, why or why not, and by which case.

    ``name`` is what a case says of the part that it is for.
    """

    key: str
    name: str
    layer: str
    holder: str
    allowed: bool
    reasons: tuple[Reason, ...]
    case: str = ""


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: ``allowed`` only where all ``pieces`` are and no question on the whole is open."""

    entity: str
    title: str
    use: Text
    on: dt.date
    allowed: bool
    pieces: tuple[Piece, ...]
    questions: tuple[Question, ...] = ()

    @property
    def missing(self) -> tuple[Piece, ...]:
        """The parts that stand in the way."""
        return tuple(piece for piece in self.pieces if not piece.allowed)


def whole(user: User, number: str, on: dt.date, answers: Mapping[str, str] = NOTHING) -> Whole:
    """The work of a case as a whole, for its use and its applicant; ``answers`` as the router takes them.

    Raises Problem: ``not_yours_to_do``, ``case_without_work`` where the catalogue has no such work, and those
    of ``plan``.
    """
    case = access.case_of(user, number)
    entity = catalogue.entity(case.entity) if case.entity else None
    if entity is None:
        raise Problem("case_without_work", where=number)
    use = msgspec.convert(case.use, Use)
    made = _plan(entity, use, on, answers)
    beside = [(one, standing.course_of(one)) for one in _beside(user, case, entity, use)]
    pieces = tuple(_piece(part, beside, on) for part in made.parts)
    return Whole(
        entity=entity.id,
        title=entity.title.text,
        use=use.name(),
        on=on,
        allowed=bool(pieces) and not made.asked and all(piece.allowed for piece in pieces),
        pieces=pieces,
        questions=made.asked,
    )


def _plan(entity: Entity, use: Use, on: dt.date, answers: Mapping[str, str]) -> Plan:
    declared = wills.intentions_of(entity, use, answers)
    claims = claims_of(entity, use, on)
    rights = rights_for(facts_of(entity), use, on, entity, intentions=declared, claims=claims)
    return plan(rights, use, dict(answers), on)


def _beside(user: User, case: Case, entity: Entity, use: Use) -> Iterator[Case]:
    """The cases that the user sees of the same applicant about the work, of at least the use."""
    side = case.parties.filter(role="applicant").first()
    if side is None or (side.organisation_id is None and side.user_id is None):
        return
    same = Q(parties__organisation=side.organisation) if side.organisation else Q(parties__user=side.user)
    ids = {entity.id, case.entity}
    found = access.seen(user).filter(same, parties__role="applicant", entity__in=ids).distinct()
    for one in found.order_by("pk"):
        other = msgspec.convert(one.use, Use)
        everywhere = WORLD in other.territory or set(use.territory) <= set(other.territory)
        if everywhere and set(use.acts) <= set(other.acts):
            yield one


def _piece(part: Part, beside: Iterable[tuple[Case, Course]], on: dt.date) -> Piece:
    told = {"key": part.key, "name": name_of(part), "layer": part.layer, "holder": part.holder.name}
    if part.clear:
        grounds = tuple(
            Reason(code="clear", text=route.label, cure=Text("", ""), article=route.article)
            for route in part.chosen
        )
        return Piece(**told, allowed=True, reasons=grounds)
    found = [(one, *permits_use(course, on)) for one, course in beside if _serves(one, course, part)]
    if not found:
        return Piece(**told, allowed=False, reasons=(of_problem(Problem("part_without_case")),))
    best, allowed, why = max(found, key=lambda one: (one[1], one[0].pk))
    return Piece(**told, allowed=allowed, reasons=why, case=best.number)


def name_of(part: Part) -> str:
    """A part in the words by which a case names it."""
    label = layers()[part.layer].label.ja
    return f"{label}（{part.holder.name}）" if part.holder.name else label


def _serves(case: Case, course: Course, part: Part) -> bool:
    """Whether a case is about a part: its way is open there, and it names the part, or its holder."""
    kind = WAYS.get(case.procedure, case.procedure)
    if not any(route.kind == kind and route.state != "not_applicable" for route in part.routes):
        return False
    if kind == "request":
        return party_key(str(course.data.get("holder_name", ""))) == party_key(part.holder.name)
    return course.data.get("part", "") in ("", name_of(part))
