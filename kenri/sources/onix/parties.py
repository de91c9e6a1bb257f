"""Contributors with their names, roles and lives, and publishers."""

from __future__ import annotations

from collections.abc import Iterable

from kenri.sources.onix.codes import CODES, ROLES
from kenri.sources.onix.nodes import Node, attribute, children, collation_key, first_text, text_of
from kenri.sources.onix.titles import named
from kenri.sources.onix.values import date_of, identifiers
from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, PartyKind

_ET_AL, _PSEUDONYM, _PUBLISHER = "03", "01", "01"
"""Codes of lists 19 (unnamed persons), 18 (kinds of name) and 45 (publishing roles)."""


def contributors(detail: Node, product: Node) -> Iterable[Contribution]:
    """The contributors in their sequence, once for each role; who is "et al." or nameless is left out.

    Raises ``Problem('unknown_code')`` on a role that is not in list 17.
    """
    for node in sorted(children(detail, "Contributor"), key=_place):
        roles = [text for role in children(node, "ContributorRole") if (text := text_of(role))]
        names = _names(node)
        unnamed = first_text(node, "UnnamedPersons")
        if not names:
            if unnamed in (_ET_AL, ""):
                continue
            names = (Name(CODES.unnamed.get(unnamed, f"UnnamedPersons {unnamed}")),)
        corporate = bool(children(node, "CorporateName") or children(node, "CorporateNameInverted"))
        kind = PartyKind.ORGANISATION if corporate else PartyKind.UNKNOWN if unnamed else PartyKind.PERSON
        born, died = _life(node)
        numbers = identifiers(node, "NameIdentifier", CODES.name_identifiers, product)
        for role in roles or ["A01"]:
            if role not in ROLES:
                raise Problem("unknown_code", field="ContributorRole", value=role)
            yield Contribution(names, ROLES[role], role, kind, born=born, died=died, identifiers=numbers)


def _place(contributor: Node) -> int:
    number = first_text(contributor, "SequenceNumber")
    return int(number) if number.isdigit() else 10_000


def _names(contributor: Node) -> tuple[Name, ...]:
    """The name as printed with its key as reading, then pseudonyms and other names."""
    names = [_name(contributor, NameKind.MAIN)]
    for other in children(contributor, "AlternativeName"):
        pseudonym = first_text(other, "NameType") == _PSEUDONYM
        names.append(_name(other, NameKind.PEN_NAME if pseudonym else NameKind.ALTERNATIVE))
    return tuple(dict.fromkeys(name for name in names if name is not None))


def _name(node: Node, kind: NameKind) -> Name | None:
    family = first_text(node, "KeyNames")
    given = first_text(node, "NamesBeforeKey") or first_text(node, "NamesAfterKey")
    inverted = first_text(node, "PersonNameInverted")
    if not family and "," in inverted:
        family, _, given = (part.strip() for part in inverted.partition(","))
    given_of_family = given if family else ""
    for name in ("PersonName", "CorporateName"):
        for printed in children(node, name):
            if text := text_of(printed):
                key = attribute(printed, "collationkey") or collation_key(
                    node, "PersonNameInverted", "KeyNames"
                )
                read = named(text, key, kind)
                return Name(text, kind, "", read.reading, read.romaji, family, given_of_family)
    text = inverted or first_text(node, "CorporateNameInverted")
    text = text or " ".join(part for part in (given, family) if part)
    return Name(text, kind, family=family, given=given_of_family) if text else None


def _life(contributor: Node) -> tuple[ImpreciseDate | None, ImpreciseDate | None]:
    """Dates of birth (list 177, role 50) and of death (51)."""
    found: dict[str, ImpreciseDate | None] = {}
    for told in children(contributor, "ContributorDate"):
        found.setdefault(first_text(told, "ContributorDateRole"), date_of(told))
    return found.get("50"), found.get("51")


def publishers(publishing: Node) -> Iterable[Contribution]:
    """The publishers, each with its role where it is not the publisher proper, then the imprints."""
    for publisher in children(publishing, "Publisher"):
        if name := first_text(publisher, "PublisherName"):
            role = first_text(publisher, "PublishingRole")
            told = "" if role == _PUBLISHER else role
            yield Contribution((Name(name),), "publisher", told, PartyKind.ORGANISATION)
    for imprint in children(publishing, "Imprint"):
        if name := first_text(imprint, "ImprintName"):
            yield Contribution((Name(name),), "publisher", "imprint", PartyKind.ORGANISATION)
