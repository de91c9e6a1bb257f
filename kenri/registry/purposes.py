"""What holders are asked about: the purposes and templates of ``data``, and which purposes a use touches."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import msgspec

from kenri.registry.declared import Answer, Terms
from kenri.vocab.data_files import load_of
from kenri.vocab.text import Text
from kenri.vocab.uses import Use


class Reach(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Conditions of a use, all of which must hold; an empty one always does."""

    purposes: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    commercial: bool | None = None
    not_acts: tuple[str, ...] = ()
    not_users: tuple[str, ...] = ()
    not_uses: tuple[str, ...] = ()

    def touches(self, use: Use) -> bool | None:
        """Whether the use is of this kind; None where a fact that was not told decides it."""
        wanted = ((use.purpose, self.purposes), (use.user, self.users), (use.key, self.uses))
        if any(accepted and value and value not in accepted for value, accepted in wanted):
            return False
        if self.uses and not use.key:
            return False
        if self.acts and set(self.acts).isdisjoint(use.acts):
            return False
        if (
            use.user in self.not_users
            or use.key in self.not_uses
            or not set(self.not_acts).isdisjoint(use.acts)
        ):
            return False
        if self.commercial is not None and use.commercial is (not self.commercial):
            return False
        untold = (self.purposes and not use.purpose) or (self.users and not use.user)
        return None if untold or (self.commercial is not None and use.commercial is None) else True


class Purpose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the matrix; ``odrl``, ``aipref``, ``cawg`` are its words in other vocabularies."""

    label: Text
    note: Text
    reach: tuple[Reach, ...] = ()
    odrl: str = ""
    aipref: str = ""
    cawg: tuple[str, ...] = ()

    def touched(self, use: Use) -> bool | None:
        """Whether the use is for this purpose; None where that is not known."""
        found = [reach.touches(use) for reach in self.reach]
        return True if True in found else None if None in found else False


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Answers to choose by name; ``licence`` is the key of the statement that they amount to, if any."""

    label: Text
    note: Text
    answers: dict[str, Answer]
    terms: Terms = Terms()
    licence: str = ""


@functools.cache
def purposes() -> Mapping[str, Purpose]:
    """Every purpose by key, in the order of the matrix."""
    return load_of("kenri.registry", "data/purposes.yaml", dict[str, Purpose])


@functools.cache
def templates() -> Mapping[str, Template]:
    """Every template by key."""
    return load_of("kenri.registry", "data/templates.yaml", dict[str, Template])
