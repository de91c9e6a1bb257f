"""Reading an SRU endpoint (searchRetrieve 1.1, 1.2 and 2.0) page by page for one CQL query.

Source: the Library of Congress's SRU 1.2 and OASIS searchRetrieve 1.0 part 3 (SRU 2.0).
"""

from __future__ import annotations

import hashlib
from urllib.parse import quote, urlencode

import msgspec
from lxml import etree

from kenri.harvest.answers import Truncated, first_words
from kenri.harvest.captures import Run
from kenri.harvest.http import Client
from kenri.harvest.progress import LOOKED_BACK, Progress, Walked, silent
from kenri.harvest.source import Sru
from kenri.vocab.problems import Problem

OUT_OF_RANGE = "61"
"""The diagnostic "first record position out of range": beyond the end, or beyond what may be read."""


class SruPage(msgspec.Struct, frozen=True):
    """The facts of one answer: ``diagnostic`` is (number, words), ``following`` 0 where none is named."""

    total: int
    count: int
    following: int
    digest: str
    diagnostic: tuple[str, str] | None


def parse(body: bytes, url: str) -> SruPage:
    """Read one answer. Raises ``Truncated`` for broken XML and ``Problem('not_sru')`` for other answers."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        if b"searchRetrieveResponse" in body[-256:]:
            raise Problem("broken_xml", url, detail=str(error)) from error
        raise Truncated from error
    if etree.QName(root).localname not in ("searchRetrieveResponse", "explainResponse"):
        raise Problem("not_sru", url, start=first_words(body))
    records = root.findall("{*}records/{*}record")
    digest = hashlib.sha256()
    for record in records:
        data = record.find("{*}recordData")
        if data is not None:
            digest.update(etree.tostring(data, with_tail=False))
    return SruPage(
        total=_number(root.findtext("{*}numberOfRecords")),
        count=len(records),
        following=_number(root.findtext("{*}nextRecordPosition")),
        digest=digest.hexdigest(),
        diagnostic=_diagnostic(root),
    )


def _diagnostic(root: etree._Element) -> tuple[str, str] | None:
    node = root.find("{*}diagnostics/{*}diagnostic")
    if node is None:
        return None
    uri = (node.findtext("{*}uri") or "").strip()
    words = [(node.findtext("{*}" + name) or "").strip() for name in ("message", "details")]
    return uri.rsplit("/", 1)[-1], ": ".join(word for word in words if word)


def _number(text: str | None) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() else 0


def address(access: Sru, start: int) -> str:
    """The URL of the page that begins with record ``start``, counted from 1."""
    common = {
        "query": access.query,
        "startRecord": str(start),
        "maximumRecords": str(access.page_size),
        "recordSchema": access.schema,
    }
    if access.version.startswith("2"):
        arguments = {**common, "recordXMLEscaping": "xml"}
    else:
        first = {"operation": "searchRetrieve", "version": access.version}
        arguments = {**first, **common, "recordPacking": "xml"}
    return f"{access.url}{'&' if '?' in access.url else '?'}{urlencode(arguments, quote_via=quote, safe='')}"


def walk(client: Client, access: Sru, run: Run, progress: Progress = silent) -> Walked:
    """Fetch the pages that the run does not have yet. Raises a ``Problem``; what arrived is kept.

    A server that ends the list before the number of records that it stated (NDL Search lets nobody start
    after record 500) leaves the walk incomplete, with a note that says so.
    """
    notes: list[Problem] = []
    while True:
        last = run.pages[-1].state if run.pages else {"next": 1, "seen": 0, "total": 0}
        if run.pages and not last["next"]:
            break
        target = address(access, last["next"])
        pages: list[SruPage] = []

        def check(body: bytes, where: str = target, into: list[SruPage] = pages) -> None:
            into.append(parse(body, where))

        answer = client.get(target, form="xml", check=check)
        page = pages[-1]
        if page.diagnostic is not None and not page.count:
            if not run.pages:
                raise _refused(page.diagnostic, access.url)
            notes.append(_limit(page.diagnostic, access.url, last))
            break
        if page.count and any(kept.state["digest"] == page.digest for kept in run.pages[-LOOKED_BACK:]):
            raise Problem("list_repeats", target, page=len(run.pages) + 1)
        seen = last["seen"] + page.count
        if run.pages and page.total != last["total"]:
            notes.append(Problem("total_changed", access.url, before=last["total"], after=page.total))
        run.add(
            answer.body,
            ".xml",
            url=target,
            time=client.now.isoformat(timespec="seconds"),
            state={
                "digest": page.digest,
                "total": page.total,
                "seen": seen,
                "next": _following(page, last["next"], seen),
            },
        )
        progress(seen, page.total)
    return _judge(run, access.url, notes)


def _following(page: SruPage, start: int, seen: int) -> int:
    """The first record of the next page, 0 at the end. Servers that forget to name it are continued."""
    if not page.count:
        return 0
    if page.following > start:
        return page.following if page.following <= page.total else 0
    return start + page.count if seen < page.total else 0


def _refused(diagnostic: tuple[str, str], url: str) -> Problem:
    return Problem("sru_diagnostic", url, number=diagnostic[0], words=diagnostic[1])


def _limit(diagnostic: tuple[str, str], url: str, last: dict[str, int]) -> Problem:
    if diagnostic[0] == OUT_OF_RANGE:
        return Problem("sru_start_limit", url, start=last["next"], total=last["total"])
    return _refused(diagnostic, url)


def _judge(run: Run, url: str, notes: list[Problem]) -> Walked:
    state = run.pages[-1].state
    totals = {page.state["total"] for page in run.pages}
    if not notes and state["seen"] < state["total"]:
        notes.append(Problem("list_short", url, count=state["seen"], total=state["total"]))
    if not notes and len(totals) > 1:
        notes.append(Problem("total_changed", url, before=min(totals), after=max(totals)))
    run.finish(complete=not notes)
    return Walked(complete=not notes, notes=tuple(notes))
