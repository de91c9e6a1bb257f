"""Notices: at once, by the day, by the week or never; each once, in the language of who reads it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client

from kenri.accounts import notices, services
from kenri.accounts.models import Notice, User
from kenri.project.commands.notices import notices as command
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

pytestmark = pytest.mark.django_db(transaction=True)
TOKYO = ZoneInfo("Asia/Tokyo")
WEDNESDAY = dt.datetime(2026, 5, 6, 23, 30, tzinfo=TOKYO)
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


@pytest.fixture
def reader() -> User:
    return User.objects.create_user("reader@example.org", name="読者", language="en")


def tell(user: User, kind: str = "claims", at: dt.datetime = WEDNESDAY, title: str = "見出し") -> Notice:
    return notices.tell(user, kind, Text(title, f"{title} (en)"), Text("本文", "text"), "account/", at)


def test_at_once_in_the_language_of_who_reads_it(reader) -> None:
    tell(reader)
    [letter] = mail.outbox
    assert letter.subject == "見出し (en)"
    assert "http://localhost:8000/en/account/" in letter.body
    assert notices.send_due(WEDNESDAY) == 0, "nothing comes twice"


@pytest.mark.parametrize(("often", "too_early", "due"), [
    ("daily", WEDNESDAY + dt.timedelta(minutes=29), WEDNESDAY + dt.timedelta(minutes=31)),
    ("weekly", WEDNESDAY + 4 * DAY, WEDNESDAY + 5 * DAY),
])  # fmt: skip
def test_what_is_sent_together_comes_once_its_time_is_over(reader, often, too_early, due) -> None:
    notices.choose(reader, "claims", often)
    tell(reader, title="一つ目")
    tell(reader, title="二つ目")
    assert mail.outbox == []
    assert notices.send_due(too_early) == 0
    tell(reader, at=due, title="三つ目")
    assert notices.send_due(due) == 1
    [letter] = mail.outbox
    assert "一つ目" in letter.body
    assert "二つ目" in letter.body
    assert "三つ目" not in letter.body, "that one is of the next time"
    assert notices.send_due(due) == 0
    assert notices.send_due(due + WEEK) == 1


def test_never_means_no_mail_and_everything_on_the_page(reader) -> None:
    notices.choose(reader, "claims", "never")
    tell(reader)
    assert notices.send_due(WEDNESDAY + 2 * WEEK) == 0
    assert notices.unread(reader) == 1
    notices.choose(reader, "claims", "daily")
    assert notices.send_due(WEDNESDAY + 3 * WEEK) == 0, "what was not wanted then does not come later"


def test_a_server_that_does_not_answer_loses_nothing(reader, settings, monkeypatch) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    row = tell(reader)
    assert Notice.objects.get(pk=row.pk).mailed is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert notices.send_due(WEDNESDAY) == 1
    assert [one.to for one in mail.outbox] == [["reader@example.org"]]


def test_the_page_marks_what_is_unread_and_keeps_choices(reader) -> None:
    row, client = tell(reader), Client()
    client.force_login(reader)
    page = client.get("/ja/account/notices").content.decode()
    assert "見出し" in page
    assert 'class="notice new"' in page
    other = Client()
    other.force_login(User.objects.create_user("other@example.org"))
    assert other.post(f"/ja/account/notices/{row.key}").status_code == 404, "nobody else's"
    assert notices.unread(reader) == 1
    assert client.post(f"/ja/account/notices/{row.key}")["Location"] == "/ja/account/"
    assert notices.unread(reader) == 0
    client.post("/ja/account/notices", {"claims": "weekly"})
    assert notices.often(reader)["claims"] == "weekly"
    client.post("/ja/account/notices", {"claims": "hourly"})
    assert notices.often(reader)["claims"] == "weekly"


def test_an_address_for_stopping_is_of_one_person_and_one_kind(reader) -> None:
    token = notices.token(reader, ["claims"])
    for wrong in (token[:-1], f"{token}x", token.replace("claims", "money"), ""):
        with pytest.raises(Problem):
            notices.stop(wrong)
    notices.stop(token)
    assert [key for key, often in notices.often(reader).items() if often == "never"] == ["claims"]


def test_the_command_sends_what_is_due(reader, settings, capsys) -> None:
    settings.KENRI_NOW = WEDNESDAY + DAY
    notices.choose(reader, "claims", "daily")
    tell(reader)
    command(json=True)
    assert '"sent": 1' in capsys.readouterr().out.replace('"sent":1', '"sent": 1')
    command(json=True)
    assert len(mail.outbox) == 1


def test_whoever_leaves_takes_their_notices_along(reader) -> None:
    tell(reader)
    services.erase(reader)
    assert not Notice.objects.exists()
