"""Two records side by side: what each says of the same matter, and where the wording differs."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import msgspec
from django.utils.safestring import SafeString

from kenri.catalogue.entity import Fact, Said
from kenri.catalogue.merge import derive
from kenri.records.reviews import ReviewPair
from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, Event, Relation
from kenri.vocab.rights import Claim, Statement
from kenri.web import wording
from kenri.web.find import facts
from kenri.web.templatetags.kenri import label, marked

SHOWN = 12
"""Values of one kind that are shown of each record."""
ALIKE = 0.5
"""Share of equal characters from which only the differing ones are marked."""


class Row(msgspec.Struct, frozen=True):
    """One matter: ``state`` is ``same`` (both say all of it), ``differs``, or ``one`` (only one says any)."""

    kind: str
    state: str
    left: tuple[SafeString, ...]
    right: tuple[SafeString, ...]
    more: int = 0


def rows(pair: ReviewPair) -> list[Row]:
    """What the two records say, matter by matter, with the differing parts in ``mark`` elements."""
    left, right = pair.left.said, pair.right.said
    by_kind: dict[str, list[Fact]] = {}
    for fact in derive("", [(pair.left.record, left), (pair.right.record, right)]).facts:
        by_kind.setdefault(facts.line(fact).kind, []).append(fact)
    return [_row(kind, found, left, right) for kind, found in by_kind.items()]


def _row(kind: str, found: Sequence[Fact], left: Said, right: Said) -> Row:
    both = [fact for fact in found if len(fact.said) > 1]
    only_left = [fact for fact in found if fact.said == (left,)]
    only_right = [fact for fact in found if fact.said == (right,)]
    shared = [marked(worded(fact), []) for fact in both]
    if only_left and only_right:
        ones, others = _with_differences(only_left, only_right)
    else:
        plain = bool(both) or not (only_left or only_right)
        ones, others = ([_whole(fact, plain=not plain) for fact in some] for some in (only_left, only_right))
    state = "same" if not (only_left or only_right) else "differs"
    if not both and not (only_left and only_right):
        state = "one"
    sides = (*shared, *ones), (*shared, *others)
    more = max(0, *(len(side) - SHOWN for side in sides))
    return Row(kind, state, sides[0][:SHOWN], sides[1][:SHOWN], more)


def _with_differences(
    ones: Sequence[Fact], others: Sequence[Fact]
) -> tuple[list[SafeString], list[SafeString]]:
    """The differing parts of two single values, or the whole of several."""
    if len(ones) > 1 or len(others) > 1:
        return [_whole(fact, plain=False) for fact in ones], [_whole(fact, plain=False) for fact in others]
    one, other = worded(ones[0]), worded(others[0])
    compared = SequenceMatcher(None, one, other, autojunk=False)
    if compared.ratio() < ALIKE:
        return [_whole(ones[0], plain=False)], [_whole(others[0], plain=False)]
    spans: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for what, start, end, begin, stop in compared.get_opcodes():
        if what != "equal":
            spans[0].append((start, end))
            spans[1].append((begin, stop))
    return [_marked(one, spans[0])], [_marked(other, spans[1])]


def _whole(fact: Fact, *, plain: bool) -> SafeString:
    text = worded(fact)
    return marked(text, [] if plain else [(0, len(text))])


def _marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    return marked(text, [(start, end) for start, end in spans if end > start])


def worded(fact: Fact) -> str:
    """A fact in one line of the page's language."""
    match fact.value:
        case Name(text=text):
            return text
        case Contribution() as part:
            name = part.names[0].text if part.names else part.party
            life = wording.life(part.born, part.died)
            return f"{name} ({life})" if life else name
        case Event() as event:
            date = wording.date(event.date) if event.date else ""
            return " ".join(filter(None, (date, event.place, event.note)))
        case Identifier(value=value):
            return value
        case Statement() as statement:
            return label("statements", statement.code) if statement.code else statement.text or statement.url
        case Claim() as claim:
            return " ".join(filter(None, (claim.holder, claim.share, claim.territory)))
        case Relation() as relation:
            pointed = relation.identifier.value if relation.identifier else relation.local_id
            return relation.text or pointed
        case _:
            return facts.line(fact).words
