"""Names with their dates, roles and authority numbers from the access points of MARC (1XX, 7XX)."""

from __future__ import annotations

import re

from kenri.harvest.authorities import authority
from kenri.harvest.isbd import unpunctuated
from kenri.harvest.marc_fields import Field, names_of
from kenri.harvest.parties import inverted, life
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import Contribution, PartyKind
from kenri.vocab.vocabularies import role_named

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def marc_party(tag: str, field: Field, twins: list[Field], default: str) -> list[Contribution]:
    """One contribution for each role that a relator code or term names; ``default`` where none does."""
    person = tag in ("100", "700") or (tag == "720" and field["indicators"][:1] == "1")
    codes = ("a", "b") if tag in ("110", "710") else ("a", "b", "q") if person else ("a",)
    names = names_of(field, twins, NameKind.MAIN, *codes)
    if not names:
        return []
    if person and field["indicators"][:1] != "3":
        names = [_divided(name) for name in names]
    given: dict[str, list[str]] = {}
    for code, value in field["subfields"]:
        given.setdefault(code, []).append((value or "").strip())
    told = life(" ".join(given.get("d", ())).strip(" .,") if person else "")
    kind = PartyKind.PERSON if person and field["indicators"][:1] != "3" else PartyKind.UNKNOWN
    if tag in ("110", "710"):
        kind = PartyKind.ORGANISATION
    said = [
        unpunctuated(value) for value in given.get("e" if tag not in ("111", "711") else "j", ()) if value
    ]
    relators = [value for value in given.get("4", ()) if value]
    roles: dict[str, str] = {}
    for value in (*relators, *said):
        key = role_named(value)
        if key:
            roles.setdefault(key, "; ".join(said) or value)
    if not roles:
        roles[default] = "; ".join([*said, *relators])
    numbers = [authority(value) for code in ("0", "1") for value in given.get(code, ())]
    identifiers = tuple(dict.fromkeys(number for number in numbers if number))
    return [
        Contribution(
            tuple(names),
            role,
            "" if text == role else text,
            kind,
            born=told.born,
            died=told.died,
            identifiers=identifiers,
        )
        for role, text in roles.items()
    ]


def _divided(name: Name) -> Name:
    """A heading divided at its comma; in kanji the parts are shown together, as the name is written."""
    turned = inverted(name.text)
    text = name.text
    if turned.family and _HAN.search(turned.family) and _HAN.search(turned.given):
        text = turned.family + turned.given
    return Name(text, name.kind, name.language, name.reading, name.romaji, turned.family, turned.given)
