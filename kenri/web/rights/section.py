"""The rights section of a work's page: what is asked, and the answer of the law layer by layer, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from kenri.catalogue.entity import Entity
from kenri.status.answers import Answer, LayerAnswer, words
from kenri.status.assessing import assess, law_of
from kenri.status.entities import facts_of
from kenri.status.jurisdictions import jurisdictions
from kenri.vocab.problems import Problem
from kenri.vocab.rights import Claim
from kenri.vocab.vocabularies import layers, roles
from kenri.vocab.vocabularies import rights as right_words
from kenri.web import wording
from kenri.web.find import facts
from kenri.web.find.badges import tone
from kenri.web.rights.timeline import Timeline, event_names, timeline, until

LAWS = ("JP", "US", "EU", "GB")
"""The jurisdictions that the switch offers."""
TONES = {"public_domain": "open", "not_protected": "open", "protected": "closed", "undetermined": "unsure"}
_ISO = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)(T[\d:.]+Z?)?")
_CREATOR = re.compile(r"creators\[\d+\]\.(\w+)")


class RightsAsked(msgspec.Struct, frozen=True):
    """Whose law, on which day; ``told`` is the day as written, ``problem`` what is wrong."""

    law: str
    on: date
    told: str = ""
    problem: Problem | None = None

    def address(self, law: str) -> str:
        """The same question to another law."""
        return "?" + urlencode({"law": law, **({"on": self.told} if self.told else {})}) + "#rights"


class Used(msgspec.Struct, frozen=True):
    """A fact that a reason rests on, in words, with the records that say it."""

    label: str
    value: str
    who: str
    sayings: tuple[tuple[str, str], ...]


class Why(msgspec.Struct, frozen=True):
    """A rule applied: what it says, its article, and the facts used."""

    text: str
    article: str
    verified: bool
    used: tuple[Used, ...]


class LayerShown(msgspec.Struct, frozen=True):
    """One layer of a work: its state, until when, why, what would settle it, who made and who holds it."""

    key: str
    label: str
    status: str
    status_label: str
    tone: str
    until: str
    confidence: str
    whys: tuple[Why, ...]
    open: tuple[str, ...]
    assumes: tuple[str, ...]
    makers: tuple[tuple[str, str, str], ...]
    claims: tuple[facts.Line, ...]


class DeclaredShown(msgspec.Struct, frozen=True):
    """A declared statement beside the computed state; ``agrees`` is None where the two cannot be compared."""

    label: str
    tone: str
    agrees: bool | None


class Shown(msgspec.Struct, frozen=True):
    """The whole section."""

    status: str
    status_label: str
    tone: str
    headline: str
    confidence: str
    changes: str
    layers: tuple[LayerShown, ...]
    contradictions: tuple[str, ...]
    assumes: tuple[str, ...]
    notes: tuple[str, ...]
    declared: tuple[DeclaredShown, ...]
    timeline: Timeline | None


def read(parameters: Mapping[str, str]) -> RightsAsked:
    """The question of an address. What cannot be read is told; Japan's law of today stands in."""
    today = timezone.localdate()
    law, told = parameters.get("law", "JP").upper(), parameters.get("on", "").strip()
    try:
        on = _day(told) if told else today
        law_of(law, on)
    except Problem as problem:
        known = law if law in jurisdictions() and problem.code != "day_before_the_law" else "JP"
        return RightsAsked(known, today, told, problem)
    return RightsAsked(law, on, told)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("bad_day", day=text) from None


def shown(entity: Entity, asked: RightsAsked) -> Shown:
    """The section of a work's page."""
    return of_answer(assess(facts_of(entity), asked.on, asked.law), entity)


def of_answer(answer: Answer, entity: Entity | None = None) -> Shown:
    """The same of an answer that was made already."""
    claims = entity.of("claim") if entity else ()
    labels = words()
    told = answer.as_data()
    return Shown(
        status=answer.status,
        status_label=wording.chosen(labels["statuses"][answer.status]),
        tone=TONES[answer.status],
        headline=_headline(answer),
        confidence=_confidence(answer.confidence()),
        changes=wording.day(answer.changes_on.isoformat()) if answer.changes_on else "",
        layers=tuple(_layer(layer, claims) for layer in answer.layers),
        contradictions=tuple(wording.chosen(r["text"]) for r in answer.reasons())
        if answer.contradictions
        else (),
        assumes=tuple(
            wording.chosen(entry["text"])
            for entry in told["assumes"]
            if entry["assumption"] not in {a for layer in answer.layers for a in layer.verdict.assumes}
        ),
        notes=tuple(wording.chosen(note) for note in told.get("notes", ())),
        declared=tuple(_declared(entry) for entry in told["declared"]),
        timeline=timeline(answer, timezone.localdate()),
    )


def _headline(answer: Answer) -> str:
    where = place_label(answer.jurisdiction)
    when = wording.day(answer.on.isoformat())
    last = wording.day(answer.until.isoformat()) if answer.until else ""
    match answer.status:
        case "public_domain":
            told = _("{where}, {when}: in the public domain. The term ended on {last}.")
            plain = _("{where}, {when}: in the public domain.")
        case "protected":
            told = _("{where}, {when}: protected until {last}.")
            plain = _("{where}, {when}: protected; the last day depends on facts that are not known.")
        case "not_protected":
            told = plain = _("{where}: not protected.")
        case _:
            told = plain = _("{where}, {when}: what is known does not settle whether it is protected.")
    return (told if last else plain).format(when=when, where=where, last=last)


def place_label(code: str) -> str:
    """What a jurisdiction is called on the switch."""
    known = {"EU": _("European Union"), "GB": _("United Kingdom"), "US": _("United States")}
    return known.get(code) or wording.chosen(jurisdictions()[code].label)


def _confidence(key: str) -> str:
    return {
        "sure": _("certain, on these facts"),
        "presumed": _("rests on a presumption"),
        "unverified": _("rests on a rule not checked against the law’s text"),
    }.get(key, "")


def _layer(answer: LayerAnswer, claims: Iterable[Any]) -> LayerShown:
    labels = words()
    label = layers()[answer.layer.key].label
    return LayerShown(
        key=answer.layer.key,
        label=wording.chosen(label),
        status=answer.status,
        status_label=wording.chosen(labels["statuses"][answer.status]),
        tone=TONES[answer.status],
        until=until(answer),
        confidence=_confidence(answer.confidence()),
        whys=tuple(_why(reason) for reason in answer.reasons()),
        open=tuple(dict.fromkeys(wording.chosen(entry["text"]) for entry in answer.settled_by()))
        if answer.status == "undetermined"
        else (),
        assumes=tuple(wording.chosen(labels["assumes"][name]) for name in answer.verdict.assumes),
        makers=tuple(_makers(answer)),
        claims=tuple(facts.line(fact) for fact in claims if _concerns(fact.value, answer.layer.key)),
    )


def _makers(answer: LayerAnswer) -> Iterable[tuple[str, str, str]]:
    """Name, part and life of those who made the layer, each once."""
    known = roles()
    found: dict[str, tuple[str, str, str]] = {}
    for _place, person in answer.layer.creators:
        if person.name:
            part = known.get(person.role)
            role = wording.chosen(part.label) if part else person.role
            found.setdefault(person.name, (person.name, role, wording.life(person.born, person.died)))
    return found.values()


def _concerns(claim: Claim, layer: str) -> bool:
    """Whether a claim is to this layer: it names it, or the right that exists in it."""
    if claim.layer:
        return claim.layer == layer
    right = layers()[layer].right
    known = right_words().get(claim.right)
    return claim.right == right or (right == "copyright" and known is not None and known.part_of == right)


def _why(reason: Mapping[str, Any]) -> Why:
    return Why(
        wording.chosen(reason["text"]),
        reason["article"],
        reason["verified"],
        tuple(_used(fact) for fact in reason["facts"]),
    )


def _used(fact: Mapping[str, Any]) -> Used:
    found = _CREATOR.fullmatch(fact["fact"])
    name = found[1] if found else fact["fact"]
    value = fact["value"]
    said = tuple(dict.fromkeys((one["source"], one["local_id"]) for one in fact.get("said", ())))
    return Used(fact_label(name), _value(value), fact.get("who", ""), said)


def fact_label(name: str) -> str:
    """What a fact of a work or creator is called."""
    known = {
        **event_names(),
        "born": _("Born"),
        "died": _("Died"),
        "nationality": _("Nationality"),
        "authorship": _("Published under"),
        "publication_country": _("Country of first publication"),
        "renewal": _("Renewed in the United States"),
        "notice": _("Copyright notice"),
        "registered": _("Registered"),
        "translation": _("Is a translation"),
        "subject": _("Subject"),
        "unpublished": _("Never published"),
        "schema": _("Kind"),
    }
    return known.get(name, name)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    named = {
        "named": _("the author’s own name"),
        "anonymous": _("no name"),
        "pseudonymous": _("a pseudonym"),
        "corporate": _("the name of a body"),
    }
    day = _ISO.fullmatch(text)
    return wording.day(day[1]) if day else named.get(text, text)


def _declared(entry: Mapping[str, Any]) -> DeclaredShown:
    code = entry["statement"]
    label = wording.chosen(entry["label"]) if "label" in entry else code
    return DeclaredShown(label, tone(code), entry["agrees"])
