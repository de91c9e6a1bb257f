"""The YAML files of ``vocab/data``, read strictly: a repeated key is an error, never a silent override."""

from __future__ import annotations

from importlib import resources
from typing import Any, TypeVar

import msgspec
import yaml

T = TypeVar("T")


def parse_yaml(data: bytes | str) -> Any:
    """Plain data of a YAML text. Raises ValueError on a repeated key, which YAML's loaders let pass.

    Plain scalars such as ``no`` (Norwegian) or ``2.10`` stay text, for the Structs say what is a boolean
    or a number; ``null`` and nothing are None.
    """
    return _data(yaml.compose(data, Loader=yaml.CBaseLoader))


def _data(node: yaml.Node | None) -> Any:
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if key in found:
                raise ValueError(f"{key_node.start_mark}: the key {key!r} is repeated")
            found[key] = _data(value_node)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_data(item) for item in node.value]
    if isinstance(node, yaml.ScalarNode) and (node.style or node.value not in ("", "null", "~")):
        return node.value
    return None


def load(path: str, type_: type[T]) -> T:
    """A file under ``vocab/data`` as ``type_``; raises what ``load_of`` raises."""
    return load_of("kenri.vocab", f"data/{path}", type_)


def load_of(package: str, path: str, type_: type[T]) -> T:
    """A file in the folder of a package as ``type_``.

    Raises ValueError on a repeated key and ``msgspec.ValidationError`` on a value of the wrong type.
    """
    data = parse_yaml(resources.files(package).joinpath(path).read_bytes())
    return msgspec.convert(data, type_, strict=False)


def names_in(folder: str) -> list[str]:
    """The names of the YAML files in a folder of ``vocab/data``, in order."""
    files = resources.files("kenri.vocab").joinpath("data", folder).iterdir()
    return sorted(file.name for file in files if file.name.endswith(".yaml"))
