"""A rehearsal: set up with one command, marked on every page, gone with one command; never on a public site."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.test import Client

from kenri.project.commands.rehearse import _START, rehearse
from kenri.vocab.problems import Problem
from kenri.web.practice import MARK


def kenri(home, *told: str) -> dict:
    env = os.environ | {"KENRI_HOME": str(home), "DATABASE_URL": "", "KENRI_HOSTS": ""}
    done = subprocess.run(
        [sys.executable, "-c", _START, *told, "--json"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_rehearsal_is_played_and_removed(tmp_path) -> None:
    told = kenri(tmp_path, "rehearse", "--no-site")
    roles = {one["role"] for one in told["people"]}
    assert {"user", "holder", "confirmation_officer", "commissioner_office", "compensation_officer"} <= roles
    assert kenri(tmp_path, "rehearse", "--no-site") == told, "twice is once"
    database = sqlite3.connect(tmp_path / "rehearsal" / "kenri.sqlite3")
    states = {state for (state,) in database.execute("SELECT state FROM cases_case")}
    assert {"preparing", "filed", "checking", "deciding", "compensation_due", "in_use", "mediating"} <= states
    names = [name for (name,) in database.execute("SELECT name FROM accounts_organisation")]
    assert all("練習" in name for name in names)
    database.close()
    assert kenri(tmp_path / "rehearsal", "verify")["faults"] == []
    assert kenri(tmp_path, "rehearse", "--remove")["removed"]
    assert not (tmp_path / "rehearsal").exists()
    assert not kenri(tmp_path, "rehearse", "--remove")["removed"]


def test_a_public_site_rehearses_nothing(settings) -> None:
    settings.IS_PUBLIC, settings.ALLOWED_HOSTS = True, ["kenri.example.jp"]
    with pytest.raises(Problem) as refused:
        rehearse(site=False)
    assert refused.value.code == "rehearsal_in_public"


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "word"), [("ja", "練習"), ("en", "Practice")])
def test_every_page_of_a_rehearsal_says_so(settings, tmp_path, language: str, word: str) -> None:
    settings.KENRI_HOME = tmp_path
    for address in (f"/{language}/about", f"/{language}/account/login/"):
        assert 'class="practice"' not in Client().get(address, follow=True).content.decode()
    (tmp_path / MARK).write_text("[]", encoding="utf-8")
    for address in (f"/{language}/about", f"/{language}/account/login/"):
        page = Client().get(address, follow=True).content.decode()
        assert 'class="practice"' in page
        assert word in page
