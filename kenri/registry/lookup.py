"""What holders will, asked by the address of a work: for crawlers and those who feed them.

Anybody may register any address. Where somebody proved that it is theirs, only those who did are heard, and
what they permit is passed on. Where nobody did, an answer that restricts is passed on, and one that permits
is not: it comes as ``unknown``, with the registrations to look at. Where several registrations of one address
differ, the most restrictive answer stands and the conflict is told.

A crawler asks about a million addresses. So nothing is read but what the answers need, each owner's
declarations once, and equal answers are worked out once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from kenri.registry.controls import Held, held, holding
from kenri.registry.declared import RESTRICTIVE
from kenri.registry.models import Declaration, Work
from kenri.registry.purposes import purposes
from kenri.registry.queries import Party, party_of, registered
from kenri.vocab.identifiers import try_identifier

AT_ONCE = 10_000
"""Addresses in one question to the database."""
_RANK = {answer: rank for rank, answer in enumerate(RESTRICTIVE)}

Answers = tuple[tuple[str, str], ...]
"""An owner's answers by purpose."""


class Willed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of one address, identifier or entity (``asked``).

    ``state``: ``declared``, ``conflict`` or ``unknown``. ``answers``: by purpose ``permit``, ``terms``,
    ``ask`` or ``refuse``; what is missing is unknown. ``content_usage`` is the same in the words of AIPREF.
    Both tell a wish, which by itself is no legal bar. ``confirmed``: whoever says so proved that the address
    is theirs.
    """

    asked: str
    state: str
    answers: dict[str, str] = {}
    content_usage: str = ""
    registrations: tuple[str, ...] = ()
    confirmed: bool = False


class _Said(msgspec.Struct, frozen=True):
    """One registration: its answers, and whether its owner proved the address."""

    key: str
    answers: Answers
    proved: bool


def wills(urls: Iterable[str], *, at: dt.datetime) -> Iterator[Willed]:
    """What holders will for each address, in the order asked; what is no address is unknown."""
    reader = _Reader(at)
    some: list[str] = []
    for url in urls:
        some.append(url)
        if len(some) == AT_ONCE:
            yield from _answered(reader, some)
            some = []
    yield from _answered(reader, some)


def wills_of(
    registrations: Mapping[str, Sequence[str]], *, at: dt.datetime, doubtful: Iterable[str] = ()
) -> Iterator[Willed]:
    """The same for things whose registrations the caller knows, by their keys.

    ``doubtful`` are those that others record as well, of which nobody's permission is passed on.
    """
    reader = _Reader(at)
    keys = set(registered({key for found in registrations.values() for key in found}, at=at))
    said = {one.key: one for found in reader.read(Q(key__in=keys)).values() for one in found}
    unsure = set(doubtful)
    for asked, found in registrations.items():
        told = [said[key] for key in found if key in said]
        if asked in unsure:
            told = [msgspec.structs.replace(one, proved=False) for one in told]
        yield reader.willed(asked, told)


def _answered(reader: _Reader, urls: Sequence[str]) -> Iterator[Willed]:
    made = [try_identifier("url", url) for url in urls]
    wanted = {one.value for one in made if one}
    found = reader.read(Q(address__in=_among(wanted))) if wanted else {}
    for url, one in zip(urls, made, strict=True):
        said = found.get(one.value) if one and found else None
        yield reader.willed(url, said) if said else Willed(url, "unknown")


def _among(values: Collection[str]) -> RawSQL:
    """Many values as one parameter: thousands of parameters cost more than what is done with them."""
    elements = {"sqlite": "SELECT value FROM json_each(%s)"}
    sql = elements.get(connection.vendor, "SELECT jsonb_array_elements_text(%s::jsonb)")
    return RawSQL(sql, [msgspec.json.encode(list(values)).decode()])  # noqa: S611  (both texts stand above)


class _Reader:
    """Reads registrations with their answers; what owners say of all their works is read once."""

    def __init__(self, at: dt.datetime) -> None:
        self._at = at
        self._general: dict[Party, Answers] = {}
        self._held: dict[Party, list[Held]] = {}
        self._known: dict[tuple[tuple[Answers, bool], ...], Willed] = {}

    def read(self, which: Q) -> dict[str, list[_Said]]:
        """What owners say of some works, by address; a work that has one is public."""
        columns = ("pk", "key", "address", "owner", "organisation")
        works = [
            (pk, key, address, ("organisation", body) if body else ("user", owner))
            for pk, key, address, owner, body in Work.objects.filter(which)
            .order_by("pk")
            .values_list(*columns)
        ]
        self._learn({party for *_, party in works})
        own = self._own([pk for pk, *_ in works])
        found: dict[str, list[_Said]] = defaultdict(list)
        for pk, key, address, party in works:
            answers = _merged(own.get(pk, ()), self._general[party])
            held = self._held.get(party)
            proved = held is not None and holding(held, address) is not None
            found[address].append(_Said(key, answers, proved))
        return found

    def _own(self, works: Sequence[int]) -> dict[int, Answers]:
        """What was declared last for each work itself."""
        rows = Declaration.objects.filter(work__in=works).order_by("pk").values_list("work", "doc__answers")
        return {work: tuple(answers.items()) for work, answers in rows}

    def _learn(self, parties: set[Party]) -> None:
        """Read what owners say of all their works, and what they proved, where it is not known yet."""
        new = parties - self._general.keys()
        if not new:
            return
        self._held |= held(new, at=self._at)
        users = [pk for kind, pk in new if kind == "user"]
        bodies = [pk for kind, pk in new if kind == "organisation"]
        theirs = Q(owner__in=users, organisation=None) | Q(organisation__in=bodies)
        self._general |= dict.fromkeys(new, ())
        for row in Declaration.objects.filter(theirs, work=None).order_by("pk"):
            self._general[party_of(row)] = tuple(row.doc["answers"].items())

    def willed(self, asked: str, said: Sequence[_Said]) -> Willed:
        """What several registrations of one thing come to."""
        if not said:
            return Willed(asked, "unknown")
        heard = [one for one in said if one.proved] or said
        sort = tuple((one.answers, one.proved) for one in heard)
        known = self._known.get(sort)
        if known is None:
            known = self._known[sort] = _weighed(sort)
        keys = tuple(one.key for one in heard)
        return Willed(asked, known.state, known.answers, known.content_usage, keys, known.confirmed)


def _weighed(said: Sequence[tuple[Answers, bool]]) -> Willed:
    """The strictest of all answers to each purpose; permissions only of those who proved the address."""
    proved = all(one for _, one in said)
    told: dict[str, set[str]] = defaultdict(set)
    for answers, _ in said:
        for purpose, says in answers:
            told[purpose].add(says)
    conflict = any(len(says) > 1 for says in told.values())
    strictest = {purpose: min(says, key=_RANK.__getitem__) for purpose, says in told.items()}
    passed = {purpose: says for purpose, says in strictest.items() if proved or says != "permit"}
    state = "conflict" if conflict else "declared" if passed else "unknown"
    usage = (
        f"{purpose.aipref}={'y' if passed[key] == 'permit' else 'n'}"
        for key, purpose in purposes().items()
        if purpose.aipref and key in passed
    )
    return Willed("", state, passed, ", ".join(usage), confirmed=proved)


def _merged(own: Answers, general: Answers) -> Answers:
    """The answer for the work, else the one for all works, in the order of the purposes."""
    if not own or not general:
        return own or general
    both = {**dict(general), **dict(own)}
    return tuple((key, both[key]) for key in purposes() if key in both)
