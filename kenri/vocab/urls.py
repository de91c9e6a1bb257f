"""The normal form of a URL, under which equal addresses are equal."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from kenri.vocab.identifier_text import Refusal, Refused

_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(r"utm_[a-z]+|fbclid|gclid|dclid|yclid|msclkid|mc_[ce]id|igshid", re.IGNORECASE)
_NORMAL = re.compile(
    r"https?://[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?/[A-Za-z0-9/:@!$&'()*+,;=._~-]*(?:\?([A-Za-z0-9_]+)=[A-Za-z0-9_]+)?"
)
"""Most addresses are in normal form already; a parameter of letters and digits may only track."""
_WITHOUT_SCHEME = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?/\S+")
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def url(text: str) -> str:
    """An http(s) address in normal form (RFC 3986, section 6.2.2).

    Scheme and host in lower case, the host in IDNA, no default port, escapes in upper case and only where
    needed, an empty path as ``/``. The fragment and parameters that only track the reader (``utm_*``,
    ``fbclid``, ``gclid`` …) are dropped, since they never choose another page; all other parameters stay
    in their order. http and https stay apart. An address with a user or password is refused as private.
    """
    normal = _NORMAL.fullmatch(text)
    if normal and not (normal[1] and _TRACKING.fullmatch(normal[1])):
        return text
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise Refused(Refusal.FORM) from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host or re.search(r"\s", text):
        raise Refused(Refusal.FORM)
    if parts.username is not None or parts.password is not None:
        raise Refused(Refusal.PRIVATE)
    place = _host(host)
    if port is not None and port != _PORTS[scheme]:
        place = f"{place}:{port}"
    kept = [
        piece for piece in parts.query.split("&") if piece and not _TRACKING.fullmatch(piece.split("=", 1)[0])
    ]
    try:
        path, query = _escaped(parts.path, "/:@!$&'()*+,;="), _escaped("&".join(kept), "/:@!$&'()*+,;=?")
    except UnicodeError:  # half a surrogate pair
        raise Refused(Refusal.FORM) from None
    return urlunsplit((scheme, place, path or "/", query, ""))


def page_key(text: str) -> str:
    """What is equal of all ways to write the address of one page; empty for what is no http(s) address.

    The normal form without the scheme, ``www.`` before the host and slashes at the end. An address may come
    without its scheme (``www.example.org/works/1``) as long as it names more than a host.
    """
    if "://" not in text:
        if not _WITHOUT_SCHEME.fullmatch(text):
            return ""
        text = f"https://{text}"
    try:
        normal = url(text)
    except Refused:
        return ""
    return normal.partition("://")[2].removeprefix("www.").rstrip("/")


def _host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        ascii_host = host
    else:
        try:
            ascii_host = host.encode("idna").decode("ascii")
        except UnicodeError:
            raise Refused(Refusal.FORM) from None
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?", ascii_host):
        raise Refused(Refusal.FORM)
    return ascii_host.rstrip(".")


def _escaped(text: str, safe: str) -> str:
    def one(match: re.Match[str]) -> str:
        character = unquote(match[0])
        return character if character in _UNRESERVED else match[0].upper()

    return quote(_ESCAPE.sub(one, text), safe=safe + "%-._~")
