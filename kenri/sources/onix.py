"""ONIX for Books 3: what publishers tell the book trade of their products.

Read: ONIX 3.0 and 3.1 messages with reference names or short tags, with or without a namespace. Codes are
those of EDItEUR's code lists (issue 70 and before); an unknown contributor role rejects its product. Generic:
the publisher's file is named when it is harvested. The mapping follows the published specification; it was
never run against a live feed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any

import msgspec

from kenri.harvest.code_lists import codes_beside
from kenri.harvest.declared import declared
from kenri.harvest.source import Deleted, Item, Reading, Shape, Source, Xml
from kenri.vocab.dates import ImpreciseDate, parse_date, year_date
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
from kenri.vocab.vocabularies import language_named

Node = dict[str, Any]


class _Codes(msgspec.Struct, frozen=True):
    """``codes/onix.yaml``."""

    short_tags: dict[str, str]
    roles: dict[str, tuple[str, ...]]
    unnamed: dict[str, str]
    identifiers: dict[str, str]
    name_identifiers: dict[str, str]
    work_identifiers: dict[str, str]
    forms: dict[str, str]
    form_schemas: dict[str, str]
    sales_rights: dict[str, str]
    units: dict[str, str]


_CODES = codes_beside(__file__, _Codes)
_ROLES = {code: role for role, codes in _CODES.roles.items() for code in codes}


_TITLE_KINDS = {
    "01": NameKind.MAIN, "00": NameKind.MAIN, "03": NameKind.ORIGINAL, "06": NameKind.TRANSLATED,
    "08": NameKind.FORMER,
}  # fmt: skip
_DATE_ROLES = {
    "01": EventKind.PUBLISHED,
    "11": EventKind.PUBLISHED,
    "20": EventKind.PUBLISHED,
    "19": EventKind.ONLINE,
}
_RELATED = {
    "01": RelationKind.HAS_PART, "02": RelationKind.PART_OF, "03": RelationKind.SEE_ALSO,
    "05": RelationKind.SEE_ALSO, "06": RelationKind.SEE_ALSO, "13": RelationKind.SEE_ALSO,
    "27": RelationKind.SEE_ALSO, "11": RelationKind.EDITION_OF, "12": RelationKind.EDITION_OF,
}  # fmt: skip
_WORK_RELATIONS = {
    "01": RelationKind.EDITION_OF,
    "02": RelationKind.ADAPTATION_OF,
    "49": RelationKind.TRANSLATION_OF,
}
_FORMATS = {
    "00": (4, 2, 2), "01": (4, 2), "05": (4,), "13": (4, 2, 2), "14": (4, 2, 2),
    "02": (4,), "03": (4,), "04": (4,), "06": (4,),
}  # fmt: skip
_KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9f\s\u3000・,]+")
_LATIN = re.compile(r"[\u0000-\u024f]+")
_COMIC_SCHEMES = {
    "78": re.compile(r"\d9\d\d"),
    "10": re.compile(r"CGN"),
    "93": re.compile(r"X[AQR]"),
    "12": re.compile(r"FX"),
}


def product(item: Item) -> Reading:
    """One product, of either tag set. A notice of deletion (05) deletes."""
    node = _renamed(item)
    reference = _first(node, "RecordReference")
    if not reference:
        raise Problem("missing_value", field="RecordReference")
    if _first(node, "NotificationType") == "05":
        item.clear()
        return Deleted(reference)
    detail = _one(node, "DescriptiveDetail")
    publishing = _one(node, "PublishingDetail")
    statements, claims = _rights(detail, publishing)
    record = Record(
        source="onix",
        local_id=reference,
        schema=_schema(detail),
        names=_titles(detail),
        contributions=tuple(dict.fromkeys([*_contributors(detail), *_publishers(publishing)])),
        events=_events(publishing),
        identifiers=_numbers(_all(node, "ProductIdentifier"), "ProductIDType", _CODES.identifiers),
        languages=_languages(detail, "01"),
        genre=_CODES.forms.get(_first(detail, "ProductForm"), ""),
        subjects=_subjects(detail),
        edition="; ".join(_edition(detail)),
        extent="; ".join(_extents(detail)),
        description=_description(_one(node, "CollateralDetail")),
        statements=statements,
        claims=claims,
        relations=_relations(_one(node, "RelatedMaterial"), detail),
    )
    _leave(item, node)
    return record


def _renamed(item: Item) -> Node:
    """The product with reference names, whichever tags it came in."""
    return {_CODES.short_tags.get(key, key): _renamed_value(value) for key, value in item.items()}


def _renamed_value(value: Any) -> Any:
    if isinstance(value, list):
        return [_renamed(node) if isinstance(node, dict) else {"text": str(node)} for node in value]
    return value


def _leave(item: Item, node: Node) -> None:
    """Keep in the item what was not read, under its reference name."""
    item.clear()
    item.update({key: value for key, value in node.items() if key not in _READ})


def _all(node: Node, name: str) -> list[Node]:
    value = node.get(name)
    return [child for child in value if isinstance(child, dict)] if isinstance(value, list) else []


def _one(node: Node, name: str) -> Node:
    return next(iter(_all(node, name)), {})


def _text(node: Node) -> str:
    return str(node.get("text") or "").strip()


def _first(node: Node, name: str) -> str:
    return next((text for child in _all(node, name) if (text := _text(child))), "")


def _schema(detail: Node) -> str:
    """From the product form (list 150), and "comic" from C-code, BISAC, Thema or BIC subjects."""
    form = _first(detail, "ProductForm")
    schema = _CODES.form_schemas.get(form) or _CODES.form_schemas.get(form[:1])
    if schema:
        return schema
    for subject in _all(detail, "Subject"):
        pattern = _COMIC_SCHEMES.get(_first(subject, "SubjectSchemeIdentifier"))
        if pattern and pattern.match(_first(subject, "SubjectCode")):
            return "comic"
    return "text"


# Titles ---------------------------------------------------------------------------------------------------


def _titles(detail: Node) -> tuple[Name, ...]:
    names: list[Name] = []
    for title in _all(detail, "TitleDetail"):
        kind = _TITLE_KINDS.get(_first(title, "TitleType"), NameKind.ALTERNATIVE)
        names.extend(_title(title, kind))
    for collection in _all(detail, "Collection"):
        for title in _all(collection, "TitleDetail"):
            names.extend(name for name in _title(title, NameKind.SERIES) if name.kind is NameKind.SERIES)
    if not any(name.kind is NameKind.MAIN for name in names):
        raise Problem("missing_value", field="TitleDetail")
    names.sort(key=lambda name: name.kind is not NameKind.MAIN)
    return tuple(dict.fromkeys(names))


def _title(title: Node, kind: NameKind) -> Iterable[Name]:
    """The elements of the product's own level as one title; elements of a collection's level as its series."""
    own = [e for e in _all(title, "TitleElement") if kind is NameKind.SERIES or _level(e) not in ("02", "03")]
    words = [part for element in own if (part := _element(element))]
    if words:
        readings = [
            r for element in own if (r := _key_of(element, "TitleText", "TitleWithoutPrefix", "PartNumber"))
        ]
        text = " ".join(words)
        language = _language_of(own[0])
        yield _named(text, " ".join(readings), kind, language)
    for element in own:
        for subtitle in _all(element, "Subtitle"):
            if text := _text(subtitle):
                yield _named(
                    text, _attribute(subtitle, "collationkey"), NameKind.SUBTITLE, _language_of(element)
                )
    if kind is not NameKind.SERIES:
        for element in _all(title, "TitleElement"):
            if element not in own and (series := _element(element)):
                yield _named(series, _key_of(element, "TitleText"), NameKind.SERIES, _language_of(element))


def _level(element: Node) -> str:
    return _first(element, "TitleElementLevel")


def _element(element: Node) -> str:
    title = _first(element, "TitleText") or " ".join(
        part for part in (_first(element, "TitlePrefix"), _first(element, "TitleWithoutPrefix")) if part
    )
    return " ".join(part for part in (title, _first(element, "PartNumber")) if part)


def _attribute(node: Node, name: str) -> str:
    return str(node.get(f"@{name}") or "").strip()


def _key_of(element: Node, *names: str) -> str:
    keys = (_attribute(child, "collationkey") for name in names for child in _all(element, name)[:1])
    return " ".join(key for key in keys if key)


def _language_of(element: Node) -> str:
    for name in ("TitleText", "TitleWithoutPrefix"):
        for child in _all(element, name):
            if code := _attribute(child, "language"):
                return language_named(code) or ""
    return ""


def _named(text: str, key: str, kind: NameKind, language: str) -> Name:
    """A collation key in kana is the reading of a Japanese title, in Latin letters its romanised form."""
    if key and key != text and not _LATIN.fullmatch(text):
        if _KANA.fullmatch(re.sub(r"[0-9０-９A-Za-z]", "", key)):
            return Name(text, kind, language, reading=key)
        if _LATIN.fullmatch(key):
            return Name(text, kind, language, romaji=key)
    return Name(text, kind, language)


# Parties --------------------------------------------------------------------------------------------------


def _contributors(detail: Node) -> Iterable[Contribution]:
    nodes = _all(detail, "Contributor")
    nodes.sort(
        key=lambda node: int(number) if (number := _first(node, "SequenceNumber")).isdigit() else 10_000
    )
    for node in nodes:
        roles = [_text(role) for role in _all(node, "ContributorRole") if _text(role)]
        names = _party_names(node)
        unnamed = _first(node, "UnnamedPersons")
        if not names:
            if unnamed in ("03", ""):
                continue
            names = (Name(_CODES.unnamed.get(unnamed, f"UnnamedPersons {unnamed}")),)
        corporate = bool(_all(node, "CorporateName") or _all(node, "CorporateNameInverted"))
        kind = PartyKind.ORGANISATION if corporate else PartyKind.UNKNOWN if unnamed else PartyKind.PERSON
        born, died = _life(node)
        identifiers = _numbers(_all(node, "NameIdentifier"), "NameIDType", _CODES.name_identifiers)
        for role in roles or ["A01"]:
            if role not in _ROLES:
                raise Problem("unknown_code", field="ContributorRole", value=role)
            yield Contribution(names, _ROLES[role], role, kind, born=born, died=died, identifiers=identifiers)


def _party_names(node: Node) -> tuple[Name, ...]:
    """The name as printed with its key as reading, then pseudonyms and other names."""
    names: list[Name] = []
    for source, kind in (
        (node, NameKind.MAIN),
        *((a, _alternative(a)) for a in _all(node, "AlternativeName")),
    ):
        found = _party_name(source, kind)
        if found is not None:
            names.append(found)
    return tuple(dict.fromkeys(names))


def _alternative(node: Node) -> NameKind:
    return NameKind.PEN_NAME if _first(node, "NameType") == "01" else NameKind.ALTERNATIVE


def _party_name(node: Node, kind: NameKind) -> Name | None:
    family, given = _first(node, "KeyNames"), _first(node, "NamesBeforeKey") or _first(node, "NamesAfterKey")
    inverted = _first(node, "PersonNameInverted")
    if not family and "," in inverted:
        family, _, given = (part.strip() for part in inverted.partition(","))
    for name in ("PersonName", "CorporateName"):
        for child in _all(node, name):
            if text := _text(child):
                key = _attribute(child, "collationkey") or _key_of(node, "PersonNameInverted", "KeyNames")
                made = _named(text, key, kind, "")
                return Name(
                    made.text, made.kind, "", made.reading, made.romaji, family, given if family else ""
                )
    text = (
        inverted
        or _first(node, "CorporateNameInverted")
        or " ".join(part for part in (given, family) if part)
    )
    return Name(text, kind, family=family, given=given if family else "") if text else None


def _life(node: Node) -> tuple[ImpreciseDate | None, ImpreciseDate | None]:
    """Dates of birth (role 50) and death (51)."""
    found: dict[str, ImpreciseDate | None] = {}
    for told in _all(node, "ContributorDate"):
        found.setdefault(_first(told, "ContributorDateRole"), _date(told))
    return found.get("50"), found.get("51")


def _publishers(publishing: Node) -> Iterable[Contribution]:
    for publisher in _all(publishing, "Publisher"):
        if name := _first(publisher, "PublisherName"):
            role = _first(publisher, "PublishingRole")
            yield Contribution(
                (Name(name),), "publisher", "" if role == "01" else role, PartyKind.ORGANISATION
            )
    for imprint in _all(publishing, "Imprint"):
        if name := _first(imprint, "ImprintName"):
            yield Contribution((Name(name),), "publisher", "imprint", PartyKind.ORGANISATION)


# Dates, rights, the rest ----------------------------------------------------------------------------------


def _date(node: Node) -> ImpreciseDate | None:
    """A date in the format that its attribute or element names (list 55); free text otherwise."""
    for child in _all(node, "Date"):
        written = _text(child)
        kind = _attribute(child, "dateformat") or _first(node, "DateFormat") or "00"
        return _written(written, kind) if written else None
    return None


@functools.lru_cache(maxsize=4096)
def _written(written: str, kind: str) -> ImpreciseDate | None:
    parts = _FORMATS.get(kind)
    digits = re.sub(r"\D", "", written)
    if parts is None or len(digits) < 4:
        return parse_date(written)
    pieces, start = [], 0
    for width in parts:
        piece = digits[start : start + width]
        start += width
        if len(piece) == width and int(piece):
            pieces.append(piece)
        else:
            break
    plain = parse_date("-".join(pieces)) if pieces else None
    if plain is None:
        return parse_date(written)
    return ImpreciseDate(written, plain.earliest, plain.latest, plain.certainty)


def _events(publishing: Node) -> tuple[Event, ...]:
    place = _first(publishing, "CityOfPublication") or _first(publishing, "CountryOfPublication")
    events: dict[Event, None] = {}
    for told in _all(publishing, "PublishingDate"):
        role = _first(told, "PublishingDateRole")
        kind = _DATE_ROLES.get(role)
        date = _date(told)
        if kind and date:
            note = {"11": "first publication", "20": "first publication in the original language"}.get(
                role, ""
            )
            events[Event(kind, date, "" if role == "20" else place, note)] = None
    return tuple(events)


def _numbers(nodes: list[Node], type_name: str, schemes: dict[str, str]) -> tuple[Identifier, ...]:
    """Identifiers of known types; a GTIN-13 of books is an ISBN."""
    found: dict[Identifier, None] = {}
    for node in nodes:
        value = _first(node, "IDValue")
        scheme = schemes.get(_first(node, type_name))
        if not scheme or not value:
            continue
        if scheme == "ean":
            value = value[1:] if len(value) == 14 and value.startswith("0") else value
            scheme = "isbn" if value.startswith(("978", "979")) and not value.startswith("9790") else "ean"
        if identifier := try_identifier(scheme, value):
            found[identifier] = None
    return tuple(found)


def _languages(detail: Node, role: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in _all(detail, "Language"):
        code = _first(node, "LanguageCode")
        if _first(node, "LanguageRole") != role or not code or code in ("und", "mul", "zxx", "mis"):
            continue
        language = language_named(code)
        if language is None:
            raise Problem("unknown_code", field="LanguageCode", value=code)
        found[language] = None
    return tuple(found)


def _subjects(detail: Node) -> tuple[str, ...]:
    """Subject headings; a code without a heading says nothing to a reader."""
    found: dict[str, None] = {}
    for node in _all(detail, "Subject"):
        words = (word.strip() for word in re.split("[;；]", _first(node, "SubjectHeadingText")))
        found.update(dict.fromkeys(word for word in words if word))
    return tuple(found)


def _edition(detail: Node) -> Iterable[str]:
    if statement := _first(detail, "EditionStatement"):
        yield statement
    elif number := _first(detail, "EditionNumber"):
        yield number


def _extents(detail: Node) -> Iterable[str]:
    for node in _all(detail, "Extent"):
        unit = _CODES.units.get(_first(node, "ExtentUnit"))
        if unit and (value := _first(node, "ExtentValue")):
            yield f"{value} {unit}"


def _description(collateral: Node) -> str:
    texts = {_first(node, "TextType"): _first(node, "Text") for node in _all(collateral, "TextContent")}
    return texts.get("03") or texts.get("02") or ""


def _rights(detail: Node, publishing: Node) -> tuple[tuple[Statement, ...], tuple[Claim, ...]]:
    statements: dict[Statement, None] = {}
    claims: dict[Claim, None] = {}
    for licence in _all(detail, "EpubLicense"):
        name = _first(licence, "EpubLicenseName")
        links = [_first(e, "EpubLicenseExpressionLink") for e in _all(licence, "EpubLicenseExpression")]
        link = next((link for link in links if link), "")
        if name or link:
            statements[declared(name, link)] = None
    for told in _all(publishing, "CopyrightStatement"):
        years = [_text(year) for year in _all(told, "CopyrightYear")]
        owners = [
            name
            for owner in _all(told, "CopyrightOwner")
            if (name := _first(owner, "PersonName") or _first(owner, "CorporateName"))
        ]
        sign = "℗" if _first(told, "CopyrightType") == "P" else "©"
        line = " ".join(part for part in (sign, ", ".join(years), ", ".join(owners)) if part)
        statements[Statement(line)] = None
        begins = year_date(int(years[0][:4])) if years and years[0][:4].isdigit() else None
        right = "phonogram_producers" if sign == "℗" else "copyright"
        claims.update(dict.fromkeys(Claim(owner, right, begins=begins, basis=line) for owner in owners))
    claims.update(dict.fromkeys(_sales_rights(publishing)))
    return tuple(statements), tuple(claims)


def _sales_rights(publishing: Node) -> Iterable[Claim]:
    """Where the publisher says that it may sell; territories in which it may not are not claimed."""
    publisher = next((n for p in _all(publishing, "Publisher") if (n := _first(p, "PublisherName"))), "")
    for told in _all(publishing, "SalesRights"):
        kind = _first(told, "SalesRightsType")
        if kind not in _CODES.sales_rights or not publisher:
            continue
        territory = _one(told, "Territory")
        included = [_first(territory, "CountriesIncluded"), _first(territory, "RegionsIncluded")]
        excluded = " ".join(
            part for name in ("CountriesExcluded", "RegionsExcluded") if (part := _first(territory, name))
        )
        where = " ".join(part for part in included if part)
        where = f"{where} except {excluded}" if excluded else where
        yield Claim(
            publisher,
            "publication",
            territory=where,
            basis=f"SalesRightsType {kind}: {_CODES.sales_rights[kind]}",
        )


def _relations(material: Node, detail: Node) -> tuple[Relation, ...]:
    found: dict[Relation, None] = {}
    for node in _all(material, "RelatedWork"):
        kind = _WORK_RELATIONS.get(_first(node, "WorkRelationCode"))
        for identifier in _numbers(_all(node, "WorkIdentifier"), "WorkIDType", _CODES.work_identifiers):
            if kind:
                found[Relation(kind, identifier=identifier)] = None
    for node in _all(material, "RelatedProduct"):
        codes = [_text(code) for code in _all(node, "ProductRelationCode")]
        kind = next((_RELATED[code] for code in codes if code in _RELATED), None)
        for identifier in _numbers(_all(node, "ProductIdentifier"), "ProductIDType", _CODES.identifiers)[:1]:
            if kind:
                found[Relation(kind, identifier=identifier)] = None
    originals = _languages(detail, "02")
    titles = [name for name in _titles(detail) if name.kind is NameKind.ORIGINAL]
    if originals and titles:
        found[Relation(RelationKind.TRANSLATION_OF, text=titles[0].text)] = None
    return tuple(found)


_READ = frozenset(
    {
        "RecordReference",
        "NotificationType",
        "ProductIdentifier",
        "DescriptiveDetail",
        "CollateralDetail",
        "PublishingDetail",
        "RelatedMaterial",
        "text",
    }
)
_IGNORED = (
    "ProductSupply", "ContentDetail", "PromotionDetail", "ProductionDetail", "RecordSourceType",
    "RecordSourceIdentifier", "RecordSourceName", "DeletionText", "Barcode", "@datestamp", "@sourcename",
    "@sourcetype", "a194", "recordsourceidentifier", "a197", "a199", "barcode", "productsupply", "contentdetail",
    "promotiondetail", "productiondetail",
)  # fmt: skip
_NAMESPACES = ("http://ns.editeur.org/onix/3.0/", "http://ns.editeur.org/onix/3.1/")
_REFERENCE = ("RecordReference", "DescriptiveDetail")
_REFERENCE_MORE = (
    "NotificationType", "ProductIdentifier", "CollateralDetail", "PublishingDetail", "RelatedMaterial",
)  # fmt: skip
_SHORT_TAGS = ("a001", "descriptivedetail")
_SHORT_MORE = ("a002", "productidentifier", "collateraldetail", "publishingdetail", "relatedmaterial")


def _shapes() -> Iterable[Shape]:
    """A shape for each tag set in each namespace, and for messages without one."""
    for tags, item, required, more in (
        ("reference", "Product", _REFERENCE, _REFERENCE_MORE),
        ("short", "product", _SHORT_TAGS, _SHORT_MORE),
    ):
        for space in (*(f"{one}{tags}" for one in _NAMESPACES), ""):
            version = re.sub(r".*/(3\.\d)/.*", r"\1", space) or "plain"
            form = Xml(f"{{{space}}}{item}" if space else item, {"": space} if space else {})
            yield Shape(f"{tags}-{version}", form, product, required, more, _IGNORED, removals=False)


SOURCE = Source(
    id="onix",
    title=Text("出版社の書誌(ONIX for Books 3)", "Publishers (ONIX for Books 3)"),
    publisher=Text("各出版社・書誌配信者", "The publisher or distributor that sends the file"),
    description=Text(
        "ONIX for Books 3で書籍・電子書籍の情報を配信する、すべての出版社のための汎用の接続です。"
        "読み、寄与者の役割、著作権表示、販売権の地域を読み取ります。",
        "A generic connection for every publisher that sends ONIX for Books 3: readings, roles of contributors, "
        "copyright statements and the territories of sales rights.",
    ),
    fields=("books", "manga"),
    schemas=("text", "comic", "recording", "video", "image", "musical_work", "film"),
    homepage="https://www.editeur.org/83/Overview/",
    licence="",
    terms=Text(
        "利用条件は、データを提供する出版社・配信者ごとに異なります。取り込む前にご確認ください。",
        "The terms are those of the publisher or distributor that gives the data: check them before harvesting.",
    ),
    terms_url="https://www.editeur.org/93/Release-3.0-Downloads/",
    shapes=tuple(_shapes()),
    schedule="as the publisher says",
)
