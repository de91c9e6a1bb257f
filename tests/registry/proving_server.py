"""A site and a name server on this machine, to prove control over."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import dns.flags
import dns.message
import dns.resolver
import dns.rrset


@contextmanager
def site() -> Iterator[tuple[str, dict[str, bytes | int | str]]]:
    """An address and what stands at its paths: a body, a status, or where it leads (a text)."""
    pages: dict[str, bytes | int | str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.get(self.path, 404)
            body = found if isinstance(found, bytes) else b""
            self.send_response(found if isinstance(found, int) else 302 if isinstance(found, str) else 200)
            if isinstance(found, str):
                self.send_header("Location", found)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", pages
        server.shutdown()


@contextmanager
def name_server() -> Iterator[tuple[dns.resolver.Resolver, dict[str, list[str]]]]:
    """A resolver that asks a server of TXT records, and these."""
    records: dict[str, list[str]] = {}
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            data, asker = wire.recvfrom(4096)
            if data == b"stop":
                return
            query = dns.message.from_wire(data)
            [asked] = query.question
            name = asked.name.to_text(omit_final_dot=True)
            answer = dns.message.make_response(query)
            answer.flags |= dns.flags.RA
            if name not in records:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            for text in records.get(name, ()):
                answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", "TXT", f'"{text}"'))
            wire.sendto(answer.to_wire(), asker)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = wire.getsockname()[1]
    resolver.lifetime = 3
    yield resolver, records
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
        last.sendto(b"stop", wire.getsockname())
    thread.join(5)
    wire.close()
