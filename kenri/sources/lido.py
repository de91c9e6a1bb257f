"""LIDO and Linked Art: any museum that exports its objects in one of the two international formats.

Read: LIDO 1.0 and 1.1 XML (also behind OAI-PMH), and Linked Art 1.0 JSON-LD. Generic: the file or the
repository is named when it is harvested. The mapping follows the published schemas; it was never run against
a live service.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any

from kenri.harvest.declared import declared
from kenri.harvest.nodes import Node, children, texts
from kenri.harvest.parties import inverted, life
from kenri.harvest.source import Item, Json, JsonLd, OaiPmh, Reading, Shape, Source, Xml
from kenri.harvest.strict import required, text
from kenri.harvest.years import dated
from kenri.vocab.dates import ImpreciseDate, parse_date, year_of
from kenri.vocab.identifiers import Identifier, try_identifier
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
from kenri.vocab.rights import Claim, Statement
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import language_named, role_named

_TYPE_WORDS = (
    (re.compile(r"photograph|fotograf|photographie|写真|negativ", re.IGNORECASE), "photograph"),
    (re.compile(r"\bfilms?\b|motion picture|映画|movie", re.IGNORECASE), "film"),
    (re.compile(r"\bvideo|ビデオ|映像", re.IGNORECASE), "video"),
    (re.compile(r"manuscript|handschrift|\bbooks?\b|buch|写本|書籍|典籍|letter", re.IGNORECASE), "text"),
    (re.compile(r"sound recording|tonaufnahme|録音", re.IGNORECASE), "recording"),
    (re.compile(r"\bposter|\bmaps?\b|plakat|ポスター|地図", re.IGNORECASE), "image"),
)
_EVENT_WORDS = (
    (
        re.compile(r"produ[ck]|creat|herstell|entwurf|制作|製作|作成|design|commission", re.IGNORECASE),
        EventKind.CREATED,
    ),
    (re.compile(r"publi|veröffentlich|出版|発行|刊行", re.IGNORECASE), EventKind.PUBLISHED),
    (re.compile(r"exhibit|ausstell|展示|展覧", re.IGNORECASE), EventKind.EXHIBITED),
    (re.compile(r"perform|aufführ|上演|演奏", re.IGNORECASE), EventKind.PERFORMED),
    (re.compile(r"record|aufnahme|録音", re.IGNORECASE), EventKind.RECORDED),
)
_EVENT_IDS = {
    "lido00007": EventKind.CREATED,
    "lido00012": EventKind.CREATED,
    "lido00224": EventKind.CREATED,
    "lido00228": EventKind.PUBLISHED,
    "lido00225": EventKind.EXHIBITED,
    "lido00030": EventKind.PERFORMED,
}
_AUTHORITIES = (
    (re.compile(r"vocab\.getty\.edu/(?:page/)?ulan/(\d+)"), "ulan"),
    (re.compile(r"d-nb\.info/gnd/([\dX-]+)"), "gnd"),
    (re.compile(r"viaf\.org/viaf/(\d+)"), "viaf"),
    (re.compile(r"wikidata\.org/(?:wiki|entity)/(Q\d+)"), "wikidata"),
    (re.compile(r"id\.ndl\.go\.jp/auth/(?:ndlna|entity)/(\d+)"), "ndl_authority"),
    (re.compile(r"isni\.org/(?:isni/)?(\d{15}[\dX])"), "isni"),
    (re.compile(r"id\.loc\.gov/authorities/names/(n[a-z]?\d+)"), "lcnaf"),
)
_ACTORS = {
    "person": PartyKind.PERSON,
    "corporation": PartyKind.ORGANISATION,
    "corporate": PartyKind.ORGANISATION,
    "organization": PartyKind.ORGANISATION,
    "group": PartyKind.ORGANISATION,
    "family": PartyKind.UNKNOWN,
    "": PartyKind.UNKNOWN,
}


MEASUREMENTS = (
    "objectIdentificationWrap/objectMeasurementsWrap/objectMeasurementsSet/displayObjectMeasurements"
)
NOTES = "objectIdentificationWrap/objectDescriptionWrap/objectDescriptionSet/descriptiveNoteValue"


def lido(item: Item) -> Reading:
    """One ``lido:lido`` element."""
    published = texts(item, "lido:objectPublishedID")
    local_id = next(iter(texts(item, "lido:lidoRecID")), "") or next(iter(published), "")
    if not local_id:
        raise Problem("missing_value", field="lido:lidoRecID")
    described = children(item, "lido:descriptiveMetadata")
    administrative = children(item, "lido:administrativeMetadata")
    types = _terms(described, "objectClassificationWrap/objectWorkTypeWrap/objectWorkType")
    classes = _terms(described, "objectClassificationWrap/classificationWrap/classification")
    happened = list(_walk(described, "eventWrap/eventSet/event"))
    contributions: dict[Contribution, None] = {}
    events: dict[Event, None] = {}
    genres = dict.fromkeys([*types, *classes])
    for node in happened:
        kind = _event_kind(node)
        if kind is None:
            continue
        if (found := _lido_event(node, kind)) is not None:
            events[found] = None
        for actor in _walk([node], "eventActor"):
            if kind in (EventKind.CREATED, EventKind.PUBLISHED, EventKind.PERFORMED, EventKind.RECORDED):
                contributions.update(dict.fromkeys(_actor(actor, kind)))
        genres.update(dict.fromkeys(_materials(node)))
    statements, claims = _lido_rights(administrative)
    names = _lido_titles(described)
    accession = _values(described, "objectIdentificationWrap/repositoryWrap/repositorySet/workID")
    subjects = _terms(described, "objectRelationWrap/subjectWrap/subjectSet/subject/subjectConcept")
    url = _values(administrative, "recordWrap/recordInfoSet/recordInfoLink")
    for key in ("lido:category", "lido:applicationProfile", "@xml:lang", "@lido:relatedencoding"):
        item.pop(key, None)
    return Record(
        source="lido",
        local_id=local_id,
        schema=_schema([*types, *classes]),
        names=names or (Name(next(iter(accession), local_id), NameKind.ALTERNATIVE),),
        contributions=tuple(contributions),
        events=tuple(events),
        identifiers=tuple(i for one in published if (i := _authority(one) or try_identifier("url", one))),
        genre="; ".join(genres),
        subjects=tuple(dict.fromkeys(subjects)),
        extent="; ".join(_values(described, MEASUREMENTS)),
        description="\n".join(_values(described, NOTES)),
        statements=statements,
        claims=claims,
        relations=_lido_relations(described),
        url=next(iter(url), ""),
    )


def _walk(nodes: Iterable[Node], path: str) -> list[Node]:
    """The nodes at a path of local names; every child of the name is followed."""
    found = list(nodes)
    for name in path.split("/"):
        found = [child for node in found for child in _kids(node, name)]
    return found


def _kids(node: Node, name: str) -> list[Node]:
    value = node.get(f"lido:{name}") or []
    return [child for child in value if isinstance(child, dict)] if isinstance(value, list) else []


def _values(nodes: Iterable[Node], path: str) -> list[str]:
    return [value for node in _walk(nodes, path) if (value := str(node.get("text") or "").strip())]


def _attribute(node: Node, name: str) -> str:
    return str(node.get(f"@lido:{name}") or node.get(f"@{name}") or "").strip()


def _terms(nodes: Iterable[Node], path: str) -> list[str]:
    """The preferred terms of concepts; all where none is marked."""
    found: list[str] = []
    for concept in _walk(nodes, path):
        terms = [t for t in _kids(concept, "term") if str(t.get("text") or "").strip()]
        preferred = [
            t for t in terms if _attribute(t, "pref").rsplit("/", 1)[-1] in ("preferred", "lido00169", "")
        ]
        found.extend(str(t["text"]).strip() for t in preferred or terms)
    return found


def _event_kind(node: Node) -> EventKind | None:
    for concept in _walk([node], "eventType/conceptID"):
        code = str(concept.get("text") or "").rsplit("/", 1)[-1]
        if code in _EVENT_IDS:
            return _EVENT_IDS[code]
    words = " ".join(_values([node], "eventType/term") + _values([node], "eventName/appellationValue"))
    return next((kind for pattern, kind in _EVENT_WORDS if pattern.search(words)), None)


def _lido_event(node: Node, kind: EventKind) -> Event | None:
    display = _values([node], "eventDate/displayDate")
    first = _values([node], "eventDate/date/earliestDate")
    last = _values([node], "eventDate/date/latestDate")
    place = _values([node], "eventPlace/displayPlace") or _values(
        [node], "eventPlace/place/namePlaceSet/appellationValue"
    )
    date = _dated(next(iter(display), ""), next(iter(first), ""), next(iter(last), ""))
    return Event(kind, date, next(iter(place), "")) if date or place else None


@functools.lru_cache(maxsize=16384)
def _dated(written: str, first: str, last: str) -> ImpreciseDate | None:
    """The display date within the years of its bounds, or the bounds themselves."""
    years = [_year(bound) for bound in (first, last)]
    if written:
        return dated(written, *years)
    if first and first == last:
        return parse_date(first)
    return dated("", *years) if any(year is not None for year in years) else None


def _year(bound: str) -> int | None:
    return year_of(bound.removesuffix("Z")) if re.match(r"-?\d{1,6}(?:-|$)", bound) else None


def _actor(actor: Node, kind: EventKind) -> Iterable[Contribution]:
    """One contribution for each role; without a taken-apart actor, the display line is the name."""
    default = "publisher" if kind is EventKind.PUBLISHED else "creator"
    roles = _walk([actor], "actorInRole")
    if not roles:
        for line in _values([actor], "displayActorInRole"):
            match = re.match(r"^(?P<name>[^(]+?)\s*\((?P<note>.*\d.*)\)\s*(?:,\s*(?P<role>.+))?$", line)
            told = life(match["note"]) if match else life("")
            name = match["name"] if match else line
            yield Contribution((Name(name),), default, kind=told.kind, born=told.born, died=told.died)
    for node in roles:
        for bearer in _kids(node, "actor"):
            words = _terms([node], "roleActor")
            qualifier = "; ".join(_values([node], "attributionQualifierActor"))
            said = "; ".join(part for part in (*words, qualifier) if part)
            known = next((role for word in words if (role := role_named(word))), None)
            yield _lido_contribution(bearer, known or default, said)


def _lido_contribution(bearer: Node, role: str, role_text: str) -> Contribution:
    kind = _attribute(bearer, "type").rsplit("/", 1)[-1].lower()
    names = _appellations(_walk([bearer], "nameActorSet"), divide=kind != "corporation")
    if not names:
        raise Problem("missing_value", field="lido:nameActorSet")
    vital = _walk([bearer], "vitalDatesActor")
    identifiers = [
        _authority(value, _attribute(node, "source"))
        for node in _kids(bearer, "actorID")
        if (value := str(node.get("text") or "").strip())
    ]
    nationality = _terms([bearer], "nationalityActor")
    return Contribution(
        names=names,
        role=role,
        role_text=role_text,
        kind=_ACTORS.get(kind, PartyKind.UNKNOWN),
        born=_bound(vital, "earliestDate"),
        died=_bound(vital, "latestDate"),
        nationality=next(iter(nationality), ""),
        identifiers=tuple(dict.fromkeys(i for i in identifiers if i)),
    )


def _bound(vital: list[Node], name: str) -> ImpreciseDate | None:
    written = next(iter(_values(vital, name)), "")
    return parse_date(written) if written else None


def _appellations(sets: Iterable[Node], *, divide: bool = False) -> tuple[Name, ...]:
    """Names of a set: the preferred first, then the others, each with its language."""
    preferred: dict[str, Name] = {}
    others: dict[str, Name] = {}
    for node in sets:
        for value in _kids(node, "appellationValue"):
            written = str(value.get("text") or "").strip()
            if not written:
                continue
            marked = (_attribute(value, "pref") or _attribute(node, "pref")).rsplit("/", 1)[-1]
            language = str(value.get("@xml:lang") or "").strip()
            main = marked in ("preferred", "lido00169", "")
            place, kind = (preferred, NameKind.MAIN) if main else (others, NameKind.ALTERNATIVE)
            if main and preferred:
                kind = NameKind.TRANSLATED if language else NameKind.ALTERNATIVE
            place.setdefault(
                written, inverted(written, kind, language) if divide else Name(written, kind, language)
            )
    found = [*preferred.values(), *(name for key, name in others.items() if key not in preferred)]
    return tuple(found)


def _lido_titles(described: list[Node]) -> tuple[Name, ...]:
    return _appellations(_walk(described, "objectIdentificationWrap/titleWrap/titleSet"))


def _materials(event: Node) -> list[str]:
    shown = _values([event], "eventMaterialsTech/displayMaterialsTech")
    return shown or _terms([event], "eventMaterialsTech/materialsTech/termMaterialsTech")


def _lido_rights(administrative: list[Node]) -> tuple[tuple[Statement, ...], tuple[Claim, ...]]:
    """Rights in the work: what is declared and who is said to hold them. Rights in images are not the work's."""
    statements: dict[Statement, None] = {}
    claims: dict[Claim, None] = {}
    for node in _walk(administrative, "rightsWorkWrap/rightsWorkSet"):
        terms = _terms([node], "rightsType")
        links = [v for v in _values([node], "rightsType/conceptID") if v.startswith("http")]
        credit = _values([node], "creditLine")
        if terms or links:
            statement = declared(next(iter(terms), ""), next(iter(links), ""))
            statements[statement] = None
        for holder in _walk([node], "rightsHolder"):
            names = _values([holder], "legalBodyName/appellationValue")
            if names:
                found = [_authority(v) for v in _values([holder], "legalBodyID")]
                begins = _bound(_walk([node], "rightsDate"), "earliestDate")
                ends = _bound(_walk([node], "rightsDate"), "latestDate")
                basis = "; ".join([*terms, *credit])
                identifiers = tuple(i for i in found if i)
                claims[Claim(names[0], begins=begins, ends=ends, basis=basis, identifiers=identifiers)] = None
    return tuple(statements), tuple(claims)


def _lido_relations(described: list[Node]) -> tuple[Relation, ...]:
    found: dict[Relation, None] = {}
    for node in _walk(described, "objectRelationWrap/relatedWorksWrap/relatedWorkSet"):
        words = " ".join(_values([node], "relatedWorkRelType/term")).lower()
        kind = RelationKind.SEE_ALSO
        if re.search(r"part of|teil von|の一部|belongs to", words):
            kind = RelationKind.PART_OF
        elif re.search(r"has part|hat teil|を含む", words):
            kind = RelationKind.HAS_PART
        shown = _values([node], "relatedWork/displayObject") or _values(
            [node], "relatedWork/object/objectNote"
        )
        number = _values([node], "relatedWork/object/objectID")
        if shown or number:
            found[Relation(kind, local_id=next(iter(number), ""), text=next(iter(shown), ""))] = None
    return tuple(found)


@functools.lru_cache(maxsize=4096)
def _authority(value: str, source: str = "") -> Identifier | None:
    """An identifier of a known authority file, from its URI or from a number and the file's name."""
    for pattern, scheme in _AUTHORITIES:
        if match := pattern.search(value):
            return try_identifier(scheme, match[1])
    name = source.strip().lower()
    for scheme in ("ulan", "gnd", "viaf", "wikidata", "isni"):
        if scheme in name:
            return try_identifier(scheme, value)
    return None


def _schema(words: Iterable[str]) -> str:
    line = " ".join(words)
    return next((schema for pattern, schema in _TYPE_WORDS if pattern.search(line)), "artwork")


# Linked Art -----------------------------------------------------------------------------------------------

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


def linked_art(item: Item) -> Reading:
    """One object, text, image or party of Linked Art."""
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
        source="lido",
        local_id=local_id,
        schema=_LINKED_SCHEMAS[kind] or _schema(classes),
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
    """The makers of a production and of its parts; a technique or role at the part is the words of the role."""
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
        found = _authority(number)
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
        if date := _dated(written, begin, end):
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
    found = [_authority(str(e.get("id") or "")) for e in _list(item.pop("equivalent", None))]
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


_LINKED_OPTIONAL = (
    "@context", "_label", "classified_as", "identified_by", "referred_to_by", "produced_by", "created_by",
    "equivalent", "language", "subject_to", "part_of", "part", "carries", "shows", "subject_of", "born", "died",
    "formed_by", "dissolved_by", "used_for",
)  # fmt: skip
_LINKED_IGNORED = (
    "current_owner", "current_keeper", "current_location", "current_custodian", "dimension", "made_of", "member_of",
    "representation", "changed_ownership_through", "changed_custody_through", "current_permanent_location",
    "encountered_by", "modified_by", "attributed_by", "about", "represents", "contact_point", "residence",
    "carried_out", "participated_in", "removed_by", "destroyed_by", "digitally_carried_by", "used_specific_object",
)  # fmt: skip

SOURCE = Source(
    id="lido",
    title=Text("美術館・博物館(LIDO/Linked Art)", "Museums (LIDO / Linked Art)"),
    publisher=Text("各美術館・博物館", "The museum that exports the file"),
    description=Text(
        "LIDO(XML)またはLinked Art(JSON-LD)で収蔵品データを出力する、すべての美術館・博物館のための汎用の接続です。",
        "A generic connection for every museum that exports its collection as LIDO (XML) or Linked Art (JSON-LD).",
    ),
    fields=("art", "photography", "archives"),
    schemas=(
        "artwork",
        "photograph",
        "film",
        "video",
        "text",
        "recording",
        "image",
        "virtual_object",
        "person",
        "organisation",
    ),
    homepage="https://cidoc.mini.icom.museum/working-groups/lido/lido-overview/about-lido/",
    licence="",
    terms=Text(
        "利用条件は、データを提供する館ごとに異なります。取り込む前に各館の条件をご確認ください。",
        "The terms are those of the museum that gives the data: check them before harvesting.",
    ),
    terms_url="https://linked.art/",
    shapes=(
        Shape(
            "lido",
            Xml(
                "{http://www.lido-schema.org}lido",
                {"lido": "http://www.lido-schema.org", "gml": "http://www.opengis.net/gml"},
            ),
            lido,
            ("lido:lidoRecID", "lido:descriptiveMetadata"),
            ("lido:objectPublishedID", "lido:administrativeMetadata", "lido:category"),
            ("@oai:identifier", "@oai:datestamp", "@oai:sets"),
            removals=False,  # another museum's export says nothing about this one's things
        ),
        *(
            Shape(name, form, linked_art, ("id", "type"), _LINKED_OPTIONAL, _LINKED_IGNORED, removals=False)
            for name, form in (("linked-art", JsonLd()), ("linked-art-list", Json()))
        ),
    ),
    access=(OaiPmh(prefix="lido"),),
    schedule="as the museum says",
)
