"""A work taken apart into the layers in which rights of their own exist, with the facts of each as ranges."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import msgspec

from kenri.status import rules
from kenri.status.countries import countries, may_be_japanese
from kenri.status.days import FAR, LONG_AGO, Span, span_of
from kenri.status.facts import Creator, Work
from kenri.vocab.vocabularies import layers as layer_words
from kenri.vocab.vocabularies import role_named, roles, schemas

NEIGHBOURING = frozenset({"phonogram", "performance", "broadcast", "wire_broadcast"})
"""Kinds of layers in which performers, producers and broadcasters have rights."""


class Kinds(msgspec.Struct, frozen=True):
    """``schemas.yaml``: which layer a kind of work mainly is, and by which rules a layer goes."""

    principal: dict[str, str]
    kinds: dict[str, str]
    no_author: tuple[str, ...]
    main_part: tuple[str, ...]
    in_film: tuple[str, ...]
    organisations: tuple[str, ...]
    film_authors: tuple[str, ...]


@functools.cache
def kinds() -> Kinds:
    """The table of ``schemas.yaml``."""
    return rules.load("kenri.status", "schemas.yaml", Kinds)


class Layer(msgspec.Struct, frozen=True, gc=False, eq=False):
    """One layer of a work: who made it and when, as ranges of days.

    ``creators`` are pairs of the place in the work's list and the creator. ``died`` is the range in which the
    last author died: from the latest of the earliest to the latest possible days; ``FAR`` while it is
    unknown whether one has died. ``authorships`` are the kinds of authorship that the facts leave possible.
    """

    key: str
    kind: str
    creators: tuple[tuple[int, Creator], ...]
    persons: tuple[tuple[int, Creator], ...]
    work: Work
    created: Span | None
    published: Span | None
    authorships: tuple[str, ...]
    died: Span
    nationalities: tuple[tuple[str, ...] | None, ...]
    origin: tuple[str, ...]

    @property
    def performed(self) -> Span | None:
        """When it was performed."""
        return span_of(self.work.performed)

    @property
    def recorded(self) -> Span | None:
        """When it was recorded."""
        return span_of(self.work.recorded)

    @property
    def broadcast(self) -> Span | None:
        """When it was broadcast."""
        return span_of(self.work.broadcast)

    def domestic(self) -> bool:
        """Whether nothing hints at a foreign author, so that a Japanese one may be presumed.

        A name that no Japanese would have is such a hint (``may_be_japanese``).
        """
        if self.origin:
            return self.origin == ("JP",)
        return all(not c.name or may_be_japanese(c.name) for _, c in self.creators)


def layer_with(key: str, creators: tuple[tuple[int, Creator], ...], work: Work, *, main: bool) -> Layer:
    """The layer that these creators made; ``main``: the work's own dates are those of this layer."""
    kind = kinds().kinds.get(key, "ordinary")
    created = span_of(work.created)
    # Of a text that is told to be a translation, the date is that of the translation.
    told = main or kind == "phonogram" or (key == "translation" and work.translation)
    persons = tuple([c for c in creators if not _organisation(c[1])])
    authors = _authors(persons, key)
    return Layer(
        key,
        kind,
        creators,
        authors,
        work,
        created,
        span_of(work.published) if told else None,
        _authorships(work, len(persons), len(creators) - len(persons), main=main),
        last_death(authors, created if main else None),
        tuple([countries(c.nationality) if c.nationality else None for _, c in creators]),
        countries(work.publication_country) if work.publication_country else (),
    )


def _organisation(creator: Creator) -> bool:
    """Whether a creator is no person: told so, or by a part that only companies have."""
    if creator.kind:
        return creator.kind == "organisation"
    return bool(creator.role) and role_named(creator.role) in kinds().organisations


def _authors(persons: tuple[tuple[int, Creator], ...], key: str) -> tuple[tuple[int, Creator], ...]:
    """In a film the directors where they are known; else all persons of the layer."""
    if key != "film" or len(persons) < 2:
        return persons
    directors = [p for p in persons if not p[1].role or role_named(p[1].role) in kinds().film_authors]
    return tuple(directors) or persons


def _authorships(work: Work, persons: int, organisations: int, *, main: bool) -> tuple[str, ...]:
    """The kinds of authorship that the facts leave open, of so many persons and organisations."""
    if work.authorship and (main or work.authorship == "named"):
        if work.authorship == "pseudonymous":
            if work.name_registered or work.well_known_pseudonym:
                return ("named",)
            return ("anonymous",) if work.well_known_pseudonym is False else ("named", "anonymous")
        if work.authorship == "anonymous" and work.name_registered:
            return ("named",)
        return (work.authorship,)
    if persons:
        return ("named", "corporate") if organisations else ("named",)
    return ("corporate",) if organisations else ("named", "anonymous", "corporate")


def last_death(persons: Sequence[tuple[int, Creator]], created: Span | None) -> Span:
    """The range in which the last of the joint authors died (art. 51(2)); up to ``FAR`` while open."""
    first, last = LONG_AGO, LONG_AGO
    for _, person in persons:
        span = span_of(person.died)
        if span is None:
            born = span_of(person.born)
            alive = [born[0]] if born else []
            if created and len(persons) == 1:
                alive.append(created[0])
            span = max(alive, default=LONG_AGO), FAR
        first, last = max(first, span[0]), max(last, span[1])
    return (first, last) if persons else (LONG_AGO, FAR)


def layers_of(work: Work) -> list[Layer]:
    """The layers of a work: its main one, those that parts of its creators show, and those asked for."""
    table = kinds()
    main = work.layer or table.principal.get(
        work.schema, work.schema if work.schema in layer_words() else "text"
    )
    found: dict[str, list[tuple[int, Creator]]] = {main: []}
    for place, creator in enumerate(work.creators):
        layer = _layer_of(creator.role, main)
        if layer:
            found.setdefault(layer, []).append((place, creator))
    if work.translation:
        found.setdefault("translation", [])
    if main == "text" and not found[main] and found.get("translation") and not work.authorship:
        # Only the translation is told of: the answer is about it, and says that the original is not covered.
        del found[main]
    made = [layer_with(key, tuple(creators), work, main=key == main) for key, creators in found.items()]
    made += [_asked(part, work) for part in work.layers]
    if main == "film" and work.schema == "programme" and work.broadcast is not None:
        made.append(layer_with("broadcast", (), work, main=True))
    return made


@functools.lru_cache(maxsize=1024)
def untold(schema: str, told: frozenset[str]) -> tuple[str, ...]:
    """The layers that a kind of work may have beyond those told of; those of a film go free with it."""
    entry = schemas().get(schema)
    if entry is None:
        return ()
    exhausted = kinds().in_film if "film" in told else ()
    return tuple(key for key in entry.layers if key not in told and key not in exhausted)


def _asked(part: Work, work: Work) -> Layer:
    """A layer given with facts of its own; what it leaves out is that of the work, save the creators."""
    given = {name: value for name, value in msgspec.structs.asdict(part).items() if value != _EMPTY[name]}
    whole: dict[str, Any] = {**msgspec.structs.asdict(work), "creators": (), "layers": (), **given}
    merged = Work(**whole)
    return layer_with(part.layer, tuple(enumerate(merged.creators)), merged, main=True)


_EMPTY: dict[str, Any] = msgspec.structs.asdict(Work())


@functools.lru_cache(maxsize=4096)
def _layer_of(role: str, main: str) -> str:
    """The layer in which a part gives a right; empty for parts that give none."""
    table = kinds()
    word = role_named(role) if role else "creator"
    if word is None:
        return main
    if word in table.no_author:
        return ""
    given = roles()[word].layers
    neighbouring = table.kinds.get(main, "") in NEIGHBOURING
    if main in given or not given:
        return main
    if word in table.main_part and not neighbouring:
        return main
    if neighbouring and word == "artist":
        return "performance"
    if main == "film" and given[0] in table.in_film:
        return ""
    if main == "art" and "art" in given:
        return main
    return given[0]


def acquired(layer: Layer) -> tuple[Span, str]:
    """When the right came into being, and the fact that says so: by acquisition, creation, or publication.

    Practice counts from first publication where no earlier creation is known; nobody creates after death.
    """
    given = span_of(layer.work.rights_acquired)
    if given:
        return given, "rights_acquired"
    if layer.created:
        return layer.created, "created"
    if layer.published:
        first, last = layer.published
        return (min(first, layer.died[1]), min(last, layer.died[1])), "published"
    born = [span_of(c.born) for _, c in layer.persons]
    first = min((span[0] for span in born if span), default=LONG_AGO)
    return (first, min(layer.died[1], FAR)), "created"
