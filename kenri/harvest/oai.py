"""Harvesting a repository over OAI-PMH 2.0, page by page into a capture.

A list is walked by resumption tokens. Tokens expire: then the list is asked for again from the last datestamp
seen where it came in order of datestamps, otherwise from its start. Neither can go on for ever. Whether all
of it arrived is judged by the repository's own count where it gives one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from kenri.harvest import oai_answers
from kenri.harvest.captures import Run
from kenri.harvest.http import Client
from kenri.harvest.oai_answers import Identity, ListPage, OaiError
from kenri.harvest.progress import LOOKED_BACK, Progress, Walked, silent
from kenri.vocab.problems import Problem

OVERLAP = {True: timedelta(hours=1), False: timedelta(days=1)}
"""How far an incremental harvest reaches back, by whether datestamps have seconds: servers lag behind."""

OLD_TOKEN = timedelta(hours=1)
FORGETFUL = (400, 404, 410, 422, 500)
"""Statuses with which repositories answer a token that they no longer know."""

WHOLE_RESTARTS = 2
EMPTY_PAGES = 50
NOTHING = ListPage(count=0, first="", last="", ordered=True, digest="", token="", size=None)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?")


class Repository:
    """One OAI-PMH endpoint."""

    def __init__(self, client: Client, url: str) -> None:
        self._client = client
        self.url = url

    def address(self, **arguments: str) -> str:
        """The URL of a request; empty arguments are left out, all others are escaped."""
        filled = {key: value for key, value in arguments.items() if value}
        return f"{self.url}{'&' if '?' in self.url else '?'}{urlencode(filled, quote_via=quote, safe='')}"

    def ask(self, **arguments: str) -> tuple[Any, bytes, str]:
        """The parsed answer, its bytes and the URL asked.

        Raises ``OaiError`` where the repository answers with an error of the protocol, else a ``Problem``.
        """
        url = self.address(**arguments)
        roots: list[Any] = []

        def check(body: bytes) -> None:
            roots.append(oai_answers.parse(body, url))

        answer = self._client.get(url, form="xml", check=check)
        return roots[-1], answer.body, url

    def identify(self) -> Identity:
        """What the repository says of itself."""
        try:
            root, _, url = self.ask(verb="Identify")
        except OaiError as error:
            raise error.problem(self.url) from error
        return oai_answers.identity(root, url)

    def metadata_formats(self) -> list[str]:
        """The metadata prefixes on offer."""
        try:
            root, _, _ = self.ask(verb="ListMetadataFormats")
        except OaiError as error:
            raise error.problem(self.url) from error
        return [
            row[0]
            for row in oai_answers.listed(root, "{*}ListMetadataFormats/{*}metadataFormat", "metadataPrefix")
        ]

    def sets(self) -> list[tuple[str, str]]:
        """The sets as (spec, name); none where the repository has no sets."""
        found: dict[str, str] = {}
        token, seen = "", set[str]()
        while True:
            try:
                root, _, url = self.ask(verb="ListSets", resumptionToken=token)
            except OaiError as error:
                if error.code == "noSetHierarchy":
                    return []
                raise error.problem(self.url) from error
            for spec, name in oai_answers.listed(root, "{*}ListSets/{*}set", "setSpec", "setName"):
                found.setdefault(spec, name)
            token = oai_answers.resumption(root, "ListSets")
            if not token:
                return list(found.items())
            if token in seen:
                raise Problem("list_repeats", url, page=len(seen))
            seen.add(token)


def moment(text: str, *, seconds: bool) -> str:
    """A date or time as a repository of that granularity wants it, in UTC.

    Raises ``Problem('bad_moment')`` for anything but an ISO 8601 day or time.
    """
    if not _MOMENT.fullmatch(text):
        raise Problem("bad_moment", value=text)
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise Problem("bad_moment", value=text) from error
    value = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value.strftime("%Y-%m-%dT%H:%M:%SZ" if seconds else "%Y-%m-%d")


def beginning(since: str, *, seconds: bool) -> str:
    """The ``from`` of a request for later changes, which overlaps with the harvest before; empty for all.

    Raises ``Problem('bad_moment')``.
    """
    if not since:
        return ""
    start = datetime.fromisoformat(moment(since, seconds=seconds)) - OVERLAP[seconds]
    return moment(start.isoformat(), seconds=seconds)


class _Memory(msgspec.Struct, frozen=True):
    """What a run remembers of its list beside its pages: kept in the head of the run."""

    identity: Identity
    first: str = ""
    origin: str = ""
    kept: int = 0
    kept_items: int = 0
    size: int | None = None
    whole_restarts: int = 0
    by_date: int = 0


class Harvest:
    """One walk through ListRecords into a run, which may hold the pages of an earlier, killed walk."""

    def __init__(
        self,
        client: Client,
        url: str,
        run: Run,
        *,
        prefix: str,
        set_spec: str = "",
        progress: Progress = silent,
    ) -> None:
        self._client = client
        self._repository = Repository(client, url)
        self._run = run
        self._prefix = prefix
        self._set = set_spec
        self._progress = progress
        self._memory: _Memory

    def walk(self, *, since: str = "") -> Walked:
        """Fetch what is missing. Raises a ``Problem``; what arrived before it is kept for the next walk."""
        if "memory" in self._run.head.state:
            self._memory = msgspec.convert(self._run.head.state["memory"], _Memory)
            self._fit()
        else:
            identity = self._repository.identify()
            first = beginning(since, seconds=identity.seconds)
            self._remember(_Memory(identity, first=first, origin=first))
        self._pick_up()
        while not self._ended():
            try:
                root, body, url = self._next()
            except OaiError as error:
                if error.code == "badResumptionToken" and self._run.pages:
                    self._restart(error)
                elif error.code == "noRecordsMatch":
                    if not self._run.pages:
                        self._confirm_empty()
                        self._keep(NOTHING, error.body, self._repository.url)
                    break
                else:
                    raise self._refused(error) from error
            else:
                self._keep(oai_answers.list_page(root), body, url)
        return self._judge()

    def _pick_up(self) -> None:
        """Go on with the token of a walk that broke off long ago. Not every repository says of a token that
        it has forgotten it: some fail. Where it answers otherwise, its failure counts as that.
        """
        if not self._run.pages or self._ended():
            return
        age = self._client.now - datetime.fromisoformat(self._run.pages[-1].time)
        if age < OLD_TOKEN:
            return
        try:
            root, body, url = self._next()
        except Problem as problem:
            if problem.values.get("status") not in FORGETFUL:
                raise
            self._repository.identify()
            self._restart(OaiError("badResumptionToken", str(problem.cause.en), b""))
        except OaiError as error:
            if error.code not in ("badResumptionToken", "badArgument"):
                raise self._refused(error) from error
            self._restart(OaiError("badResumptionToken", error.words, b""))
        else:
            self._keep(oai_answers.list_page(root), body, url)

    def _fit(self) -> None:
        """Begin again where a kill, or pages altered on disk, left pages that do not fit the memory."""
        pages, memory = self._run.pages, self._memory
        if len(pages) < memory.kept or (pages and pages[0].state["walk"] != memory.whole_restarts):
            self._remember(_Memory(memory.identity, first=memory.first, origin=memory.first))
            self._run.cut(0)

    def _ended(self) -> bool:
        """Whether the last page kept has no token; a list asked for anew has not begun yet."""
        pages = self._run.pages
        return len(pages) > self._memory.kept and not pages[-1].token

    def _next(self) -> tuple[Any, bytes, str]:
        pages = self._run.pages
        if len(pages) > self._memory.kept:
            return self._repository.ask(verb="ListRecords", resumptionToken=pages[-1].token)
        arguments = {"from": self._memory.origin, "set": self._set}
        return self._repository.ask(verb="ListRecords", metadataPrefix=self._prefix, **arguments)

    def _current(self) -> list[dict[str, Any]]:
        """The states of the last pages of the list now being walked, none of those from before a restart."""
        pages = self._run.pages
        return [page.state for page in pages[max(self._memory.kept, len(pages) - LOOKED_BACK) :]]

    def _keep(self, page: ListPage, body: bytes, url: str) -> None:
        before = self._current()
        if page.count and any(state["digest"] == page.digest for state in before):
            raise Problem("list_repeats", url, page=len(self._run.pages) + 1)
        if page.token and not any(s["count"] for s in before[-EMPTY_PAGES:]) and len(before) >= EMPTY_PAGES:
            raise Problem("list_empty_pages", url, count=EMPTY_PAGES)
        previous: dict[str, Any] = before[-1] if before else {"last": "", "ordered": True, "seen": 0}
        ordered = previous["ordered"] and page.ordered and (not page.first or page.first >= previous["last"])
        seen = previous["seen"] + page.count
        if page.size is not None and self._memory.by_date == 0 and page.size != self._memory.size:
            self._remember(msgspec.structs.replace(self._memory, size=page.size))
        self._run.add(
            body,
            ".xml",
            url=url,
            time=self._client.now.isoformat(timespec="seconds"),
            token=page.token,
            state={
                "count": page.count,
                "first": page.first,
                "last": page.last or previous["last"],
                "ordered": ordered,
                "digest": page.digest,
                "seen": seen,
                "walk": self._memory.whole_restarts,
            },
        )
        self._progress(self._memory.kept_items + seen, self._memory.size)

    def _restart(self, error: OaiError) -> None:
        """The token is no longer known: begin the list anew, where that leads further than before."""
        pages, memory = self._run.pages, self._memory
        if len(pages) > memory.kept and pages[-1].state["ordered"]:
            last = pages[-1].state["last"]
            first = next((p.state["first"] for p in pages[memory.kept :] if p.state["first"]), "")
            origin = moment(last, seconds=memory.identity.seconds)
            if last > first and origin > memory.origin:
                keep = len(pages)
                while keep > memory.kept and pages[keep - 1].state["first"] >= last:
                    keep -= 1  # these come again whole
                changes = msgspec.structs.replace(
                    memory,
                    origin=origin,
                    by_date=memory.by_date + 1,
                    kept=keep,
                    kept_items=sum(page.state["count"] for page in pages[:keep]),
                )
                self._run.cut(keep)
                self._remember(changes)
                return
        if memory.whole_restarts >= WHOLE_RESTARTS:
            raise error.problem(self._repository.url, count=WHOLE_RESTARTS)
        self._remember(
            _Memory(
                memory.identity,
                first=memory.first,
                origin=memory.first,
                whole_restarts=memory.whole_restarts + 1,
            )
        )
        self._run.cut(0)

    def _remember(self, memory: _Memory) -> None:
        self._memory = memory
        self._run.remember(memory=msgspec.to_builtins(memory))

    def _confirm_empty(self) -> None:
        """That there is nothing at all is believed only where the set that was asked for exists."""
        if self._set and not self._memory.first and self._set not in dict(self._repository.sets()):
            raise Problem("oai_unknown_set", self._repository.url, set=self._set)

    def _refused(self, error: OaiError) -> Problem:
        if error.code == "cannotDisseminateFormat":
            offered = ", ".join(self._repository.metadata_formats())
            return error.problem(self._repository.url, prefix=self._prefix, offered=offered)
        return error.problem(self._repository.url)

    def _judge(self) -> Walked:
        """Whether all of the list is here, by the repository's own count where it gave one."""
        memory, notes = self._memory, []
        complete = True
        if memory.by_date:
            count = self._distinct()
            complete = memory.size is not None and count >= memory.size
            if not complete:
                notes.append(Problem("oai_resumed_by_date", self._repository.url, count=count))
        elif memory.size is not None:
            count = sum(page.state["count"] for page in self._run.pages)
            complete = count >= memory.size
            if not complete:
                notes.append(Problem("list_short", self._repository.url, count=count, total=memory.size))
        if memory.first and memory.identity.deleted != "persistent":
            notes.append(Problem("oai_no_deletions", self._repository.url, policy=memory.identity.deleted))
        now = memory.identity.now
        until = now if _MOMENT.fullmatch(now) else self._run.head.started
        until = moment(until, seconds=memory.identity.seconds)
        self._run.finish(complete=complete, until=until)
        return Walked(complete=complete, until=until, notes=tuple(notes))

    def _distinct(self) -> int:
        found: set[str] = set()
        for page in self._run.pages:
            found.update(oai_answers.identifiers(oai_answers.parse(self._run.read(page), page.url)))
        return len(found)
