"""From the records that are about one thing to an entity: every fact, and who says it.

The same records in any order give the same entity. Facts come kind by kind; within a kind the best
attested first: said by more sources, then by more records, then earlier in its record, then by key.

The title is the main name that most sources give (then most records; then one with a reading; then that of
the record which comes first by source and local id), written as most of those records write it. Where no
record has a main name, the same rule picks among the other names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kenri.catalogue.disagreements import UNTOLD_KINDS, disagreements
from kenri.catalogue.entity import Entity, Fact, Said
from kenri.catalogue.keys import date_key, party_key, text_key
from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import Contribution, Event, Record, Relation

KINDS = (
    "schema",
    *("name", "reading", "romaji", "creator"),
    *("created", "published", "released", "performed", "recorded", "broadcast", "exhibited", "online"),
    *("registered", "renewed", "born", "died", "founded", "dissolved"),
    *("identifier", "language", "nationality", "genre", "subject", "edition", "extent", "description"),
    *("statement", "claim", "relation", "url"),
)
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}

_Saying = tuple[str, str, Any]
"""Kind, key and value of one thing that one record says."""


def derive(entity_id: str, records: Iterable[tuple[Record, Said]]) -> Entity:
    """The entity that these records are about. Raises ValueError where there are none."""
    ordered = sorted(records, key=lambda pair: pair[1])
    if not ordered:
        raise ValueError("an entity needs at least one record")
    parties = _parties(ordered)
    facts = _facts(ordered, parties)
    return Entity(
        id=entity_id,
        schema=_schema(facts),
        title=title_of(ordered),
        facts=facts,
        disagreements=disagreements(ordered, parties) if len(ordered) > 1 else (),
        records=tuple(said for _, said in ordered),
    )


def _said_by(record: Record, parties: dict[str, str]) -> Iterator[_Saying]:
    """Everything that a record says, as kind, key and value."""
    yield "schema", record.schema, record.schema
    yield from _called(record)
    for contribution in record.contributions:
        yield "creator", f"{contribution.role}|{_party_of(contribution, parties)}", contribution
    for event in record.events:
        yield (
            event.kind.value,
            f"{date_key(event.date)}|{text_key(event.place)}|{text_key(event.note)}",
            event,
        )
    for identifier in record.identifiers:
        yield "identifier", f"{identifier.scheme}:{identifier.value}", identifier
    yield from _described(record)
    for statement in record.statements:
        yield "statement", statement.code or text_key(statement.text) or statement.url, statement
    for claim in record.claims:
        parts = (claim.holder, claim.right, claim.layer, claim.share, claim.territory)
        dates = (date_key(claim.begins), date_key(claim.ends))
        yield "claim", "|".join((*map(text_key, parts), *dates)), claim
    for relation in record.relations:
        yield "relation", _relation_key(record, relation), relation
    if record.url:
        yield "url", record.url, record.url


def _called(record: Record) -> Iterator[_Saying]:
    for name in record.names:
        yield "name", text_key(name.text), name
        if name.reading:
            yield "reading", text_key(name.reading), name.reading
        if name.romaji:
            yield "romaji", text_key(name.romaji), name.romaji


def _described(record: Record) -> Iterator[_Saying]:
    for language in record.languages:
        yield "language", language, language
    for subject in record.subjects:
        yield "subject", text_key(subject), subject
    for kind in ("nationality", "genre", "edition", "extent", "description"):
        if value := getattr(record, kind):
            yield kind, text_key(value), value


def _relation_key(record: Record, relation: Relation) -> str:
    if relation.identifier is not None:
        return f"{relation.kind}|{relation.identifier.scheme}:{relation.identifier.value}"
    if relation.local_id:
        return f"{relation.kind}|{record.source}|{relation.local_id}"
    return f"{relation.kind}|{text_key(relation.text)}"


def _facts(ordered: Sequence[tuple[Record, Said]], parties: dict[str, str]) -> tuple[Fact, ...]:
    groups: dict[tuple[str, str], list[tuple[int, Any, Said]]] = {}
    for record, said in ordered:
        for place, (kind, key, value) in enumerate(_said_by(record, parties)):
            groups.setdefault((kind, key), []).append((place, value, said))
    if len(ordered) == 1:
        facts = [Fact(kind, key, group[0][1], (group[0][2],)) for (kind, key), group in groups.items()]
        return tuple(sorted(facts, key=lambda fact: _RANK[fact.kind]))
    ranked = []
    for (kind, key), group in groups.items():
        who = tuple(dict.fromkeys(said for _, _, said in group))
        sources = len({said.source for said in who})
        order = (_RANK[kind], -sources, -len(who), min(place for place, _, _ in group), key)
        ranked.append((order, Fact(kind, key, _as_most_say([value for _, value, _ in group]), who)))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(fact for _, fact in ranked)


def _as_most_say(values: Sequence[Any]) -> Any:
    """Of several ways to say the same, the fullest of the most frequent ones; ties by what is written."""
    if all(value == values[0] for value in values):
        return values[0]
    counts = Counter(map(_writing, values))
    return min(values, key=lambda v: (-_fullness(v), -counts[_writing(v)], _writing(v), repr(v)))


def _writing(value: Any) -> str:
    if isinstance(value, Name):
        return value.text
    if isinstance(value, Contribution):
        return value.names[0].text if value.names else ""
    if isinstance(value, Event):
        return value.date.text if value.date else ""
    return str(value)


def _fullness(value: Any) -> int:
    """How much a value says beyond what made it equal to the others."""
    if isinstance(value, Name):
        return bool(value.reading) + bool(value.romaji) + bool(value.family)
    if isinstance(value, Contribution):
        known = (value.born, value.died, value.nationality, value.identifiers, value.party)
        return sum(map(bool, known)) + len(value.names)
    return 0


def _schema(facts: Sequence[Fact]) -> str:
    """The schema that most sources see; a kind that is told where most do not tell it."""
    kinds = UNTOLD_KINDS.get(facts[0].key, frozenset())
    return next((fact.key for fact in facts if fact.key in kinds), facts[0].key)


def title_of(ordered: Sequence[tuple[Record, Said]]) -> Name:
    """The title of the entity that these records, in the order of their ``Said``, are about."""
    if len(ordered) == 1:
        record = ordered[0][0]
        main = next((name for name in record.names if name.kind == NameKind.MAIN), None)
        return main or (record.names[0] if record.names else Name(record.local_id))
    groups: dict[str, list[tuple[Name, Said]]] = defaultdict(list)
    pairs = [(name, said) for record, said in ordered for name in record.names]
    for name, said in [pair for pair in pairs if pair[0].kind == NameKind.MAIN] or pairs:
        groups[text_key(name.text)].append((name, said))
    if not groups:
        return Name(ordered[0][1].local_id)

    def rank(group: list[tuple[Name, Said]]) -> tuple[int, int, bool, Said]:
        who = {said for _, said in group}
        unread = not any(name.reading for name, _ in group)
        return -len({said.source for said in who}), -len(who), unread, min(who)

    best = min(groups.values(), key=rank)
    counts = Counter(name.text for name, _ in best)
    return min((name for name, _ in best), key=lambda n: (-counts[n.text], -_fullness(n), n.text, repr(n)))


def _parties(ordered: Sequence[tuple[Record, Said]]) -> dict[str, str]:
    """For every key by which a contributor may be known, the one key of the party within this entity.

    Two contributions name the same party where they share an identifier, or a name as ``party_key`` sees it.
    """
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for record, _ in ordered:
        for contribution in record.contributions:
            first, *others = party_keys(contribution)
            parent.setdefault(first, first)
            for other in others:
                parent.setdefault(other, other)
                one, two = sorted((root(first), root(other)))
                parent[two] = one
    return {key: root(key) for key in parent}


def party_keys(contribution: Contribution) -> list[str]:
    """Every key by which a contributor may be known; at least one."""
    keys = [party_key(name.text) for name in contribution.names]
    keys += [_identifier_key(identifier) for identifier in contribution.identifiers]
    return keys or [""]


def _identifier_key(identifier: Identifier) -> str:
    return f"={identifier.scheme}:{identifier.value}"


def _party_of(contribution: Contribution, parties: dict[str, str]) -> str:
    return parties[party_keys(contribution)[0]]
