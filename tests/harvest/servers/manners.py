"""A clock that does not wait, and the politeness that tests use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kenri.harvest.http import Clock, Politeness

QUICK = Politeness(rate=0, allow_private=True, read_timeout=5, connect_timeout=5, total_timeout=20)


class Watch:
    """Time that only passes when somebody sleeps; ``slept`` lists the pauses in seconds."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(seconds=self.passed)

    @property
    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self.passed, sleep=self.sleep, now=self.now, jitter=lambda: 1.0)
