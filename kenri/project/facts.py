"""The facts of an entity in words for a terminal: what is said, and the value on one line."""

from __future__ import annotations

from kenri.catalogue.entity import Fact
from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, Event, Relation
from kenri.vocab.rights import Claim, Statement
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import kind_label, languages, properties, rights, roles, schemas, schemes

_TEXTS = {
    "schema": Text("種類", "Kind of work"),
    "reading": Text("読み", "Reading"),
    "romaji": Text("ローマ字", "Rōmaji"),
}
_PROPERTIES = {"language": "languages", "subject": "subjects"}
_VOCABULARIES = {"language": languages, "schema": schemas}


def heading(fact: Fact) -> Text:
    """What a fact says: the kind of name, the role, the event, the scheme, the right or the property."""
    match fact.value:
        case Name(kind=kind) | Event(kind=kind) | Relation(kind=kind):
            return kind_label(kind)
        case Contribution(role=role):
            return roles()[role].label
        case Identifier(scheme=scheme):
            return schemes()[scheme].label
        case Statement():
            return properties()["statements"].label
        case Claim(right=right):
            return rights()[right].label
    return _TEXTS.get(fact.kind) or properties()[_PROPERTIES.get(fact.kind, fact.kind)].label


def described(fact: Fact, language: str) -> str:
    """A fact's value in one line."""
    match fact.value:
        case Name(text=text):
            return text
        case Contribution() as part:
            return part.names[0].text if part.names else part.party
        case Event() as event:
            return " ".join(filter(None, (event.date.text if event.date else "", event.place, event.note)))
        case Identifier(value=value):
            return value
        case Statement() as statement:
            return statement.text or statement.url or statement.code
        case Claim() as claim:
            return " ".join(filter(None, (claim.holder, claim.share, claim.territory)))
        case Relation() as relation:
            pointed = relation.identifier.value if relation.identifier else relation.local_id
            return relation.text or pointed
        case str() as text:
            entry = _VOCABULARIES[fact.kind]().get(text) if fact.kind in _VOCABULARIES else None
            return entry.label.in_language(language) if entry else text
