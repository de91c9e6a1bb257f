"""The uses that the records of a DSR tell: of one block of records, or of a record by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec

from kenri.ledger.distribution.usage import Kind, Usage, whole
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.problems import Problem

Note = Callable[[Problem], None]

_PREFIXES = ("", "Resource", "MusicalWork", "Release")
"""What later versions put before the name of a cell."""
_UNITS = ("NumberOfStreams", "Usages", "Downloads", "NumberOfBroadcasts", "NetUsage", "TotalUsages")
_SCHEMES = {"ISRC": "isrc", "ISWC": "iswc", "EIDR": "eidr", "ISAN": "isan"}


class Cells(msgspec.Struct, frozen=True):
    """One record: its type with version, its line, and its cells by name; several values stand on lines."""

    kind: str
    number: int
    cells: Mapping[str, str]

    @property
    def block(self) -> str:
        """The block that it belongs to."""
        return self.cells.get("BlockId", "")

    def text(self, *names: str) -> str:
        """The first value of the first cell of these names that is filled."""
        return next((value.split("\n")[0] for value in self._filled(names)), "")

    def texts(self, *names: str) -> tuple[str, ...]:
        """All values of the first cell of these names that is filled."""
        filled = next(self._filled(names), "")
        return tuple(part for part in filled.split("\n") if part)

    def _filled(self, names: tuple[str, ...]) -> Iterator[str]:
        for name in names:
            for prefix in _PREFIXES:
                if value := self.cells.get(prefix + name, ""):
                    yield value


class Block:
    """The records of one block: what was used (AS), works in it (MW), releases (RE), uses (SU, RU)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.resources: list[Cells] = []
        self.works: list[Cells] = []
        self.releases: list[Cells] = []
        self.sales: list[Cells] = []
        self.totals: list[Cells] = []

    def add(self, record: Cells) -> None:
        """Keep a record for when the block is complete."""
        kept = {"AS": self.resources, "MW": self.works, "RE": self.releases, "SU": self.sales}
        kept.get(record.kind[:2], self.totals).append(record)


def uses_of_block(block: Block, note: Note) -> Iterator[Usage]:
    """The uses of a block. Where sales are told, totals (RU), which say the same again, are not counted."""
    for record in block.sales or block.totals:
        units = _units(record, note)
        if units is None:
            continue
        used = list(_used(block, record))
        if not used:
            note(Problem("dsr_no_resource", f"line {record.number}", block=block.name))
        for resource in used:
            works = [
                one for one in block.works if one.text("ResourceReference") in ("", _reference(resource))
            ]
            alone = len(block.resources) < 2 or len(works) == 1
            yield _usage(record, (resource, *(works if alone else ())), units)


def uses_of_record(record: Cells, note: Note) -> Iterator[Usage]:
    """The use that a record by itself tells."""
    units = _units(record, note)
    if units is not None:
        yield _usage(record, (record,), units)


def _used(block: Block, record: Cells) -> Iterator[Cells]:
    """The resources that a use is of: the one that it names, those of the release, else all of the block."""
    named = record.text("TransactedResource", "TransactedResourceReference", "DspResourceId")
    for resource in block.resources:
        if named and named in (_reference(resource), resource.text("DspResourceId")):
            yield resource
            return
    release = record.text("TransactedRelease", "TransactedReleaseReference")
    parts = [
        one for one in block.releases if one.kind[:4] == "RE02" and one.text("ReleaseReference") == release
    ]
    references = {reference for one in parts for reference in one.texts("UsedResources")}
    if block.resources:
        yield from (r for r in block.resources if not references or _reference(r) in references)
    else:
        yield from block.works or ([record] if record.text("Title") else block.releases[:1])


def _reference(resource: Cells) -> str:
    return resource.text("ResourceReference")


def _units(record: Cells, note: Note) -> int | None:
    """How many uses, without those taken back; None where the record does not say."""
    where = f"line {record.number}"
    try:
        units = whole(record.text(*_UNITS), where)
        returned = record.text("Returns")
        if not returned or "NetUsage" in record.cells:
            return units
        return whole(str(units - whole(returned, where)), where)
    except Problem as problem:
        note(problem)
        return None


def _usage(record: Cells, told: tuple[Cells, ...], units: int) -> Usage:
    """A use of what ``told`` describes, the first of them best."""
    identifiers: dict[Identifier, None] = {}
    for cells in told:
        for name, scheme in _SCHEMES.items():
            for value in cells.texts(name):
                if found := try_identifier(scheme, value):
                    identifiers[found] = None
    first = told[0]
    creators = [name for c in told for name in c.texts("ComposerAuthor", "ComposerAuthorName")]
    creators += [name for name in first.texts("DisplayArtistName") if name not in creators]
    video = bool(first.cells.get("VideoType")) or first.text("ResourceType").lower().find("video") >= 0
    schema = "musical_work" if first.kind.startswith("MW") else "video" if video else "recording"
    bearing = record.text("IsRoyaltyBearing").lower()
    kind: Kind = "free" if bearing in ("false", "0") else "licensed"
    return Usage(
        number=record.number,
        pool=record.text("SummaryRecordId"),
        title=first.text("Title", "WorkTitle", "ReleaseTitle"),
        units=units,
        kind=kind,
        schema=schema,
        creators=tuple(creators),
        identifiers=tuple(identifiers),
        reference=first.text("DspResourceId", "DspWorkId", "DspReleaseId"),
    )
