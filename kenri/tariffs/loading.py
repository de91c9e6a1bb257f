"""Tariffs are found by walking ``data/<body>/``: one file more is one tariff more, and no edit elsewhere."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeVar

import msgspec
import yaml

from kenri.tariffs.checking import faults
from kenri.tariffs.inputs import Told
from kenri.tariffs.reckoning import Reckoning, reckon
from kenri.tariffs.spec import Body, Parameter, Source, Tariff, Written
from kenri.vocab import data_files
from kenri.vocab.problems import Problem

T = TypeVar("T")

_ABOUT = "body.yaml"


@functools.cache
def tariffs() -> tuple[Tariff, ...]:
    """Every tariff of the package, by body and id. Raises ``Problem('bad_tariff')`` on a file at fault."""
    return tuple(tariffs_in(resources.files("kenri.tariffs").joinpath("data")))


def tariff(id: str) -> Tariff:  # noqa: A002  (the word of the interface)
    """The tariff of an id, or of ``id@version``. Raises ``Problem('unknown_tariff')``."""
    name = id.partition("@")[0]
    found = _by_id().get(name)
    if found is None:
        raise Problem("unknown_tariff", id=name, known=", ".join(_by_id()))
    return found


def reckon_again(reference: str, input: Mapping[str, Told]) -> Reckoning:  # noqa: A002
    """What a kept reckoning came to, from its ``tariff`` (``id@version``) and its ``input``.

    Raises Problem ``unknown_tariff``, ``unknown_tariff_version``, and what ``reckon`` raises.
    """
    found = tariff(reference)
    for version in found.versions():
        if found.reference(version) == reference:
            return reckon(found, input, version)
    known = ", ".join(found.reference(version) for version in found.versions())
    raise Problem("unknown_tariff_version", reference=reference, known=known)


def tariffs_in(folder: Traversable) -> Iterator[Tariff]:
    """The tariffs of a folder with one folder per body. Raises ``Problem('bad_tariff')``."""
    seen: dict[str, str] = {}
    for place in sorted(
        (entry for entry in folder.iterdir() if entry.is_dir()), key=lambda entry: entry.name
    ):
        body = _read(place.joinpath(_ABOUT), f"{place.name}/{_ABOUT}", Body)
        for file in sorted(place.iterdir(), key=lambda file: file.name):
            where = f"{place.name}/{file.name}"
            if file.name == _ABOUT or not file.name.endswith(".yaml"):
                continue
            id_ = file.name.removesuffix(".yaml")
            if seen.setdefault(id_, where) != where:
                raise Problem("bad_tariff", where, found=f"{seen[id_]} has the same id")
            found = Tariff(id_, place.name, body, _read(file, where, Written), consumption_tax())
            if wrong := list(faults(found, sources())):
                raise Problem("bad_tariff", where, found="; ".join(wrong))
            yield found


def _read(file: Traversable, where: str, type_: type[T]) -> T:
    try:
        return msgspec.convert(data_files.parse_yaml(file.read_bytes()), type_, strict=False)
    except (OSError, ValueError, msgspec.ValidationError, yaml.YAMLError) as error:
        raise Problem("bad_tariff", where, found=str(error)) from None


@functools.cache
def sources() -> Mapping[str, Source]:
    """Where figures and rules are known from, by key."""
    return data_files.load_of("kenri.tariffs", "data/sources.yaml", dict[str, Source])


@functools.cache
def consumption_tax() -> Parameter:
    """The rate of consumption tax with its history."""
    return data_files.load_of("kenri.tariffs", "data/consumption_tax.yaml", Parameter)


@functools.cache
def _by_id() -> Mapping[str, Tariff]:
    return MappingProxyType({found.id: found for found in tariffs()})
