"""What a source is: the declaration that each file of ``kenri.sources`` makes.

A source says who publishes it, under which licence, what it must be searched for (duties), how it is
fetched, and in which *shapes* its exports come. A shape knows its format, its columns, and the function
that maps one item to a record. The machinery does the rest; a mapping never opens a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from kenri.vocab.records import Record
from kenri.vocab.text import Text

Item = dict[str, Any]
"""One thing of an export as plain data: a row, a JSON object, an XML element or MARC record as a dict.

It is the mapping's own copy: it pops what it reads, and what it leaves is reported.
"""


class Deleted(msgspec.Struct, frozen=True):
    """The source says that it no longer has this thing."""

    local_id: str


Reading = Record | Deleted | None
"""What a mapping makes of an item. None: not a record of its own (a nested node); counted as skipped."""


class Csv(msgspec.Struct, frozen=True):
    """Comma- or tab-separated rows, or a spreadsheet (XLSX), with a header row.

    ``quoting`` False means that quotes are ordinary characters (as in NYPL's TSV). ``encodings`` are tried
    in order; the first that decodes the whole file is taken.
    """

    delimiter: str = ","
    quoting: bool = True
    encodings: tuple[str, ...] = ("utf-8-sig", "cp932")


class Json(msgspec.Struct, frozen=True):
    """A JSON array, an object holding one at ``path`` (dotted), one object, or JSON Lines."""

    path: str = ""


class JsonLd(msgspec.Struct, frozen=True):
    """JSON-LD: the nodes of ``@graph``, or one node per line."""


class Xml(msgspec.Struct, frozen=True):
    """XML: each element named ``item`` (Clark notation) is one item, given as ``{"prefix:name": [node, …]}``.

    ``prefixes`` maps each prefix to its namespace: ``{"dc": "http://purl.org/dc/elements/1.1/"}``; ``xml``
    is always known, and a namespace without prefix is written out (``{namespace}name``). A node is a dict
    with ``text`` (always there, trimmed, without the children's), its attributes as ``@prefix:name``, and
    its children as ``prefix:name`` with a list of nodes. The item itself is such a node too, with ``text``
    only where there is some.

    In captured OAI-PMH pages the item is the metadata's root element (or the first ``item`` in it), and
    ``@oai:identifier``, ``@oai:datestamp`` (texts) and ``@oai:sets`` (a list of texts) come from the
    header; a deleted record becomes ``Deleted``. In SRU pages (packed as XML or as a string) the item is
    the root of ``recordData``. Everywhere else it is any element of that name, as in RSS and RDF/XML.
    """

    item: str
    prefixes: dict[str, str] = {}


class Marc(msgspec.Struct, frozen=True):
    """MARC 21, binary (ISO 2709) or MARCXML: ``{"leader": str, "245": [field, …]}``.

    A control field is its text; a data field is ``{"indicators": "10", "subfields": [("a", "…"), …]}``.
    """


Format = Csv | Json | JsonLd | Xml | Marc


class Shape(msgspec.Struct, frozen=True):
    """One layout in which a source's export comes.

    ``required`` are the keys (columns) by which the layout is recognised and without which it is refused;
    ``optional`` the further ones that ``read`` uses; ``ignored`` the ones that it leaves on purpose.
    Any other is *unknown*: reported, never an error. ``aliases`` maps a column's other name to its own.
    ``group`` names the key whose equal rows make one item: ``read`` then gets ``{"rows": [row, …]}``.
    ``removals``: an item missing from a complete export of this shape was removed by the source. False for
    shapes that only ever come in pieces. ``at_least`` is the count under which an export is not believed
    to be complete. ``deleted_id`` makes the local id of an OAI-PMH identifier that comes without metadata.
    """

    name: str
    format: Format
    read: Callable[[Item], Reading]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    aliases: dict[str, str] = {}
    group: str = ""
    removals: bool = True
    at_least: int = 0
    deleted_id: Callable[[str], str] = str


class Download(msgspec.Struct, frozen=True):
    """One file (or archive) behind a URL, fetched again only when it has changed."""

    url: str


class OaiPmh(msgspec.Struct, frozen=True):
    """An OAI-PMH 2.0 repository. ``url`` may be empty for a generic source: then ``--from`` names it."""

    prefix: str
    url: str = ""
    set: str = ""


class Sru(msgspec.Struct, frozen=True):
    """An SRU endpoint, read page by page for one CQL query."""

    url: str
    query: str
    schema: str
    version: str = "1.2"
    page_size: int = 200


class PagedJson(msgspec.Struct, frozen=True):
    """A JSON API read page by page.

    ``url`` has ``{offset}`` and ``{limit}``, or ``{page}``; ``items`` and ``total`` are dotted paths in the
    answer. ``total`` may be empty: then an empty page ends the reading.
    """

    url: str
    items: str
    total: str = ""
    page_size: int = 100
    first: int = 0


Access = Download | OaiPmh | Sru | PagedJson


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """For what a user must look into this source before applying for an adjudication (art. 67-3).

    ``fields``, ``kinds`` and ``uses`` are keys of the fields, schemas and acts vocabularies; empty means
    all. ``basis`` is the article, and why this source comes under it. ``verified`` is False where the duty
    was not checked against the Agency's own list.
    """

    fields: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    basis: Text
    verified: bool = False

    def applies(self, field: str = "", kind: str = "", use: str = "") -> bool:
        """Whether the duty holds for a planned use; what is not decided yet (empty) excludes nothing."""
        asked = ((field, self.fields), (kind, self.kinds), (use, self.uses))
        return all(not value or not accepted or value in accepted for value, accepted in asked)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A database that Kenri reads.

    ``licence`` is a key of the statements vocabulary or empty with ``terms`` saying the conditions;
    ``rate`` is requests per second that the operator allows; ``schedule`` how often its export changes;
    ``live`` says whether the mapping was ever run against the operator's live service; ``internal`` is a
    regular expression of the keys of an item that stay with the database it came from, and are shown nowhere.
    """

    id: str
    title: Text
    publisher: Text
    description: Text
    fields: tuple[str, ...]
    schemas: tuple[str, ...]
    homepage: str
    licence: str
    terms: Text
    terms_url: str
    shapes: tuple[Shape, ...]
    access: tuple[Access, ...] = ()
    duties: tuple[Duty, ...] = ()
    rate: float = 1.0
    schedule: str = ""
    live: bool = False
    internal: str = ""

    def shown(self, raw: str) -> str:
        """An item as received (JSON text), without what is internal; none where that is not told apart."""
        if not self.internal:
            return raw
        try:
            item = msgspec.json.decode(raw, type=dict[str, Any])
        except msgspec.MsgspecError:
            return ""
        kept = {key: value for key, value in item.items() if not re.fullmatch(self.internal, key)}
        return msgspec.json.encode(kept).decode()


def sources_in(modules: Iterable[Any]) -> dict[str, Source]:
    """The ``SOURCE`` of each module by id. Raises ValueError on a missing or repeated one."""
    found: dict[str, Source] = {}
    for module in modules:
        source = getattr(module, "SOURCE", None)
        if not isinstance(source, Source):
            raise ValueError(f"{module.__name__} declares no SOURCE")
        if source.id in found:
            raise ValueError(f"{module.__name__} repeats the source id {source.id!r}")
        found[source.id] = source
    return found
