"""The YAML files of ``vocab/data``, read strictly: a repeated key is an error, never a silent override."""

from __future__ import annotations

from collections.abc import Hashable
from importlib import resources
from typing import Any, TypeVar

import msgspec
import yaml

T = TypeVar("T")


class _StrictLoader(yaml.CSafeLoader):
    """YAML's safe loader, which by itself would let the last of two equal keys win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise ValueError(f"{key_node.start_mark}: the key {key!r} is repeated")
            seen.add(key)
        return super().construct_mapping(node, deep)


# Plain scalars such as `no` (Norwegian) or 2.10 stay text: the Structs say what is a boolean or number.
_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def parse_yaml(data: bytes | str) -> Any:
    """Plain data of a YAML text; scalars are text or None. Raises ValueError on a repeated key."""
    return yaml.load(data, Loader=_StrictLoader)  # noqa: S506  (a subclass of the safe loader)


def load(path: str, type_: type[T]) -> T:
    """A file under ``vocab/data`` as ``type_``.

    Raises ValueError on a repeated key and ``msgspec.ValidationError`` on a value of the wrong type.
    """
    data = parse_yaml(resources.files("kenri.vocab").joinpath("data", path).read_bytes())
    return msgspec.convert(data, type_, strict=False)


def names_in(folder: str) -> list[str]:
    """The names of the YAML files in a folder of ``vocab/data``, in order."""
    files = resources.files("kenri.vocab").joinpath("data", folder).iterdir()
    return sorted(file.name for file in files if file.name.endswith(".yaml"))
