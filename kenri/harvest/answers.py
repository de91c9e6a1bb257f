"""A server's answer: its body decompressed within a limit of size, and recognised for what it is."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kenri.vocab.problems import Problem

STEP = 1 << 18
"""Most bytes that are decompressed at once: a compression bomb never fills the memory."""

_WRAPPERS = {"gzip": 31, "x-gzip": 31, "deflate": 47}
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title|<h1[^>]*>(.*?)</h1", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(rb"<script.*?</script>|<style.*?</style>|<[^>]*>", re.IGNORECASE | re.DOTALL)


_RECOGNISABLE = 80
"""Characters of a page that are told."""


class Answer(msgspec.Struct, frozen=True):
    """A whole answer in memory: the URL it finally came from, its status, headers (lower case) and body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Truncated(Exception):  # noqa: N818  (a state of the transfer, most often passing)
    """The answer ended before its end. Asking again may help."""


def decoded(chunks: Iterable[bytes], encoding: str, limit: int, url: str) -> Iterator[bytes]:
    """The bytes of a body without its ``Content-Encoding``.

    Raises ``Problem('too_large')`` once more than ``limit`` bytes came out, ``Problem('bad_encoding')`` for
    a compression that was not asked for or is broken, ``Truncated`` where compressed data has no end.
    """
    size = 0
    for piece in _inflated(chunks, encoding.strip().lower(), url):
        size += len(piece)
        if size > limit:
            raise Problem("too_large", url, limit=limit)
        yield piece


def _inflated(chunks: Iterable[bytes], encoding: str, url: str) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in _WRAPPERS:
        raise Problem("bad_encoding", url, encoding=encoding)
    engine = zlib.decompressobj(_WRAPPERS[encoding])
    any_bytes = False
    try:
        for chunk in chunks:
            any_bytes = any_bytes or bool(chunk)
            data = chunk
            while data and not engine.eof:
                yield engine.decompress(data, STEP)
                data = engine.unconsumed_tail
    except zlib.error as error:
        raise Problem("bad_encoding", url, encoding=encoding) from error
    if any_bytes and not engine.eof:
        raise Truncated


def is_page(body: bytes) -> bool:
    """Whether a body is a web page, whatever its ``Content-Type`` says."""
    return _PAGE.search(body[:1024]) is not None


def first_words(body: bytes) -> str:
    """The title of a web page, else its first words: enough for a person to recognise it."""
    head = body[:65536]
    found = _TITLE.search(head)
    raw = (found.group(1) or found.group(2) or b"") if found else head
    words = " ".join(html.unescape(_TAGS.sub(b" ", raw).decode("utf-8", "replace")).split())
    return words[:_RECOGNISABLE]


def expect(body: bytes, form: str, url: str) -> None:
    """Check that a body is of the form asked for: ``xml``, ``json``, or anything but a page (empty form).

    The body is looked at, not the ``Content-Type``: many endpoints mislabel good answers.
    Raises ``Problem('html_answer')`` for a web page and ``Problem('not_as_expected')`` for other forms.
    """
    start = body[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if is_page(start):
        raise Problem("html_answer", url, title=first_words(body))
    utf16 = start[:2] in (b"\xff\xfe", b"\xfe\xff")
    starts = {"xml": (b"<",), "json": (b"{", b"[")}.get(form)
    if starts and not utf16 and not start.startswith(starts):
        raise Problem("not_as_expected", url, form=form.upper(), start=first_words(body))
