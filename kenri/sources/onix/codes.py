"""EDItEUR's code lists, as far as Kenri reads by them: ``codes/onix.yaml``."""

from __future__ import annotations

import msgspec

from kenri.vocab.data_files import load_of
from kenri.vocab.names import NameKind
from kenri.vocab.records import EventKind, RelationKind


class Codes(msgspec.Struct, frozen=True):
    """What each code means in Kenri's words; the file names the list of each."""

    short_tags: dict[str, str]
    roles: dict[str, tuple[str, ...]]
    unnamed: dict[str, str]
    identifiers: dict[str, str]
    name_identifiers: dict[str, str]
    work_identifiers: dict[str, str]
    forms: dict[str, str]
    form_schemas: dict[str, str]
    sales_rights: dict[str, str]
    units: dict[str, str]
    title_kinds: dict[str, NameKind]
    publishing_dates: dict[str, EventKind]
    date_formats: dict[str, tuple[int, ...]]
    product_relations: dict[str, RelationKind]
    work_relations: dict[str, RelationKind]


CODES = load_of("kenri.sources", "codes/onix.yaml", Codes)

ROLES = {code: role for role, codes in CODES.roles.items() for code in codes}
"""Kenri's role for each contributor role (list 17)."""
