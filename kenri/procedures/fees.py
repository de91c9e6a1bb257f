"""What tariffs say of fees: figures stand there, dated and cited, and are read from there."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kenri.tariffs import tariff, tariffs
from kenri.vocab.text import Text


class Fee(NamedTuple):
    """The figure of a tariff on a day, from the least to the greatest of its choices, in yen.

    ``low`` and ``high`` are None on a day before the first known figure. ``per`` says for what it is due.
    """

    low: int | None
    high: int | None
    per: Text | None = None
    note: Text | None = None
    source: str = ""
    verified: bool = False


@functools.lru_cache(maxsize=1024)
def fee(reference: str, on: date) -> Fee:
    """The figure of a parameter, written ``tariff.parameter``.

    Raises ``Problem('unknown_tariff')``, and KeyError where the tariff has no such parameter.
    """
    name, _, key = reference.partition(".")
    parameter = tariff(name).written.parameters[key]
    dated = parameter.on(on)
    if dated is None:
        return Fee(None, None, parameter.per)
    figures = sorted(dated.figures())
    checked = [
        dated.verified if figure.verified is None else figure.verified
        for figure in dated.choices.values()
        if figure.value in (figures[0], figures[-1])
    ]
    verified = all(checked) if checked else dated.verified
    return Fee(int(figures[0]), int(figures[-1]), parameter.per, dated.note, dated.source, verified)


def of_body(body: str, acts: Iterable[str]) -> tuple[Text, ...]:
    """The names of a body's tariffs for some of these acts."""
    wanted = set(acts)
    return tuple(
        one.label
        for one in tariffs()
        if one.body_id == body and (not one.written.acts or not wanted.isdisjoint(one.written.acts))
    )
