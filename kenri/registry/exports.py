"""One truth in several words: a work's standing answers as ODRL, TDMRep, AIPREF, CAWG and schema.org.

Each says only what was answered: a purpose without an answer is left out, for unknown is not permitted.
Sources: ODRL Information Model and Vocabulary 2.2 (W3C, 2018); TDMRep (W3C Community Group, 2024-05-10);
AIPREF ``Content-Usage`` (IETF draft); CAWG training and data mining assertion 1.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from kenri.registry.declared import Standing, Terms
from kenri.registry.purposes import purposes
from kenri.registry.queries import Registered
from kenri.vocab.vocabularies import statements

TDM = ("text_data_mining", "ai_training")
"""The purposes that a reservation of text and data mining is about."""
_CAWG = {"permit": "allowed", "terms": "constrained", "ask": "constrained", "refuse": "notAllowed"}


class Places(msgspec.Struct, frozen=True):
    """Addresses of a registration: its page for people, and its ODRL policy."""

    page: str
    policy: str


def odrl(one: Registered, places: Places) -> dict[str, Any]:
    """An ODRL 2.2 offer. "Ask me" is a permission with the duty to obtain consent; refusals prevail."""
    rules: dict[str, list[dict[str, Any]]] = {"permission": [], "prohibition": []}
    for key, standing in one.standing.items():
        rule = _rule(key, standing, one, places)
        rules["prohibition" if standing.says == "refuse" else "permission"].append(rule)
    return {
        "@context": "http://www.w3.org/ns/odrl.jsonld",
        "@type": "Offer",
        "uid": places.policy,
        "conflict": {"@id": "odrl:prohibit"},
        "assigner": {
            "@type": "Party",
            "uid": f"{places.page}#holder",
            "http://www.w3.org/2006/vcard/ns#fn": one.told.holder,
        },
        **{name: found for name, found in rules.items() if found},
    }


def _rule(key: str, standing: Standing, one: Registered, places: Places) -> dict[str, Any]:
    word = purposes()[key].odrl
    rule: dict[str, Any] = {"target": one.told.url or places.page, "action": word or "use"}
    constraints = [] if word else [_constraint("purpose", "eq", f"{places.page}#{key}")]
    duties: list[dict[str, Any]] = []
    if standing.says == "terms":
        constraints += _constraints(standing.terms)
        duties = _duties(standing.terms)
    elif standing.says == "ask":
        duties = [{"action": "obtainConsent"}]
    rule |= {"constraint": constraints} if constraints else {}
    return rule | ({"duty": duties} if duties else {})


def _constraints(terms: Terms) -> list[dict[str, Any]]:
    found = []
    if terms.territory:
        found.append(
            _constraint("spatial", "eq", f"https://www.iso.org/obp/ui/#iso:code:3166:{terms.territory}")
        )
    if terms.until:
        day = {"@value": terms.until.isoformat(), "@type": "xsd:date"}
        found.append(_constraint("dateTime", "lteq", day))
    if terms.medium:
        found.append(_constraint("media", "eq", terms.medium))
    return found


def _constraint(left: str, operator: str, right: Any) -> dict[str, Any]:
    right = {"@id": right} if isinstance(right, str) and "://" in right else right
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def _duties(terms: Terms) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if terms.credit:
        found.append({"action": "attribute"})
    if terms.fee not in ("", "free"):
        found.append({"action": "compensate"})
    if terms.share_alike:
        found.append({"action": "http://creativecommons.org/ns#ShareAlike"})
    if terms.no_sensitive or terms.medium or terms.fee not in ("", "free"):
        found.append({"action": "reviewPolicy"})
    return found


def tdm_reservation(standing: Mapping[str, Standing]) -> int | None:
    """1 where text and data mining needs leave, 0 where all of it is permitted outright, None if unknown."""
    told = [standing[key].says for key in TDM if key in standing]
    if any(says != "permit" for says in told):
        return 1
    return 0 if len(told) == len(TDM) else None


def tdmrep(one: Registered, places: Places) -> list[dict[str, Any]]:
    """The entries that belong into ``/.well-known/tdmrep.json`` of the site on which the work stands."""
    reserved = tdm_reservation(one.standing)
    if reserved is None or not one.told.url:
        return []
    parts = urlsplit(one.told.url)
    where = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    entry: dict[str, Any] = {"location": where, "tdm-reservation": reserved}
    return [entry | ({"tdm-policy": places.policy} if reserved else {})]


def content_usage(standing: Mapping[str, Standing]) -> str:
    """The value of the ``Content-Usage`` header; empty where nothing of it was answered."""
    told = ((purpose.aipref, standing.get(key)) for key, purpose in purposes().items() if purpose.aipref)
    return ", ".join(f"{label}={'y' if one.says == 'permit' else 'n'}" for label, one in told if one)


def headers(one: Registered, places: Places) -> dict[str, str]:
    """The HTTP fields that say the same on the work itself."""
    reserved, usage = tdm_reservation(one.standing), content_usage(one.standing)
    found = {} if reserved is None else {"tdm-reservation": str(reserved)}
    if reserved:
        found["tdm-policy"] = places.policy
    return found | ({"Content-Usage": usage} if usage else {})


def cawg(one: Registered, places: Places) -> dict[str, Any]:
    """The assertion ``cawg.training-mining`` for the manifest of the work's file."""
    entries: dict[str, dict[str, str]] = {}
    for key, purpose in purposes().items():
        standing = one.standing.get(key)
        for label in purpose.cawg if standing else ():
            use = _CAWG[standing.says]
            info = {"constraint_info": places.policy} if use == "constrained" else {}
            entries[label] = {"use": use, **info}
    return {"label": "cawg.training-mining", "data": {"entries": entries}}


def schema_org(one: Registered, places: Places) -> dict[str, Any]:
    """The work as schema.org, with the licence where the answers amount to one."""
    told = one.told
    makers = [{"@type": "Person", "name": person.name} for person in told.contributors]
    licence = statements()[one.licence].url if one.licence else ""
    notice = "" if told.without_copyright else f"© {told.holder}"
    found = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": places.page,
        "name": told.title,
        "url": told.url,
        "creator": makers,
        "datePublished": told.published,
        "copyrightNotice": notice,
        "license": licence or (places.policy if one.standing else ""),
        "acquireLicensePage": places.page,
        "usageInfo": places.page,
    }
    return {key: value for key, value in found.items() if value}


FORMS = {
    "odrl": ("application/ld+json", odrl),
    "tdmrep": ("application/json", tdmrep),
    "cawg": ("application/json", cawg),
    "schema": ("application/ld+json", schema_org),
    "headers": ("application/json", headers),
}
"""Every form by the name under which it is published, with its media type."""
