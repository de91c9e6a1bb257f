"""Make a report in one of its forms, and put it where the user wants it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from kenri.cases import queries
from kenri.cases.files import write_whole
from kenri.cases.reports.content import Content
from kenri.cases.reports.lines import jsonl
from kenri.cases.reports.page import html
from kenri.cases.reports.printed import pdf
from kenri.cases.reports.workbook import xlsx
from kenri.vocab.problems import Problem

FORMS: Mapping[str, Callable[[Content], bytes]] = MappingProxyType(
    {"html": html, "xlsx": xlsx, "jsonl": jsonl, "pdf": pdf}
)
"""What makes each form, by the ending of its file."""


def form_of(path: Path) -> str:
    """The form that a file's ending asks for. Raises ``Problem('unknown_report_format')``."""
    ending = path.suffix.lower().lstrip(".")
    ending = {"htm": "html", "ndjson": "jsonl"}.get(ending, ending)
    if ending not in FORMS:
        known = ", ".join(f".{form}" for form in FORMS)
        raise Problem("unknown_report_format", path.name, ending=path.suffix, known=known)
    return ending


def report(key: str, form: str, language: str) -> bytes:
    """The report of a project. Raises Problem: ``unknown_project``, and for a PDF ``no_document_font``."""
    return FORMS[form](Content(key, language))


def write(key: str, path: Path, language: str) -> None:
    """Write the report; what stood at ``path`` is replaced at once, or stays whole where writing fails.

    Raises the Problems of ``form_of`` and ``report``, and ``unwritable_file``.
    """
    write_whole(path, report(key, form_of(path), language))


def write_evidence(key: str, path: Path) -> None:
    """Write the chain of evidence as JSON Lines, as ``write`` does. Raises ``unknown_project`` too."""
    write_whole(path, "".join(queries.evidence_lines(key)).encode())
