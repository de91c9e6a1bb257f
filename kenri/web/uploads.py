"""A list that somebody hands in: size, name and content are looked at before anything reads it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from kenri.vocab.problems import Problem

LARGEST = 50 << 20
"""Bytes that a list may have on the site; larger ones go through the command line."""
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".jsonl", ".ndjson", ".bib", ".ris")
LONGEST_NAME = 120
_PACKED = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z",
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def name_of(upload: UploadedFile) -> str:
    """The name to show: the last part of what the browser says, without control characters."""
    told = (upload.name or "").replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in told if letter.isprintable())[-LONGEST_NAME:]


@contextmanager
def received(upload: UploadedFile | None) -> Iterator[Path]:
    """The upload as a file whose path owes nothing to its name, for as long as the block lasts.

    Raises Problem: ``upload_missing``, ``upload_too_large``, ``upload_type``, ``upload_content``.
    """
    if upload is None or not upload.size:
        raise Problem("upload_missing")
    name = name_of(upload)
    if upload.size > LARGEST:
        raise Problem("upload_too_large", name, most=LARGEST >> 20, size=-(-upload.size >> 20))
    ending = _ending(name)
    start = upload.read(4096)
    upload.seek(0)
    _check_content(name, ending, start)
    with tempfile.TemporaryDirectory(prefix="list-") as folder:
        path = Path(folder) / f"list{ending}"
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        yield path


def _ending(name: str) -> str:
    lower = name.lower()
    packed = ".gz" if lower.endswith(".gz") else ""
    found = next((e for e in ENDINGS if lower.removesuffix(packed).endswith(e)), None)
    if found is None:
        raise Problem("upload_type", name, known=", ".join(e.removeprefix(".") for e in ENDINGS))
    return found + packed


def _check_content(name: str, ending: str, start: bytes) -> None:
    """The first bytes must be what the name promises."""
    if ending.endswith(".gz"):
        good = start.startswith(_GZIP)
    elif ending == ".xlsx":
        good = start.startswith(_PACKED)
    else:
        binary = b"\0" in start and not start.startswith(_WIDE)
        good = not binary and not start.startswith((_PACKED, _GZIP, *_OTHERS))
    if not good:
        raise Problem("upload_content", name, ending=ending)
