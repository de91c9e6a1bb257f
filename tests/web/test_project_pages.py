"""Projects on the site: handing in, columns, summary, grid, decisions, files, deletion, and who may."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client

from kenri.accounts.models import User
from kenri.cases import queries, services
from kenri.cases.models import Item, Project
from kenri.cases.queries import Selection
from kenri.vocab.problems import Problem
from kenri.web import uploads
from kenri.web.rights import background
from kenri.web.rights.projects import grid
from tests.web.test_pages import Page

ROWS = "番号,作品名,作者,公開年\n1,桜の園で,白石 透,2021\n2,夜明けのアーカイブ 第5話,白石 透,2005\n3,=cmd()|x,Nobody,1931\n4,桜の園で,,\n"


def handed_in(content: bytes | str = ROWS, name: str = "棚卸し.csv") -> SimpleUploadedFile:
    data = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, data)


@pytest.fixture
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs end before the answer does: a thread would not see what this test's transaction holds."""
    monkeypatch.setattr(background, "start", services.run)


@pytest.fixture
def desk(site: Client, direct: None) -> Iterator[Client]:
    """A site on which lists can be handed in; its projects are gone afterwards."""
    yield site
    Project.objects.all().delete()


def made(desk: Client, **told: object) -> str:
    answer = desk.post("/en/projects/", {"list": handed_in(), "use": "digital_archive", **told})
    assert answer.status_code == 302, answer.content.decode()
    return re.fullmatch(r"/en/projects/(\w+)/columns", answer.headers["Location"])[1]


@pytest.fixture
def key(desk: Client) -> str:
    """A cleared project."""
    key = made(desk)
    assert desk.post(f"/en/projects/{key}/columns", {}).status_code == 302
    return key


def test_an_empty_list_of_projects_teaches(desk: Client, language: str) -> None:
    page = desk.get(f"/{language}/projects/").content.decode()
    assert ("進め方" if language == "ja" else "How it works") in page
    assert 'enctype="multipart/form-data"' in page


def test_columns_are_shown_with_examples_and_can_be_put_right(desk: Client) -> None:
    key = made(desk)
    page = desk.get(f"/en/projects/{key}/columns").content.decode()
    assert '<span class="example"><span lang="ja">桜の園で</span></span>' in page
    assert re.search(r'name="column-1".*?<option value="title" selected>', page, re.DOTALL)
    answer = desk.post(f"/en/projects/{key}/columns", {"column-3": "created"})
    assert answer.headers["Location"] == f"/en/projects/{key}"
    assert queries.project(key).columns == {"公開年": "created"}
    assert queries.project(key).state == "done"


def test_an_unknown_field_changes_nothing(desk: Client, key: str) -> None:
    answer = desk.post(f"/en/projects/{key}/columns", {"column-1": "nonsense"})
    assert answer.status_code == 400
    assert queries.project(key).columns == {}


def test_the_summary_counts_every_row(desk: Client, key: str, language: str) -> None:
    page = desk.get(f"/{language}/projects/{key}").content.decode()
    counts = [int(n) for n in re.findall(r'class="tally [^>]*><b>(\d+)</b>', page)]
    assert sum(counts) == 4
    listed = desk.get(f"/{language}/projects/").content.decode()
    assert "棚卸し.csv" in listed


def test_the_grid_filters_sorts_and_leads_to_items(desk: Client, key: str) -> None:
    page = desk.get(f"/en/projects/{key}/items", {"q": "桜", "sort": "title", "down": "1"}).content.decode()
    assert "2 items" in page
    assert 'aria-sort="descending"' in page
    found = queries.items(key).items[0]
    assert f'href="/en/projects/{key}/items/{found.id}?' in page
    nothing = desk.get(f"/en/projects/{key}/items", {"q": "ありません"}).content.decode()
    assert "No item fits" in nothing


def test_an_item_leads_to_the_next_one_of_its_grid(desk: Client, key: str) -> None:
    asked = "?q=%E6%A1%9C%E3%81%AE%E5%9C%92%E3%81%A7&sort=title"
    first, last = queries.items(key, Selection(text="桜の園で", sort="title")).items
    page = desk.get(f"/en/projects/{key}/items{asked}").content.decode()
    assert f'href="/en/projects/{key}/items/{first.id}{asked.replace("&", "&amp;")}"' in page
    page = desk.get(f"/en/projects/{key}/items/{first.id}{asked}").content.decode()
    assert f'items/{last.id}{asked.replace("&", "&amp;")}" rel="next"' in page
    assert 'rel="prev"' not in page
    beyond = queries.items(key).items[1].id
    assert beyond not in (first.id, last.id)
    page = desk.get(f"/en/projects/{key}/items/{beyond}{asked}").content.decode()
    assert f"items/{first.id}?" in page or f"items/{last.id}?" in page


@pytest.mark.parametrize(
    "asked", [{"page": "x"}, {"page": "99999"}, {"sort": "password"}, {"verdict": "<b>"}, {"q": "\0"}]
)
def test_odd_addresses_of_the_grid_are_no_failures(desk: Client, key: str, asked: dict[str, str]) -> None:
    assert desk.get(f"/en/projects/{key}/items", asked).status_code == 200


def test_a_correction_sticks_has_its_source_and_can_be_undone(desk: Client, key: str) -> None:
    item = next(i for i in queries.items(key).items if i.number == 4)
    path = f"/en/projects/{key}/items/{item.id}"
    told = {"decision": "fact", "name": "published", "value": "1931", "source": "see p. 3"}
    assert desk.post(path, told).status_code == 302
    page = desk.get(path).content.decode()
    assert "see p. 3" in page[page.index('id="told"') :]
    assert [fact.value for fact in queries.facts(key, item.id) if fact.standing] == ["1931"]
    assert desk.post(path, {"decision": "undo", "kind": "fact", "name": "published"}).status_code == 302
    assert not [fact for fact in queries.facts(key, item.id) if fact.standing and not fact.withdrawn]
    assert len(queries.facts(key, item.id)) == 2


def test_a_fact_of_an_author_without_a_name_is_told_in_words(desk: Client) -> None:
    key = made(desk, list=handed_in("題名,作者\n名のない人の本,\n"))
    desk.post(f"/en/projects/{key}/columns", {})
    item = queries.items(key).items[0].id
    told = {"decision": "fact", "name": "creators[0].died", "value": "1920", "source": "p. 3"}
    assert desk.post(f"/en/projects/{key}/items/{item}", told).status_code == 302
    page = desk.get(f"/en/projects/{key}/items/{item}").content.decode()
    section = page[page.index('id="told"') : page.index('id="plan"')]
    assert "an author who is not named died" in section
    assert "creators[0].died</span>" not in section


def test_this_is_that_work(desk: Client, key: str) -> None:
    first, *_, last = queries.items(key).items
    entity = first.entity or first.candidates[0]["id"]
    path = f"/en/projects/{key}/items/{last.id}"
    told = {"decision": "entity", "value": f"https://host.example/en/entities/{entity}?law=US#rights"}
    assert desk.post(path, told).status_code == 302
    assert queries.item(key, last.id).entity == entity
    assert desk.post(path, {"decision": "none"}).status_code == 302
    assert queries.item(key, last.id).entity == ""


def test_a_doubtful_match_is_confirmed_by_a_person(desk: Client, key: str) -> None:
    item = next(i for i in queries.items(key).items if i.entity)
    Item.objects.filter(pk=item.id).update(match_state="review")
    path = f"/en/projects/{key}/items/{item.id}"
    page = desk.get(path).content.decode()
    assert "please confirm" in page
    assert f'name="value" value="{item.entity}"' in page
    assert desk.post(path, {"decision": "entity", "value": item.entity}).status_code == 302
    assert queries.item(key, item.id).match == "told"


def test_a_wrong_correction_is_told_and_writes_nothing(desk: Client, key: str) -> None:
    item = queries.items(key).items[0]
    path = f"/en/projects/{key}/items/{item.id}"
    for told in (
        {"decision": "fact", "name": "nonsense", "value": "1"},
        {"decision": "entity", "value": "no such work"},
        {"decision": "answers"},
        {"decision": "steal"},
        {},
    ):
        answer = desk.post(path, told)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.content.decode()
    assert queries.facts(key, item.id) == ()


def test_one_decision_on_many(desk: Client, key: str) -> None:
    path = f"/en/projects/{key}/items/decide"
    assert desk.post(path, {"decision": "accept"}).status_code == 400
    ids = [item.id for item in queries.items(key).items]
    told = {"decision": "fact", "name": "published", "value": "1931", "source": "p. 3", "item": ids[:2]}
    assert desk.post(path, told).status_code == 302
    assert [len(queries.facts(key, number)) for number in ids] == [1, 1, 0, 0]
    told = {"decision": "none", "all": "1", "q": "桜"}
    answer = desk.post(path, told)
    assert answer.headers["Location"].startswith(f"/en/projects/{key}/items?q=")
    assert {queries.item(key, number).match for number in (ids[0], ids[3])} == {"told"}
    assert queries.item(key, ids[1]).match != "told"


def test_a_decision_on_all_keeps_to_every_filter(desk: Client, key: str) -> None:
    told = {"decision": "none", "all": "1", "troubled": "1"}
    assert desk.post(f"/en/projects/{key}/items/decide", told).status_code in (302, 400)
    troubled = {item.id for item in queries.items(key, Selection(troubled=True)).items}
    decided = {item.id for item in queries.items(key).items if item.match == "told"}
    assert decided == troubled
    assert len(decided) < 4


def test_items_of_another_project_cannot_be_decided_on(desk: Client, key: str) -> None:
    other = made(desk)
    strange = Item.objects.filter(project__key=other).first()
    answer = desk.post(f"/en/projects/{key}/items/decide", {"decision": "none", "item": [strange.pk]})
    assert answer.status_code == 400
    assert desk.get(f"/en/projects/{key}/items/{strange.pk}").status_code == 404


def test_every_form_of_the_report(desk: Client, key: str) -> None:
    starts = {"html": b"<!DOCTYPE html>", "xlsx": b"PK", "jsonl": b"{", "pdf": b"%PDF"}
    for form, start in starts.items():
        answer = desk.get(f"/ja/projects/{key}/report.{form}")
        assert answer.status_code == 200
        assert answer.content.startswith(start)
        assert answer.headers["Content-Disposition"].endswith(f"-kenri.{form}")
    lines = b"".join(desk.get(f"/en/projects/{key}/report.evidence.jsonl").streaming_content).splitlines()
    assert len(lines) == queries.project(key).evidence
    assert json.loads(lines[0])
    assert desk.get(f"/en/projects/{key}/report.exe").status_code == 404


def test_no_export_holds_a_formula_of_the_list(desk: Client, key: str) -> None:
    book = zipfile.ZipFile(BytesIO(desk.get(f"/en/projects/{key}/report.xlsx").content))
    sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_another_use_makes_the_plans_anew(desk: Client, key: str) -> None:
    assert desk.get(f"/en/projects/{key}/use").status_code == 200
    answer = desk.post(f"/en/projects/{key}/use", {"use": "merchandise"})
    assert answer.status_code == 302
    assert queries.project(key).use.key == "merchandise"
    assert desk.post(f"/en/projects/{key}/use", {"use": "levitation"}).status_code == 400
    assert queries.project(key).use.key == "merchandise"


def test_deleting_asks_first_and_leaves_nothing(desk: Client, key: str) -> None:
    page = desk.get(f"/en/projects/{key}/delete").content.decode()
    assert "cannot be undone" in page
    assert Project.objects.filter(key=key).exists()
    assert desk.post(f"/en/projects/{key}/delete").headers["Location"] == "/en/projects/"
    assert not Project.objects.filter(key=key).exists()
    assert desk.get(f"/en/projects/{key}").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "empty.csv", "empty"),
        (b"%PDF-1.7 ...", "list.pdf", "cannot be read as a list"),
        (b"\x89PNG\r\n", "list.csv", "is not what its ending"),
        (b"a,b\n1,2\n", "list.xlsx", "is not what its ending"),
        (b"MZ\x90\0", "list.csv", "is not what its ending"),
        (b"plain", "list.csv.gz", "is not what its ending"),
        (b"\xd0\xcf\x11\xe0old excel", "list.xls", "cannot be read as a list"),
        (b"PK\x03\x04broken", "list.xlsx", ""),
        (b"title\n" + b"\xff" * 10, "../../etc/passwd", "cannot be read as a list"),
    ],
)
def test_bad_files_are_told_with_their_cure(desk: Client, content: bytes, name: str, told: str) -> None:
    upload = SimpleUploadedFile("list.csv", content)
    upload.name = name
    answer = desk.post("/en/projects/", {"list": upload, "use": "quotation"})
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert not Project.objects.exists()


def test_a_file_beyond_the_limit_is_refused(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1 << 20)
    answer = desk.post(
        "/en/projects/", {"list": handed_in(b"title\n" + b"x\n" * (1 << 20)), "use": "quotation"}
    )
    assert answer.status_code == 400
    assert "at most 1 MiB" in answer.content.decode()


def test_no_file_or_use_is_told(desk: Client) -> None:
    assert desk.post("/en/projects/", {"use": "quotation"}).status_code == 400
    assert desk.post("/en/projects/", {"list": handed_in(), "use": "levitation"}).status_code == 400


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "euc-jp", "utf-16"])
def test_lists_of_any_encoding_are_read(desk: Client, encoding: str) -> None:
    key = made(desk, list=handed_in(ROWS.encode(encoding)))
    assert queries.items(key).items[0].title == "桜の園で"


def test_packed_lists_are_read(desk: Client) -> None:
    key = made(desk, list=handed_in(gzip.compress(ROWS.encode()), "list.csv.gz"))
    assert queries.summary(key).rows == 4


def test_a_list_needs_the_token_of_its_form(desk: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/en/projects/", {"list": handed_in(), "use": "quotation"}).status_code == 403


def test_on_a_public_site_only_members_clear_and_see_their_own(desk: Client, key: str, settings) -> None:
    settings.KENRI_OPEN = False
    answer = desk.get(f"/en/projects/{key}")
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]
    somebody = User.objects.create_user(email="a@example.org", password="a long enough password")
    desk.force_login(somebody)
    assert desk.get(f"/en/projects/{key}").status_code == 403


def test_the_pages_are_whole_speak_their_language_and_need_no_inline_style(
    desk: Client, key: str, language: str
) -> None:
    item = queries.items(key).items[1].id
    for path in (
        "",
        key,
        f"{key}/columns",
        f"{key}/use",
        f"{key}/items",
        f"{key}/items/{item}",
        f"{key}/delete",
    ):
        page = Page(desk.get(f"/{language}/projects/{path}").content.decode())
        assert page.all("html") == [{"lang": language}]
        assert len(page.all("h1")) == 1
        ids = [values["id"] for _, values in page.elements if "id" in values]
        assert len(ids) == len(set(ids)), path
        assert not any("style" in values for _, values in page.elements)
        labelled = {values["for"] for values in page.all("label")}
        for tag in ("input", "select"):
            for values in page.all(tag):
                named = values.get("aria-labelledby") or values.get("id") in labelled
                assert values.get("type") == "hidden" or named, (path, values)
        for _, values in page.elements:
            for reference in ("aria-labelledby", "aria-describedby"):
                assert set((values.get(reference) or "").split()) <= set(ids), (path, values)


def test_progress_is_told_to_the_page(desk: Client, key: str) -> None:
    answer = desk.get(f"/en/projects/{key}/progress.json")
    assert answer.headers["Cache-Control"] == "private, no-store"
    told = json.loads(answer.content)
    assert told["running"] is False
    assert told["state"] == "done"


def test_a_run_that_failed_says_so_and_can_be_taken_up(desk: Client, key: str) -> None:
    Project.objects.filter(key=key).update(state="stopped")
    background._tell_problem(key, Problem("list_too_large", most=1))
    page = desk.get(f"/en/projects/{key}").content.decode()
    assert "The list is too large" in page
    assert "Go on" in page


def test_an_interrupted_run_can_be_taken_up(desk: Client, key: str) -> None:
    Project.objects.filter(key=key).update(state="running")
    page = desk.get(f"/en/projects/{key}").content.decode()
    assert "The run was interrupted" in page
    assert desk.post(f"/en/projects/{key}/run").status_code == 302
    assert queries.project(key).state == "done"


def test_the_grid_reads_only_what_it_knows() -> None:
    asked = grid(QueryDict("verdict=ask&sort=title&down=1&page=3&troubled=1&q= 桜 "))
    assert asked.address(page=3) == "?verdict=ask&q=%E6%A1%9C&troubled=1&sort=title&down=1&page=3"
