"""The data of this room as types: questions, limitations, licences, bodies, adjudications, weights."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Literal, TypeVar

import msgspec

from kenri.procedures.fees import fee
from kenri.procedures.routes import Estimate
from kenri.vocab import data_files
from kenri.vocab.text import Text
from kenri.vocab.uses import ADAPTING, use_words

T = TypeVar("T")
When = Mapping[str, str | tuple[str, ...]]
"""Conditions: for each fact the values that pass."""


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question of ``questions.yaml``; ``choices`` are values, or a word for what is taken instead."""

    ask: Text
    of: Literal["use", "work", "layer", "holder"]
    choices: tuple[str, ...] | Literal["date", "number", "fact", "bodies"] = ("yes", "no")
    vocabulary: str = ""
    evidence: Text | None = None
    likelihood: float = 0.5
    source: str = ""


class Limitation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A limitation of arts. 30-47-5: what it lets go free, for whom, on which conditions.

    - ``acts``: what it reaches (none: every act); ``adapts`` what art. 47-6 adds; ``not_with`` acts that take
      the use out of it; ``partly``: it may free some acts of a use, other routes the rest.
    - ``layers``, ``not_layers``: in which it works; ``neighbouring`` whether art. 102 extends it.
    - ``when``: its conditions. ``proviso``: the question of an unreasonable prejudice, asked for
      ``proviso_acts`` (none: always). ``pay``: compensation, for ``pay_acts``, unless ``pay_unless``.
    - ``credit``: the source is named always, or where it is the custom (art. 48).
    """

    label: Text
    article: str
    source: str
    verified: bool
    acts: tuple[str, ...] = ()
    adapts: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    partly: bool = False
    layers: tuple[str, ...] = ()
    not_layers: tuple[str, ...] = ()
    neighbouring: bool = False
    when: dict[str, str | tuple[str, ...]] = {}
    proviso: str = ""
    proviso_acts: tuple[str, ...] = ()
    pay: Pay | None = None
    pay_acts: tuple[str, ...] = ()
    pay_unless: dict[str, str | tuple[str, ...]] = {}
    credit: Literal["", "always", "custom"] = ""
    likelihood: float = 1.0
    watch: tuple[Text, ...] = ()

    def reaches(self, act: str) -> bool:
        """Whether it lets an act go free. Without a list it is every act, by whatever means."""
        if act in ADAPTING:
            return act in self.adapts or not (self.acts or self.adapts)
        return not self.acts or act in self.acts


class Pay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Compensation due. ``fee`` is where its figure stands (``fees.fee``); ``at_least``: it may be more."""

    basis: Text
    source: str
    verified: bool
    fee: str = ""
    at_least: bool = False

    def estimate(self, on: date) -> Estimate:
        """As the cost of a route on a day."""
        if not self.fee:
            return Estimate(self.basis, source=self.source, verified=self.verified)
        told = fee(self.fee, on)
        high = None if self.at_least else told.high
        return Estimate(self.basis, told.low, high, told.per, told.source or self.source, told.verified)


class Register(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where to look up whether a body manages a right."""

    label: Text
    url: str = ""


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body that manages rights: for each layer the acts; for which schemas, users, purposes."""

    label: Text
    manages: dict[str, tuple[str, ...]]
    entrusted: Literal["yes", "no", "mixed"]
    cost: Estimate
    time: Estimate
    source: str
    verified: bool
    excludes: Text | None = None
    register: Register | None = None
    schemas: tuple[str, ...] = ()
    not_schemas: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    ask_holder_for: tuple[str, ...] = ()


class Limited(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a statement permits beyond its flags: these acts, on these conditions."""

    acts: tuple[str, ...] = ()
    when: dict[str, str | tuple[str, ...]] = {}


class Licences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``licences.yaml``. ``mind``: what a statement leaves to be looked at, free as it may say a work is."""

    waivers: tuple[str, ...]
    remarks: tuple[str, ...]
    contracts: tuple[str, ...]
    countries: dict[str, str]
    limited: dict[str, Limited]
    mind: dict[str, Text] = {}


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A requirement of an adjudication: a fact and the values that pass.

    ``of`` restricts it to the rights of authors; ``unless`` names the fact that makes it needless.
    """

    fact: str
    is_: tuple[str, ...] = msgspec.field(name="is")
    text: Text
    source: str
    verified: bool
    article: str = ""
    of: str = ""
    unless: str = ""


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a cost; ``fee`` is where its figure stands (``fees.fee``), empty where none is known."""

    text: Text
    source: str
    verified: bool
    fee: str = ""

    def item(self, on: date) -> Item:
        """With its figure on a day, in yen."""
        if not self.fee:
            return Item(self.text, self.source, self.verified)
        told = fee(self.fee, on)
        note = told.note
        text = Text(f"{self.text.ja}（{note.ja}）", f"{self.text.en} ({note.en})") if note else self.text
        return Item(text, told.source or self.source, told.verified, "", told.low, told.high)


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a cost (yen) or of a time (days)."""

    text: Text
    source: str
    verified: bool
    key: str = ""
    low: int | None = None
    high: int | None = None


class Adjudication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An adjudication: requirements, steps, what it costs and takes, and the stages of an application."""

    article: str
    since: date
    eligible: tuple[Requirement, ...]
    steps: tuple[Requirement, ...]
    pending_use: Literal["yes", "no"]
    costs: tuple[Cost, ...]
    days: tuple[Item, ...]
    notes: tuple[Text, ...]
    stages: dict[str, Text]
    source: str
    verified: bool
    waiting_days: int = 0
    contacts: int = 0
    longest_years: int = 0


class Points(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The weights of the ranking."""

    certainty: float
    days_a_point: float
    yen_a_point: float
    unknown_cost_yen: float
    unknown_days: float
    unfit: float


class Taking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a plain route costs and takes."""

    time: Estimate
    cost: Estimate


class Ranking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``ranking.yaml``: labels, outcomes and weights; ``accepting``: terms that need but be accepted."""

    kinds: dict[str, Text]
    states: dict[str, Text]
    outcomes: dict[str, Text]
    leads_to: dict[str, dict[str, str]]
    certainty: dict[str, dict[str, float]]
    points: Points
    request: Taking
    terms: Taking
    accepting: Taking
    free: Taking


class Neighbouring(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The acts that a neighbouring right reserves, and where the Act says so."""

    acts: frozenset[str]
    article: str


class Remunerated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Acts that need no permission but a fee, in these layers."""

    layers: tuple[str, ...]
    acts: tuple[str, ...]


class Recent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From which year on, and for how long, what came out is still protected if its author lived then."""

    since: int
    years: int


class Layers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``layers.yaml``: which acts the right in a layer reserves, and who holds it by law."""

    authors: tuple[str, ...]
    more: dict[str, tuple[str, ...]]
    without: dict[str, tuple[str, ...]]
    neighbouring: dict[str, Neighbouring]
    remunerated: Remunerated
    producers: dict[str, tuple[str, ...]]
    in_film: tuple[str, ...]
    named_where_present: dict[str, tuple[str, ...]]
    recent: Recent

    def reserved(self, layer: str) -> frozenset[str]:
        """The acts that need the consent of who holds the layer."""
        if layer in self.neighbouring:
            return self.neighbouring[layer].acts
        return frozenset((*self.authors, *self.more.get(layer, ()))) - set(self.without.get(layer, ()))


def _load(name: str, type_: type[T]) -> T:
    return data_files.load_of("kenri.procedures", f"data/{name}", type_)


@functools.cache
def questions() -> Mapping[str, Asked]:
    """All questions, by the name of the fact that they ask for."""
    return _load("questions.yaml", dict[str, Asked])


@functools.cache
def limitations() -> Mapping[str, Limitation]:
    """The limitations of all files, by key. Raises ValueError where two files use one key."""
    found: dict[str, Limitation] = {}
    for file in sorted(_files("limitations")):
        for key, limitation in _load(f"limitations/{file}", dict[str, Limitation]).items():
            if found.setdefault(key, limitation) is not limitation:
                raise ValueError(f"{file}: the limitation {key!r} is told twice")
    return found


def _files(folder: str) -> list[str]:
    return [f.name for f in resources.files("kenri.procedures").joinpath("data", folder).iterdir()]


@functools.cache
def bodies() -> Mapping[str, Body]:
    """The bodies of collective management, by key."""
    return _load("bodies.yaml", dict[str, Body])


@functools.cache
def licences() -> Licences:
    """How declared statements permit."""
    return _load("licences.yaml", Licences)


@functools.cache
def adjudications() -> Mapping[str, Adjudication]:
    """The adjudications, by the kind of their route."""
    return _load("adjudication.yaml", dict[str, Adjudication])


@functools.cache
def ranking() -> Ranking:
    """Labels, outcomes and weights."""
    return _load("ranking.yaml", Ranking)


@functools.cache
def layers() -> Layers:
    """Which acts each layer reserves."""
    return _load("layers.yaml", Layers)


@functools.cache
def sources() -> Mapping[str, Text]:
    """Where rules and figures are known from, by key."""
    return _load("sources.yaml", dict[str, Text])


@functools.cache
def answer_words() -> Mapping[str, Text]:
    """The words of answers, those of uses included."""
    words = use_words()
    named = {
        key: entry.label
        for group in (words.purposes, words.users, words.audiences, words.extents)
        for key, entry in group.items()
    }
    return {
        **named,
        **{key: body.label for key, body in bodies().items()},
        **_load("answers.yaml", dict[str, Text]),
    }
