"""What holders will, asked by the address of a work: for crawlers and those who feed them.

Anybody may register any address. Where somebody proved that it is theirs, only those who did are heard, and
what they permit is passed on. Where nobody did, an answer that restricts is passed on, and one that permits
is not: it comes as ``unknown``, with the registrations to look at. Where several registrations of one address
differ, the most restrictive answer stands and the conflict is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from kenri.registry import queries
from kenri.registry.declared import RESTRICTIVE
from kenri.registry.exports import content_usage
from kenri.registry.models import Work
from kenri.registry.queries import Registered
from kenri.vocab.identifiers import try_identifier

AT_ONCE = 500
"""Addresses in one question to the database."""


class Willed(msgspec.Struct, frozen=True):
    """What is known of one address.

    ``state``: ``declared``, ``conflict`` or ``unknown``. ``answers``: by purpose ``permit``, ``terms``,
    ``ask`` or ``refuse``; what is missing is unknown. ``content_usage`` is the same in the words of AIPREF.
    Both tell a wish, which by itself is no legal bar. ``confirmed``: whoever says so proved that the address
    is theirs.
    """

    url: str
    state: str = "unknown"
    answers: dict[str, str] = {}
    content_usage: str = ""
    registrations: tuple[str, ...] = ()
    confirmed: bool = False


def wills(urls: Sequence[str]) -> list[Willed]:
    """What holders will for each address, in the order asked; what is no address is unknown."""
    asked = [(url, try_identifier("url", url)) for url in urls]
    found: dict[str, list[Registered]] = defaultdict(list)
    wanted = sorted({made.value for _, made in asked if made})
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        places = dict(Work.objects.filter(address__in=some).values_list("key", "address"))
        for key, one in queries.registered(places).items() if places else ():
            found[places[key]].append(one)
    return [_willed(url, found.get(made.value, []) if made else []) for url, made in asked]


def _willed(url: str, found: list[Registered]) -> Willed:
    if not found:
        return Willed(url)
    proved = [one for one in found if one.control]
    found = proved or found
    standing, conflict = {}, False
    for key in dict.fromkeys(key for one in found for key in one.standing):
        told = [one.standing[key] for one in found if key in one.standing]
        conflict = conflict or len({one.says for one in told}) > 1
        strictest = min(told, key=lambda one: RESTRICTIVE.index(one.says))
        if proved or strictest.says != "permit":
            standing[key] = strictest
    state = "conflict" if conflict else "declared" if standing else "unknown"
    keys = tuple(one.key for one in found)
    answers = {key: one.says for key, one in standing.items()}
    return Willed(url, state, answers, content_usage(standing), keys, bool(proved))
