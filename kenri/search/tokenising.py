"""Tokenising in other processes, so that a bulk build uses every core.

A worker is this module run as a program: it reads batches of documents from its standard input and
writes the engine's JSON, one document a line, to its standard output, each frame led by its length
(8 bytes, big endian). It ends when its input ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO

import msgspec

from kenri.search.document import Document
from kenri.search.fields import index_lines

BATCH = 1000
"""Documents in a frame."""

_PIPE = 1 << 20
"""Bytes that a pipe holds, so that a frame is handed over without waiting for its reader."""

AHEAD = 3
"""Batches that wait for each process: enough to keep it busy; more would only fill memory."""

FEW = 4000
"""Up to so many documents, starting processes costs more than it saves."""

_DIED = "a tokenising process ended before its work was done"
_LENGTH = struct.Struct(">Q")
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Document]).decode


def tokenised(documents: Iterable[Document], processes: int | None = None) -> Iterator[list[str]]:
    """The engine's JSON of all documents, in batches of any order.

    ``processes`` defaults to one less than the cores; 0 keeps to this process. While all of them have
    enough to do, this process takes a batch itself, so that no core waits.
    """
    stream = iter(documents)
    few = list(islice(stream, FEW))
    if processes is None:
        processes = max(1, (os.cpu_count() or 1) - 1)
    if len(few) < FEW or processes == 0:
        yield from map(_here, _batches(iter(few)))
        if processes == 0:
            yield from map(_here, _batches(stream))
        return
    yield from _in_workers(_batches(chain(few, stream)), processes)


def _here(batch: list[Document]) -> list[str]:
    return _lines(index_lines(batch))


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    while batch := list(islice(documents, BATCH)):
        yield batch


class _Worker:
    """One process, and the thread that collects what it writes."""

    def __init__(self, done: queue.SimpleQueue[bytes | None]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kenri.search.tokenising"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for stream in (self._process.stdin, self._process.stdout):
            _widen(stream)
        self._done = done
        self._thread = threading.Thread(target=self._collect, daemon=True)
        self._thread.start()

    def _collect(self) -> None:
        assert self._process.stdout is not None  # noqa: S101  (a pipe was asked for)
        while (frame := _read(self._process.stdout)) is not None:
            self._done.put(frame)
        self._done.put(None)

    def send(self, batch: list[Document]) -> None:
        assert self._process.stdin is not None  # noqa: S101
        _write(self._process.stdin, _encode(batch))

    def finish(self) -> None:
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.close()

    def close(self) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        self._process.kill()
        self._process.wait()
        self._thread.join()
        if self._process.stdout is not None:
            self._process.stdout.close()


def _in_workers(batches: Iterator[list[Document]], processes: int) -> Iterator[list[str]]:
    done: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    workers = [_Worker(done) for _ in range(processes)]
    try:
        sent = ahead = 0
        for batch in batches:
            if ahead < AHEAD * processes:
                workers[sent % processes].send(batch)
                sent += 1
                ahead += 1
            else:
                yield _here(batch)
            while not done.empty():
                yield _lines(done.get())
                ahead -= 1
        for worker in workers:
            worker.finish()
        ended = 0
        while ahead and ended < processes:
            frame = done.get()
            if frame is None:
                ended += 1
            else:
                yield _lines(frame)
                ahead -= 1
        if ahead:
            raise RuntimeError(_DIED)
    finally:
        for worker in workers:
            worker.close()


def _lines(frame: bytes | None) -> list[str]:
    if frame is None:
        raise RuntimeError(_DIED)
    return frame[:-1].decode().split("\n")


def _widen(stream: IO[bytes] | None) -> None:
    """Give a pipe more room where the system allows it; elsewhere it only works more slowly."""
    if stream is not None and sys.platform == "linux":
        with contextlib.suppress(OSError):
            fcntl.fcntl(stream, fcntl.F_SETPIPE_SZ, _PIPE)


def _read(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_LENGTH.size)
    return stream.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else None


def _write(stream: IO[bytes], data: bytes) -> None:
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _work() -> None:
    gc.disable()  # nothing here is ever cyclic
    while (frame := _read(sys.stdin.buffer)) is not None:
        _write(sys.stdout.buffer, index_lines(_decode(frame)))


if __name__ == "__main__":
    _work()
