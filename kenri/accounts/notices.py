"""Notices: what somebody is told of, on their page at once and by e-mail as often as they chose.

Everything stands on the page of notices, whatever is chosen; the choice is about e-mail only. An e-mail is in
the language of who receives it, leads to the page that it is about, and can be ended with one click
(RFC 8058). A notice is marked before its e-mail leaves: one that is lost still stands on the page, one that
comes twice annoys. What a mail server did not take stays due.
"""

from __future__ import annotations

import datetime as dt
import functools
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from kenri.accounts.models import Notice, NoticeChoice, User
from kenri.accounts.site import address
from kenri.vocab.data_files import load_of
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

_log = logging.getLogger(__name__)
Often = Literal["at_once", "daily", "weekly", "never"]
OFTEN: Mapping[Often, Text] = {
    "at_once": Text("すぐに", "at once"),
    "daily": Text("1日分をまとめて", "once a day"),
    "weekly": Text("1週間分をまとめて", "once a week"),
    "never": Text("メールは要らない", "no e-mail"),
}
AT_ONCE = 200
"""Notices that are sent in one go; the next call sends on."""
SALT = "kenri.accounts.unsubscribe"


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of notice: its name, when it comes, and how often by e-mail where nobody chose."""

    label: Text
    note: Text
    often: Often


@functools.cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by key."""
    return load_of("kenri.accounts", "data/notices.yaml", dict[str, Kind])


def tell(user: User, kind: str, title: Text, body: Text, path: str, at: dt.datetime) -> Notice:
    """Tell somebody of something. ``path``: the page that it is about, below the language.

    The e-mail leaves after the transaction if it is to come at once. Raises KeyError on an unknown kind.
    """
    kinds()[kind]
    row = Notice.objects.create(
        user=user,
        kind=kind,
        title=msgspec.to_builtins(title),
        body=msgspec.to_builtins(body),
        path=path,
        at=at,
    )
    if often(user)[kind] == "at_once":
        transaction.on_commit(lambda: _send_one_by_one([row], at))
    return row


def often(user: User) -> dict[str, Often]:
    """By kind how often somebody wants e-mail."""
    chosen: dict[str, Often] = dict(NoticeChoice.objects.filter(user=user).values_list("kind", "often"))
    return {key: chosen.get(key, kind.often) for key, kind in kinds().items()}


def choose(user: User, kind: str, how_often: str) -> None:
    """Choose how often. Raises ``Problem('unknown_notice')`` on a kind or a frequency that there is not."""
    if kind not in kinds() or how_often not in OFTEN:
        raise Problem("unknown_notice", kind, kind=kind, often=how_often)
    NoticeChoice.objects.update_or_create(user=user, kind=kind, defaults={"often": how_often})


def unread(user: User) -> int:
    """How many notices somebody has not read."""
    return Notice.objects.filter(user=user, read=None).count()


def latest(user: User, most: int = 200) -> list[Notice]:
    """Somebody's notices, newest first."""
    return list(Notice.objects.filter(user=user).order_by("-pk")[:most])


def read(user: User, at: dt.datetime, key: str = "") -> Notice | None:
    """Mark one notice as read, or without a key all of them; the one, if it is theirs."""
    mine = Notice.objects.filter(user=user)
    if not key:
        mine.filter(read=None).update(read=at)
        return None
    mine.filter(key=key, read=None).update(read=at)
    return mine.filter(key=key).first()


def send_due(at: dt.datetime) -> int:
    """Send every e-mail that is due; how many left. Called as often as one likes, nothing comes twice.

    What is to come at once and has not left; what is for a day once the day is over; what is for a week once
    the week (from Monday, in Japan) is over.
    """
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    before = {"at_once": at, "daily": day, "weekly": day - dt.timedelta(days=day.weekday())}
    sent = 0
    waiting = Notice.objects.filter(mailed=None, user__is_active=True).order_by()
    for user in User.objects.filter(pk__in=waiting.values("user")).order_by("pk"):
        wanted = often(user)
        mine = list(Notice.objects.filter(user=user, mailed=None).order_by("pk")[:AT_ONCE])
        by_often: dict[str, list[Notice]] = {}
        for row in mine:
            by_often.setdefault(wanted.get(row.kind, "never"), []).append(row)
        sent += _send_one_by_one(by_often.pop("at_once", []), at)
        _mark(by_often.pop("never", []), at)
        for how, rows in by_often.items():
            over = [row for row in rows if row.at < before[how]]
            sent += _send_together(user, over, at)
    return sent


def _send_one_by_one(rows: Iterable[Notice], at: dt.datetime) -> int:
    return sum(_deliver(row.user, [row], at) for row in rows)


def _send_together(user: User, rows: Sequence[Notice], at: dt.datetime) -> int:
    return _deliver(user, rows, at) if rows else 0


def _mark(rows: Sequence[Notice], at: dt.datetime) -> list[int]:
    """Mark notices as sent; those that nobody else marked in the meantime."""
    return [row.pk for row in rows if Notice.objects.filter(pk=row.pk, mailed=None).update(mailed=at)]


def _deliver(user: User, rows: Sequence[Notice], at: dt.datetime) -> int:
    """One e-mail about these notices. A server that does not answer holds up nothing."""
    if not user.is_active:
        return 0
    marked = _mark(rows, at)
    mine = [row for row in rows if row.pk in marked]
    if not mine:
        return 0
    try:
        sent = get_connection().send_messages([message(user, mine)]) or 0
    except OSError as error:
        _log.warning("No e-mail could be sent: %s", error)
        sent = 0
    if not sent:
        Notice.objects.filter(pk__in=marked).update(mailed=None)
    return sent


def message(user: User, rows: Sequence[Notice]) -> EmailMessage:
    """The e-mail about one notice or several, in the language of who receives it."""
    language = user.language
    stop = address(f"notices/stop/{token(user, {row.kind for row in rows})}", language)
    choice = address("account/notices", language)
    if len(rows) == 1:
        subject, parts = rows[0].in_language(language)[0], [_told(rows[0], language)]
    else:
        subject = SEVERAL.in_language(language).format(n=len(rows))
        parts = [_told(row, language, titled=True) for row in rows]
    body = "\n\n".join([*parts, FOOT.in_language(language).format(choice=choice, stop=stop)]) + "\n"
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email], headers=headers)


SEVERAL = Text("【Kenri】お知らせが{n}件あります", "[Kenri] {n} notices")
FOOT = Text(
    "--\nお知らせの頻度を変える：{choice}\nこの種類のメールを止める：{stop}",
    "--\nHow often you are told: {choice}\nNo more e-mail of this kind: {stop}",
)


def _told(row: Notice, language: str, *, titled: bool = False) -> str:
    title, body = row.in_language(language)
    told = [f"■ {title}"] if titled else []
    return "\n\n".join([*told, body, address(row.path, language)])


def token(user: User, told: Iterable[str]) -> str:
    """What in an address lets whoever has the e-mail end these kinds, and nothing else."""
    return signing.Signer(salt=SALT).sign(f"{user.key}.{'.'.join(sorted(told))}")


def stopped_by(told: str) -> tuple[User, list[str]]:
    """Whose e-mail of which kinds an address ends. Raises ``Problem('stop_address_wrong')``."""
    try:
        key, *named = signing.Signer(salt=SALT).unsign(told).split(".")
    except signing.BadSignature:
        raise Problem("stop_address_wrong") from None
    user = User.objects.filter(key=key, is_active=True).first()
    if user is None:
        raise Problem("stop_address_wrong")
    return user, [kind for kind in named if kind in kinds()]


def stop(told: str) -> list[str]:
    """No more e-mail of the kinds that an address names. Raises as ``stopped_by``."""
    user, named = stopped_by(told)
    with transaction.atomic():
        for kind in named:
            choose(user, kind, "never")
    return named
