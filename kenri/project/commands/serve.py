"""``kenri serve``: the site, on this machine until stopped."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer
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
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Problem("port_taken", port=port) from error
    address = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0'} else host}:{port}/"  # noqa: S104
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
