"""The polite client against real servers that misbehave."""

from __future__ import annotations

import gzip
import re
import time
import zlib
from datetime import UTC, datetime

import msgspec
import pytest
from servers.manners import QUICK, Watch
from servers.site import Site, Visit, serving

from kenri import __version__
from kenri.harvest.http import Client, Politeness, Reply, retry_after
from kenri.harvest.transport import is_public
from kenri.vocab.problems import Problem


def client(watch: Watch | None = None, **changes: object) -> Client:
    return Client(msgspec.structs.replace(QUICK, **changes), watch.clock if watch else Watch().clock)


def problem(url: str, watch: Watch | None = None, form: str = "", **changes: object) -> Problem:
    with client(watch, **changes) as http, pytest.raises(Problem) as caught:
        http.get(url, form=form)
    for language in ("ja", "en"):
        assert not re.search(r"\{\w*\}", caught.value.message(language))
    return caught.value


def ok(visit: Visit) -> None:
    visit.send("<a/>")


def test_it_says_who_it_is() -> None:
    with serving(ok) as site, client(contact="ops@example.org") as http:
        answer = http.get(site.url + "/x?a=1#part", form="xml")
    assert answer.body == b"<a/>"
    assert site.visits[0].target == "/x?a=1"
    assert site.visits[0].headers["user-agent"] == f"Kenri/{__version__} (+ops@example.org)"


def test_a_contact_in_japanese_or_with_line_ends_breaks_no_header() -> None:
    with serving(ok) as site, client(contact="権利係\r\nX-Evil: 1 <a@example.org>") as http:
        http.get(site.url)
    assert "x-evil" not in site.visits[0].headers
    assert site.visits[0].headers["user-agent"].endswith(": 1 %3Ca@example.org%3E)")


def test_rate_is_kept_per_host() -> None:
    watch = Watch()
    with serving(ok) as site, serving(ok) as other, client(watch, rate=2.0, robots=False) as http:
        for _ in range(3):
            http.get(site.url)
        assert watch.slept == [0.5, 0.5]
        http.get(other.url.replace("127.0.0.1", "localhost"))
    assert len(watch.slept) == 2


def test_crawl_delay_of_robots_is_kept() -> None:
    watch = Watch()
    with serving(ok) as site, client(watch, rate=10.0) as http:
        site.robots = "User-agent: *\nCrawl-delay: 4\n"
        for _ in range(3):
            http.get(site.url)
    assert watch.slept == pytest.approx([0.1, 4.0, 4.0])


def test_robots_disallow_is_obeyed_before_the_request() -> None:
    with serving(ok) as site:
        site.robots = "User-agent: Kenri\nDisallow: /private\n"
        assert problem(site.url + "/private/oai").code == "robots_disallow"
        assert not site.visits
        with client() as http:
            assert http.get(site.url + "/public").status == 200
        with client(robots=False) as http:
            assert http.get(site.url + "/private/oai").status == 200


def test_robots_for_another_robot_does_not_concern_kenri() -> None:
    with serving(ok) as site, client() as http:
        site.robots = "User-agent: Other\nDisallow: /\n"
        assert http.get(site.url).status == 200


def test_robots_that_cannot_be_reached_keeps_kenri_away() -> None:
    with serving(ok) as site:
        site.answer_robots = lambda visit: visit.send("", 500)  # type: ignore[method-assign]
        assert problem(site.url).code == "http_busy"
        assert not site.visits


def test_robots_redirected_to_a_page_does_not_recurse() -> None:
    with serving(ok) as site, client() as http:
        site.answer_robots = lambda visit: visit.send("", 302, Location="/login")  # type: ignore[method-assign]
        assert http.get(site.url + "/data").status == 200


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_failure_is_asked_again_with_growing_pauses(status: int) -> None:
    watch = Watch()

    def busy(visit: Visit) -> None:
        visit.send("no", status) if len(site.visits) < 4 else visit.send("<a/>")

    with serving(busy) as site, client(watch) as http:
        assert http.get(site.url).body == b"<a/>"
    assert watch.slept == [1.0, 2.0, 4.0]


def test_attempts_are_bounded() -> None:
    watch = Watch()
    with serving(lambda visit: visit.send("no", 503)) as site:
        assert problem(site.url, watch).code == "http_busy"
        assert len(site.visits) == QUICK.attempts
    assert watch.slept == [1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize("value", ["42", "Sun, 22 Nov 2026 12:00:42 GMT"])
def test_retry_after_is_honoured(value: str) -> None:
    watch = Watch()

    def busy(visit: Visit) -> None:
        visit.send("no", 429, Retry_After=value) if len(site.visits) < 2 else ok(visit)

    with serving(busy) as site, client(watch) as http:
        http.get(site.url)
    assert watch.slept == [42.0]


def test_a_long_retry_after_ends_the_run() -> None:
    watch = Watch()
    with serving(lambda visit: visit.send("no", 503, Retry_After="86400")) as site:
        found = problem(site.url, watch)
    assert (found.code, found.values["seconds"]) == ("asked_to_wait", 86400)
    assert not watch.slept


def test_retry_after_forms() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert retry_after("Sat, 21 Nov 2026 00:00:00 GMT", now) == 0
    assert retry_after("soon", now) is None
    assert retry_after("-5", now) is None
    assert retry_after("", now) is None


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_lasting_failure_is_not_asked_again(status: int) -> None:
    with serving(lambda visit: visit.send("no", status)) as site:
        found = problem(site.url)
        assert (found.code, found.values["status"], len(site.visits)) == ("http_status", status, 1)


def test_a_reset_connection_is_asked_again() -> None:
    def reset(visit: Visit) -> None:
        visit.hang_up() if len(site.visits) < 3 else ok(visit)

    with serving(reset) as site, client() as http:
        assert http.get(site.url).body == b"<a/>"
    with serving(Visit.hang_up) as site:
        assert problem(site.url, attempts=2).code == "connection_lost"


def test_nobody_listens() -> None:
    site = Site(ok)
    site._server.server_close()
    assert problem(site.url, attempts=2).code == "connection_lost"


def test_a_body_shorter_than_its_length_is_never_taken() -> None:
    def short(visit: Visit) -> None:
        visit.start(200, Content_Length="1000")
        visit.write(b"<a>")
        visit.hang_up()

    with serving(short) as site:
        assert problem(site.url, attempts=2).code == "truncated"
        assert len(site.visits) == 2


def test_a_compressed_body_without_its_end_is_never_taken() -> None:
    def short(visit: Visit) -> None:
        visit.start(200, Content_Encoding="gzip", Connection="close")
        visit.write(gzip.compress(bytes(100_000))[:-9])
        visit.hang_up()

    with serving(short) as site:
        assert problem(site.url, attempts=2).code == "truncated"


def test_a_server_that_hangs_is_left() -> None:
    with serving(lambda visit: time.sleep(1.5)) as site:
        begun = time.monotonic()
        polite = msgspec.structs.replace(QUICK, read_timeout=0.2, attempts=5, first_pause=0.01)
        with Client(polite) as http, pytest.raises(Problem) as caught:
            http.get(site.url)
        assert http.requests == 3, "robots.txt, and the page twice"
    assert caught.value.code == "no_answer"
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_server_that_trickles_is_cut_by_the_total_time(where: str) -> None:
    def trickle(visit: Visit) -> None:
        if where == "body":
            visit.start(200, Content_Length="100000")
        for _ in range(60):
            visit.write(b"H" if where == "head" else b"x")
            time.sleep(0.05)

    with serving(trickle) as site:
        begun = time.monotonic()
        with (
            Client(msgspec.structs.replace(QUICK, total_timeout=0.5)) as http,
            pytest.raises(Problem) as caught,
        ):
            http.get(site.url)
        assert (caught.value.code, len(site.visits)) == ("too_slow", 1)
        assert time.monotonic() - begun < 2


def test_size_is_limited_while_it_arrives() -> None:
    def endless(visit: Visit) -> None:
        visit.start(200, Content_Length=str(1 << 40))
        for _ in range(1000):
            visit.write(bytes(65536))

    with serving(endless) as site:
        assert problem(site.url, page_limit=1_000_000).code == "too_large"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_compression_bomb_stops_at_the_limit(encoding: str) -> None:
    zeros = bytes(50_000_000)
    bomb = gzip.compress(zeros, 9) if encoding == "gzip" else zlib.compress(zeros, 9)
    with serving(lambda visit: visit.send(bomb, Content_Encoding=encoding)) as site:
        assert problem(site.url, page_limit=1_000_000).code == "too_large"


@pytest.mark.parametrize(("encoding", "body"), [("br", b"x"), ("gzip", b"not gzip at all")])
def test_a_compression_that_cannot_be_undone(encoding: str, body: bytes) -> None:
    with serving(lambda visit: visit.send(body, Content_Encoding=encoding)) as site:
        assert problem(site.url).code == "bad_encoding"


def test_redirects_are_followed_and_checked_at_every_hop() -> None:
    def hop(visit: Visit) -> None:
        visit.send("", 302, Location="b?x=1") if visit.path == "/a" else ok(visit)

    with serving(hop) as site, client() as http:
        assert http.get(site.url + "/a").url == site.url + "/b?x=1"
        site.robots = "User-agent: *\nDisallow: /b\n"
        assert problem(site.url + "/a").code == "robots_disallow"


def test_a_redirect_to_itself_and_a_circle() -> None:
    with serving(lambda visit: visit.send("", 302, Location=visit.path)) as site:
        assert problem(site.url + "/a").code == "redirect_loop"
        assert len(site.visits) == 1
    circle = {"/a": "/b", "/b": "/c", "/c": "/a"}
    with serving(lambda visit: visit.send("", 301, Location=circle[visit.path])) as site:
        assert problem(site.url + "/a").code == "redirect_loop"


def test_redirects_are_bounded() -> None:
    with serving(lambda visit: visit.send("", 307, Location=visit.path + "x")) as site:
        assert problem(site.url + "/a").code == "too_many_redirects"
        assert len(site.visits) == QUICK.redirects + 1


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/", "gopher://x", "data:text/xml,x"]
)
def test_a_redirect_elsewhere_than_the_web(target: str) -> None:
    with serving(lambda visit: visit.send("", 302, Location=target)) as site:
        assert problem(site.url).code == "bad_url"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a/b", "no url", "", "http://", "//host/x"])
def test_only_web_addresses(url: str) -> None:
    assert problem(url).code == "bad_url"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_reached_unless_allowed(host: str) -> None:
    with serving(ok) as site:
        found = problem(f"http://{host}:{site.port}/", allow_private=False)
        assert found.code in ("private_address", "unknown_host")
        assert not site.visits


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "100.100.100.200", "168.63.129.16", "::", "::1", "fe80::1%eth0",
        "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1", "::127.0.0.1", "fec0::1", "2002:7f00:1::", "64:ff9b::a9fe:a9fe",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "202.214.194.138", "2001:4860:4860::8888", "64:ff9b::808:808"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def test_one_private_address_among_public_ones_is_enough() -> None:
    polite, both = Politeness(robots=False), ["8.8.8.8", "10.0.0.7"]
    with Client(polite, Watch().clock, lambda *_: both) as http, pytest.raises(Problem) as caught:
        http.get("http://data.example.org/")
    assert caught.value.code == "private_address"
    assert caught.value.values["address"] == "10.0.0.7"


def test_the_connection_goes_to_the_address_that_was_judged() -> None:
    """A name is resolved once: what it says the second time (DNS rebinding) is not asked."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    with serving(ok) as site:
        polite = msgspec.structs.replace(QUICK, robots=False)
        with Client(polite, Watch().clock, resolve) as http:
            for _ in range(2):
                http.get(f"http://catalogue.example.org:{site.port}/")
        assert site.visits[0].headers["host"] == f"catalogue.example.org:{site.port}"
    assert asked == ["catalogue.example.org"]


def test_a_redirect_into_the_private_network_is_refused() -> None:
    names = {"outside.example.org": ["127.0.0.1"], "inside.example.org": ["10.1.2.3"]}
    polite = msgspec.structs.replace(QUICK, robots=False, allow_private=False)
    with (
        serving(lambda visit: visit.send("", 302, Location="http://inside.example.org/")) as site,
        Client(polite, Watch().clock, lambda host, _: names[host], lambda ip: ip == "127.0.0.1") as http,
        pytest.raises(Problem) as caught,
    ):
        http.get(f"http://outside.example.org:{site.port}/")
    assert (caught.value.code, caught.value.values["address"]) == ("private_address", "10.1.2.3")
    assert len(site.visits) == 1


def test_an_unknown_host() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    with Client(QUICK, Watch().clock, nowhere) as http, pytest.raises(Problem) as caught:
        http.get("http://no-such-host.example/")
    assert caught.value.code == "unknown_host"


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize("kind", ["text/html", "text/xml", "application/json"])
def test_a_web_page_instead_of_data(form: str, kind: str) -> None:
    page = "<!DOCTYPE html>\n<html><head><title>ただいま 保守中 &amp; more</title></head></html>"
    with serving(lambda visit: visit.send(page, kind=kind)) as site:
        found = problem(site.url, form=form)
    assert (found.code, found.values["title"]) == ("html_answer", "ただいま 保守中 & more")


def test_good_data_under_a_wrong_content_type_is_taken() -> None:
    with (
        serving(lambda visit: visit.send("<?xml version='1.0'?><a/>", kind="text/html")) as site,
        client() as http,
    ):
        assert http.get(site.url, form="xml").body.endswith(b"<a/>")


@pytest.mark.parametrize(
    ("form", "body"), [("xml", '{"a": 1}'), ("json", "<a/>"), ("json", "Error: no"), ("xml", "")]
)
def test_another_form_than_expected(form: str, body: str) -> None:
    with serving(lambda visit: visit.send(body)) as site:
        assert problem(site.url, form=form).code == "not_as_expected"


def test_what_receives_an_answer_sees_its_head() -> None:
    def receive(reply: Reply) -> tuple[int, str]:
        return reply.status, b"".join(reply.pieces).decode()

    with serving(lambda visit: visit.send("", 304)) as site, client() as http:
        assert http.stream(site.url, receive, accept=(304,)) == (304, "")
