"""Credits as catalogues write them: 「［監督］黒澤明 ／ ［脚本］橋本忍」, 「夏目漱石 著」, "Poe, Edgar Allan, 1809-1849".

These three forms come in many databases: bracketed lists (media arts), statements of responsibility
(libraries; NCR and ISBD area 1) and authority headings. Each is taken apart into names with the role words
that the source uses; nothing is guessed about a name without a role.
"""

from __future__ import annotations

import functools
import re

import msgspec

from kenri.vocab.dates import Certainty, ImpreciseDate, year_date
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, PartyKind
from kenri.vocab.vocabularies import role_named


class Credit(msgspec.Struct, frozen=True):
    """A name and what the source says that its bearer did; ``role_text`` is the source's own wording."""

    name: str
    roles: tuple[str, ...] = ()
    role_text: str = ""


class Heading(msgspec.Struct, frozen=True):
    """An authority heading taken apart: the name and the years that libraries add to tell namesakes apart."""

    name: Name
    born: ImpreciseDate | None = None
    died: ImpreciseDate | None = None
    kind: PartyKind = PartyKind.UNKNOWN


SPACE = " \t\r\n\u3000"
NOBODY = frozenset(
    ("ほか", "他", "等", "など", "不詳", "不明", "なし", "-", "－", "―", "et al.", "[ほか]", "ほか]")
)
_TO_ASCII_BRACKETS = str.maketrans("［］", "[]")
_PIECES = re.compile(r"／|\s/\s|,(?=\S)|\r?\n")
_LEADING = re.compile(r"\s*(?:\[([^\]]*)\]|【([^】]*)】)\s*[:：]?")
_LEADING_NOTE = re.compile(r"\(([^)]*)\)\s*")
_TRAILING = re.compile(r"\s*(?:\[([^\]]*)\]|（([^（）]*)）|〈([^〉]*)〉)$")
_COLON = re.compile(r"([^:：\sA-Za-z\d]{1,14})[:：]\s*(?=\S)")
_ROLE_PARTS = re.compile(r"[｜|･・、,，＆&/／]|\s+and\s+")
_NOTE_START = ("※", "＊", "*", "(注", "（注")


@functools.lru_cache(maxsize=8192)
def role_keys(role_text: str, default: str) -> tuple[str, ...]:
    """The role keys of a role wording such as 「脚本｜監督」; ``default`` alone where none is known."""
    if not role_text:
        return (default,)
    whole = role_named(role_text)
    if whole:
        return (whole,)
    found: dict[str, None] = {}
    for part in _ROLE_PARTS.split(role_text):
        key = role_named(part.strip(SPACE)) if part.strip(SPACE) else None
        if key:
            found[key] = None
    return tuple(found) or (default,)


@functools.lru_cache(maxsize=16384)
def bracketed(text: str, default: str) -> tuple[Credit, ...]:
    """Names of a bracketed list; a name without brackets has the role of the one before it.

    ［ ］ hold a role, 【 】 the character that a performer gave voice or body to. ``default`` is the role key
    where the source says none.
    """
    credits: list[Credit] = []
    roles: tuple[str, ...] = (default,)
    wording = ""
    for piece in _PIECES.split(text.translate(_TO_ASCII_BRACKETS)):
        rest = piece.strip(SPACE)
        if not rest or rest.startswith(_NOTE_START):
            continue
        words: list[str] = []
        character = None
        while found := _LEADING.match(rest):
            if found[2] is not None:
                character = found[2]
            elif found[1].strip(SPACE):
                words.append(found[1].strip(SPACE))
            rest = rest[found.end() :].strip(SPACE)
        if character is not None:
            roles, wording = ("actor",), ""
        elif words:
            wording = "・".join(words)
            roles = role_keys(wording, default)
        name, notes, own = _without_notes(rest)
        if not name or name in NOBODY:
            continue
        said = f"【{character}】" if character else wording
        if own and not words and character is None:
            credits.append(Credit(name, role_keys(own, default), own))
        else:
            credits.append(Credit(name, roles, " ".join(filter(None, (said, *notes)))))
    return tuple(credits)


def _without_notes(text: str) -> tuple[str, list[str], str]:
    """The name, the notes around it, and a role that stands after it or before a colon."""
    notes: list[str] = []
    own = ""
    if leading := _LEADING_NOTE.match(text):
        notes.append(f"（{leading[1]}）")
        text = text[leading.end() :]
    if colon := _COLON.match(text):
        own = colon[1]
        text = text[colon.end() :]
    while trailing := _TRAILING.search(text):
        if trailing.start() == 0:
            break
        note = next(group for group in trailing.groups() if group is not None).strip(SPACE)
        if trailing[1] is not None and not own and role_named(note):
            own = note
        elif note:
            notes.append(f"（{note}）")
        text = text[: trailing.start()]
    return text.strip(SPACE + "[]【】"), notes, own


# A role word may follow a name without a space only where it is a common one: 「芥川竜之介著」.
_ATTACHED = re.compile(
    r"(?P<name>.+?)(?P<role>編著|共著|原著|著者|訳著|訳編|編訳|訳注|訳註|校訂|校注|校註|監修|編集|編輯|編纂|"
    r"監訳|翻訳|原作|作曲|作詞|編曲|監督|脚本|演出|撮影|解説|講述|口述|述|著|編|訳|撰|輯)$"
)
_GROUPS = re.compile(r"\|\||\s*[;；]\s*")
_NAMES = re.compile(r"\s*[,、，]\s*")
_SLASH = re.compile(r"(?P<name>.+?)\s*[/／]\s*(?P<role>[^/／]+)$")
_SPACED = re.compile(r"(?P<name>.+\S)[\s\u3000]+\[?(?P<role>[^\s\u3000\[\]]+)\]?$")
_BY = re.compile(r"(?:(?P<role>[A-Za-z ]+?)\s+)?by\s+(?P<names>.+)$", re.IGNORECASE)
_OTHERS = re.compile(r"[\s\u3000]*\[?(?:ほか|他|et al\.?)\]?$")
_UNKNOWN_ROLE = re.compile(r"[ァ-ヶー一-龠々ぁ-ん]{1,12}$")


@functools.lru_cache(maxsize=16384)
def responsibility(text: str, default: str = "contributor") -> tuple[Credit, ...]:
    """Names of a library's statement of responsibility: 「A, B 著 ; C 訳」, 「A/ピアノアレンジ,B/ピアノアレンジ」.

    A name without a role word of its own has that of the next name with one (NCR 1987, 1.1.5.1).
    """
    credits: list[Credit] = []
    for group in _GROUPS.split(text):
        by = _BY.match(group.strip(SPACE))
        if by:
            wording = f"{by['role'] or ''} by".strip()
            keys = role_keys(by["role"] or "", role_named(wording) or default)
            names = re.split(r"\s*,\s*|\s+and\s+|\s*&\s*", by["names"])
            credits.extend(Credit(name.strip(SPACE + "."), keys, wording) for name in names if name)
            continue
        waiting: list[str] = []
        for part in _NAMES.split(group):
            part = _OTHERS.sub("", part.strip(SPACE))
            if not part:
                continue
            name, wording = _name_and_role(part)
            waiting.append(name)
            if wording:
                keys = role_keys(wording, default)
                credits.extend(Credit(one, keys, wording) for one in waiting if one not in NOBODY)
                waiting = []
        credits.extend(Credit(one, (default,), "") for one in waiting if one not in NOBODY)
    return tuple(credits)


def _name_and_role(text: str) -> tuple[str, str]:
    found = _SLASH.match(text)
    if found:
        return _OTHERS.sub("", found["name"]), found["role"].strip(SPACE)
    found = _SPACED.match(text)
    if found and (role_named(found["role"]) or _ends_like_role(found["role"])):
        return _OTHERS.sub("", found["name"].strip(SPACE)), found["role"]
    attached = _ATTACHED.match(text)
    if attached and len(attached["name"].strip(SPACE)) > 1:
        return _OTHERS.sub("", attached["name"].strip(SPACE)), attached["role"]
    return text, ""


@functools.lru_cache(maxsize=2048)
def _ends_like_role(word: str) -> bool:
    """Whether an unknown word is a role by its ending: 「共編訳」, 「演奏」, 「ピアノ」 but not a given name."""
    return bool(_ATTACHED.match(f"某{word}")) or word.endswith(
        ("演奏", "指揮", "ピアノ", "ほか編", "画", "絵", "作")
    )


_YEARS = re.compile(
    r",\s*(?P<born>(?:ca\.?\s*|約)?\d{3,4}\??)?\s*(?P<dash>[-‐–—~～])?\s*(?P<died>(?:ca\.?\s*|約)?\d{3,4}\??)?\.?$"
)
_DIGITS = re.compile(r"\d{3,4}")
_KATAKANA = re.compile(r"[ァ-ヶー・＝=\s]+$")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_ORGANISATION = re.compile(
    r"(?:会|社|所|省|庁|局|館|大学|学校|協会|委員会|研究室|センター|グループ|銀行|組合|課|部|団|府|県|市|"
    r"Inc\.?|Ltd\.?|Co\.?|Company|Corporation|University|Institute|Society|Museum|Library|Press|Association)$"
)


@functools.lru_cache(maxsize=32768)
def heading(text: str, reading: str = "") -> Heading:
    """An authority heading: 「夏目, 漱石, 1867-1916」, "Poe, Edgar Allan, 1809-1849", 「講談社」."""
    years = _YEARS.search(text)
    born = died = None
    if years and years[0].strip(", ."):
        text = text[: years.start()]
        if years["dash"] is None and years["born"]:
            born = _year(years["born"])
        else:
            born, died = _year(years["born"]), _year(years["died"])
    family, comma, given = text.partition(",")
    family, given = family.strip(SPACE), given.strip(SPACE)
    kana = ""
    if reading:
        kana = _YEARS.sub("", reading) if "," in reading else reading
        kana = " ".join(part for part in re.split(r"[,\s\u3000]+", kana) if part)
    if not comma or not given:
        kind = PartyKind.PERSON if (born or died) else PartyKind.UNKNOWN
        if kind is PartyKind.UNKNOWN and _ORGANISATION.search(family):
            kind = PartyKind.ORGANISATION
        return Heading(Name(family or text, reading=kana), born, died, kind)
    if _LATIN.search(text) or _KATAKANA.match(family):
        shown = f"{family}, {given}"
    else:
        shown = family + given
    return Heading(Name(shown, reading=kana, family=family, given=given), born, died, PartyKind.PERSON)


def _year(text: str | None) -> ImpreciseDate | None:
    if not text:
        return None
    digits = _DIGITS.search(text)
    if digits is None:
        return None
    date = year_date(int(digits[0]), text.strip())
    if "?" in text or "ca" in text or "約" in text:
        return msgspec.structs.replace(date, certainty=Certainty.CIRCA)
    return date


_PUBLISHING = re.compile(r"(.+?)\s*[(（\[](製作|発売|発行|頒布|配給|制作)[^)）\]]*[)）\]]$")


@functools.lru_cache(maxsize=16384)
def publisher(written: str, language: str = "", *, reading: str = "") -> Contribution:
    """A publisher, and what stands behind it in brackets: 「メディアパル (発売)」."""
    found = _PUBLISHING.match(written)
    name, wording = (found[1], found[2]) if found else (written, "")
    return Contribution(
        (Name(name, language=language, reading=reading),),
        role="publisher",
        role_text=wording,
        kind=PartyKind.ORGANISATION,
    )


def contributions(
    credits: tuple[Credit, ...], *, language: str = "", kind: PartyKind = PartyKind.UNKNOWN, limit: int = 400
) -> list[Contribution]:
    """One contribution for each role of each credit, without repeats, in the source's order."""
    made: dict[Contribution, None] = {}
    for credit in credits[:limit]:
        for role in credit.roles:
            names = (Name(credit.name, language=language),)
            made[Contribution(names, role=role, role_text=credit.role_text, kind=kind)] = None
    return list(made)
