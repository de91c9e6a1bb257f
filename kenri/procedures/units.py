"""The parts of a plan: one holder's right in one layer, and the acts of the use that it reserves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from kenri.procedures import rules
from kenri.procedures.facts import Answers, Facts, facts_of_use
from kenri.procedures.rights import Holder, LayerRights, WorkRights
from kenri.vocab.uses import Use


class Unit(NamedTuple):
    """One holder's right in one layer, against a use on a day. ``acts`` are those that need consent."""

    key: str
    rights: LayerRights
    holder: Holder
    acts: tuple[str, ...]
    work: WorkRights
    use: Use
    on: date
    facts: Facts

    @property
    def layer(self) -> str:
        """The layer's key."""
        return self.rights.layer

    @property
    def neighbouring(self) -> bool:
        """Whether the right is one of performers, record producers or broadcasters."""
        return self.layer in rules.layers().neighbouring

    @property
    def principal(self) -> bool:
        """Whether it is the layer that the work mainly is."""
        return self.work.layers[0].layer == self.layer


def units_of(work: WorkRights, use: Use, answers: Answers, on: date) -> Iterator[Unit]:
    """Every holder of every layer, with the acts of the use that the right in the layer reserves.

    What the law of Japan leaves free may need consent elsewhere: abroad every act counts as reserved.
    """
    told = facts_of_use(use)
    statements = _facts_of_statements(work)
    for rights in work.layers:
        reserved = rules.layers().reserved(rights.layer)
        acts = tuple(act for act in use.acts if act in reserved or use.abroad)
        for key, holder in zip(_keys(rights), rights.holders, strict=True):
            facts = Facts(key, rights.layer, answers, facts_of_holder(holder), work.facts, told, statements)
            yield Unit(key, rights, holder, acts, work, use, on, facts)


def _keys(rights: LayerRights) -> list[str]:
    """The key of each holder's part: the layer, with the name where there are several, each only once."""
    if len(rights.holders) == 1:
        return [rights.layer]
    names = [holder.name.replace(":", " ") for holder in rights.holders]
    return [
        f"{rights.layer}/{name if name and names.count(name) == 1 else f'{name}{number}'}"
        for number, name in enumerate(names, 1)
    ]


def facts_of_holder(holder: Holder) -> Mapping[str, str]:
    """What is known of a holder, by the names of the questions that ask for it."""
    known = {
        "contact": holder.contact,
        "managed": holder.managed,
        "entrusted": _word(known=holder.entrusted),
        "reachable": _word(known=holder.reachable),
    }
    if not holder.name:
        known["holder_unknown"] = "yes"
    return {name: value for name, value in known.items() if value}


def _word(*, known: bool | None) -> str:
    return "" if known is None else "yes" if known else "no"


def _facts_of_statements(work: WorkRights) -> Mapping[str, str]:
    """A notice that forbids use is a rule on use."""
    if any(declared.code == "all-rights-reserved" for declared in work.statements):
        return {"use_rule_shown": "yes", "reuse_forbidden": "yes"}
    return {}
