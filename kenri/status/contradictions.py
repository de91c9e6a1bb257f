"""Facts that cannot all be true: such a work is undetermined until somebody says which one is wrong."""

from __future__ import annotations

from typing import NamedTuple

from kenri.status.days import FAR, LONG_AGO, Span, span_of
from kenri.status.facts import Creator, Work
from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.vocabularies import role_named

LONGEST_LIFE = 120
"""Years; nobody is known to have lived longer than 122."""
_FIRST_AUTHORS = frozenset(
    {"author", "artist", "composer", "lyricist", "photographer", "director", "creator"}
)


class Contradiction(NamedTuple):
    """What kind, which facts, and the values that exclude each other."""

    kind: str
    facts: tuple[str, ...]
    one: str
    other: str
    who: str = ""


def contradictions(work: Work) -> tuple[Contradiction, ...]:
    """Every contradiction between the facts of a work; ranges contradict only where no day fits both."""
    found: list[Contradiction] = []
    published, created = span_of(work.published), span_of(work.created)
    for place, creator in enumerate(work.creators):
        if creator.born is not None or creator.died is not None:
            found += _of_creator(work, place, creator, published, created)
    if created and published and created[0] > published[1]:
        found.append(
            _between("created_after_published", ("created", "published"), work.created, work.published)
        )
    last = span_of(work.last_published) if published else None
    if last and published and last[1] < published[0]:
        facts = ("last_published", "published")
        found.append(_between("parts_in_wrong_order", facts, work.last_published, work.published))
    if work.unpublished and published:
        found.append(_between("unpublished_with_date", ("unpublished", "published"), work.published, None))
    if work.authorship == "corporate" and work.name_registered:
        found.append(Contradiction("named_without_name", ("authorship", "name_registered"), "", ""))
    return tuple(found)


def _of_creator(
    work: Work, place: int, creator: Creator, published: Span | None, created: Span | None
) -> list[Contradiction]:
    born, died = span_of(creator.born), span_of(creator.died)
    if not (born or created):
        # Only a birth or the making can contradict a death: publication may follow it.
        return []
    who = creator.name or f"creators[{place}]"
    birth, death = f"creators[{place}].born", f"creators[{place}].died"
    found = []
    if born and died and died[1] < born[0]:
        found.append(_between("died_before_born", (death, birth), creator.died, creator.born, who))
    elif born and died and _apart(born[1].year, died[0].year) and born[1] > LONG_AGO:
        found.append(_between("lived_too_long", (birth, death), creator.born, creator.died, who))
    if not _made_it_first(work, creator):
        return found
    if born and published and published[1] < born[0]:
        found.append(
            _between("published_before_born", ("published", birth), work.published, creator.born, who)
        )
    if born and created and created[1] < born[0]:
        found.append(_between("created_before_born", ("created", birth), work.created, creator.born, who))
    if died and created and created[0] > died[1] and creator.kind != "organisation":
        found.append(_between("created_after_death", ("created", death), work.created, creator.died, who))
    return found


def _apart(born: int, died: int) -> bool:
    return died - born > LONGEST_LIFE and died < FAR.year


def _made_it_first(work: Work, creator: Creator) -> bool:
    """Whether the work's own dates are those of this creator's part: not of a translator, nor anonymous."""
    if work.authorship == "corporate":
        return False
    return not creator.role or (role_named(creator.role) or "creator") in _FIRST_AUTHORS


def _between(
    kind: str, facts: tuple[str, ...], one: ImpreciseDate | None, other: ImpreciseDate | None, who: str = ""
) -> Contradiction:
    return Contradiction(kind, facts, one.text if one else "", other.text if other else "", who)
