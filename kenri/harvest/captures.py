"""What came from a source, kept as it came, under the hash of its content.

One ``Captures`` folder belongs to one way of access to one source:

    lock                        held while a process writes
    blobs/<sha256>.<suffix>     every different page or file once
    runs/<n>/head.json          what was asked, when, and whether all of it came
    runs/<n>/pages.jsonl        the manifest: one line a page, in order, with hash, size, URL and time
    runs/<n>/pages/000001.xml   the pages in order, as hard links into ``blobs``

Every write goes to a temporary name, is synced and renamed, and only then named in the manifest. So at a
kill at any moment the manifest names whole pages only, and a rerun continues after the last of them. Before
it does, each page is compared with its hash: whatever was cut or altered meanwhile is fetched again.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from kenri.vocab.problems import Problem

HEAD = "head.json"
MANIFEST = "pages.jsonl"


class Page(msgspec.Struct, frozen=True):
    """One page of a run. ``token`` asks for the page after it; ``state`` is the protocol's own memory."""

    number: int
    name: str
    sha256: str
    size: int
    url: str
    time: str
    token: str = ""
    state: dict[str, Any] = {}

    @property
    def blob(self) -> str:
        """The file name in ``blobs``."""
        return self.sha256 + Path(self.name).suffix


class Head(msgspec.Struct, frozen=True):
    """A run: ``request`` says what was asked for, ``until`` up to which moment of the server's clock.

    ``complete`` is True only where everything that was asked for arrived; ``ended`` also where the server
    ended the list short.
    """

    request: dict[str, str]
    started: str
    ended: bool = False
    complete: bool = False
    until: str = ""
    state: dict[str, Any] = {}


_pages = msgspec.json.Decoder(Page)
_heads = msgspec.json.Decoder(Head)
_json = msgspec.json.Encoder()


class Run:
    """One run of pages; made by ``Captures``."""

    def __init__(self, captures: Captures, folder: Path, head: Head) -> None:
        self._captures = captures
        self.folder = folder
        self.head = head
        self.pages: list[Page] = []

    @property
    def content(self) -> Path:
        """The folder of the pages in order: what a reader is given."""
        return self.folder / "pages"

    @property
    def number(self) -> int:
        """The number of the run in its folder, counted from 1."""
        return int(self.folder.name)

    def add(
        self,
        body: bytes,
        suffix: str,
        *,
        url: str,
        time: str,
        token: str = "",
        state: dict[str, Any] | None = None,
    ) -> Page:
        """Keep one whole page after the ones before it."""
        digest = hashlib.sha256(body).hexdigest()
        blob = self._captures.blobs / (digest + suffix)
        if not blob.exists():
            write_whole(blob, body)
        name = f"{len(self.pages) + 1:06d}{suffix}"
        return self._name(Page(len(self.pages) + 1, name, digest, len(body), url, time, token, state or {}))

    def adopt(self, file: Path, name: str, *, url: str, time: str, state: dict[str, Any]) -> Page:
        """Keep a whole downloaded file, which is moved away from where it lies."""
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        page = Page(len(self.pages) + 1, name, digest, file.stat().st_size, url, time, "", state)
        file.replace(self._captures.blobs / page.blob)
        return self._name(page)

    def _name(self, page: Page) -> Page:
        link(self._captures.blobs / page.blob, self.content / page.name)
        with (self.folder / MANIFEST).open("ab") as manifest:
            manifest.write(_json.encode(page) + b"\n")
        self.pages.append(page)
        return page

    def cut(self, count: int) -> None:
        """Forget all pages after the first ``count``."""
        self.pages = self.pages[:count]
        write_whole(self.folder / MANIFEST, b"".join(_json.encode(page) + b"\n" for page in self.pages))
        names = {page.name for page in self.pages}
        for file in self.content.iterdir():
            if file.name not in names:
                file.unlink()

    def remember(self, **state: Any) -> None:
        """Add to what the protocol remembers of this run."""
        self._write(msgspec.structs.replace(self.head, state={**self.head.state, **state}))

    def finish(self, *, complete: bool, until: str = "") -> None:
        """The list has ended; ``complete`` where nothing of it is missing."""
        self._write(msgspec.structs.replace(self.head, ended=True, complete=complete, until=until))

    def discard(self) -> None:
        """Drop the run: it found nothing new."""
        shutil.rmtree(self.folder)

    def _write(self, head: Head) -> None:
        write_whole(self.folder / HEAD, _json.encode(head))
        self.head = head

    def read(self, page: Page) -> bytes:
        """The bytes of a page. Raises ``Problem('capture_altered')``."""
        body = self._captures.blob(page)
        if hashlib.sha256(body).hexdigest() != page.sha256:
            raise Problem("capture_altered", str(self.folder / page.name), page=page.number)
        return body

    def sound(self) -> int:
        """How many pages from the first on are what was received; links that are missing are made anew."""
        for page in self.pages:
            try:
                with (self._captures.blobs / page.blob).open("rb") as stream:
                    if hashlib.file_digest(stream, "sha256").hexdigest() != page.sha256:
                        (self._captures.blobs / page.blob).unlink()
                        return page.number - 1
            except OSError:
                return page.number - 1
            if not (self.content / page.name).exists():
                link(self._captures.blobs / page.blob, self.content / page.name)
        return len(self.pages)

    def load(self) -> None:
        """Read the manifest; a last line torn by a kill is dropped."""
        manifest = self.folder / MANIFEST
        lines = manifest.read_bytes().split(b"\n") if manifest.exists() else []
        self.pages = []
        for number, line in enumerate(lines[:-1], 1):
            with contextlib.suppress(msgspec.DecodeError):
                page = _pages.decode(line)
                if page.number == number == len(self.pages) + 1:
                    self.pages.append(page)
        if lines and (len(self.pages) != len(lines) - 1 or lines[-1]):
            self.cut(len(self.pages))


class Captures:
    """The captures of one way of access. Use it as ``with Captures(folder).locked() as captures``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blobs = folder / "blobs"
        self._runs = folder / "runs"

    @contextlib.contextmanager
    def locked(self) -> Iterator[Captures]:
        """Hold the folder for writing. Raises ``Problem('already_fetching')`` where another process does."""
        self.blobs.mkdir(parents=True, exist_ok=True)
        self._runs.mkdir(exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Problem("already_fetching", str(self.folder)) from error
            for leftover in self.folder.rglob("*.partial"):
                leftover.unlink()
            yield self

    def runs(self) -> list[Run]:
        """All runs, oldest first. One whose head cannot be read is nobody's: it is left out."""
        found = []
        for folder in sorted(self._runs.iterdir(), key=lambda path: path.name.zfill(12)):
            with contextlib.suppress(OSError, msgspec.DecodeError):
                run = Run(self, folder, _heads.decode((folder / HEAD).read_bytes()))
                run.load()
                found.append(run)
        return found

    def unfinished(self, request: dict[str, str]) -> Run | None:
        """The newest run, where it asked the same and has not ended; sound pages only."""
        runs = self.runs()
        if not runs or runs[-1].head.ended or runs[-1].head.request != request:
            return None
        run = runs[-1]
        run.content.mkdir(exist_ok=True)
        count = run.sound()
        if count < len(run.pages):
            run.cut(count)
        return run

    def begin(self, request: dict[str, str], started: str) -> Run:
        """A new, empty run."""
        numbers = [int(path.name) for path in self._runs.iterdir() if path.name.isdigit()]
        folder = self._runs / f"{max(numbers, default=0) + 1:06d}"
        (folder / "pages").mkdir(parents=True)
        run = Run(self, folder, Head(request, started))
        write_whole(folder / MANIFEST, b"")
        run._write(run.head)
        return run

    def latest(self, request: dict[str, str]) -> Run | None:
        """The newest complete run that asked the same and is still what was received."""
        for run in reversed(self.runs()):
            if run.head.complete and run.head.request == request:
                return run if run.sound() == len(run.pages) else None
        return None

    def blob(self, page: Page) -> bytes:
        """The bytes kept for a page. Raises ``Problem('capture_altered')`` where they are lost or broken."""
        plain = self.blobs / page.blob
        try:
            return plain.read_bytes()
        except OSError as error:
            raise Problem("capture_altered", str(plain), page=page.number) from error

    def prune(self, keep: int) -> None:
        """Drop all but the newest ``keep`` runs, and blobs that no run names."""
        runs = self.runs()
        kept = runs[-keep:]
        names = {run.folder.name for run in kept}
        for folder in [path for path in self._runs.iterdir() if path.name not in names]:
            shutil.rmtree(folder)
        named = {page.blob for run in kept for page in run.pages}
        for blob in list(self.blobs.iterdir()):
            if blob.name not in named:
                blob.unlink()


def write_whole(path: Path, body: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as stream:
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


def link(blob: Path, name: Path) -> None:
    """Give a blob a second name; a copy where the file system knows no hard links."""
    name.unlink(missing_ok=True)
    try:
        os.link(blob, name)
    except OSError:
        partial = name.with_name(name.name + ".partial")
        shutil.copyfile(blob, partial)
        partial.replace(name)
