"""A title of a list that says more than a title: its creator, an edition, or nothing but a creator.

夏目漱石 こころ 文庫 may be read in many ways. Those count that give the title of an entity, spelt as others
may spell it (坊っちゃん, 坊ちゃん); none of them makes a match sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from kenri.identity.decisions import Reason
from kenri.identity.likeness import Likeness, Seen, likeness, seen
from kenri.identity.titles import ParsedTitle, parse_title
from kenri.search import naming
from kenri.search.analysis.tokens import loose_spelling
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, Record
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import schemas

SAME_CREATOR, CREATOR_ALONE = 4.0, 8.0
"""Bits from which a creator is the same, and what speaks for each work of one whom a probe names alone."""

ONLY_CREATOR = Reason(
    "creator",
    "alone",
    0.0,
    Text(
        "題名の欄には作者の名前しかありません。どの作品かをご確認ください。",
        "The title names nothing but a creator: please say which work is meant.",
    ),
)


class OtherReadings:
    """The other ways to read the title of a probe; there are none for the name of a party."""

    def __init__(self, probe: Record) -> None:
        self._probe = probe
        self._creators: dict[str, list[str]] = defaultdict(list)
        if schemas()[probe.schema].kind != "party":
            plain = naming.bare(probe.title) or naming.core(probe.title)
            self._creators[_key(parse_title(plain))].append("")
            for title, creator in () if probe.contributions else naming.divisions(plain):
                self._creators[_key(parse_title(title))].append(creator)
        alone = bool(self._creators) and not probe.contributions
        self._creator_alone = self._read_as("", probe.title) if alone else None

    def likenesses(self, entity: Seen) -> Iterator[Likeness]:
        """What each reading says that gives one of the entity's titles, or its creator alone."""
        for key, title in {_key(title): title.text for title in entity.titles}.items():
            for creator in self._creators.get(key, ()):
                said = likeness(self._read_as(title, creator), entity)
                yield Likeness(said.weight, (_told(title, creator), *said.reasons), sure=False)
        if self._creator_alone and likeness(self._creator_alone, entity).weight >= SAME_CREATOR:
            yield Likeness(CREATOR_ALONE, (ONLY_CREATOR,), sure=False)

    def _read_as(self, title: str, creator: str) -> Seen:
        """The probe with another title, and another creator where one is read; without a title, no dates."""
        credited = (Contribution((Name(creator),), role="author"),)
        read = msgspec.structs.replace(
            self._probe,
            names=(Name(title),) if title else (),
            contributions=credited if creator else self._probe.contributions,
            events=self._probe.events if title else (),
        )
        return seen([read])


def _key(title: ParsedTitle) -> str:
    return loose_spelling(title.key)


def _told(title: str, creator: str) -> Reason:
    words = Text(f"題名を「{title}」として読みました。", f"The title was read as “{title}”.")
    if creator:
        words = Text(
            f"題名の欄を題名「{title}」と作者「{creator}」として読みました。",
            f"The title was read as the title “{title}” and the creator “{creator}”.",
        )
    return Reason("title", "divided", 0.0, words)
