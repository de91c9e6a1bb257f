"""Credits and relations: who took part, who claims a right, which other works and authority files are meant."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from kenri.harvest.authorities import authority
from kenri.harvest.source import Item
from kenri.sources.musicbrainz.values import date, mbid, named
from kenri.vocab.data_files import load_of
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import Contribution, PartyKind, Relation, RelationKind
from kenri.vocab.rights import Claim
from kenri.vocab.vocabularies import role_named


class _Codes(msgspec.Struct, frozen=True):
    """``codes/musicbrainz.yaml``."""

    roles: dict[str, tuple[str, ...]]
    claims: dict[str, str]
    relations: dict[str, dict[str, tuple[RelationKind, RelationKind]]]


_CODES = load_of("kenri.sources", "codes/musicbrainz.yaml", _Codes)
_ROLES = {kind: role for role, kinds in _CODES.roles.items() for kind in kinds}
_PARTIES = frozenset({"artist", "label"})
_BODIES = frozenset({"Group", "Orchestra", "Choir"})
_IMDB = re.compile(r"https?://(?:www\.)?imdb\.com/(?:name|title|company)/([a-z]{2}\d+)")

PERSONS = frozenset({"Person", "Character"})
"""Types of artist that are single persons."""


class Related(msgspec.Struct, frozen=True):
    """What the relations of a work say."""

    contributions: tuple[Contribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


def related(item: Item) -> Related:
    """Take the relations of a work apart: parts that artists played, claims, other works, links."""
    contributions: dict[Contribution, None] = {}
    claims: dict[Claim, None] = {}
    relations: dict[Relation, None] = {}
    identifiers: dict[Identifier, None] = {}
    for relation in item.pop("relations", None) or []:
        target, other = _target(relation)
        kind = relation.get("type") or ""
        if target == "url":
            if found := _behind(other):
                identifiers[found] = None
        elif target in _PARTIES and kind in _CODES.claims:
            claims[_claim(relation, other, kind)] = None
        elif target in _PARTIES:
            contributions[_part(relation, other, kind)] = None
        elif (directions := _CODES.relations.get(target, {}).get(kind)) and other.get("id"):
            what = directions[relation.get("direction") == "backward"]
            relations[Relation(what, local_id=other["id"], text=other.get("title") or "")] = None
    return Related(tuple(contributions), tuple(claims), tuple(relations), tuple(identifiers))


def linked(item: Item) -> tuple[Identifier, ...]:
    """The identifiers behind the links of a party; its works say themselves which part it took in them."""
    targets = (_target(relation) for relation in item.pop("relations", None) or [])
    found = (_behind(other) for target, other in targets if target == "url")
    return tuple(dict.fromkeys(identifier for identifier in found if identifier))


def _target(relation: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The type of the other side, and what is told of it; some answers write underscores for hyphens."""
    target = (relation.get("target-type") or "").replace("_", "-")
    return target, relation.get(target) or relation.get(target.replace("-", "_")) or {}


def _behind(link: dict[str, Any]) -> Identifier | None:
    address = link.get("resource") or ""
    page = _IMDB.match(address)
    return try_identifier("imdb", page[1]) if page else authority(address)


def credited(item: Item) -> tuple[Contribution, ...]:
    """The performers as the cover names them."""
    told = (one for one in item.pop("artist-credit", None) or [] if isinstance(one, dict))
    return tuple(contribution(one.get("artist") or {}, one.get("name") or "", "performer") for one in told)


def contribution(bearer: dict[str, Any], credited_as: str, role: str, role_text: str = "") -> Contribution:
    """A part in a work, under the name that is printed; the bearer's own name follows where it differs."""
    name, kind = bearer.get("name") or credited_as, bearer.get("type") or ""
    sort = bearer.get("sort-name") or ""
    person = kind in PERSONS
    if credited_as in ("", name):
        written: tuple[Name, ...] = (named(name, sort, person=person),)
    else:
        written = (Name(credited_as), named(name, sort, NameKind.ALTERNATIVE, person=person))
    return Contribution(
        names=written,
        role=role,
        role_text=role_text,
        kind=PartyKind.PERSON if person else PartyKind.ORGANISATION if kind in _BODIES else PartyKind.UNKNOWN,
        party=bearer.get("id") or "",
        identifiers=mbid(bearer.get("id")),
    )


def _part(relation: dict[str, Any], bearer: dict[str, Any], kind: str) -> Contribution:
    words = [str(attribute) for attribute in relation.get("attributes") or []]
    role = _ROLES.get(kind) or role_named(kind) or "contributor"
    told = f"{kind}: {', '.join(words)}" if words else kind
    return contribution(bearer, relation.get("target-credit") or "", role, "" if told == role else told)


def _claim(relation: dict[str, Any], bearer: dict[str, Any], kind: str) -> Claim:
    return Claim(
        holder=relation.get("target-credit") or bearer.get("name") or "",
        right=_CODES.claims[kind],
        begins=date(relation.get("begin")),
        ends=date(relation.get("end")),
        basis=kind,
        identifiers=mbid(bearer.get("id")),
    )
