"""``kenri serve``: the site, on this machine until stopped."""

from __future__ import annotations

import errno
import os
import socket
from typing import Annotated

import typer
from django.conf import settings
from granian.constants import Interfaces
from granian.server import Server

from kenri.project import speech
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


def serve(
    *,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    host: Annotated[str, typer.Option(help="Use 0.0.0.0 to serve other machines")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer")] = min(4, os.cpu_count() or 1),
) -> None:
    """Serve the pages until stopped (Ctrl-C)."""
    if settings.IS_PUBLIC and settings.SECRET_KEY == settings.LOCAL_SECRET_KEY:
        raise Problem("built_in_key", hosts=", ".join(settings.ALLOWED_HOSTS))
    _probe(host, port)
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::1", "::"} else host  # noqa: S104
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
    speech.say(
        Text(
            f"サイトを開きました：{address}　（終了は Ctrl-C）", f"The site is at {address} (Ctrl-C stops it)"
        )
    )
    # One thread a process: more threads add nothing under the interpreter's lock but a long tail.
    Server(
        "kenri.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_enabled=False,
    ).serve()


def _probe(host: str, port: int) -> None:
    """Raise ``Problem('port_taken')`` or ``Problem('no_such_host')`` where nothing could be served."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise Problem("no_such_host", host=host) from error
    family, kind, protocol, _, place = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            raise (
                Problem("port_taken", port=port) if taken else Problem("no_such_host", host=host)
            ) from error
