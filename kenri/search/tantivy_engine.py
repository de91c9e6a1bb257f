"""Search with Tantivy, embedded: no server."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import msgspec
import tantivy

from kenri.identity.writing import kana
from kenri.identity.writing.normalise import compact, fold, without_article
from kenri.search import engine, generations, suggesting, tantivy_schema
from kenri.search.analysis.tokens import LONGEST_EDGE
from kenri.search.highlighting import highlight
from kenri.search.leniency import Leniency, Loose
from kenri.search.parser import Question, parse
from kenri.search.plan import ARTICLE, EXACT, NUMERALS, READING, SOUND, Planner
from kenri.search.ranking import KEY_SCORE, READ_AGAIN, READ_AGAIN_LENIENT, Candidate, rank, settle
from kenri.search.tantivy_builder import TantivyBuilder
from kenri.vocab.problems import Problem

__all__ = ["TantivyBuilder", "TantivyEngine", "highlight", "open_engine"]

MOST_FACET_VALUES = 100
FEW = 3
"""Under so many hits without an equal title, nearly equal titles are shown too."""

NEARLY, NEARLY_ALL = 0.7, 0.9
"""Nearness of a title from which it is shown so, and from which it is also meant to its last bracket."""

SHORTEST_BEGUN, DEEPER = 3, 4
"""Letters of an unfinished word that is looked up, and how many times more titles are compared then."""

FURTHEST = 10_000
"""Hits that paging reaches; deeper pages are empty."""


def open_engine(folder: Path, *, fully: bool = False) -> TantivyEngine | None:
    """The current index under a folder; None where none was ever published.

    ``fully`` compares every byte with the manifest first. Raises ``Problem('index_damaged')`` and
    ``Problem('index_outdated')``.
    """
    return TantivyEngine(folder, fully=fully) if generations.current(folder) else None


class _Opened:
    """One open generation, held against pruning until it is let go."""

    def __init__(self, folder: Path, fully: bool) -> None:
        self.stamp = generations.stamp(folder)
        generation = generations.current(folder)
        if generation is None:
            raise Problem("index_missing", str(folder))
        self._handle = generations.acquire(generation)
        try:
            self.manifest = generations.check(generation, fully=fully)
            try:
                self.index = tantivy_schema.open_index(generation)
                self.searcher = self.index.searcher()
            except (ValueError, OSError) as error:
                raise Problem("index_damaged", str(generation), detail=str(error)) from error
        except BaseException:
            os.close(self._handle)
            raise
        self.planner = Planner(self.index.schema, self.searcher)
        self.leniency = Leniency(self.index.schema, self.searcher, self.planner)

    def __del__(self) -> None:
        if hasattr(self, "planner"):
            os.close(self._handle)


class TantivyEngine:
    """A reader that follows the current generation. Safe to share between threads."""

    def __init__(self, folder: Path, *, fully: bool = False) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._opened = self._open(fully)

    def _open(self, fully: bool = False) -> _Opened:
        for _ in range(5):
            try:
                return _Opened(self._folder, fully)
            except (FileNotFoundError, BlockingIOError):
                continue  # pruned between reading the pointer and holding it: another is current now
        raise Problem("index_damaged", str(self._folder), detail="current")

    def _current(self) -> _Opened:
        opened = self._opened
        if generations.stamp(self._folder) == opened.stamp:
            return opened
        with self._lock:
            if generations.stamp(self._folder) != self._opened.stamp:
                try:
                    self._opened = self._open()
                except Problem:
                    if not self._opened.manifest.documents:
                        raise
                    # The index that is open still answers; what is wrong shows where the new one is opened.
                    self._opened.stamp = generations.stamp(self._folder)
            return self._opened

    @property
    def version(self) -> str:
        """Code version and data version of the open index."""
        return self._current().manifest.version

    @property
    def size(self) -> int:
        """The number of documents in the open index."""
        return int(self._current().searcher.num_docs)

    def search(self, query: engine.Query) -> engine.Results:
        """The best entities for a query. No query text raises."""
        opened = self._current()
        question = parse(query.text)
        asked = Loose(opened.planner.strict(question), question.plain, lenient=False)
        matching = opened.planner.filtered(asked.query, question, query)
        offset, limit = max(0, query.offset), max(0, query.limit)
        found, total = self._find(opened, matching, query, offset, limit)
        lenient = total == 0 and bool(question.parts)
        if lenient and (loose := self._loosened(opened, question, query)) is not None:
            asked = loose
            matching = opened.planner.filtered(asked.query, question, query)
            found, total = self._find(opened, matching, query, offset, limit, READ_AGAIN_LENIENT)
        again = READ_AGAIN_LENIENT if lenient else READ_AGAIN
        near: list[Candidate] = []
        if query.sort == "relevance" and found:
            head = rank(found[:again], question.written, asked.plain, asked.lenient)
            if not lenient:
                near = self._near_titles(opened, question, query, head, few=total < FEW)
            found = (settle(head, near) if total < FEW else head[:FEW] + near + head[FEW:]) + found[again:]
            total += len(near)
        partly = lenient or bool(near)
        if partly and query.sort == "relevance" and found and total == len(found):
            # All that is counted is at hand: words with slips need not be looked up once more.
            matching = opened.planner.these(one.id for one in found)
        page = found[offset : offset + limit] if query.sort == "relevance" else found
        return engine.Results(
            hits=tuple(
                engine.Hit(one.id, round(one.score, 3), _how(one, lenient or one in near)) for one in page
            ),
            total=total,
            facets=self._facets(opened, matching, query.facets),
            suggestion=(
                suggesting.better(
                    question,
                    near or found[:again],
                    lambda word: opened.leniency.nearest_word(word, question),
                )
                if partly
                else ""
            ),
            partly=partly and bool(found),
            unknown=opened.leniency.unknown(question) if partly else (),
        )

    def _near_titles(
        self, opened: _Opened, question: Question, query: engine.Query, found: list[Candidate], *, few: bool
    ) -> list[Candidate]:
        """Where no title equals the query: those that may by ear and, where few were found, by letters."""
        if found[0].score >= KEY_SCORE or any(part.field or part.phrase for part in question.parts):
            return []
        loose = opened.leniency.query(question) if few else opened.leniency.otherwise(question)
        if loose is None:
            return []
        known = {one.id for one in found}
        ranked = self._ranked(opened, loose, question, query)
        return [one for one in ranked if one.id not in known and one.likely >= NEARLY]

    def _loosened(self, opened: _Opened, question: Question, query: engine.Query) -> Loose | None:
        """What nearly matches; or all but a volume or edition does, where no title is nearly the whole."""
        loose, unmarked = opened.leniency.query(question), opened.leniency.unmarked(question)
        if loose is None or unmarked is None:
            return loose or unmarked
        best = self._ranked(opened, loose, question, query)[:1]
        return loose if best and best[0].likely >= NEARLY_ALL else unmarked

    def _ranked(
        self, opened: _Opened, loose: Loose, question: Question, query: engine.Query
    ) -> list[Candidate]:
        """The best that nearly match, however they are to be sorted."""
        query = msgspec.structs.replace(query, sort="relevance")
        matching = opened.planner.filtered(loose.query, question, query)
        found, _ = self._find(opened, matching, query, 0, 1, READ_AGAIN_LENIENT)
        return rank(found, question.written, loose.plain, loose.lenient)

    def _find(
        self,
        opened: _Opened,
        matching: tantivy.Query,
        query: engine.Query,
        offset: int,
        limit: int,
        depth: int = READ_AGAIN,
    ) -> tuple[list[Candidate], int]:
        if offset >= FURTHEST:
            return [], int(opened.searcher.search(matching, 1, count=True).count)  # type: ignore[attr-defined]
        searcher = opened.searcher
        if query.sort == "relevance":
            answer = searcher.search(matching, max(depth, offset + limit), count=True)
        else:
            field = "order" if query.sort == "title" else "first"
            direction = tantivy.Order.Desc if query.sort == "year_down" else tantivy.Order.Asc
            answer = searcher.search(
                matching, max(1, limit), count=True, order_by_field=field, offset=offset, order=direction
            )
        hits = answer.hits
        if query.sort == "relevance" and hits and hits[0][0] >= KEY_SCORE:
            # Titles that are called so come first; the rest of them need no second look.
            equal = sum(score >= KEY_SCORE for score, _ in hits)
            hits = hits[: max(equal, offset + limit)]
        addresses = [address for _, address in hits]
        weights = searcher.fast_field_values("weight", addresses) if hits else []
        found = []
        for (score, address), weight in zip(hits, weights, strict=True):
            document = searcher.doc(address)
            found.append(
                Candidate(
                    id=str(document.get_first("id")),
                    titles=_shown(document),
                    score=score if query.sort == "relevance" else 0.0,
                    weight=int(weight or 1),
                )
            )
        return found, int(answer.count)  # type: ignore[attr-defined]

    def _facets(
        self, opened: _Opened, matching: tantivy.Query, facets: tuple[str, ...]
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        asked = [facet for facet in facets if facet in engine.FACETS]
        if not asked:
            return {}
        wanted = {facet: {"terms": {"field": facet, "size": MOST_FACET_VALUES}} for facet in asked}
        counted = opened.searcher.aggregate(matching, wanted)
        return {
            facet: tuple((bucket["key"], bucket["doc_count"]) for bucket in counted[facet]["buckets"])
            for facet in asked
        }

    def complete(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """Titles that begin with what was typed (or whose reading does), most attested first."""
        opened = self._current()
        begun, most = without_article(fold(prefix[:100])), 4 * limit
        key = compact(begun)
        if not key or limit < 1:
            return ()
        # What an unfinished word may become is seldom needed, and too much where a letter or two are there.
        for last in (False, len(begun.split()[-1]) >= SHORTEST_BEGUN):
            match = opened.planner.beginning(begun, last)
            titles, all_seen = self._begin(opened, match, key, limit, most)
            if all_seen or len(titles) == limit or len(key) <= LONGEST_EDGE:
                break
            most *= DEEPER
        return tuple(titles)

    def _begin(
        self, opened: _Opened, match: tantivy.Query, key: str, limit: int, most: int
    ) -> tuple[dict[str, None], bool]:
        """The titles among so many matches that begin with a key, and whether there are no more matches."""
        answer = opened.searcher.search(match, most, count=False, order_by_field="weight")
        written: dict[str, None] = {}
        read: dict[str, None] = {}
        for _, address in answer.hits:
            shown = _shown(opened.searcher.doc(address))
            begins = [title for title in shown if compact(without_article(fold(title))).startswith(key)]
            # Readings are not kept: where no title begins so, a reading does.
            if begins:
                written[begins[0]] = None
            elif len(key) <= LONGEST_EDGE or kana.is_kana(key):
                read[shown[0]] = None
            if len(written) == limit:
                break
        return dict.fromkeys([*written, *read][:limit]), len(answer.hits) < most


def _shown(document: tantivy.Document) -> tuple[str, ...]:
    stored = document.get_first("shown")
    return tuple(bytes(stored).decode().split("\n")) if stored else ()


def _how(candidate: Candidate, lenient: bool) -> str:
    if candidate.score in (EXACT, ARTICLE, NUMERALS):
        return "exact"
    if candidate.score in (READING, SOUND):
        return "reading"
    return "lenient" if lenient else "words"
