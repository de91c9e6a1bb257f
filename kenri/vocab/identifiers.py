"""Identifiers of works and parties: normal form, check digits, placeholders refused with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import quote

import msgspec

from kenri.vocab import identifier_checks as checks
from kenri.vocab.identifier_text import Refusal, Refused, plain
from kenri.vocab.problems import Problem
from kenri.vocab.urls import url
from kenri.vocab.vocabularies import kind_label, schemes


class Identifier(msgspec.Struct, frozen=True):
    """An identifier in normal form: ``scheme`` is a key of the schemes vocabulary, ``value`` is compact."""

    scheme: str
    value: str


_CHECKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "ark": checks.ark,
        "doi": checks.doi,
        "ean": checks.ean,
        "eidr": checks.eidr,
        "gnd": checks.gnd,
        "handle": checks.handle,
        "houjin": checks.houjin,
        "imdb": checks.imdb,
        "isan": checks.isan,
        "isbn": checks.isbn,
        "isil": checks.isil,
        "ismn": checks.ismn,
        "isni": checks.isni,
        "isrc": checks.isrc,
        "issn": checks.issn,
        "iswc": checks.iswc,
        "jasrac": checks.jasrac,
        "jpno": checks.jpno,
        "lccn": checks.lccn,
        "ndl_authority": checks.ndl_authority,
        "ndl_bib": checks.ndl_bib,
        "nextone": checks.nextone,
        "number": checks.number,
        "oclc": checks.oclc,
        "orcid": checks.orcid,
        "tate": checks.tate,
        "ulan": checks.ulan,
        "url": url,
        "uuid": checks.uuid,
        "wikidata": checks.wikidata,
    }
)


def identifier(scheme: str, raw: str) -> Identifier:
    """The identifier that a source wrote as ``raw``, in normal form.

    Prefixes (``ISBN``, ``urn:``, a resolver's URL), hyphens, widths and case are evened out. Raises
    ``Problem('bad_identifier')`` where the value is a placeholder, is imprecise, has the wrong form or a
    check digit that does not fit, and KeyError for a scheme that the vocabulary does not have.
    """
    try:
        return Identifier(scheme, _normal(scheme, raw))
    except Refused as refused:
        entry = schemes()[scheme]
        reason = kind_label(refused.reason)
        raise Problem(
            "bad_identifier", scheme=entry.label, value=raw, reason=reason, example=entry.example
        ) from None


def try_identifier(scheme: str, raw: str) -> Identifier | None:
    """The identifier, or None where ``identifier`` would refuse it."""
    try:
        return Identifier(scheme, _normal(scheme, raw))
    except Refused:
        return None


def says_none(scheme: str, raw: str) -> bool:
    """Whether the value tells that there is no identifier (blank, ``none``, all zeros), not a wrong one."""
    try:
        _normal(scheme, raw)
    except Refused as refused:
        return refused.reason in (Refusal.EMPTY, Refusal.PLACEHOLDER)
    return False


def _normal(scheme: str, raw: str) -> str:
    """The value in normal form. Raises ``Refused``, and KeyError for an unknown scheme."""
    return _CHECKS[schemes()[scheme].check](plain(raw))


def identifier_url(identifier: Identifier) -> str:
    """The public page of an identifier; empty where its scheme has none."""
    template = schemes()[identifier.scheme].url
    value = identifier.value if template == "{value}" else quote(identifier.value, safe="/:;.-_~()")
    return template.replace("{value}", value)
