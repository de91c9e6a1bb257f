"""The templates, found by walking their folder, and what each says about itself."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Literal

import msgspec

from kenri.vocab import data_files
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

PACKAGE = "kenri.documents"

Kind = Literal["text", "lines", "date", "moment", "period", "integer", "money", "yes_no", "list", "rows"]


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column of a table."""

    key: str
    label: Text
    kind: Kind = "text"


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a document tells.

    Values by kind: ``text`` a string; ``lines`` a list of strings, one below the other; ``date`` a day or ISO
    text; ``moment`` likewise with its zone, or only the day; ``period`` the pair of its first and last day;
    ``integer``; ``money`` whole yen; ``yes_no``; ``list`` strings that are numbered; ``rows`` mappings by
    column. A single text may be a ``Text`` or a mapping by language. ``takes`` says which facts of a case it
    is filled from, the best first (see ``filling``); two names together are the ends of a period.
    """

    label: Text
    kind: Kind = "text"
    columns: tuple[Column, ...] = ()
    takes: tuple[str | tuple[str, str], ...] = ()


class _About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    label: Text
    issuer: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    basis: str = ""
    languages: tuple[str, ...] = ("ja",)
    fields: dict[str, Field] = {}
    says: dict[str, Text] = {}


class _House(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fields: dict[str, Field]
    says: dict[str, Text]


class Template(msgspec.Struct, frozen=True):
    """One kind of document.

    ``issuer`` is the role that issues it, ``basis`` the article it rests on; ``fields`` all that it can tell,
    ``needed`` those without which it is not made; ``says`` its sentences, with ``{fields}`` to be filled in.
    """

    name: str
    label: Text
    issuer: str
    basis: str
    languages: tuple[str, ...]
    fields: dict[str, Field]
    needed: tuple[str, ...]
    says: dict[str, Text]


@functools.cache
def house() -> _House:
    """The fields and sentences that every template may use."""
    return data_files.load_of(PACKAGE, "house.yaml", _House)


@functools.cache
def templates() -> dict[str, Template]:
    """All templates by name: every folder of ``templates`` that has an ``about.yaml``."""
    folders = resources.files(PACKAGE).joinpath("templates").iterdir()
    names = sorted(folder.name for folder in folders if folder.joinpath("about.yaml").is_file())
    return {name: _template(name) for name in names}


def template(name: str) -> Template:
    """The template of this name. Raises ``Problem('unknown_document')``."""
    found = templates().get(name)
    if found is None:
        raise Problem("unknown_document", document=name, known="、".join(templates()))
    return found


def _template(name: str) -> Template:
    about = data_files.load_of(PACKAGE, f"templates/{name}/about.yaml", _About)
    shared = house()
    keys = (*about.needed, *about.optional)
    known = {**shared.fields, **about.fields}
    unknown = set(keys) - set(known)
    if unknown or len(set(keys)) < len(keys):
        raise ValueError(f"{name}/about.yaml: fields unknown or named twice: {sorted(unknown) or keys}")
    return Template(
        name,
        about.label,
        about.issuer,
        about.basis,
        about.languages,
        {key: known[key] for key in keys},
        about.needed,
        {**shared.says, **about.says},
    )
