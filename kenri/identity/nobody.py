"""Names that name nobody: "Various artists", "unknown", 作者不詳.

Two things by nobody have no maker in common, and one by nobody is not by another than one by somebody: the
source does not tell. What they are written as is data, ``data/nobody.yaml``.
"""

from __future__ import annotations

import functools
from importlib import resources

from kenri.identity.writing.normalise import compact, fold
from kenri.vocab.data_files import parse_yaml


def is_nobody(name: str) -> bool:
    """Whether a name says that there are several makers, or that the maker is not known."""
    return compact(fold(name)) in _keys()


@functools.cache
def _keys() -> frozenset[str]:
    data = parse_yaml(resources.files("kenri.identity").joinpath("data", "nobody.yaml").read_bytes())
    return frozenset(compact(fold(wording)) for wordings in data.values() for wording in wordings)
