"""Other processes tokenise as this one does."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from kenri.search import tokenising
from kenri.search.document import Document, Term
from kenri.search.fields import index_json
from tests.search.library import WORKS


def many(count: int) -> Iterator[Document]:
    for number, work in enumerate(itertools.islice(itertools.cycle(WORKS), count)):
        yield Document(f"{work.id}-{number}", work.schema, work.titles, work.creators)


@pytest.mark.parametrize("processes", [0, 1, 2])
def test_all_documents_come_out_the_same(processes: int) -> None:
    count = tokenising.FEW + 2 * tokenising.BATCH + 7
    lines = [line for batch in tokenising.tokenised(many(count), processes) for line in batch]
    assert sorted(lines) == sorted(index_json(document).decode() for document in many(count))


def test_few_documents_need_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenising, "_in_workers", None)
    assert sum(len(batch) for batch in tokenising.tokenised(WORKS, 2)) == len(WORKS)
    assert list(tokenising.tokenised([], 2)) == []


def test_line_breaks_in_titles_stay_within_their_document() -> None:
    odd = [
        Document(f"n{number}", "text", (Term("一行\n二行\u2028三行"),))
        for number in range(tokenising.FEW + 5)
    ]
    lines = [line for batch in tokenising.tokenised(odd, 1) for line in batch]
    assert len(lines) == len(odd)


def test_a_process_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenising.sys, "executable", "/bin/false")
    with pytest.raises((RuntimeError, BrokenPipeError)):
        list(tokenising.tokenised(many(tokenising.FEW + 10), 1))
