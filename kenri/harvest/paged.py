"""Reading a JSON API page by page, as its source declares the pages."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from kenri.harvest.answers import Truncated
from kenri.harvest.captures import Run
from kenri.harvest.http import Client
from kenri.harvest.progress import LOOKED_BACK, Progress, Walked, silent
from kenri.harvest.source import PagedJson
from kenri.vocab.problems import Problem


class JsonPage(msgspec.Struct, frozen=True):
    """The facts of one answer; ``total`` is None where the source declares none."""

    count: int
    total: int | None
    digest: str


def parse(body: bytes, access: PagedJson, url: str) -> JsonPage:
    """Read one answer. Raises ``Truncated`` for JSON without its end, else ``Problem('json_shape')``."""
    try:
        answer = msgspec.json.decode(body)
    except msgspec.DecodeError as error:
        if "truncated" in str(error):
            raise Truncated from error
        raise Problem("broken_json", url, detail=str(error)) from error
    items = _at(answer, access.items)
    if not isinstance(items, list):
        raise Problem("json_shape", url, path=access.items or "(root)", wanted="list")
    digest = hashlib.sha256(msgspec.json.encode(items)).hexdigest()
    return JsonPage(len(items), _total(answer, access.total, url), digest)


def _total(answer: Any, path: str, url: str) -> int | None:
    if not path:
        return None
    value = _at(answer, path)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise Problem("json_shape", url, path=path, wanted="number")


def _at(value: Any, path: str) -> Any:
    for key in path.split(".") if path else ():
        value = value.get(key) if isinstance(value, dict) else None
    return value


def address(access: PagedJson, page: int, seen: int) -> str:
    """The URL of one page: ``{page}`` counts pages and ``{offset}`` items, both from ``access.first``."""
    values = {
        "{offset}": str(access.first + seen),
        "{limit}": str(access.page_size),
        "{page}": str(access.first + page),
    }
    url = access.url
    for placeholder, value in values.items():
        url = url.replace(placeholder, value)
    return url


def walk(client: Client, access: PagedJson, run: Run, progress: Progress = silent) -> Walked:
    """Fetch the pages that the run does not have yet. Raises a ``Problem``; what arrived is kept.

    The walk is complete where as many items arrived as the last answer stated and the statement never
    changed, or, without a statement, where an empty page ended it.
    """
    paging = any(placeholder in access.url for placeholder in ("{offset}", "{page}"))
    while not (run.pages and run.pages[-1].state["end"]):
        seen = run.pages[-1].state["seen"] if run.pages else 0
        target = address(access, len(run.pages), seen)
        pages: list[JsonPage] = []

        def check(body: bytes, where: str = target, into: list[JsonPage] = pages) -> None:
            into.append(parse(body, access, where))

        answer = client.get(target, form="json", check=check)
        page = pages[-1]
        if page.count and any(kept.state["digest"] == page.digest for kept in run.pages[-LOOKED_BACK:]):
            raise Problem("list_repeats", target, page=len(run.pages) + 1)
        seen += page.count
        end = not page.count or not paging or (page.total is not None and seen >= page.total)
        run.add(
            answer.body,
            ".json",
            url=target,
            time=client.now.isoformat(timespec="seconds"),
            state={"digest": page.digest, "total": page.total, "seen": seen, "end": end},
        )
        progress(seen, page.total)
    return _judge(run, access.url)


def _judge(run: Run, url: str) -> Walked:
    state = run.pages[-1].state
    totals = [page.state["total"] for page in run.pages if page.state["total"] is not None]
    notes: list[Problem] = []
    if totals and state["seen"] < totals[-1]:
        notes.append(Problem("list_short", url, count=state["seen"], total=totals[-1]))
    elif len(set(totals)) > 1:
        notes.append(Problem("total_changed", url, before=min(totals), after=max(totals)))
    run.finish(complete=not notes)
    return Walked(complete=not notes, notes=tuple(notes))
