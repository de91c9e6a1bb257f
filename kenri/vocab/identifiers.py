"""Identifiers of works and parties, with their check digits."""

from __future__ import annotations

import msgspec


class Identifier(msgspec.Struct, frozen=True):
    """An identifier in normal form: ``scheme`` is a key of the schemes vocabulary, ``value`` is compact."""

    scheme: str
    value: str
