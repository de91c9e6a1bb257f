"""Strict reading of one item: pop what is read, reject what is unknown, report what is left.

Mappings use these few functions on plain dicts, so that what they do not pop can be counted.
"""

from __future__ import annotations

from typing import Any, TypeVar

from kenri.vocab.identifiers import Identifier, says_none, try_identifier
from kenri.vocab.problems import Problem

T = TypeVar("T")

EMPTY: tuple[object, ...] = (None, "", [], {}, ())
"""Values that hold nothing: a mapping may leave them without anything being lost."""


def text(item: dict[str, Any], key: str) -> str:
    """Pop a value as trimmed text; empty where the key is missing or null.

    Raises ``Problem('not_text')`` where an object or a list stands there.
    """
    value = item.pop(key, None)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict | list):
        raise Problem("not_text", field=key, found="object" if isinstance(value, dict) else "array")
    return "" if value is None else str(value)


def required(item: dict[str, Any], key: str) -> str:
    """Pop a value that must not be empty. Raises ``Problem('missing_value')``."""
    value = text(item, key)
    if not value:
        raise Problem("missing_value", field=key)
    return value


def identified(item: dict[str, Any], key: str, scheme: str) -> Identifier | None:
    """Pop a value as an identifier; one that is none (a wrong check digit, say) stays, to be reported."""
    value = text(item, key)
    made = try_identifier(scheme, value) if value else None
    if value and made is None:
        item[key] = value
    return made


def identified_at(item: dict[str, Any], path: str, scheme: str, value: str) -> Identifier | None:
    """A value that stood at ``path`` in the item as an identifier; one that is none is left there."""
    made = try_identifier(scheme, value)
    if made is None:
        leave(item, path, scheme, value)
    return made


def leave(item: dict[str, Any], path: str, scheme: str, value: str) -> None:
    """Put a value that is no identifier of its scheme back into the item, to be reported with its likes.

    What only says that there is none is not worth a word.
    """
    if not says_none(scheme, value):
        item.setdefault(path, []).append(value)


def code(item: dict[str, Any], key: str, codes: dict[str, T], default: T) -> T:
    """Pop a value that must be a key of ``codes``; ``default`` where it is empty.

    Raises ``Problem('unknown_code')``: an unknown code rejects its row, it never falls into an "other".
    """
    value = text(item, key)
    if not value:
        return default
    try:
        return codes[value]
    except KeyError:
        raise Problem("unknown_code", field=key, value=value) from None
