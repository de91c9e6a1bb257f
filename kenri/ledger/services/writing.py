"""What every writer of money does first."""

from __future__ import annotations

import hashlib

import msgspec

from kenri.ledger.models import Head


def one_writer() -> Head:
    """Wait, within a transaction, for every other writer: what is read from here on stays so until its
    end."""
    Head.objects.get_or_create(pk=1)
    return Head.objects.select_for_update().get(pk=1)


def digest(told: object) -> str:
    """The digest of what was sent with a key, by which the same is told from another thing."""
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()
