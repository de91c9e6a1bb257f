"""What a walk through a list tells while it goes and when it ends."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from kenri.vocab.problems import Problem

LOOKED_BACK = 1000
"""Pages among which a page that comes again is looked for."""

Progress = Callable[[int, int | None], None]
"""Told after each page: items (of a download: bytes) so far, and the expected total where it is known."""


def silent(done: int, total: int | None) -> None:
    """Tell nobody."""


class Walked(msgspec.Struct, frozen=True):
    """The end of a walk. ``complete`` only where everything arrived; ``notes`` say why not, and what to know.

    ``until`` is the moment of the server's clock from which the next incremental walk has to go on; empty
    where the protocol has none.
    """

    complete: bool
    until: str = ""
    notes: tuple[Problem, ...] = ()
