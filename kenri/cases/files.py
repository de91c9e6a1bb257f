"""The files that people hand in, kept by their content so that a list can be read again."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from kenri.vocab.problems import Problem

LARGEST = 512 << 20
"""The most that a list may take, in bytes."""

_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".jsonl", ".ndjson", ".bib", ".ris", ".zip", ".gz")


def keep(path: Path) -> str:
    """Copy a list into the home folder; the name it has there. The same content is kept once.

    Raises Problem: ``no_such_file``, ``list_too_large``, ``unreadable_file``.
    """
    if not path.is_file():
        raise Problem("no_such_file", where=str(path))
    try:
        if path.stat().st_size > LARGEST:
            raise Problem("list_too_large", path.name, most=LARGEST >> 20)
        data = path.read_bytes()
    except OSError as error:
        raise Problem("unreadable_file", path.name, error=str(error)) from error
    name = hashlib.sha256(data).hexdigest()[:32] + _ending(path.name)
    folder = settings.KENRI_HOME / "lists"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / name).is_file():
        write_whole(folder / name, data)
    return name


def kept(name: str) -> Path:
    """Where a kept list is."""
    return Path(settings.KENRI_HOME) / "lists" / name


def _ending(name: str) -> str:
    endings = [e for e in _ENDINGS if name.lower().endswith(e)]
    if not endings:
        return ""
    rest = name[: -len(endings[0])]
    return (_ending(rest) if endings[0] == ".gz" else "") + endings[0]


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at no time half of it stands there; what stood there before is replaced."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise Problem("unwritable_file", str(path), error=str(error)) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise Problem("unwritable_file", str(path), error=str(error)) from error
