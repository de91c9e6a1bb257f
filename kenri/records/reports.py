"""What a harvest, a linking or an indexing did, told to whoever started it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from kenri.records.models import Rejection
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

OnProgress = Callable[[int, int | None], None]
"""Called with the number of things done and, where it is known, of all things to do."""


class Told(msgspec.Struct, frozen=True):
    """A problem as data: what, where, why, and what cures it."""

    code: str
    where: str
    values: dict[str, Any]
    cause: Text
    cure: Text

    @classmethod
    def of(cls, problem: Problem) -> Told:
        """The problem, told."""
        return cls(problem.code, problem.where, problem.values, problem.cause, problem.cure)

    def message(self, language: str = "en") -> str:
        """One line for people: where, cause, cure."""
        where = f"{self.where}: " if self.where else ""
        return f"{where}{self.cause.in_language(language)} {self.cure.in_language(language)}"


class RejectionReport(msgspec.Struct, frozen=True):
    """One refused item: in which part, where, under which id, why, and its beginning as received."""

    part: str
    position: str
    local_id: str
    problem: Told
    raw: str

    @classmethod
    def of(cls, row: Rejection) -> RejectionReport:
        """The stored refusal, told."""
        return cls(
            part=row.part,
            position=row.position,
            local_id=row.local_id,
            problem=Told.of(Problem(row.code, row.where, **row.values)),
            raw=bytes(row.raw).decode("utf-8", "replace"),
        )


class HarvestReport(msgspec.Struct, frozen=True, kw_only=True):
    """The account of one harvest; ``read = new + changed + unchanged + rejected``.

    ``skipped`` items are no records of their own, ``rejections`` the first few of the refused ones,
    ``resumed`` says that an interrupted run was taken up again, ``seconds`` is wall time.
    """

    source: str
    run: int
    origin: str
    read: int
    new: int
    changed: int
    unchanged: int
    deleted: int
    rejected: int
    skipped: int
    complete: bool
    resumed: bool
    notes: tuple[Told, ...]
    rejections: tuple[RejectionReport, ...]
    seconds: float


def together(reports: Sequence[HarvestReport]) -> HarvestReport:
    """The account of a harvest that was made of several files or lists; ``run`` is the last one."""
    return HarvestReport(
        source=reports[0].source,
        run=reports[-1].run,
        origin=" ".join(report.origin for report in reports),
        read=sum(report.read for report in reports),
        new=sum(report.new for report in reports),
        changed=sum(report.changed for report in reports),
        unchanged=sum(report.unchanged for report in reports),
        deleted=sum(report.deleted for report in reports),
        rejected=sum(report.rejected for report in reports),
        skipped=sum(report.skipped for report in reports),
        complete=all(report.complete for report in reports),
        resumed=any(report.resumed for report in reports),
        notes=tuple(note for report in reports for note in report.notes),
        rejections=tuple(rejection for report in reports for rejection in report.rejections),
        seconds=sum(report.seconds for report in reports),
    )


class LinkReport(msgspec.Struct, frozen=True, kw_only=True):
    """The account of one linking.

    ``records`` were looked at, ``links`` found between them; ``merged`` entities now redirect to another,
    ``split`` ones came (back) out of one; ``conflicts`` are shared identifiers that were not believed.
    """

    run: int
    records: int
    links: int
    merged: int
    split: int
    conflicts: int
    entities: int
    seconds: float


class JudgeReport(msgspec.Struct, frozen=True, kw_only=True):
    """The account of judgements that were given: ``new`` ones, and those ``known`` already.

    Of the ``pairs`` that they are about, so many are ``decided`` now, ``waiting`` for another reviewer, left
    ``undecided`` by all of them; ``absent`` ones have a record that is not in the catalogue. ``merged`` and
    ``split`` count the entities that changed by it at once.
    """

    new: int
    known: int
    pairs: int
    decided: int
    waiting: int
    undecided: int
    absent: int
    merged: int
    split: int
    seconds: float


class IndexReport(msgspec.Struct, frozen=True, kw_only=True):
    """The account of one indexing: ``rebuilt`` from all entities or brought up to date with ``documents``."""

    version: str
    documents: int
    removed: int
    rebuilt: bool
    seconds: float
