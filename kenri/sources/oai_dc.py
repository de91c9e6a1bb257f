"""Plain OAI-PMH repositories (``oai_dc``): the fifteen elements of Dublin Core, which each of them gives.

Repositories that give qualified Dublin Core (``qdc``, ``oai_qdc``) say more: its terms are read too.

Generic: the repository is named when it is harvested (``--from URL``). The OAI identifier is the local id.
Dublin Core says little and repositories use it loosely: identifiers are known by their form (DOI, ISBN,
Handle, URL), rights statements by their address, kinds of things by the DCMI Type Vocabulary and common
words. What is none of these stays as the source's words.

Run against answers of real repositories; never against a live one by this code.
"""

from __future__ import annotations

import functools
import re
from urllib.parse import urlsplit

import msgspec

from kenri.harvest.credits import publisher
from kenri.harvest.declared import declared
from kenri.harvest.headings import heading
from kenri.harvest.nodes import attribute, children, give_back, inner_text
from kenri.harvest.repositories import identifiers_in, language_code
from kenri.harvest.resource_types import MADE, TYPES, schema_of
from kenri.harvest.source import Item, OaiPmh, Shape, Source, Xml
from kenri.vocab.dates import parse_date
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, Record, Relation, RelationKind
from kenri.vocab.rights import Claim
from kenri.vocab.text import Text

PREFIXES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "dcterms": "http://purl.org/dc/terms/",
    "edm": "http://www.europeana.eu/schemas/edm/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
QUALIFIED = (
    "http://worldcat.org/xmlschemas/qdc-1.0/",
    "http://dspace.org/qualifieddc/",
    "http://epubs.cclrc.ac.uk/xmlns/qdc/",
)
"""The namespaces under which ``qualifieddc`` is published: OCLC, DSpace and the OAI guidelines."""

ELEMENTS = (
    *("title", "creator", "contributor", "publisher", "subject", "coverage", "description", "date", "type"),
    *("format", "identifier", "source", "language", "relation", "rights"),
)
REFINED = {
    "dc:title": ("dc:alternative", "dcterms:alternative"),
    "dc:coverage": ("dcterms:spatial", "dcterms:temporal", "dc:spatial", "dc:temporal"),
    "dc:description": ("dcterms:abstract", "dcterms:tableOfContents"),
    "dc:format": ("dcterms:extent", "dcterms:medium"),
    "dc:rights": ("dcterms:license", "edm:rights"),
}
"""Terms that refine an element are read as it; each element may be written as a term, too."""

_SEMICOLON = re.compile(r"[;；](?=\s|$)")

DATED = (("dcterms:created", EventKind.CREATED), ("dcterms:issued", EventKind.PUBLISHED))


def read_item(item: Item) -> Record:
    """One ``oai_dc:dc``."""
    local_id = str(item.pop("@oai:identifier", "")).strip()
    titles = _tagged(item, "dc:title")
    if not titles:
        raise Problem("missing_value", field="dc:title")
    given = _tagged(item, "dc:identifier")
    identifiers = identifiers_in([value for value, _ in given])
    page = next((value for value, _ in given if value.startswith(("http://", "https://"))), "")
    local_id = local_id or (given[0][0] if given else "")
    if not local_id:
        raise Problem("missing_value", field="dc:identifier")
    kinds = [value for value, _ in _tagged(item, "dc:type")]
    schema = next((found for kind in kinds if (found := schema_of(kind))), "text")
    made = EventKind.CREATED if schema in MADE else EventKind.PUBLISHED
    dates = [parse_date(value) for value, _ in _tagged(item, "dc:date")]
    subjects = [value for name in ("dc:subject", "dc:coverage") for value, _ in _listed(item, name)]
    return Record(
        source="oai_dc",
        local_id=local_id,
        schema=schema,
        names=tuple(dict.fromkeys(_names(titles))),
        contributions=tuple(dict.fromkeys(_parties(item))),
        events=tuple(dict.fromkeys(Event(made, date) for date in dates if date)),
        identifiers=identifiers,
        languages=tuple(
            dict.fromkeys(code for value, _ in _tagged(item, "dc:language") for code in _codes(value))
        ),
        genre="、".join(dict.fromkeys(kinds)),
        subjects=tuple(dict.fromkeys(subjects)),
        extent="、".join(value for value, _ in _tagged(item, "dc:format")),
        description="\n".join(value for value, _ in _tagged(item, "dc:description")),
        statements=tuple(dict.fromkeys(declared(value) for value, _ in _tagged(item, "dc:rights"))),
        relations=tuple(_relations(item)),
        url=page,
    )


def read_qualified(item: Item) -> Record:
    """One ``qualifieddc``."""
    for name in ELEMENTS:
        element = f"dc:{name}"
        for term in (f"dcterms:{name}", *REFINED.get(element, ())):
            if values := item.pop(term, None):
                item[element] = [*(item.get(element) or []), *values]
    host = [Relation(RelationKind.PART_OF, text=text) for text, _ in _tagged(item, "dcterms:isPartOf")]
    holders = [Claim(text, basis="dcterms:rightsHolder") for text, _ in _tagged(item, "dcterms:rightsHolder")]
    dated = [
        Event(kind, date)
        for name, kind in DATED
        for text, _ in _tagged(item, name)
        if (date := parse_date(text))
    ]
    record = read_item(item)
    told = [event for event in record.events if event.date not in [one.date for one in dated]]
    return msgspec.structs.replace(
        record,
        events=tuple(dict.fromkeys([*dated, *told])),
        claims=tuple(dict.fromkeys(holders)),
        relations=tuple(dict.fromkeys([*record.relations, *host])),
    )


def _names(titles: list[tuple[str, str]]) -> list[Name]:
    """The first title is the main one; one in another language is its translation."""
    return [
        Name(
            title,
            NameKind.MAIN
            if number == 0
            else NameKind.TRANSLATED
            if language != titles[0][1]
            else NameKind.ALTERNATIVE,
            language,
        )
        for number, (title, language) in enumerate(titles)
    ]


def _parties(item: Item) -> list[Contribution]:
    return [
        *(_party(name, "creator", language) for name, language in _listed(item, "dc:creator")),
        *(_party(name, "contributor", language) for name, language in _listed(item, "dc:contributor")),
        *(publisher(name, language) for name, language in _listed(item, "dc:publisher")),
    ]


def _listed(item: Item, name: str) -> list[tuple[str, str]]:
    """Pop the texts of an element in which many systems join several values by semicolons."""
    return [
        (part, language)
        for text, language in _tagged(item, name)
        for one in _SEMICOLON.split(text)
        if (part := " ".join(one.split()))
    ]


def _tagged(item: Item, name: str) -> list[tuple[str, str]]:
    """Pop the texts of an element with their languages."""
    if name not in item:
        return []
    found = []
    for node in children(item, name):
        language, value = attribute(node, "@xml:lang"), inner_text(node)
        if value:
            found.append((value, language))
        give_back(item, name, node, ("@xsi:type", "@xsi:schemaLocation"))
    return found


@functools.lru_cache(maxsize=16384)
def _party(written: str, role: str, language: str) -> Contribution:
    one = heading(written)
    name = Name(one.name.text, NameKind.MAIN, language, family=one.name.family, given=one.name.given)
    return Contribution((name,), role=role, kind=one.kind, born=one.born, died=one.died)


@functools.lru_cache(maxsize=1024)
def _codes(value: str) -> tuple[str, ...]:
    return tuple(
        language_code(part.strip(), "dc:language") for part in re.split(r"[;,、]", value) if part.strip()
    )


def _relations(item: Item) -> list[Relation]:
    made = []
    for name, kind in (("dc:relation", RelationKind.SEE_ALSO), ("dc:source", RelationKind.PART_OF)):
        for value, _ in _tagged(item, name):
            found = identifiers_in([value])
            made.append(Relation(kind, identifier=found[0] if found else None, text=value))
    return list(dict.fromkeys(made))


SOURCE = Source(
    id="oai_dc",
    title=Text("OAI-PMH リポジトリ（oai_dc）", "OAI-PMH repositories (oai_dc)"),
    publisher=Text("各リポジトリの運営機関", "The institution that runs the repository"),
    description=Text(
        "OAI-PMH でメタデータを公開する任意のリポジトリです。取り込むときにベースURLを指定します。",
        "Any repository that publishes its metadata by OAI-PMH; its base URL is given when it is harvested.",
    ),
    fields=("books", "art", "photography", "archives"),
    schemas=tuple(dict.fromkeys(("text", *(schema for _, schema in TYPES)))),
    homepage="https://www.openarchives.org/pmh/",
    licence="",
    terms=Text(
        "条件は各リポジトリが定めます。Identify 応答とリポジトリの利用案内を確認してください。",
        "Each repository sets its own terms: see its Identify answer and its pages.",
    ),
    terms_url="",
    access=(OaiPmh(prefix="oai_dc"), OaiPmh(prefix="qdc"), OaiPmh(prefix="oai_qdc")),
    shapes=(
        Shape(
            name="oai_dc",
            format=Xml(item=f"{{{PREFIXES['oai_dc']}}}dc", prefixes=PREFIXES),
            read=read_item,
            required=("dc:title",),
            optional=(*(f"dc:{name}" for name in ELEMENTS[1:]), "@oai:identifier"),
            ignored=("text", "@oai:datestamp", "@oai:sets", "@xsi:schemaLocation"),
            removals=False,
        ),
        *(
            Shape(
                name=f"qualified-{urlsplit(namespace).netloc}",
                format=Xml(item=f"{{{namespace}}}qualifieddc", prefixes=PREFIXES),
                read=read_qualified,
                optional=(
                    *(f"{prefix}:{name}" for prefix in ("dc", "dcterms") for name in ELEMENTS),
                    *(term for terms in REFINED.values() for term in terms),
                    *("dcterms:created", "dcterms:issued", "dcterms:isPartOf", "dcterms:rightsHolder"),
                    "@oai:identifier",
                ),
                ignored=(
                    *("text", "@oai:datestamp", "@oai:sets", "@xsi:schemaLocation", "dcterms:provenance"),
                    *("dcterms:accessRights", "dcterms:mediator", "edm:dataProvider", "edm:isShownAt"),
                    *("edm:preview", "edm:iiifManifest"),
                ),
                removals=False,
            )
            for namespace in QUALIFIED
        ),
    ),
    rate=1.0,
    schedule="daily",
)
