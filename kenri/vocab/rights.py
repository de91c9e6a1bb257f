"""Rights, claims to them, and statements about them, as sources make them."""

from __future__ import annotations

import msgspec

from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.identifiers import Identifier


class Statement(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a source declares about the legal state of a work.

    ``code`` is a key of the statements vocabulary (``cc-by-4.0``, ``rs-inc``, ``jps-incr``, ...) or empty
    where the source uses free words; ``text`` is what it wrote.
    """

    text: str
    code: str = ""
    url: str = ""


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is said to hold which right, for which share, territory and period."""

    holder: str
    right: str = "copyright"
    layer: str = ""
    share: str = ""
    territory: str = ""
    begins: ImpreciseDate | None = None
    ends: ImpreciseDate | None = None
    basis: str = ""
    identifiers: tuple[Identifier, ...] = ()
