"""Which files of an export make which part, in which shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import PurePosixPath

import msgspec

from kenri.harvest.archives import Contents, Member
from kenri.harvest.drift import Known
from kenri.harvest.formats.reader import Reader
from kenri.harvest.formats.recognition import recognised, unrecognised
from kenri.harvest.ids import IdKey
from kenri.harvest.source import Shape, Source
from kenri.vocab.problems import Problem

MOST_NOTES = 10
"""How many files that do not belong to the export are told one by one."""

HARMLESS = frozenset(["unrecognised", "other_format", "unreadable_format"])
"""Problems of files that may simply not belong to the export, such as a README beside it."""


class File(msgspec.Struct):
    """One file, or one sheet of it, that is read in one shape; ``renames`` undoes drift."""

    member: Member
    reader: Reader
    renames: dict[str, str] = {}


class Planned(msgspec.Struct):
    """A part to be read. ``serious`` problems keep it from ever being complete."""

    name: str
    shape: Shape
    files: list[File] = []
    notes: list[Problem] = []
    serious: list[Problem] = []
    ids: IdKey = msgspec.field(default_factory=IdKey)


def plan(source: Source, found: Contents, known: Callable[[str], Known | None]) -> list[Planned]:
    """The parts of an export. Raises the first ``Problem`` where no file of it can be read."""
    files: list[File] = []
    problems: list[tuple[Member, Problem]] = []
    misfits: list[File] = []
    for member in found.members:
        try:
            readers = recognised(member, source.shapes)
        except Problem as problem:
            problems.append((member, problem))
            continue
        for reader in readers:
            (misfits if reader.missing else files).append(File(member, reader))
    fitting = {file.reader.shape.name for file in files}
    for file in misfits:
        # What was read before may have drifted, unless a file that fits is here in its place.
        if file.reader.shape.name not in fitting and _may_have_drifted(file.member, file.reader, known):
            files.append(file)
        else:
            problems.append((file.member, unrecognised(file.member, file.reader)))
    if not files:
        raise problems[0][1] if problems else found.problems[0]
    parts = _parts(files)
    _tell(parts, problems, found.problems)
    return parts


def _may_have_drifted(member: Member, reader: Reader, known: Callable[[str], Known | None]) -> bool:
    name = reader.shape.name
    return any(known(candidate) is not None for candidate in (name, f"{name}/{member.stem}"))


def _parts(files: list[File]) -> list[Planned]:
    """Pages of one shape make one part; any other file makes its own."""
    _place_empty_pages(files)
    single = [file for file in files if not file.reader.page]
    of_shape = Counter(file.reader.shape.name for file in single)
    stems = Counter((file.reader.shape.name, _label(file)) for file in single)
    parts: dict[str, Planned] = {}
    for file in files:
        name = file.reader.shape.name
        if not file.reader.page and of_shape[name] > 1:
            label = _label(file)
            if stems[name, label] > 1:
                path = PurePosixPath(file.member.name)
                label = (path.parent / label).as_posix()
            name = f"{name}/{label}"
        while name in parts and not file.reader.page:
            name += "+"
        parts.setdefault(name, Planned(name, file.reader.shape, [])).files.append(file)
    return list(parts.values())


def _label(file: File) -> str:
    return f"{file.member.stem}.{file.reader.unit}" if file.reader.unit else file.member.stem


def _place_empty_pages(files: list[File]) -> None:
    """Pages without items fit every shape of their format: they go where the pages with items go."""
    used = Counter(file.reader.shape.name for file in files if file.reader.page and not file.reader.empty)
    if used:
        usual = used.most_common(1)[0][0]
        shape = next(file.reader.shape for file in files if file.reader.shape.name == usual)
        for file in files:
            if (
                file.reader.page
                and file.reader.empty
                and type(file.reader.shape.format) is type(shape.format)
            ):
                file.reader.shape = shape


def _tell(parts: list[Planned], problems: list[tuple[Member, Problem]], inside: list[Problem]) -> None:
    """Give each part the problems of the export that concern it."""
    for part in parts:
        part.serious.extend(inside)
        endings = {PurePosixPath(file.member.name).suffix for file in part.files if file.reader.page}
        passed = []
        for member, problem in problems:
            if problem.code not in HARMLESS or PurePosixPath(member.name).suffix in endings:
                part.serious.append(problem)
            else:
                passed.append(problem)
        if part is parts[0]:
            part.notes.extend(passed[:MOST_NOTES])
            if len(passed) > MOST_NOTES:
                part.notes.append(Problem("more_files_passed", count=len(passed) - MOST_NOTES))
