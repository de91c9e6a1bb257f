"""A site of its own in other processes, on a data folder of its own, as a user starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KENRI = Path(sys.executable).parent / "kenri"


@contextmanager
def serving(home: Path, *steps: tuple[str, ...], seconds: float = 60) -> Iterator[str]:
    """Run ``kenri`` commands on an SQLite data folder, serve it on a free port; the site's address."""
    environment = {
        **os.environ,
        "KENRI_HOME": str(home),
        "DATABASE_URL": "",
        "KENRI_HOSTS": "127.0.0.1",
    }
    for step in steps:
        subprocess.run([KENRI, *step], env=environment, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [KENRI, "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/health", server, time.monotonic() + seconds)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _wait(address: str, server: subprocess.Popen[bytes], until: float) -> None:
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if server.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)
