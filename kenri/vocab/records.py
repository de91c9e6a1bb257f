"""A record: what one source says of one thing, as Kenri read it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name
from kenri.vocab.rights import Claim, Statement


class PartyKind(StrEnum):
    """Whether a party is known to be a person or an organisation."""

    PERSON = "person"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"


class Contribution(msgspec.Struct, frozen=True, omit_defaults=True):
    """A party's part in a work.

    ``role`` is a key of the roles vocabulary, ``role_text`` what the source called it.
    ``party`` is the source's own id of the party where it has one (the ``local_id`` of a party record).
    """

    names: tuple[Name, ...]
    role: str = "contributor"
    role_text: str = ""
    kind: PartyKind = PartyKind.UNKNOWN
    party: str = ""
    born: ImpreciseDate | None = None
    died: ImpreciseDate | None = None
    nationality: str = ""
    identifiers: tuple[Identifier, ...] = ()


class EventKind(StrEnum):
    """What happened on a date of a work or a party."""

    CREATED = "created"
    PUBLISHED = "published"
    PERFORMED = "performed"
    RECORDED = "recorded"
    BROADCAST = "broadcast"
    RELEASED = "released"
    EXHIBITED = "exhibited"
    REGISTERED = "registered"
    RENEWED = "renewed"
    BORN = "born"
    DIED = "died"
    FOUNDED = "founded"
    DISSOLVED = "dissolved"
    ONLINE = "online"


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something dated that happened to the thing, and where."""

    kind: EventKind
    date: ImpreciseDate | None = None
    place: str = ""
    note: str = ""


class RelationKind(StrEnum):
    """How a record's thing relates to another thing."""

    PART_OF = "part_of"
    HAS_PART = "has_part"
    EDITION_OF = "edition_of"
    TRANSLATION_OF = "translation_of"
    ADAPTATION_OF = "adaptation_of"
    PERFORMANCE_OF = "performance_of"
    RECORDING_OF = "recording_of"
    SAME_AS = "same_as"
    SEE_ALSO = "see_also"


class Relation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A pointer to another thing: a ``local_id`` of the same source, an identifier, or only words."""

    kind: RelationKind
    local_id: str = ""
    identifier: Identifier | None = None
    text: str = ""


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one source says of one thing.

    ``local_id`` is made from the source's raw value, never from a cleaned one. ``schema`` names a file of
    ``vocab/data/schemas``. ``languages`` are ISO 639 codes of the vocabulary, ``subjects`` and ``genre``
    the source's own words, ``url`` the source's page for the thing.
    """

    source: str
    local_id: str
    schema: str
    names: tuple[Name, ...]
    contributions: tuple[Contribution, ...] = ()
    events: tuple[Event, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    languages: tuple[str, ...] = ()
    genre: str = ""
    subjects: tuple[str, ...] = ()
    edition: str = ""
    extent: str = ""
    description: str = ""
    nationality: str = ""
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    url: str = ""

    @property
    def title(self) -> str:
        """The name to show in a list: the first main name, else the first name."""
        return next((n.text for n in self.names if n.kind == "main"), self.names[0].text)


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Record)


def encode_record(record: Record) -> bytes:
    """The record as JSON in its canonical form: the same record always gives the same bytes."""
    return _encoder.encode(record)


def decode_record(data: bytes | str) -> Record:
    """Read what ``encode_record`` wrote. Raises ``msgspec.ValidationError`` on anything else."""
    return _decoder.decode(data)
