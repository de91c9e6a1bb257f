"""The scratch stores of the identity model: one for each group of schemas, in generations.

Nothing in them is the store of record. They are made from the records at any time, and made anew where the
code or the model is another one. A linking works on a copy and publishes it whole, so that readers are never
locked out and being killed leaves the earlier generation. A generation says which linking it was made by and
which came before it: it is good for a database whose last linking is either of the two.
"""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
from pathlib import Path

import msgspec
from django.conf import settings

import kenri.identity
import kenri.vocab
from kenri.identity.caution import group_of
from kenri.identity.linkage import Linkage
from kenri.identity.models import model_for
from kenri.records.fingerprints import folder_hash
from kenri.records.models import LinkRun

KEPT = 2
"""Generations that are kept: the current one, and the one that readers may still have open."""


class Manifest(msgspec.Struct, frozen=True):
    """Of which code, after which linking, and after which one before it."""

    code: str
    after: str
    before: str


def folder() -> Path:
    """Where the scratch stores lie."""
    return Path(settings.KENRI_HOME) / "linkage"


def group_name(schema: str) -> str:
    """The group of a schema: the first of its schemas by name; empty where no model knows it."""
    try:
        model_for(schema)
    except KeyError:
        return ""
    return min(group_of(schema))


def version_of(run: LinkRun | None) -> str:
    """A linking of this database, which no linking of another one is taken for."""
    return f"{run.pk}-{run.started.timestamp():.6f}" if run else "0"


@functools.cache
def code_version() -> str:
    """The hash of all that decides what a store holds, read once a process."""
    folders = [Path(path) for package in (kenri.identity, kenri.vocab) for path in package.__path__]
    return hashlib.blake2b(b"".join(map(folder_hash, folders)), digest_size=8).hexdigest()


def current(last: LinkRun | None) -> Path | None:
    """The published generation, where it fits the code and the last linking; else None."""
    generation = _published()
    if generation is None:
        return None
    try:
        manifest = msgspec.json.decode((generation / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None
    fits = manifest.code == code_version() and version_of(last) in {manifest.after, manifest.before}
    return generation if fits else None


def _published() -> Path | None:
    try:
        name = (folder() / "current").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    generation = folder() / name
    return generation if name and generation.is_dir() else None


class Workshop:
    """A generation in the making: copies of the published stores, opened as they are needed."""

    def __init__(self, run: LinkRun, last: LinkRun | None, *, anew: bool) -> None:
        self.base = None if anew else current(last)
        self.manifest = Manifest(code_version(), version_of(run), version_of(last))
        self.place = folder() / f"{version_of(run)}.new"
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir(parents=True)
        self._open: dict[str, Linkage] = {}

    def has(self, group: str) -> bool:
        """Whether the earlier generation holds this group."""
        return self.base is not None and (self.base / f"{group}.duckdb").exists()

    def groups(self) -> list[str]:
        """The groups of the earlier generation."""
        return sorted(path.stem for path in self.base.glob("*.duckdb")) if self.base else []

    def linkage(self, group: str) -> Linkage:
        """The store of a group, to work on; empty where there was none."""
        if group not in self._open:
            path = self.place / f"{group}.duckdb"
            if self.has(group) and self.base is not None:
                shutil.copyfile(self.base / path.name, path)
            self._open[group] = Linkage(group, path=str(path))
        return self._open[group]

    def close(self, group: str) -> None:
        """Let a finished store's memory go."""
        if opened := self._open.pop(group, None):
            opened.db.execute("checkpoint")
            opened.db.close()

    def publish(self) -> None:
        """Make this the current generation; stores that nobody worked on are taken over as they are."""
        for group in list(self._open):
            self.close(group)
        for group in self.groups():
            path = self.place / f"{group}.duckdb"
            if not path.exists() and self.base is not None:
                os.link(self.base / path.name, path)
        (self.place / "manifest.json").write_bytes(msgspec.json.encode(self.manifest))
        done = folder() / f"{self.manifest.after}.{os.urandom(4).hex()}"
        self.place.rename(done)
        pointer = folder() / ".current.new"
        pointer.write_text(done.name, encoding="utf-8")
        pointer.replace(folder() / "current")
        self._prune(done)

    def abandon(self) -> None:
        """Leave everything as it was."""
        for opened in self._open.values():
            opened.db.close()
        shutil.rmtree(self.place, ignore_errors=True)

    def _prune(self, newest: Path) -> None:
        others = [path for path in folder().iterdir() if path.is_dir() and path != newest]
        others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in others[KEPT - 1 :]:
            shutil.rmtree(path, ignore_errors=True)


def carried_on(before: LinkRun | None, after: LinkRun) -> None:
    """Let the published generation stand for a linking that changed no record but followed a judgement."""
    generation = current(before)
    if generation is not None:
        manifest = Manifest(code_version(), version_of(after), version_of(before))
        made = generation / ".manifest.new"
        made.write_bytes(msgspec.json.encode(manifest))
        made.replace(generation / "manifest.json")
