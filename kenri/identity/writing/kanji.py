"""Old, new and name forms of kanji, from the reviewed table beside this module."""

from __future__ import annotations

import functools
from importlib import resources

import msgspec


@functools.cache
def variant_forms() -> dict[str, str]:
    """For each other form of a character the one used in keys (國 → 国, 邉 → 辺, 﨑 → 崎)."""
    file = resources.files("kenri.identity").joinpath("data/kanji_variants.yaml")
    table = msgspec.yaml.decode(file.read_bytes(), type=dict[str, str])
    return {form: used for used, forms in table.items() for form in forms}
