"""What repositories write in loose elements: identifiers known by their form, licences by their address.

For Dublin Core and its descendants (``oai_dc``, JPCOAR), whose ``dc:identifier`` and ``dc:rights`` hold
anything.
"""

from __future__ import annotations

import functools
import re

from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.problems import Problem
from kenri.vocab.rights import Statement
from kenri.vocab.vocabularies import language_named, statements

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


_SLASHES = re.compile(r"^https?://(?:www\.)?")
_CC_WORDS = re.compile(r"\bCC[\s-]*(BY(?:-(?:NC-SA|NC-ND|SA|ND|NC))?)[\s-]*(\d\.\d)?\b", re.IGNORECASE)


@functools.cache
def _by_address() -> dict[str, str]:
    return {_bare(entry.url): key for key, entry in statements().items() if entry.url}


def _bare(address: str) -> str:
    bare = _SLASHES.sub("", address.strip().lower()).partition("?")[0]
    bare = bare.replace("rightsstatements.org/page/", "rightsstatements.org/vocab/")
    return re.sub(r"/(?:deed|legalcode)(?:\.[a-z-]+)?/?$", "", bare).rstrip("/")


@functools.lru_cache(maxsize=16384)
def rights_statement(text: str, address: str = "") -> Statement:
    """A rights statement with the code that its address, or the name of its licence, stands for."""
    found = re.search(r"https?://\S+", text)
    address = address or (found[0].rstrip(".,)」") if found else "")
    code = _by_address().get(_bare(address), "") if address else ""
    if not code:
        named = _CC_WORDS.search(text)
        if named and named[2]:
            code = f"cc-{named[1].lower()}-{named[2]}"
        code = code if code in statements() else ""
    return Statement(text or address, code, address)


@functools.lru_cache(maxsize=1024)
def language_code(value: str, field: str) -> str:
    """The vocabulary's code of a language code, tag or name. Raises ``Problem('unknown_code')``."""
    found = language_named(value) or language_named(re.split("[-_]", value, maxsplit=1)[0])
    if found is None:
        raise Problem("unknown_code", field=field, value=value)
    return found
