"""Whether a document is genuine: by its number, or by the file itself.

A number tells no more than that the document exists, of which kind it is and when it was issued, and its
subject where the public register names it anyway: numbers can be guessed. Who has the file knows its subject.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec
from cryptography import x509
from django.conf import settings

from kenri.cases.proceedings import storage
from kenri.cases.proceedings.models import Issued, Printed, Publication, Step
from kenri.documents.about import templates
from kenri.ledger import papers
from kenri.ledger.models import Issued as Paper
from kenri.procedures.conduct.reasons import ROLES
from kenri.procedures.conduct.versions import procedure_at
from kenri.registry import licences
from kenri.seals import certificates
from kenri.seals.chain import digest
from kenri.seals.signing import PdfCheck, check_pdf, verify_text
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.web.public.register import KINDS

LARGEST = 5 << 20
"""Bytes that a file to be checked may have: a document of a thousand works has one million."""

State = Literal["genuine", "altered", "unknown"]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a document. ``why`` is a code that the page puts into words.

    ``check`` is what the signature of the file shows; ``entries`` are the numbers of the case's entries in
    the public register with their kinds, the newest first.
    """

    state: State
    why: str
    number: str = ""
    label: Text | None = None
    issuer: Text | None = None
    procedure: Text | None = None
    title: str = ""
    at: str = ""
    check: PdfCheck | None = None
    digest: str = ""
    entries: tuple[tuple[str, Text], ...] = ()


def number_of(text: str) -> str:
    """A number as it was typed or copied, in the form in which numbers are given out."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def by_number(text: str) -> Verdict:
    """The document of a number."""
    number = number_of(text)
    issued = Issued.objects.filter(number=number).select_related("case", "step").first()
    if issued is None:
        given = _of_ledger(number) or _of_registry(number)
        return given or Verdict(state="unknown", why="no_such_number", number=number)
    prints = list(Printed.objects.filter(issued=issued).order_by("at"))
    if not _stands(issued) or not all(map(_whole, prints)):
        return Verdict(state="altered", why="stored_differs", number=number)
    check = check_pdf(storage.read(prints[0].file), _known()) if prints else None
    return _told(issued, "in_register" if prints else "not_printed", check, named=False)


def _of_ledger(number: str) -> Verdict | None:
    """An invoice or receipt."""
    paper = papers.find(number)
    if paper is None:
        return None
    made = paper.prints.order_by("pk").first()
    check = check_pdf(bytes(made.content), _known()) if made else None
    return _told_of_paper(paper, "in_register" if made else "not_printed", check)


def _told_of_paper(paper: Paper, why: str, check: PdfCheck | None, hashed: str = "") -> Verdict:
    if not papers.whole(paper):
        return Verdict(state="altered", why="stored_differs", number=paper.number, digest=hashed)
    label, at = templates()[papers.TEMPLATES[paper.kind]].label, paper.at.isoformat()
    return Verdict(
        state="genuine", why=why, number=paper.number, label=label, at=at, check=check, digest=hashed
    )


def _of_registry(number: str) -> Verdict | None:
    """A licence that declared terms gave outright."""
    row = licences.find(number)
    if row is None:
        return None
    check = check_pdf(bytes(row.pdf), _known())
    try:
        verify_text(row.data.encode(), row.signature, _known())
        stands = licences.whole(row) and check.state == "intact"
    except Problem:
        stands = False
    if not stands:
        return Verdict(state="altered", why="stored_differs", number=number)
    label, at = templates()["licence"].label, row.at.isoformat()
    return Verdict(state="genuine", why="in_register", number=number, label=label, at=at, check=check)


def by_file(data: bytes) -> Verdict:
    """The document that a file is. Raises ``Problem``: ``verify_empty``, ``verify_too_large``."""
    if not data:
        raise Problem("verify_empty")
    if len(data) > LARGEST:
        raise Problem("verify_too_large", most=LARGEST >> 20)
    hashed = hashlib.sha256(data).hexdigest()
    check = check_pdf(data, _known())
    found = Printed.objects.filter(digest=hashed).select_related("issued__case", "issued__step").first()
    if found is not None:
        if not _stands(found.issued):
            return Verdict(state="altered", why="stored_differs", number=found.issued.number, digest=hashed)
        return _told(found.issued, "file_in_register", check, named=True, hashed=hashed)
    if (paper := papers.of_file(hashed)) is not None:
        return _told_of_paper(paper, "file_in_register", check, hashed)
    if check.state == "intact" and check.known:
        at = check.at.isoformat() if check.at else ""
        return Verdict(state="genuine", why="sealed_here", check=check, digest=hashed, at=at)
    if check.state == "altered":
        return Verdict(state="altered", why="file_differs", check=check, digest=hashed)
    why = {"unsigned": "not_signed", "unreadable": "no_pdf"}.get(check.state, "sealed_elsewhere")
    return Verdict(state="unknown", why=why, check=check, digest=hashed)


def _told(issued: Issued, why: str, check: PdfCheck | None, *, named: bool, hashed: str = "") -> Verdict:
    about = templates().get(issued.template)
    entries = (
        Publication.objects.filter(case=issued.case).order_by("-on", "-pk").values_list("number", "kind")
    )
    public = tuple((number, KINDS[kind]) for number, kind in entries)
    return Verdict(
        state="genuine",
        why=why,
        number=issued.number,
        label=about.label if about else Text(issued.template, issued.template),
        issuer=ROLES[about.issuer] if about else None,
        procedure=procedure_at(issued.case.pinned).label,
        title=issued.case.title if named or public else "",
        at=issued.at.isoformat(),
        check=check,
        digest=hashed,
        entries=public,
    )


def _stands(issued: Issued) -> bool:
    """The data are those whose digest stands in the case's chain, in a row that is itself unchanged."""
    if digest(issued.data) != issued.digest:
        return False
    rows = Step.objects.filter(case=issued.case, kind="issue", number__gt=issued.step.number)
    for row in rows.order_by("number"):
        documents = json.loads(row.body).get("told", {}).get("documents", ())
        if [issued.number, issued.digest] in documents:
            return digest(row.body) == row.hash
    return False


def _whole(made: Printed) -> bool:
    """The kept file is the one that was sealed."""
    try:
        return hashlib.sha256(storage.read(made.file)).hexdigest() == made.digest
    except Problem:
        return False


def _known() -> Iterable[x509.Certificate]:
    return certificates.kept(Path(settings.KENRI_HOME) / "seal")
