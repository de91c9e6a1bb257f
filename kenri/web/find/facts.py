"""The facts of an entity or record, grouped and worded for a page."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _

from kenri.catalogue.entity import Disagreement, Entity, Fact, Said
from kenri.catalogue.merge import derive
from kenri.vocab.identifiers import Identifier, identifier_url
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, Event, Record, Relation
from kenri.vocab.rights import Claim, Statement
from kenri.vocab.vocabularies import kind_label, roles
from kenri.web import wording
from kenri.web.find.badges import tone
from kenri.web.templatetags.kenri import label


class Saying(msgspec.Struct, frozen=True):
    """A source that says a fact: its first record, how many more of its records, when last seen."""

    source: str
    first: Said
    more: int
    seen: str


class Line(msgspec.Struct, frozen=True):
    """One fact: what kind, which template shows its value, and who says it."""

    kind: str
    fact: Fact
    template: str
    sayings: tuple[Saying, ...]
    words: str = ""
    address: str = ""
    search: str = ""
    tone: str = ""


class Group(msgspec.Struct, frozen=True):
    """A section of the page."""

    anchor: str
    title: str
    lines: tuple[Line, ...]


_GROUPS: tuple[tuple[str, type], ...] = (
    ("names", Name),
    ("contributions", Contribution),
    ("events", Event),
    ("identifiers", Identifier),
    ("statements", Statement),
    ("claims", Claim),
    ("relations", Relation),
    ("details", str),
)


def groups(facts: Iterable[Fact]) -> list[Group]:
    """The facts by section, in the order of the page; empty sections are left out."""
    by_type: dict[type, list[Line]] = {}
    for fact in facts:
        by_type.setdefault(type(fact.value), []).append(line(fact))
    by_type.setdefault(Name, []).extend(one for one in by_type.get(str, []) if one.fact.kind in _SPOKEN)
    by_type[str] = [one for one in by_type.get(str, []) if one.fact.kind not in _SPOKEN]
    events = by_type.get(Event, [])
    events.sort(key=lambda line: line.fact.value.date.earliest if line.fact.value.date else "")
    titles = _titles()
    return [
        Group(anchor, titles[anchor], tuple(by_type[kind])) for anchor, kind in _GROUPS if by_type.get(kind)
    ]


def conflicts(disagreements: Iterable[Disagreement]) -> list[Group]:
    """The disagreements, each with its sides."""
    return [_conflict(number, disagreement) for number, disagreement in enumerate(disagreements)]


def _conflict(number: int, disagreement: Disagreement) -> Group:
    """The sides of one; the dates of a contributor's life carry their name as a note, which is the title."""
    lines, about = [], ""
    for fact in disagreement.facts:
        if isinstance(fact.value, Event) and disagreement.kind.startswith("creator_"):
            about = fact.value.note
            fact = msgspec.structs.replace(fact, value=msgspec.structs.replace(fact.value, note=""))
        lines.append(line(fact))
    title = f"{lines[0].kind}{_(': ')}{about}" if about else lines[0].kind
    return Group(f"disagreement-{number}", title, tuple(lines))


def of_record(record: Record) -> list[Group]:
    """What one record says, grouped as the entity page groups it."""
    said = Said(record.source, record.local_id)
    return groups(derive("", [(record, said)]).facts)


def creators(entity: Entity, limit: int = 6) -> list[Line]:
    """The contributors for the head of the page, each name once, those whose part gives rights first."""
    found: dict[str, Line] = {}
    for fact in entity.facts:
        if isinstance(fact.value, Contribution) and fact.value.names:
            found.setdefault(fact.value.names[0].text, line(fact))
    return sorted(found.values(), key=_gives_no_right)[:limit]


def _gives_no_right(line: Line) -> bool:
    role = roles().get(line.fact.value.role)
    return role is None or not role.layers


def line(fact: Fact) -> Line:
    """One fact, worded."""
    value, sayings = fact.value, _sayings(fact.said)
    match value:
        case Name():
            return Line(wording.chosen(kind_label(value.kind)), fact, "web/facts/name.html", sayings)
        case Contribution():
            search = search_for(value.names[0].text) if value.names else ""
            kind = label("roles", value.role)
            address = _party(fact, value)
            return Line(kind, fact, "web/facts/contribution.html", sayings, search=search, address=address)
        case Event():
            return Line(wording.chosen(kind_label(value.kind)), fact, "web/facts/event.html", sayings)
        case Identifier():
            return Line(label("schemes", value.scheme), fact, "web/facts/identifier.html", sayings)
        case Statement():
            return _statement(fact, value, sayings)
        case Claim():
            kind, search = label("rights", value.right), urlencode({"holder": value.holder})
            return Line(kind, fact, "web/facts/claim.html", sayings, search=search)
        case Relation():
            kind, address = wording.chosen(kind_label(value.kind)), _related(fact, value)
            return Line(kind, fact, "web/facts/relation.html", sayings, address=address)
        case _:
            return _text(fact, str(value), sayings)


def _statement(fact: Fact, value: Statement, sayings: tuple[Saying, ...]) -> Line:
    return Line(
        _("Rights statement"),
        fact,
        "web/facts/statement.html",
        sayings,
        address=value.url if value.url.startswith(("http://", "https://")) else "",
        tone=tone(value.code),
    )


_PROPERTY = {"language": "languages", "subject": "subjects"}
_SPOKEN = ("reading", "romaji")
_VOCABULARY = {"language": "languages", "schema": "schemas"}


def _text(fact: Fact, value: str, sayings: tuple[Saying, ...]) -> Line:
    named = {"schema": _("Kind"), "reading": _("Reading"), "romaji": _("Rōmaji")}
    kind = named.get(fact.kind) or label("properties", _PROPERTY.get(fact.kind, fact.kind))
    words = label(_VOCABULARY[fact.kind], value) if fact.kind in _VOCABULARY else value
    address = value if value.startswith(("http://", "https://")) else ""
    return Line(kind, fact, "web/facts/text.html", sayings, words=words, address=address)


def search_for(name: str) -> str:
    """The query string that searches for works with a contributor of that name."""
    return urlencode({"q": f'creator:"{name.replace(chr(34), " ")}"'})


def _party(fact: Fact, part: Contribution) -> str:
    """The record of a party that the source names by its own number only."""
    if part.names or not part.party or not fact.said:
        return ""
    return reverse("web:record", args=[fact.said[0].source, part.party])


def _related(fact: Fact, relation: Relation) -> str:
    if relation.identifier is not None:
        return identifier_url(relation.identifier)
    if relation.local_id and fact.said:
        return reverse("web:record", args=[fact.said[0].source, relation.local_id])
    return ""


def _sayings(said: Iterable[Said]) -> tuple[Saying, ...]:
    by_source: dict[str, list[Said]] = {}
    for one in said:
        by_source.setdefault(one.source, []).append(one)
    return tuple(
        Saying(source, records[0], len(records) - 1, max(record.seen for record in records))
        for source, records in by_source.items()
    )


def _titles() -> dict[str, str]:
    return {
        "names": _("Names"),
        "contributions": _("Contributors"),
        "events": _("Dates"),
        "identifiers": _("Identifiers"),
        "statements": _("Rights statements"),
        "claims": _("Claims to rights"),
        "relations": _("Related entries"),
        "details": _("Details"),
    }
