"""Time, memory, disk, and how busy other programs kept the machine."""

from __future__ import annotations

import os
import resource
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


class Foreign:
    """Cores that other programs used while this ran, from the kernel's accounts."""

    def __enter__(self) -> Foreign:
        self._wall, self._busy, self._own = time.monotonic(), _busy(), _own()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.monotonic() - self._wall
        self.cpu = _own() - self._own
        self.cores = max(0.0, (_busy() - self._busy - self.cpu) / max(self.seconds, 0.01))


def _busy() -> float:
    """Seconds that all cores together were not idle since the machine started."""
    fields = [int(value) for value in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def _own() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def peak_memory() -> int:
    """Peak resident megabytes of this process and the largest of its children."""
    return (
        sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        // 1024
    )


def disk(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def percentiles(ask: Callable[[str], Any], queries: Sequence[str]) -> tuple[float, float]:
    """p50 and p99 in milliseconds, after a warm-up of a tenth of the queries."""
    for query in queries[: max(1, len(queries) // 10)]:
        ask(query)
    times = []
    for query in queries:
        started = time.perf_counter()
        ask(query)
        times.append(1000 * (time.perf_counter() - started))
    times.sort()
    return times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.99))]


def queries_a_second(
    ask: Callable[[tuple[str, str]], Any],
    queries: Sequence[tuple[str, str]],
    threads: int,
    seconds: float = 6.0,
) -> float:
    """Queries answered a second by so many threads together."""
    done = [0] * threads
    end = time.monotonic() + seconds

    def work(number: int) -> None:
        place = number * 7
        while time.monotonic() < end:
            ask(queries[place % len(queries)])
            place += 1
            done[number] += 1

    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    started = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(done) / (time.monotonic() - started)
