"""The evidence of a case in one file: what was searched, who was written to, the silence, and its proof.

``pack`` is a ZIP file with ``summary.json`` (what it shows, with its age), ``chain.jsonl`` (the history as
``kenri.seals.chain`` hashes it), ``evidence.jsonl`` (searches of the project that the item came from),
``files/`` (what was handed in), ``manifest.json`` (SHA-256 of them) and ``seal.txt`` (signature over that).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kenri import sources
from kenri.accounts.models import User
from kenri.cases import evidence
from kenri.cases.models import Evidence
from kenri.cases.proceedings import access, chain, seal, services, standing, storage
from kenri.cases.proceedings.models import Attachment, Case
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.course import Course
from kenri.records import index
from kenri.seals.chain import canonical
from kenri.search.engine import Query

MOST = 20
"""Hits of one look into a database that are kept."""


class Search(msgspec.Struct, frozen=True):
    """One look that was taken: where, when, what came back."""

    what: str
    on: str
    result: str
    url: str = ""
    evidence: str = ""


class Letter(msgspec.Struct, frozen=True):
    """One contact: days as ISO texts, empty where it did not come to that."""

    item: int
    domestic: str
    sent_on: str
    arrived_on: str
    bounced_on: str
    answered_on: str
    answer: str
    dropped: str


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What the evidence of a case shows on a day. ``age``: days since the oldest look that it rests on."""

    case: str
    title: str
    entity: str
    made: str
    searches: tuple[Search, ...]
    open: tuple[str, ...]
    letters: tuple[Letter, ...]
    rows: int
    head: str
    oldest: str
    age: int | None


def summary(case: Case, course: Course, on: dt.date) -> Summary:
    """The evidence of a case in short."""
    searches = tuple(_searches(course))
    days = [search.on for search in searches if search.on]
    oldest = min(days, default="")
    return Summary(
        case=case.number,
        title=case.title,
        entity=case.entity,
        made=on.isoformat(),
        searches=searches,
        open=tuple(
            site.get("name", "") for site in course.data.get("sites", ()) if not site.get("viewed_on")
        ),
        letters=tuple(_letter(item) for item in course.data.get("contacts", ())),
        rows=case.chained,
        head=case.head,
        oldest=oldest,
        age=(on - dt.date.fromisoformat(oldest)).days if oldest else None,
    )


def _searches(course: Course) -> Iterator[Search]:
    """What was looked into: every pair of a day and a result in the data, and the sites."""
    data = course.data
    for key, label in ((key, field.label.ja) for key, field in course.spec.fields.items()):
        stem = key.removesuffix("_result")
        if stem != key and data.get(key) and data.get(f"{stem}_on"):
            yield Search(label, data[f"{stem}_on"], data[key])
    for site in data.get("sites", ()):
        if site.get("viewed_on"):
            yield Search(
                site.get("name", ""),
                site["viewed_on"],
                site.get("viewed_result", ""),
                site.get("url", ""),
                site.get("viewed_evidence", ""),
            )


def _letter(item: Mapping[str, Any]) -> Letter:
    told = {key: str(item.get(key) or "") for key in Letter.__struct_fields__ if key != "item"}
    return Letter(item["item"], **told)


def pack(user: User, number: str, at: dt.datetime) -> bytes:
    """The evidence of a case as a ZIP file. Raises ``Problem('not_yours_to_do')``.

    Notes of offices stay out (their digests are in the chain); contacts are named to the case's parties only.
    """
    case = access.case_of(user, number)
    course = standing.course_of(case)
    members: dict[str, bytes] = {
        "summary.json": msgspec.json.format(msgspec.json.encode(summary(case, course, day_of(at))), indent=2),
        "chain.jsonl": _lines(_chain(case, personal=bool(access.roles_in(user, case)))),
        "evidence.jsonl": _lines(_of_project(case)),
    }
    for one in Attachment.objects.filter(case=case, erased=None).order_by("pk"):
        members[f"files/{one.key}-{one.name}"] = storage.read(one.file)
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
    manifest = canonical({"case": case.number, "at": at, "files": hashes})
    members["manifest.json"] = manifest.encode()
    members["seal.txt"] = seal.signer(at).sign_text(manifest.encode()).encode()
    return _zip(members, at)


def _chain(case: Case, *, personal: bool) -> Iterator[dict[str, Any]]:
    for row in chain.exported(case):
        if row["kind"] == "note" or not personal:
            row["texts"] = {}
        yield row


def _of_project(case: Case) -> Iterator[dict[str, Any]]:
    """The rows of evidence of the item that the case was filed from, as they stand in the project's chain."""
    if case.item_id is None:
        return
    for row in Evidence.objects.filter(item_id=case.item_id).order_by("number").iterator(1000):
        yield {**json.loads(row.body), "answer": json.loads(row.answer), "hash": row.hash}


def _lines(rows: Iterator[dict[str, Any]]) -> bytes:
    return "".join(evidence.canonical(row) + "\n" for row in rows).encode()


def _zip(members: Mapping[str, bytes], at: dt.datetime) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, at.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, data)
    return out.getvalue()


def readable(course: Course) -> list[tuple[int, str]]:
    """The listed databases that wait to be viewed and that Kenri itself reads: item and id of the source.

    Name and address must both be a source's: several databases of one office share an address.
    """
    read = {(source.title.ja, source.homepage): source.id for source in sources.all_sources().values()}
    waiting = (site for site in course.data.get("sites", ()) if not site.get("viewed_on"))
    named = ((site["item"], read.get((site.get("name", ""), site.get("url", "")))) for site in waiting)
    return [(item, source) for item, source in named if source]


def look_into(user: User, number: str, at: dt.datetime) -> int:
    """Look into every listed database that Kenri itself reads, and record what came back; how many it were.

    The answer is handed in as a file, so that its digest stands in the chain, and the site counts as viewed.
    Raises Problem: ``not_yours_to_do``, and what ``act`` raises where the procedure does not look for sites.
    """
    case = access.case_of(user, number)
    engine = index.engine()
    if engine is None:
        return 0
    wanted = readable(standing.course_of(case))
    for item, source in wanted:
        results = engine.search(Query(case.title, filters={"source": (source,)}, limit=MOST))
        answer = {
            "source": source,
            "query": case.title,
            "at": chain.moment(at),
            "total": results.total,
            "hits": [hit.id for hit in results.hits],
        }
        services.record_view(user, case.number, item, source, answer, at)
    return len(wanted)
