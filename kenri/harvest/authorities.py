"""Parties' numbers in authority files, known by their address or by the prefix that MARC $0 has."""

from __future__ import annotations

import functools
import re

from kenri.vocab.identifiers import Identifier, try_identifier

_FORMS = (
    (re.compile(r"viaf\.org/viaf/(\d+)|\(viaf\)\s*(\d+)", re.IGNORECASE), "viaf"),
    (re.compile(r"isni\.org/(?:isni/)?(\d{15}[\dX])|\(isni\)\s*([\dX ]{16,19})", re.IGNORECASE), "isni"),
    (re.compile(r"wikidata\.org/(?:wiki|entity)/(Q\d+)|\(wikidata\)\s*(Q\d+)", re.IGNORECASE), "wikidata"),
    (re.compile(r"d-nb\.info/gnd/([\dX-]+)|\(DE-588\)\s*([\dX-]+)"), "gnd"),
    (re.compile(r"id\.loc\.gov/authorities/(?:names/)?(n[a-z]?\d+)|\(DLC\)\s*(n[a-z]?\s*\d+)"), "lcnaf"),
    (
        re.compile(r"id\.ndl\.go\.jp/auth/(?:ndlna|entity)/(\d+)|\((?:JP-ToKJK|DLNDL|NDL)\)\s*(\d+)"),
        "ndl_authority",
    ),
    (re.compile(r"orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])"), "orcid"),
    (re.compile(r"vocab\.getty\.edu/(?:page/)?ulan/(\d+)"), "ulan"),
)


_NAMED = ("ulan", "gnd", "viaf", "wikidata", "isni")


@functools.lru_cache(maxsize=16384)
def authority(value: str, file: str = "") -> Identifier | None:
    """The identifier that an address or a prefixed number stands for; None where it is none of these.

    ``file`` is the name of the authority file where the source gives it beside a bare number.
    """
    for pattern, scheme in _FORMS:
        if match := pattern.search(value):
            return try_identifier(scheme, next(group for group in match.groups() if group).replace(" ", ""))
    named = next((scheme for scheme in _NAMED if scheme in file.lower()), "")
    return try_identifier(named, value) if named else None
