"""MODS 3: libraries and archives that publish their catalogues as MODS, over OAI-PMH or as files.

Elements after the MODS User Guidelines (Library of Congress), versions 3.0 to 3.8. Generic: the file or the
repository is named when it is harvested. The OAI identifier is the local id, in files the record identifier.
What one group (``altRepGroup``) or a ``transliteration`` writes in other scripts becomes a reading or a
romanised form. Run against answers of real repositories; never against a live one by this code.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import msgspec

from kenri.harvest.authorities import authority
from kenri.harvest.credits import publisher
from kenri.harvest.declared import declared
from kenri.harvest.headings import heading
from kenri.harvest.isbd import place, publisher_name, unpunctuated
from kenri.harvest.nodes import Node, attribute, children, give_back, inner_text, texts
from kenri.harvest.parties import life
from kenri.harvest.repositories import identifiers_in
from kenri.harvest.resource_types import FINER, finer, schema_of
from kenri.harvest.scripts import in_scripts, is_latin
from kenri.harvest.source import Item, OaiPmh, Shape, Source, Xml
from kenri.vocab.dates import Certainty, ImpreciseDate, parse_date
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind, person_name
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, PartyKind, Record, Relation, RelationKind
from kenri.vocab.rights import Claim, Statement
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import language_named, role_named

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

TITLES = {
    "translated": NameKind.TRANSLATED,
    "uniform": NameKind.ORIGINAL,
}
DATES = (
    ("mods:dateIssued", EventKind.PUBLISHED),
    ("mods:dateCreated", EventKind.CREATED),
)
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
NAME_SCHEMES = ("orcid", "isni", "viaf", "wikidata", "gnd", "ulan", "lcnaf", "ndl_authority")
NO_LANGUAGE = ("und", "zxx", "mul", "mis")
SUBJECTS = ("topic", "geographic", "temporal", "genre", "occupation")


def read_item(item: Item) -> Record:
    """One ``mods:mods``."""
    told = [
        text for node in children(item, "mods:recordInfo") for text in texts(node, "mods:recordIdentifier")
    ]
    oai_id = str(item.pop("@oai:identifier", "")).strip()
    identifiers, local = _identifiers(item)
    local_id = next((one for one in (oai_id, *told, *local, *(i.value for i in identifiers)) if one), "")
    if not local_id:
        raise Problem("missing_value", field="mods:recordIdentifier")
    origins = children(item, "mods:originInfo")
    issuance = [text for origin in origins for text in texts(origin, "mods:issuance")]
    genres = [text for node in children(item, "mods:genre") if (text := inner_text(node))]
    schema = _schema(item, genres, issuance)
    names = _titles(item, "mods:titleInfo")
    relations, series = _related(item, by_number=not oai_id)
    statements, claims = _rights(item)
    extents = [e for node in children(item, "mods:physicalDescription") for e in texts(node, "mods:extent")]
    return Record(
        source="mods",
        local_id=local_id,
        schema=schema,
        names=tuple(dict.fromkeys([*_led_by_main(names), *series])),
        contributions=tuple(dict.fromkeys([*_parties(item), *_publishers(origins)])),
        events=tuple(dict.fromkeys(_events(origins))),
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


# Names ----------------------------------------------------------------------------------------------------


def _titles(item: Node, path: str) -> list[Name]:
    """The titles of all ``titleInfo``; each with its writings in other scripts."""
    groups: dict[str, list[tuple[Node, str]]] = {}
    leaders: dict[str, str] = {}
    nodes = sorted(children(item, path), key=lambda node: node.get("@usage") != "primary")
    subtitles: dict[str, list[str]] = {}
    for number, node in enumerate(nodes):
        text = _title(node)
        if not text:
            continue
        sort = attribute(node, "@type")
        group = attribute(node, "@altRepGroup")
        written = attribute(node, "@transliteration") or attribute(node, "@script") in (
            "Latn",
            "Kana",
            "Hira",
            "Hrkt",
        )
        key = (
            f"{sort}/{group}"
            if group
            else leaders.get(sort, f"{sort} {number}")
            if written
            else f"{sort} {number}"
        )
        leaders.setdefault(sort, key)
        groups.setdefault(key, []).append((node, text))
        subtitles.setdefault(key, []).extend(unpunctuated(one) for one in texts(node, "mods:subTitle"))
    names: list[Name] = []
    for key, members in groups.items():
        sort = re.split(r"[/ ]", key, maxsplit=1)[0]
        first = not any(name.kind is NameKind.MAIN for name in names)
        kind = TITLES.get(sort, NameKind.ALTERNATIVE) if sort or not first else NameKind.MAIN
        made = in_scripts(members[0][1], [text for _, text in members[1:]], kind)
        native = next(node for node, text in members if text == made[0].text)
        language = _tag(attribute(native, "@lang") or attribute(native, "@xml:lang"))
        names += [msgspec.structs.replace(made[0], language=language), *made[1:]]
        names += [Name(text, NameKind.SUBTITLE) for text in subtitles[key] if text]
    return names


def _title(node: Node) -> str:
    """``nonSort``, ``title``, ``partNumber`` and ``partName`` as one text."""
    article = "".join(texts(node, "mods:nonSort"))
    title = " ".join(texts(node, "mods:title")) or inner_text(node)
    if not title:
        return ""
    joint = "" if article.endswith(("'", "’", "-")) or not article else " "
    whole = unpunctuated(" ".join((article + joint + title).split()))
    for part in (*texts(node, "mods:partNumber"), *texts(node, "mods:partName")):
        whole += f". {part}" if is_latin(whole) else f" {part}"
    return whole


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


@functools.lru_cache(maxsize=1024)
def _tag(code: str) -> str:
    """A language code as the beginning of a BCP 47 tag."""
    return "" if code in NO_LANGUAGE else language_named(code) or ""


# Parties --------------------------------------------------------------------------------------------------


def _parties(item: Item) -> list[Contribution]:
    """One contribution for each role of each name; names of one group are writings of one party."""
    groups: dict[str, list[Node]] = {}
    for number, node in enumerate(children(item, "mods:name")):
        groups.setdefault(attribute(node, "@altRepGroup") or f" {number}", []).append(node)
    found: list[Contribution] = []
    for nodes in groups.values():
        found += _party(item, nodes)
    return found


def _party(item: Item, nodes: list[Node]) -> list[Contribution]:
    primary = attribute(nodes[0], "@usage") == "primary"
    read = [one for node in nodes if (one := _one_name(node))]
    roles: dict[str, str] = {}
    said: list[str] = []
    identifiers: dict[Identifier, None] = {}
    for node in nodes:
        for role in children(node, "mods:role"):
            words = [text for term in children(role, "mods:roleTerm") if (text := inner_text(term))]
            said += [word for word in words if len(word) > 3] or words
            for key in (role_named(word) for word in words):
                if key:
                    roles.setdefault(key, next((word for word in words if len(word) > 3), words[0]))
                    break
        for number in _numbers(node):
            identifiers[number] = None
        give_back(item, "mods:name", node, IGNORED_OF_NAMES)
    if not read:
        return []
    if not roles:
        roles["creator" if primary else "contributor"] = "; ".join(dict.fromkeys(said))
    names = _written([contribution.names[0] for contribution in read])
    first = read[0]
    others = [name for contribution in read for name in contribution.names[1:]]
    dated = next((one for one in read if one.born or one.died), first)
    return [
        Contribution(
            tuple(dict.fromkeys([*names, *others])),
            role,
            "" if wording == role else wording,
            first.kind,
            born=dated.born,
            died=dated.died,
            identifiers=tuple(identifiers),
        )
        for role, wording in roles.items()
    ]


def _written(names: list[Name]) -> list[Name]:
    """The writings of one name; the divided form goes with the native one."""
    made = in_scripts(names[0].text, [name.text for name in names[1:]], NameKind.MAIN, names[0].language)
    native = next(name for name in names if name.text == made[0].text)
    shown = Name(
        native.text,
        NameKind.MAIN,
        made[0].language,
        made[0].reading,
        made[0].romaji,
        native.family,
        native.given,
    )
    return [shown, *made[1:]]


IGNORED_OF_NAMES = (
    "text", "@type", "@usage", "@authority", "@authorityURI", "@valueURI", "@script", "@transliteration", "@lang",
    "@displayLabel", "@ID", "@nameTitleGroup", "@xlink:href", "@xlink:simpleLink", "mods:affiliation",
    "mods:description", "mods:etal",
)  # fmt: skip


def _one_name(node: Node) -> Contribution | None:
    """The names and the life that one ``name`` element gives, without its role."""
    sort, parts = attribute(node, "@type"), _name_parts(node)
    shown = texts(node, "mods:displayForm") + parts.get("displayForm", [])
    plain = parts.get("", [])
    family, given = " ".join(parts.get("family", [])), " ".join(parts.get("given", []))
    dates = " ".join(parts.get("date", [])).strip(" .,")
    told = life(dates)
    if family or given:
        name = person_name(family.strip(" ,"), given.strip(" ,"))
        kind, born, died = PartyKind.PERSON, told.born, told.died
    elif sort in ("corporate", "conference"):
        text = unpunctuated(". ".join(part.rstrip(" .,") for part in plain) or "".join(shown[:1]))
        if not text:
            return None
        name, kind, born, died = Name(text), PartyKind.ORGANISATION, None, None
    else:
        text = unpunctuated(" ".join(plain) or "".join(shown[:1]))
        if not text:
            return None
        one = heading(text)
        kind = PartyKind.PERSON if sort == "personal" else PartyKind.UNKNOWN if sort == "family" else one.kind
        name, born, died = one.name, told.born or one.born, told.died or one.died
    further = [text for text in shown if text != name.text and (plain or family or given)]
    for other in children(node, "mods:alternativeName"):
        further += [text for part in children(other, "mods:namePart") if (text := inner_text(part))]
    return Contribution(
        (name, *(Name(text, NameKind.ALTERNATIVE) for text in further)), kind=kind, born=born, died=died
    )


def _name_parts(node: Node) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for part in children(node, "mods:namePart"):
        sort = attribute(part, "@type")
        if text := inner_text(part):
            parts.setdefault(sort, []).append(text)
    return parts


def _numbers(node: Node) -> Iterable[Identifier]:
    """The party's identifiers: addresses of authority files, and ``nameIdentifier`` with its type."""
    for address in (attribute(node, "@valueURI"), attribute(node, "@xlink:href")):
        if found := authority(address):
            yield found
    for child in children(node, "mods:nameIdentifier"):
        sort, value = attribute(child, "@type").lower(), inner_text(child)
        made = try_identifier(sort, value) if sort in NAME_SCHEMES else authority(value)
        if made:
            yield made


# Origin ---------------------------------------------------------------------------------------------------


def _events(origins: list[Node]) -> list[Event]:
    """Issue and creation. A copyright date stands in, with a note, where no date of issue is given."""
    made: list[Event] = []
    for origin in origins:
        where = next(
            (
                found
                for one in children(origin, "mods:place")
                for term in children(one, "mods:placeTerm")
                if attribute(term, "@type") != "code" and (found := place(inner_text(term)))
            ),
            "",
        )
        dated = [Event(kind, date, where) for name, kind in DATES for date in _dates(children(origin, name))]
        copyrighted = _dates(children(origin, "mods:copyrightDate"))
        if not any(event.kind is EventKind.PUBLISHED for event in dated):
            dated += [Event(EventKind.PUBLISHED, date, where, "copyrightDate") for date in copyrighted]
        if not dated and where:
            sort = attribute(origin, "@eventType")
            dated = [Event(EventKind.CREATED if sort == "production" else EventKind.PUBLISHED, None, where)]
        made += dated
    return made


def _dates(nodes: list[Node]) -> list[ImpreciseDate]:
    """The dates of one element: what is transcribed gives the text, what is encoded the interval."""
    plain: list[ImpreciseDate] = []
    encoded: list[ImpreciseDate] = []
    ends: dict[str, ImpreciseDate] = {}
    for node in nodes:
        point, form = attribute(node, "@point"), attribute(node, "@encoding")
        date = _date(inner_text(node), attribute(node, "@qualifier"))
        if date is None:
            continue
        if point in ("start", "end"):
            ends.setdefault(point, date)
        else:
            (encoded if form else plain).append(date)
    if "start" in ends:
        encoded.insert(0, _interval(ends["start"], ends.get("end")))
    if not encoded:
        return plain
    sure = next((date for date in encoded if date.earliest or date.latest), encoded[0])
    if not plain:
        return [sure] if ends else encoded
    return [ImpreciseDate(plain[0].text, sure.earliest, sure.latest, sure.certainty)]


def _interval(start: ImpreciseDate, end: ImpreciseDate | None) -> ImpreciseDate:
    """From the start to the end; without an end, or with 9999, it is still going on."""
    text = start.text if end is None or end.text == start.text else f"{start.text}/{end.text}"
    certainty = Certainty.CIRCA if end is not None and end.certainty is Certainty.CIRCA else start.certainty
    if end is None or not end.latest:
        return ImpreciseDate(
            text, start.earliest, "", Certainty.AFTER if start.earliest else Certainty.UNKNOWN
        )
    return ImpreciseDate(text, start.earliest, end.latest, certainty)


@functools.lru_cache(maxsize=16384)
def _date(text: str, qualifier: str) -> ImpreciseDate | None:
    date = parse_date(text)
    if date is None or not (date.earliest or date.latest):
        return date
    if qualifier in ("approximate", "questionable") and date.certainty is Certainty.EXACT:
        return ImpreciseDate(date.text, date.earliest, date.latest, Certainty.CIRCA)
    return date


def _publishers(origins: list[Node]) -> list[Contribution]:
    names = (publisher_name(text) for origin in origins for text in texts(origin, "mods:publisher"))
    return [publisher(name) for name in names if name]


# The rest -------------------------------------------------------------------------------------------------


def _identifiers(item: Item) -> tuple[tuple[Identifier, ...], list[str]]:
    """The identifiers of known schemes, and the source's own numbers, those that are surely unique first."""
    found: dict[Identifier, None] = {}
    local: list[tuple[bool, str]] = []
    for node in children(item, "mods:identifier"):
        sort, value = attribute(node, "@type").lower(), inner_text(node)
        if not value or attribute(node, "@invalid") == "yes":
            continue
        made = _identifier(sort, value)
        if made:
            found[made] = None
        else:
            local.append((sort not in ("uuid", "local"), value))
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
        words += [name.text for name in _titles(node, "mods:titleInfo")]
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
        titles = _titles(node, "mods:titleInfo")
        identifiers, _ = _identifiers(node)
        numbers = [
            text
            for info in children(node, "mods:recordInfo")
            for text in texts(info, "mods:recordIdentifier")
        ]
        if sort == "series":
            series += [
                Name(one.text, NameKind.SERIES, one.language, one.reading, one.romaji) for one in titles[:1]
            ]
        number = next(iter(identifiers), None)
        local_id = next(iter(numbers), "") if by_number else ""
        if number or local_id or (titles and sort != "series"):
            text = titles[0].text if titles else ""
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
