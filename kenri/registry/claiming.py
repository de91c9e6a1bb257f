"""What holders claim of works that others recorded, and where claims cannot all be true.

Legal source: rights are held per layer of a work; co-owners hold shares (Copyright Act, art. 65); rights pass
in whole or in part (art. 61). The shares of one layer, in one country on one day, are the whole at most, and
what one holds exclusively nobody else holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

import msgspec

from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import layers, territories

WHOLE = 10_000
"""Hundredths of a percent in all of a right."""
WORLD = "*"
LONGEST_EVIDENCE = 4_000

Basis = Literal["author", "transfer", "inheritance", "mandate", "employer", "other"]
BASES: dict[Basis, Text] = {
    "author": Text("著作者（原始取得）", "Author"),
    "employer": Text("職務著作（法人）", "Employer (work made in the course of duty)"),
    "transfer": Text("譲渡を受けた", "Transfer"),
    "inheritance": Text("相続・承継した", "Inheritance"),
    "mandate": Text("管理を委託された", "Mandate to manage"),
    "other": Text("その他", "Other"),
}


class Claimed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is claimed: a share (hundredths of a percent) of a layer, where and when, on what basis.

    ``layer``: a key of the layers, empty for all. ``territory``: countries (ISO 3166-1), none for the world.
    ``begins`` and ``ends``: first and last day, none for always. ``evidence``: what proves it, in words, and
    ``link`` where it can be seen.
    """

    holder: str
    basis: Basis
    layer: str = ""
    share: int = WHOLE
    exclusive: bool = False
    territory: tuple[str, ...] = ()
    begins: date | None = None
    ends: date | None = None
    evidence: str = ""
    link: str = ""


class Placed(msgspec.Struct, frozen=True):
    """A claim with its key and whose it is.

    Who succeeded to a right by agreement stands in the place of whoever held it before: both are one
    ``party``, of whom the larger share counts, so that a part may pass over and nothing is counted twice.
    """

    key: str
    party: str
    claimed: Claimed


class Conflict(msgspec.Struct, frozen=True):
    """Claims that cannot all be true: ``kind`` ``shares`` (more than the whole) or ``exclusive``.

    ``where`` and ``since`` are a country (``*`` for the world) and a day on which they meet; none: ever.
    """

    kind: Literal["shares", "exclusive"]
    layer: str
    where: str
    since: date | None
    claims: tuple[str, ...]
    total: int = 0


def share_of(text: str) -> int:
    """A share as people write it: ``50``, ``33.33 %``, ``1/3``. Raises ``Problem('bad_claim_share')``."""
    told = text.strip().removesuffix("%").removesuffix("％").strip()
    try:
        if fraction := re.fullmatch(r"(\d{1,4})\s*/\s*(\d{1,4})", told):
            found = int(Decimal(fraction[1]) * WHOLE / Decimal(fraction[2]))
        else:
            found = int(Decimal(told) * 100)
    except (InvalidOperation, ArithmeticError, ValueError):
        raise Problem("bad_claim_share", "share", share=text) from None
    if not 0 < found <= WHOLE:
        raise Problem("bad_claim_share", "share", share=text)
    return found


def checked(claimed: Claimed) -> Claimed:
    """The claim again. Raises ``Problem`` with the field at fault."""
    if not claimed.holder.strip():
        raise Problem("no_holder", "holder")
    if claimed.layer and claimed.layer not in layers():
        raise Problem("unknown_layer", "layer", layer=claimed.layer)
    if not territories().keys() >= set(claimed.territory):
        raise Problem("bad_claim_territory", "territory")
    if claimed.begins and claimed.ends and claimed.begins > claimed.ends:
        raise Problem("ends_before_it_begins", "ends")
    if not claimed.evidence.strip():
        raise Problem("no_evidence", "evidence")
    if len(claimed.evidence) > LONGEST_EVIDENCE:
        raise Problem("too_long", "evidence", most=LONGEST_EVIDENCE)
    return claimed


def conflicts(claims: Sequence[Placed]) -> tuple[Conflict, ...]:
    """Where claims contradict each other, each set of claims once for each layer and kind.

    A claim to all layers meets those to any; where one party claims twice, their larger share counts. A
    mandate manages what another holds, and contradicts only other exclusive mandates.
    """
    found: dict[tuple[str, str, tuple[str, ...]], Conflict] = {}
    for group in (_holding(claims), _managing(claims)):
        for layer in _layers(group):
            meant = [one for one in group if one.claimed.layer in ("", layer)]
            for where in _places(meant):
                there = [one for one in meant if not one.claimed.territory or where in one.claimed.territory]
                for day in _days(there):
                    now = [one for one in there if _holds(one, day)]
                    for one in _meeting(now, layer, where, day):
                        found.setdefault((one.kind, one.layer, one.claims), one)
    return tuple(found.values())


def _holding(claims: Iterable[Placed]) -> list[Placed]:
    return [one for one in claims if one.claimed.basis != "mandate"]


def _managing(claims: Iterable[Placed]) -> list[Placed]:
    return [one for one in claims if one.claimed.basis == "mandate" and one.claimed.exclusive]


def _layers(claims: Iterable[Placed]) -> list[str]:
    """The layers that are named; where none is, all of them at once."""
    named = list(dict.fromkeys(one.claimed.layer for one in claims if one.claimed.layer))
    return named or [""]


def _places(claims: Iterable[Placed]) -> list[str]:
    """The countries that are named, and the rest of the world."""
    return [WORLD, *dict.fromkeys(code for one in claims for code in one.claimed.territory)]


def _days(claims: Iterable[Placed]) -> list[date | None]:
    """The days on which something begins, and ever."""
    return [None, *sorted({one.claimed.begins for one in claims if one.claimed.begins})]


def _holds(one: Placed, day: date | None) -> bool:
    """Whether a claim holds on a day; ``None`` is a day before every beginning."""
    if day is None:
        return one.claimed.begins is None
    begun = one.claimed.begins is None or one.claimed.begins <= day
    return begun and (one.claimed.ends is None or one.claimed.ends >= day)


def _meeting(now: Sequence[Placed], layer: str, where: str, day: date | None) -> Iterator[Conflict]:
    """The contradiction among claims that hold at one place and day, if there is one."""
    shares: dict[str, int] = {}
    for one in now:
        shares[one.party] = max(shares.get(one.party, 0), one.claimed.share)
    if len(shares) < 2:
        return
    exclusive = any(one.claimed.exclusive for one in now)
    total = sum(shares.values())
    if exclusive or total > WHOLE:
        keys = tuple(sorted(one.key for one in now))
        yield Conflict("exclusive" if exclusive else "shares", layer, where, day, keys, total)
