"""Files of cases in the home folder, by the hash of their bytes: what was handed in and what was issued."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from kenri.cases.files import write_whole
from kenri.vocab.problems import Problem

LARGEST = 20 << 20
"""The most that one file may take, in bytes."""
SIGNS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".tif": ("image/tiff", (b"II*\x00", b"MM\x00*")),
    ".tiff": ("image/tiff", (b"II*\x00", b"MM\x00*")),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    ".odt": ("application/vnd.oasis.opendocument.text", (b"PK\x03\x04",)),
    ".eml": ("message/rfc822", ()),
    ".txt": ("text/plain", ()),
    ".csv": ("text/csv", ()),
    ".json": ("application/json", ()),
}
"""The kinds of file that are taken, each with its media type and how its bytes begin."""


def media_type(name: str, data: bytes) -> str:
    """The media type of a file that may be handed in.

    Raises Problem: ``file_too_large``, ``empty_file``, ``file_kind`` on a kind that is not taken or on bytes
    that are of another kind than the name says.
    """
    if len(data) > LARGEST:
        raise Problem("file_too_large", name, most=LARGEST >> 20)
    if not data:
        raise Problem("file_empty", name)
    kind, beginnings = SIGNS.get(Path(name).suffix.lower(), ("", ()))
    whole = kind and (not beginnings or data.startswith(beginnings))
    if not whole or (not beginnings and b"\x00" in data):
        raise Problem("file_kind", name, known=", ".join(sorted(SIGNS)))
    return kind


def keep(data: bytes, ending: str) -> tuple[str, str]:
    """Write a file, once for the same bytes; its name there and the SHA-256 of its bytes."""
    digest = hashlib.sha256(data).hexdigest()
    name = f"{digest[:2]}/{digest}{ending}"
    path = place(name)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    return name, digest


def place(name: str) -> Path:
    """Where a kept file is."""
    return Path(settings.KENRI_HOME) / "cases" / name


def read(name: str) -> bytes:
    """The bytes of a kept file. Raises ``Problem('file_gone')``."""
    try:
        return place(name).read_bytes()
    except OSError as error:
        raise Problem("file_gone", name, error=error.strerror) from error
