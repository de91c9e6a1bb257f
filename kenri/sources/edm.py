"""Europeana Data Model (EDM): what providers give to Europeana and aggregators such as DPLA, as RDF/XML.

One ``rdf:RDF`` describes one cultural heritage object: ``edm:ProvidedCHO`` (with Europeana's own
``ore:Proxy``), its ``ore:Aggregation`` with the rights, and the agents, concepts, places and time spans that
its properties point to. Elements after the EDM Mapping Guidelines 2.4. What Europeana enriches by itself
(its own proxy) is left out: it is not the provider's word. Generic: the file or the repository is named when
it is harvested. Run against records of real providers; never against a live service by this code.
"""

from __future__ import annotations

import functools

from kenri.harvest.authorities import authority
from kenri.harvest.credits import publisher
from kenri.harvest.declared import declared
from kenri.harvest.headings import heading
from kenri.harvest.nodes import Node, attribute, children, give_back, inner_text, texts
from kenri.harvest.repositories import identifiers_in, language_code
from kenri.harvest.resource_types import FINER, MADE, finer
from kenri.harvest.source import Item, OaiPmh, Shape, Source, Xml
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, PartyKind, Record, Relation, RelationKind
from kenri.vocab.rights import Statement
from kenri.vocab.text import Text

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "edm": "http://www.europeana.eu/schemas/edm/",
    "ore": "http://www.openarchives.org/ore/terms/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdaGr2": "http://rdvocab.info/ElementsGr2/",
    "svcs": "http://rdfs.org/sioc/services#",
    "cc": "http://creativecommons.org/ns#",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
TYPES = {"TEXT": "text", "IMAGE": "image", "SOUND": "recording", "VIDEO": "video", "3D": "artwork"}
"""``edm:type``. What is digitised in three dimensions is an object."""

CONTEXTS = ("edm:Agent", "foaf:Organization", "edm:TimeSpan", "edm:Place", "skos:Concept")
RELATIONS = (
    ("dcterms:isPartOf", RelationKind.PART_OF),
    ("dcterms:hasPart", RelationKind.HAS_PART),
    ("dcterms:isVersionOf", RelationKind.EDITION_OF),
    ("dcterms:hasVersion", RelationKind.EDITION_OF),
    ("dcterms:isFormatOf", RelationKind.EDITION_OF),
    ("dcterms:hasFormat", RelationKind.EDITION_OF),
    ("dcterms:replaces", RelationKind.EDITION_OF),
    ("dcterms:isReplacedBy", RelationKind.EDITION_OF),
    ("edm:isDerivativeOf", RelationKind.ADAPTATION_OF),
    ("edm:realizes", RelationKind.SEE_ALSO),
    ("edm:isRepresentationOf", RelationKind.SEE_ALSO),
    ("dcterms:references", RelationKind.SEE_ALSO),
    ("dcterms:isReferencedBy", RelationKind.SEE_ALSO),
    ("dc:relation", RelationKind.SEE_ALSO),
    ("edm:isRelatedTo", RelationKind.SEE_ALSO),
)
LEFT = (
    "text", "@rdf:about", "@rdf:ID", "rdf:type", "dc:source", "dcterms:provenance", "dcterms:conformsTo",
    "edm:currentLocation", "edm:hasMet", "edm:hasType", "edm:incorporates", "edm:isNextInSequence",
    "edm:isSuccessorOf", "edm:europeanaProxy", "edm:userTag", "edm:year", "owl:sameAs", "ore:proxyFor",
    "ore:proxyIn", "ore:lineage", "dcterms:isRequiredBy", "dcterms:requires",
)  # fmt: skip
"""Properties of an object that say nothing of the work: where it is kept, how it was ordered."""

NO_LANGUAGE = ("und", "zxx", "mul", "mis")

Contexts = dict[str, Node]


def read_item(item: Item) -> Record:
    """One ``rdf:RDF``."""
    objects = children(item, "edm:ProvidedCHO")
    if not objects:
        raise Problem("missing_value", field="edm:ProvidedCHO")
    if len({node.get("@rdf:about") for node in objects}) > 1:
        raise Problem("several_objects", element="rdf:RDF", count=len(objects))
    contexts = _contexts(item)
    work = _merged([*objects, *_proxies(item)])
    about = str(objects[0].get("@rdf:about", "")).strip()
    local_id = str(item.pop("@oai:identifier", "")).strip() or about
    if not local_id:
        raise Problem("missing_value", field="edm:ProvidedCHO/@rdf:about")
    kinds = _labels(work, "dc:type", contexts)
    schema = _schema(texts(work, "edm:type"), [kind for kind, _ in kinds])
    aggregations = children(item, "ore:Aggregation")
    pages = [
        link for name in ("edm:isShownAt", "edm:isShownBy") for a in aggregations for link in _links(a, name)
    ]
    record = Record(
        source="edm",
        local_id=local_id,
        schema=schema,
        names=_names(work),
        contributions=tuple(dict.fromkeys(_parties(work, contexts))),
        events=tuple(dict.fromkeys(_events(work, contexts, schema))),
        identifiers=identifiers_in([about, *(text for text, _ in _labels(work, "dc:identifier", {}))]),
        languages=_languages(work),
        genre="; ".join(dict.fromkeys(kind for kind, _ in kinds)),
        subjects=_texts(work, contexts, "dc:subject", "dc:coverage", "dcterms:spatial", "dcterms:temporal"),
        extent="; ".join(_texts(work, contexts, "dcterms:extent", "dc:format", "dcterms:medium")),
        description="\n".join(_texts(work, contexts, "dc:description", "dcterms:tableOfContents")),
        statements=tuple(dict.fromkeys(_statements(work, aggregations))),
        relations=tuple(dict.fromkeys(_relations(work, contexts))),
        url=next((link for link in pages if link.startswith(("http://", "https://"))), ""),
    )
    give_back(item, "edm:ProvidedCHO", work, LEFT)
    return record


def _contexts(item: Item) -> Contexts:
    """Agents, concepts, places and time spans by their address."""
    return {
        about: node
        for name in CONTEXTS
        for node in children(item, name)
        if (about := str(node.get("@rdf:about", "")).strip())
    }


def _proxies(item: Item) -> list[Node]:
    """What the provider says through proxies, without Europeana's own."""
    return [
        node
        for node in children(item, "ore:Proxy")
        if "true" not in [text.lower() for text in texts(node, "edm:europeanaProxy")]
    ]


def _merged(nodes: list[Node]) -> Node:
    """The properties of one object that stand in several elements."""
    merged: Node = {}
    for node in nodes:
        for key, value in node.items():
            if isinstance(value, list):
                merged.setdefault(key, []).extend(value)
    return merged


def _schema(types: list[str], kinds: list[str]) -> str:
    """``edm:type``, made finer by the provider's words; these alone where it is missing."""
    if types and types[0].upper() not in TYPES:
        raise Problem("unknown_code", field="edm:type", value=types[0])
    return finer(TYPES[types[0].upper()] if types else "", kinds)


def _names(work: Node) -> tuple[Name, ...]:
    """The first title is the main one; one in another language is its translation."""
    titles = _labels(work, "dc:title", {})
    others = _labels(work, "dcterms:alternative", {})
    if not titles:
        titles, others = others[:1], others[1:]
    if not titles:
        raise Problem("missing_value", field="dc:title")
    names = [Name(titles[0][0], NameKind.MAIN, titles[0][1])]
    for text, language in titles[1:]:
        kind = NameKind.TRANSLATED if language and language != titles[0][1] else NameKind.ALTERNATIVE
        names.append(Name(text, kind, language))
    names += [Name(text, NameKind.ALTERNATIVE, language) for text, language in others]
    first: dict[str, Name] = {}
    for name in names:
        first.setdefault(name.text, name)
    return tuple(first.values())


def _labels(work: Node, name: str, contexts: Contexts) -> list[tuple[str, str]]:
    """Pop the values of a property with their languages; what points to a context has its first label."""
    found: dict[tuple[str, str], None] = {}
    for node in children(work, name):
        target = _target(node, contexts)
        if target is not None:
            for label in children(dict(target), "skos:prefLabel")[:1]:
                found[(inner_text(dict(label)), str(label.get("@xml:lang", "")))] = None
        else:
            found[(inner_text(node), attribute(node, "@xml:lang"))] = None
    return [(" ".join(text.split()), language) for text, language in found if text]


def _texts(work: Node, contexts: Contexts, *names: str) -> tuple[str, ...]:
    """Pop the values of some properties, each text once."""
    return tuple(dict.fromkeys(text for name in names for text, _ in _labels(work, name, contexts)))


def _target(node: Node, contexts: Contexts) -> Node | None:
    """The context that a value points to or holds; nothing where it is a text, or where that is not there."""
    address = str(node.get("@rdf:resource", "")).strip()
    if address:
        return contexts.get(address)
    for name in CONTEXTS:
        if node.get(name):
            return children(dict(node), name)[0]
    return None


def _links(node: Node, name: str) -> list[str]:
    """Pop the addresses of a property."""
    return [
        link
        for child in children(node, name)
        if (link := attribute(child, "@rdf:resource") or inner_text(child))
    ]


# Parties --------------------------------------------------------------------------------------------------


def _parties(work: Node, contexts: Contexts) -> list[Contribution]:
    made: list[Contribution] = []
    for name, role in (
        ("dc:creator", "creator"),
        ("dc:contributor", "contributor"),
        ("dc:publisher", "publisher"),
    ):
        for node in children(work, name):
            target = _target(node, contexts)
            if target is not None:
                made += _agent(dict(target), role)
            elif text := inner_text(node):
                language = attribute(node, "@xml:lang")
                made.append(
                    publisher(text, language) if role == "publisher" else _written(text, role, language)
                )
    return made


@functools.lru_cache(maxsize=16384)
def _written(text: str, role: str, language: str) -> Contribution:
    one = heading(text)
    name = Name(one.name.text, NameKind.MAIN, language, family=one.name.family, given=one.name.given)
    return Contribution((name,), role=role, kind=one.kind, born=one.born, died=one.died)


def _agent(agent: Node, role: str) -> list[Contribution]:
    """A described agent: names in each language, life, numbers in authority files."""
    names: dict[Name, None] = {}
    kind, born, died = PartyKind.UNKNOWN, None, None
    for property_name in ("skos:prefLabel", "foaf:name", "skos:altLabel"):
        for node in children(agent, property_name):
            node = dict(node)
            language, text = attribute(node, "@xml:lang"), inner_text(node)
            if not text:
                continue
            one = heading(text)
            sort = NameKind.MAIN
            if names:
                first = next(iter(names))
                sort = NameKind.ALTERNATIVE
                if property_name == "skos:prefLabel" and language and language != first.language:
                    sort = NameKind.TRANSLATED
            else:
                kind, born, died = one.kind, one.born, one.died
            names[Name(one.name.text, sort, language, family=one.name.family, given=one.name.given)] = None
    if not names:
        return []
    said_born = _day(agent, ("rdaGr2:dateOfBirth", "edm:begin"))
    said_died = _day(agent, ("rdaGr2:dateOfDeath", "edm:end"))
    if said_born or said_died:
        kind = PartyKind.PERSON if kind is PartyKind.UNKNOWN else kind
    addresses = [str(agent.get("@rdf:about", "")), *_links(agent, "owl:sameAs")]
    numbers: dict[Identifier, None] = {i: None for address in addresses if (i := authority(address))}
    person = kind is not PartyKind.ORGANISATION
    return [
        Contribution(
            tuple(names),
            role=role,
            kind=kind,
            born=(said_born or born) if person else None,
            died=(said_died or died) if person else None,
            identifiers=tuple(numbers),
        )
    ]


def _day(agent: Node, names: tuple[str, ...]) -> ImpreciseDate | None:
    for name in names:
        for node in children(agent, name):
            date = parse_date(inner_text(dict(node)))
            if date is not None and (date.earliest or date.latest):
                return date
    return None


# The rest -------------------------------------------------------------------------------------------------


def _events(work: Node, contexts: Contexts, schema: str) -> list[Event]:
    """Dates as texts or as time spans; ``dc:date`` is the making of a picture, the issue of a text."""
    plain = EventKind.CREATED if schema in MADE else EventKind.PUBLISHED
    wanted = (
        ("dcterms:created", EventKind.CREATED),
        ("dcterms:issued", EventKind.PUBLISHED),
        ("dc:date", plain),
    )
    made: list[Event] = []
    for name, kind in wanted:
        for node in children(work, name):
            target = _target(node, contexts)
            date = parse_date(inner_text(node)) if target is None else _span(dict(target))
            if date is not None:
                made.append(Event(kind, date))
    return made


def _span(span: Node) -> ImpreciseDate | None:
    """From the begin of a time span to its end, under the label that it bears."""
    begin, end = _day(span, ("edm:begin",)), _day(span, ("edm:end",))
    label = next((text for node in children(span, "skos:prefLabel") if (text := inner_text(dict(node)))), "")
    if begin is None and end is None:
        return parse_date(label)
    first, last = begin.earliest if begin else "", end.latest if end else ""
    return ImpreciseDate(label or "/".join(one for one in (first, last) if one), first, last)


def _languages(work: Node) -> tuple[str, ...]:
    words = [text for node in children(work, "dc:language") if (text := inner_text(node))]
    codes = dict.fromkeys(language_code(word, "dc:language") for word in words)
    return tuple(code for code in codes if code not in NO_LANGUAGE)


def _statements(work: Node, aggregations: list[Node]) -> list[Statement]:
    """The rights of the digital object (``edm:rights``), and what the provider says of the object itself."""
    made = [declared("", link) for node in aggregations for link in _links(node, "edm:rights")]
    for node in (work, *aggregations):
        for child in children(node, "dc:rights"):
            link, text = attribute(child, "@rdf:resource"), inner_text(child)
            if link or text:
                made.append(declared(text, link))
    return made


def _relations(work: Node, contexts: Contexts) -> list[Relation]:
    made: list[Relation] = []
    for name, kind in RELATIONS:
        nodes = children(work, name)
        for node in nodes:
            link = str(node.get("@rdf:resource", "")).strip()
            label = "".join(text for text, _ in _labels({name: [dict(node)]}, name, contexts)[:1])
            found = identifiers_in([link or label])
            if found or label:
                made.append(Relation(kind, identifier=next(iter(found), None), text=label or link))
    return made


SOURCE = Source(
    id="edm",
    title=Text("ヨーロピアナ・データモデル（EDM）", "Europeana Data Model (EDM)"),
    publisher=Text("各提供機関", "The institution that provides the records"),
    description=Text(
        "Europeana や各国の統合ポータルに EDM（RDF/XML）でデータを提供する図書館、博物館、アーカイブのための"
        "汎用の接続です。OAI-PMH とファイルを読み取ります。",
        "A generic connection for libraries, museums and archives that give their data to Europeana and to "
        "national aggregators as EDM (RDF/XML), over OAI-PMH or as files.",
    ),
    fields=("books", "newspapers", "music", "film", "art", "photography", "archives"),
    schemas=(
        *dict.fromkeys([*TYPES.values(), *(kind for kinds in FINER.values() for kind in kinds)]),
        *("dataset", "exhibition", "performance"),
    ),
    homepage="https://pro.europeana.eu/page/edm-documentation",
    licence="",
    terms=Text(
        "メタデータの利用条件は提供機関ごとに異なります（Europeana に提供されたものは CC0 です）。資料の"
        "利用条件は edm:rights によります。",
        "The terms of the metadata are the provider's own (CC0 for what was given to Europeana); those of an "
        "object stand in its edm:rights.",
    ),
    terms_url="https://www.europeana.eu/en/rights/terms-of-use",
    access=(OaiPmh(prefix="edm"),),
    shapes=(
        Shape(
            name="edm",
            format=Xml(item=f"{{{PREFIXES['rdf']}}}RDF", prefixes=PREFIXES),
            read=read_item,
            required=("edm:ProvidedCHO",),
            optional=("ore:Proxy", "ore:Aggregation", *CONTEXTS, "@oai:identifier"),
            ignored=(
                *(
                    "text",
                    "edm:EuropeanaAggregation",
                    "edm:WebResource",
                    "edm:PersistentIdentifier",
                    "edm:Event",
                ),
                *("svcs:Service", "cc:License", "skos:ConceptScheme"),
                *("@xsi:schemaLocation", "@oai:datestamp", "@oai:sets"),
            ),
            removals=False,
        ),
    ),
    rate=1.0,
    schedule="as the institution says",
)
