"""Building and updating an index with Tantivy."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from kenri.search import generations, tantivy_schema
from kenri.search.document import Document
from kenri.search.fields import index_json
from kenri.search.tokenising import tokenised
from kenri.vocab.problems import Problem

_WRITERS = 2
"""Threads that write: while one writes a segment to disk, the other goes on."""

_HEAP = 640 * 1024 * 1024
"""Bytes of all segments that are not yet written; fewer, larger segments are searched faster."""

_SMALL_HEAP = 32 * 1024 * 1024


class TantivyBuilder:
    """Builds generations of an index under a folder and publishes them.

    ``processes`` is the number of further processes for tokenising; None takes one less than the cores.
    """

    def __init__(self, processes: int | None = None) -> None:
        self._processes = processes

    def build(self, folder: Path, documents: Iterable[Document], data_version: str) -> str:
        """Index all documents into a new generation and make it the current one; returns its version.

        Whatever goes wrong on the way, the earlier generation stays current.
        """
        generation = generations.begin(folder)
        with generations.hold(generation):
            try:
                count = self._fill(generation, documents)
                manifest = generations.publish(folder, generation, data_version, count)
            except BaseException:
                if generations.current(folder) != generation:
                    shutil.rmtree(generation, ignore_errors=True)
                raise
        generations.prune(folder)
        return manifest.version

    def _fill(self, generation: Path, documents: Iterable[Document]) -> int:
        index = tantivy_schema.create(generation)
        writer = index.writer(heap_size=_HEAP, num_threads=_WRITERS)
        count = 0
        for lines in tokenised(documents, self._processes):
            for line in lines:
                writer.add_json(line)
            count += len(lines)
        writer.commit()
        writer.wait_merging_threads()
        return count

    def update(
        self, folder: Path, changed: Iterable[Document], deleted: Iterable[str], data_version: str
    ) -> str:
        """Apply changes to a copy of the current generation (hard links) and publish it.

        Raises ``Problem('index_missing')`` where there is nothing to change, ``Problem('index_outdated')``
        and ``Problem('index_damaged')`` where the current generation cannot be built upon.
        """
        before = generations.current(folder)
        if before is None:
            raise Problem("index_missing", str(folder))
        known = generations.check(before)
        generation = generations.begin(folder)
        with generations.hold(before), generations.hold(generation):
            try:
                generations.copy_linked(before, generation)
                count = self._change(generation, changed, deleted)
                manifest = generations.publish(folder, generation, data_version, count, known)
            except BaseException:
                if generations.current(folder) != generation:
                    shutil.rmtree(generation, ignore_errors=True)
                raise
        generations.prune(folder)
        return manifest.version

    def _change(self, generation: Path, changed: Iterable[Document], deleted: Iterable[str]) -> int:
        index = tantivy_schema.open_index(generation)
        writer = index.writer(heap_size=_SMALL_HEAP, num_threads=1)
        for entity in deleted:
            writer.delete_documents_by_term("id", entity)
        for document in changed:
            writer.delete_documents_by_term("id", document.id)
            writer.add_json(index_json(document).decode())
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return int(index.searcher().num_docs)
