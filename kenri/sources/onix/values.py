"""Values that come in several places of a message: dates and identifiers."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from kenri.harvest.strict import identified_at
from kenri.sources.onix.codes import CODES
from kenri.sources.onix.nodes import Node, attribute, children, first_text, text_of
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.identifiers import Identifier


def date_of(node: Node) -> ImpreciseDate | None:
    """A date in the format that its attribute or a sibling element names; free text otherwise."""
    for child in children(node, "Date"):
        written = text_of(child)
        kind = attribute(child, "dateformat") or first_text(node, "DateFormat") or "00"
        return _read_date(written, kind) if written else None
    return None


@functools.lru_cache(maxsize=4096)
def _read_date(written: str, kind: str) -> ImpreciseDate | None:
    widths = CODES.date_formats.get(kind)
    digits = re.sub(r"\D", "", written)
    if widths is None or len(digits) < 4:
        return parse_date(written)
    parts, start = [], 0
    for width in widths:
        part = digits[start : start + width]
        start += width
        if len(part) < width or not int(part):
            break
        parts.append(part)
    read = parse_date("-".join(parts)) if parts else None
    if read is None:
        return parse_date(written)
    return ImpreciseDate(written, read.earliest, read.latest, read.certainty)


def identifiers(parent: Node, name: str, schemes: Mapping[str, str], product: Node) -> tuple[Identifier, ...]:
    """Identifiers of the known types; a GTIN of books is an ISBN.

    ``name`` is the composite, as in ProductIdentifier, ``schemes`` the scheme of each code of its type. What
    is no identifier of its type is left in the product.
    """
    found: dict[Identifier, None] = {}
    for node in children(parent, name):
        value = first_text(node, "IDValue")
        kind = first_text(node, f"{name.removesuffix('Identifier')}IDType")
        scheme = schemes.get(kind)
        if not scheme or not value:
            continue
        if scheme == "ean":
            value = value[1:] if len(value) == 14 and value.startswith("0") else value
            scheme = "isbn" if value.startswith(("978", "979")) and not value.startswith("9790") else "ean"
        if identifier := identified_at(product, f"{name}/{kind}", scheme, value):
            found[identifier] = None
    return tuple(found)
