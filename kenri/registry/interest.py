"""How often registered works are looked at and asked about: counted by the week, never by whom.

The holder hears of it once a week. Nothing is kept of who looked: no account, no address, no time of day.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

import msgspec
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from kenri.accounts.models import User
from kenri.accounts.notices import tell
from kenri.registry.models import Interest, Work
from kenri.registry.owners import keepers, kept_by
from kenri.registry.registration import registration_of
from kenri.vocab.text import Text

How = Literal["page", "asked"]
HOW: Mapping[How, Text] = {
    "page": Text("作品のページの閲覧：{n}回", "pages of your works opened: {n}"),
    "asked": Text(
        "プログラムによる意思表示の照会：{n}回", "questions of programmes about what may be done: {n}"
    ),
}
NAMED = 10
"""Works that a notice names, those most looked at first."""
_TITLE = Text(
    "【Kenri】{week}からの1週間に、あなたの作品が{n}回調べられました",
    "[Kenri] Your works were looked up {n} times in the week from {week}",
)
_WORK = Text("・{title}：{n}回", "- {title}: {n}")
_FOOT = Text(
    "数えているのは回数だけです。どなたが調べたかは記録していません。",
    "Only the number is counted; who looked is not recorded.",
)
_COUNT = """
INSERT INTO registry_interest (work_id, week, how, times, told)
SELECT id, %s, %s, 1, {no} FROM registry_work WHERE key IN ({keys}) ORDER BY id
ON CONFLICT (work_id, week, how) DO UPDATE SET times = registry_interest.times + 1
"""
"""Ordered, so that two who count the same works wait for each other and never both."""
_log = logging.getLogger(__name__)
_KEYS = {"sqlite": "SELECT value FROM json_each(%s)"}


def count(keys: Collection[str], how: How, at: dt.datetime) -> None:
    """Count one more look at each of these works.

    A reader never waits for it: while something else writes SQLite's file, a look goes uncounted.
    """
    if not keys:
        return
    among = _KEYS.get(connection.vendor, "SELECT jsonb_array_elements_text(%s::jsonb)")
    no = "0" if connection.vendor == "sqlite" else "false"
    told = [monday(at).isoformat(), how, msgspec.json.encode(list(keys)).decode()]
    with _at_once() as cursor:
        cursor.execute(_COUNT.format(no=no, keys=among), told)


@contextmanager
def _at_once() -> Iterator[Any]:
    """A cursor that gives up what it would have to wait for."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            yield cursor
            return
        [patience] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield cursor
        except OperationalError as busy:
            _log.info("A look at a work was not counted: %s", busy)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


def looked_at(keys: Collection[str], viewer: AbstractBaseUser | AnonymousUser, at: dt.datetime) -> None:
    """Count a look at the page of works, but for those who keep one of them."""
    if keys and isinstance(viewer, User) and Work.objects.filter(kept_by(viewer), key__in=keys).exists():
        return
    count(keys, "page", at)


def monday(at: dt.datetime) -> dt.date:
    """The day on which a week begins, in Japan."""
    day = timezone.localdate(at)
    return day - dt.timedelta(days=day.weekday())


def tell_weekly(at: dt.datetime) -> int:
    """Tell holders of the weeks that are over, once; how many notices."""
    over = Interest.objects.filter(told=False, week__lt=monday(at))
    told = 0
    for week, owner, body in sorted(
        set(over.values_list("week", "work__owner", "work__organisation")), key=str
    ):
        with transaction.atomic():
            theirs = Interest.objects.select_for_update(of=("self",)).filter(
                told=False, week=week, work__organisation=body, **({} if body else {"work__owner": owner})
            )
            rows = list(theirs.select_related("work__owner", "work__organisation"))
            Interest.objects.filter(pk__in=[row.pk for row in rows]).update(told=True)
            people = keepers(rows[0].work.owner, rows[0].work.organisation) if rows else []
            for person in people:
                tell(person, "interest", *_words(week, rows), "account/works/", at)
            told += len(people)
    return told


def _words(week: dt.date, rows: Collection[Interest]) -> tuple[Text, Text]:
    """Title and text of what is told of a week."""
    ways: Counter[str] = Counter()
    works: Counter[Work] = Counter()
    for row in rows:
        ways[row.how] += row.times
        works[row.work] += row.times
    title = _TITLE.format(week=week, n=ways.total())
    lines = [HOW[how].format(n=ways[how]) for how in HOW if ways[how]]
    lines += [
        _WORK.format(title=registration_of(work.draft).title, n=n) for work, n in works.most_common(NAMED)
    ]
    lines.append(_FOOT)
    return title, Text("\n".join(one.ja for one in lines), "\n".join(one.en for one in lines))
