"""The types of the entries of the vocabularies."""

from __future__ import annotations

from typing import Literal

import msgspec

from kenri.vocab.text import Text


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One word of a vocabulary."""

    key: str
    label: Text


class Field(Entry, frozen=True, kw_only=True):
    """A field of the works' world (books, music, …) as the cross-field search divides it."""

    note: Text | None = None


class Role(Entry, frozen=True, kw_only=True):
    """What a party did for a work.

    ``layers`` are the layers in which this part can give a right; empty for parts that give none of
    themselves (a publisher, a holder). ``words`` are what sources call it, in any language.
    """

    layers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Language(Entry, frozen=True, kw_only=True):
    """A language: ``key`` is the ISO 639-1 code, where there is none the 639-3 or 639-2 code.

    ``codes`` are its other codes (bibliographic and terminological ISO 639-2, withdrawn ones),
    ``words`` further names by which sources call it.
    """

    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class StatementKind(Entry, frozen=True, kw_only=True):
    """A standard statement about the legal state of a work, such as a licence.

    The flags are None where the statement does not say. ``reuse``: some reuse is allowed without asking;
    ``credit``: the author must be named; ``commercial`` and ``derivatives``: these are allowed;
    ``share_alike``: changed works must come under the same terms; ``public_domain``: it declares that no
    copyright stands in the way; ``in_copyright``: it declares that copyright subsists.
    ``official_ja`` is False where the Japanese label is Kenri's own translation.
    """

    family: Literal["cc", "rs", "jps", "spdx", "plain"]
    url: str = ""
    spdx: str = ""
    reuse: bool | None = None
    credit: bool | None = None
    commercial: bool | None = None
    derivatives: bool | None = None
    share_alike: bool | None = None
    public_domain: bool = False
    in_copyright: bool | None = None
    official_ja: bool = True


class Act(Entry, frozen=True, kw_only=True):
    """An act of use, with the article of the Copyright Act of Japan that names it.

    ``kind``: ``exclusive`` (a right of the author, arts. 21-28), ``neighbouring`` (of performers,
    producers, broadcasters, arts. 91-100-5), ``limitation`` (a use that arts. 30-50 let go free).
    ``part_of`` is the wider act of which this is a form (art. 2(1)(vii-2) for public transmission).
    """

    article: str
    kind: Literal["exclusive", "neighbouring", "limitation"]
    part_of: str = ""
    note: Text | None = None


class Right(Entry, frozen=True, kw_only=True):
    """A right that somebody may claim; ``article`` of the Copyright Act, ``part_of`` the bundle it is in."""

    article: str = ""
    part_of: str = ""


class Layer(Entry, frozen=True, kw_only=True):
    """A part of a work in which rights of their own exist (composition, lyrics, performance, …)."""

    article: str = ""
    right: str = "copyright"


class Scheme(Entry, frozen=True, kw_only=True):
    """A scheme of identifiers.

    ``url`` has ``{value}``, or is empty where no public page exists; ``check`` names the validator of
    ``kenri.vocab.identifiers``; ``shown`` the printed form; ``schemas`` what it identifies.
    """

    check: str
    url: str = ""
    example: str = ""
    schemas: tuple[str, ...] = ()


class WorkKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind within a schema, such as a net novel within text. ``net_only``: it exists only online."""

    label: Text
    net_only: bool = False


class Schema(Entry, frozen=True, kw_only=True):
    """A kind of thing that records are about: one file of ``data/schemas``."""

    kind: Literal["work", "party"]
    fields: tuple[str, ...]
    layers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    kinds: dict[str, WorkKind] = {}
    net_only_possible: bool = False


class Property(Entry, frozen=True, kw_only=True):
    """Something that a record can say of its thing."""
