"""The public id that a record gives the entity which it founds."""

from __future__ import annotations

import hashlib


def entity_key(source: str, local_id: str) -> str:
    """The public id of the entity that a record founds: 16 hexadecimal digits."""
    return hashlib.blake2b(f"{source}\0{local_id}".encode(), digest_size=8).hexdigest()
