"""JPCOARスキーマ (JPCOAR schema 1.0 and 2.0): repositories of Japanese universities and institutes.

Generic over OAI-PMH: the repository is named when it is harvested; the OAI identifier is the local id. Names
come per language: ``ja``, ``ja-Kana`` (a reading), ``ja-Latn`` and ``en``, with family and given name apart;
creators have ORCID, ISNI, NRID and e-Rad numbers; rights come with their address; the kind of thing is a
word of the COAR Resource Type Vocabulary.

Written for the published schema; never run against a live repository.
"""

from __future__ import annotations

from kenri.harvest.credits import publisher
from kenri.harvest.declared import declared
from kenri.harvest.nodes import Node, attribute, children, give_back, inner_text, texts
from kenri.harvest.repositories import identifiers_in, language_code
from kenri.harvest.source import Item, OaiPmh, Shape, Source, Xml
from kenri.harvest.strict import identified_at, leave
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, PartyKind, Record, Relation, RelationKind
from kenri.vocab.rights import Claim, Statement
from kenri.vocab.text import Text


def prefixes(version: str) -> dict[str, str]:
    """The namespaces of one version of the schema."""
    return {
        "jpcoar": f"https://github.com/JPCOAR/schema/blob/master/{version}/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "datacite": "https://schema.datacite.org/meta/kernel-4/",
        "dcndl": "http://ndl.go.jp/dcndl/terms/",
        "oaire": "http://namespace.openaire.eu/schema/oaire/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rioxxterms": "http://www.rioxx.net/schema/v2.0/rioxxterms/",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }


TYPES = {
    **dict.fromkeys(("dataset", "software", "source code", "workflow", "data management plan"), "dataset"),
    **dict.fromkeys(("image", "still image", "cartographic material", "map", "design patent"), "image"),
    **dict.fromkeys(("moving image", "video"), "video"),
    **dict.fromkeys(("sound", "other sound"), "recording"),
    **dict.fromkeys(("musical notation", "musical composition"), "musical_work"),
    **dict.fromkeys(("periodical", "journal", "newspaper", "magazine"), "serial"),
    **dict.fromkeys(("physical object", "museum object"), "artwork"),
    **dict.fromkeys(("performance",), "performance"),
}
"""Words of the COAR Resource Type Vocabulary that are no texts."""

DATES = {
    **dict.fromkeys(("Issued", "Available"), EventKind.PUBLISHED),
    **dict.fromkeys(("Created", "Collected"), EventKind.CREATED),
    **dict.fromkeys(("Accepted", "Copyrighted", "Submitted", "Updated", "Valid", "Withdrawn", "Other"), None),
}
CONTRIBUTORS = {
    "Editor": "editor",
    "Producer": "producer",
    "Distributor": "publisher",
    "RightsHolder": "holder",
    "DataCollector": "compiler",
    "HostingInstitution": "publisher",
    "Translator": "translator",
}
SCHEMES = {"ORCID": "orcid", "ISNI": "isni", "VIAF": "viaf", "NDLNA": "ndl_authority"}
IDENTIFIERS = {
    "ARK": "ark",
    "DOI": "doi",
    "EISSN": "issn",
    "HDL": "handle",
    "ISBN": "isbn",
    "ISSN": "issn",
    "PISSN": "issn",
    "URI": "url",
}
RELATIONS = {
    **dict.fromkeys(("isPartOf", "inSeries"), RelationKind.PART_OF),
    "hasPart": RelationKind.HAS_PART,
    **dict.fromkeys(("isVersionOf", "isFormatOf", "isReplacedBy"), RelationKind.EDITION_OF),
    **dict.fromkeys(("isIdenticalTo",), RelationKind.SAME_AS),
    "isDerivedFrom": RelationKind.ADAPTATION_OF,
}


def read_item(item: Item) -> Record:
    """One ``jpcoar:jpcoar``."""
    local_id = str(item.pop("@oai:identifier", "")).strip()
    names = _names(children(item, "dc:title"), NameKind.MAIN)
    if not names:
        raise Problem("missing_value", field="dc:title")
    names += _names(children(item, "dcterms:alternative"), NameKind.ALTERNATIVE)
    identifiers, page = _identifiers(item)
    if not local_id:
        local_id = page or (identifiers[0].value if identifiers else "")
    if not local_id:
        raise Problem("missing_value", field="jpcoar:identifier")
    kinds = texts(item, "dc:type")
    contributions = [_party(node, "jpcoar:creator", item) for node in children(item, "jpcoar:creator")]
    contributions += [
        _party(node, "jpcoar:contributor", item) for node in children(item, "jpcoar:contributor")
    ]
    contributions += [
        publisher(name, attribute(node, "@xml:lang"))
        for node in children(item, "dc:publisher")
        if (name := inner_text(node))
    ]
    for node in children(item, "jpcoar:publisher"):
        contributions += [publisher(name) for name in texts(node, "jpcoar:publisherName")]
        give_back(item, "jpcoar:publisher", node, ("text", "jpcoar:publisherDescription", "dcndl:location"))
    languages = [language_code(code, "dc:language") for code in texts(item, "dc:language")]
    subjects = [value for node in children(item, "jpcoar:subject") if (value := inner_text(node))]
    subjects += [value for name in ("dcterms:spatial", "dcterms:temporal") for value in texts(item, name)]
    described = [value for node in children(item, "datacite:description") if (value := inner_text(node))]
    return Record(
        source="jpcoar",
        local_id=local_id,
        schema=next((TYPES[kind.lower()] for kind in kinds if kind.lower() in TYPES), "text"),
        names=tuple(dict.fromkeys(names)),
        contributions=tuple(dict.fromkeys(contributions)),
        events=tuple(_events(item)),
        identifiers=identifiers,
        languages=tuple(dict.fromkeys(languages)),
        genre="、".join(kinds),
        subjects=tuple(dict.fromkeys(subjects)),
        edition="、".join(texts(item, "dcndl:edition")),
        extent=_pages(item),
        description="\n".join([*described, *texts(item, "dcterms:abstract")]),
        statements=tuple(_statements(item)),
        claims=tuple(_claims(item)),
        relations=tuple(_relations(item)),
        url=page,
    )


def _names(nodes: list[Node], kind: NameKind) -> list[Name]:
    """Titles in several languages: a reading stands beside the Japanese one, the others are translations."""
    by_language: list[tuple[str, str]] = [
        (attribute(node, "@xml:lang"), text) for node in nodes if (text := inner_text(node))
    ]
    readings = [text for language, text in by_language if language.lower() in ("ja-kana", "ja-hrkt")]
    romaji = [text for language, text in by_language if language.lower() == "ja-latn"]
    shown = [(language, text) for language, text in by_language if text not in (*readings, *romaji)]
    made = []
    for number, (language, text) in enumerate(shown):
        sort = kind if number == 0 else NameKind.ALTERNATIVE
        if number and language != shown[0][0] and kind is NameKind.MAIN:
            sort = NameKind.TRANSLATED
        made.append(
            Name(
                text,
                sort,
                language,
                readings[0] if readings and number == 0 else "",
                romaji[0] if romaji and number == 0 else "",
            )
        )
    return made or [Name(text, kind, "ja", text) for text in readings[:1]]


def _party(node: Node, path: str, item: Item) -> Contribution:
    """A creator or contributor with its names in each language."""
    role = "creator" if path.endswith("creator") else "contributor"
    said = attribute(node, "@contributorType")
    prefix = "jpcoar:creator" if role == "creator" else "jpcoar:contributor"
    written: dict[str, list[str]] = {}
    organisation = False
    for key in (f"{prefix}Name", "jpcoar:familyName", "jpcoar:givenName"):
        for child in children(node, key):
            organisation = organisation or attribute(child, "@nameType") == "Organizational"
            language, text = attribute(child, "@xml:lang"), inner_text(child)
            if text:
                parts = written.setdefault(language, ["", "", ""])
                place = 0 if key.endswith("Name") and key.startswith(prefix) else 1 if "family" in key else 2
                parts[place] = parts[place] or text
    names = _party_names(written)
    for child in children(node, f"{prefix}Alternative"):
        if text := inner_text(child):
            names.append(Name(text, NameKind.ALTERNATIVE, attribute(child, "@xml:lang")))
    if not names:
        raise Problem("missing_value", field=f"{prefix}Name")
    identifiers = _party_numbers(node)
    give_back(item, path, node, ("text", "jpcoar:affiliation", "@creatorType"))
    person = any(name.family and name.given for name in names)
    kind = PartyKind.ORGANISATION if organisation else PartyKind.PERSON if person else PartyKind.UNKNOWN
    return Contribution(
        tuple(dict.fromkeys(names)),
        role=CONTRIBUTORS.get(said, role),
        role_text=said,
        kind=kind,
        identifiers=identifiers,
    )


def _party_numbers(node: Node) -> tuple[Identifier, ...]:
    """The numbers of a party in files that Kenri knows; what is none of its file stays in the node."""
    found: dict[Identifier, None] = {}
    for child in children(node, "jpcoar:nameIdentifier"):
        file, value = attribute(child, "@nameIdentifierScheme"), inner_text(child)
        if file in SCHEMES and (
            made := identified_at(node, f"jpcoar:nameIdentifier/{file}", SCHEMES[file], value)
        ):
            found[made] = None
    return tuple(found)


def _party_names(written: dict[str, list[str]]) -> list[Name]:
    def whole(parts: list[str]) -> str:
        return parts[0] or " ".join(part for part in parts[1:] if part)

    kana = next((whole(parts) for tag, parts in written.items() if tag.lower() in ("ja-kana", "ja-hrkt")), "")
    latin = next((whole(parts) for tag, parts in written.items() if tag.lower() == "ja-latn"), "")
    made: list[Name] = []
    for tag, parts in written.items():
        if tag.lower() in ("ja-kana", "ja-hrkt", "ja-latn"):
            continue
        shown = whole(parts)
        family, given = parts[1], parts[2]
        if not given and "," in shown:
            family, _, given = (part.strip() for part in shown.partition(","))
        if tag.startswith("ja") and family and given:
            shown = family + given
        own = not made
        made.append(
            Name(
                shown,
                NameKind.MAIN if own else NameKind.TRANSLATED,
                tag,
                kana.replace(",", "") if own else "",
                latin if own else "",
                family if given else "",
                given,
            )
        )
    if not made and (kana or latin):
        made.append(Name(kana or latin, NameKind.MAIN, "ja", kana, latin))
    return made


def _identifiers(item: Item) -> tuple[tuple[Identifier, ...], str]:
    found: dict[Identifier, None] = {}
    page = ""
    for name in ("jpcoar:identifier", "jpcoar:identifierRegistration", "jpcoar:sourceIdentifier"):
        for node in children(item, name):
            sort, value = attribute(node, "@identifierType"), inner_text(node)
            if name == "jpcoar:sourceIdentifier":
                continue
            if sort == "URI" and not page:
                page = value
            typed = _typed(sort, value)
            if not typed and sort in IDENTIFIERS:
                leave(item, f"{name}/{sort}", IDENTIFIERS[sort], value)
            found.update(dict.fromkeys(typed))
    return tuple(found), page


def _typed(sort: str, value: str) -> tuple[Identifier, ...]:
    """The identifier of a type; of a type without a scheme, or where it is no such one, what its form says."""
    made = try_identifier(IDENTIFIERS[sort], value) if sort in IDENTIFIERS else None
    return (made,) if made else identifiers_in([value])


def _events(item: Item) -> list[Event]:
    made: dict[Event, None] = {}
    for node in children(item, "datacite:date"):
        sort, value = attribute(node, "@dateType"), inner_text(node)
        if sort and sort not in DATES:
            raise Problem("unknown_code", field="datacite:date/@dateType", value=sort)
        kind = DATES.get(sort)
        date: ImpreciseDate | None = parse_date(value) if value else None
        if date and kind:
            made[Event(kind, date, note="" if sort in ("Issued", "Created") else sort)] = None
    for value in texts(item, "dcterms:date"):
        date = parse_date(value)
        if date:
            made[Event(EventKind.CREATED, date)] = None
    return list(made)


def _pages(item: Item) -> str:
    first, last = texts(item, "jpcoar:pageStart"), texts(item, "jpcoar:pageEnd")
    count = texts(item, "jpcoar:numPages")
    span = "–".join([*first[:1], *last[:1]])
    extents = texts(item, "dcterms:extent")
    return "、".join(filter(None, [f"pp. {span}" if span else "", f"{count[0]}p" if count else "", *extents]))


def _statements(item: Item) -> list[Statement]:
    made: dict[Statement, None] = {}
    for node in children(item, "dc:rights"):
        address, value = attribute(node, "@rdf:resource"), inner_text(node)
        if value or address:
            made[declared(value, address)] = None
    for node in children(item, "dcterms:accessRights"):
        address, value = attribute(node, "@rdf:resource"), inner_text(node)
        if value:
            made[Statement(value, "", address)] = None
    return list(made)


def _claims(item: Item) -> list[Claim]:
    made = []
    for node in children(item, "jpcoar:rightsHolder"):
        holders = texts(node, "jpcoar:rightsHolderName")
        numbers = _party_numbers(node)
        if holders:
            made.append(Claim(holders[0], basis="jpcoar:rightsHolder", identifiers=numbers))
        give_back(item, "jpcoar:rightsHolder", node, ("text",))
    return made


def _relations(item: Item) -> list[Relation]:
    made: dict[Relation, None] = {}
    for node in children(item, "jpcoar:relation"):
        kind = RELATIONS.get(attribute(node, "@relationType"), RelationKind.SEE_ALSO)
        told = [
            (attribute(child, "@identifierType"), inner_text(child))
            for child in children(node, "jpcoar:relatedIdentifier")
        ]
        titles = texts(node, "jpcoar:relatedTitle")
        found = [one for sort, value in told if value for one in _typed(sort, value)]
        if titles or any(value for _, value in told):
            shown = titles[0] if titles else told[0][1]
            made[Relation(kind, identifier=found[0] if found else None, text=shown)] = None
        give_back(item, "jpcoar:relation", node, ("text",))
    host = texts(item, "jpcoar:sourceTitle")
    if host:
        volume = [*texts(item, "jpcoar:volume"), *texts(item, "jpcoar:issue")]
        made[Relation(RelationKind.PART_OF, text=" ".join([host[0], *volume]))] = None
    return list(made)


def shape(version: str) -> Shape:
    """The shape of one version of the schema; they differ in their namespace and in a few elements."""
    names = prefixes(version)
    return Shape(
        name=f"jpcoar-{version}",
        format=Xml(item=f"{{{names['jpcoar']}}}jpcoar", prefixes=names),
        read=read_item,
        required=("dc:title",),
        optional=(
            *("dcterms:alternative", "jpcoar:creator", "jpcoar:contributor", "jpcoar:identifier", "dc:type"),
            *("dc:publisher", "jpcoar:publisher", "dc:language", "jpcoar:subject", "datacite:description"),
            *("datacite:date", "dcterms:date", "dcndl:edition", "dc:rights", "dcterms:accessRights"),
            *(
                "jpcoar:rightsHolder",
                "jpcoar:relation",
                "jpcoar:sourceTitle",
                "jpcoar:volume",
                "jpcoar:issue",
            ),
            *("jpcoar:pageStart", "jpcoar:pageEnd", "jpcoar:numPages", "dcterms:extent", "dcterms:spatial"),
            *(
                "dcterms:temporal",
                "jpcoar:identifierRegistration",
                "jpcoar:sourceIdentifier",
                "@oai:identifier",
            ),
        ),
        ignored=(
            *("text", "@oai:datestamp", "@oai:sets", "@xsi:schemaLocation", "jpcoar:file", "jpcoar:URI"),
            *("jpcoar:fundingReference", "jpcoar:conference", "oaire:version", "oaire:versiontype"),
            *("datacite:version", "datacite:geoLocation", "rioxxterms:apc", "dcndl:dissertationNumber"),
            *("dcndl:degreeName", "dcndl:dateGranted", "jpcoar:degreeGrantor", "jpcoar:catalog"),
            *("jpcoar:holdingAgent", "dcndl:volumeTitle", "dcndl:originalLanguage", "jpcoar:datasetSeries"),
            *("jpcoar:format", "dc:format", "dcterms:medium", "dcterms:provenance"),
        ),
        removals=False,
    )


SOURCE = Source(
    id="jpcoar",
    title=Text("機関リポジトリ（JPCOARスキーマ）", "Institutional repositories (JPCOAR schema)"),
    publisher=Text("各リポジトリの運営機関", "The institution that runs the repository"),
    description=Text(
        "大学や研究機関のリポジトリが JPCOAR スキーマ 1.0・2.0 で公開する論文、紀要、画像、データの情報です。"
        "取り込むときにベースURLを指定します。",
        "Articles, bulletins, images and data in the repositories of Japanese universities and institutes, "
        "in the JPCOAR schema 1.0 or 2.0; the base URL is given when it is harvested.",
    ),
    fields=("books", "archives", "photography"),
    schemas=tuple(dict.fromkeys(("text", *TYPES.values()))),
    homepage="https://schema.irdb.nii.ac.jp/",
    licence="",
    terms=Text(
        "条件は各リポジトリが定めます。各資料の利用条件は dc:rights の記載によります。",
        "Each repository sets its own terms; those of an item stand in its dc:rights.",
    ),
    terms_url="",
    access=(OaiPmh(prefix="jpcoar_2.0"), OaiPmh(prefix="jpcoar_1.0")),
    shapes=(shape("2.0"), shape("1.0")),
    rate=1.0,
    schedule="daily",
)
