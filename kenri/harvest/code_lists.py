"""Code lists of a format or of one database, kept as data beside the mapping that reads by them."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from kenri.vocab.data_files import parse_yaml

T = TypeVar("T")


def codes_beside(mapping: str, type_: type[T]) -> T:
    """``codes/NAME.yaml`` beside a mapping's file ``NAME.py`` (its ``__file__``), as ``type_``.

    Raises ValueError on a repeated key and ``msgspec.ValidationError`` on a value of the wrong type.
    """
    path = Path(mapping)
    return msgspec.convert(
        parse_yaml(path.with_name("codes").joinpath(f"{path.stem}.yaml").read_bytes()), type_
    )
