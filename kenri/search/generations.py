"""Generations of an index: each in its own folder, one of them current.

::

    FOLDER/current                  the name of the generation in use, replaced by rename
    FOLDER/generations/NAME/        the engine's files, manifest.json, lock

A generation never changes once it is current, so readers need no lock to read; they hold a shared lock on
it only so that it is not pruned under them. A build that is killed leaves a folder that nothing points to;
the next build removes it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kenri.search.analysis import CHAIN
from kenri.search.fields import FIELDS_VERSION
from kenri.vocab.problems import Problem

CODE_VERSION = f"{CHAIN}.{FIELDS_VERSION}"
"""Version of everything in the code that decides what stands in an index."""

MANIFEST = "manifest.json"
LOCK = "lock"
_OWN_FILES = (MANIFEST, LOCK)
_POINTER = "current"
_ABANDONED = 60.0
"""Seconds after which a generation without a lock file is nobody's."""


class File(msgspec.Struct, frozen=True):
    """Size in bytes and SHA-256 of one file of a generation."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a generation is made of."""

    code_version: str
    data_version: str
    documents: int
    files: dict[str, File]

    @property
    def version(self) -> str:
        """Code version and data version in one word."""
        return f"{self.code_version}+{self.data_version}"


def current(folder: Path) -> Path | None:
    """The folder of the current generation; None where no index was ever published."""
    try:
        name = (folder / _POINTER).read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    return folder / "generations" / name


def stamp(folder: Path) -> tuple[int, int] | None:
    """Changes whenever another generation becomes current; cheap to ask."""
    try:
        state = os.stat(folder / _POINTER)  # noqa: PTH116  (asked before every search)
    except FileNotFoundError:
        return None
    return state.st_ino, state.st_mtime_ns


def read_manifest(generation: Path) -> Manifest:
    """The manifest of a generation. Raises ``Problem('index_damaged')``."""
    try:
        return msgspec.json.decode((generation / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise Problem("index_damaged", str(generation), detail=f"{MANIFEST}: {error}") from error


def check(generation: Path, *, fully: bool = False) -> Manifest:
    """Compare a generation with its manifest: the sizes, or ``fully`` the content too.

    Raises ``Problem('index_damaged')``, or ``Problem('index_outdated')`` where other code made it.
    """
    manifest = read_manifest(generation)
    if manifest.code_version != CODE_VERSION:
        raise Problem("index_outdated", str(generation), found=manifest.code_version, expected=CODE_VERSION)
    for name, file in manifest.files.items():
        path = generation / name
        try:
            sound = path.stat().st_size == file.size and (not fully or _sha256(path) == file.sha256)
        except OSError:
            sound = False
        if not sound:
            raise Problem("index_damaged", str(path), detail=name)
    return manifest


def begin(folder: Path) -> Path:
    """A new, empty folder for a generation, locked by ``hold`` of whoever builds it."""
    generation = folder / "generations" / f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
    generation.mkdir(parents=True)
    (generation / LOCK).touch()
    return generation


def publish(
    folder: Path, generation: Path, data_version: str, documents: int, known: Manifest | None = None
) -> Manifest:
    """Write the manifest and make the generation current in one step.

    ``known`` spares hashing again the files that were hard-linked from an earlier generation.
    """
    files = {}
    for path in sorted(generation.iterdir()):
        if path.name in _OWN_FILES:
            continue
        size = path.stat().st_size
        before = known.files.get(path.name) if known and path.stat().st_nlink > 1 else None
        files[path.name] = before if before and before.size == size else File(size, _sha256(path))
        _sync(path)
    manifest = Manifest(CODE_VERSION, data_version, documents, files)
    _write(generation / MANIFEST, msgspec.json.encode(manifest))
    _write(folder / _POINTER, generation.name.encode())
    return manifest


def prune(folder: Path) -> None:
    """Remove the generations that are neither current nor locked."""
    keep = current(folder)
    for generation in (folder / "generations").iterdir():
        if generation == keep:
            continue
        try:
            with hold(generation, exclusive=True):
                shutil.rmtree(generation, ignore_errors=True)
        except BlockingIOError:
            continue
        except FileNotFoundError:
            # Killed before it was locked, or just being made.
            if time.time() - generation.stat().st_mtime > _ABANDONED:
                shutil.rmtree(generation, ignore_errors=True)


@contextlib.contextmanager
def hold(generation: Path, *, exclusive: bool = False) -> Iterator[None]:
    """Keep a generation from being pruned for the length of a ``with`` block.

    Raises BlockingIOError where an exclusive hold is not to be had.
    """
    handle = acquire(generation, exclusive=exclusive)
    try:
        yield
    finally:
        os.close(handle)


def acquire(generation: Path, *, exclusive: bool = False) -> int:
    """As ``hold``, for readers that outlive a block: gives the file handle that holds the lock."""
    handle = os.open(generation / LOCK, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BaseException:
        os.close(handle)
        raise
    return handle


def copy_linked(source: Path, target: Path) -> None:
    """Copy an index by hard links; the few files that the engine rewrites are copied in full."""
    for path in source.iterdir():
        if path.name in _OWN_FILES or path.suffix == ".lock":
            continue
        if path.suffix == ".json":
            shutil.copyfile(path, target / path.name)
            continue
        try:
            (target / path.name).hardlink_to(path)
        except OSError:  # a file system without hard links
            shutil.copyfile(path, target / path.name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    draft.write_bytes(data)
    _sync(draft)
    draft.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
