"""Titles and names in MODS, each with its writings in other scripts.

Writings of one thing share an ``altRepGroup``, or are marked by ``script`` and ``transliteration`` alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import msgspec

from kenri.harvest.authorities import authority
from kenri.harvest.headings import heading
from kenri.harvest.isbd import unpunctuated
from kenri.harvest.nodes import Node, attribute, children, give_back, inner_text, texts
from kenri.harvest.parties import life
from kenri.harvest.scripts import in_scripts, is_latin
from kenri.harvest.source import Item
from kenri.harvest.strict import identified_at
from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name, NameKind, person_name
from kenri.vocab.records import Contribution, PartyKind
from kenri.vocab.vocabularies import language_named, role_named

TITLES = {
    "translated": NameKind.TRANSLATED,
    "uniform": NameKind.ORIGINAL,
}
NAME_SCHEMES = ("orcid", "isni", "viaf", "wikidata", "gnd", "ulan", "lcnaf", "ndl_authority")
NO_LANGUAGE = ("und", "zxx", "mul", "mis")
"""Codes that name no language."""


def titles(item: Node, path: str) -> list[Name]:
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


@functools.lru_cache(maxsize=1024)
def _tag(code: str) -> str:
    """A language code as the beginning of a BCP 47 tag."""
    return "" if code in NO_LANGUAGE else language_named(code) or ""


# Parties --------------------------------------------------------------------------------------------------


def parties(item: Item) -> list[Contribution]:
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
    "text", "@type", "@usage", "@authority", "@authorityURI", "@valueURI", "@script", "@transliteration",
    "@lang", "@displayLabel", "@ID", "@nameTitleGroup", "@xlink:href", "@xlink:simpleLink",
    "mods:affiliation", "mods:description", "mods:etal",
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
        path = f"mods:nameIdentifier/{sort}"
        made = identified_at(node, path, sort, value) if sort in NAME_SCHEMES else authority(value)
        if made:
            yield made
