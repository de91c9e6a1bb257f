"""One file per database. Each declares ``SOURCE``; nothing names a concrete one: they are found here.

In: items of an export. Out: records. Next: ``records`` stores them.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kenri.harvest.source import Source, sources_in


@functools.cache
def all_sources() -> Mapping[str, Source]:
    """Every source in this folder, by id."""
    return MappingProxyType(discover(__path__, __name__))


def discover(path: Iterable[str], package: str) -> dict[str, Source]:
    """The sources of a folder of modules; a module whose name starts with ``_`` is not a source."""
    names = sorted(m.name for m in pkgutil.iter_modules(path) if not m.name.startswith("_"))
    return sources_in(importlib.import_module(f"{package}.{name}") for name in names)
