"""Proof that nothing was altered: every chain from its first row, what hangs on it, and signed checkpoints.

A chain alone shows that its rows fit together. Whoever can write every row could write them all anew; the
checkpoints, signed by the installation's seal and best kept elsewhere too, show that they have not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator

import msgspec
from django.db.models import Prefetch

from kenri.cases import evidence
from kenri.cases.models import Project
from kenri.cases.proceedings import access, chain, columns, seal, standing, storage
from kenri.cases.proceedings.models import (
    Attachment,
    Case,
    Checkpoint,
    Issued,
    Numbering,
    Particular,
    Printed,
    Step,
)
from kenri.ledger import debts
from kenri.ledger import verifying as ledger
from kenri.seals import chain as seals
from kenri.seals.chain import Link, canonical, digest
from kenri.vocab.problems import Problem

LEDGER = "ledger"
"""What the ledger's chain is called among the others."""
PROJECT = "project "
"""What stands before a project's key where its chain is named. Projects may be deleted, cases may not."""
COLUMNS = ("number", "kind", "name", "role", "by", "state", "turn")
"""Columns of a row that repeat what its chained text says."""
REMEMBERED = ("state", "turn", "wakes", "first_day", "last_day", "steps")
"""What a case remembers of its course, whatever the day."""


class Fault(msgspec.Struct, frozen=True):
    """Something that is not as it was written. ``chain`` names a case, a project or the ledger."""

    chain: str
    number: int
    problem: Problem


class Verified(msgspec.Struct, frozen=True):
    """What was looked at, and the first fault of each chain; ``entries`` are those of the ledger."""

    cases: int
    rows: int
    files: int
    projects: int
    entries: int
    checkpoints: int
    faults: tuple[Fault, ...]


def verify(number: str = "") -> Verified:
    """All chains, or that of one case. Raises ``Problem('no_such_case')``."""
    people = ("organisation", "opened_by", "assignee")
    cases = Case.objects.select_related("follows", "reuses", "batch", *people).order_by("pk")
    cases = cases.prefetch_related(access.WITH_PARTIES)
    if number:
        cases = cases.filter(number=number)
        if not cases:
            raise Problem("no_such_case", number=number)
    marks = list(_checkpoints())
    faults = [fault for fault, _ in marks if fault]
    known = _known(point for fault, point in marks if not fault)
    rows = files = 0
    for case in cases.iterator(200):
        rows += case.chained
        files += case.attachments.count() + Printed.objects.filter(issued__case=case).count()
        first = next(_faults_of(case, known.get(case.number, {})), None)
        faults += [first] if first else []
    if number:
        return Verified(1, rows, files, 0, 0, len(marks), tuple(faults))
    faults += _missing(known)
    projects = list(Project.objects.order_by("pk"))
    for project in projects:
        name = PROJECT + project.key
        broken = evidence.verify_project(project.pk, known.get(name))
        faults += [Fault(name, broken.number, broken.problem)] if broken else []
    money = ledger.verify(known.get(LEDGER))
    faults += [Fault(LEDGER, money.broken.number, money.broken.problem)] if money.broken else []
    counts = (cases.count(), rows, files, len(projects), money.entries, len(marks))
    return Verified(*counts, tuple(faults))


def _missing(known: dict[str, dict[int, str]]) -> list[Fault]:
    """Cases that are gone as a whole: numbers have no gaps, and checkpoints tell of some."""
    there = set(Case.objects.values_list("number", flat=True))
    counted = {
        f"{series}-{number:05d}"
        for series, last in Numbering.objects.values_list("series", "last")
        for number in range(1, last + 1)
    }
    told = {number for number in known if number != LEDGER and not number.startswith(PROJECT)}
    lost = (counted | told) - there
    return [Fault(number, 1, Problem("chain_cut", number=0)) for number in sorted(lost)]


def _faults_of(case: Case, known: dict[int, str]) -> Iterator[Fault]:
    """The faults of one case, the chain itself first."""
    texts = Prefetch("particulars", queryset=Particular.objects.order_by("name"))
    rows = list(Step.objects.filter(case=case).order_by("number").prefetch_related(texts))
    links = (Link(row.body, row.hash) for row in rows)
    broken = seals.verify(links, head=case.head, length=case.chained, known=known)
    if broken is not None:
        yield Fault(case.number, broken.number, broken.problem)
        return
    erased = {
        (told["number"], told["name"])
        for row in rows
        if row.kind == "erase"
        for told in [json.loads(row.body)["told"]]
    }
    for row in rows:
        yield from (Fault(case.number, row.number, problem) for problem in _row(case, row, erased))
    yield from _files(case, {number for number, _ in erased})
    yield from _issued(case, rows, {number for number, _ in erased})
    for number, column in columns.differing(case, rows):
        problem = Problem("row_beside_chain", case=case.number, number=number, column=column)
        yield Fault(case.number, number, problem)
    course = standing.course_of(case)
    if broken := debts.gone_from(case.number):
        yield Fault(case.number, 0, broken.problem)
    due, remembered = case.due, {name: getattr(case, name) for name in REMEMBERED}
    standing.remember(case, course, rows[-1].at)
    for name in REMEMBERED:
        if getattr(case, name) != remembered[name]:
            yield Fault(case.number, len(rows), Problem("memory_differs", case=case.number, column=name))
    if due not in standing.dues_of(course):
        yield Fault(case.number, len(rows), Problem("memory_differs", case=case.number, column="due"))


def _row(case: Case, row: Step, erased: set[tuple[int, str]]) -> Iterator[Problem]:
    """What of one row is not what its chained text says."""
    told = json.loads(row.body)
    where = {"case": case.number, "number": row.number}
    if told["case"] != case.number:
        yield Problem("row_beside_chain", column="case", **where)
    for name in COLUMNS:
        if getattr(row, name) != told[name]:
            yield Problem("row_beside_chain", column=name, **where)
    if chain.moment(row.at) != told["at"]:
        yield Problem("row_beside_chain", column="at", **where)
    kept = {text.name: text for text in row.particulars.all()}
    for name, wanted in told["kept"].items():
        text = kept.get(name)
        if text is None or not text.text:
            if (row.number, name) not in erased:
                yield Problem("text_erased_unrecorded", name=name, **where)
        elif digest(text.salt + text.text) != wanted or text.digest != wanted:
            yield Problem("text_changed", name=name, **where)
    for name in kept.keys() - told["kept"].keys():
        yield Problem("text_changed", name=name, **where)


def _files(case: Case, erased: set[int]) -> Iterator[Fault]:
    """Files that are not those whose digest stands in the chain."""
    wanted: list[tuple[Step, str, str]] = [
        (one.step, one.file, one.name)
        for one in Attachment.objects.filter(case=case).select_related("step").order_by("pk")
        if one.step.number not in erased
    ]
    printed = Printed.objects.filter(issued__case=case).select_related("step", "issued").order_by("pk")
    wanted += [(one.step, one.file, f"{one.issued.number} ({one.language})") for one in printed]
    for step, file, name in wanted:
        if _hash_of(file) != json.loads(step.body)["told"].get("digest"):
            yield Fault(case.number, step.number, Problem("file_changed", case=case.number, name=name))
    chained = {row.number for row in Step.objects.filter(case=case, kind__in=("attach", "print"))}
    held = {step.number for step, _, _ in wanted}
    for number in sorted(chained - held - erased):
        yield Fault(case.number, number, Problem("file_changed", case=case.number, name=""))


def _hash_of(file: str) -> str:
    try:
        return hashlib.sha256(storage.place(file).read_bytes()).hexdigest()
    except OSError:
        return ""


def _issued(case: Case, rows: list[Step], erased: set[int]) -> Iterator[Fault]:
    """Documents and public entries whose data are not those whose digest stands in the chain."""
    documents = {one.number: one for one in Issued.objects.filter(case=case).select_related("step")}
    entries = {one.number: one for one in case.publications.all()}
    for row in rows:
        if row.kind != "issue":
            continue
        told = json.loads(row.body)["told"]
        for number, wanted in told["documents"]:
            one = documents.pop(number, None)
            if one is None or (digest(one.data) != wanted and one.step.number not in erased):
                problem = Problem("document_changed", case=case.number, name=number)
                yield Fault(case.number, row.number, problem)
        for number, wanted in told["publications"]:
            entry = entries.pop(number, None)
            if entry is None or digest(entry.data) != wanted:
                problem = Problem("publication_changed", case=case.number, name=number)
                yield Fault(case.number, row.number, problem)
    for number in documents:
        yield Fault(case.number, 0, Problem("document_changed", case=case.number, name=number))
    for number in entries:
        yield Fault(case.number, 0, Problem("publication_changed", case=case.number, name=number))


def checkpoint(at: dt.datetime) -> Checkpoint:
    """Sign where every chain ends by now. Raises what the seal raises."""
    cases = Case.objects.values_list("number", "chained", "head").iterator(2000)
    heads = {number: [length, head] for number, length, head in cases}
    projects = Project.objects.values_list("key", "chained", "head")
    heads |= {PROJECT + key: [length, head] for key, length, head in projects}
    money = ledger.verify()
    heads[LEDGER] = [money.entries, money.hash]
    text = canonical({"at": at, "heads": heads})
    signature = seal.signer(at).sign_text(text.encode())
    return Checkpoint.objects.create(at=at, heads=text, signature=signature)


def _checkpoints() -> Iterator[tuple[Fault | None, Checkpoint]]:
    """All checkpoints, each with what is wrong with its signature."""
    for point in Checkpoint.objects.order_by("pk"):
        try:
            seal.signer(point.at).verify_text(point.heads.encode(), point.signature)
        except Problem:
            yield Fault("checkpoints", point.pk, Problem("checkpoint_unsigned", at=point.at)), point
        else:
            same = dt.datetime.fromisoformat(json.loads(point.heads)["at"]) == point.at
            problem = Problem("checkpoint_unsigned", at=point.at)
            yield None if same else Fault("checkpoints", point.pk, problem), point


def _known(points: Iterator[Checkpoint]) -> dict[str, dict[int, str]]:
    """By case the hashes of rows that were signed, by number."""
    found: dict[str, dict[int, str]] = {}
    for point in points:
        for number, (length, head) in json.loads(point.heads)["heads"].items():
            if length:
                found.setdefault(number, {})[length] = head
    return found
