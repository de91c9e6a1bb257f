"""A small HTTP/1.1 site: a function answers every request, and every request is written down."""

from __future__ import annotations

import contextlib
import gzip
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


class Visit:
    """One request, and the means to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        self.target = handler.path
        self.path = parts.path
        self.query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.headers = {key.lower(): value for key, value in handler.headers.items()}
        self._handler = handler

    def send(self, body: bytes | str, status: int = 200, kind: str = "text/xml", **headers: str) -> None:
        """Answer in order, with the right length. ``Retry_After="1"`` becomes the header Retry-After."""
        data = body.encode() if isinstance(body, str) else body
        if "gzip" in self.headers.get("accept-encoding", "") and "Content_Encoding" not in headers:
            data = gzip.compress(data, 1)
            headers["Content_Encoding"] = "gzip"
        self.start(status, Content_Type=kind, Content_Length=str(len(data)), **headers)
        self.write(data)

    def start(self, status: int = 200, **headers: str) -> None:
        """Only the head."""
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()

    def write(self, data: bytes) -> None:
        """Bytes of the body, or whatever else."""
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def hang_up(self) -> None:
        """Close the connection after this."""
        self._handler.close_connection = True


Respond = Callable[[Visit], None]


class Server(ThreadingHTTPServer):
    """Visitors who leave in the middle are no news; any other error of a test's server is."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Site:
    """A running site: ``url`` without a slash at its end, and the ``visits`` so far."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond
        self.visits: list[Visit] = []
        self.robots: str | None = None
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                visit = Visit(self)
                if visit.path == "/robots.txt":
                    site.answer_robots(visit)
                    return
                site.visits.append(visit)
                with contextlib.suppress(ConnectionError):
                    site.respond(visit)

            def log_message(self, *args: Any) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def answer_robots(self, visit: Visit) -> None:
        if self.robots is None:
            visit.send("none", 404, "text/plain")
        else:
            visit.send(self.robots, kind="text/plain")

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextlib.contextmanager
def serving(respond: Respond) -> Iterator[Site]:
    """A site that answers until the block ends."""
    site = Site(respond)
    site.start()
    try:
        yield site
    finally:
        site.stop()
