"""A use: what somebody plans to do with a work, and the plans that people recognise by name.

Legal source: the Copyright Act of Japan, whose arts. 21-28 and 89-100-5 name the acts and whose arts. 30-50
ask for purpose, user, audience, charge and extent.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import msgspec

from kenri.vocab import data_files
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import acts, fold_word, territories

WORLD = "WORLD"
"""The territory of a use that is to be made in every country."""

ADAPTING = frozenset(("translation", "arrangement", "transformation", "adaptation"))
"""The acts of art. 27, which change a work into another."""


_SENT = frozenset(("public_transmission", "making_transmittable", "broadcasting", "wire_broadcasting"))
"""The acts of art. 23(1), one of which every use over a network is."""


class UseWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``use_words.yaml``: the closed choices of a use's purpose, user, audience and extent, by key."""

    purposes: dict[str, Named]
    users: dict[str, Named]
    audiences: dict[str, Named]
    extents: dict[str, Named]


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A choice with its label."""

    label: Text


class Use(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A planned use. A fact that is None or empty was not told, and becomes a question where it matters.

    - ``key``, ``label``, ``words``: the preset that it is, if it is one, and what else people call it.
    - ``acts``: keys of ``acts.yaml`` of the kind ``exclusive``: what arts. 21-28 reserve to the author.
    - ``purpose``, ``user``, ``audience``, ``extent``: keys of ``use_words.yaml``; ``share`` the percentage of
      the work that is used, where it is known.
    - ``commercial``: made for profit, directly or not. ``charge``: the audience pays, under whatever name.
      ``performers_paid``: performers or reciters are paid (art. 38(1)). ``enjoyment``: somebody is to enjoy
      what the work expresses (art. 30-4). ``modifies``: the work is changed, cut or cropped (art. 20).
      ``online``: it is offered over a network.
    - ``territory``: ISO 3166-1 codes, ``EU``, or ``WORLD``. ``begins``, ``ends``: the first and last day;
      without ``ends`` the use is to last (not temporary).
    """

    key: str = ""
    label: Text | None = None
    words: tuple[str, ...] = ()
    acts: tuple[str, ...]
    purpose: str = ""
    user: str = ""
    audience: str = ""
    extent: str = ""
    share: float | None = None
    commercial: bool | None = None
    charge: bool | None = None
    performers_paid: bool | None = None
    enjoyment: bool | None = None
    modifies: bool | None = None
    online: bool | None = None
    territory: tuple[str, ...] = ("JP",)
    begins: date | None = None
    ends: date | None = None

    @property
    def adapts(self) -> bool:
        """Whether it makes another work out of this one (art. 27)."""
        return not ADAPTING.isdisjoint(self.acts)

    @property
    def abroad(self) -> tuple[str, ...]:
        """The territories outside Japan."""
        return tuple(code for code in self.territory if code != "JP")

    @property
    def days(self) -> int | None:
        """How many days the use lasts, first and last included; None where it has no end."""
        if self.begins is None or self.ends is None:
            return None
        return (self.ends - self.begins).days + 1

    def name(self) -> Text:
        """What to call it: its label, else its acts."""
        if self.label is not None:
            return self.label
        labels = [acts()[key].label for key in self.acts]
        return Text("・".join(t.ja for t in labels), ", ".join(t.en.lower() for t in labels))


@functools.cache
def use_words() -> UseWords:
    """The choices of ``use_words.yaml``."""
    return data_files.load("use_words.yaml", UseWords)


@functools.cache
def presets() -> Mapping[str, Use]:
    """The uses that people recognise, by key, in the order of the files of ``data/uses``.

    Raises ValueError where two files use one key, Problem where a preset is no valid use.
    """
    found: dict[str, Use] = {}
    for name in data_files.names_in("uses"):
        for key, told in data_files.load(f"uses/{name}", dict[str, dict[str, Any]]).items():
            if key in found:
                raise ValueError(f"uses/{name}: the use {key!r} is told twice")
            found[key] = checked(msgspec.convert({**told, "key": key}, Use, strict=False), f"uses/{name}")
    return MappingProxyType(found)


def use_named(name: str, **changes: Any) -> Use:
    """The preset of a key, of a label or of a part that only one has, with ``changes`` made to it.

    Case, width and spaces do not matter. Raises ``Problem('unknown_use')`` with near ones, ``ambiguous_use``
    with those that a part may mean, and what ``checked`` raises of the changes.
    """
    use = _named(name)
    return checked(msgspec.structs.replace(use, **changes)) if changes else use


def _named(name: str) -> Use:
    folded = fold_word(name)
    words = _use_words()
    exact = {key for word, key in words if word == folded}
    found = exact or ({key for word, key in words if folded in word} if folded else set())
    if len(found) == 1:
        return presets()[found.pop()]
    if found:
        raise Problem("ambiguous_use", use=name, known=_listed(found))
    near = difflib.get_close_matches(folded, [word for word, _ in words], n=8, cutoff=0.5)
    keys = {key for word, key in words if word in near} or presets().keys()
    raise Problem("unknown_use", use=name, known=_listed(keys))


@functools.cache
def _use_words() -> tuple[tuple[str, str], ...]:
    """Every word for a preset, folded, with its key."""
    found: list[tuple[str, str]] = []
    for use in presets().values():
        label = use.name()
        texts = (use.key, label.ja, label.en, *use.words)
        found += [(fold_word(text), use.key) for text in texts]
    return tuple(found)


def _listed(keys: Iterable[str]) -> Text:
    known = [presets()[key] for key in presets() if key in set(keys)]
    return Text(
        "、".join(f"{use.key}（{use.name().ja}）" for use in known),
        ", ".join(f"{use.key} ({use.name().en})" for use in known),
    )


def use_of(told: Mapping[str, Any], where: str = "") -> Use:
    """A use from plain data, such as JSON or a form; ``preset`` names one to start from.

    Raises ``Problem('bad_use')`` on a fact that no use has or of the wrong type, and what ``use_named`` and
    ``checked`` raise.
    """
    facts = dict(told)
    base = use_named(str(facts.pop("preset"))) if facts.get("preset") else None
    whole = {**(msgspec.to_builtins(base) if base else {}), **facts}
    try:
        use = msgspec.convert(whole, Use, strict=False)
    except msgspec.ValidationError as error:
        raise Problem("bad_use", where, reason=str(error)) from None
    return checked(use, where)


def checked(use: Use, where: str = "") -> Use:
    """The use itself, if it makes sense. Raises Problem with the fact that does not."""
    words = use_words()
    exclusive = [key for key, act in acts().items() if act.kind == "exclusive"]
    if not use.acts:
        raise Problem("use_without_act", where, known=", ".join(exclusive))
    for act in use.acts:
        _known("acts", act, exclusive, where)
    for fact, value, choices in (
        ("purpose", use.purpose, words.purposes),
        ("user", use.user, words.users),
        ("audience", use.audience, words.audiences),
        ("extent", use.extent, words.extents),
    ):
        if value:
            _known(fact, value, choices, where)
    if use.online and _SENT.isdisjoint(use.acts):
        raise Problem("online_without_act", where, acts=", ".join(use.acts))
    if not use.territory:
        raise Problem("bad_use", where, reason="territory: []")
    for code in use.territory:
        if code not in ("EU", WORLD) and code not in territories():
            raise Problem("bad_territory", where, territory=code)
    if use.begins and use.ends and use.ends < use.begins:
        raise Problem("use_ends_first", where, begins=use.begins.isoformat(), ends=use.ends.isoformat())
    if use.share is not None and not 0 < use.share <= 100:
        raise Problem("bad_share", where, share=use.share)
    return use


def _known(fact: str, value: str, choices: Iterable[str], where: str) -> None:
    if value not in choices:
        raise Problem("unknown_use_value", where, fact=fact, value=value, known=", ".join(choices))
