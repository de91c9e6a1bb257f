"""A small source in every format, and short ways to read what it exports."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import msgspec

from kenri.harvest import strict
from kenri.harvest.reading import Account, Part, Read, Rejected, read_export
from kenri.harvest.source import Csv, Deleted, Format, Item, Json, JsonLd, Marc, Reading, Shape, Source, Xml
from kenri.vocab.names import Name
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record
from kenri.vocab.text import Text

DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"


def row(item: Item) -> Reading:
    local_id = strict.required(item, "id")
    title = strict.required(item, "title")
    if title == "boom":
        raise KeyError("boom")
    if title == "nested":
        return None
    return Record("books", local_id, "text", (Name(title),), genre=str(item.pop("author", "")))


def marc(item: Item) -> Reading:
    title = dict(item.pop("245")[0]["subfields"])["a"]
    item.pop("leader")
    return Record("books", item.pop("001")[0], "text", (Name(title),))


def element(item: Item) -> Reading:
    local_id = item.pop("@id", "") or item.pop("@oai:identifier")
    return Record("books", local_id, "text", (Name(item.pop("dc:title")[0]["text"]),))


TABLE = Shape("table", Csv(), row, ("id", "title"), ("author",))
JSON = Shape("objects", Json(), row, ("id", "title"), ("author",))
LD = Shape("nodes", JsonLd(), row, ("id", "title"))
XML = Shape("elements", Xml("book", {"dc": DC}), element, ("dc:title",), ("@id",))
PAGES = Shape(
    "pages",
    Xml(f"{{{OAI_DC}}}dc", {"dc": DC}),
    element,
    ("dc:title",),
    ("@oai:identifier",),
    ("@oai:datestamp", "@oai:sets"),
    deleted_id=lambda identifier: identifier.rpartition(":")[2],
)
MARC = Shape("marc", Marc(), marc, ("245",), ("001", "leader"))


def source(*shapes: Shape) -> Source:
    nothing = Text("無", "none")
    return Source(
        id="books",
        title=nothing,
        publisher=nothing,
        description=nothing,
        fields=("books",),
        schemas=("text",),
        homepage="https://example.org/",
        licence="cc0-1.0",
        terms=nothing,
        terms_url="",
        shapes=shapes,
    )


class Result(msgspec.Struct):
    """Everything that reading one export gave."""

    parts: list[Part]
    outcomes: list[Read | Rejected]

    @property
    def part(self) -> Part:
        assert len(self.parts) == 1
        return self.parts[0]

    @property
    def account(self) -> Account:
        return self.part.account

    @property
    def ids(self) -> list[str]:
        return [o.reading.local_id for o in self.outcomes if isinstance(o, Read) and not self._gone(o)]

    @property
    def gone(self) -> list[str]:
        return [o.reading.local_id for o in self.outcomes if isinstance(o, Read) and self._gone(o)]

    @property
    def rejected(self) -> list[tuple[str, str]]:
        return [(o.problem.code, o.position) for o in self.outcomes if isinstance(o, Rejected)]

    @property
    def problems(self) -> list[Problem]:
        return [o.problem for o in self.outcomes if isinstance(o, Rejected)]

    @property
    def notes(self) -> list[str]:
        return [note.code for part in self.parts for note in part.notes]

    def _gone(self, outcome: Read) -> bool:
        return isinstance(outcome.reading, Deleted)


def read(path: Path, *shapes: Shape, **options: Any) -> Result:
    result = Result([], [])
    for part in read_export(source(*shapes), path, **options):
        result.parts.append(part)
        result.outcomes.extend(part.outcomes())
        account = part.account
        assert account.items == account.records + account.deleted + account.skipped + account.rejected
    for problem in [*result.problems, *(note for part in result.parts for note in part.notes)]:
        for language in ("ja", "en"):
            assert not re.search(r"\{[a-z_]+(![a-z])?\}", problem.message(language))
        assert problem.where
    return result


def written(folder: Path, content: str | bytes, name: str = "export") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(folder: Path, members: dict[str, str | bytes], name: str = "export.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def csv_shape(**changes: Any) -> Shape:
    form: Format = Csv(**changes)
    return msgspec.structs.replace(TABLE, format=form)
