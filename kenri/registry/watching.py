"""Works that people watch: they hear when what holders will for one changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from kenri.accounts.models import User
from kenri.accounts.notices import tell
from kenri.registry.claims import Subject
from kenri.registry.models import Watch
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

MOST = 2_000
"""Works that one person may watch."""
_TITLE = Text(
    "【Kenri】「{title}」の意思表示が変わりました", "[Kenri] What may be done with “{title}” has changed"
)
_BODY = Text(
    "見守っている作品「{title}」について、権利者の意思表示か権利の主張が変わりました。"
    "変更の内容は、作品のページでご覧になれます。",
    "A holder of “{title}”, which you watch, has changed what may be done with it, or somebody claims it. "
    "The page of the work shows what stands now.",
)


def watch(user: User, subject: Subject, at: dt.datetime) -> None:
    """Begin to watch a work; twice is once. Raises ``Problem('too_many_watches')``."""
    if Watch.objects.filter(user=user).count() >= MOST:
        raise Problem("too_many_watches", most=MOST)
    anchor = subject.records[0] if subject.records else ""
    Watch.objects.get_or_create(user=user, entity=subject.entity, defaults={"anchor": anchor, "at": at})


def unwatch(user: User, subject: Subject) -> None:
    """Watch it no more."""
    _of(subject).filter(user=user).delete()


def watches(user: User, subject: Subject) -> bool:
    """Whether somebody watches a work."""
    return _of(subject).filter(user=user).exists()


def watched(entities: Collection[str]) -> list[str]:
    """Of entities, those that anybody watches."""
    rows = Watch.objects.filter(entity__in=entities)
    return list(rows.values_list("entity", flat=True).distinct())


def changed(subject: Subject, at: dt.datetime, *, besides: Collection[User] = ()) -> int:
    """Tell everybody who watches a work, but whoever changed it; to how many."""
    rows = _of(subject).exclude(user__in=besides).select_related("user").order_by("user_id")
    people = {row.user_id: row.user for row in rows if row.user.is_active}
    title, body = _TITLE.format(title=subject.title[:80]), _BODY.format(title=subject.title)
    for person in people.values():
        tell(person, "intentions", title, body, f"entities/{subject.entity}", at)
    return len(people)


def _of(subject: Subject) -> QuerySet[Watch]:
    records = [one for one in subject.records if one]
    return Watch.objects.filter(Q(entity=subject.entity) | Q(anchor__in=records))
