"""Downloading one file: only when it changed, and from where it broke off when the server can."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import unquote

import msgspec

from kenri.harvest import answers
from kenri.harvest.answers import Truncated
from kenri.harvest.captures import Page, Run
from kenri.harvest.http import Client, Reply, parsed
from kenri.harvest.progress import Progress, silent
from kenri.vocab.problems import Problem

PART = "download.part"
LONGEST = 80
"""Characters of a file name; its end is kept. Three bytes each stay under what file systems take."""

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_FILE_NAME = re.compile(r'filename="?([^";]+)"?', re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.\-]+")
_SUFFIXES = {
    "application/zip": ".zip",
    "application/gzip": ".gz",
    "application/json": ".json",
    "application/ld+json": ".jsonld",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/marc": ".mrc",
}


class Version(msgspec.Struct, frozen=True):
    """What names a version of a file: the ETag and date that a server gives, each empty if it does not."""

    etag: str = ""
    modified: str = ""

    @property
    def strong(self) -> str:
        """The validator that proves two ranges to be of the same file, or empty (RFC 9110, 13.1.5)."""
        return self.etag if self.etag and not self.etag.startswith("W/") else ""


class Downloaded(msgspec.Struct, frozen=True):
    """``path`` is the whole file; ``unchanged`` where it is the one of the run before."""

    path: Path
    complete: bool
    unchanged: bool
    notes: tuple[Problem, ...] = ()


class Download:
    """The download of one file into a run, which may hold the beginning that an earlier one got."""

    def __init__(
        self, client: Client, url: str, run: Run, previous: Run | None, progress: Progress = silent
    ) -> None:
        self._client = client
        self._url = url
        self._run = run
        self._previous = previous
        self._progress = progress
        self._part = run.folder / PART
        self._length_known = False
        self._headers: Mapping[str, str] = {}

    def fetch(self) -> Downloaded:
        """Fetch the file. Raises a ``Problem``; what arrived is kept for the next attempt."""
        politeness = self._client.politeness
        arrived = self._client.stream(
            self._url,
            self._receive,
            headers=self._ask,
            limit=politeness.file_limit,
            total=politeness.file_timeout,
            accept=(304, 416),
        )
        if not arrived and self._previous is not None:
            self._run.discard()
            return Downloaded(self._previous.content / self._previous.pages[0].name, True, unchanged=True)
        self._check_form()
        page = self._adopt()
        notes = () if self._length_known else (Problem("length_unknown", self._url),)
        self._run.finish(complete=self._length_known)
        before = self._previous.pages[0].sha256 if self._previous else ""
        return Downloaded(
            self._run.content / page.name, self._length_known, unchanged=page.sha256 == before, notes=notes
        )

    def _ask(self) -> dict[str, str]:
        headers = {"Accept-Encoding": "identity"}
        size = self._size()
        begun = msgspec.convert(self._run.head.state.get("version", {}), Version)
        if size and begun.strong:
            return {**headers, "Range": f"bytes={size}-", "If-Range": begun.strong}
        if self._previous is not None:
            known = msgspec.convert(self._previous.pages[0].state, Version)
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.modified:
                headers["If-Modified-Since"] = known.modified
        return headers

    def _size(self) -> int:
        return self._part.stat().st_size if self._part.exists() else 0

    def _receive(self, reply: Reply) -> bool:
        """Write what arrives behind what is there, or anew. False where the file has not changed."""
        version = Version(reply.headers.get("etag", ""), reply.headers.get("last-modified", ""))
        if reply.status == 304 and self._previous is not None:
            return False
        if reply.status not in (200, 206) or (reply.status == 206 and not self._continues(reply, version)):
            # The part does not fit what the server has now: ask again, without it.
            self._part.unlink(missing_ok=True)
            raise Truncated
        self._headers = dict(reply.headers)
        expected = self._expected(reply)
        self._length_known = expected is not None or "transfer-encoding" in reply.headers
        if reply.status == 200:
            self._part.unlink(missing_ok=True)
            self._run.remember(version=msgspec.to_builtins(version))
        with self._part.open("ab") as stream:
            self._write(reply, stream, expected)
        if expected is not None and self._size() != expected:
            raise Truncated
        return True

    def _continues(self, reply: Reply, version: Version) -> bool:
        found = _RANGE.match(reply.headers.get("content-range", ""))
        begun = msgspec.convert(self._run.head.state.get("version", {}), Version)
        return found is not None and int(found[1]) == self._size() and version.etag == begun.etag

    def _expected(self, reply: Reply) -> int | None:
        """The size of the whole file in bytes, where the server says it."""
        if reply.headers.get("content-encoding", "identity") != "identity":
            self._length_known = True  # a compressed body has its own end
            return None
        if reply.status == 206:
            found = _RANGE.match(reply.headers.get("content-range", ""))
            return int(found[2]) if found and found[2] != "*" else None
        length = reply.headers.get("content-length", "")
        return int(length) if length.isdigit() else None

    def _write(self, reply: Reply, stream: IO[bytes], expected: int | None) -> None:
        limit = self._client.politeness.file_limit
        size = stream.tell()
        for piece in reply.pieces:
            stream.write(piece)
            size += len(piece)
            if size > limit:
                raise Problem("too_large", self._url, limit=limit)
            self._progress(size, expected)

    def _check_form(self) -> None:
        if PurePosixPath(parsed(self._url).path).suffix.lower() in (".html", ".htm"):
            return
        with self._part.open("rb") as stream:
            head = stream.read(65536)
        try:
            answers.expect(head, "", self._url)
        except Problem:
            self._part.unlink()
            raise

    def _adopt(self) -> Page:
        version = Version(self._headers.get("etag", ""), self._headers.get("last-modified", ""))
        return self._run.adopt(
            self._part,
            file_name(self._url, self._headers),
            url=self._url,
            time=self._client.now.isoformat(timespec="seconds"),
            state=msgspec.to_builtins(version),
        )


def file_name(url: str, headers: Mapping[str, str]) -> str:
    """A safe name for the file that keeps its suffix: from the URL, else from what the server says."""
    name = _UNSAFE.sub("_", PurePosixPath(unquote(parsed(url).path)).name)[-LONGEST:].lstrip("._")
    if PurePosixPath(name).suffix:
        return name
    found = _FILE_NAME.search(headers.get("content-disposition", ""))
    if found:
        said = _UNSAFE.sub("_", PurePosixPath(found[1].replace("\\", "/")).name)[-LONGEST:].lstrip("._")
        if PurePosixPath(said).suffix:
            return said
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    return (name or "download") + _SUFFIXES.get(kind, "")
