"""The only writer of records, judgements and entities: harvest, link what is not linked yet, judge."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec
from django.conf import settings

from kenri.harvest.fetching import Fetched, fetch
from kenri.harvest.source import Access, Download, OaiPmh, Source
from kenri.harvest.suppliers import supplied
from kenri.identity.judgements import Judgement, State
from kenri.records import index, judging, linking
from kenri.records.bulk import store as open_store
from kenri.records.collecting import seldom_collecting
from kenri.records.harvesting import Harvest
from kenri.records.judging import Ref
from kenri.records.models import HarvestRun, SourceState
from kenri.records.reports import (
    HarvestReport,
    JudgeReport,
    LinkReport,
    OnProgress,
    RejectionReport,
    Told,
    together,
)
from kenri.vocab.problems import Problem

SHOWN_REJECTIONS = 20
"""Refused items that a report tells one by one; all of them are stored."""


def harvest(
    source: Source,
    *,
    path: Path | None = None,
    url: str = "",
    limit: int | None = None,
    on_progress: OnProgress | None = None,
    accept_removals: bool = False,
    accept_drift: bool = False,
    allow_private: bool = False,
    supplier: str = "",
) -> HarvestReport:
    """Read an export (``path``), or fetch one (``url``, else the source's own access), and store it.

    ``limit`` reads so many items only; then nothing counts as removed. ``accept_removals`` believes an
    export that lacks a large share of what is held; ``accept_drift`` one that lacks a column; by
    ``allow_private`` an address of this machine or its network may be fetched. ``supplier`` names whose
    export of a generic source it is: ids, drift and removals are then that supplier's own.
    Idempotent: the same export again changes nothing; an interrupted run is taken up again.
    Raises Problem: ``already_running``, ``no_access``, ``bad_supplier``, and those of fetching and reading;
    what was stored before and until then stays.
    """
    how = _How(limit, accept_removals, accept_drift, allow_private, on_progress, supplier)
    if supplier:
        source = supplied(source, supplier)
    with open_store().only_one(f"harvest-{source.id}"):
        if path is not None:
            return _read(source, path, _told(str(path), supplier), None, how)
        reports = [_fetch_and_read(source, access, url, how) for access in _accesses(source, url)]
    return reports[0] if len(reports) == 1 else together(reports)


class _How(msgspec.Struct, frozen=True):
    """How the caller wants it, as the arguments of ``harvest``."""

    limit: int | None
    accept_removals: bool
    accept_drift: bool
    allow_private: bool
    on_progress: OnProgress | None
    supplier: str


def _fetch_and_read(source: Source, access: Access, url: str, how: _How) -> HarvestReport:
    address = _told(_address(access, url), how.supplier)
    state = SourceState.objects.filter(id=source.id).first()
    same = state is not None and state.fetched_from == address
    fetched = fetch(
        source,
        access,
        settings.KENRI_HOME / "captures",
        url=url,
        since=state.fetched_until if state is not None and same else "",
        allow_private=how.allow_private,
        contact=settings.KENRI_CONTACT,
        on_progress=how.on_progress,
    )
    report = _read(source, fetched.path, address, fetched, how)
    if fetched.complete and fetched.until and how.limit is None:
        SourceState.objects.filter(id=source.id).update(fetched_until=fetched.until, fetched_from=address)
    return report


def _read(source: Source, path: Path, origin: str, fetched: Fetched | None, how: _How) -> HarvestReport:
    started = time.monotonic()
    work = Harvest(
        source,
        path,
        origin=origin,
        supplier=how.supplier,
        limit=how.limit,
        whole=fetched is None or (fetched.complete and not fetched.since),
        changes_only=fetched is not None and bool(fetched.since),
        notes=fetched.notes if fetched else (),
        accept_removals=how.accept_removals,
        accept_drift=how.accept_drift,
        on_progress=how.on_progress,
    )
    with seldom_collecting():
        run = work.carry_through()
    return _report(run, work, time.monotonic() - started)


def link(*, rebuild: bool = False, on_progress: OnProgress | None = None) -> LinkReport:
    """Bring together the records that are about one thing: those changed since the last time, or all anew.

    Ids of entities stay: the older of two that merge lives on and the other redirects to it.
    Raises ``Problem('already_running')``.
    """
    with open_store().only_one("link"), seldom_collecting():
        return linking.Linking(rebuild=rebuild, on_progress=on_progress).carry_through()


def judge(judgements: Iterable[Judgement[Ref]], *, on_progress: OnProgress | None = None) -> JudgeReport:
    """Write down what people decided, and let entities and the search follow where a decision now stands.

    Judgements are made by ``judging.judgement``, which refuses bad ones. One that says what its reviewer said
    last changes nothing. Where ``link`` or ``index`` is running, it is the next one that follows.
    """
    started = time.monotonic()
    written = judging.write(judgements)
    linked = _follow(written.due, on_progress) if written.due else None
    states = [found.state for found in written.standings.values()]
    return JudgeReport(
        new=written.new,
        known=written.known,
        pairs=len(states),
        decided=states.count(State.DECIDED),
        waiting=states.count(State.SECOND) + states.count(State.THIRD),
        undecided=states.count(State.UNDECIDED),
        absent=written.absent,
        merged=linked.merged if linked else 0,
        split=linked.split if linked else 0,
        seconds=time.monotonic() - started,
    )


def _follow(keys: Collection[int], on_progress: OnProgress | None) -> LinkReport | None:
    """Link these records again and bring up the index; None where another linking is at work."""
    report = None
    try:
        with open_store().only_one("link"):
            report = linking.Linking(on_progress=on_progress, only=keys).carry_through()
        if index.engine() is not None:
            index.index()
    except Problem as problem:
        if problem.code not in _FOLLOWED_LATER:
            raise
    return report


_FOLLOWED_LATER = ("already_running", "index_outdated", "index_damaged")
"""What does not undo a decision: the next ``link`` or ``index`` follows it."""


def _accesses(source: Source, url: str) -> list[Access]:
    """The ways to fetch a source: all files, or all lists, that together are its export.

    Ways of another kind than the first one are alternatives to it. A URL stands for the first way.
    Raises ``Problem('no_access')`` where there is neither a way nor a URL.
    """
    declared = [access for access in source.access if access.url or url]
    if url:
        return declared[:1] or [Download(url)]
    if not declared:
        raise Problem("no_access", source=source.id)
    return [access for access in declared if isinstance(access, type(declared[0]))]


def _address(access: Access, url: str) -> str:
    told = (access.prefix, access.set) if isinstance(access, OaiPmh) else ()
    return " ".join(filter(None, (url or access.url, *told)))


def _told(origin: str, supplier: str) -> str:
    """Where an export came from, as it is kept: the same address may be read for several suppliers."""
    return f"{origin} as {supplier}" if supplier else origin


def _report(run: HarvestRun, work: Harvest, seconds: float) -> HarvestReport:
    first = run.rejections.order_by("id")[:SHOWN_REJECTIONS]
    return HarvestReport(
        source=run.source,
        run=run.pk,
        origin=run.origin,
        read=run.read,
        new=run.new,
        changed=run.changed,
        unchanged=run.unchanged,
        deleted=run.deleted,
        rejected=run.rejected,
        skipped=run.skipped,
        complete=run.complete,
        resumed=work.resumed,
        notes=tuple(Told.of(problem) for problem in work.account.notes),
        rejections=tuple(map(RejectionReport.of, first)),
        seconds=seconds,
    )
