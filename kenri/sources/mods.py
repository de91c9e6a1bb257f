"""MODS 3: libraries and archives that publish their catalogues as MODS, over OAI-PMH or as files.

Elements after the MODS User Guidelines (Library of Congress), versions 3.0 to 3.8. Generic: the file or the
repository is named when it is harvested. The OAI identifier is the local id, in files the record identifier.
What one group (``altRepGroup``) or a ``transliteration`` writes in other scripts becomes a reading or a
romanised form. Run against answers of real repositories; never against a live one by this code.
"""

from __future__ import annotations

import functools
import re

from kenri.harvest.declared import declared
from kenri.harvest.mods_names import NO_LANGUAGE, parties, titles
from kenri.harvest.mods_origin import events, publishers
from kenri.harvest.nodes import Node, attribute, children, give_back, inner_text, texts
from kenri.harvest.repositories import identifiers_in
from kenri.harvest.resource_types import FINER, finer, schema_of
from kenri.harvest.source import Item, OaiPmh, Shape, Source, Xml
from kenri.harvest.strict import leave
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record, Relation, RelationKind
from kenri.vocab.rights import Claim, Statement
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import language_named

PREFIXES = {
    "mods": "http://www.loc.gov/mods/v3",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "copyrightMD": "http://www.cdlib.org/inside/diglib/copyrightMD",
}
TYPES = {
    "text": "text",
    "cartographic": "image",
    "notated music": "musical_work",
    "sound recording": "recording",
    "sound recording-musical": "recording",
    "sound recording-nonmusical": "recording",
    "still image": "image",
    "moving image": "video",
    "three dimensional object": "artwork",
    "three dimensional": "artwork",
    "artifact": "artwork",
    "software, multimedia": "dataset",
    "multimedia": "dataset",
    "dataset": "dataset",
    "tactile": "text",
    "manuscript": "text",
    "collection": "text",
    "mixed material": "text",
}
"""``typeOfResource`` of all versions of MODS."""

SCHEMES = {
    **{name: name for name in ("isbn", "issn", "ismn", "isrc", "doi", "lccn", "oclc", "ark", "isan", "eidr")},
    "issn-l": "issn",
    "hdl": "handle",
    "handle": "handle",
}
RELATED = {
    "host": RelationKind.PART_OF,
    "series": RelationKind.PART_OF,
    "constituent": RelationKind.HAS_PART,
    "otherversion": RelationKind.EDITION_OF,
    "otherformat": RelationKind.EDITION_OF,
    "original": RelationKind.EDITION_OF,
}
SUBJECTS = ("topic", "geographic", "temporal", "genre", "occupation")


def read_item(item: Item) -> Record:
    """One ``mods:mods``."""
    told = [
        text for node in children(item, "mods:recordInfo") for text in texts(node, "mods:recordIdentifier")
    ]
    oai_id = str(item.pop("@oai:identifier", "")).strip()
    identifiers, local = _identifiers(item, item, "mods:identifier")
    local_id = next((one for one in (oai_id, *told, *local, *(i.value for i in identifiers)) if one), "")
    if not local_id:
        raise Problem("missing_value", field="mods:recordIdentifier")
    origins = children(item, "mods:originInfo")
    issuance = [text for origin in origins for text in texts(origin, "mods:issuance")]
    genres = [text for node in children(item, "mods:genre") if (text := inner_text(node))]
    schema = _schema(item, genres, issuance)
    names = titles(item, "mods:titleInfo")
    relations, series = _related(item, by_number=not oai_id)
    statements, claims = _rights(item)
    extents = [e for node in children(item, "mods:physicalDescription") for e in texts(node, "mods:extent")]
    return Record(
        source="mods",
        local_id=local_id,
        schema=schema,
        names=tuple(dict.fromkeys([*_led_by_main(names), *series])),
        contributions=tuple(dict.fromkeys([*parties(item), *publishers(origins)])),
        events=tuple(dict.fromkeys(events(origins))),
        identifiers=identifiers,
        languages=_languages(item),
        genre="; ".join(dict.fromkeys(genres)),
        subjects=tuple(dict.fromkeys(_subjects(item))),
        edition="; ".join(text for origin in origins for text in texts(origin, "mods:edition")),
        extent="; ".join(extents),
        description="\n".join(texts(item, "mods:abstract")),
        statements=tuple(dict.fromkeys(statements)),
        claims=tuple(dict.fromkeys(claims)),
        relations=tuple(dict.fromkeys(relations)),
        url=_page(item, identifiers),
    )


def _schema(item: Item, genres: list[str], issuance: list[str]) -> str:
    """From the type of resource, made finer by the genre; from the genre alone where no type is given."""
    words = [text.lower() for text in texts(item, "mods:typeOfResource")]
    known = [TYPES.get(word) or schema_of(word) for word in words]
    if words and not any(known):
        raise Problem("unknown_code", field="mods:typeOfResource", value=words[0])
    schema = next((one for one in known if one), "")
    if schema in ("", "text") and any(word in ("continuing", "serial") for word in issuance):
        return "serial"
    return finer(schema, genres)


def _led_by_main(names: list[Name]) -> list[Name]:
    """The main title first; where a record has none its first other title stands in, as in MARC without 245."""
    if not names:
        raise Problem("missing_value", field="mods:titleInfo")
    main = next((name for name in names if name.kind is NameKind.MAIN), None)
    if main is None:
        one = next((name for name in names if name.kind is not NameKind.SUBTITLE), names[0])
        main = Name(one.text, NameKind.MAIN, one.language, one.reading, one.romaji)
        names = [name for name in names if name is not one]
    return [main, *(name for name in names if name is not main)]


# The rest -------------------------------------------------------------------------------------------------


def _identifiers(about: Node, item: Item, path: str) -> tuple[tuple[Identifier, ...], list[str]]:
    """The identifiers of known schemes, and the source's own numbers, those that are surely unique first.

    What is no identifier of the scheme that its type names is left in the item.
    """
    found: dict[Identifier, None] = {}
    local: list[tuple[bool, str]] = []
    for node in children(about, "mods:identifier"):
        sort, value = attribute(node, "@type").lower(), inner_text(node)
        if not value or attribute(node, "@invalid") == "yes":
            continue
        made = _identifier(sort, value)
        if made:
            found[made] = None
        else:
            local.append((sort not in ("uuid", "local"), value))
            if sort in SCHEMES:
                leave(item, f"{path}/{sort}", SCHEMES[sort], value)
    return tuple(found), [value for _, value in sorted(local, key=lambda one: one[0])]


@functools.lru_cache(maxsize=16384)
def _identifier(sort: str, value: str) -> Identifier | None:
    scheme = SCHEMES.get(sort, "")
    if scheme in ("isbn", "issn", "ismn"):
        value = re.split(r"\s*[(:（]|\s+(?=\D)", value, maxsplit=1)[0]
    made = try_identifier(scheme, value) if scheme else None
    return made or next(iter(identifiers_in([value])), None)


def _languages(item: Item) -> tuple[str, ...]:
    """Languages of the thing itself; those of summaries and the like are left out."""
    found: dict[str, None] = {}
    for node in children(item, "mods:language"):
        if attribute(node, "@objectPart").lower() in ("summary", "table of contents", "subtitle", "caption"):
            continue
        terms = [(attribute(term, "@type"), inner_text(term)) for term in children(node, "mods:languageTerm")]
        terms = terms or [("text", inner_text(node))]
        known = [key for _, word in terms if (key := language_named(word))]
        code = next((word for sort, word in terms if sort == "code" and word), "")
        if code and not known:
            raise Problem("unknown_code", field="mods:languageTerm", value=code)
        if known and known[0] not in NO_LANGUAGE:
            found[known[0]] = None
        elif not known:
            give_back(item, "mods:language", {"text": "; ".join(word for _, word in terms)})
    return tuple(found)


def _subjects(item: Item) -> list[str]:
    """Headings of an authority with their subdivisions as one subject, loose words as one each."""
    found: list[str] = []
    for node in children(item, "mods:subject"):
        together = bool(attribute(node, "@authority"))
        words = [part for one in children(node, "mods:name") if (part := " ".join(_name_words(one)))]
        words += [name.text for name in titles(node, "mods:titleInfo")]
        words += [text for name in SUBJECTS for text in texts(node, f"mods:{name}")]
        for region in children(node, "mods:hierarchicalGeographic"):
            inner = [text for key in list(region) if key.startswith("mods:") for text in texts(region, key)]
            words.append(" -- ".join(inner))
        found += [" -- ".join(words)] if together else words
    return [subject for subject in found if subject]


def _name_words(node: Node) -> list[str]:
    return [text for part in children(node, "mods:namePart") if (text := inner_text(part))]


def _rights(item: Item) -> tuple[list[Statement], list[Claim]]:
    """What may be done with the thing; conditions of access to it say nothing about rights."""
    statements: list[Statement] = []
    claims: list[Claim] = []
    for node in children(item, "mods:accessCondition"):
        sort, link = attribute(node, "@type").lower(), attribute(node, "@xlink:href")
        words = inner_text(node)
        for about in children(node, "copyrightMD:copyright"):
            words = words or attribute(about, "@copyright.status")
            for holder in children(about, "copyrightMD:rights.holder"):
                claims += [Claim(name, basis="copyrightMD") for name in texts(holder, "copyrightMD:name")]
        if "access" not in sort and (words or link):
            statements.append(declared(words, link if link.startswith("http") else ""))
    return statements, claims


def _related(item: Item, *, by_number: bool) -> tuple[list[Relation], list[Name]]:
    """Related things, and the titles of series. ``by_number``: local ids are the record identifiers."""
    relations: list[Relation] = []
    series: list[Name] = []
    for node in children(item, "mods:relatedItem"):
        sort = attribute(node, "@type")
        kind = RELATED.get(sort.lower(), RelationKind.SEE_ALSO)
        names = titles(node, "mods:titleInfo")
        identifiers, _ = _identifiers(node, item, "mods:relatedItem/mods:identifier")
        numbers = [
            text
            for info in children(node, "mods:recordInfo")
            for text in texts(info, "mods:recordIdentifier")
        ]
        if sort == "series":
            series += [
                Name(one.text, NameKind.SERIES, one.language, one.reading, one.romaji) for one in names[:1]
            ]
        number = next(iter(identifiers), None)
        local_id = next(iter(numbers), "") if by_number else ""
        if number or local_id or (names and sort != "series"):
            text = names[0].text if names else ""
            relations.append(Relation(kind, local_id=local_id, identifier=number, text=text))
    return relations, series


def _page(item: Item, identifiers: tuple[Identifier, ...]) -> str:
    """The page of the thing itself: not its thumbnail, and no manifest."""
    urls: list[tuple[bool, str]] = []
    for node in children(item, "mods:location"):
        for url in children(node, "mods:url"):
            access, usage = attribute(url, "@access"), attribute(url, "@usage")
            address = inner_text(url)
            if (
                address.startswith(("http://", "https://"))
                and access != "preview"
                and not attribute(url, "@note")
            ):
                urls.append((usage.startswith("primary") or access == "object in context", address))
    urls.sort(key=lambda one: not one[0])
    return next(
        (address for _, address in urls), next((one.value for one in identifiers if one.scheme == "url"), "")
    )


SOURCE = Source(
    id="mods",
    title=Text("図書館・アーカイブ（MODS）", "Libraries and archives (MODS)"),
    publisher=Text("各図書館・アーカイブ", "The library or archive that publishes the records"),
    description=Text(
        "目録を MODS 3（米国議会図書館）で公開する図書館やアーカイブのための汎用の接続です。OAI-PMH と、"
        "ファイル（mods または modsCollection）を読み取ります。",
        "A generic connection for libraries and archives that publish their catalogue as MODS 3 (Library of "
        "Congress), over OAI-PMH or as files (mods or modsCollection).",
    ),
    fields=("books", "newspapers", "music", "film", "art", "photography", "archives"),
    schemas=(
        *dict.fromkeys([*TYPES.values(), *(kind for kinds in FINER.values() for kind in kinds)]),
        *("exhibition", "performance"),
    ),
    homepage="https://www.loc.gov/standards/mods/",
    licence="",
    terms=Text(
        "利用条件は、データを公開する機関ごとに異なります。取り込む前に各機関の条件をご確認ください。",
        "The terms are those of the institution that publishes the data: check them before harvesting.",
    ),
    terms_url="",
    access=(OaiPmh(prefix="mods"),),
    shapes=(
        Shape(
            name="mods",
            format=Xml(item=f"{{{PREFIXES['mods']}}}mods", prefixes=PREFIXES),
            read=read_item,
            required=("mods:titleInfo",),
            optional=(
                *(
                    f"mods:{name}"
                    for name in (
                        *("recordInfo", "identifier", "originInfo", "genre", "typeOfResource", "name"),
                        *("relatedItem", "accessCondition", "physicalDescription", "language", "subject"),
                        *("abstract", "location"),
                    )
                ),
                "@oai:identifier",
            ),
            ignored=(
                *("text", "@version", "@ID", "@xsi:schemaLocation", "@oai:datestamp", "@oai:sets"),
                *(
                    f"mods:{name}"
                    for name in (
                        "note",
                        "tableOfContents",
                        "targetAudience",
                        "classification",
                        "part",
                        "extension",
                    )
                ),
            ),
            removals=False,
        ),
    ),
    rate=1.0,
    schedule="as the institution says",
)
