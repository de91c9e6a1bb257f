"""One product of a message as a record."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kenri.harvest.source import Deleted, Item, Reading
from kenri.sources.onix.codes import CODES
from kenri.sources.onix.nodes import Node, child, children, first_text, text_of, with_reference_names
from kenri.sources.onix.parties import contributors, publishers
from kenri.sources.onix.rights import rights
from kenri.sources.onix.titles import titles
from kenri.sources.onix.values import date_of, identifiers
from kenri.vocab.names import NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Event, Record, Relation, RelationKind
from kenri.vocab.vocabularies import language_named

_READ = frozenset(
    {
        "RecordReference", "NotificationType", "ProductIdentifier", "DescriptiveDetail", "CollateralDetail",
        "PublishingDetail", "RelatedMaterial", "text",
    }
)  # fmt: skip
_DELETION = "05"
_IN_THE_TEXT, _OF_THE_ORIGINAL = "01", "02"
"""List 22: a language in which the text is, or from which it was translated."""
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})
_FIRST_PUBLICATION, _FIRST_IN_ORIGINAL_LANGUAGE = "11", "20"
_DATE_NOTES = {
    _FIRST_PUBLICATION: "first publication",
    _FIRST_IN_ORIGINAL_LANGUAGE: "first publication in the original language",
}
_COMIC_SUBJECTS = {
    "78": re.compile(r"\d9\d\d"),
    "10": re.compile(r"CGN"),
    "93": re.compile(r"X[AQR]"),
    "12": re.compile(r"FX"),
}
"""Codes of comics in C-code, BISAC, Thema and BIC, by the number of the scheme in list 27."""


def product(item: Item) -> Reading:
    """One product, of either tag set. A notice of deletion (05) deletes."""
    node = with_reference_names(item)
    reference = first_text(node, "RecordReference")
    if not reference:
        raise Problem("missing_value", field="RecordReference")
    if first_text(node, "NotificationType") == _DELETION:
        item.clear()
        return Deleted(reference)
    detail = child(node, "DescriptiveDetail")
    publishing = child(node, "PublishingDetail")
    names = titles(detail)
    statements, claims = rights(detail, publishing)
    originals = [name.text for name in names if name.kind is NameKind.ORIGINAL]
    record = Record(
        source="onix",
        local_id=reference,
        schema=_schema(detail),
        names=names,
        contributions=tuple(dict.fromkeys([*contributors(detail, node), *publishers(publishing)])),
        events=_events(publishing),
        identifiers=identifiers(node, "ProductIdentifier", CODES.identifiers, node),
        languages=_languages(detail, _IN_THE_TEXT),
        genre=CODES.forms.get(first_text(detail, "ProductForm"), ""),
        subjects=_subjects(detail),
        edition=first_text(detail, "EditionStatement") or first_text(detail, "EditionNumber"),
        extent="; ".join(_extents(detail)),
        description=_description(child(node, "CollateralDetail")),
        statements=statements,
        claims=claims,
        relations=_relations(node, _languages(detail, _OF_THE_ORIGINAL), originals),
    )
    item.clear()
    item.update({key: value for key, value in node.items() if key not in _READ})
    return record


def _schema(detail: Node) -> str:
    """From the product form; a text whose subject is comics is a comic."""
    form = first_text(detail, "ProductForm")
    schema = CODES.form_schemas.get(form) or CODES.form_schemas.get(form[:1])
    if schema:
        return schema
    for subject in children(detail, "Subject"):
        pattern = _COMIC_SUBJECTS.get(first_text(subject, "SubjectSchemeIdentifier"))
        if pattern and pattern.match(first_text(subject, "SubjectCode")):
            return "comic"
    return "text"


def _events(publishing: Node) -> tuple[Event, ...]:
    """When and where the product came out; of a first publication in another language the place is not told."""
    place = first_text(publishing, "CityOfPublication") or first_text(publishing, "CountryOfPublication")
    events: dict[Event, None] = {}
    for told in children(publishing, "PublishingDate"):
        role = first_text(told, "PublishingDateRole")
        kind, date = CODES.publishing_dates.get(role), date_of(told)
        if kind and date:
            where = "" if role == _FIRST_IN_ORIGINAL_LANGUAGE else place
            events[Event(kind, date, where, _DATE_NOTES.get(role, ""))] = None
    return tuple(events)


def _languages(detail: Node, role: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in children(detail, "Language"):
        code = first_text(node, "LanguageCode")
        if first_text(node, "LanguageRole") != role or not code or code in _NO_LANGUAGE:
            continue
        language = language_named(code)
        if language is None:
            raise Problem("unknown_code", field="LanguageCode", value=code)
        found[language] = None
    return tuple(found)


def _subjects(detail: Node) -> tuple[str, ...]:
    """Subject headings; a code without a heading says nothing to a reader."""
    found: dict[str, None] = {}
    for node in children(detail, "Subject"):
        words = (word.strip() for word in re.split("[;；]", first_text(node, "SubjectHeadingText")))
        found.update(dict.fromkeys(word for word in words if word))
    return tuple(found)


def _extents(detail: Node) -> Iterable[str]:
    for node in children(detail, "Extent"):
        unit = CODES.units.get(first_text(node, "ExtentUnit"))
        if unit and (value := first_text(node, "ExtentValue")):
            yield f"{value} {unit}"


def _description(collateral: Node) -> str:
    """The description (list 153, 03), or else the short one (02)."""
    told = children(collateral, "TextContent")
    texts = {first_text(node, "TextType"): first_text(node, "Text") for node in told}
    return texts.get("03") or texts.get("02") or ""


def _relations(whole: Node, translated_from: tuple[str, ...], originals: list[str]) -> tuple[Relation, ...]:
    """The works and products that it belongs to, and the original of a translation by its title."""
    found: dict[Relation, None] = {}
    material = child(whole, "RelatedMaterial")
    for node in children(material, "RelatedWork"):
        kind = CODES.work_relations.get(first_text(node, "WorkRelationCode"))
        numbers = identifiers(node, "WorkIdentifier", CODES.work_identifiers, whole)
        if kind:
            found.update((Relation(kind, identifier=number), None) for number in numbers)
    for node in children(material, "RelatedProduct"):
        codes = (text_of(code) for code in children(node, "ProductRelationCode"))
        kind = next(
            (CODES.product_relations[code] for code in codes if code in CODES.product_relations), None
        )
        numbers = identifiers(node, "ProductIdentifier", CODES.identifiers, whole)
        if kind and numbers:
            found[Relation(kind, identifier=numbers[0])] = None
    if translated_from and originals:
        found[Relation(RelationKind.TRANSLATION_OF, text=originals[0])] = None
    return tuple(found)
