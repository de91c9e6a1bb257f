"""The procedures there are, read from one file each.

Versions of a procedure stand side by side in ``data/procedures``; a case keeps to the one it began under.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from importlib import resources

import msgspec

from kenri.procedures.conduct import soundness
from kenri.procedures.conduct.spec import Procedure
from kenri.vocab import data_files
from kenri.vocab.problems import Problem


def read_procedure(text: bytes | str) -> Procedure:
    """A procedure from YAML, checked in itself.

    Raises ValueError on a repeated key or on names that mean nothing, states out of reach and dead ends
    (all are told at once), and ``msgspec.ValidationError`` on a value of the wrong type.
    """
    made = msgspec.convert(data_files.parse_yaml(text), Procedure, strict=False)
    if faults := tuple(soundness.faults(made)):
        raise ValueError(f"{made.key}: " + "; ".join(faults))
    return made


@functools.cache
def procedures() -> tuple[Procedure, ...]:
    """All versions of all procedures, by id and date of effect."""
    folder = resources.files("kenri.procedures").joinpath("data", "procedures")
    texts = (file.read_bytes() for file in folder.iterdir() if file.name.endswith(".yaml"))
    return tuple(sorted(map(read_procedure, texts), key=lambda made: (made.id, made.version)))


@functools.cache
def _by_key() -> Mapping[str, Procedure]:
    return {made.key: made for made in procedures()}


def procedure(id_: str, on: date) -> Procedure:
    """The version in force on a day. Raises Problem where there is none."""
    versions = [made for made in procedures() if made.id == id_]
    if not versions:
        raise Problem("unknown_procedure", id=id_, known=", ".join(sorted({p.id for p in procedures()})))
    in_force = [made for made in versions if made.version <= on]
    if not in_force:
        raise Problem("procedure_not_yet", label=versions[0].label, on=on, since=versions[0].version)
    return in_force[-1]


def procedure_at(key: str) -> Procedure:
    """The version by its key, such as ``adjudication_67_3@2026-04-01``. Raises Problem on another key."""
    made = _by_key().get(key)
    if made is None:
        raise Problem("unknown_procedure", id=key, known=", ".join(_by_key()))
    return made
