"""Linked Art 1.0: objects, texts, images and parties of museums as JSON-LD, a profile of CIDOC CRM."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kenri.harvest.authorities import authority
from kenri.harvest.declared import declared
from kenri.harvest.museum_objects import dated_within, object_schema
from kenri.harvest.parties import inverted
from kenri.harvest.source import Item, Reading
from kenri.harvest.strict import required, text
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import (
    Contribution,
    Event,
    EventKind,
    PartyKind,
    Record,
    Relation,
    RelationKind,
)
from kenri.vocab.rights import Statement
from kenri.vocab.vocabularies import language_named, role_named

_LINKED_SCHEMAS = {
    "HumanMadeObject": "",
    "VisualItem": "image",
    "LinguisticObject": "text",
    "DigitalObject": "virtual_object",
    "Person": "person",
    "Group": "organisation",
}
_NO_RECORD = frozenset(
    {
        "Place",
        "Type",
        "Material",
        "Language",
        "Set",
        "Activity",
        "Event",
        "Period",
        "Right",
        "MeasurementUnit",
        "Currency",
    }
)
_PRIMARY = "300404670"
_ALTERNATIVE_NAMES = frozenset({"300264273", "300417227", "300417226", "300404655"})
_DIMENSIONS, _MATERIALS, _CREDIT = "300435430", "300435429", "300026687"
_RIGHTS_TEXTS = frozenset({"300055547", "300435434", "300417696"})


def linked_art(item: Item, source: str) -> Reading:
    """One object, text, image or party of Linked Art, as a record of this source."""
    kind = item.pop("type", None) or item.pop("@type", "")
    if kind in _NO_RECORD:
        item.clear()
        return None
    if kind not in _LINKED_SCHEMAS:
        raise Problem("unknown_code", field="type", value=str(kind))
    local_id = text(item, "id") or required(item, "@id")
    item.pop("@context", None)
    classes = [_label(c) for c in _list(item.pop("classified_as", None))]
    identified = _list(item.pop("identified_by", None))
    label = text(item, "_label")
    names = _linked_names(identified, label, person=kind == "Person")
    numbers = [str(i.get("content") or "") for i in identified if i.get("type") == "Identifier"]
    notes = _list(item.pop("referred_to_by", None))
    made = [*_list(item.pop("produced_by", None)), *_list(item.pop("created_by", None))]
    party = kind in ("Person", "Group")
    return Record(
        source=source,
        local_id=local_id,
        schema=_LINKED_SCHEMAS[kind] or object_schema(classes),
        names=names or (Name(next(iter(numbers), local_id), NameKind.ALTERNATIVE),),
        contributions=() if party else tuple(dict.fromkeys(c for one in made for c in _carried_out(one))),
        events=_linked_events(item, made, party=party),
        identifiers=_equivalents(item),
        languages=_linked_languages(item),
        genre="; ".join(dict.fromkeys([*(c for c in classes if c), *_notes(notes, _MATERIALS)])),
        extent="; ".join(_notes(notes, _DIMENSIONS)),
        description="\n".join(
            str(n.get("content") or "")
            for n in notes
            if not _classes(n) & {_DIMENSIONS, _MATERIALS, _CREDIT, *_RIGHTS_TEXTS}
        ),
        statements=_linked_statements(item, notes),
        relations=_linked_relations(item),
        url=next(
            (str(s.get("id") or "") for s in _pages(item) if str(s.get("id") or "").startswith("http")), ""
        ),
    )


def _list(value: Any) -> list[dict[str, Any]]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [v if isinstance(v, dict) else {"id": str(v)} for v in values]


def _label(node: dict[str, Any]) -> str:
    return str(node.get("_label") or "").strip()


def _classes(node: dict[str, Any]) -> set[str]:
    """The numbers of the Getty AAT concepts of a node."""
    return {str(c.get("id") or "").rsplit("/", 1)[-1] for c in _list(node.get("classified_as"))}


def _notes(notes: list[dict[str, Any]], concept: str) -> list[str]:
    return [str(n.get("content") or "").strip() for n in notes if concept in _classes(n) and n.get("content")]


def _linked_names(identified: list[dict[str, Any]], label: str, *, person: bool) -> tuple[Name, ...]:
    main: list[Name] = []
    others: list[Name] = []
    for node in identified:
        written = str(node.get("content") or "").strip()
        if node.get("type") != "Name" or not written:
            continue
        words = " ".join(_label(language) for language in _list(node.get("language")))
        language = language_named(words) or "" if words else ""
        classes = _classes(node)
        first = _PRIMARY in classes or not (main or classes & _ALTERNATIVE_NAMES)
        kind = NameKind.ALTERNATIVE
        if first:
            kind = NameKind.TRANSLATED if main else NameKind.MAIN
        made = inverted(written, kind, language) if person else Name(written, kind, language)
        (main if first else others).append(made)
    if not main and label:
        main.append(Name(label))
    return tuple(dict.fromkeys([*main, *others]))


def _carried_out(made: dict[str, Any], role: str = "") -> Iterable[Contribution]:
    """The makers of a production and of its parts; a technique or role at the part words the role."""
    words = "; ".join(
        _label(t) for t in (*_list(made.get("technique")), *_list(made.get("classified_as"))) if _label(t)
    )
    said = words or role
    known = role_named(said) if said else None
    for actor in _list(made.get("carried_out_by")):
        names = _linked_names(
            _list(actor.get("identified_by")), _label(actor), person=actor.get("type") == "Person"
        )
        if not names:
            continue
        number = str(actor.get("id") or "")
        found = authority(number)
        yield Contribution(
            names=names,
            role=known or "creator",
            role_text=said,
            kind={"Person": PartyKind.PERSON, "Group": PartyKind.ORGANISATION}.get(
                str(actor.get("type")), PartyKind.UNKNOWN
            ),
            party=number,
            identifiers=(found,) if found else (),
        )
    for part in _list(made.get("part")):
        yield from _carried_out(part, said)


def _timespan(node: dict[str, Any]) -> ImpreciseDate | None:
    for span in _list(node.get("timespan")):
        written = next(
            (str(n.get("content")) for n in _list(span.get("identified_by")) if n.get("content")),
            _label(span),
        )
        begin = str(span.get("begin_of_the_begin") or span.get("end_of_the_begin") or "")
        end = str(span.get("end_of_the_end") or span.get("begin_of_the_end") or "")
        if begin and begin[:10] == end[:10]:
            return parse_date(begin[:10])
        if date := dated_within(written, begin, end):
            return date
    return None


def _linked_events(item: Item, made: list[dict[str, Any]], *, party: bool) -> tuple[Event, ...]:
    events: list[Event] = []
    if party:
        for key, kind in (
            ("born", EventKind.BORN), ("died", EventKind.DIED), ("formed_by", EventKind.FOUNDED),
            ("dissolved_by", EventKind.DISSOLVED),
        ):  # fmt: skip
            events.extend(_happened(node, kind) for node in _list(item.pop(key, None)))
    for node in made:
        events.append(_happened(node, EventKind.CREATED))
        events.extend(_happened(part, EventKind.CREATED) for part in _list(node.get("part")))
    used = _list(item.pop("used_for", None))
    events.extend(_happened(node, EventKind.PUBLISHED) for node in used if "300054686" in _classes(node))
    return tuple(dict.fromkeys(e for e in events if e.date or e.place))


def _happened(node: dict[str, Any], kind: EventKind) -> Event:
    place = next((_label(p) for p in _list(node.get("took_place_at")) if _label(p)), "")
    return Event(kind, _timespan(node), place)


def _equivalents(item: Item) -> tuple[Identifier, ...]:
    found = [authority(str(e.get("id") or "")) for e in _list(item.pop("equivalent", None))]
    return tuple(dict.fromkeys(i for i in found if i))


def _linked_languages(item: Item) -> tuple[str, ...]:
    found = [
        language_named(_label(language)) for language in _list(item.pop("language", None)) if _label(language)
    ]
    return tuple(dict.fromkeys(code for code in found if code))


def _linked_statements(item: Item, notes: list[dict[str, Any]]) -> tuple[Statement, ...]:
    found: dict[Statement, None] = {}
    for right in _list(item.pop("subject_to", None)):
        link = next((str(c.get("id") or "") for c in _list(right.get("classified_as"))), "")
        words = next(
            (str(n.get("content")) for n in _list(right.get("identified_by")) if n.get("content")), ""
        )
        words = (
            words
            or next((_label(c) for c in _list(right.get("classified_as")) if _label(c)), "")
            or _label(right)
        )
        if link or words:
            found[declared(words, link if link.startswith("http") else "")] = None
    for note in notes:
        if _classes(note) & _RIGHTS_TEXTS and note.get("content"):
            found[declared(str(note["content"]))] = None
    return tuple(found)


def _linked_relations(item: Item) -> tuple[Relation, ...]:
    found: list[Relation] = []
    for key, kind in (
        ("part_of", RelationKind.PART_OF),
        ("part", RelationKind.HAS_PART),
        ("carries", RelationKind.SEE_ALSO),
        ("shows", RelationKind.SEE_ALSO),
    ):
        found.extend(
            Relation(kind, local_id=str(node.get("id") or ""), text=_label(node))
            for node in _list(item.pop(key, None))
            if node.get("id")
        )
    return tuple(found)


def _pages(item: Item) -> list[dict[str, Any]]:
    """The digital objects that are pages about the thing."""
    pages: list[dict[str, Any]] = []
    for subject in _list(item.pop("subject_of", None)):
        carried = _list(subject.get("digitally_carried_by"))
        pages.extend(point for one in carried for point in _list(one.get("access_point")))
    return pages


OPTIONAL = (
    "@context", "_label", "classified_as", "identified_by", "referred_to_by", "produced_by", "created_by",
    "equivalent", "language", "subject_to", "part_of", "part", "carries", "shows", "subject_of", "born",
    "died", "formed_by", "dissolved_by", "used_for",
)  # fmt: skip
IGNORED = (
    "current_owner", "current_keeper", "current_location", "current_custodian", "dimension", "made_of",
    "member_of", "representation", "changed_ownership_through", "changed_custody_through",
    "current_permanent_location", "encountered_by", "modified_by", "attributed_by", "about", "represents",
    "contact_point", "residence", "carried_out", "participated_in", "removed_by", "destroyed_by",
    "digitally_carried_by", "used_specific_object",
)  # fmt: skip
