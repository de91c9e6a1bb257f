"""One row of a list: what its work's facts are, what the law makes of them, and which way leads to the use.

Three speak for a work: the catalogue's entity, the row of the list, and people who corrected it. What people
said wins over both; the row fills what the catalogue does not know, and never changes what it knows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from kenri.catalogue.entity import Entity, Said
from kenri.catalogue.keys import party_key
from kenri.catalogue.merge import derive
from kenri.procedures.rights import Claims, Intention, rights_of, statuses
from kenri.procedures.router import Plan, plan
from kenri.status.answers import Answer
from kenri.status.assessing import assess, refused
from kenri.status.entities import facts_of
from kenri.status.facts import Creator, Work
from kenri.status.jurisdictions import jurisdictions
from kenri.status.reading import work_of
from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record
from kenri.vocab.uses import Use
from kenri.vocab.vocabularies import schemas

_CREATOR = re.compile(r"creators\[(\d+)\]\.(\w+)")
_YES = {"yes": True, "true": True, "はい": True, "no": False, "false": False, "いいえ": False}


class ToldFact(msgspec.Struct, frozen=True):
    """A fact that a person gave: ``name`` as in ``kenri status --facts`` (also ``creators[0].died``)."""

    name: str
    value: str
    source: str = ""


class Cleared(msgspec.Struct, frozen=True):
    """What came out for one work: its status in the first territory of known law, and the plan.

    Where Kenri knows the law of no territory of the use, the status is undetermined and its problem says so.
    """

    work: Work
    answer: Answer
    plan: Plan


def clear(
    work: Work,
    entity: Entity | None,
    use: Use,
    answers: Mapping[str, str],
    on: date,
    intentions: Mapping[str, Sequence[Intention]] | None = None,
    claims: Mapping[str, Claims] | None = None,
) -> Cleared:
    """Status and plan of a work for a use on a day. ``answers`` are those to the router's questions.

    ``intentions`` are what holders declared and ``claims`` what they claim, as ``rights_of`` takes them.
    Raises the Problems of ``assess`` for a day before the law that Kenri knows.
    """
    told = statuses(work, use, on)
    first, *elsewhere = told or [assess(work, on)]
    rights = rights_of(entity, first, elsewhere, intentions=intentions, claims=claims)
    if not told:
        place, known = use.territory[0], ", ".join(sorted(jurisdictions()))
        first = refused(work.id, Problem("unknown_jurisdiction", jurisdiction=place, known=known), on, place)
    return Cleared(work, first, plan(rights, use, answers, on))


def work_known(entity: Entity | None, record: Record, said: Said, told: Sequence[ToldFact]) -> Work:
    """The facts of a row's work from the catalogue, the row and people.

    Raises ``Problem('item_not_a_work')`` where it is a person or an organisation, and those of ``corrected``.
    """
    if schemas()[entity.schema if entity else record.schema].kind != "work":
        raise Problem("item_not_a_work", schema=schemas()[entity.schema if entity else record.schema].label)
    own = None
    if schemas()[record.schema].kind == "work":
        own = facts_of(derive(entity.id if entity else record.local_id, [(record, said)]))
    known = facts_of(entity) if entity else None
    if known is not None and own is not None:
        work = _filled(known, own)
    else:
        work = known or own or Work()
    return corrected(work, told)


def _filled(known: Work, own: Work) -> Work:
    """The catalogue's facts, with the row's where it has none: dates, makers, lives of the same people."""
    changes: dict[str, Any] = {}
    said = dict(known.said)
    for name in ("published", "created", "performed", "recorded", "broadcast"):
        if getattr(known, name) is None and getattr(own, name) is not None:
            changes[name] = getattr(own, name)
            said[name] = own.said.get(name, ())
    lives = {party_key(c.name): c for c in own.creators if c.name}
    creators = tuple(_lived(c, lives.get(party_key(c.name))) for c in known.creators) or own.creators
    return msgspec.structs.replace(known, creators=creators, said=said, **changes)


def _lived(known: Creator, own: Creator | None) -> Creator:
    if own is None:
        return known
    born, died = known.born or own.born, known.died or own.died
    if (born, died) == (known.born, known.died) and (known.nationality or not own.nationality):
        return known
    nationality = known.nationality or own.nationality
    said = (*known.said, *own.said)
    return msgspec.structs.replace(known, born=born, died=died, nationality=nationality, said=said)


def corrected(work: Work, told: Sequence[ToldFact]) -> Work:
    """The work with what people said, each fact with its source.

    Raises the Problems of ``kenri.status.reading`` for a fact that does not exist or a value that is none.
    """
    for fact in told:
        said = (Said("user", fact.source or fact.name),)
        if place := _CREATOR.fullmatch(fact.name):
            work = _creator_corrected(work, int(place[1]), place[2], fact, said)
        elif fact.name.startswith("reviewed."):
            rule = fact.name.removeprefix("reviewed.")
            reviewed = {**work.reviewed, rule: _YES.get(fact.value.strip().lower(), False)}
            work = msgspec.structs.replace(work, reviewed=reviewed)
        else:
            read = work_of({fact.name: _value(fact.value)}, fact.name)
            value = _said(getattr(read, fact.name, None), fact)
            work = msgspec.structs.replace(work, said={**work.said, fact.name: said}, **{fact.name: value})
    return work


def _said(value: Any, fact: ToldFact) -> Any:
    """What was read of a fact.

    Raises ``Problem('bad_fact')`` where that is nothing, ``bad_fact_date`` where it is a date without a day.
    """
    if value is None:
        raise Problem("bad_fact", fact.name, fact=fact.name, value=fact.value, expected="…")
    if isinstance(value, ImpreciseDate) and not value.earliest and not value.latest:
        raise Problem("bad_fact_date", fact.name, value=fact.value)
    return value


def _creator_corrected(work: Work, place: int, name: str, fact: ToldFact, said: tuple[Said, ...]) -> Work:
    read = work_of({"creators": [{name: _value(fact.value)}]}, f"creators[{place}]").creators[0]
    if place > len(work.creators):
        raise Problem("no_such_creator", place=place, known=len(work.creators))
    before = work.creators[place] if place < len(work.creators) else Creator(role="creator")
    after = msgspec.structs.replace(before, said=said, **{name: _said(getattr(read, name), fact)})
    return msgspec.structs.replace(
        work, creators=(*work.creators[:place], after, *work.creators[place + 1 :])
    )


def _value(text: str) -> Any:
    """What a person typed as the value of a fact: yes and no, JSON for lists, else text."""
    word = text.strip()
    if word.lower() in _YES:
        return _YES[word.lower()]
    if word.startswith(("[", "{")):
        try:
            return json.loads(word)
        except ValueError:
            return word
    return word
