"""What a registration says, and which of it is refused.

Legal source: a work is a creative expression of thoughts or sentiments (art. 2(1)(i) of the Copyright Act).
Where a person gave nothing but simple instructions to a machine, none may have come into being; so whoever
registers what was generated states their own creative contribution, or that there was none.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from kenri.vocab.dates import parse_date
from kenri.vocab.identifiers import identifier
from kenri.vocab.problems import Problem
from kenri.vocab.vocabularies import language_named, roles, schemas

LONGEST = 500
"""Characters of a short text, such as a title."""
LONGEST_TEXT = 4_000
"""Characters of a long text, such as a description."""
MOST_CONTRIBUTORS = 50
_LONG = ("contribution", "description")
_YEARS = re.compile(r"\d")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Made = Literal["person", "assisted", "generated"]


class Contributor(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody and what they did: ``role`` is a key of the roles vocabulary, ``did`` their own words."""

    name: str
    reading: str = ""
    role: str = "creator"
    did: str = ""


class Registration(msgspec.Struct, frozen=True, omit_defaults=True):
    """A work as its registrant describes it.

    ``kind`` is a key of the schemas. ``published`` is the day (or month, or year) on which it first came
    before the public, ``service`` where, ``url`` at which address. ``made`` by a person, with a machine or by
    one: then ``contribution`` is what a person gave to the expression and ``tool`` the machine. ``holder`` is
    the name under which the registrant appears.
    """

    title: str = ""
    reading: str = ""
    other_title: str = ""
    other_language: str = ""
    kind: str = ""
    published: str = ""
    service: str = ""
    url: str = ""
    contributors: tuple[Contributor, ...] = ()
    made: Made = "person"
    contribution: str = ""
    tool: str = ""
    holder: str = ""
    description: str = ""

    @property
    def without_copyright(self) -> bool:
        """Whether no copyright may have arisen: generated, and nobody says that they contributed."""
        return self.made == "generated" and not self.contribution


def registration_of(told: Any) -> Registration:
    """A registration from plain data, with control characters and outer spaces taken off.

    Raises ``Problem('bad_registration')`` on what no registration has, ``Problem('too_long')`` on a text that
    is longer than such a text may be. What is merely missing is no fault of a draft.
    """
    try:
        found = msgspec.convert(_cleaned(told), Registration)
    except msgspec.ValidationError as error:
        raise Problem("bad_registration", reason=str(error)) from None
    if len(found.contributors) > MOST_CONTRIBUTORS:
        raise Problem("too_many_contributors", "contributors", most=MOST_CONTRIBUTORS)
    for name, value in msgspec.structs.asdict(found).items():
        if isinstance(value, str):
            _short(name, value)
    for one in found.contributors:
        for value in (one.name, one.reading, one.did):
            _short("contributors", value)
    return found


def faults(told: Registration) -> tuple[Problem, ...]:
    """Everything that keeps a registration from being published, each with the field where it stands."""
    found = []
    if not told.title:
        found.append(Problem("no_title", "title"))
    if told.kind not in schemas() or schemas()[told.kind].kind != "work":
        found.append(Problem("no_kind", "kind"))
    if told.other_title and not language_named(told.other_language):
        found.append(Problem("no_language", "other_language"))
    if told.published and not _is_date(told.published):
        found.append(Problem("no_such_date", "published", date=told.published))
    if told.url:
        found += _faults_of_address(told.url)
    elif not told.published and not told.service:
        found.append(Problem("nowhere_published", "url"))
    if not told.holder:
        found.append(Problem("no_holder", "holder"))
    if told.made == "assisted" and not told.contribution:
        found.append(Problem("no_contribution", "contribution"))
    if any(one.role not in roles() or not one.name for one in told.contributors):
        found.append(Problem("bad_contributor", "contributors"))
    for name in (told.holder, *(one.name for one in told.contributors)):
        if not name.isascii() and _mixed(name):
            where = "holder" if name == told.holder else "contributors"
            found.append(Problem("mixed_letters", where, name=name))
    return tuple(found)


def _faults_of_address(address: str) -> list[Problem]:
    """What is wrong with the address of a published work."""
    try:
        host = urlsplit(identifier("url", address).value).hostname or ""
    except Problem as problem:
        return [Problem("bad_address", "url", reason=problem.cause)]
    try:
        public = ipaddress.ip_address(host).is_global
    except ValueError:
        public = "." in host and not host.endswith((".local", ".internal", ".localhost"))
    return [] if public else [Problem("private_place", "url", host=host)]


def _mixed(name: str) -> bool:
    """Whether a word mixes Latin, Greek and Cyrillic letters, as nobody's name does who is not imitated."""
    for word in name.split():
        scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
        if len(scripts & {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE"}) > 1:
            return True
    return False


def _is_date(text: str) -> bool:
    day = parse_date(text)
    return bool(_YEARS.search(text)) and bool(day.earliest or day.latest)


def _short(name: str, value: str) -> None:
    most = LONGEST_TEXT if name in _LONG else LONGEST
    if len(value) > most:
        raise Problem("too_long", name, most=most)


def _unwanted(character: str) -> bool:
    """Control characters, unassigned ones, and those that turn the direction of the text around them."""
    return unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") or character in _TURNING


def _cleaned(told: Any) -> Any:
    if isinstance(told, str):
        kept = "".join(c for c in told if c == "\n" or not _unwanted(c)).strip()
        return kept if any(unicodedata.category(c) not in ("Cf", "Zs", "Cc") for c in kept) else ""
    if isinstance(told, dict):
        return {key: _cleaned(value) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [_cleaned(value) for value in told]
    return told
