"""Links by shared identifiers, with the traps that catalogues set.

- A scheme says what it identifies: an ISBN on a film, or a person's authority number on a book, is a remark
  about something else and links nothing.
- A value that one source gives to many records, or that very many records bear, is a placeholder.
- One value on two things of one source with clearly different names (a set's ISBN on its volumes, an id
  that was used again): they are not linked, and others join only those whose name they share.
- ISBN and the like are also given out twice by mistake: between sources, clearly different names are not
  linked. For identifiers of works and parties (Wikidata, ISNI, …) another name is no objection, since
  that is what they are for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kenri.catalogue.disagreements import EDITION_SCHEMES
from kenri.identity.links import Bearer, Conflict, Link
from kenri.identity.titles import Verdict, compare
from kenri.vocab.vocabularies import schemes

KIND = "identifier"
NO_EVIDENCE = frozenset({"url"})
"""Schemes that never link: a page may be about many things."""
PLACEHOLDER_IN_SOURCE = 5
"""An identifier on more records of one source than this identifies none of them."""
PLACEHOLDER_IN_ALL = 60
"""An identifier on more records than this, over all sources, is not looked at."""
FAMILIES = (
    frozenset({"text", "comic", "script"}),
    frozenset({"film", "programme", "video", "animation"}),
    frozenset({"artwork", "photograph", "image"}),
)
"""Schemas between which sources differ about one and the same thing."""


class SharedIdentifiers:
    """The ``LinkSource`` of shared identifiers."""

    kind = KIND

    def judge(self, scheme: str, value: str, bearers: Iterable[Bearer]) -> list[Link | Conflict]:
        """Which of the bearers of one identifier are one thing, and which of them cannot be."""
        able = [bearer for bearer in bearers if identifies(scheme, bearer.schema)]
        able.sort(key=lambda bearer: (bearer.source, bearer.local_id))
        if len(able) < 2 or is_placeholder(able):
            return []
        conflicts, apart = _conflicts(scheme, value, able)
        twice = any(conflict.code == "two_things" for conflict in conflicts)
        return [*_links(scheme, value, able, apart, sure=twice), *conflicts]


def evidence_schemes() -> tuple[str, ...]:
    """The schemes whose identifiers can link."""
    return tuple(sorted(set(schemes()) - NO_EVIDENCE))


def identifies(scheme: str, schema: str) -> bool:
    """Whether a scheme identifies things of that schema, or of one that is told apart differently."""
    if scheme in NO_EVIDENCE or scheme not in schemes():
        return False
    meant = schemes()[scheme].schemas
    return not meant or any(same_kind(schema, other) for other in meant)


def same_kind(one: str, other: str) -> bool:
    """Whether records of the two schemas can be about one thing; a party and a work never."""
    return one == other or any(one in family and other in family for family in FAMILIES)


def is_placeholder(bearers: Sequence[Bearer]) -> bool:
    """Whether the value is borne by so many that it identifies none."""
    if len(bearers) > PLACEHOLDER_IN_ALL:
        return True
    return max(Counter(bearer.source for bearer in bearers).values()) > PLACEHOLDER_IN_SOURCE


def _conflicts(
    scheme: str, value: str, able: Sequence[Bearer]
) -> tuple[list[Conflict], set[tuple[int, int]]]:
    conflicts = []
    apart = set()
    for number, right in enumerate(able):
        for left in able[:number]:
            code = _objection(scheme, left, right)
            if code:
                conflicts.append(Conflict(left.key, right.key, scheme, value, code))
                apart.add((left.key, right.key))
    return conflicts, apart


def _objection(scheme: str, left: Bearer, right: Bearer) -> str:
    """Why two bearers of one identifier cannot be one thing; empty where they can."""
    if not same_kind(left.schema, right.schema):
        return "other_kind"
    same_source = left.source == right.source
    if not same_source and scheme not in EDITION_SCHEMES:
        return ""
    if compare(left.titles, right.titles, strict=same_source) != Verdict.DIFFER:
        return ""
    return "two_things" if same_source else "other_title"


def _links(
    scheme: str, value: str, able: Sequence[Bearer], apart: set[tuple[int, int]], *, sure: bool
) -> list[Link]:
    """As few links as join everything that belongs together.

    ``sure`` asks for agreeing names, since the identifier is known to stand on two things. Nothing joins a
    group in which it has an objection to any member: a third record must not bring the two together.
    """
    groups: list[list[Bearer]] = []
    links = []
    for right in able:
        for group in groups:
            if any((left.key, right.key) in apart for left in group):
                continue
            left = group[0]
            if sure and compare(left.titles, right.titles, strict=False) != Verdict.AGREE:
                continue
            group.append(right)
            links.append(Link(left.key, right.key, KIND, scheme, value))
            break
        else:
            groups.append([right])
    return links
