"""Names that name nobody: "Various artists", "unknown", 作者不詳.

Two things by nobody have no maker in common. Of one by an unknown maker nothing is told; one by several is
seldom the same as one by somebody. What they are written as is data, ``data/nobody.yaml``.
"""

from __future__ import annotations

import functools
from importlib import resources

from kenri.identity.writing.normalise import compact, fold
from kenri.vocab.data_files import parse_yaml

SEVERAL = "*"
"""Stands for several makers where a maker's key would."""


@functools.lru_cache(maxsize=16384)
def is_nobody(name: str) -> bool:
    """Whether a name says that there are several makers, or that the maker is not known."""
    return means_nobody(fold(name))


def means_nobody(folded: str) -> bool:
    """``is_nobody`` of a name that is folded."""
    key = compact(folded)
    return key in _keys("several") or key in _keys("unknown")


def is_several(name: str) -> bool:
    """Whether a name says that there are several makers."""
    return compact(fold(name)) in _keys("several")


@functools.cache
def _keys(which: str) -> frozenset[str]:
    data = parse_yaml(resources.files("kenri.identity").joinpath("data", "nobody.yaml").read_bytes())
    return frozenset(compact(fold(wording)) for wording in data[which])
