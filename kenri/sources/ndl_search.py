"""国立国会図書館サーチ (NDL Search): the national bibliography and the union catalogue of Japanese libraries.

Layouts: DC-NDL in RDF (``dcndl``) and its simple form (``dcndl_simple``), both over OAI-PMH and SRU; the
OpenSearch answers (RSS with the simple elements); and two tables of NDL Lab: digitised public-domain
books (one row per page image, grouped by 永続的識別子) and early books of the Minhon project.

The local id is the tail of the record's address (``R100000002-I000002539673``), of the tables the PID and the
book id. Holdings of libraries are left out.

Never run against the live service; read from answers that the service gave to others.
"""

from __future__ import annotations

from kenri.harvest import dcndl as dc
from kenri.harvest.credits import as_meant, publisher, responsibility
from kenri.harvest.headings import heading
from kenri.harvest.nodes import Node, attribute, children, give_back, texts
from kenri.harvest.source import Csv, Duty, Item, OaiPmh, Shape, Source, Sru, Xml
from kenri.harvest.strict import identified, required, text
from kenri.vocab.headings import Heading
from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, PartyKind, Record
from kenri.vocab.text import Text

BASIS = Text("著作権法第67条の3", "Copyright Act, art. 67-3")


def deleted_id(identifier: str) -> str:
    """The local id of an OAI-PMH identifier (``oai:…:R100000074-I000001109-00``)."""
    return dc.record_id(identifier) or identifier


def read_rdf(item: Item) -> Record:
    """One ``rdf:RDF``: an administrative resource, the bibliographic resource, the libraries' items."""
    oai_id = str(item.pop("@oai:identifier", ""))
    admin = children(item, "dcndl:BibAdminResource")
    resources = children(item, "dcndl:BibResource")
    if not resources:
        raise Problem("missing_value", field="dcndl:BibResource")
    about = [attribute(node, "@rdf:about") for node in (*admin, *resources)]
    local_id = next((found for address in (*about, oai_id) if (found := dc.record_id(address))), oai_id)
    if not local_id:
        raise Problem("missing_value", field="rdf:about")
    book = resources[0]
    identifiers = dc.typed(book, "dcterms:identifier", "@rdf:datatype", item)
    for held in children(item, "dcndl:Item"):
        identifiers += dc.typed(held, "dcterms:identifier", "@rdf:datatype", item)
    record = _bibliographic(book, local_id, identifiers)
    for spare in resources[1:]:
        spare.pop("dcndl:record", None)
        give_back(item, "dcndl:BibResource", spare, dc.RDF_IGNORED)
    give_back(item, "dcndl:BibResource", book, dc.RDF_IGNORED)
    return record


def _bibliographic(book: Node, local_id: str, identifiers: list[Identifier]) -> Record:
    headings, _ = dc.agents(book, "dcterms:creator")
    more, _ = dc.agents(book, "dcterms:contributor")
    names, statements = dc.titles(book)
    statements += texts(book, "dc:creator") + texts(book, "dc:contributor")
    materials = [
        (attribute(node, "@rdfs:label"), attribute(node, "@rdf:resource").rpartition("/")[2])
        for node in children(book, "dcndl:materialType")
    ]
    schema = dc.schema_of([word for label_and_code in materials for word in label_and_code if word])
    genres = [word for label, code in materials if (word := label or code)]
    published = texts(book, "dcterms:date")
    issued = texts(book, "dcterms:issued")
    _, publishers = dc.agents(book, "dcterms:publisher")
    place = "、".join(dict.fromkeys(place for _, _, place in publishers if place))
    date = dc.date_of(published[0] if published else "", issued[0] if issued else "")
    contributions = dc.makers(headings, statements, "creator") + dc.makers(more, [], "contributor")
    contributions += [publisher(name, reading=reading) for name, reading, _ in publishers]
    edition = [
        *dc.values(book, "dcndl:volume"),
        *texts(book, "dcndl:edition"),
        *texts(book, "dcndl:volumeRange"),
    ]
    described = [*texts(book, "dcterms:description"), *texts(book, "dcterms:abstract")]
    described += [f"内容：{part}" for part in dc.parts(book)]
    return Record(
        source="ndl_search",
        local_id=local_id,
        schema=schema,
        names=tuple(dict.fromkeys(names)),
        contributions=as_meant(contributions, schema),
        events=(Event(EventKind.PUBLISHED, date, place),) if date or place else (),
        identifiers=tuple(dict.fromkeys(identifiers)),
        languages=tuple(dict.fromkeys(dc.language_of(code) for code in texts(book, "dcterms:language"))),
        genre="、".join(dict.fromkeys([*genres, *dc.values(book, "dcndl:genre")])),
        subjects=tuple(dict.fromkeys(dc.subjects(book))),
        edition=" ".join(edition),
        extent="、".join(texts(book, "dcterms:extent")),
        description="\n".join(described),
        statements=tuple(dc.rights(book)),
        relations=tuple(dc.host(book)),
        url=f"https://ndlsearch.ndl.go.jp/books/{local_id}",
    )


def read_simple(item: Item) -> Record:
    """One ``dcndl_simple:dc``: flat elements with readings beside them."""
    pages = [attribute(node, "@rdf:resource") for node in children(item, "rdfs:seeAlso")]
    oai_id = str(item.pop("@oai:identifier", ""))
    about = attribute(item, "@rdf:about")
    local_id = next(
        (found for address in (about, oai_id, *pages) if (found := dc.record_id(address))), oai_id
    )
    if not local_id:
        raise Problem("missing_value", field="rdfs:seeAlso")
    materials = texts(item, "dcndl:materialType") + texts(item, "dc:type") + texts(item, "dcterms:type")
    return _simple(item, local_id, materials, texts(item, "dc:creator") + texts(item, "dcterms:creator"), [])


def read_rss(item: Item) -> Record:
    """One ``item`` of an OpenSearch answer; ``author`` repeats the headings before the statement."""
    link = "".join(texts(item, "link")[:1])
    local_id = dc.record_id(link)
    if not local_id:
        raise Problem("missing_value", field="link")
    materials = texts(item, "category")
    creators = texts(item, "dc:creator")
    author = "".join(texts(item, "author")[:1])
    statement = author.removeprefix(",".join(creators)).lstrip(",") if creators else author
    if statement == ",".join(creators):
        statement = ""
    item.pop("rdfs:seeAlso", None)
    return _simple(item, local_id, materials, creators, [statement] if statement else [])


def _simple(
    item: Item, local_id: str, materials: list[str], creators: list[str], statements: list[str]
) -> Record:
    readings = texts(item, "dcndl:creatorTranscription")
    if len(readings) != len(creators):
        readings = [""] * len(creators)
    headings: list[tuple[Heading, str]] = []
    for creator, reading in zip(creators, readings, strict=True):
        if any(credit.role_text for credit in responsibility(creator, "creator")):
            statements.append(creator)
        else:
            headings.append((heading(creator, reading), ""))
    schema = dc.schema_of(materials)
    names = _simple_names(item)
    written, issued = texts(item, "dcterms:issued"), texts(item, "dc:date") + texts(item, "dcterms:date")
    date = dc.date_of("".join(written[:1]), "".join(issued[:1]))
    place = "、".join(texts(item, "dcndl:publicationPlace"))
    contributions = dc.makers(headings, statements, "creator")
    contributions += [
        publisher(name) for name in texts(item, "dc:publisher") + texts(item, "dcterms:publisher")
    ]
    edition = texts(item, "dcndl:volume") + texts(item, "dcndl:edition") + texts(item, "dcndl:volumeRange")
    described = (
        texts(item, "dc:description") + texts(item, "dcterms:description") + texts(item, "dcterms:abstract")
    )
    described = [one for one in described if one != (issued[0] if issued else None)]
    languages = texts(item, "dc:language") + texts(item, "dcterms:language")
    numbers = dc.typed(item, "dc:identifier", "@xsi:type", item)
    numbers += dc.typed(item, "dcterms:identifier", "@xsi:type", item)
    return Record(
        source="ndl_search",
        local_id=local_id,
        schema=schema,
        names=tuple(names),
        contributions=as_meant(contributions, schema),
        events=(Event(EventKind.PUBLISHED, date, place),) if date or place else (),
        identifiers=tuple(dict.fromkeys(numbers)),
        languages=tuple(dict.fromkeys(dc.language_of(code) for code in languages)),
        genre="、".join(dict.fromkeys([*materials, *texts(item, "dcndl:genre")])),
        subjects=tuple(dict.fromkeys(dc.subjects(item))),
        edition=" ".join(edition),
        extent="、".join(texts(item, "dc:extent") + texts(item, "dcterms:extent")),
        description="\n".join(described),
        statements=tuple(dc.rights(item)),
        relations=tuple(dc.host(item)),
        url=f"https://ndlsearch.ndl.go.jp/books/{local_id}",
    )


def _simple_names(item: Item) -> list[Name]:
    title = texts(item, "dc:title") or texts(item, "dcterms:title")
    if not title:
        title = texts(item, "title")
    if not title:
        raise Problem("missing_value", field="dc:title")
    names = _paired(title, texts(item, "dcndl:titleTranscription"), NameKind.MAIN)
    names += _paired(
        texts(item, "dcndl:alternative") + texts(item, "dcterms:alternative"), [], NameKind.ALTERNATIVE
    )
    for key, kind in (("dcndl:volumeTitle", NameKind.SUBTITLE), ("dcndl:seriesTitle", NameKind.SERIES)):
        names += _paired(texts(item, key), texts(item, f"{key}Transcription"), kind)
    return names


def _paired(names: list[str], readings: list[str], kind: NameKind) -> list[Name]:
    if len(readings) != len(names):
        readings = [readings[0] if readings and number == 0 else "" for number in range(len(names))]
    made = []
    for number, (name, reading) in enumerate(zip(names, readings, strict=True)):
        sort = NameKind.ALTERNATIVE if kind is NameKind.MAIN and number else kind
        made.append(Name(name, sort, reading=reading))
    return made


# --- tables of NDL Lab ------------------------------------------------------------------------------------


def read_digitised(item: Item) -> Record:
    """One digitised book of the public domain; its rows are its page images."""
    rows: list[Item] = item.pop("rows")
    book = rows[0]
    local_id = required(book, "PID")
    names = [Name(required(book, "タイトル"))]
    if series := text(book, "シリーズ"):
        names.append(Name(series, NameKind.SERIES))
    contributions = dc.makers([], [author] if (author := text(book, "著者")) else [], "author")
    contributions += [publisher(name) for name in _several(text(book, "出版者"))]
    written, coded = text(book, "出版年"), text(book, "出版年(W3CDTF)").split("||")[0]
    isbn = identified(book, "ISBN", "isbn")
    subjects = []
    for column in ("NDC分類", "NDC分類（第８版）", "NDC分類（第９版）", "NDLC分類", "件名（NDLSH）"):
        sort = column.removesuffix("分類").replace("分類（第８版）", "8").replace("分類（第９版）", "9")
        sort = "" if "件名" in column else f"{sort} "
        subjects += [f"{sort}{value}" for value in _several(text(book, column))]
    date = dc.date_of(written, coded)
    record = Record(
        source="ndl_search",
        local_id=local_id,
        schema="text",
        names=tuple(names),
        contributions=tuple(dict.fromkeys(contributions)),
        events=(Event(EventKind.PUBLISHED, date),) if date else (),
        identifiers=(isbn,) if isbn else (),
        genre="図書",
        subjects=tuple(dict.fromkeys(subjects)),
        edition=" ".join(filter(None, (text(book, "巻次"), text(book, "版表示")))),
        extent=text(book, "冊数（ページ数・大きさ）"),
        statements=tuple(dc.statement_of(value) for value in (text(book, "公開範囲"),) if value),
        url=text(book, "URL"),
    )
    for row in rows[1:]:
        for column in DIGITISED_READ:
            row.pop(column, None)
    return record


def _several(value: str) -> list[str]:
    return [part.strip() for part in value.split("||") if part.strip()]


def read_early_book(row: Item) -> Record:
    """One early book of the Minhon project."""
    holder = text(row, "holding_institution")
    pages = text(row, "pages")
    return Record(
        source="ndl_search",
        local_id=required(row, "book_id"),
        schema="text",
        names=(Name(required(row, "book_name")),),
        contributions=(
            Contribution((Name(holder),), role="holder", role_text="所蔵", kind=PartyKind.ORGANISATION),
        )
        if holder
        else (),
        genre="古典籍",
        extent=f"{pages}コマ" if pages else "",
    )


DIGITISED_READ = (
    *(
        "PID",
        "タイトル",
        "巻次",
        "シリーズ",
        "版表示",
        "著者",
        "出版者",
        "出版年",
        "出版年(W3CDTF)",
        "ISBN",
        "URL",
    ),
    *(
        "冊数（ページ数・大きさ）",
        "NDC分類",
        "NDC分類（第８版）",
        "NDC分類（第９版）",
        "NDLC分類",
        "件名（NDLSH）",
    ),
    "公開範囲",
)
_DIGITISED_IGNORED = ("DatasetID", "FileName")
SIMPLE_NAMESPACE = "http://ndl.go.jp/dcndl/dcndl_simple/"

SOURCE = Source(
    id="ndl_search",
    title=Text("国立国会図書館サーチ", "NDL Search"),
    publisher=Text("国立国会図書館", "National Diet Library, Japan"),
    description=Text(
        "国立国会図書館と全国の図書館・機関が持つ図書、雑誌、記事、楽譜、録音・映像資料、デジタル資料の書誌です。"
        "題名と著者の読み、著者の典拠ID、ISBN、全国書誌番号が載っています。",
        "Bibliographic records of books, periodicals, articles, scores, sound and video and digital items "
        "in the National Diet Library and libraries all over Japan, with readings, authority ids, ISBN and JP "
        "numbers.",
    ),
    fields=("books", "newspapers", "music", "archives"),
    schemas=tuple(dict.fromkeys(("text", *dc.MATERIALS.values()))),
    homepage="https://ndlsearch.ndl.go.jp/",
    licence="",
    terms=Text(
        "APIの利用条件はデータ提供元ごとに異なります。国立国会図書館が作成した書誌データは"
        "クリエイティブ・コモンズ 表示 4.0 で利用できます。営利目的の利用は、提供元によっては申請が必要です。",
        "Terms differ by data provider. Data made by the National Diet Library are under CC BY 4.0; commercial "
        "use of some providers' data must be applied for.",
    ),
    terms_url="https://ndlsearch.ndl.go.jp/help/api",
    access=(
        OaiPmh(prefix="dcndl", url="https://ndlsearch.ndl.go.jp/api/oaipmh"),
        Sru(
            url="https://ndlsearch.ndl.go.jp/api/sru",
            query='dpid="iss-ndl-opac"',
            schema="dcndl",
            page_size=200,
        ),
    ),
    shapes=(
        Shape(
            name="dcndl",
            format=Xml(item=f"{{{dc.PREFIXES['rdf']}}}RDF", prefixes=dc.PREFIXES),
            read=read_rdf,
            required=("dcndl:BibResource",),
            optional=("dcndl:BibAdminResource", "dcndl:Item", "@oai:identifier"),
            ignored=("text", "@oai:datestamp", "@oai:sets", "dcterms:identifier/SetISBN"),
            removals=False,
            deleted_id=deleted_id,
        ),
        Shape(
            name="dcndl_simple",
            format=Xml(item=f"{{{SIMPLE_NAMESPACE}}}dc", prefixes=dc.PREFIXES),
            read=read_simple,
            required=(),
            optional=(
                *dc.SIMPLE_READ,
                "dc:type",
                "dcterms:type",
                "dcndl:materialType",
                "@oai:identifier",
                "@rdf:about",
            ),
            ignored=dc.SIMPLE_IGNORED,
            removals=False,
            deleted_id=deleted_id,
        ),
        Shape(
            name="opensearch",
            format=Xml(item="item", prefixes=dc.PREFIXES),
            read=read_rss,
            required=("link", "category"),
            optional=(*dc.SIMPLE_READ, "title", "author"),
            ignored=(*dc.SIMPLE_IGNORED, "guid", "pubDate", "description", "title"),
            removals=False,
        ),
        Shape(
            name="digitised",
            format=Csv(),
            read=read_digitised,
            required=("PID", "タイトル"),
            optional=DIGITISED_READ[2:],
            ignored=_DIGITISED_IGNORED,
            group="PID",
        ),
        Shape(
            name="early_books",
            format=Csv(),
            read=read_early_book,
            required=("book_id", "book_name"),
            optional=("holding_institution", "pages"),
        ),
    ),
    duties=(Duty(fields=("books", "newspapers"), kinds=("text", "serial"), basis=BASIS),),
    rate=1.0,
    schedule="daily",
)
