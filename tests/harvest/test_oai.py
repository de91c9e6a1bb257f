"""OAI-PMH against a repository that sets every trap that real ones set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from servers.manners import QUICK, Watch
from servers.oai import Repository
from servers.site import Site, serving

from kenri.harvest import oai
from kenri.harvest.captures import Captures
from kenri.harvest.http import Client
from kenri.harvest.oai import Harvest
from kenri.harvest.oai_answers import Identity, OaiError
from kenri.harvest.progress import Walked
from kenri.vocab.problems import Problem

HEADER = "{http://www.openarchives.org/OAI/2.0/}header"
REQUEST = {"source": "test"}


class Outcome:
    """What a walk left: ``ids`` in order over all pages, ``deleted`` those with a tombstone."""

    def __init__(self, walked: Walked, folder: Path, watch: Watch) -> None:
        self.walked = walked
        self.codes = [note.code for note in walked.notes]
        self.slept = watch.slept
        self.ids: list[int] = []
        self.deleted: list[int] = []
        self.pages = sorted(folder.glob("runs/*/pages/*.xml"))
        for page in self.pages:
            for header in etree.fromstring(page.read_bytes(), etree.XMLParser(recover=True)).iter(HEADER):
                number = int(header[0].text.rsplit(":", 1)[1])
                self.ids.append(number)
                if header.get("status") == "deleted":
                    self.deleted.append(number)


def walk(
    site: Site,
    folder: Path,
    *,
    later: float = 0,
    since: str = "",
    prefix: str = "oai_dc",
    chosen: str = "",
) -> Outcome:
    watch = Watch()
    watch.passed = later
    with Captures(folder).locked() as captures, Client(QUICK, watch.clock) as client:
        run = captures.unfinished(REQUEST) or captures.begin(REQUEST, "2026-11-22T00:00:00+00:00")
        harvest = Harvest(client, site.url + "/oai", run, prefix=prefix, set_spec=chosen)
        return Outcome(harvest.walk(since=since), folder, watch)


def refused(site: Site, folder: Path, **arguments: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        walk(site, folder, **arguments)
    assert caught.value.message("ja")
    assert caught.value.message("en")
    return caught.value


@contextmanager
def asking(repository: Repository) -> Iterator[oai.Repository]:
    with serving(repository) as site, Client(QUICK, Watch().clock) as client:
        yield oai.Repository(client, site.url + "/oai")


def test_identify_sets_and_formats() -> None:
    with asking(Repository(seconds=False, deleted_policy="transient")) as repository:
        assert repository.identify() == Identity(
            "見本リポジトリ", False, "2020-01-01", "transient", "2026-01-02T03:04:05Z"
        )
        assert repository.sets() == [("even:0", "set 0"), ("even:1", "set 1")]
        assert repository.metadata_formats() == ["oai_dc"]
        with pytest.raises(OaiError) as caught:
            repository.ask(verb="Nonsense")
        assert caught.value.problem("x").code == "oai_bad_verb"
    with asking(Repository(sets=())) as repository:
        assert repository.sets() == []


@pytest.mark.parametrize(
    "traits",
    [
        {},
        {"seconds": False},
        {"ordered": False},
        {"size": None},
        {"odd_tokens": True},
        {"constant_token": True},
        {"closing_token": False},
        {"kind": "text/html; charset=utf-8"},
        {"kind": "application/octet-stream"},
        {"size": 10},
        {"page": 250},
        {"page": 1000},
        {"page": 1, "count": 20},
        {"count": 1},
    ],
    ids=str,
)
def test_a_whole_list(tmp_path: Path, traits: dict[str, object]) -> None:
    repository = Repository(**traits)  # type: ignore[arg-type]
    with serving(repository) as site:
        outcome = walk(site, tmp_path)
    assert outcome.ids == list(range(repository.count))
    assert (outcome.walked.complete, outcome.codes) == (True, [])
    assert outcome.walked.until == ("2026-01-02T03:04:05Z" if repository.seconds else "2026-01-02")


def test_deletions_come_from_the_headers(tmp_path: Path) -> None:
    with serving(Repository(deleted_every=10)) as site:
        outcome = walk(site, tmp_path)
    assert outcome.deleted == list(range(0, 250, 10))


def test_one_set(tmp_path: Path) -> None:
    with serving(Repository()) as site:
        assert walk(site, tmp_path, chosen="even:1").ids == list(range(1, 250, 2))


def test_nothing_at_all_is_complete_and_leaves_the_page_that_says_so(tmp_path: Path) -> None:
    with serving(Repository(count=0)) as site:
        outcome = walk(site, tmp_path)
    assert outcome.walked.complete
    assert [page.name for page in outcome.pages] == ["000001.xml"]
    assert b"noRecordsMatch" in outcome.pages[0].read_bytes()


def test_an_unknown_set_is_not_an_empty_one(tmp_path: Path) -> None:
    with serving(Repository()) as site:
        assert refused(site, tmp_path, chosen="typo").code == "oai_unknown_set"


def test_an_unknown_prefix_names_those_on_offer(tmp_path: Path) -> None:
    with serving(Repository()) as site:
        found = refused(site, tmp_path, prefix="jpcoar")
    assert (found.code, found.values["offered"]) == ("oai_no_format", "oai_dc")


@pytest.mark.parametrize(
    ("seconds", "since", "asked"),
    [
        (True, "2020-01-03T10:30:00Z", "2020-01-03T09:30:00Z"),
        (True, "2020-01-03", "2020-01-02T23:00:00Z"),
        (True, "2020-01-03T19:30:00+09:00", "2020-01-03T09:30:00Z"),
        (False, "2020-01-03", "2020-01-02"),
        (False, "2020-01-03T10:30:00Z", "2020-01-02"),
    ],
)
def test_only_what_changed_since(tmp_path: Path, seconds: bool, since: str, asked: str) -> None:
    repository = Repository(seconds=seconds)
    with serving(repository) as site:
        outcome = walk(site, tmp_path, since=since)
        first = next(visit for visit in site.visits if visit.query["verb"] == "ListRecords")
    assert first.query["from"] == asked
    assert outcome.ids == [n for n in range(250) if repository.stamp(n) >= asked]
    assert outcome.walked.complete


@pytest.mark.parametrize("since", ["yesterday", "2020-13-01", "2020", "12/9/1916", "2020-01-01T25:00:00Z"])
def test_since_must_be_a_date(tmp_path: Path, since: str) -> None:
    with serving(Repository()) as site:
        assert refused(site, tmp_path, since=since).code == "bad_moment"


def test_a_repository_that_forgets_deletions_is_named(tmp_path: Path) -> None:
    with serving(Repository(deleted_policy="no")) as site:
        assert walk(site, tmp_path, since="2020-01-02").codes == ["oai_no_deletions"]


def test_an_expired_token_goes_on_from_the_last_datestamp(tmp_path: Path) -> None:
    repository = Repository(expire_at={3})
    with serving(repository) as site:
        outcome = walk(site, tmp_path)
        asked = [visit.query for visit in site.visits if visit.query["verb"] == "ListRecords"]
    assert asked[4]["from"] == repository.stamp(149)
    assert outcome.ids == [*range(150), 149, *range(150, 250)]
    assert (outcome.walked.complete, outcome.codes) == (True, [])


def test_an_expired_token_of_an_unordered_list_begins_anew(tmp_path: Path) -> None:
    with serving(Repository(ordered=False, expire_at={3})) as site:
        outcome = walk(site, tmp_path)
    assert outcome.ids == list(range(250))
    assert outcome.walked.complete


def test_tokens_that_expire_often_still_lead_to_the_end(tmp_path: Path) -> None:
    with serving(Repository(count=500, expire_at=set(range(2, 60, 2)))) as site:
        outcome = walk(site, tmp_path)
    assert set(outcome.ids) == set(range(500))
    assert outcome.walked.complete


def test_going_on_by_date_without_a_count_is_not_called_complete(tmp_path: Path) -> None:
    with serving(Repository(size=None, expire_at={3})) as site:
        outcome = walk(site, tmp_path)
    assert set(outcome.ids) == set(range(250))
    assert (outcome.walked.complete, outcome.codes) == (False, ["oai_resumed_by_date"])


def test_a_list_that_only_seemed_ordered_is_found_short(tmp_path: Path) -> None:
    """Page by page in order, but the last page holds older records: going on by date misses them."""

    class Late(Repository):
        def stamp(self, number: int) -> str:
            return "2019-01-01T00:00:00Z" if number >= 200 else super().stamp(number)

    with serving(Late(expire_at={3})) as site:
        outcome = walk(site, tmp_path)
    assert (outcome.walked.complete, outcome.codes) == (False, ["oai_resumed_by_date"])


@pytest.mark.parametrize("ordered", [True, False])
def test_tokens_that_never_work_end(tmp_path: Path, ordered: bool) -> None:
    with serving(Repository(ordered=ordered, expire_always_from=0)) as site:
        if ordered:
            outcome = walk(site, tmp_path)
            assert set(outcome.ids) == set(range(250))
        else:
            assert refused(site, tmp_path).code == "oai_token_expired"
        assert len(site.visits) < 40


def test_one_datestamp_for_all_and_tokens_that_never_work(tmp_path: Path) -> None:
    class Bulk(Repository):
        def stamp(self, number: int) -> str:
            return "2020-01-01T00:00:00Z"

    with serving(Bulk(expire_always_from=0)) as site:
        assert refused(site, tmp_path).code == "oai_token_expired"
        assert len(site.visits) < 12


@pytest.mark.parametrize("size", ["exact", None])
def test_a_page_that_comes_again_is_a_loop(tmp_path: Path, size: str | None) -> None:
    with serving(Repository(stuck_from=100, size=size)) as site:
        assert refused(site, tmp_path).code == "list_repeats"
        assert len(site.visits) < 8


def test_empty_pages_for_ever_end(tmp_path: Path) -> None:
    with serving(Repository(empty_for_ever=True)) as site:
        assert refused(site, tmp_path).code == "list_empty_pages"
        assert len(site.visits) < oai.EMPTY_PAGES + 5


def test_a_list_shorter_than_stated_is_not_complete(tmp_path: Path) -> None:
    with serving(Repository(short_by=1)) as site:
        outcome = walk(site, tmp_path)
    assert (outcome.walked.complete, outcome.codes) == (False, ["list_short"])
    assert outcome.walked.notes[0].values == {"count": 246, "total": 250}


def test_a_busy_repository_is_waited_for(tmp_path: Path) -> None:
    with serving(Repository(busy_at={1, 3, 4})) as site:
        outcome = walk(site, tmp_path)
    assert outcome.slept == [7.0, 7.0, 7.0]
    assert outcome.ids == list(range(250))


def test_a_page_of_html_ends_the_run_and_the_next_goes_on(tmp_path: Path) -> None:
    with serving(Repository(html_at={3})) as site:
        assert refused(site, tmp_path).code == "html_answer"
        before = len(site.visits)
        outcome = walk(site, tmp_path)
        assert len(site.visits) - before == 2
    assert outcome.ids == list(range(250))
    assert outcome.walked.complete


def test_a_page_cut_short_without_a_sign_is_asked_again(tmp_path: Path) -> None:
    with serving(Repository(cut_at={0, 2, 3})) as site:
        outcome = walk(site, tmp_path)
    assert outcome.ids == list(range(250))
    with serving(Repository(cut_at=set(range(2, 99)))) as site:
        assert refused(site, tmp_path / "other").code == "truncated"


def test_forbidden_characters_are_kept_as_they_came(tmp_path: Path) -> None:
    with serving(Repository(forbidden_character_at={1, 4})) as site:
        outcome = walk(site, tmp_path)
    assert outcome.walked.complete
    assert outcome.ids == list(range(250))
    assert "資\x0b料&#x1;".encode() in outcome.pages[1].read_bytes()


def test_an_address_that_speaks_something_else(tmp_path: Path) -> None:
    with serving(lambda visit: visit.send("<rss version='2.0'/>")) as site:
        assert refused(site, tmp_path).code == "not_oai"
    with serving(lambda visit: visit.send("no such page", 404)) as site:
        assert refused(site, tmp_path).code == "http_status"


def test_an_xml_bomb_is_not_expanded(tmp_path: Path) -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 50}">' for n in range(1, 9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><OAI-PMH>&a8;</OAI-PMH>'
    with serving(lambda visit: visit.send(bomb)) as site:
        assert refused(site, tmp_path).code == "not_oai"


def test_a_killed_walk_with_a_dead_token_begins_where_it_can(tmp_path: Path) -> None:
    """The first walk breaks off; by the second the repository has forgotten the token."""
    with serving(Repository(html_at={3}, expire_at={4})) as site:
        refused(site, tmp_path)
        outcome = walk(site, tmp_path)
    assert outcome.ids == [*range(150), 149, *range(150, 250)]
    assert outcome.walked.complete


def test_pages_altered_on_disk_before_a_restart_begin_anew(tmp_path: Path) -> None:
    with serving(Repository(expire_at={3}, html_at={6})) as site:
        refused(site, tmp_path)
        next(tmp_path.glob("runs/*/pages/000002.xml")).write_bytes(b"altered")
        outcome = walk(site, tmp_path)
    assert outcome.ids == list(range(250))
    assert outcome.walked.complete


@pytest.mark.parametrize("status", [400, 404, 500])
@pytest.mark.parametrize("ordered", [True, False])
def test_a_token_forgotten_with_a_failure(tmp_path: Path, status: int, ordered: bool) -> None:
    """Hours later the repository fails on the token, but answers otherwise: the list is begun anew."""
    with serving(
        Repository(html_at={3}, failing_at=dict.fromkeys(range(4, 9), status), ordered=ordered)
    ) as site:
        assert refused(site, tmp_path).code == "html_answer"
        if status != 500:
            site.respond.asked = 8  # type: ignore[attr-defined]
        outcome = walk(site, tmp_path, later=7200)
    assert set(outcome.ids) == set(range(250))
    assert outcome.walked.complete


def test_a_repository_that_is_down_loses_nothing(tmp_path: Path) -> None:
    with serving(Repository(html_at={3})) as site:
        refused(site, tmp_path)
        working = site.respond
        site.respond = lambda visit: visit.send("down", 500)
        assert refused(site, tmp_path, later=7200).code == "http_busy"
        site.respond = working
        before = len(site.visits)
        assert walk(site, tmp_path, later=7300).ids == list(range(250))
        assert len(site.visits) - before == 2
