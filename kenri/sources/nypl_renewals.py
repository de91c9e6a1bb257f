"""NYPL: renewals of United States copyrights, 1950 to 2001, from the Catalog of Copyright Entries.

Read: the TSV files of NYPL's transcription (quotes are ordinary characters), in both column variants: the
printed catalogue (``author``, ``title``, ``rdat``, ``notes``) and the Copyright Office's database (``auth``,
``titl``, ``dreg``, ``note``). An entry that renews several registrations has a row for each: the rows of one
entry id make one record. Entries that NYPL could not take apart have only their full text; of these the
citation is the title, and claimants are read from the text where a known code marks them.

The letters behind a claimant say on what ground the renewal was claimed (17 U.S.C. § 24 as of 1909, and the
key printed in each volume of the Catalog). Never run against the live files.
"""

from __future__ import annotations

import functools
import re

from kenri.harvest.credits import LONGEST
from kenri.harvest.parties import inverted, looks_corporate
from kenri.harvest.source import Csv, Download, Item, Reading, Shape, Source
from kenri.harvest.strict import required, text
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import (
    Contribution,
    Event,
    EventKind,
    PartyKind,
    Record,
    Relation,
    RelationKind,
)
from kenri.vocab.rights import Claim
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import role_named

GROUNDS = {
    "A": "author",
    "W": "widow of the author",
    "WR": "widower of the author",
    "C": "child of the deceased author",
    "E": "executor of the author",
    "NK": "next of kin of the deceased author",
    "PWH": "proprietor of copyright in a work made for hire",
    "PCW": "proprietor of copyright in a composite work",
    "PPW": "proprietor of copyright in a posthumous work",
    "PCB": "proprietor of copyright in a work copyrighted by a corporate body",
    "P": "proprietor",
}
"""The grounds of claim by their code; others ("Adm. c.t.a.", "A & W", "M") keep the words of the catalogue."""

_CLASSES = {
    "A": "text", "C": "text", "D": "script", "E": "musical_work", "F": "image", "G": "artwork", "H": "image",
    "I": "image", "J": "photograph", "K": "image", "L": "film", "M": "film", "N": "recording", "R": "text",
    "S": "recording", "T": "text", "P": "script", "V": "image",
}  # fmt: skip
_NUMBER = re.compile(r"^(?P<letters>[A-Z]+)[-\d]")
_CONTRIBUTION = re.compile(r"^(?:B[BI]?5-|BB|BIO)")
_HEADING = re.compile(
    r"(?P<name>(?:Ma?c)?[A-Z][A-Z'’-]+(?: [A-Z'’-]+)*, [A-Z][A-Z .'’-]*?(?:\([A-Z .'’-]+\))?)\.?\s+"
    r"(?P<rest>(?:[\[\"'“(]*[A-Z][a-z']|A |I |[0-9\[\"“]).*)$"
)
_OWN_NUMBER = re.compile(r"^(?:RE?\d+(?:[-–]\d+)?[.,]?\s*)+")
_CODED = re.compile(r"\((A|W|Wr|C|E|NK|PWH|PCW|PPW|PCB|P)\)")
_HOLDER = re.compile(r"[^\d©;]*$")
_RENEWAL = re.compile(r"\bRE?\d{4,7}\b")
_PSEUDONYM = re.compile(r"^(?P<pen>.+?), pseud\. (?:of|for) (?P<real>.+)$")
_PSEUD = re.compile(r",?\s*\(?pseud\.?\)?$")
_PERSONAL = frozenset({"A", "W", "WR", "C", "NK"})
_CAPITALS = re.compile(r"[A-Z'’ -]{2,}, ")
_ENDS_ABBREVIATED = re.compile(r"\b[A-Z]\.$|\b(?:Jr|Sr|Inc|Co|Corp|Ltd|Assn)\.$")
_ROLE = re.compile(
    r"[,;.]?\s+((?:[Tt]ranslat|[Ii]ll|[Ee]dit|[Cc]ompil|[Mm]usic|[Ll]yric|[Ww]ords|[Aa]rr|[Pp]hotog|[Ff]oreword|"
    r"[Ii]ntrod)[A-Za-z.& ]*):\s*"
)
_APPEARED = re.compile(r"\s*\(In (?P<host>[^()]+(?:\([^()]*\)[^()]*)*)\)\.?$")
_STATED = re.compile(
    r"(?P<title>.*?(?:[.?!\"”)](?=\s+B)|(?=,\s+b)))(?:\s+By|,\s+by) "
    r"(?P<who>(?:the )?[A-Z](?:[^.:;]|(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z])\.)*)\.?"
)
"""``Who taught caddies to count? By Ogden Nash.``, ``Superman, by Jerome Siegel & Joe Shuster.``"""
_AFTER_NAME = re.compile(r"(?<=[a-z]{4})\.\s.*$")
_FOR_HIRE = re.compile(r"(?P<name>.+?),?\s+(?P<words>(?:as )?employers? for hire.*)$", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|M\.? ?D|Ph\.? ?D|Esq|Inc|Ltd)\b\.?", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"^(?:UCC|U\.C\.C|USC)\b", re.IGNORECASE)


def entry(item: Item) -> Reading:
    """One entry of the catalogue: what was renewed, by whom, on what ground."""
    rows: list[Item] = item.pop("rows")
    first = rows[0]
    number = required(first, "entry_id")
    full = text(first, "full_text")
    title, author = text(first, "title"), text(first, "author")
    claimants = text(first, "claimants")
    if not title:
        if not full:
            raise Problem("missing_value", field="title")
        author, title = _cited(full)
    else:
        heading, title = _headed(_unquoted(title))
        author = author or heading
    bare, stated, host = _divided(title)
    claims = _claims(claimants) if claimants else _claims_in(full)
    events, schema = _events(rows, bool(author))
    if not any(event.kind is EventKind.RENEWED for event in events):
        events += tuple(Event(EventKind.RENEWED, note=n) for n in dict.fromkeys(_RENEWAL.findall(full)))
    notes = [text(first, key) for key in ("new_matter", "notes")]
    if notes[0]:
        notes[0] = f"NM: {notes[0]}"
    related = [ref for key in ("see_also_ren", "see_also_reg") for ref in text(first, key).split("|") if ref]
    for row in rows:
        for key in ("entry_id", *_OPTIONAL):
            row.pop(key, None)
        item.update(row)
    return Record(
        source="nypl_renewals",
        local_id=number,
        schema=schema,
        names=_titles(bare),
        contributions=_authors(author or stated),
        events=events,
        description="\n".join(part for part in (*notes, full or (title if bare != title else "")) if part),
        claims=claims,
        relations=(
            *((Relation(RelationKind.PART_OF, text=host),) if host else ()),
            *(Relation(RelationKind.SEE_ALSO, text=ref) for ref in related),
        ),
    )


def _unquoted(title: str) -> str:
    """Some files were written with quotes after all: a cell in quotes, in which those of its own are doubled."""
    quoted = title.startswith('"') and title.endswith('"') and '""' in title[1:-1]
    return title[1:-1].replace('""', '"') if quoted else title


def _divided(title: str) -> tuple[str, str, str]:
    """The title proper, whom it states as its makers at its end, and what the work appeared in."""
    host = ""
    if len(title) > LONGEST:
        return title, "", ""
    if found := _APPEARED.search(title):
        title, host = title[: found.start()], found["host"]
    if found := _STATED.fullmatch(title):
        return found["title"], found["who"], host
    return title, "", host


def _events(rows: list[Item], authored: bool) -> tuple[tuple[Event, ...], str]:
    """Registrations and renewals without repeats, and the schema that the first class letter tells."""
    events: dict[Event, None] = {}
    schema = ""
    for row in rows:
        registration, renewal = text(row, "oreg"), text(row, "id")
        if registration or row.get("odat"):
            events[Event(EventKind.REGISTERED, _day(text(row, "odat")), "US", registration)] = None
        if renewal or row.get("rdat"):
            events[Event(EventKind.RENEWED, _day(text(row, "rdat")), "US", renewal)] = None
        schema = schema or _schema(registration, authored)
    return tuple(events), schema or "text"


@functools.lru_cache(maxsize=4096)
def _class_schema(letters: str) -> str:
    try:
        return _CLASSES[letters[0]]
    except KeyError:
        raise Problem("unknown_code", field="oreg", value=letters) from None


def _schema(registration: str, authored: bool) -> str:
    if not registration or _PLACEHOLDER.match(registration):
        return ""
    if registration.startswith(("Label", "Print")):
        return "image"
    match = _NUMBER.match(registration)
    if not match:
        raise Problem("unknown_code", field="oreg", value=registration)
    if match["letters"][0] == "B":
        return "text" if authored or _CONTRIBUTION.match(registration) else "serial"
    return _class_schema(match["letters"])


@functools.lru_cache(maxsize=65536)
def _day(written: str) -> ImpreciseDate | None:
    return parse_date(written) if written else None


def _titles(title: str) -> tuple[Name, ...]:
    first, *others = [_unended(part.strip()) for part in title.split("|") if part.strip()] or [title]
    return (Name(first), *(Name(other, NameKind.ALTERNATIVE) for other in others))


def _unended(sentence: str) -> str:
    """A title without the full stop that ends the cataloguer's sentence."""
    kept = sentence.endswith("..") or _ENDS_ABBREVIATED.search(sentence)
    return sentence if kept else sentence.removesuffix(".").rstrip() or sentence


@functools.lru_cache(maxsize=65536)
def _authors(author: str) -> tuple[Contribution, ...]:
    """The author line taken apart: ``A, B, ill.: C``, ``pen name, pseud. of real name``, ``KING, STEPHEN.``."""
    line = author.strip()
    if not _ENDS_ABBREVIATED.search(line):
        line = line.removesuffix(".")
    if line.isupper() or _CAPITALS.match(line):
        heading = _PSEUD.sub("", line)
        kind = PartyKind.ORGANISATION if looks_corporate(heading) else PartyKind.UNKNOWN
        return (Contribution((inverted(heading),), "author", kind=kind),) if heading else ()
    made: dict[Contribution, None] = {}
    first, *rest = _ROLE.split(line)
    pieces = [("", first), *zip(rest[::2], rest[1::2], strict=True)]
    for role_text, piece in pieces:
        made.update(dict.fromkeys(_named(piece.strip(" ,;"), role_text.strip())))
    return tuple(made)


def _named(piece: str, role_text: str) -> tuple[Contribution, ...]:
    """The parties of one role; what a corporate name holds is not divided."""
    role = (role_named(role_text) or "contributor") if role_text else "author"
    if not piece:
        return ()
    if match := _FOR_HIRE.match(piece):
        told = "; ".join(part for part in (role_text, match["words"]) if part)
        return (Contribution((Name(match["name"]),), role, told, PartyKind.ORGANISATION),)
    if match := _PSEUDONYM.match(piece):
        names = (Name(match["pen"], NameKind.PEN_NAME), Name(match["real"].strip("[] ")))
        return (Contribution(names, role, role_text, PartyKind.PERSON),)
    if looks_corporate(piece.replace(" & ", " ")):
        return (Contribution((Name(piece),), role, role_text, PartyKind.ORGANISATION),)
    return tuple(
        Contribution((Name(_PSEUD.sub("", part).strip()),), role, role_text, PartyKind.UNKNOWN)
        for part in _people(piece)
    )


def _people(line: str) -> list[str]:
    """Plain names divided by commas, "&" and "and"; brackets and suffixes stay with their name."""
    line = _AFTER_NAME.sub("", line)
    if "(" in line or ":" in line:
        return [line]
    people: list[str] = []
    for part in re.split(r",?\s+(?:&|and)\s+|,\s+", line):
        if people and (_SUFFIX.match(part) or " " not in part.strip() or part.startswith(("pseud", "i.e."))):
            people[-1] += f", {part}"
        elif part.strip():
            people.append(part.strip())
    return people


@functools.lru_cache(maxsize=65536)
def _claims(line: str) -> tuple[Claim, ...]:
    """``Clement Gould Noyes|NK||Miles S. Sherrill|A``."""
    claims: list[Claim] = []
    for part in line.split("||"):
        holder, _, ground = part.rpartition("|") if "|" in part else (part, "", "")
        claims.extend(_claim(one, ground.strip()) for one in _holders(holder.strip(), ground.strip()))
    return tuple(claims)


def _claims_in(full: str) -> tuple[Claim, ...]:
    """The holders before a code in brackets; what stands before them back to a number is not theirs."""
    claims: list[Claim] = []
    start = 0
    for match in _CODED.finditer(full):
        before = _HOLDER.search(full[start : match.start()])
        holder = before[0].lstrip(".,:&) ").strip() if before else ""
        start = match.end()
        claims.extend(_claim(one, match[1]) for one in _holders(holder, match[1]))
    return tuple(claims)


def _holders(line: str, ground: str) -> list[str]:
    """The holders of a joint claim, where the ground says that they are persons."""
    if not line:
        return []
    if ground.upper() in _PERSONAL and " & " in line and not looks_corporate(line.replace(" & ", " ")):
        return _people(line)
    return [line]


def _claim(holder: str, ground: str) -> Claim:
    known = GROUNDS.get(ground.upper().strip(".*\"'"))
    basis = f"{ground}: {known}" if known else ground
    return Claim(holder, territory="US", basis=f"renewal; {basis}" if basis else "renewal")


def _cited(full: str) -> tuple[str, str]:
    """Author and title of an entry that NYPL did not take apart: what stands before the first ©."""
    citation = _OWN_NUMBER.sub("", full).split("©", 1)[0].strip()
    citation = re.split(r"\s+(?:Date of publication|Date of registration)\b", citation)[0].strip()
    author, title = _headed(citation)
    return (author, title) if author else ("", citation or full)


def _headed(title: str) -> tuple[str, str]:
    """Divide "WALLACE, EDGAR. The traitor's gate" into heading and title."""
    match = _HEADING.match(title)
    return (match["name"], match["rest"].strip()) if match else ("", title)


_OPTIONAL = (
    "author", "title", "oreg", "odat", "id", "rdat", "claimants", "new_matter", "see_also_ren", "see_also_reg",
    "notes", "full_text",
)  # fmt: skip

SOURCE = Source(
    id="nypl_renewals",
    title=Text("米国著作権更新登録データ(1950〜2001年)", "United States copyright renewals, 1950–2001"),
    publisher=Text("ニューヨーク公共図書館", "The New York Public Library"),
    description=Text(
        "米国で1923年から1963年までに登録された著作物のうち、28年目に更新されたものの記録です。更新がなければ米国での保護は終わっています。"
        "更新を請求した者(権利者)とその立場が分かります。",
        "Which works registered in the United States from 1923 to 1963 were renewed in their 28th year, who claimed "
        "the renewal, and on what ground. Without a renewal, protection in the United States ended.",
    ),
    fields=("books", "newspapers", "music", "film", "stage", "art", "photography"),
    schemas=(
        "text",
        "serial",
        "musical_work",
        "script",
        "film",
        "recording",
        "artwork",
        "image",
        "photograph",
    ),
    homepage="https://github.com/NYPL/cce-renewals",
    licence="cc0-1.0",
    terms=Text(
        "データはCC0です。転記の誤りがあり得ますので、重要な判断では原本の確認をお勧めします。",
        "The data are CC0. They may hold errors of transcription: check the printed catalogue where much depends on it.",
    ),
    terms_url="https://github.com/NYPL/cce-renewals#readme",
    shapes=(
        Shape(
            "renewals",
            Csv(delimiter="\t", quoting=False),
            entry,
            ("entry_id", "oreg", "claimants"),
            _OPTIONAL,
            ("source_file", "volume", "part", "number", "page"),
            aliases={"auth": "author", "titl": "title", "dreg": "rdat", "note": "notes"},
            group="entry_id",
            removals=False,
        ),
    ),
    access=(Download("https://github.com/NYPL/cce-renewals/archive/refs/heads/master.zip"),),
    schedule="yearly",
)
