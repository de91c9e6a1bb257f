"""What the router knows of a work: its layers with status and holders, and what is declared of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from kenri.catalogue.entity import Entity
from kenri.catalogue.keys import party_key
from kenri.procedures import rules
from kenri.status.answers import Answer, LayerAnswer, words
from kenri.status.assessing import assess
from kenri.status.facts import Creator
from kenri.status.facts import Work as WorkFacts
from kenri.status.jurisdictions import jurisdictions
from kenri.vocab.rights import Claim, Statement
from kenri.vocab.text import Text
from kenri.vocab.uses import WORLD, Use
from kenri.vocab.vocabularies import layers as layer_words
from kenri.vocab.vocabularies import rights as right_words
from kenri.vocab.vocabularies import role_named, roles, schemas

MOST_HOLDERS = 12
"""Holders of one layer that are planned for one by one; the others stand together."""
_HIRAGANA_OR_KANJI = re.compile(r"[\u3041-\u3096\u3400-\u9fff\uf900-\ufaff]")


class Intention(msgspec.Struct, frozen=True):
    """A holder's declared will (意思表示).

    ``purposes`` are keys of ``use_words.yaml`` (none: every purpose), ``acts`` keys of ``acts.yaml`` (none:
    every act). ``declared`` and ``until`` bound when it holds; ``by`` is who said so and ``source`` where.
    ``of`` names the holder whose share alone it is about, empty for all. ``fee`` is what the ``terms`` ask to
    be paid: ``free``, empty where they name no payment, else in words.
    """

    says: Literal["permit", "terms", "ask", "refuse"]
    purposes: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    declared: date | None = None
    until: date | None = None
    terms: str = ""
    by: str = ""
    source: str = ""
    of: str = ""
    fee: str = ""


class Holder(msgspec.Struct, frozen=True):
    """Who holds (a share of) the right in a layer; without a name nobody is known to hold it.

    ``contact`` is what is published: an address for applications to use, a general one, none, or not known.
    ``managed`` is the key of the body that manages the right, ``no`` if none does, empty if not known;
    ``entrusted`` whether that body sets the fee. ``dead``: the right is with heirs not named here.
    """

    name: str = ""
    share: str = ""
    contact: Literal["", "use", "enquiry", "none"] = ""
    reachable: bool | None = None
    managed: str = ""
    entrusted: bool | None = None
    intentions: tuple[Intention, ...] = ()
    dead: bool = False
    claimed: bool = False


class Claims(msgspec.Struct, frozen=True):
    """Who claims a layer here, on the days and in the countries of a use.

    ``holders``: those of whom it is known who they are, ``others`` the rest; ``whole``: ``holders`` claim all
    of the right. ``contested``: why the claims cannot all be true. ``asked_here``: names of those who
    registered the work, and to whom applications to use it are passed on.
    """

    holders: tuple[Holder, ...] = ()
    others: tuple[Holder, ...] = ()
    whole: bool = False
    contested: tuple[Text, ...] = ()
    asked_here: tuple[str, ...] = ()


class LayerState(msgspec.Struct, frozen=True):
    """The status of a layer under one country's law, with what it presumes and what would settle it.

    ``recent``: it came out so lately that whoever was alive then is still protected, whenever they died.
    ``answer`` gives the reasons; ``whole`` does where the facts of the work as a whole contradict each other.
    """

    status: Literal["public_domain", "protected", "not_protected", "undetermined"]
    until: date | None = None
    assumes: tuple[str, ...] = ()
    answer: LayerAnswer | None = None
    recent: bool = False
    whole: Answer | None = None


class LayerRights(msgspec.Struct, frozen=True):
    """One layer: its states by jurisdiction, who holds the right in it, and why that is contested."""

    layer: str
    states: dict[str, LayerState]
    holders: tuple[Holder, ...] = (Holder(),)
    contested: tuple[Text, ...] = ()


class Declared(msgspec.Struct, frozen=True):
    """A declared statement (key of ``statements.yaml``) and who declares it."""

    code: str
    by: tuple[str, ...] = ()


class WorkRights(msgspec.Struct, frozen=True):
    """All that ``plan`` needs of a work. ``facts`` answers questions of ``questions.yaml`` by name.

    ``untold`` are layers that such a work may have and of which nothing is known; ``unnamed`` those that it
    is taken not to have, since no record names a maker of them.
    """

    id: str = ""
    title: str = ""
    schema: str = ""
    layers: tuple[LayerRights, ...] = ()
    statements: tuple[Declared, ...] = ()
    facts: dict[str, str] = {}
    untold: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


def rights_of(
    entity: Entity | None,
    answer: Answer,
    elsewhere: Sequence[Answer] = (),
    *,
    holders: Mapping[str, Sequence[Holder]] | None = None,
    managed: Mapping[str, str] | None = None,
    intentions: Mapping[str, Sequence[Intention]] | None = None,
    claims: Mapping[str, Claims] | None = None,
) -> WorkRights:
    """The rights in a work: status by layer, claims of the entity's records, else its creators as holders.

    ``elsewhere`` are the answers for other jurisdictions. By layer may be given: ``holders``, which then
    replace those of the records; ``managed``, the managing body (or ``no``); ``intentions`` (under ``""``
    for all layers); ``claims``, who says here that they hold it. Who made a layer is taken to hold it
    (art. 17), in a film the producer (art. 29).
    """
    recorded = [f.value for f in entity.of("claim") if isinstance(f.value, Claim)] if entity else []
    given, bodies, wills = holders or {}, managed or {}, intentions or {}
    layers = []
    answers = [_with_parts_of_film(a) for a in (answer, *elsewhere)]
    answer, *elsewhere = answers
    for place, told in enumerate(answer.layers):
        key = told.layer.key
        found = tuple(given.get(key, ())) or _holders(told, answer.work, recorded, principal=place == 0)
        said = (claims or {}).get(key, Claims())
        found = tuple(_reached(holder, said) for holder in _with_claimants(found, said))
        will = (*wills.get("", ()), *wills.get(key, ()))
        if will or key in bodies:
            found = tuple(
                msgspec.structs.replace(
                    h, managed=bodies.get(key, h.managed), intentions=(*h.intentions, *_meant(will, h))
                )
                for h in found
            )
        states = {answer.jurisdiction: _state(told, answer)}
        states |= {a.jurisdiction: _state(a.layers[place], a) for a in elsewhere if place < len(a.layers)}
        layers.append(LayerRights(key, states, found, said.contested))
    work = answer.work
    untold, unnamed = _untold(work, {told.layer.key for told in answer.layers})
    return WorkRights(
        id=entity.id if entity else work.id,
        title=work.title,
        schema=work.schema,
        layers=tuple(layers),
        statements=_declared(entity, work),
        facts=_facts(work, any(said.asked_here for said in (claims or {}).values())),
        untold=untold,
        unnamed=unnamed,
    )


def _reached(holder: Holder, said: Claims) -> Holder:
    """The holder, with the contact for applications that a registration is."""
    if party_key(holder.name) not in {party_key(name) for name in said.asked_here} or not holder.name:
        return holder
    return msgspec.structs.replace(holder, contact="use", reachable=True)


def _meant(will: Sequence[Intention], holder: Holder) -> Iterator[Intention]:
    """What is willed for a holder's share; where nobody is named, what anybody asks for or refuses."""
    for one in will:
        unnamed = not holder.name and one.says in ("ask", "refuse")
        if not one.of or unnamed or party_key(one.of) == party_key(holder.name):
            yield one


def _with_parts_of_film(answer: Answer) -> Answer:
    """The answer with the script, the original and the performances of a film that is not free itself.

    They go free with the film (art. 54(2)); until then their holders have rights in its use (arts. 28, 91).
    """
    film = next((told for told in answer.layers if told.layer.key == "film"), None)
    if film is None or film.status in ("public_domain", "not_protected"):
        return answer
    known = {told.layer.key for told in answer.layers}
    parts: dict[str, list[Creator]] = {}
    for creator in answer.work.creators:
        layer = _part_of_film(creator.role)
        if layer and layer not in known:
            parts.setdefault(layer, []).append(creator)
    if not parts:
        return answer
    more = tuple(WorkFacts(layer=layer, creators=tuple(makers)) for layer, makers in parts.items())
    whole = msgspec.structs.replace(answer.work, layers=(*answer.work.layers, *more))
    return assess(whole, answer.on, answer.jurisdiction)


@functools.lru_cache(maxsize=1024)
def _part_of_film(role: str) -> str:
    """The layer of a film's script, original or performance that a role gives, else empty."""
    word = role_named(role) if role else None
    given = roles()[word].layers if word else ()
    return given[0] if given and given[0] in rules.layers().in_film else ""


def _untold(work: WorkFacts, told: Container[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The layers that such a work may have and of which nothing is told: to be asked for, and unnamed."""
    entry = schemas().get(work.schema)
    others = [key for key in entry.layers if key not in told] if entry else []
    named = rules.layers().named_where_present.get(work.schema, ()) if work.creators else ()
    foreign = not any(_HIRAGANA_OR_KANJI.search(creator.name) for creator in work.creators)
    unnamed = [key for key in others if key in named and not (foreign and key == "translation")]
    return tuple(key for key in others if key not in unnamed), tuple(unnamed)


def rights_for(
    work: WorkFacts,
    use: Use,
    on: date,
    entity: Entity | None = None,
    *,
    holders: Mapping[str, Sequence[Holder]] | None = None,
    managed: Mapping[str, str] | None = None,
    intentions: Mapping[str, Sequence[Intention]] | None = None,
    claims: Mapping[str, Claims] | None = None,
) -> WorkRights:
    """The rights in a work with its status in every territory of a use whose law Kenri knows.

    Where it knows none of them, it is the status in Japan. What is given by layer is that of ``rights_of``.
    Raises ``Problem('day_before_the_law')`` for a day before the first law of Japan.
    """
    first, *elsewhere = statuses(work, use, on) or [assess(work, on)]
    return rights_of(
        entity,
        first,
        elsewhere,
        holders=holders,
        managed=managed,
        intentions=intentions,
        claims=claims,
    )


def statuses(work: WorkFacts, use: Use, on: date) -> list[Answer]:
    """The status in every territory of a use whose law of that day Kenri knows, in the order of the use."""
    known = jurisdictions()
    codes = [code for code in _countries(use) if code in known and on >= known[code].since]
    return [assess(work, on, code) for code in codes]


def _countries(use: Use) -> tuple[str, ...]:
    """The territories of a use; for the whole world one code of each law, Japan's first."""
    if WORLD not in use.territory:
        return use.territory
    laws = {law.codes[0] for law in jurisdictions().values()}
    return ("JP", *sorted(laws - {"JP"}))


def _state(told: LayerAnswer, answer: Answer) -> LayerState:
    """Contradictory facts leave every layer open."""
    if answer.contradictions or answer.problem:
        return LayerState("undetermined", whole=answer)
    if told.status == "undetermined":
        return LayerState("undetermined", answer=told, recent=_recent(told, answer.on))
    return LayerState(told.status, told.until, told.verdict.assumes, told)  # type: ignore[arg-type]


def _recent(told: LayerAnswer, on: date) -> bool:
    work, table = told.layer.work, rules.layers().recent
    out = next((d for d in (work.published, work.recorded, work.performed) if d is not None), None)
    year = out.earliest[:4] if out else ""
    return year.isdecimal() and int(year) >= max(table.since, on.year - table.years)


def assumption(name: str) -> Text:
    """What a presumption of the status says."""
    return words()["assumes"][name]


def _facts(work: WorkFacts, registered: bool) -> dict[str, str]:
    """What the work itself answers; ``registered``: by its makers, in the registry that is asked here."""
    published = "yes" if work.published else "no" if work.unpublished else ""
    known = {"published": published, "creators_registry": "yes" if registered else ""}
    return {"schema": work.schema, **{name: value for name, value in known.items() if value}}


def _declared(entity: Entity | None, work: WorkFacts) -> tuple[Declared, ...]:
    by: dict[str, list[str]] = {code: [] for code in work.statements}
    for fact in entity.of("statement") if entity else ():
        if isinstance(fact.value, Statement) and fact.value.code:
            by.setdefault(fact.value.code, []).extend(said.source for said in fact.said)
    return tuple(Declared(code, tuple(sorted(set(who)))) for code, who in by.items())


def _holders(
    told: LayerAnswer, work: WorkFacts, claims: Sequence[Claim], *, principal: bool
) -> tuple[Holder, ...]:
    """Those who claim the layer, or the work, if it is mainly that layer; else its producers, its makers."""
    key = told.layer.key
    found = [Holder(c.holder, c.share, claimed=True) for c in claims if _concerns(c, key)]
    if not found and principal:
        found = [Holder(c.name, claimed=True) for c in _in_part(work, ("holder",))]
    if not found:
        makers = _in_part(work, rules.layers().producers.get(key, ()))
        found = [_maker(c) for c in makers or [c for _, c in told.layer.creators if c.name]]
    found = list({h.name: h for h in found}.values())
    if len(found) > MOST_HOLDERS:
        rest = len(found) - MOST_HOLDERS
        found = [*found[:MOST_HOLDERS], Holder(f"+{rest}")]
    return tuple(found) or (Holder(),)


def _with_claimants(found: tuple[Holder, ...], said: Claims) -> tuple[Holder, ...]:
    """The holders with those who claim the layer here.

    Who is known and claims all of it stands in the place of makers who are only presumed to hold it; others
    are asked only where nobody else is named, since anybody can say so.
    """
    if not said.holders:
        return found if any(one.name for one in found) else said.others or found
    names = {party_key(holder.name) for holder in said.holders}
    kept = [one for one in found if one.name and (one.claimed or not said.whole)]
    return (*said.holders, *(one for one in kept if party_key(one.name) not in names))


def _in_part(work: WorkFacts, parts: Sequence[str]) -> list[Creator]:
    """The named parties that had one of these parts in the work."""
    return [c for c in work.creators if c.name and c.role and role_named(c.role) in parts]


def _maker(creator: Creator) -> Holder:
    return Holder(creator.name, dead=creator.died is not None)


def _concerns(claim: Claim, layer: str) -> bool:
    """Whether a claim is to this layer: named, of its right, or to copyright as a whole."""
    if claim.layer:
        return claim.layer == layer
    right = layer_words()[layer].right
    known = right_words().get(claim.right)
    return claim.right == right or (right == "copyright" and known is not None and known.part_of == right)
