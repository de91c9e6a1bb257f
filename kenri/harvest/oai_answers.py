"""Reading the answers of an OAI-PMH 2.0 repository: just enough to walk on, never the metadata itself.

Source: The Open Archives Initiative Protocol for Metadata Harvesting, version 2.0.
"""

from __future__ import annotations

import hashlib
import re

import msgspec
from lxml import etree

from kenri.harvest.answers import Truncated, first_words
from kenri.vocab.problems import Problem

_END = re.compile(rb"</(?:[\w.-]+:)?OAI-PMH\s*>\s*(?:<!--.*?-->\s*)*\Z", re.DOTALL)
_FORBIDDEN = bytes(set(range(32)) - {9, 10, 13})
_BLANKS = bytes.maketrans(_FORBIDDEN, b" " * len(_FORBIDDEN))
_FORBIDDEN_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));", re.IGNORECASE
)

ERRORS = {
    "badArgument": "oai_bad_argument",
    "badResumptionToken": "oai_token_expired",
    "badVerb": "oai_bad_verb",
    "cannotDisseminateFormat": "oai_no_format",
    "idDoesNotExist": "oai_no_identifier",
    "noMetadataFormats": "oai_no_formats",
    "noRecordsMatch": "oai_no_records",
    "noSetHierarchy": "oai_no_sets",
}


class OaiError(Exception):
    """The repository answered with an error of the protocol: its ``code``, its own words, the whole page."""

    def __init__(self, code: str, words: str, body: bytes) -> None:
        super().__init__(code, words)
        self.code = code
        self.words = words
        self.body = body

    def problem(self, where: str, **values: object) -> Problem:
        """The error in Kenri's words."""
        return Problem(ERRORS.get(self.code, "oai_error"), where, error=self.code, words=self.words, **values)


class Identity(msgspec.Struct, frozen=True):
    """What a repository says of itself. ``seconds``: it keeps datestamps by the second, else by the day.

    ``deleted`` is ``no``, ``transient`` or ``persistent``; ``now`` the repository's own clock.
    """

    name: str
    seconds: bool
    earliest: str
    deleted: str
    now: str


class ListPage(msgspec.Struct, frozen=True):
    """One page of a list. ``token`` is empty at the end of the list, ``size`` the list's stated size.

    ``digest`` is the same for pages that hold the same items, whatever else differs in them.
    """

    count: int
    first: str
    last: str
    ordered: bool
    digest: str
    token: str
    size: int | None


def parse(body: bytes, url: str) -> etree._Element:
    """The root of an answer. Characters that XML forbids are passed over here; the page is kept as it came.

    Raises ``Truncated`` where the end is missing, ``Problem('not_oai')`` for anything that is no OAI-PMH,
    ``OaiError`` where the repository answers with an error.
    """
    try:
        root = etree.fromstring(body, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        if b"OAI-PMH" in body[:2048] and not _END.search(body[-4096:]):
            raise Truncated from error
        clean = _FORBIDDEN_REFERENCE.sub(b" ", body.translate(_BLANKS))
        root = etree.fromstring(clean, _parser(recover=True))
    if root is None or etree.QName(root).localname != "OAI-PMH":
        raise Problem("not_oai", url, start=first_words(body))
    errors = root.findall("{*}error")
    if errors:
        words = " / ".join((e.text or "").strip() for e in errors)
        raise OaiError(str(errors[0].get("code") or ""), words, body)
    return root


def identity(root: etree._Element, url: str) -> Identity:
    """The answer to Identify. Raises ``Problem('not_oai')`` for another version of the protocol."""
    node = root.find("{*}Identify")
    if node is None or not (_text(node, "protocolVersion") or "2.0").startswith("2."):
        raise Problem("not_oai", url, start=_text(node, "protocolVersion") if node is not None else "")
    return Identity(
        name=_text(node, "repositoryName"),
        seconds="T" in _text(node, "granularity"),
        earliest=_text(node, "earliestDatestamp"),
        deleted=_text(node, "deletedRecord") or "no",
        now=_text(root, "responseDate"),
    )


def list_page(root: etree._Element) -> ListPage:
    """The facts of one page of ListRecords that are needed to walk on."""
    digest = hashlib.sha256()
    first = last = ""
    count = 0
    ordered = True
    for header in root.iterfind("{*}ListRecords/{*}record/{*}header"):
        identifier, stamp = _identified(header)
        digest.update(f"{identifier}\n{stamp}\n".encode())
        ordered = ordered and stamp >= last
        first = first or stamp
        last = stamp
        count += 1
    node = root.find("{*}ListRecords/{*}resumptionToken")
    size = "" if node is None else str(node.get("completeListSize") or "").strip()
    return ListPage(
        count=count,
        first=first,
        last=last,
        ordered=ordered,
        digest=digest.hexdigest(),
        token=resumption(root, "ListRecords"),
        size=int(size) if size.isascii() and size.isdigit() else None,
    )


def _identified(header: etree._Element) -> tuple[str, str]:
    """Identifier and datestamp of a header, found in one pass: this is done for every record there is."""
    identifier = stamp = ""
    for child in header:
        if child.tag.endswith("}identifier"):
            identifier = (child.text or "").strip()
        elif child.tag.endswith("}datestamp"):
            stamp = (child.text or "").strip()
    return identifier, stamp


def resumption(root: etree._Element, verb: str) -> str:
    """The token that asks for the next page, empty at the end of a list."""
    node = root.find(f"{{*}}{verb}/{{*}}resumptionToken")
    return "" if node is None else (node.text or "").strip()


def listed(root: etree._Element, path: str, *fields: str) -> list[tuple[str, ...]]:
    """The text of some fields of each element at a path."""
    return [tuple(_text(node, field) for field in fields) for node in root.iterfind(path)]


def identifiers(root: etree._Element) -> list[str]:
    """The identifiers of a page of ListRecords."""
    return [_identified(header)[0] for header in root.iterfind("{*}ListRecords/{*}record/{*}header")]


def _text(node: etree._Element, name: str) -> str:
    child = node.find("{*}" + name)
    return "" if child is None else (child.text or "").strip()


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, recover=recover, remove_comments=True)
