"""Whether somebody controls an address, a site or a domain: a code that only they could have put there.

Three methods, which prove different things. ``page``: the code stands in the head of the work's own page, in
a tag of its own or in the page's description, which on platforms is what the uploader writes; proves that one
address. ``file``: in the site's ``/.well-known/kenri.txt`` (RFC 8615); proves every address of the site.
``dns``: in a TXT record of ``_kenri.`` the domain (RFC 8552); proves every address of the domain and below.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

import dns.exception
import dns.resolver
import msgspec
from lxml import etree, html

from kenri.harvest.http import Client, Reply
from kenri.vocab.identifiers import identifier
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

Method = Literal["page", "file", "dns"]
METHODS: dict[Method, Text] = {
    "page": Text("作品のページに確認コードを書く", "The code in the page of the work"),
    "file": Text("サイトに確認ファイルを置く", "A file on the site"),
    "dns": Text("ドメインのDNSに記録する", "A DNS record of the domain"),
}
NAME = "kenri-verification"
FILE = "/.well-known/kenri.txt"
LABEL = "_kenri."
LARGEST = 512 * 1024
"""Bytes of a page or file that are looked through: a head stands at the beginning."""
_DESCRIPTIONS = ("description", "og:description", "twitter:description")

Texts = Callable[[str], list[str]]
"""The texts of a name's TXT records, none where there are none. Raises ``Problem('no_dns_answer')``."""


class Sight(msgspec.Struct, frozen=True):
    """What a look found: ``where`` it looked, and whether the code stood there."""

    where: str
    found: bool


def scope_of(method: Method, address: str) -> str:
    """What a proof by a method is about, in normal form: the address, its site or its domain.

    For ``dns`` a bare domain may be given too. Raises ``Problem('bad_address')``.
    """
    told = address.strip()
    if method == "dns" and "://" not in told:
        told = f"https://{told}/"
    try:
        normal = identifier("url", told).value
    except Problem as problem:
        raise Problem("bad_address", "url", reason=problem.cause) from None
    if method == "page":
        return normal
    parts = urlsplit(normal)
    if method == "file":
        return f"{parts.scheme}://{parts.netloc}"
    domain = (parts.hostname or "").removeprefix("www.")
    if "." not in domain or domain.replace(".", "").isdigit() or ":" in domain:
        raise Problem("no_domain", "url", domain=domain)
    return domain


def covers(method: str, scope: str, address: str) -> bool:
    """Whether what was proved is about an address in normal form."""
    if method == "page":
        return address == scope
    parts = urlsplit(address)
    if method == "file":
        return f"{parts.scheme}://{parts.netloc}" == scope
    host = parts.hostname or ""
    return host == scope or host.endswith(f".{scope}")


def line_of(code: str) -> str:
    """What stands in the file, in the DNS record or in a page's description."""
    return f"{NAME}={code}"


def place_of(method: str, scope: str) -> str:
    """Where the code is looked for."""
    return {"page": scope, "file": scope + FILE}.get(method, LABEL + scope)


def look(method: str, scope: str, code: str, client: Client, texts: Texts) -> Sight:
    """Look for a code. Raises a ``Problem`` where the place cannot be reached, which proves nothing."""
    place = place_of(method, scope)
    if method == "dns":
        return Sight(place, line_of(code) in (text.strip() for text in texts(place)))
    body = client.stream(place, lambda reply: _start(reply, place), accept=(404, 410))
    if method == "file":
        lines = body.decode("utf-8-sig", "replace").splitlines()
        return Sight(place, line_of(code) in (line.strip() for line in lines))
    return Sight(place, _in_page(body, code))


def _start(reply: Reply, asked: str) -> bytes:
    """The first bytes of an answer; none where there is no such page.

    An answer from another site is none: the site asked may forward anywhere it is told to.
    Raises ``Problem('led_elsewhere')``.
    """
    if urlsplit(str(reply.url)).netloc != urlsplit(asked).netloc:
        raise Problem("led_elsewhere", asked, target=urlsplit(str(reply.url)).netloc)
    body = b""
    if reply.status < 300:
        for piece in reply.pieces:
            body += piece
            if len(body) >= LARGEST:
                break
    return body[:LARGEST]


def _in_page(body: bytes, code: str) -> bool:
    """Whether the head of a page carries the code; what stands in its body may be any visitor's."""
    try:
        page = html.document_fromstring(body) if body.strip() else None
    except (etree.LxmlError, ValueError):
        page = None
    for tag in page.xpath("/html/head/meta") if page is not None else ():
        name = (tag.get("name") or tag.get("property") or "").strip().lower()
        content = tag.get("content") or ""
        if name == NAME and content.strip() == code:
            return True
        if name in _DESCRIPTIONS and line_of(code) in content:
            return True
    return False


def texts_of(resolver: dns.resolver.Resolver) -> Texts:
    """The TXT records that a resolver finds."""

    def texts(name: str) -> list[str]:
        try:
            answer = resolver.resolve(name, "TXT", search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException as error:
            raise Problem("no_dns_answer", name, name=name) from error
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]

    return texts
