"""What leaves: files of others as downloads, mail whose headers nobody forges."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.mail import BadHeaderError, EmailMessage
from django.test import Client

from kenri.cases.proceedings import services
from tests.cases.proceedings.conftest import people, walk
from tests.cases.proceedings.walks import Walk, moment

__all__ = ["people", "walk"]
pytestmark = pytest.mark.django_db


def test_a_file_of_others_is_downloaded_and_never_shown(
    people: SimpleNamespace, walk: Walk, home: Path
) -> None:
    name = '../../"evil\r\nX-Forged: 1<script>.html.txt'
    page = b"<html><script>alert(1)</script>"
    made = services.attach(people.applicant, walk.number, "other", name, page, moment("2026-05-02"))
    client = Client()
    client.force_login(people.applicant)
    answer = client.get(f"/en/cases/{walk.number}/files/{made.key}")
    assert answer.getvalue() == page
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{made.key}.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "X-Forged" not in answer.headers
    kept = [path.name for path in (home / "cases").rglob("*") if path.is_file()]
    assert all("evil" not in name for name in kept)
    assert "<script>alert" not in client.get(f"/en/cases/{walk.number}").content.decode()


def test_no_header_of_a_mail_is_forged() -> None:
    with pytest.raises(BadHeaderError):
        EmailMessage("Subject\r\nBcc: x@evil.example", "text", to=["a@example.org"]).message()
