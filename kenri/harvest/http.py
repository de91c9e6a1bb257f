"""One polite HTTP client for every source.

It says who it is, keeps to each host's rate, to robots.txt and to ``Retry-After``, tries again a bounded
number of times with growing pauses, follows redirects by hand, bounds time and size, and reaches no private
address unless that is allowed.
"""

from __future__ import annotations

import contextlib
import random
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote

import httpcore
import httpx
import msgspec

from kenri import __version__
from kenri.harvest import answers, robots
from kenri.harvest.answers import Answer, Truncated
from kenri.harvest.transport import (
    Deadline,
    Judge,
    Resolve,
    VettedBackend,
    VettedTransport,
    anywhere,
    is_public,
    system_resolve,
)
from kenri.vocab.problems import Problem

T = TypeVar("T")

REDIRECTS = (301, 302, 303, 307, 308)
PASSING = (408, 425, 429, 500, 502, 503, 504)
"""Statuses that may be gone when asked again."""


class Clock(msgspec.Struct, frozen=True):
    """Time as the client sees it, so that a test need not wait: all values in seconds, ``now`` in UTC."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    jitter: Callable[[], float] = random.random


class Politeness(msgspec.Struct, frozen=True, kw_only=True):
    """How the client behaves. Times are seconds, sizes bytes, ``rate`` requests a second and host (0: any).

    ``contact`` is a mail address or URL told to every server. ``robots`` False is for operators who have
    agreed to be harvested in spite of their robots.txt. ``attempts`` is how often one request is made,
    ``silences`` the number of requests without an answer in time after which a server is given up.
    ``patience`` is the longest pause that a server may ask for before the run ends with a problem; it can be
    run again later.
    """

    contact: str = ""
    rate: float = 1.0
    robots: bool = True
    allow_private: bool = False
    attempts: int = 5
    silences: int = 2
    first_pause: float = 1.0
    patience: float = 600.0
    connect_timeout: float = 15.0
    read_timeout: float = 90.0
    total_timeout: float = 600.0
    file_timeout: float = 6 * 3600.0
    page_limit: int = 128 * 1024 * 1024
    file_limit: int = 64 * 1024 * 1024 * 1024
    redirects: int = 8


class Reply(msgspec.Struct, frozen=True):
    """The head of an answer and its body as decoded pieces, still arriving."""

    url: str
    status: int
    headers: Mapping[str, str]
    pieces: Iterator[bytes]


class _Passing(Exception):  # noqa: N818  (not an error of Kenri: a state of the other side)
    """Something that may be gone when asked again: the problem it becomes, and the pause asked for."""

    def __init__(self, problem: Problem, pause: float | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.pause = pause


class Client:
    """A polite client; use it as a context manager. Not for several threads at once."""

    def __init__(
        self,
        politeness: Politeness,
        clock: Clock | None = None,
        resolve: Resolve = system_resolve,
        judge: Judge = is_public,
    ) -> None:
        self.politeness = politeness
        self.requests = 0
        self._clock = clock or Clock()
        self._deadline = Deadline(self._clock.monotonic)
        self._next: dict[str, float] = {}
        self._rules: dict[str, robots.Rules] = {}
        backend = VettedBackend(resolve, anywhere if politeness.allow_private else judge, self._deadline)
        # A header holds ASCII only, and no line ends.
        contact = quote(politeness.contact, safe=" !#$%&'*+,-./:;=?@_~")
        contact = f" (+{contact})" if contact else ""
        self._http = httpx.Client(
            transport=VettedTransport(backend),
            headers={"User-Agent": f"{robots.PRODUCT}/{__version__}{contact}", "Accept": "*/*"},
            timeout=httpx.Timeout(politeness.read_timeout, connect=politeness.connect_timeout),
            trust_env=False,
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    @property
    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self._clock.now()

    def get(self, url: str, *, form: str = "", check: Callable[[bytes], None] | None = None) -> Answer:
        """Fetch a whole answer into memory. ``form`` is ``xml`` or ``json`` where one is expected.

        ``check`` may raise ``Truncated`` for a body that lacks its end although the connection closed in
        order: it is asked for again. Raises a ``Problem`` that says what is wrong with the address, the
        server or the answer.
        """

        def whole(reply: Reply) -> Answer:
            body = b"".join(reply.pieces)
            answers.expect(body, form, reply.url)
            if check is not None:
                check(body)
            return Answer(reply.url, reply.status, reply.headers, body)

        return self.stream(url, whole, headers=lambda: {"Accept-Encoding": "gzip, deflate"})

    def stream(
        self,
        url: str,
        receive: Callable[[Reply], T],
        *,
        headers: Callable[[], Mapping[str, str]] = dict,
        limit: int = 0,
        total: float = 0.0,
        accept: tuple[int, ...] = (),
    ) -> T:
        """Give an answer to ``receive`` while it arrives, asking again (with fresh headers) where it breaks.

        ``accept`` names statuses from 300 up that ``receive`` wants to see. ``limit`` (bytes) and ``total``
        (seconds) replace the ones for pages. Raises a ``Problem`` as ``get`` does.
        """
        polite = self.politeness
        silences = 0
        for attempt in range(1, polite.attempts + 1):
            try:
                with self._followed(url, headers(), total or polite.total_timeout) as response:
                    self._judge(response, accept)
                    raw = response.iter_raw()
                    encoding = response.headers.get("content-encoding", "")
                    final = str(response.url)
                    pieces = answers.decoded(raw, encoding, limit or polite.page_limit, final)
                    return receive(Reply(final, response.status_code, response.headers, pieces))
            except _Passing as passing:
                self._pause(passing, attempt)
            except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
                broken = self._explained(error, url)
                silences += broken.problem.code == "no_answer"
                if silences >= polite.silences:
                    raise broken.problem from error
                self._pause(broken, attempt)
            except Truncated:
                self._pause(_Passing(Problem("truncated", url)), attempt)
        raise AssertionError("the last attempt returns or raises")  # pragma: no cover

    def _pause(self, passing: _Passing, attempt: int) -> None:
        """Wait before the next attempt, or raise where there is none."""
        if attempt >= self.politeness.attempts:
            raise passing.problem
        if passing.pause is not None:
            if passing.pause > self.politeness.patience:
                where = passing.problem.where
                raise Problem("asked_to_wait", where, seconds=round(passing.pause)) from passing
            self._clock.sleep(passing.pause)
        else:
            longest = min(self.politeness.first_pause * 2 ** (attempt - 1), self.politeness.patience)
            self._clock.sleep(longest * (0.5 + self._clock.jitter() / 2))

    def _explained(self, error: Exception, url: str) -> _Passing:
        """A broken connection in Kenri's words. Raises a ``Problem`` where asking again is no use."""
        if isinstance(error.__cause__, ssl.SSLError):
            raise Problem("bad_certificate", url, detail=str(error)) from error
        if isinstance(error, httpcore.TimeoutException):
            if self._deadline.passed:
                raise Problem("too_slow", url) from error
            return _Passing(Problem("no_answer", url))
        if isinstance(error, httpcore.UnsupportedProtocol):
            raise Problem("bad_url", url, url=url) from error
        if "without sending complete message body" in str(error):
            return _Passing(Problem("truncated", url))
        return _Passing(Problem("connection_lost", url, detail=str(error)))

    def _judge(self, response: httpx.Response, accept: tuple[int, ...]) -> None:
        status = response.status_code
        if status in accept or 200 <= status < 300:
            return
        url = str(response.url)
        if status in PASSING:
            pause = retry_after(response.headers.get("retry-after", ""), self.now)
            raise _Passing(Problem("http_busy", url, status=status), pause)
        raise Problem("http_status", url, status=status, phrase=response.reason_phrase)

    @contextlib.contextmanager
    def _followed(self, url: str, headers: Mapping[str, str], total: float) -> Iterator[httpx.Response]:
        """The answer at the end of the redirects, each hop checked like a first request."""
        target = parsed(url)
        seen: set[str] = set()
        while True:
            if str(target) in seen:
                raise Problem("redirect_loop", url, target=str(target))
            seen.add(str(target))
            if len(seen) > self.politeness.redirects + 1:
                raise Problem("too_many_redirects", url, count=self.politeness.redirects)
            self._admit(target)
            response = self._send(target, headers, total)
            try:
                onward = response.headers.get("location", "")
                if response.status_code not in REDIRECTS or not onward:
                    yield response
                    return
            finally:
                response.close()
            target = self._hop(target, onward)

    def _hop(self, origin: httpx.URL, location: str) -> httpx.URL:
        try:
            target = parsed(str(origin.join(location)))
        except httpx.InvalidURL as error:
            raise Problem("bad_url", str(origin), url=location) from error
        if origin.scheme == "https" and target.scheme == "http":
            raise Problem("redirect_insecure", str(origin), target=str(target))
        return target

    def _send(self, url: httpx.URL, headers: Mapping[str, str], total: float) -> httpx.Response:
        self._keep_rate(url)
        self.requests += 1
        self._deadline.start(total)
        request = self._http.build_request("GET", url, headers=dict(headers))
        try:
            return self._http.send(request, stream=True)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            # The transport speaks with httpcore's errors: httpx's own is about where a redirect leads.
            raise Problem("bad_url", str(url), url=str(error)) from error

    def _keep_rate(self, url: httpx.URL) -> None:
        rules = self._rules.get(_origin(url))
        rate = self.politeness.rate
        gap = max(1 / rate if rate > 0 else 0.0, rules.delay if rules else 0.0)
        if gap > self.politeness.patience:
            raise Problem("asked_to_wait", str(url), seconds=round(gap))
        wait = self._next.get(url.host, 0.0) - self._clock.monotonic()
        if wait > 0:
            self._clock.sleep(wait)
        self._next[url.host] = self._clock.monotonic() + gap

    def _admit(self, url: httpx.URL) -> None:
        """Raise ``Problem('robots_disallow')`` where the site's robots.txt forbids the URL."""
        origin = _origin(url)
        if not self.politeness.robots or url.path == "/robots.txt":
            return
        if origin not in self._rules:
            self._rules[origin] = robots.Rules(None)  # meanwhile: robots.txt itself may be redirected
            try:
                self._rules[origin] = robots.Rules(self._robots_text(origin))
            except Problem:
                del self._rules[origin]
                raise
        self._rules[origin].check(str(url))

    def _robots_text(self, origin: str) -> str | None:
        """The text of a site's robots.txt; None where it has none (4xx). Other failures are problems:
        RFC 9309 has robots stay away from a site whose rules cannot be reached.
        """

        def read(reply: Reply) -> str | None:
            if reply.status >= 400:
                return None
            body = b""
            for piece in reply.pieces:
                body += piece
                if len(body) >= robots.LARGEST:
                    break
            return body[: robots.LARGEST].decode("utf-8", "replace")

        missing = tuple(code for code in range(400, 500) if code not in PASSING)
        return self.stream(origin + "/robots.txt", read, accept=missing)


def parsed(url: str) -> httpx.URL:
    """A web address, without its fragment. Raises ``Problem('bad_url')`` for anything else."""
    try:
        result = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise Problem("bad_url", url, url=url) from error
    if result.scheme not in ("http", "https") or not result.host:
        raise Problem("bad_url", url, url=url)
    return result.copy_with(fragment=None)


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` header asks for (a number or an HTTP date); None where it has none."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
