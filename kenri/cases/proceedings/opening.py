"""How a case begins: its number, who takes part, what is known of the work and of the use."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from django.db.models import F

from kenri.accounts.models import Organisation, User
from kenri.accounts.permissions import require
from kenri.cases.models import Item
from kenri.cases.proceedings import access, chain, effects, references, sites, standing
from kenri.cases.proceedings.models import Batch, Case, Numbering, Party
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.course import begin
from kenri.procedures.conduct.spec import About, Procedure
from kenri.procedures.conduct.versions import procedure
from kenri.vocab.problems import Problem
from kenri.vocab.uses import Use, checked

NOTHING: Mapping[str, Any] = {}
LONGEST_TITLE = 500


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """All that a case opens with.

    ``given`` is data of the procedure that is known already. ``parties`` names others by role: the key of an
    organisation, or ``user:<key>``; an office that is not named is the only body of its kind, or whichever
    takes the case. ``field`` and ``kind`` (keys of the vocabularies) say which databases must be searched.
    """

    procedure: str
    title: str
    use: Use
    entity: str = ""
    field: str = ""
    kind: str = ""
    given: Mapping[str, Any] = {}
    parties: Mapping[str, str] = {}
    organisation: Organisation | None = None
    item: Item | None = None
    batch: Batch | None = None
    follows: Case | None = None
    reuses: Case | None = None

    @classmethod
    def following(cls, case: Case, procedure_id: str, given: Mapping[str, Any]) -> Opening:
        """A case that follows from another: the same work and use, and the same parties."""
        parties = {party.role: name_of(party) for party in case.parties.order_by("-pk") if name_of(party)}
        return cls(
            procedure=procedure_id,
            title=case.title,
            use=msgspec.convert(case.use, Use),
            entity=case.entity,
            given=given,
            parties=parties,
            follows=case,
        )


def begin_case(user: User, opening: Opening, at: dt.datetime) -> Case:
    """The first row of a case, in the caller's transaction; it raises what ``services.open_case`` does."""
    made = procedure(opening.procedure, day_of(at))
    if made.is_for_a_use:
        checked(opening.use)
    if opening.organisation is not None and opening.follows is None:
        require(user, access.ACTIONS[role_of_opener(made)], opening.organisation)
    if made.about is not None:
        opening = _about(made.about, opening)
    if not opening.title.strip():
        raise Problem("case_without_title")
    by = access.actor(user)
    course = begin(made, by, at, _given(made, opening))
    case = _row(user, opening, made, at)
    standing.remember(case, course, at)
    case.save()
    parties = _parties(case, made, opening, at)
    told, kept = standing.divided(made.fields, course.data)
    entry = chain.Entry(
        kind="open",
        name=made.key,
        role=parties[0].role,
        by=by,
        told={
            **told_of(case),
            "parties": [[party.role, name_of(party)] for party in parties],
            "given": told,
        },
        kept={f"given.{key}": value for key, value in kept.items()},
    )
    chain.append(case, entry, at)
    effects.reach(case, at)
    if not name_of(parties[0]):
        effects.reach(case, at, "office")  # which lets in whose turn it is
    return case


def told_of(case: Case) -> dict[str, Any]:
    """What the first row of a case tells of it, as its own columns have it."""
    return {
        "title": case.title,
        "use": case.use,
        "entity": case.entity,
        "organisation": case.organisation.key if case.organisation else "",
        "follows": case.follows.number if case.follows else "",
        "reuses": case.reuses.number if case.reuses else "",
        "batch": case.batch.key if case.batch else "",
        "place": case.place,
    }


def _about(about: About, opening: Opening) -> Opening:
    """The opening with what the case that it is about says: work, use, facts, and the body that has it."""
    named = opening.follows.number if opening.follows else str(opening.given.get(about.field, ""))
    other = references.find(about, named, opening.title, opening.entity)
    holding = other.parties.filter(role="compensation_body").exclude(organisation=None).first()
    body = {holding.role: name_of(holding)} if holding else {}
    return msgspec.structs.replace(
        opening,
        title=other.title,
        entity=other.entity,
        use=msgspec.convert(other.use, Use),
        given={**opening.given, **references.facts(about, other)},
        parties={**body, **opening.parties},
        follows=other,
    )


def _given(made: Procedure, opening: Opening) -> dict[str, Any]:
    """What is known: from the use and the work, from the case whose evidence is used again, and as told."""
    found = sites.known(made, opening.title.strip(), opening.use, opening.field, opening.kind)
    if opening.reuses is not None:
        found |= sites.reused(made, opening.reuses)
    if "holder_here" in made.given:
        found["holder_here"] = "yes" if opening.parties.get("holder") else "no"
    if opening.follows is not None and "follows" in made.given:
        found["follows"] = opening.follows.number
    return {**found, **opening.given}


def number_of(procedure_id: str, at: dt.datetime) -> str:
    """The next number of a procedure's cases in a year, without gaps: ``2026-0673-00012``.

    It is counted in the caller's transaction: what is rolled back leaves no gap.
    """
    series = f"{day_of(at).year}-{series_of(procedure_id)}"
    counter, _ = Numbering.objects.get_or_create(series=series)
    Numbering.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    return f"{series}-{counter.last:05d}"


def series_of(procedure_id: str) -> str:
    """The middle of a number: the article (``0673`` for art. 67-3), or the first letters of the words."""
    article = re.findall(r"\d+", procedure_id)
    if article:
        return f"{int(article[0]):03d}{int(article[1]) if len(article) > 1 else 0}"
    return "".join(word[0] for word in procedure_id.split("_")).upper()


def role_of_opener(made: Procedure) -> str:
    """As what somebody opens a case: the role whose turn it is first."""
    turn = made.states[made.first].turn
    return turn if turn in ("applicant", "holder") else "applicant"


def _row(user: User, opening: Opening, made: Procedure, at: dt.datetime) -> Case:
    return Case(
        number=number_of(made.id, at),
        procedure=made.id,
        pinned=made.key,
        opened=at,
        opened_by=user,
        organisation=opening.organisation,
        entity=opening.entity,
        title=opening.title.strip()[:LONGEST_TITLE],
        use=msgspec.to_builtins(opening.use),
        item=opening.item,
        place=opening.item.place if opening.item else None,
        batch=opening.batch,
        follows=opening.follows,
        reuses=opening.reuses,
        changed=at,
    )


def _parties(case: Case, made: Procedure, opening: Opening, at: dt.datetime) -> list[Party]:
    """The opener's side first, and every other role of the procedure."""
    own = role_of_opener(made)
    named = opening.parties
    if opening.follows is not None:  # whoever had a role there that there is not here does not come along
        named = {role: who for role, who in named.items() if role in roles_of(made)}
    told = {
        role: party_of(case, role, who, at) if who else Party(case=case, role=role, since=at)
        for role, who in named.items()
    }
    person = None if case.organisation_id else case.opened_by
    opener = told.pop(own, None) or Party(
        case=case, role=own, organisation=case.organisation, user=person, since=at
    )
    opener.reached = at
    rows = [opener, *told.values()]
    bodies = access.all_bodies()
    for role in sorted(roles_of(made).intersection(access.OFFICES).difference(told)):
        only = bodies[role][0] if len(bodies[role]) == 1 else None
        rows.append(Party(case=case, role=role, organisation=only, since=at))
    return Party.objects.bulk_create(rows)


def roles_of(made: Procedure) -> set[str]:
    """The roles that a procedure gives something to do."""
    return {role for action in made.actions.values() for role in action.by} - {access.CLOCK}


def party_of(case: Case, role: str, who: str, at: dt.datetime) -> Party:
    """A party by its name. Raises ``Problem('unknown_party')``."""
    kind, _, key = who.rpartition(":")
    if kind == "user" and role not in access.OFFICES:
        user = User.objects.filter(key=key, is_active=True).first()
        if user is not None:
            return Party(case=case, role=role, user=user, since=at)
    elif kind in ("", "organisation"):
        bodies = access.bodies(role) if role in access.ACTIONS else Organisation.objects.none()
        organisation = bodies.filter(key=key).first()
        if organisation is not None:
            return Party(case=case, role=role, organisation=organisation, since=at)
    raise Problem("unknown_party", role=role, party=who)


def key_of(role: str, who: str) -> str:
    """The party that is meant by its key, an e-mail address, or the name of one organisation alone.

    Raises ``Problem('unknown_party')``.
    """
    told = who.strip()
    if told.startswith(("user:", "organisation:")):
        return told
    if "@" in told:
        user = User.objects.filter(email__iexact=told, is_active=True).first()
        if user is not None:
            return access.actor(user)
    elif role in access.ACTIONS:
        keys = list(access.bodies(role).filter(name=told).values_list("key", flat=True)[:2])
        if len(keys) == 1:
            return f"organisation:{keys[0]}"
    raise Problem("unknown_party", role=role, party=told)


def name_of(party: Party) -> str:
    """What ``party_of`` makes a party of again; empty for one that nobody is yet."""
    if party.organisation is not None:
        return f"organisation:{party.organisation.key}"
    return access.actor(party.user) if party.user else ""
