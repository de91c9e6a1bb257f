"""The lowest layer of every request: which addresses may be reached, and by when bytes must have come.

A host name is resolved once per connection, every address found is judged, and the connection is made to a
judged address itself. A name that answers with another address the second time (DNS rebinding) gains
nothing by it. TLS still checks the certificate against the name.
"""

from __future__ import annotations

import functools
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore
import httpx

from kenri.vocab.problems import Problem

Resolve = Callable[[str, int], list[str]]
"""Turns a host name and port into all its addresses. Raises OSError where there is none."""

Judge = Callable[[str], bool]
"""Says whether an address may be connected to."""

WIRE_SERVER = ipaddress.ip_address("168.63.129.16")  # a cloud's metadata service on a public-looking address
NAT64 = ipaddress.ip_network("64:ff9b::/96")
COMPATIBLE = ipaddress.ip_network("::/96")  # IPv4 in the first, long withdrawn form


def system_resolve(host: str, port: int) -> list[str]:
    """All addresses that the system knows for a host. Raises OSError where there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet: no private, loopback, link-local or metadata one.

    An IPv4 address wrapped in an IPv6 one (mapped, 6to4, Teredo, NAT64) is judged as the IPv4 address.
    """
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local or ip in COMPATIBLE:
            return False
    return ip.is_global and not ip.is_multicast and ip != WIRE_SERVER


def anywhere(address: str) -> bool:
    """The judge where private addresses are allowed."""
    return True


class Deadline:
    """The moment by which an answer must have arrived whole, however steadily it trickles."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._end = float("inf")

    def start(self, seconds: float) -> None:
        """Count ``seconds`` from now."""
        self._end = self._monotonic() + seconds

    @property
    def passed(self) -> bool:
        """Whether the time is over."""
        return self._monotonic() >= self._end

    def within(self, timeout: float | None) -> float:
        """The shorter of a timeout and what is left, in seconds."""
        left = max(self._end - self._monotonic(), 0.001)
        return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every read and write also ends at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._deadline.passed:
            raise httpcore.ReadTimeout("the time for the whole answer is over")
        return self._inner.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return _TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class VettedBackend(httpcore.NetworkBackend):
    """Connects only to addresses that were judged. Raises ``Problem('private_address')`` for others."""

    def __init__(self, resolve: Resolve, judge: Judge, deadline: Deadline) -> None:
        self._resolve = resolve
        self._deadline = deadline
        self._judge = judge
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first judged address that answers."""
        failure: Exception | None = None
        options = tuple(socket_options or ())
        for address in self._vetted(host, port):
            limit = self._deadline.within(timeout)
            try:
                stream = self._inner.connect_tcp(address, port, limit, local_address, options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _vetted(self, host: str, port: int) -> list[str]:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Problem("unknown_host", host, host=host) from error
        # One bad address among good ones is enough: which one is used would be left to chance.
        for address in addresses:
            if not self._judge(address):
                raise Problem("private_address", host, host=host, address=address)
        return addresses


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


@functools.cache
def _trust() -> ssl.SSLContext:
    """The certificate authorities that are trusted; loading them takes longer than most answers."""
    return httpx.create_ssl_context()


class VettedTransport(httpx.BaseTransport):
    """httpx over a pool of connections from ``VettedBackend``. httpcore's errors pass through as they are."""

    def __init__(self, backend: VettedBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trust(),
            max_connections=4,
            keepalive_expiry=15.0,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body is read by whoever asked."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()
