"""Lists of works: what is refused and why, what is registered, and that twice doubles nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
import xlsxwriter
from django.test import Client
from owning import proved, published_keys

from kenri.accounts import services as accounts
from kenri.accounts.models import Membership, User
from kenri.registry import imports, listed, queries, services
from kenri.registry.imports import Counts
from kenri.registry.listed import Given
from kenri.registry.models import Import, ImportRow, Version, Work
from kenri.vocab.problems import Problem, problem_kinds
from kenri.web.registry import import_report

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
HEAD = "作品名,種別,作者,公開日,URL,公開場所,制作方法,創作的寄与\n"
ROWS = (
    "雨音,楽曲,霧野ハル,2026-05-03,https://video.example/1,動画サイト,,\n"
    "夜道,イラスト,霧野ハル,2026,https://art.example/2,,AI利用,構図と加筆\n"
    "=1+1,写真,<b>誰か</b>,2025-01-01,https://photo.example/3,,,\n"
)


@pytest.fixture
def user() -> User:
    return User.objects.create_user("haru@example.org", name="霧野ハル")


def refused(call) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code


def listing(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def staged(user: User, path: Path, **told: object) -> Import:
    return imports.stage(user, path, Given(holder="霧野ハル"), at=AT, name=path.name, **told)


def test_good_rows_become_registrations(user, tmp_path):
    imported = staged(user, listing(tmp_path, HEAD + ROWS))
    assert imports.counts(imported) == Counts(rows=3, ready=3)
    assert not Work.objects.exists(), "nothing is registered before it is said so"
    assert imports.carry_out(user, imported.key, at=AT) == Counts(rows=3, new=3)
    found = {one.told.title: one.told for one in queries.registered(published_keys(user)).values()}
    assert found["雨音"].kind == "musical_work"
    assert (found["雨音"].published, found["雨音"].service) == ("2026-05-03", "動画サイト")
    assert found["雨音"].contributors[0].name == "霧野ハル"
    assert (found["夜道"].made, found["夜道"].contribution) == ("assisted", "構図と加筆")
    assert found["=1+1"].holder == "霧野ハル"
    assert len(queries.due(10)) == 3


def test_bad_rows_are_told_and_the_good_go_on(user, tmp_path):
    bad = (
        ",楽曲,霧野ハル,2026,https://video.example/9,,,\n"
        "種類なし,,霧野ハル,2026,https://video.example/4,,,\n"
        "偽のURL,楽曲,霧野ハル,2026,javascript:alert(1),,,\n"
        "内部,楽曲,霧野ハル,2026,http://192.168.0.1/x,,,\n"
        "雨音ふたたび,楽曲,霧野ハル,2026-05-03,https://VIDEO.example:443/1,,,\n"
        "AI,楽曲,霧野ハル,2026,https://video.example/5,,AI利用,\n"
        f"{'長' * 600},楽曲,霧野ハル,2026,https://video.example/6,,,\n"
        "偽名,楽曲,Мadonna,2026,https://video.example/7,,,\n"
    )
    imported = staged(user, listing(tmp_path, HEAD + ROWS + bad))
    refused = ImportRow.objects.filter(state="refused").order_by("number")
    codes = [row.problems[0]["code"] for row in refused]
    assert set(codes) <= set(problem_kinds())
    assert [row.number for row in refused][1:] == [6, 7, 8, 9, 10, 11, 12]
    assert codes[1:] == [
        *("no_kind", "bad_address", "private_place", "row_repeated", "no_contribution", "too_long"),
        "mixed_letters",
    ]
    assert imports.carry_out(user, imported.key, at=AT) == Counts(rows=11, refused=8, new=3)
    for row in refused:
        for problem in imports.problems_of(row):
            assert "Text(" not in problem.message("ja") + problem.message("en")


def test_twice_doubles_nothing_and_what_differs_is_changed(user, tmp_path):
    path = listing(tmp_path, HEAD + ROWS)
    imports.carry_out(user, staged(user, path).key, at=AT)
    again = staged(user, path)
    assert imports.carry_out(user, again.key, at=AT) == Counts(rows=3, same=3)
    assert imports.carry_out(user, again.key, at=AT) == Counts(rows=3, same=3)
    assert (Work.objects.count(), Version.objects.count()) == (3, 3)
    changed = staged(user, listing(tmp_path, HEAD + ROWS.replace("夜道", "夜の道")))
    assert imports.carry_out(user, changed.key, at=AT) == Counts(rows=3, same=2, changed=1)
    assert (Work.objects.count(), Version.objects.count()) == (3, 4)


def test_what_was_entered_by_hand_is_known_again(user, tmp_path):
    told = {"title": "雨音", "kind": "musical_work", "url": "https://video.example/1", "holder": "h"}
    work = services.save_draft(user, told)
    services.publish(user, work.key)
    imported = staged(user, listing(tmp_path, HEAD + ROWS))
    assert imports.carry_out(user, imported.key, at=AT).changed == 1
    assert Work.objects.count() == 3
    assert queries.registered([work.key])[work.key].number == 2


def test_an_interrupted_registration_goes_on(user, tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "TOGETHER", 2)
    imported = staged(user, listing(tmp_path, HEAD + ROWS))

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imports.carry_out(user, imported.key, at=AT, on_rows=stop)
    assert imports.counts(imported) == Counts(rows=3, new=2, ready=1)
    assert imports.carry_out(user, imported.key, at=AT) == Counts(rows=3, new=3)


def test_a_workbook_and_an_export_of_a_platform(user, tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate([("Title", "Type", "URL"), ("Rain", "song", "https://v.example/1")]):
            sheet.write_row(place, 0, cells, book.add_format())
    assert [row.problems for row in ImportRow.objects.filter(imported=staged(user, path))] == [[]]
    studio = (
        "Content,Video title,Video publish time,Duration,Views\n"
        "Total,,,,123\n"
        'dQw4w9WgXcQ,雨音 MV,"May 3, 2026",212,100\n'
    )
    imported = staged(user, listing(tmp_path, studio, "Table data.csv"))
    [row] = imported.rows.all()
    assert imported.platform == "youtube_studio"
    assert row.doc["url"] == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert (row.doc["kind"], row.doc["published"]) == ("video", "2026-05-03")
    assert row.state == "ready", row.problems


def test_no_list_of_another_is_seen(user, tmp_path, client):
    other = User.objects.create_user("other@example.org")
    imported = staged(user, listing(tmp_path, HEAD + ROWS))
    for call in (imports.find, imports.discard, lambda u, k: imports.carry_out(u, k, at=AT)):
        assert refused(lambda call=call: call(other, imported.key)) == "no_such_import"
    client.force_login(other)
    for path in ("", "/rows.csv"):
        assert client.get(f"/en/account/lists/{imported.key}{path}").status_code == 404
    for path in ("/register", "/discard"):
        assert client.post(f"/en/account/lists/{imported.key}{path}").status_code == 404


def test_an_organisations_works_are_kept_by_its_members(user, tmp_path):
    body = accounts.found_organisation(user, "霧野出版")
    imported = staged(user, listing(tmp_path, HEAD + ROWS), organisation=body)
    imports.carry_out(user, imported.key, at=AT)
    keeper, reader = (User.objects.create_user(f"{n}@example.org") for n in "kr")
    Membership.objects.create(user=keeper, organisation=body, role="holder")
    Membership.objects.create(user=reader, organisation=body, role="ministry")
    assert len(queries.works(keeper)) == 3
    assert queries.works(reader) == []
    work = queries.works(keeper)[0]
    services.withdraw(keeper, work.key)
    proved(keeper, "https://art.example/2", body)
    found = queries.registered(published_keys(user))
    assert len(found) == 2
    assert {one.organisation for one in found.values()} == {"霧野出版"}
    assert [one.control is not None for one in found.values() if one.told.title == "夜道"] == [True]
    path = listing(tmp_path, HEAD + ROWS)
    assert refused(lambda: staged(reader, path, organisation=body)) == "not_yours_to_do"


def test_the_table_holds_no_formula(user, tmp_path):
    imported = staged(user, listing(tmp_path, HEAD + ROWS))
    text = b"".join(import_report.table(imported, "ja")).decode("utf-8-sig")
    assert [row[2] for row in csv.reader(io.StringIO(text))][1:] == ["雨音", "夜道", "'=1+1"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages(user, tmp_path, client: Client, language):
    client.force_login(user)
    lists = f"/{language}/account/lists/"
    upload = io.BytesIO((HEAD + ROWS + ",楽曲,,,,,,\n").encode())
    upload.name = "mine.csv"
    answer = client.post(lists, {"list": upload, "holder": "霧野ハル", "kind": "", "organisation": ""})
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"]).content.decode()
    assert "mine.csv" in page
    assert "&lt;b&gt;" in page or "<b>誰か" not in page
    client.post(answer["Location"] + "/register")
    found = json.loads(client.get(f"/{language}/search.json", {"q": "雨音"}).content)["results"]
    assert found[0]["title"]["text"] == "雨音"
    for name, content in (("x.exe", b"MZ"), ("empty.csv", b""), ("x.csv", b"%PDF-1.4")):
        upload = io.BytesIO(content)
        upload.name = name
        assert client.post(lists, {"list": upload}).status_code == 400, name


def test_every_platform_and_column_speaks_the_vocabularies():
    from kenri.registry.registration import Registration
    from kenri.vocab.list_fields import list_fields
    from kenri.vocab.vocabularies import schemas

    for platform in listed.platforms().values():
        assert set(platform.columns.values()) <= {"", *list_fields()}
        assert platform.kind in schemas()
        assert set(platform.known_by) <= set(platform.columns)
    assert set(listed.own_columns().values()) <= set(Registration.__struct_fields__)
