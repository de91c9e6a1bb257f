"""The search index: made from the entities, kept up with them, and opened for readers.

Its data version is the linking that it was made from. Where few entities changed since then, only those are
indexed again; otherwise, or where the index was made by other code, all of them are.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from django.conf import settings

from kenri.records.bulk import store as open_store
from kenri.records.bulk.store import Store
from kenri.records.collecting import seldom_collecting
from kenri.records.documents import all_documents, documents_of
from kenri.records.models import Entity, LinkRun
from kenri.records.reports import IndexReport, OnProgress
from kenri.search import generations
from kenri.search.document import Document
from kenri.search.engine import Engine
from kenri.search.tantivy_engine import TantivyBuilder, open_engine
from kenri.vocab.problems import Problem

FEW = 0.2
"""The share of all entities up to which changes are applied to the index that is there."""

_PROGRESS_EVERY = 1_000


def folder() -> Path:
    """Where the index lies."""
    return Path(settings.KENRI_HOME) / "index"


def index(*, rebuild: bool = False, on_progress: OnProgress | None = None) -> IndexReport:
    """Make the index follow the entities; searches go on meanwhile with the earlier one.

    Raises ``Problem('already_running')`` and those of the engine.
    """
    started = time.monotonic()
    store = open_store()
    with store.only_one("index"), seldom_collecting():
        last = LinkRun.objects.exclude(ended=None).order_by("-id").first()
        held = None if rebuild else _held()
        if held is not None and held == last:
            report = _report(generations.read_manifest(_current()).version, 0, 0, rebuilt=False)
        else:
            report = _bring_up(store, held, last, on_progress)
    return msgspec.structs.replace(report, seconds=time.monotonic() - started)


def _bring_up(
    store: Store, held: LinkRun | None, last: LinkRun | None, on_progress: OnProgress | None
) -> IndexReport:
    version = _data_version(last)
    total = Entity.objects.filter(redirect_to=None, size__gt=0).count()
    changed = Entity.objects.filter(changed__gt=held.pk) if held is not None else None
    if changed is not None and changed.count() <= FEW * total:
        keys = list(changed.order_by("id").values_list("id", flat=True))
        gone = list(changed.exclude(redirect_to=None, size__gt=0).values_list("key", flat=True))
        told = _Told(len(keys) - len(gone), on_progress)
        words = TantivyBuilder().update(folder(), told(documents_of(store, keys)), gone, version)
        return _report(words, told.done, len(gone), rebuilt=False)
    told = _Told(total, on_progress)
    words = TantivyBuilder().build(folder(), told(all_documents(store)), version)
    return _report(words, told.done, 0, rebuilt=True)


class _Told:
    """Counts documents as they pass, and tells."""

    def __init__(self, total: int, on_progress: OnProgress | None) -> None:
        self.done, self.total, self.on_progress = 0, total, on_progress

    def __call__(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            yield document
            self.done += 1
            if self.on_progress is not None and self.done % _PROGRESS_EVERY == 0:
                self.on_progress(self.done, max(self.total, self.done))


def _report(version: str, documents: int, removed: int, *, rebuilt: bool) -> IndexReport:
    return IndexReport(version=version, documents=documents, removed=removed, rebuilt=rebuilt, seconds=0.0)


def _held() -> LinkRun | None:
    """The linking that the current index was made from; None where it cannot be built upon.

    The index of another database may lie there: its version names no linking of this one.
    """
    current = generations.current(folder())
    if current is None:
        return None
    try:
        held = generations.check(current).data_version
        run = LinkRun.objects.exclude(ended=None).filter(pk=int(held.partition("-")[0])).first()
    except (Problem, ValueError):
        return None
    return run if _data_version(run) == held else None


def _data_version(run: LinkRun | None) -> str:
    return f"{run.pk}-{run.started.timestamp():.6f}" if run else "0"


def _current() -> Path:
    current = generations.current(folder())
    if current is None:
        raise Problem("index_missing", str(folder()))
    return current


_engines: dict[Path, Engine] = {}
_lock = threading.Lock()


def engine() -> Engine | None:
    """The index for readers, which follows each new generation; None where there is none yet.

    Raises ``Problem('index_damaged')`` and ``Problem('index_outdated')``.
    """
    where = folder()
    opened = _engines.get(where)
    if opened is None:
        with _lock:
            opened = _engines.get(where) or open_engine(where)
            if opened is not None:
                _engines[where] = opened
    return opened
