"""Fetching by each way of access, downloads that break, and fetches that are killed."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import msgspec
import pytest
from servers.fetch_once import SOURCE, fetch_once
from servers.files import Shelf
from servers.lists import Catalogue
from servers.manners import QUICK, Watch
from servers.oai import Repository
from servers.site import Visit, serving

from kenri.harvest.captures import Captures
from kenri.harvest.download import file_name
from kenri.harvest.fetching import Fetched, fetch
from kenri.harvest.reading import Rejected, read_export
from kenri.harvest.source import Access, Download, Item, Json, OaiPmh, PagedJson, Shape, Sru, Xml
from kenri.vocab.names import Name
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record

BODY = random.Random(7).randbytes(300_000)


def get(access: Access, folder: Path, **arguments: object) -> Fetched:
    return fetch(SOURCE, access, folder, **{"politeness": QUICK, "clock": Watch().clock, **arguments})  # type: ignore[arg-type]


def refused(access: Access, folder: Path, **arguments: object) -> Problem:
    with pytest.raises(Problem) as caught:
        get(access, folder, **arguments)
    assert caught.value.message("ja")
    assert caught.value.message("en")
    return caught.value


def test_a_file_is_fetched_again_only_when_it_changed(tmp_path: Path) -> None:
    shelf = Shelf(BODY)
    with serving(shelf) as site:
        access = Download(site.url + "/data/list.zip")
        first = get(access, tmp_path)
        second = get(access, tmp_path)
        shelf.body = BODY[::-1]
        third = get(access, tmp_path)
    assert shelf.statuses == [200, 304, 200]
    assert [f.unchanged for f in (first, second, third)] == [False, True, False]
    assert all(f.complete for f in (first, second, third))
    assert second.path == first.path
    assert first.path.name == "list.zip"
    assert (first.path.read_bytes(), third.path.read_bytes()) == (BODY, BODY[::-1])


def test_a_file_without_etag_is_asked_for_by_its_date(tmp_path: Path) -> None:
    shelf = Shelf(BODY, etags=False, modified="Sun, 22 Nov 2026 10:00:00 GMT")
    with serving(shelf) as site:
        access = Download(site.url + "/list.csv")
        get(access, tmp_path)
        assert get(access, tmp_path).unchanged
    assert shelf.statuses == [200, 304]


def test_the_same_file_from_a_server_without_memory_is_unchanged(tmp_path: Path) -> None:
    shelf = Shelf(BODY, etags=False)
    with serving(shelf) as site:
        access = Download(site.url + "/list.csv")
        assert not get(access, tmp_path).unchanged
        assert get(access, tmp_path).unchanged
    assert shelf.statuses == [200, 200]


def test_a_download_goes_on_from_where_it_broke(tmp_path: Path) -> None:
    shelf = Shelf(BODY, break_at={0, 1}, break_after=100_000)
    with serving(shelf) as site:
        fetched = get(Download(site.url + "/list.zip"), tmp_path)
        ranges = [visit.headers.get("range") for visit in site.visits]
    assert ranges == [None, "bytes=100000-", "bytes=200000-"]
    assert fetched.path.read_bytes() == BODY
    assert fetched.complete


def test_a_later_fetch_goes_on_too(tmp_path: Path) -> None:
    shelf = Shelf(BODY, break_at={0}, break_after=100_000)
    with serving(shelf) as site:
        access = Download(site.url + "/list.zip")
        once = msgspec.structs.replace(QUICK, attempts=1)
        assert refused(access, tmp_path, politeness=once).code == "truncated"
        assert not list(tmp_path.rglob("list.zip"))
        assert get(access, tmp_path, politeness=once).path.read_bytes() == BODY
    assert shelf.statuses == [200, 206]


@pytest.mark.parametrize(
    "traits", [{"ranges": False}, {"weak": True}, {"etags": False}, {"lies_about_range": True}]
)
def test_a_server_that_cannot_go_on_is_asked_for_all(tmp_path: Path, traits: dict[str, bool]) -> None:
    shelf = Shelf(BODY, break_at={0}, **traits)  # type: ignore[arg-type]
    with serving(shelf) as site:
        assert get(Download(site.url + "/list.zip"), tmp_path).path.read_bytes() == BODY


@pytest.mark.parametrize("ignores", [True, False])
def test_a_file_that_changed_meanwhile_is_never_mixed(tmp_path: Path, ignores: bool) -> None:
    shelf = Shelf(BODY, break_at={0}, ignores_if_range=ignores)
    with serving(shelf) as site:
        access = Download(site.url + "/list.zip")
        refused(access, tmp_path, politeness=msgspec.structs.replace(QUICK, attempts=1))
        shelf.body = BODY[::-1]
        assert get(access, tmp_path).path.read_bytes() == BODY[::-1]


def test_a_server_that_gives_less_than_was_asked_is_asked_for_the_rest(tmp_path: Path) -> None:
    shelf = Shelf(BODY, break_at={0}, break_after=120_000, most_at_once=100_000)
    with serving(shelf) as site:
        fetched = get(Download(site.url + "/list.zip"), tmp_path)
    assert shelf.statuses == [200, 206, 206]
    assert fetched.path.read_bytes() == BODY


def test_a_file_that_always_breaks_is_never_complete(tmp_path: Path) -> None:
    shelf = Shelf(BODY, etags=False, break_at=set(range(99)))
    with serving(shelf) as site:
        assert refused(Download(site.url + "/list.zip"), tmp_path).code == "truncated"
    assert shelf.asked == QUICK.attempts
    assert not list(tmp_path.rglob("list.zip"))


def test_a_file_of_unknown_length_is_not_called_complete(tmp_path: Path) -> None:
    with serving(Shelf(BODY, length=False)) as site:
        fetched = get(Download(site.url + "/list.zip"), tmp_path)
    assert (fetched.complete, [note.code for note in fetched.notes]) == (False, ["length_unknown"])
    assert fetched.path.read_bytes() == BODY


def test_a_chunked_file_has_its_own_end(tmp_path: Path) -> None:
    def chunked(visit: Visit) -> None:
        visit.start(200, Transfer_Encoding="chunked")
        for piece in (b"id,title\n", "1,羅生門\n".encode(), b""):
            visit.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    with serving(chunked) as site:
        fetched = get(Download(site.url + "/list.csv"), tmp_path)
    assert fetched.complete
    assert fetched.path.read_text() == "id,title\n1,羅生門\n"


def test_a_login_page_is_no_file_and_loses_nothing(tmp_path: Path) -> None:
    shelf = Shelf(BODY)
    with serving(shelf) as site:
        access = Download(site.url + "/list.zip")
        first = get(access, tmp_path)
        shelf.body, shelf.kind = b"<!DOCTYPE html><title>Log in</title>", "text/html"
        assert refused(access, tmp_path).code == "html_answer"
        assert first.path.read_bytes() == BODY
        shelf.body = BODY
        assert get(access, tmp_path).unchanged


def test_a_file_larger_than_allowed(tmp_path: Path) -> None:
    with serving(Shelf(BODY)) as site:
        small = msgspec.structs.replace(QUICK, file_limit=10_000)
        assert refused(Download(site.url + "/list.zip"), tmp_path, politeness=small).code == "too_large"


@pytest.mark.parametrize(
    ("url", "headers", "expected"),
    [
        ("http://a/b/list_person_all.zip?x=1", {}, "list_person_all.zip"),
        ("http://a/%E4%B8%80%E8%A6%A7.csv", {}, "一覧.csv"),
        ("http://a/export", {"content-disposition": 'attachment; filename="../../etc/x.tsv"'}, "x.tsv"),
        ("http://a/export", {"content-type": "text/csv; charset=utf-8"}, "export.csv"),
        ("http://a/", {}, "download"),
        ("http://a/..%2f..%2fpasswd", {}, "passwd"),
        ("http://a/.bashrc", {}, "bashrc"),
        ("http://a/" + "長" * 300 + ".csv", {}, "長" * 76 + ".csv"),
    ],
)
def test_file_names_are_safe(url: str, headers: dict[str, str], expected: str) -> None:
    assert file_name(url, headers) == expected


def test_oai_then_only_changes_with_progress(tmp_path: Path) -> None:
    heard: list[tuple[int, int | None]] = []
    with serving(Repository(count=120)) as site:
        whole = get(
            OaiPmh("oai_dc"), tmp_path, url=site.url + "/oai", on_progress=lambda *step: heard.append(step)
        )
        changes = get(OaiPmh("oai_dc"), tmp_path, url=site.url + "/oai", since="2020-01-03")
    assert heard == [(50, 120), (100, 120), (120, 120)]
    assert (whole.complete, whole.since, whole.until, whole.pages) == (True, "", "2026-01-02T03:04:05Z", 3)
    assert changes.since == "2020-01-03"
    assert changes.path != whole.path
    assert len(list(whole.path.iterdir())) == 3


def test_an_oai_url_copied_from_a_browser(tmp_path: Path) -> None:
    with serving(Repository(count=10)) as site:
        copied = site.url + "/oai?verb=ListRecords&metadataPrefix=oai_dc&set=even:1&key=7"
        get(OaiPmh("other", set="x"), tmp_path, url=copied)
    assert [visit.query for visit in site.visits] == [
        {"key": "7", "verb": "Identify"},
        {"key": "7", "verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "even:1"},
    ]


def test_sru_and_json_leave_folders_of_pages(tmp_path: Path) -> None:
    with serving(Catalogue()) as site:
        first = get(Sru(site.url + "/sru", "a", "dc", page_size=50), tmp_path)
        json_url = site.url + "/json?offset={offset}&limit={limit}"
        second = get(PagedJson(json_url, "result.items", "result.total"), tmp_path)
    assert [page.name for page in sorted(first.path.iterdir())] == ["000001.xml", "000002.xml"]
    assert [page.name for page in sorted(second.path.iterdir())] == ["000001.json"]
    assert first.complete
    assert second.complete


DC = "http://purl.org/dc/elements/1.1/"


def read_dc(item: Item) -> Record:
    title = item.pop("dc:title")[0]["text"]
    return Record("test", title, "text", (Name(title),))


def read_json(item: Item) -> Record:
    return Record("test", str(item.pop("id")), "text", (Name(item.pop("title")),))


def test_a_reader_reads_what_was_fetched(tmp_path: Path) -> None:
    prefixes = {"dc": DC, "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/"}
    shapes = {
        "oai": Shape("oai", Xml("{http://www.openarchives.org/OAI/2.0/oai_dc/}dc", prefixes), read_dc),
        "sru": Shape("sru", Xml(f"{{{DC}}}dc", prefixes), read_dc),
        "json": Shape("json", Json("result.items"), read_json, required=("id", "title")),
    }
    with serving(Catalogue()) as lists, serving(Repository(deleted_every=50)) as repository:
        accesses: dict[str, Access] = {
            "oai": OaiPmh("oai_dc", repository.url + "/oai"),
            "sru": Sru(lists.url + "/sru", "a", "dc", page_size=30),
            "json": PagedJson(lists.url + "/json?offset={offset}", "result.items", "result.total", 10),
        }
        for name, expected in {"oai": (245, 5), "sru": (95, 0), "json": (95, 0)}.items():
            source = msgspec.structs.replace(SOURCE, shapes=(shapes[name],))
            (part,) = read_export(source, get(accesses[name], tmp_path).path)
            assert not [outcome for outcome in part.outcomes() if isinstance(outcome, Rejected)]
            assert (part.account.records, part.account.deleted) == expected
            assert part.complete, [note.code for note in part.notes]


def test_no_address_and_a_private_one(tmp_path: Path) -> None:
    assert refused(OaiPmh("oai_dc"), tmp_path).code == "no_url"
    assert refused(OaiPmh("oai_dc"), tmp_path, url="ftp://x/").code == "bad_url"
    with serving(Repository()) as site:
        outside = msgspec.structs.replace(QUICK, allow_private=False)
        access = OaiPmh("oai_dc", site.url + "/oai")
        assert refused(access, tmp_path, politeness=outside).code == "private_address"
        assert get(access, tmp_path, politeness=outside, allow_private=True).complete


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert refused(OaiPmh("oai_dc", "http://127.0.0.1:9/"), tmp_path / "file").code == "cannot_keep"


def test_nothing_new_since_reads_as_nothing(tmp_path: Path) -> None:
    item = "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
    source = msgspec.structs.replace(SOURCE, shapes=(Shape("oai", Xml(item, {"dc": DC}), read_dc),))
    with serving(Repository()) as site:
        fetched = get(OaiPmh("oai_dc", site.url + "/oai"), tmp_path, since="2030-01-01")
    assert fetched.complete
    assert [list(part.outcomes()) for part in read_export(source, fetched.path)] == [[]]


def test_two_fetches_of_one_source_do_not_meet(tmp_path: Path) -> None:
    with serving(Repository()) as site:
        access = OaiPmh("oai_dc", site.url + "/oai")

        def meanwhile(done: int, total: int | None) -> None:
            assert refused(access, tmp_path).code == "already_fetching"

        assert get(access, tmp_path, on_progress=meanwhile).complete


def test_a_walk_by_position_that_broke_off_long_ago_begins_anew(tmp_path: Path) -> None:
    watch = Watch()
    with serving(Catalogue(cut_at=set(range(1, 6)))) as site:
        access = PagedJson(site.url + "/json?offset={offset}", "result.items", "result.total", page_size=10)
        assert refused(access, tmp_path, clock=watch.clock).code == "truncated"
        watch.passed += 3 * 86400
        get(access, tmp_path, clock=watch.clock)
        assert site.visits[6].query["offset"] == "0"


def test_old_runs_are_pruned(tmp_path: Path) -> None:
    shelf = Shelf(b"")
    with serving(shelf) as site:
        access = Download(site.url + "/list.csv")
        for number in range(6):
            shelf.body = b"id,title\n" * 1000 + str(number).encode()
            fetched = get(access, tmp_path)
    place = fetched.path.parents[3]
    blobs = sorted(blob.suffix for blob in (place / "blobs").iterdir())
    assert blobs == [".csv", ".csv", ".csv"]
    with Captures(place).locked() as captures:
        runs = captures.runs()
        assert [run.number for run in runs] == [4, 5, 6]
        assert [run.read(run.pages[0])[-1:] for run in runs] == [b"3", b"4", b"5"]
        altered = place / "blobs" / runs[0].pages[0].blob
        altered.write_bytes(altered.read_bytes()[:-5])
        with pytest.raises(Problem) as caught:
            runs[0].read(runs[0].pages[0])
    assert caught.value.code == "capture_altered"


@pytest.mark.parametrize("harm", ["truncate", "alter", "lose"])
def test_a_harmed_page_is_found_by_its_hash_and_fetched_again(tmp_path: Path, harm: str) -> None:
    with serving(Repository(html_at={4})) as site:
        access = OaiPmh("oai_dc", site.url + "/oai")
        refused(access, tmp_path)
        page = sorted(tmp_path.rglob("pages/*.xml"))[2]
        body = page.read_bytes()
        if harm == "lose":
            os.truncate(page, 0)
            page.unlink()
        else:
            page.write_bytes(body[:-100] if harm == "truncate" else body.replace(b"CC BY", b"CC XX", 1))
        fetched = get(access, tmp_path)
    assert fetched.complete
    assert sorted(fetched.path.iterdir())[2].read_bytes() == body


def test_a_harmed_file_is_not_taken_for_unchanged(tmp_path: Path) -> None:
    shelf = Shelf(BODY)
    with serving(shelf) as site:
        access = Download(site.url + "/list.zip")
        get(access, tmp_path).path.write_bytes(b"harmed")
        assert get(access, tmp_path).path.read_bytes() == BODY


def test_a_manifest_torn_in_its_last_line_loses_that_page_only(tmp_path: Path) -> None:
    with serving(Repository(html_at={4})) as site:
        access = OaiPmh("oai_dc", site.url + "/oai")
        refused(access, tmp_path)
        manifest = next(tmp_path.rglob("pages.jsonl"))
        manifest.write_bytes(manifest.read_bytes()[:-30])
        before = len(site.visits)
        fetched = get(access, tmp_path)
        assert len(site.visits) - before == 2
    assert fetched.complete
    assert fetched.pages == 5


def test_a_manifest_damaged_in_the_middle_is_believed_up_to_there(tmp_path: Path) -> None:
    with serving(Repository(html_at={4})) as site:
        access = OaiPmh("oai_dc", site.url + "/oai")
        refused(access, tmp_path)
        manifest = next(tmp_path.rglob("pages.jsonl"))
        lines = manifest.read_bytes().splitlines(keepends=True)
        manifest.write_bytes(b"".join([lines[0], b"{damaged\n", *lines[2:]]))
        fetched = get(access, tmp_path)
    assert fetched.complete
    assert [page.name for page in sorted(fetched.path.iterdir())] == [f"00000{n}.xml" for n in range(1, 6)]
    assert len(manifest.read_bytes().splitlines()) == 5


def hashes(folder: Path) -> list[str]:
    pages = sorted(folder.rglob("runs/*/pages/*"))
    return [f"{page.name} {hashlib.sha256(page.read_bytes()).hexdigest()}" for page in pages]


def test_a_fetch_killed_at_random_moments_leaves_what_a_clean_one_leaves(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    with serving(Repository(count=3000, page=25, deleted_every=9)) as site:
        # One process imports what a fetch needs, and each fetch is a fork of it.
        processes = multiprocessing.get_context("forkserver")
        processes.set_forkserver_preload(["kenri.harvest.fetching"])

        def begin(folder: Path) -> tuple[BaseProcess, Connection]:
            here, there = processes.Pipe(duplex=False)
            process = processes.Process(target=fetch_once, args=(folder, site.url + "/oai", there))
            process.start()
            there.close()
            assert here.recv() == "ready"
            return process, here

        clean, told = begin(tmp_path / "clean")
        assert told.recv() == (True, 120)
        clean.join()
        clean_requests = len(site.visits)
        kills = 0
        while kills < 10:
            process, _ = begin(tmp_path / "killed")
            wanted = len(site.visits) + chance.randrange(1, 6)
            while len(site.visits) < wanted and process.is_alive():
                time.sleep(0.0005)
            time.sleep(chance.random() * 0.01)
            if process.is_alive():
                process.kill()
                kills += 1
            process.join()
        last, told = begin(tmp_path / "killed")
        assert told.recv() == (True, 120)
        last.join()
        all_requests = len(site.visits) - clean_requests
    assert hashes(tmp_path / "killed") == hashes(tmp_path / "clean")
    assert len(hashes(tmp_path / "clean")) == 120
    assert not list(tmp_path.rglob("*.partial"))
    # Each kill costs the page that was under way at most, and no page is fetched from the start again.
    assert all_requests <= clean_requests + 2 * kills + 1
