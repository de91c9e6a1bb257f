"""Facts from JSON, strictly: a wrong work is refused with its position and a cure, the others go on."""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from kenri.catalogue.entity import Said
from kenri.status.days import span_of
from kenri.status.facts import DATES, Creator, Work
from kenri.vocab.dates import ImpreciseDate, parse_date, span, year_date
from kenri.vocab.problems import Problem
from kenri.vocab.vocabularies import layers as layer_words
from kenri.vocab.vocabularies import role_named, schemas

DESCRIPTIVE = frozenset(
    (
        *(
            "title",
            "title_ja",
            "title_en",
            "subtitle",
            "publisher",
            "note",
            "notes",
            "comment",
            "description",
        ),
        *("url", "source", "language", "name", "identifiers", "isbn", "genre", "edition", "year", "tags"),
    )
)
"""What a file may say beside the facts: it changes no answer."""
_FLAGS = ("well_known_pseudonym", "name_registered", "renewal", "notice", "registered")
_SURE_FLAGS = ("unpublished", "translation", "not_translated", "no_heirs", "died_for_france")
_TEXTS = ("publication_country", "subject", "holder_nationality", "original_language", "title")
_CHOICES = {
    "authorship": ("named", "anonymous", "pseudonymous", "corporate"),
    "serial": ("issues", "parts"),
    "kind": ("person", "organisation"),
}
_WORK_KEYS = frozenset(
    (
        *(*DATES, *_FLAGS, *_SURE_FLAGS, *_TEXTS),
        *("id", "schema", "layer", "layers", "creators", "authorship", "serial", "reviewed", "statements"),
        "said",
    )
)
_CREATOR_KEYS = frozenset(("name", "role", "kind", "born", "died", "nationality", "said"))


def read_facts(path: Path) -> Iterator[tuple[str, Work | Problem]]:
    """The works of a JSON array, or of lines of JSON, in order, with their ids; of a wrong one its Problem.

    Raises ``Problem('bad_facts_file')`` where the file is neither, ``no_such_file`` where it is none.
    """
    if not path.is_file():
        raise Problem("no_such_file", where=str(path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
        works = json.loads(text)
    except (UnicodeDecodeError, RecursionError) as error:
        raise Problem("bad_facts_file", where=str(path), reason=str(error)) from None
    except json.JSONDecodeError as error:
        works = _lines(text)
        if works is None:
            raise Problem("bad_facts_file", where=str(path), reason=str(error)) from None
    if isinstance(works, dict):
        works = [works]
    if not isinstance(works, list):
        raise Problem("bad_facts_file", where=str(path), reason=type(works).__name__)
    for place, item in enumerate(works):
        where = f"{path.name}[{place}]"
        try:
            yield id_of(item), work_of(item, where)
        except Problem as problem:
            yield id_of(item), problem


def _lines(text: str) -> list[Any] | None:
    """The works of JSON Lines; what is no JSON stays text, which is no work. None where no line is a work."""
    found = [_line(line) for line in text.splitlines() if line.strip()]
    return found if any(isinstance(item, dict) for item in found) else None


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return line


def id_of(item: Any) -> str:
    """The id of an item, however wrong the rest is."""
    found = item.get("id") if isinstance(item, dict) else None
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def work_of(item: Any, where: str = "") -> Work:
    """A work from plain data. Raises Problem with the position on anything that is not what it should be."""
    if not isinstance(item, dict):
        raise Problem("bad_fact", where, fact="work", value=_shown(item), expected="{…}")
    _known_keys(item, _WORK_KEYS, where)
    facts: dict[str, Any] = {}
    for key, value in item.items():
        if value is None or key not in _WORK_KEYS:
            continue
        facts[key] = _fact(key, value, where)
    return Work(**facts)


def _fact(key: str, value: Any, where: str) -> Any:
    at = f"{where}.{key}"
    if key in DATES:
        return date_of(value, at)
    if key in _FLAGS or key in _SURE_FLAGS:
        if isinstance(value, bool):
            return value
        raise Problem("bad_fact", at, fact=key, value=_shown(value), expected="true / false")
    if key in _CHOICES:
        return _choice(key, value, at)
    if key == "creators":
        return tuple(_creator(c, f"{at}[{i}]") for i, c in enumerate(_list(value, key, at)))
    if key == "layers":
        return tuple(_layer(part, f"{at}[{i}]") for i, part in enumerate(_list(value, key, at)))
    if key == "said":
        return {name: _said(who, at) for name, who in _mapping(value, key, at).items()}
    if key == "reviewed":
        return {name: _decision(v, f"{at}.{name}") for name, v in _mapping(value, key, at).items()}
    if key == "statements":
        return tuple(_text(code, key, at) for code in _list(value, key, at))
    if key == "schema":
        return _schema(value, at)
    return _text(value, key, at)


def _decision(value: Any, where: str) -> bool:
    if isinstance(value, bool):
        return value
    raise Problem("bad_fact", where, fact="reviewed", value=_shown(value), expected="true / false")


def _layer(value: Any, where: str) -> Work:
    if isinstance(value, str):
        value = {"layer": value}
    work = work_of(value, where)
    if work.layer not in layer_words():
        raise Problem(
            "unknown_fact_value", where, fact="layer", value=work.layer, known=", ".join(layer_words())
        )
    return work


def _creator(value: Any, where: str) -> Creator:
    if isinstance(value, str):
        return Creator(name=value)
    if not isinstance(value, dict):
        raise Problem("bad_fact", where, fact="creators", value=_shown(value), expected="{…}")
    _known_keys(value, _CREATOR_KEYS, where)
    facts: dict[str, Any] = {}
    for key, item in value.items():
        at = f"{where}.{key}"
        if item is None or key not in _CREATOR_KEYS:
            continue
        if key in {"born", "died"}:
            facts[key] = date_of(item, at)
        elif key == "said":
            facts[key] = _said(item, at)
        elif key == "kind":
            facts[key] = _choice(key, item, at)
        elif key == "role":
            facts[key] = _role(item, at)
        else:
            facts[key] = _text(item, key, at)
    return Creator(**facts)


def _role(value: Any, where: str) -> str:
    role = _text(value, "role", where)
    return role_named(role) or role if role else ""


def _schema(value: Any, where: str) -> str:
    key = _text(value, "schema", where)
    if not key or key in layer_words() or (key in schemas() and schemas()[key].kind == "work"):
        return key
    works = [name for name, schema in schemas().items() if schema.kind == "work"]
    raise Problem("unknown_fact_value", where, fact="schema", value=key, known=", ".join(works))


@functools.lru_cache(maxsize=65536)
def _date_text(text: str) -> ImpreciseDate | None:
    return parse_date(text)


def date_of(value: Any, where: str = "") -> ImpreciseDate | None:
    """A date from a year, a text, a pair of years, ``{earliest, latest}``; else Problem('bad_fact_date')."""
    if isinstance(value, bool):
        raise Problem("bad_fact_date", where, value=_shown(value))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        if not -9999 <= value <= 2100 or value == 0:
            raise Problem("bad_fact_date", where, value=value)
        return year_date(value)
    if isinstance(value, str):
        return _dated(value, where)
    if isinstance(value, list) and len(value) == 2:
        return _between(value, where)
    if isinstance(value, dict) and value and value.keys() <= {"text", "earliest", "latest", "certainty"}:
        first, last = (date_of(value.get(k) or "", where) for k in ("earliest", "latest"))
        earliest, latest = (first.earliest if first else ""), (last.latest if last else "")
        date = ImpreciseDate(str(value.get("text") or f"{earliest}–{latest}"), earliest, latest)
        ends = span_of(date)
        if ends is None or ends[0] <= ends[1]:
            return date
    raise Problem("bad_fact_date", where, value=_shown(value))


def _between(value: list[Any], where: str) -> ImpreciseDate:
    """From one year to another, either of which may be open."""
    ends = [v for v in value if v is not None]
    if any(type(v) is not int or not -9999 <= v <= 2100 or v == 0 for v in ends) or sorted(ends) != ends:
        raise Problem("bad_fact_date", where, value=_shown(value))
    return span(value[0], value[1], f"{value[0] or ''}–{value[1] or ''}")


def _dated(text: str, where: str) -> ImpreciseDate | None:
    date = _date_text(text.strip())
    if date is not None and not date.earliest and not date.latest and any(c.isdigit() for c in text):
        raise Problem("bad_fact_date", where, value=text)
    return date


def _said(value: Any, where: str) -> tuple[Said, ...]:
    """Records by ``{source, local_id}``, one or several; a word alone is a source."""
    found = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str):
            found.append(Said(entry, ""))
            continue
        try:
            found.append(msgspec.convert(entry, Said))
        except msgspec.ValidationError:
            expected = '{"source", "local_id"}'
            raise Problem("bad_fact", where, fact="said", value=_shown(entry), expected=expected) from None
    return tuple(found)


def _choice(key: str, value: Any, where: str) -> str:
    text = _text(value, key, where)
    if text and text not in _CHOICES[key]:
        raise Problem("unknown_fact_value", where, fact=key, value=text, known=", ".join(_CHOICES[key]))
    return text


def _text(value: Any, key: str, where: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return value.strip()
    raise Problem("bad_fact", where, fact=key, value=_shown(value), expected='"…"')


def _list(value: Any, key: str, where: str) -> list[Any]:
    if isinstance(value, list):
        return value
    raise Problem("bad_fact", where, fact=key, value=_shown(value), expected="[…]")


def _mapping(value: Any, key: str, where: str) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise Problem("bad_fact", where, fact=key, value=_shown(value), expected="{…}")


def _known_keys(item: dict[str, Any], known: frozenset[str], where: str) -> None:
    """Refuse a key that nobody knows, naming the one that was probably meant."""
    for key in item:
        if key not in known and key not in DESCRIPTIVE:
            near = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.6)
            if near:
                raise Problem("unknown_fact_meant", where, fact=key, meant=near[0])
            raise Problem("unknown_fact", where, fact=key, known=", ".join(sorted(known)))


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
