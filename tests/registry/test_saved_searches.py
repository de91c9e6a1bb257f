"""Searches that people keep: told once of what is new, of nothing else, and of what is no longer theirs never."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from kenri.accounts import notices
from kenri.accounts.models import Notice, User
from kenri.project.commands.notices import notices as command
from kenri.records import index
from kenri.records import services as records
from kenri.registry import searches
from kenri.registry.models import SavedSearch
from kenri.sources import all_sources
from kenri.web.registry import searched

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seeker() -> User:
    return User.objects.create_user("seeker@example.org", language="en")


def bring(folder: Path, *titles: str) -> None:
    """The catalogue now holds works of these titles."""
    rows = [f"{n},{title},小説,白石 透,2020,https://w.example/{n}" for n, title in enumerate(titles)]
    table = folder / "list.csv"
    table.write_text("作品ID,作品名,種別,作者,公開日,URL\n" + "\n".join(rows) + "\n", encoding="utf-8")
    records.harvest(all_sources()["creators_list"], path=table)
    records.link()
    index.index()


def kept(user: User, **asked: str):
    client = Client()
    client.force_login(user)
    return client, client.post("/en/account/searches/", asked, follow=True)


def test_what_is_new_is_told_once_with_its_title(seeker, home, tmp_path, capsys) -> None:
    bring(tmp_path, "夜明けの海", "夜明けの山")
    _, page = kept(seeker, q="夜明け", source="creators_list")
    assert "夜明け, Database: " in page.content.decode()
    command(json=True)
    assert not Notice.objects.exists(), "what was there is not new"
    bring(tmp_path, "夜明けの海", "夜明けの山", "夜明けの街", "深夜")
    command(json=True)
    command(json=True)
    assert '"searches":1' in capsys.readouterr().out.replace(" ", "")
    [notice] = Notice.objects.all()
    assert (notice.user, notice.kind) == (seeker, "searches")
    assert "夜明けの街" in notice.body["ja"]
    assert "夜明けの山" not in notice.body["ja"]
    assert mail.outbox == [], "once a day, unless somebody chose otherwise"


def test_the_results_are_a_click_away_and_a_deleted_search_tells_nothing(seeker, home, tmp_path) -> None:
    bring(tmp_path, "夜明けの海")
    notices.choose(seeker, "searches", "at_once")
    client, _ = kept(seeker, q="夜明け")
    kept(seeker, q="夜明け")
    [row] = SavedSearch.objects.all()
    assert "の海" in client.get(f"/en/account/searches/{row.key}", follow=True).content.decode()
    assert Client().get(f"/en/account/searches/{row.key}").status_code == 302
    bring(tmp_path, "夜明けの海", "夜明けの山")
    assert searched.look(row.at) == 1
    [letter] = mail.outbox
    assert "/en/entities/" in letter.body
    client.post(f"/en/account/searches/{row.key}/delete")
    bring(tmp_path, "夜明けの海", "夜明けの山", "夜明けの街")
    assert searched.look(row.at) == 0


def test_a_work_that_is_not_there_yet_can_be_waited_for(seeker, home, tmp_path) -> None:
    bring(tmp_path, "深夜の電波")
    kept(seeker, q="夜明けの電波塔")
    bring(tmp_path, "深夜の電波", "夜明けの電波塔")
    [row] = SavedSearch.objects.all()
    assert searched.look(row.at) == 1


def test_a_search_that_finds_everything_is_refused_with_what_cures_it(
    seeker, home, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(searches, "MOST_HITS", 1)
    bring(tmp_path, "夜明けの海", "夜明けの山")
    _, page = kept(seeker, q="夜明け")
    assert "Narrow it" in page.content.decode()
    assert page.request["PATH_INFO"] == "/en/search", "what was asked is not lost"
    assert not SavedSearch.objects.exists()
