"""Searches that people keep: they hear when something is found that was not there before.

A search is asked again whenever the index is another one than it was last asked of. What it found is kept by
the ids of entities, so that nothing is told twice: not what left the index and came back, nor two works that
turned out to be one.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec
from django.db import transaction

from kenri.accounts.models import User
from kenri.accounts.notices import tell
from kenri.accounts.site import address
from kenri.registry.models import SavedSearch
from kenri.search.engine import Engine, Query
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

MOST = 100
"""Searches that one person may keep."""
MOST_HITS = 2_000
"""Hits of a search that may be kept: one that finds more tells nobody anything."""
FURTHEST = 10_000
"""Hits that are looked at when it is asked again, and ids that are kept of it."""
NAMED = 10
"""New hits that a notice names."""
_TITLE = Text("【Kenri】「{name}」で新しく{n}件見つかりました", "[Kenri] {n} new for “{name}”")
_BODY = Text(
    "保存した検索「{name}」で、前回の後に加わったものが{n}件あります。",
    "The search “{name}”, which you keep, finds {n} that it did not find before.",
)
_MORE = Text("ほか{n}件", "and {n} more")
_log = logging.getLogger(__name__)

Current = Callable[[Collection[str]], Collection[str]]
"""What the ids of entities are called now, where some were merged into others."""
Titles = Callable[[Sequence[str]], Mapping[str, str]]
"""The titles of entities by id."""


def keep(user: User, name: str, asked: str, query: Query, engine: Engine, at: dt.datetime) -> SavedSearch:
    """Keep a search; the same again is the one that is kept. ``asked``: the question as an address.

    Raises ``Problem('too_many_searches')``, ``Problem('search_too_broad')`` and those of the engine.
    """
    kept = SavedSearch.objects.filter(user=user, asked=asked).first()
    if kept is not None:
        return kept
    if SavedSearch.objects.filter(user=user).count() >= MOST:
        raise Problem("too_many_searches", most=MOST)
    found, total = _found(engine, query)
    if total > MOST_HITS:
        raise Problem("search_too_broad", total=total, most=MOST_HITS)
    return SavedSearch.objects.create(
        user=user,
        name=name[:200],
        asked=asked,
        query=msgspec.to_builtins(query),
        found=found,
        index=engine.version,
        at=at,
    )


def drop(user: User, key: str) -> None:
    """Keep a search no more."""
    SavedSearch.objects.filter(user=user, key=key).delete()


def kept(user: User) -> list[SavedSearch]:
    """The searches that somebody keeps, newest first."""
    return list(SavedSearch.objects.filter(user=user).order_by("-pk").defer("found"))


def find(user: User, key: str) -> SavedSearch | None:
    """One of them."""
    return SavedSearch.objects.filter(user=user, key=key).first()


def look(engine: Engine, at: dt.datetime, current: Current, titles: Titles) -> int:
    """Ask again what was asked of another index, and tell what is new; how many searches found something."""
    due = SavedSearch.objects.exclude(index=engine.version).filter(user__is_active=True)
    return sum(_looked(row, engine, at, current, titles) for row in due.select_related("user").order_by("pk"))


def _looked(row: SavedSearch, engine: Engine, at: dt.datetime, current: Current, titles: Titles) -> bool:
    try:
        found, _ = _found(engine, msgspec.convert(row.query, Query))
    except (Problem, msgspec.ValidationError) as problem:
        _log.warning("The saved search %s cannot be asked: %s", row.key, problem)
        return False
    before = set(row.found)
    new = [one for one in found if one not in before]
    if new:
        known = set(current(row.found))
        new = [one for one in new if one not in known]
    with transaction.atomic():
        seen = list(dict.fromkeys((*found, *row.found)))[:FURTHEST]
        changes = {"found": seen, "index": engine.version}
        mine = SavedSearch.objects.filter(pk=row.pk, index=row.index).update(**changes)
        if mine and new:
            tell(row.user, "searches", *_words(row, new, titles), f"account/searches/{row.key}", at)
    return bool(mine and new)


def _found(engine: Engine, query: Query) -> tuple[list[str], int]:
    """The ids that hold all that is asked for, and how many there are."""
    results = engine.search(msgspec.structs.replace(query, offset=0, limit=FURTHEST, facets=()))
    return ([], 0) if results.partly else ([hit.id for hit in results.hits], results.total)


def _words(row: SavedSearch, new: Sequence[str], titles: Titles) -> tuple[Text, Text]:
    """Title and text of what is told."""
    named = titles(new[:NAMED])
    title, body = (words.format(name=row.name, n=len(new)) for words in (_TITLE, _BODY))
    left = len(new) - len(named)
    ja, en = ("\n".join(_lines(body, named, left, language)) for language in ("ja", "en"))
    return title, Text(ja, en)


def _lines(body: Text, named: Mapping[str, str], left: int, language: str) -> Iterable[str]:
    yield body.in_language(language) + "\n"
    for entity, title in named.items():
        yield f"・{title}\n  {address(f'entities/{entity}', language)}"
    if left:
        yield _MORE.in_language(language).format(n=left)
