"""One file per database. Each declares ``SOURCE``; nothing names a concrete one: they are found here.

A database with many kinds of thing has a folder of its own, which declares ``SOURCE`` in the same way.

In: items of an export. Out: records. Next: ``records`` stores them.

``visited/`` lists the databases that Kenri cannot read and a person must visit, one YAML file each: they
count in the duty to search (arts. 67 and 67-3 of the Copyright Act) as much as those that Kenri reads.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from importlib import resources
from types import MappingProxyType

import msgspec

from kenri.harvest.source import Duty, Source, sources_in
from kenri.vocab.text import Text


class Visited(msgspec.Struct, frozen=True, kw_only=True):
    """A database that people search by hand: what it covers, and for what it must be searched.

    ``fields`` and ``schemas`` are keys of the vocabularies; empty means all.
    """

    id: str = ""
    title: Text
    publisher: Text
    description: Text
    homepage: str
    fields: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()


@functools.cache
def all_sources() -> Mapping[str, Source]:
    """Every source in this folder, by id."""
    return MappingProxyType(discover(__path__, __name__))


@functools.cache
def visited_databases() -> Mapping[str, Visited]:
    """Every database of ``visited/`` by id, which is the name of its file."""
    found = {}
    for file in sorted(resources.files(__name__).joinpath("visited").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            entry = msgspec.yaml.decode(file.read_bytes(), type=Visited)
            key = file.name.removesuffix(".yaml")
            found[key] = msgspec.structs.replace(entry, id=key)
    return MappingProxyType(found)


def discover(path: Iterable[str], package: str) -> dict[str, Source]:
    """The sources in a folder: each module or package in it declares one."""
    names = sorted(module.name for module in pkgutil.iter_modules(path))
    return sources_in(importlib.import_module(f"{package}.{name}") for name in names)
