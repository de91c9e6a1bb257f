"""Fetching a source by one of its ways of access into a capture on disk.

In: a ``Source``, one of its ``Access`` declarations and a folder. Out: ``Fetched``, whose path a reader is
given. A fetch that was killed or broke off goes on where it was when it is called again with the same words.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import msgspec

from kenri.harvest import paged, sru
from kenri.harvest.captures import Captures, Run
from kenri.harvest.download import Download as FileDownload
from kenri.harvest.http import Client, Clock, Politeness, parsed
from kenri.harvest.oai import Harvest
from kenri.harvest.progress import Progress, Walked, silent
from kenri.harvest.source import Access, Download, OaiPmh, PagedJson, Source, Sru
from kenri.vocab.problems import Problem

KEPT_RUNS = 3
STALE = timedelta(days=2)
"""Age at which a walk by position, broken off, is begun anew: meanwhile the positions have moved."""


class Fetched(msgspec.Struct, frozen=True):
    """What a fetch brought.

    ``path`` is the file, or the folder of pages in order. ``complete`` is True only where everything that was
    asked for arrived; ``notes`` say why it did not, and what else to know. ``since`` is what was asked for:
    where it is not empty, the capture holds changes only, and nothing may be concluded from what it lacks.
    ``until`` is what to give as ``since`` the next time, empty where the access knows no datestamps.
    ``unchanged`` is True where a file is the same as the time before. ``pages`` and ``requests`` are counts.
    """

    path: Path
    complete: bool
    until: str
    requests: int
    since: str = ""
    unchanged: bool = False
    pages: int = 1
    notes: tuple[Problem, ...] = ()


def fetch(
    source: Source,
    access: Access,
    folder: Path,
    *,
    url: str = "",
    since: str = "",
    allow_private: bool = False,
    contact: str = "",
    on_progress: Progress | None = None,
    politeness: Politeness | None = None,
    clock: Clock | None = None,
) -> Fetched:
    """Fetch ``access`` of ``source`` into ``folder``, from ``url`` instead of the declared one where given.

    ``since`` (an ISO 8601 day or time) asks for later changes only; it works with OAI-PMH and is passed over
    by the other ways, which always fetch all. ``contact`` (a mail address or URL) is told to the server.
    ``politeness`` defaults to the rate that the source declares.
    Raises a ``Problem``; whatever arrived before it is kept.
    """
    access = _directed(access, url)
    polite = politeness or Politeness(rate=source.rate)
    polite = msgspec.structs.replace(
        polite,
        allow_private=allow_private or polite.allow_private,
        contact=contact or polite.contact,
    )
    parsed(access.url)
    since = since if isinstance(access, OaiPmh) else ""
    place = folder / _key(source, access)
    request = {"source": source.id, "access": _canonical(access), "since": since}
    try:
        with Captures(place).locked() as captures, Client(polite, clock) as client:
            fetched = _fetch(client, access, captures, request, on_progress or silent)
            captures.prune(KEPT_RUNS)
            return fetched
    except OSError as error:
        raise Problem("cannot_keep", str(place), detail=error.strerror or str(error)) from error


def _fetch(
    client: Client, access: Access, captures: Captures, request: dict[str, str], progress: Progress
) -> Fetched:
    run = captures.unfinished(request)
    if run is None or _stale(run, access, client.now):
        run = captures.begin(request, client.now.isoformat(timespec="seconds"))
    if isinstance(access, Download):
        return _file(client, access, captures, run, request, progress)
    walked = _walk(client, access, run, request["since"], progress)
    return Fetched(
        path=run.content,
        complete=walked.complete,
        until=walked.until,
        requests=client.requests,
        since=request["since"],
        pages=len(run.pages),
        notes=walked.notes,
    )


def _walk(
    client: Client, access: OaiPmh | Sru | PagedJson, run: Run, since: str, progress: Progress
) -> Walked:
    if isinstance(access, OaiPmh):
        harvest = Harvest(
            client, access.url, run, prefix=access.prefix, set_spec=access.set, progress=progress
        )
        return harvest.walk(since=since)
    if isinstance(access, Sru):
        return sru.walk(client, access, run, progress)
    return paged.walk(client, access, run, progress)


def _file(
    client: Client,
    access: Download,
    captures: Captures,
    run: Run,
    request: dict[str, str],
    progress: Progress,
) -> Fetched:
    file = FileDownload(client, access.url, run, captures.latest(request), progress).fetch()
    return Fetched(
        path=file.path,
        complete=file.complete,
        until="",
        requests=client.requests,
        unchanged=file.unchanged,
        notes=file.notes,
    )


def _stale(run: Run, access: Access, now: datetime) -> bool:
    by_position = isinstance(access, Sru | PagedJson)
    return by_position and now - datetime.fromisoformat(run.head.started) > STALE


def _directed(access: Access, url: str) -> Access:
    """The access with the URL that the user gave. Raises ``Problem('no_url')`` where there is none at all.

    An OAI-PMH URL copied from a browser is taken for what it says: its set and prefix are used.
    """
    if not url:
        if not access.url:
            raise Problem("no_url")
        return access
    if not isinstance(access, OaiPmh):
        return msgspec.structs.replace(access, url=url)
    address = parsed(url)
    arguments = dict(parse_qsl(address.query.decode("ascii", "replace")))
    own = {key: arguments.pop(key, "") for key in ("verb", "resumptionToken", "from", "until", "identifier")}
    prefix = arguments.pop("metadataPrefix", "") or access.prefix
    chosen = arguments.pop("set", "") or ("" if own["verb"] else access.set)
    query = urlencode(arguments).encode() if arguments else None
    return OaiPmh(prefix=prefix, url=str(address.copy_with(query=query)), set=chosen)


def _canonical(access: Access) -> str:
    fields = {"kind": type(access).__name__, **msgspec.structs.asdict(access)}
    return msgspec.json.encode(fields, order="sorted").decode()


def _key(source: Source, access: Access) -> str:
    digest = hashlib.sha256(_canonical(access).encode()).hexdigest()[:12]
    return f"{source.id}-{type(access).__name__.lower()}-{digest}"
