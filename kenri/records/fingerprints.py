"""Hashes that tell whether a capture and the code that reads it are the same as before."""

from __future__ import annotations

import functools
import hashlib
import inspect
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import kenri.harvest
import kenri.vocab

if TYPE_CHECKING:
    from kenri.harvest.source import Source

_BLOCK = 1 << 20


def capture_hash(path: Path, *, limit: int | None = None, supplier: str = "") -> str:
    """The hash of a file's bytes, or of a folder's files with their names.

    It is another one for another ``limit`` and another ``supplier``.
    """
    digest = hashlib.blake2b(digest_size=24)
    if path.is_dir():
        for file in sorted(p for p in path.rglob("*") if p.is_file()):
            digest.update(os.fsencode(file.relative_to(path)) + b"\0" + _file_hash(file))
    else:
        digest.update(_file_hash(path))
    if limit is not None:
        digest.update(f"limit {limit}".encode())
    if supplier:
        digest.update(f"supplier {supplier}".encode())
    return digest.hexdigest()


def _file_hash(path: Path) -> bytes:
    digest = hashlib.blake2b(digest_size=24)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.digest()


def mapping_version(source: Source) -> str:
    """The hash of all that decides how a source is read: its modules, and the rooms that they build on."""
    modules = {inspect.unwrap(shape.read).__module__ for shape in source.shapes}
    own = {Path(file) for name in modules if (file := getattr(sys.modules.get(name), "__file__", None))}
    shared = {file for folder in {path.parent for path in own} for file in folder.glob("_[a-z]*.py")}
    digest = hashlib.blake2b(_rooms(), digest_size=12)
    for path in sorted(own | shared):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@functools.cache
def _rooms() -> bytes:
    """The hash of the code and data of harvesting and of the vocabularies, read once a process."""
    folders = [folder for package in (kenri.harvest, kenri.vocab) for folder in package.__path__]
    return b"".join(folder_hash(Path(folder)) for folder in folders)


def folder_hash(folder: Path) -> bytes:
    """The hash of the Python and YAML files in a folder, with their names."""
    digest = hashlib.blake2b(digest_size=24)
    for file in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".yaml")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + _file_hash(file))
    return digest.digest()
