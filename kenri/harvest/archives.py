"""The files of an export (a plain file, a folder, a zip, a tar, any of them gzipped), unpacked no further
than is safe.

What a file is, is told by its first bytes and never by its name. A stream that breaks (a truncated zip, a
wrong checksum, a zip bomb) ends like a file that ends, and its ``broken`` says why; so what came before
the break is read, and the reading knows that it was not complete.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from kenri.vocab.problems import Problem

RATIO = 300
"""Unpacked bytes per packed byte above which a file is taken for a zip bomb (real catalogues: 5 to 60)."""

FREE = 64 << 20
"""Unpacked bytes that are always read, whatever their ratio."""

LARGEST = 256 << 30
"""The most that one file may hold when unpacked, in bytes."""

MOST_MEMBERS = 2_000_000

BUFFER = 1 << 18

GZIP, ZIP, TAR = "gzip", "zip", "tar"

UNREADABLE = {
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!\x1a\x07": "RAR",
    b"%PDF-": "PDF",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "XLS (Excel 97-2003)",
    b"SQLite format 3\x00": "SQLite",
    b"PAR1": "Parquet",
}


class Guarded(io.RawIOBase):
    """A stream that counts, that never gives more than is safe, and that ends where it breaks."""

    def __init__(self, inner: BinaryIO, where: str, packed: int = 0, close: Callable[[], None] | None = None):
        self._inner = inner
        self._where = where
        self._packed = packed
        self._limit = min(LARGEST, max(FREE, packed * RATIO)) if packed else LARGEST
        self._close = close
        self.count = 0
        self.broken: Problem | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; 0 at the end and from a break on."""
        if self.broken is not None:
            return 0
        try:
            got = self._read_into(buffer)
        except (EOFError, tarfile.ReadError):
            self.broken = Problem("truncated_file", self._where, byte=self.count)
            return 0
        except (zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
            self.broken = Problem("damaged_archive", self._where, byte=self.count, error=str(error))
            return 0
        except OSError as error:
            self.broken = Problem("unreadable_file", self._where, error=str(error))
            return 0
        self.count += got
        if self.count > self._limit:
            self.broken = Problem("zip_bomb", self._where, unpacked=self.count, packed=self._packed)
            return 0
        return got

    def _read_into(self, buffer: Any) -> int:
        """One read of the inner stream, so that an error loses nothing that was unpacked before it."""
        inner = cast(Any, self._inner)
        if not hasattr(inner, "read1"):
            return cast(int, inner.readinto(buffer))
        data = inner.read1(min(len(buffer), 1 << 16))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close this stream and what it reads from."""
        if not self.closed:
            super().close()
            if self._close is not None:
                self._close()


class Member:
    """One file of an export. ``name`` is its path inside; ``checked`` tells that a checksum protects it."""

    def __init__(self, name: str, where: str, opening: Callable[[], Guarded], *, checked: bool) -> None:
        self.name = name
        self.where = where
        self.checked = checked
        self._opening = opening

    @property
    def stem(self) -> str:
        """The file name without its endings."""
        return PurePosixPath(self.name).name.split(".", 1)[0]

    def open(self) -> Guarded:
        """The content from its start; any number of times. Raises ``Problem`` where it cannot be opened."""
        try:
            return self._opening()
        except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError) as error:
            raise Problem("damaged_archive", self.where, byte=0, error=str(error)) from error
        except (RuntimeError, NotImplementedError) as error:
            raise Problem("locked_archive", self.where, error=str(error)) from error
        except OSError as error:
            raise Problem("unreadable_file", self.where, error=str(error)) from error

    def head(self, size: int = 1 << 16) -> bytes:
        """The first bytes. Raises ``Problem`` where not even one can be unpacked."""
        guard = self.open()
        with io.BufferedReader(guard, BUFFER) as stream:
            head = stream.read(size)
        if not head and guard.broken is not None:
            raise guard.broken
        return head


class Contents:
    """The members of an export, and what is wrong with the container itself.

    ``problems`` are those that hide something (a truncated tar, an archive within an archive): an export
    with any is never complete.
    """

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.problems: list[Problem] = []
        self.several = False
        self._stack = ExitStack()

    def __enter__(self) -> Contents:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, path: Path, name: str, where: str) -> None:
        """Add a file of the disk, or what it contains."""
        kind = _kind(_first_bytes(path))
        if kind == ZIP and not _is_workbook(path):
            self.several = True
            self._add_zip(path, where)
        elif kind == TAR:
            self.several = True
            self._add_tar(path, where)
        elif kind == GZIP and _kind(_first_unpacked(path)) == TAR:
            self.several = True
            self._add_tar(self._unpack(path, where), where)
        elif kind == GZIP:
            self._append(Member(name, where, lambda: _open_gzip(path, where), checked=True))
        else:
            self._append(Member(name, where, lambda: _open_plain(path, where), checked=kind == ZIP))

    def _append(self, member: Member) -> None:
        if len(self.members) >= MOST_MEMBERS:
            raise Problem("too_many_files", member.where, most=MOST_MEMBERS)
        self.members.append(member)

    def _add_zip(self, path: Path, where: str) -> None:
        try:
            archive = self._stack.enter_context(zipfile.ZipFile(path, metadata_encoding="cp932"))
        except UnicodeDecodeError:
            archive = self._stack.enter_context(zipfile.ZipFile(path))
        except (zipfile.BadZipFile, EOFError, OSError) as error:
            size = path.stat().st_size
            self.problems.append(Problem("truncated_archive", where, byte=size, error=str(error)))
            return
        for info in archive.infolist():
            if not info.is_dir() and not _hidden(info.filename):
                self._add_packed(
                    info.filename,
                    f"{where}/{info.filename}",
                    _zip_opening(archive, info, where),
                    checked=True,
                )

    def _add_tar(self, path: Path, where: str) -> None:
        try:
            archive = self._stack.enter_context(tarfile.open(path))  # noqa: SIM115
        except (tarfile.TarError, EOFError) as error:
            size = path.stat().st_size
            self.problems.append(Problem("truncated_archive", where, byte=size, error=str(error)))
            return
        try:
            for info in archive:
                if info.isfile() and not _hidden(info.name):
                    name = info.name.removeprefix("./")
                    self._add_packed(
                        name, f"{where}/{name}", _tar_opening(archive, info, where), checked=False
                    )
        except tarfile.TarError as error:
            self.problems.append(
                Problem("truncated_archive", where, byte=path.stat().st_size, error=str(error))
            )

    def _add_packed(self, name: str, where: str, opening: Callable[[], Guarded], *, checked: bool) -> None:
        """A member of an archive: a gzipped one is unwrapped, another archive in it is refused."""
        member = Member(name, where, opening, checked=checked)
        try:
            head = member.head(1024)
        except Problem as problem:
            self.problems.append(problem)
            return
        kind = _kind(head)
        if kind == GZIP:
            self._append(Member(name, where, lambda: _open_inner_gzip(opening(), where), checked=True))
        elif kind == TAR or (kind == ZIP and not _holds_workbook(member)):
            self.problems.append(Problem("nested_archive", where))
        else:
            self._append(member)

    def _unpack(self, path: Path, where: str) -> Path:
        """Unpack a gzipped tar into a temporary file, so that its members can be opened in any order."""
        target = self._stack.enter_context(
            tempfile.NamedTemporaryFile(prefix="kenri-", suffix=".tar")  # noqa: SIM115  (the stack closes it)
        )
        guard = _open_gzip(path, where)
        with io.BufferedReader(guard, BUFFER) as stream:
            while chunk := stream.read(BUFFER):
                target.write(chunk)
            target.flush()
            broken = guard.broken
        if broken is not None:
            self.problems.append(broken)
        return Path(target.name)


def contents(path: Path) -> Contents:
    """What an export at ``path`` consists of. Raises ``Problem`` where there is nothing to read."""
    if not path.exists():
        raise Problem("export_missing", str(path))
    found = Contents()
    if path.is_dir():
        found.several = True
        for file in sorted(path.rglob("*")):
            name = file.relative_to(path).as_posix()
            if file.is_file() and not _hidden(name):
                found.add(file, name, name)
    else:
        found.add(path, path.name, path.name)
    if not found.members:
        problem = found.problems[0] if found.problems else Problem("empty_export", str(path))
        found.__exit__()
        raise problem
    return found


def refuse_unreadable(member: Member, head: bytes) -> None:
    """Raise ``Problem`` where the first bytes are those of a format that Kenri does not read, or nothing."""
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise Problem("empty_file", member.where)
    for magic, name in UNREADABLE.items():
        if head.startswith(magic):
            raise Problem("unreadable_format", member.where, format=name)


def is_workbook(head: bytes) -> bool:
    """Whether the first bytes are those of an XLSX file (every other zip was opened already)."""
    return head.startswith(b"PK\x03\x04")


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") and part not in (".", "..") for part in parts) or "__MACOSX" in parts


def _kind(head: bytes) -> str:
    if head.startswith(b"\x1f\x8b"):
        return GZIP
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ZIP
    if head[257:262] == b"ustar":
        return TAR
    return ""


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(1024)
    except OSError as error:
        raise Problem("unreadable_file", path.name, error=str(error)) from error


def _first_unpacked(path: Path) -> bytes:
    with io.BufferedReader(_open_gzip(path, path.name), BUFFER) as stream:
        return stream.read(1024)


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return _workbook_inside(file)


def _holds_workbook(member: Member) -> bool:
    with io.BufferedReader(member.open(), BUFFER) as stream:
        return _workbook_inside(io.BytesIO(stream.read(FREE)))


def _workbook_inside(file: BinaryIO | io.BytesIO) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def _open_plain(path: Path, where: str) -> Guarded:
    file = path.open("rb", buffering=0)
    return Guarded(cast(BinaryIO, file), where, close=file.close)


def _open_gzip(path: Path, where: str) -> Guarded:
    file = path.open("rb")
    inner = gzip.GzipFile(fileobj=file)

    def close() -> None:
        inner.close()
        file.close()

    return Guarded(cast(BinaryIO, inner), where, packed=path.stat().st_size, close=close)


def _open_inner_gzip(packed: Guarded, where: str) -> Guarded:
    inner = gzip.GzipFile(fileobj=cast(Any, io.BufferedReader(packed, BUFFER)))

    def close() -> None:
        inner.close()
        packed.close()

    return Guarded(cast(BinaryIO, inner), where, packed=1 << 28, close=close)


def _zip_opening(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> Callable[[], Guarded]:
    def opening() -> Guarded:
        inner = archive.open(info)
        packed = max(info.compress_size, 1)
        return Guarded(cast(BinaryIO, inner), f"{where}/{info.filename}", packed, inner.close)

    return opening


def _tar_opening(archive: tarfile.TarFile, info: tarfile.TarInfo, where: str) -> Callable[[], Guarded]:
    def opening() -> Guarded:
        inner = archive.extractfile(info)
        if inner is None:
            raise Problem("unreadable_file", f"{where}/{info.name}", error="not a file")
        return Guarded(cast(BinaryIO, inner), f"{where}/{info.name}", close=inner.close)

    return opening


def buffered(member: Member) -> tuple[io.BufferedReader, Guarded]:
    """The member's content as a buffered stream, and the guard that knows whether it broke."""
    guard = member.open()
    return io.BufferedReader(guard, BUFFER), guard


def whole(member: Member, most: int) -> Iterator[bytes]:
    """The member's content in chunks, up to ``most`` bytes."""
    stream, _ = buffered(member)
    with stream:
        while most > 0 and (chunk := stream.read(min(BUFFER, most))):
            most -= len(chunk)
            yield chunk
