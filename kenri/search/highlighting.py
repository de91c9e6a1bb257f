"""Which characters of a text a query matched, in the text as written."""

from __future__ import annotations

import re

from kenri.identity.writing.normalise import LONG_MARK, expand_repeats, fold
from kenri.search.analysis.tokens import is_cjk, runs
from kenri.search.parser import parse

_CLUSTER = re.compile(
    r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef]*", re.DOTALL
)
_REPEATS = "々ゝゞヽヾ〻"


def highlight(text: str, query: str) -> list[tuple[int, int]]:
    """The spans (start, end) of ``text`` that match ``query``, in order and not overlapping.

    Words match from their beginning; Japanese runs match whole or, where they do not occur whole, in
    their parts of two characters or more. Width, kana and kanji forms are taken together.
    """
    folded, places = _folded_with_places(text)
    marked = [False] * len(folded)
    for part in parse(query).parts:
        for run in runs(part.text):
            if is_cjk(run):
                _mark_run(folded, run, marked)
            else:
                for match in re.finditer(rf"(?<![^\W_]){re.escape(run)}", folded):
                    _mark(marked, match.start(), match.end())
    spans: list[tuple[int, int]] = []
    for place, on in enumerate(marked):
        if not on:
            continue
        start, end = places[place]
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _folded_with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text folded character by character, and for each folded one where it came from."""
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    for match in _CLUSTER.finditer(text):
        cluster = match[0]
        if cluster in _REPEATS and folded:
            written = expand_repeats(folded[-1] + fold(cluster))[1:]
        else:
            written = fold(cluster) or " "
        for character in written:
            if character == LONG_MARK and places:
                places[-1] = (places[-1][0], match.end())
                continue
            if character == LONG_MARK or (character == " " and folded and folded[-1] == " "):
                continue
            folded.append(character)
            places.append(match.span())
    return "".join(folded), places


def _mark_run(folded: str, run: str, marked: list[bool]) -> None:
    run = run.replace(LONG_MARK, "")
    place = 0
    while place < len(run):
        length = len(run) - place
        while length > 1 and run[place : place + length] not in folded:
            length -= 1
        piece = run[place : place + length]
        if length > 1 or len(run) == 1:
            start = folded.find(piece)
            while start >= 0:
                _mark(marked, start, start + length)
                start = folded.find(piece, start + length)
        place += length


def _mark(marked: list[bool], start: int, end: int) -> None:
    marked[start:end] = [True] * (end - start)
