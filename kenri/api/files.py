"""Files that programmes send, as files: the readers want a path."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ninja.files import UploadedFile

from kenri.vocab.problems import Problem

LARGEST = 200 << 20
"""Bytes of one file."""


@contextmanager
def received(upload: UploadedFile) -> Iterator[Path]:
    """The file for as long as the block lasts: of its name only the last ending is used.

    Raises Problem: ``api_too_big``.
    """
    if (upload.size or 0) > LARGEST:
        raise Problem("api_too_big")
    ending = "".join(letter for letter in Path(upload.name or "").suffix if letter.isalnum() or letter == ".")
    with tempfile.TemporaryDirectory(prefix="sent-") as folder:
        path = Path(folder) / f"sent{ending}"
        with path.open("wb") as file:
            file.writelines(upload.chunks())
        yield path
