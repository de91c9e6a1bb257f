"""What repositories write in loose elements: identifiers known by their form, licences by their address.

For Dublin Core and its descendants (``oai_dc``, JPCOAR), whose ``dc:identifier`` and ``dc:rights`` hold
anything.
"""

from __future__ import annotations

import functools
import re

from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.problems import Problem
from kenri.vocab.vocabularies import language_named

_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*|info:doi/)(10\.\d{4,9}/\S+)$", re.IGNORECASE),
        "doi",
    ),
    (re.compile(r"^(10\.\d{4,9}/\S+)$"), "doi"),
    (re.compile(r"^(?:https?://hdl\.handle\.net/|hdl:\s*)(\d[\w.]*/\S+)$", re.IGNORECASE), "handle"),
    (re.compile(r"^(?:urn:isbn:|isbn[:\s]\s*)([\dXx -]{10,17})$", re.IGNORECASE), "isbn"),
    (re.compile(r"^(97[89][\d -]{10,14})$"), "isbn"),
    (re.compile(r"^(?:urn:issn:|issn[:\s]\s*)(\d{4}-?\d{3}[\dXx])$", re.IGNORECASE), "issn"),
    (re.compile(r"(ark:/?\d{5,}/\S+)$"), "ark"),
    (re.compile(r"^(https?://\S+)$"), "url"),
)


def identifiers_in(values: list[str]) -> tuple[Identifier, ...]:
    """The identifiers that the values are, known by their form; the others are the source's own numbers."""
    found: dict[Identifier, None] = {}
    for value in values:
        made = _identifier(value.strip())
        if made is not None:
            found[made] = None
    return tuple(found)


@functools.lru_cache(maxsize=16384)
def _identifier(value: str) -> Identifier | None:
    for pattern, scheme in _FORMS:
        match = pattern.search(value)
        if match:
            made = try_identifier(scheme, match[1])
            if made is not None:
                return made
    return None


@functools.lru_cache(maxsize=1024)
def language_code(value: str, field: str) -> str:
    """The vocabulary's code of a language code, tag or name. Raises ``Problem('unknown_code')``."""
    found = language_named(value) or language_named(re.split("[-_]", value, maxsplit=1)[0])
    if found is None:
        raise Problem("unknown_code", field=field, value=value)
    return found
