"""What is compared between two records, level by level, and what each level is worth before any data is seen.

A model is a YAML file of ``data/models``. Its levels are conditions in SQL over the columns of two rows, the
one with the ending ``_l``, the other with ``_r``; estimation, batch scoring and single matches all run the
very same text. ``m`` and ``u`` are the shares of the level among pairs of one thing and among other pairs: a
start for estimation, and what holds where a table is too small to estimate from.
"""

from __future__ import annotations

import functools
import math
import re
from importlib import resources

import msgspec

from kenri.identity.grams import expanded
from kenri.vocab.data_files import parse_yaml
from kenri.vocab.text import Text


class Level(msgspec.Struct, frozen=True):
    """One outcome of a comparison, tried in order; the last one has no condition and takes what is left.

    ``tf`` names the column (or value of ``Model.values``) whose common values weigh less; ``alone`` is how
    many further things may be expected to have a value that no third record has. ``fixed`` levels keep
    their prior whatever the data seem to say: marks are binding and never left to estimation. A pair with a
    ``doubtful`` level is never linked without a person, however much else speaks for it; one with a ``parts``
    level never comes into one cluster by scores: a whole and its part have all else in common. ``excludes``
    says that what else is linked to both of such a pair can be one of them only.
    """

    label: str
    m: float
    u: float
    text: Text
    sql: str = ""
    tf: str = ""
    alone: float = 0.5
    fixed: bool = False
    bounded: bool = False
    doubtful: bool = False
    parts: bool = False
    excludes: bool = False

    @property
    def weight(self) -> float:
        """log2 of how much likelier the level is among pairs of one thing."""
        return math.log2(self.m / self.u)


class Comparison(msgspec.Struct, frozen=True):
    """Levels over some columns. ``unknown`` is the condition under which nothing can be said.

    ``needs`` are the columns one of which must be filled in enough rows, else the comparison is left out.
    ``context`` comparisons are those in which different things may well agree all together (other songs of
    the artist, namesakes): their sum is bounded, see ``Model.context_reach``.
    """

    name: str
    label: Text
    needs: tuple[str, ...]
    unknown: str
    levels: tuple[Level, ...]
    context: bool = False


class Veto(msgspec.Struct, frozen=True):
    """A condition under which two records are not one thing whatever else speaks for it."""

    code: str
    sql: str
    text: Text


class Block(msgspec.Struct, frozen=True):
    """A rule of candidate finding: an SQL expression over one row that gives a key, or a list of keys.

    Rows that have a key in common are candidates. ``atom`` keys are also paired with each other;
    ``small`` ones are made for tables that are not large.
    """

    name: str
    sql: str
    atom: bool = False
    alone: bool = True
    small: bool = False


class Model(msgspec.Struct, frozen=True):
    """How records of some schemas are linked.

    ``training`` are conditions on pairs from which m is estimated. Those of ``hard`` also tell how often a
    level occurs among things that have their context in common (other songs of the artist): u is the larger.
    ``values`` are what is counted where it is more than a column: how common a volume's title is, is told by
    the records of that volume, not of the whole series. ``context_reach`` is how far over an even chance, in
    bits, context alone can bring a pair.
    """

    name: str
    schemas: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    blocks: tuple[Block, ...]
    context_reach: float
    vetoes: tuple[Veto, ...] = ()
    training: tuple[str, ...] = ()
    hard: tuple[str, ...] = ()
    values: dict[str, str] = {}

    def value(self, name: str) -> str:
        """The SQL of a value over one row: its own of ``values``, else the column."""
        return self.values.get(name, name)

    def columns(self) -> tuple[str, ...]:
        """The columns that any condition of the model reads, in alphabetical order."""
        pairs = [text for c in self.comparisons for text in (c.unknown, *(level.sql for level in c.levels))]
        pairs += [veto.sql for veto in self.vetoes] + [*self.training, *self.hard]
        return columns_in(" ".join(pairs))


_COLUMN = re.compile(r"\b([a-z]\w*?)_[lr]\b")


def columns_in(sql: str) -> tuple[str, ...]:
    """The columns of either row that a condition reads, in alphabetical order."""
    return tuple(sorted(set(_COLUMN.findall(sql))))


def read_from(sql: str, left: str = "l", right: str = "r") -> str:
    """A condition with ``title_l`` as ``l.title``, for a query that joins the two rows."""
    return re.sub(
        r"\b([a-z]\w*?)_([lr])\b",
        lambda match: f"{left if match[2] == 'l' else right}.{match[1]}",
        sql,
    )


@functools.cache
def models() -> dict[str, Model]:
    """The models by name."""
    folder = resources.files("kenri.identity").joinpath("data", "models")
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    texts = [folder.joinpath(name).read_text(encoding="utf-8") for name in files]
    found = [msgspec.convert(parse_yaml(expanded(text)), Model, strict=False) for text in texts]
    return {model.name: model for model in found}


@functools.cache
def model_for(schema: str) -> Model:
    """The model for a schema. Raises KeyError where none names it."""
    for model in models().values():
        if schema in model.schemas:
            return model
    raise KeyError(schema)


def generic(column: str, label: str) -> Comparison:
    """The comparison of a column whose meaning nobody told: equal, nearly equal, alike, or neither."""
    return msgspec.structs.replace(
        _generic(),
        name=column,
        label=Text(label, label),
        needs=(column,),
        unknown=_generic().unknown.replace("value_", f"{column}_"),
        levels=tuple(
            msgspec.structs.replace(
                level,
                sql=level.sql.replace("value_", f"{column}_"),
                tf=column if level.tf else "",
                text=level.text.format(column=label),
            )
            for level in _generic().levels
        ),
    )


@functools.cache
def _generic() -> Comparison:
    data = resources.files("kenri.identity").joinpath("data", "generic_comparison.yaml").read_bytes()
    return msgspec.convert(parse_yaml(data), Comparison, strict=False)
