"""DC-NDL, the metadata format of the National Diet Library, in RDF and in its simple form.

Whoever publishes DC-NDL (the Library itself, archives that it harvests) writes these elements; what makes a
record of them is the source's. In RDF a maker stands twice, as a heading with reading and authority id and
in the statement of responsibility: the statement gives the heading its role.
"""

from __future__ import annotations

import functools
import re

import msgspec

from kenri.harvest.credits import Credit, responsibility
from kenri.harvest.headings import heading
from kenri.harvest.nodes import Node, attribute, children, give_back, inner_text, texts
from kenri.harvest.source import Item
from kenri.harvest.strict import identified_at
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.headings import Heading
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Relation, RelationKind
from kenri.vocab.rights import Statement
from kenri.vocab.vocabularies import language_named

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dcndl": "http://ndl.go.jp/dcndl/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "dcmitype": "http://purl.org/dc/dcmitype/",
}
MATERIALS = {
    **dict.fromkeys(("雑誌", "新聞", "逐次刊行物", "Journal", "Newspaper", "Serial"), "serial"),
    **dict.fromkeys(("楽譜", "MusicScore", "NotatedMusic"), "musical_work"),
    **dict.fromkeys(("録音資料", "音楽", "Sound", "Music", "SoundDisc", "AudioBook"), "recording"),
    **dict.fromkeys(("映像資料", "DVD", "MovingImage", "Video", "VideoDisc", "動画"), "video"),
    **dict.fromkeys(("写真", "Photograph"), "photograph"),
    **dict.fromkeys(("絵画", "Painting", "掛図"), "artwork"),
    **dict.fromkeys(
        ("地図", "静止画資料", "絵葉書", "Map", "StillImage", "PicturePostcard", "画像"), "image"
    ),
    **dict.fromkeys(("データベース", "データセット", "Dataset", "データ・データベース"), "dataset"),
}
"""Words and NDL types of material that are not texts; a more exact one stands before a wider one."""

_RECORD_ID = re.compile(r"(R\d{9}-[^/#?:]+)")
_FREE = re.compile(r"保護期間満了|パブリックドメイン|public domain", re.IGNORECASE)
_ISSUED = re.compile(r"[\[\]]|\(.*?\)")
_TITLE_STATEMENT = re.compile(r"\s+/\s+(?=\S)")


def record_id(address: str) -> str:
    """The record's id in an address or OAI identifier; empty where there is none."""
    found = _RECORD_ID.search(address)
    return found[1] if found else ""


def schema_of(materials: list[str]) -> str:
    """The schema of the most exact material; text where none says anything else."""
    return next((schema for word, schema in MATERIALS.items() if word in materials), "text")


@functools.lru_cache(maxsize=65536)
def date_of(written: str, issued: str) -> ImpreciseDate | None:
    """The date of publication: what stands on the book where it is a date, else the coded year or month."""
    for candidate in (_ISSUED.sub("", written).strip(), issued):
        date = parse_date(candidate) if candidate else None
        if date is not None and (date.earliest or date.latest):
            return msgspec.structs.replace(date, text=written or issued)
    return parse_date(written or issued) if written or issued else None


@functools.lru_cache(maxsize=256)
def language_of(code: str) -> str:
    """The vocabulary's code of an ISO 639-2 code. Raises ``Problem('unknown_code')``."""
    found = language_named(code)
    if found is None:
        raise Problem("unknown_code", field="dcterms:language", value=code)
    return found


_LOOSE = re.compile(r"[\s\u3000,、，.．・=＝‐-]+")


def makers(headings: list[tuple[Heading, str]], statements: list[str], default: str) -> list[Contribution]:
    """Headings with the roles of the statement of responsibility, and its names that have no heading.

    ``headings`` come with the authority id, or nothing. A name stands for a heading when it is the same in
    either order, the only one left that is alike (高木正弘 and 髙木正弘), or the only one in katakana where
    one heading is in Latin letters; the statement's spelling is then an alternative name.
    """
    said: dict[str, list[Credit]] = {}
    for statement in statements:
        for credit in responsibility(statement, default):
            said.setdefault(_loose(credit.name), []).append(credit)
    found: list[tuple[Heading, str, str]] = []
    for one, authority in headings:
        keys = [_loose(one.name.text)]
        if one.name.given:
            keys += [_loose(one.name.family + one.name.given), _loose(one.name.given + one.name.family)]
        found.append((one, authority, next((key for key in keys if key in said), "")))
    free = [key for key in said if key not in {key for _, _, key in found}]
    made: dict[Contribution, None] = {}
    lone = [one for one, _, key in found if not key and _LATIN.match(one.name.text)]
    for one, authority, key in found:
        if not key:
            kana = [other for other in free if _KATAKANA.fullmatch(other)] if lone == [one] else []
            alike = [other for other in free if _alike(other, _loose(one.name.text))] or kana
            key = alike[0] if len(alike) == 1 else ""
            free = [other for other in free if other != key]
        for credit in said.get(key, [Credit(one.name.text, (default,))]):
            for contribution in _headed(one, authority, credit):
                made[contribution] = None
    for key in free:
        for credit in said[key]:
            for role in credit.roles:
                made[Contribution((Name(credit.name),), role=role, role_text=credit.role_text)] = None
    return list(made)


_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_KATAKANA = re.compile(r"[ァ-ヶーa-zａ-ｚ]+")


def _loose(name: str) -> str:
    return _LOOSE.sub("", name).casefold()


def _alike(one: str, other: str) -> bool:
    """Names of the same length that share at least half of their characters, place by place."""
    same = sum(a == b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) and same * 2 >= len(one) > 1


def _headed(one: Heading, authority: str, credit: Credit) -> list[Contribution]:
    identifier = try_identifier("ndl_authority", authority) if authority else None
    stated = Name(credit.name, NameKind.ALTERNATIVE)
    orders = {_loose(one.name.text), _loose(one.name.given + one.name.family)}
    return [
        Contribution(
            (one.name,) if _loose(credit.name) in orders else (one.name, stated),
            role=role,
            role_text=credit.role_text,
            kind=one.kind,
            born=one.born,
            died=one.died,
            identifiers=(identifier,) if identifier else (),
        )
        for role in credit.roles
    ]


def values(book: Node, name: str) -> list[str]:
    """The texts of ``name/rdf:Description/rdf:value``, or of the bare element."""
    return [value for value, _ in transcribed(book, name)]


def transcribed(book: Node, name: str) -> list[tuple[str, str]]:
    """Pop ``name`` with the readings of its values."""
    found = []
    for node in children(book, name):
        bare = inner_text(node)
        described = children(node, "rdf:Description")
        if bare:
            found.append((bare, ""))
        for inner in described:
            value = texts(inner, "rdf:value") or texts(inner, "dcterms:title")
            reading = texts(inner, "dcndl:transcription")
            if value:
                found.append((value[0], reading[0] if reading else ""))
            give_back(book, f"{name}/rdf:Description", inner, ("text", "@rdf:about"))
    return found


def titles(book: Node) -> tuple[list[Name], list[str]]:
    """Pop the names, and statements of responsibility that stand behind a title's slash."""
    whole = texts(book, "dcterms:title")
    divided = transcribed(book, "dc:title")
    names: list[Name] = []
    statements: list[str] = []
    for title, reading in divided or [(title, "") for title in whole]:
        parts = _TITLE_STATEMENT.split(title, maxsplit=1)
        names.append(Name(parts[0], NameKind.ALTERNATIVE if names else NameKind.MAIN, reading=reading))
        statements += parts[1:]
    if not names:
        raise Problem("missing_value", field="dcterms:title")
    for key, kind in (
        ("dcndl:alternative", NameKind.ALTERNATIVE),
        ("dcterms:alternative", NameKind.ALTERNATIVE),
        ("dcndl:uniformTitle", NameKind.ORIGINAL),
        ("dcndl:originalTitle", NameKind.ORIGINAL),
        ("dcndl:volumeTitle", NameKind.SUBTITLE),
        ("dcndl:seriesTitle", NameKind.SERIES),
    ):
        names += [Name(value, kind, reading=reading) for value, reading in transcribed(book, key)]
    return names, statements


def agents(book: Node, name: str) -> tuple[list[tuple[Heading, str]], list[tuple[str, str, str]]]:
    """Headings with authority ids, and the same as (name, reading, place)."""
    headings, agents = [], []
    for node in children(book, name):
        bare = inner_text(node)
        if bare:
            headings.append((heading(bare), ""))
            agents.append((bare, "", ""))
        for agent in children(node, "foaf:Agent"):
            about = attribute(agent, "@rdf:about")
            shown = texts(agent, "foaf:name")
            reading = "".join(texts(agent, "dcndl:transcription")[:1])
            place = "".join(texts(agent, "dcndl:location")[:1])
            if shown:
                authority = about.rpartition("/")[2] if "id.ndl.go.jp/auth" in about else ""
                headings.append((heading(shown[0], reading), authority))
                agents.append((shown[0], reading, place))
            give_back(book, f"{name}/foaf:Agent", agent, ("text", "dcterms:description"))
    return headings, agents


_SCHEMES = {
    "ISBN": "isbn",
    "ISBN13": "isbn",
    "SetISBN": "isbn",
    "ISSN": "issn",
    "ISSNL": "issn",
    "ISMN": "ismn",
    "JPNO": "jpno",
    "NDLBibID": "ndl_bib",
    "DOI": "doi",
    "USMARCNO": "lccn",
    "LCCN": "lccn",
    "OCLCNO": "oclc",
    "ISRC": "isrc",
    "HDL": "handle",
}


def typed(book: Node, name: str, kind: str, report: Item) -> list[Identifier]:
    """Identifiers with a type; a known type whose value does not validate is reported."""
    found: dict[Identifier, None] = {}
    for node in children(book, name):
        sort = attribute(node, kind).rpartition("/")[2].rpartition(":")[2]
        value = inner_text(node)
        scheme = _SCHEMES.get(sort)
        if not value or scheme is None:
            if value and sort == "NDLJP":
                page = try_identifier("url", f"https://dl.ndl.go.jp/pid/{value.rpartition('/')[2]}")
                if page:
                    found[page] = None
            continue
        made = identified_at(report, f"{name}/{sort}", scheme, value)
        if made is not None:
            found[made] = None
    return list(found)


def subjects(book: Node) -> list[str]:
    """Pop subjects and classes, a class with the name of its scheme before it."""
    found = []
    for node in (*children(book, "dcterms:subject"), *children(book, "dc:subject")):
        resource = attribute(node, "@rdf:resource")
        sort = (
            (attribute(node, "@rdf:datatype") or attribute(node, "@xsi:type"))
            .rpartition("/")[2]
            .rpartition(":")[2]
        )
        bare = inner_text(node)
        if resource:
            scheme, _, value = resource.rstrip("/").removesuffix("/about").rpartition("/")
            scheme = scheme.rpartition("/")[2]
            found.append(f"{'DDC' if 'dewey' in resource else scheme.upper()} {value}")
        elif bare:
            found.append(f"{sort} {bare}" if sort else bare)
        for inner in children(node, "rdf:Description"):
            found += texts(inner, "rdf:value")
    for name in ("dcterms:spatial", "dcterms:temporal"):
        found += values(book, name)
    return found


def parts(book: Node) -> list[str]:
    """Pop the contents: each part with its makers."""
    found = []
    for node in children(book, "dcndl:partInformation"):
        for inner in children(node, "rdf:Description"):
            title = "".join(texts(inner, "dcterms:title"))
            makers_text = "、".join([*texts(inner, "dc:creator"), *texts(inner, "dcterms:creator")])
            inner.pop("dcndl:transcription", None)
            found.append(f"{title} / {makers_text}" if makers_text else title)
    return [*filter(None, found), *texts(book, "dcterms:tableOfContents")]


def rights(book: Node) -> list[Statement]:
    """Pop statements on rights and access; the Library's internal codes are left out."""
    made: dict[Statement, None] = {}
    for name in ("dcterms:rights", "dc:rights", "dcterms:accessRights", "dcterms:license"):
        for node in children(book, name):
            value = inner_text(node) or attribute(node, "@rdf:resource")
            if value and not re.fullmatch(r"S\d\dP\d\dU\d\d", value):
                made[statement_of(value)] = None
    return list(made)


@functools.lru_cache(maxsize=256)
def statement_of(value: str) -> Statement:
    """A statement on access or rights: 「インターネット公開（保護期間満了）」 declares the public domain."""
    address = value if value.startswith("http") else ""
    return Statement(value, "public-domain" if _FREE.search(value) else "", address)


def host(book: Node) -> list[Relation]:
    """The periodical that an article stands in, and what the resource says it belongs to."""
    title = texts(book, "dcndl:publicationName")
    where = [
        *texts(book, "dcndl:publicationVolume"),
        *texts(book, "dcndl:number"),
        *texts(book, "dcndl:issue"),
        *texts(book, "dcndl:pageRange"),
    ]
    made = [Relation(RelationKind.PART_OF, text=" ".join([*title, *where]))] if title else []
    for name, kind in (
        ("dcterms:isPartOf", RelationKind.PART_OF),
        ("dcterms:hasPart", RelationKind.HAS_PART),
        ("dcterms:replaces", RelationKind.SEE_ALSO),
        ("dcterms:isReplacedBy", RelationKind.SEE_ALSO),
        ("dcterms:isVersionOf", RelationKind.EDITION_OF),
        ("dcterms:source", RelationKind.EDITION_OF),
        ("dcterms:relation", RelationKind.SEE_ALSO),
    ):
        for node in children(book, name):
            target = attribute(node, "@rdf:resource")
            label = attribute(node, "@rdfs:label") or inner_text(node)
            if record_id(target):
                made.append(Relation(kind, local_id=record_id(target), text=label))
            elif target or label:
                made.append(Relation(kind, text=label or target))
    return made


RDF_IGNORED = (
    *("text", "rdfs:seeAlso", "dcndl:price", "dcterms:audience", "dcndl:record", "dcndl:publicationPlace"),
    *("dcndl:catalogingStatus", "dcndl:sourceIdentifier", "dcndl:callNumber", "dcndl:localCallNumber"),
    *("dcndl:publicationStatus", "dcndl:publicationPeriodicity", "dcndl:digitizedPublisher", "owl:sameAs"),
    *("dcterms:dateDigitized", "dcterms:format", "foaf:thumbnail", "dcndl:seriesCreator", "dcndl:note"),
    *("dcndl:transcription", "dcterms:created", "dcterms:modified", "dcterms:dateSubmitted"),
    *("dcterms:available", "dcterms:medium", "dcndl:originalLanguage", "dcterms:conformsTo"),
    "dcterms:requires",
)
SIMPLE_IGNORED = (
    *("text", "rdfs:seeAlso", "dcndl:price", "dcterms:audience", "dcndl:genreTranscription", "dc:format"),
    *("dcndl:volumeTranscription", "dcndl:alternativeTranscription", "dcndl:publisherTranscription"),
    *("dcndl:subjectTranscription", "dcndl:callNumber", "dcndl:publicationPeriodicity", "dcterms:medium"),
    *("dcndl:publicationStatus", "dcndl:location", "dcndl:originalLanguage", "dcndl:partTitle"),
    *("dcndl:partTitleTranscription", "dcndl:partCreator", "dcndl:seriesCreator", "dcndl:editionCreator"),
    *("dcndl:bibRecordCategory", "dcndl:bibRecordSubCategory", "dcndl:catalogingRule"),
    *("dcndl:catalogingStatus", "dcndl:sourceIdentifier", "dcterms:dateDigitized"),
    *("@oai:datestamp", "@oai:sets", "@xsi:schemaLocation"),
)
SIMPLE_READ = (
    *("dc:title", "dcterms:title", "dcndl:titleTranscription", "dcndl:alternative", "dcterms:alternative"),
    *("dcndl:volume", "dcndl:volumeTitle", "dcndl:volumeTitleTranscription", "dcndl:volumeRange"),
    *("dcndl:seriesTitle", "dcndl:seriesTitleTranscription", "dcndl:edition", "dc:creator"),
    *("dcterms:creator", "dcndl:creatorTranscription", "dc:publisher", "dcterms:publisher"),
    *("dcndl:publicationPlace", "dc:date", "dcterms:date", "dcterms:issued", "dc:identifier"),
    *("dcterms:identifier", "dc:subject", "dcterms:subject", "dcterms:spatial", "dcterms:temporal"),
    *("dc:language", "dcterms:language", "dc:extent", "dcterms:extent", "dcndl:genre", "dc:description"),
    *("dcterms:description", "dcterms:abstract", "dc:rights", "dcterms:rights", "dcterms:accessRights"),
    *("dcterms:license", "dcndl:publicationName", "dcndl:number", "dcndl:publicationVolume"),
    *("dcndl:issue", "dcndl:pageRange", "dcterms:isPartOf", "dcterms:hasPart", "dcterms:replaces"),
    *("dcterms:isReplacedBy", "dcterms:isVersionOf", "dcterms:source", "dcterms:relation"),
)
