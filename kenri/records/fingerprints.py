"""Hashes that tell whether a capture and the code that reads it are the same as before."""

from __future__ import annotations

import hashlib
import inspect
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

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
    """The hash of the modules that declare how a source is read, those that they share included."""
    modules = {inspect.unwrap(shape.read).__module__ for shape in source.shapes}
    packages = {name.rpartition(".")[0] for name in modules}
    shared = {name for name in sys.modules if name.rpartition(".")[0] in packages - {""} and "._" in name}
    digest = hashlib.blake2b(digest_size=12)
    for name in sorted(modules | shared):
        file = getattr(sys.modules.get(name), "__file__", None)
        if file:
            digest.update(name.encode() + b"\0" + Path(file).read_bytes())
    return digest.hexdigest()
