"""``kenri registry``: what the registry needs from time to time, as a timer calls it."""

from __future__ import annotations

from collections import Counter

import msgspec

from kenri.accounts.clock import now
from kenri.project import speech
from kenri.registry import controls, queries
from kenri.vocab.text import Text
from kenri.web.registry import proving, registering


class Kept(msgspec.Struct, frozen=True):
    """Addresses looked at again, how many lacked their code, and works still due for the search."""

    looked: int
    missing: int
    due: int


def registry(*, json: bool = False) -> None:
    """Look again at proved addresses; make what is due searchable."""
    looks: Counter[bool] = Counter()
    with speech.progress(Text("URLを再確認中", "Looking at addresses")) as show, proving.looking() as seen:
        for found in controls.check_again(seen, at=now()):
            looks[bool(found.problem)] += 1
            show(looks.total(), None)
    registering.bring_in_all()
    done = Kept(looks.total(), looks[True], len(queries.due(100_000)))
    if json:
        speech.answer_json(done)
        return
    line = Text(
        f"再確認したURL：{done.looked:,} 件（確認できず {done.missing:,} 件）、検索に未反映：{done.due:,} 件",
        f"{done.looked:,} addresses looked at again, {done.missing:,} without their code; "
        f"{done.due:,} works still due for the search",
    )
    speech.tell([line])
