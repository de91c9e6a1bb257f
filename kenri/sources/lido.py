"""LIDO and Linked Art: any museum that exports its objects in one of the two international formats.

Read: LIDO 1.0 and 1.1 XML (also behind OAI-PMH), and Linked Art 1.0 JSON-LD. Generic: the file or the
repository is named when it is harvested. The mapping follows the published schemas; it was never run against
a live service.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kenri.harvest.authorities import authority
from kenri.harvest.declared import declared
from kenri.harvest.linked_art import IGNORED, OPTIONAL, linked_art
from kenri.harvest.museum_objects import dated_within, object_schema
from kenri.harvest.nodes import Node, children, texts
from kenri.harvest.parties import inverted, life
from kenri.harvest.source import Item, Json, JsonLd, OaiPmh, Reading, Shape, Source, Xml
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.identifiers import try_identifier
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
from kenri.vocab.vocabularies import role_named

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
        schema=object_schema([*types, *classes]),
        names=names or (Name(next(iter(accession), local_id), NameKind.ALTERNATIVE),),
        contributions=tuple(contributions),
        events=tuple(events),
        identifiers=tuple(i for one in published if (i := authority(one) or try_identifier("url", one))),
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
    date = dated_within(next(iter(display), ""), next(iter(first), ""), next(iter(last), ""))
    return Event(kind, date, next(iter(place), "")) if date or place else None


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
        authority(value, _attribute(node, "source"))
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
                found = [authority(v) for v in _values([holder], "legalBodyID")]
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


def _linked_art(item: Item) -> Reading:
    return linked_art(item, "lido")


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
            Shape(name, form, _linked_art, ("id", "type"), OPTIONAL, IGNORED, removals=False)
            for name, form in (("linked-art", JsonLd()), ("linked-art-list", Json()))
        ),
    ),
    access=(OaiPmh(prefix="lido"),),
    schedule="as the museum says",
)
