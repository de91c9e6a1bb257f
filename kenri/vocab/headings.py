"""Headings of catalogues: one text that holds a party's name, its life dates and its titles.

"Poe, Edgar Allan, 1809-1849", "夏目, 漱石, 1867-1916", "King, Martin Luther, Jr., 1929-1968",
"Utagawa Hiroshige (Japanese, 1797-1858)", "Macmillan, Inc."
"""

# A pattern that is broken over lines reads worse than a long one.
# ruff: noqa: E501

from __future__ import annotations

import re
import unicodedata

import msgspec

from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.names import Name, NameKind, inverted_name
from kenri.vocab.records import PartyKind


class Heading(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a heading says. ``additions`` are the words that are neither name nor date (Sir, Jr., Italian)."""

    name: Name
    kind: PartyKind = PartyKind.UNKNOWN
    born: ImpreciseDate | None = None
    died: ImpreciseDate | None = None
    active: ImpreciseDate | None = None
    additions: tuple[str, ...] = ()


_ORGANISATION = re.compile(
    r"\b(?:inc|ltd|limited|co|corp|corporation|company|llc|llp|plc|gmbh|ag|s\.?a\.?r?\.?l|k\.?k|kabushiki|"
    r"press|publishers?|publishing|university|college|school|society|association|institute|institution|"
    r"committee|council|commission|museum|library|gallery|foundation|ministry|department|bureau|office|"
    r"agency|orchestra|philharmonic|ensemble|quartet|choir|theatre|theater|studios?|productions?|pictures|"
    r"records|entertainment|workshop|church|congress|conference|government|group|band|bros|brothers|"
    r"musical group|firm|club|union|league|party)\b\.?(?!\s*,\s*[A-Z][a-z]+\s[A-Z]\.)"
    r"|株式会社|有限会社|合同会社|合資会社|[(（][株有財社][)）]|法人|委員会|協会|学会|研究会|研究所|大学|新聞社|"
    r"出版社|出版部|出版会|書店|書房|書院|放送局|放送協会|プロダクション|スタジオ|レコード|楽団|合唱団|劇団|"
    r"図書館|博物館|美術館|編集部|製作所|事務所|連盟|組合|省$|庁$|県$|府$|クラブ$|グループ$|サークル$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:sir|dame|lord|lady|baron(?:ess)?|count(?:ess)?|comte(?:sse)?|duke|duchess|earl|viscount(?:ess)?|"
    r"marquis|marquess|marchioness|prince(?:ss)?|king|queen|emperor|empress|tsar|pope|saint|st|mrs?|ms|miss|"
    r"dr|prof|rev|fr|mme|mlle|freiherr|graf|don|jr|sr|jun|sen|junior|senior|the elder|the younger|"
    r"père|pere|fils|aîné|ph\.? ?d|m\.? ?d|esq|[ivx]+|\d+(?:st|nd|rd|th)|天皇|親王|内親王|法師|上人)\b\.?(?:\s.*)?",
    re.IGNORECASE,
)
_PSEUDONYM = re.compile(r"pseud(?:onym)?s?\.?|筆名|ペンネーム|変名", re.IGNORECASE)
_YEAR = r"(?:(?:ca?\.?|circa|approximately|about|before|after|-?)\s*\d{1,4}\??(?:年|\s*(?:B\.?C\.?E?\.?|A\.?D\.?))?\??(?:\s?or\s?\d{1,4})?|\?+|不明|不詳|未詳)"
_LIFE = re.compile(
    rf"(?P<born>{_YEAR})\s*[-‐–—~〜～]\s*(?P<died>{_YEAR}(?:\s*B\.?C\.?E?\.?)?)?", re.IGNORECASE
)
_BC_END = re.compile(r"\s*B\.?C\.?E?\.?$", re.IGNORECASE)
_BORN = re.compile(
    rf"(?:b\.|born|né|née|生|誕生)\s*(?:in\s)?(?P<year>{_YEAR})|(?P<year_ja>{_YEAR})\s*生(?:まれ)?",
    re.IGNORECASE,
)
_DIED = re.compile(
    rf"(?:d\.|died|没|死去?)\s*(?:in\s)?(?P<year>{_YEAR})|(?P<year_ja>{_YEAR})\s*[没歿]|[-–—~]\s*(?P<open>\d{{3,4}})",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"(?:active|fl\.?|flourished|exhibited|活動|活躍)\s*:?\s*(?P<when>.*\d.*)|(?P<century>.*(?:century|世紀).*)",
    re.IGNORECASE,
)
_LAST_PARENTHESIS = re.compile(r"^(?P<name>.+?)\s*[(（\[](?P<inside>[^()（）\[\]]*)[)）\]]\s*\.?$")


def read_heading(text: str, *, language: str = "") -> Heading:
    """Divide a heading into name, life dates and additions.

    The name is kept as written apart from what is taken off; it is divided into family and given name only
    where the heading is inverted by a comma. Names of organisations are never divided.
    """
    rest = " ".join(text.split())
    found: dict[str, ImpreciseDate | None] = {}
    additions: list[str] = []
    inside = _LAST_PARENTHESIS.match(rest)
    if inside and _is_addition(inside["inside"], found, additions):
        rest = inside["name"].rstrip(" ,、")
    pieces = [piece.strip() for piece in re.split(r"[,、，]", rest)]
    named = _ORGANISATION.search(rest)
    # "Church, Frederic Edwin": a first piece that is only such a word is a family name.
    organisation = named is not None and not (len(pieces) > 1 and named[0] == pieces[0])
    while len(pieces) > 1 and (
        _life(pieces[-1], found) or (not organisation and _addition(pieces[-1], additions))
    ):
        pieces.pop()
    dated = "born" in found or "died" in found
    organisation = organisation and not (dated and len(pieces) > 1)
    name_text = _without_final_dot(", ".join(pieces))
    kind = NameKind.PEN_NAME if any(map(_PSEUDONYM.fullmatch, additions)) else NameKind.MAIN
    person = not organisation and (len(pieces) > 1 or dated)
    if organisation:
        party = PartyKind.ORGANISATION
    else:
        party = PartyKind.PERSON if person else PartyKind.UNKNOWN
    name = (
        inverted_name(name_text, kind=kind, language=language) if person else Name(name_text, kind, language)
    )
    return Heading(
        name, party, found.get("born"), found.get("died"), found.get("active"), tuple(reversed(additions))
    )


def _without_final_dot(text: str) -> str:
    """Without the full stop that ends a heading, but with that of an initial or abbreviation."""
    if text.endswith(".") and not re.search(
        r"(?:\b\w|\b(?:inc|ltd|co|corp|jr|sr|bros|st|dr))\.$", text, re.IGNORECASE
    ):
        return text[:-1]
    return text


def _is_addition(inside: str, found: dict[str, ImpreciseDate | None], additions: list[str]) -> bool:
    """Whether a last parenthesis holds life dates (perhaps after a nationality) or marks a pseudonym."""
    pieces = [piece.strip() for piece in re.split(r"[,、，;]", inside)]
    kept = [piece for piece in pieces if not _life(piece, found)]
    if len(kept) == len(pieces) and not _PSEUDONYM.fullmatch(inside.strip()):
        return False
    additions.extend(piece for piece in reversed(kept) if piece)
    return True


def _addition(piece: str, additions: list[str]) -> bool:
    bare = piece.strip("[]()（） ")
    if not bare or _PSEUDONYM.fullmatch(bare) or _TITLE.fullmatch(bare):
        if bare:
            additions.append(bare)
        return True
    return False


def _life(piece: str, found: dict[str, ImpreciseDate | None]) -> bool:
    """Whether a piece is a life date; what it says goes into ``found``."""
    piece = unicodedata.normalize("NFKC", piece).strip()
    if not _BC_END.search(piece):
        piece = piece.rstrip(".")
    if match := _LIFE.fullmatch(piece):
        died = match["died"] or ""
        bc = _BC_END.search(died)
        _put(found, "born", match["born"] + (bc[0] if bc and not _BC_END.search(match["born"]) else ""))
        _put(found, "died", died)
        return True
    if match := _BORN.fullmatch(piece):
        _put(found, "born", match["year"] or match["year_ja"])
        return True
    if match := _DIED.fullmatch(piece):
        _put(found, "died", match["year"] or match["year_ja"] or match["open"])
        return True
    if match := _ACTIVE.fullmatch(piece):
        _put(found, "active", match["when"] or match["century"])
        return True
    return False


def _put(found: dict[str, ImpreciseDate | None], key: str, text: str) -> None:
    """Keep a date where the text holds one; years of one or two digits stand for themselves here."""
    written = text.strip()
    if re.fullmatch(r"\d{1,2}", written):
        written = f"AD {written}"
    date = parse_date(written)
    if date and date.certainty != "unknown":
        found[key] = date
