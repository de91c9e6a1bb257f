"""Credits as catalogues write them: 「［監督］黒澤明 ／ ［脚本］橋本忍」 and 「夏目漱石 著」.

Bracketed lists come from media arts, statements of responsibility from libraries (NCR and ISBD area 1). Each
is taken apart into names with the role words that the source uses; nothing is guessed about a name without
a role.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import msgspec

from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, PartyKind
from kenri.vocab.vocabularies import role_named


class Credit(msgspec.Struct, frozen=True):
    """A name and what the source says that its bearer did; ``role_text`` is the source's own wording."""

    name: str
    roles: tuple[str, ...] = ()
    role_text: str = ""


SPACE = " \t\r\n\u3000"
LONGEST = 2000
"""Characters of a statement that is taken apart. Longer ones are kept whole: they are prose, or an attack."""
LONGEST_WORDING = 200
"""Characters of a wording of roles."""
_RUNS = re.compile(r"[ \t\u3000]{3,}")
NOBODY = frozenset(
    ("ほか", "他", "等", "など", "不詳", "不明", "なし", "-", "－", "―", "et al.", "[ほか]", "ほか]")
)
_TO_ASCII_BRACKETS = str.maketrans("［］", "[]")
_PIECES = re.compile(
    r"(?:／|＋|\s/\s|,(?=\S)|\r?\n|(?<=\])[:：](?=\S)|、(?![^（(]*[）)]))"
    r"(?![^\[\]]*\])(?![^【】]*】)"
)
_STRAY = re.compile(r"(／\s*|\A)\]")
_AND_OTHERS = re.compile(r"(?<=\S)(?:[ \u3000]?ほか|[ \u3000]他)$")
_LEADING = re.compile(r"\s*(?:\[([^\]]*)\]|【([^】]*)】|〈[^〉]*〉)\s*[:：]?")
_BARE = re.compile(r"(?!・)[^\[\]［］【】〈〉()（）／＋/,、:：\r\n※＊*他か]+")
"""A name with nothing around it: none of the marks and none of the endings that the other patterns seek."""
_LEADING_NOTE = re.compile(r"[(（]([^)）]*)[)）]\s*(?=\S)")
_TRAILING = re.compile(r"\s*(?:\[([^\]]*)\]|（([^（）]*)）|〈([^〉]*)〉)$")
_COLON = re.compile(r"([^:：\sA-Za-z\d]{1,14}|[a-z]{1,6})[:：]\s*(?=\S)")
_ROLE_PARTS = re.compile(r"[｜|･・、,，＆&/／]|\s+and\s+")
_NOTE_START = ("※", "＊", "*", "・", "(注", "（注")


def _fold_runs(text: str) -> str:
    """The text with each run of spaces as one, since on runs the patterns would backtrack without end."""
    return _RUNS.sub(" ", text)


@functools.lru_cache(maxsize=8192)
def role_keys(role_text: str, default: str) -> tuple[str, ...]:
    """The role keys of a role wording such as 「脚本｜監督」; ``default`` alone where none is known."""
    role_text = _fold_runs(role_text.removeprefix("等"))
    if not role_text or len(role_text) > LONGEST_WORDING:
        return (default,)
    parts = [part.strip(SPACE) for part in _ROLE_PARTS.split(role_text) if part.strip(SPACE)]
    keys = [role_named(part) for part in parts]
    whole = role_named(role_text)
    if whole and (len(parts) < 2 or None in keys or "著作" in parts):  # 製作・著作 is one role
        return (whole,)
    found = tuple(dict.fromkeys(key for key in keys if key))
    if found:
        return found
    # 「オリジナルキャラクターデザイン」: a long enough ending says the role
    tail = next((key for n in range(len(role_text) - 1, 3, -1) if (key := role_named(role_text[-n:]))), None)
    return (tail or default,)


@functools.lru_cache(maxsize=16384)
def bracketed(text: str, default: str) -> tuple[Credit, ...]:
    """Names of a bracketed list; a name without brackets has the role of the one before it.

    ［ ］ hold a role, 【 】 the character that a performer gave voice or body to. ``default`` is the role key
    where the source says none. Text of more than ``LONGEST`` characters is one credit.
    """
    text = _fold_runs(text)
    if len(text) > LONGEST:
        return (Credit(text.strip(SPACE), (default,)),)
    if _BARE.fullmatch(bare := text.strip(SPACE)):
        return () if bare in NOBODY else (Credit(bare, (default,)),)
    found: list[Credit] = []
    roles: tuple[str, ...] = (default,)
    wording = ""
    for piece in _PIECES.split(_STRAY.sub(r"\1", text.translate(_TO_ASCII_BRACKETS))):
        rest = piece.strip(SPACE)
        if not rest or rest.startswith(_NOTE_START):
            continue
        words: list[str] = []
        character = None
        while bracket := _LEADING.match(rest):
            if bracket[2] is not None:
                character = bracket[2]
            elif bracket[1] and bracket[1].strip(SPACE):
                words.append(bracket[1].strip(SPACE))
            rest = rest[bracket.end() :].strip(SPACE)
        if character is not None:
            roles, wording = ("actor",), ""
        elif words:
            wording = "・".join(words)
            roles = ("singer",) if wording == "歌" else role_keys(wording, default)
        name, notes, own = _without_notes(rest)
        if not name or name in NOBODY:
            continue
        said = f"【{character}】" if character else wording
        if own and not words and character is None:
            found.append(Credit(name, role_keys(own, default), own))
        else:
            found.append(Credit(name, roles, " ".join(filter(None, (said, *notes)))))
    return tuple(found)


def _without_notes(text: str) -> tuple[str, list[str], str]:
    """The name, the notes around it, and a role that stands after it or before a colon."""
    notes: list[str] = []
    own = ""
    text = text.rstrip(":：" + SPACE)
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
    return _AND_OTHERS.sub("", text.strip(SPACE + "[]【】")), notes, own


# A role word may follow a name without a space only where it is a common one: 「芥川竜之介著」.
_ATTACHED = re.compile(
    r"(?P<name>.+?)(?P<role>編著|共著|原著|著者|訳著|訳編|編訳|訳注|訳註|校訂|校注|校註|監修|編集|編輯|編纂|"
    r"監訳|翻訳|原作|作曲|作詞|編曲|監督|脚本|演出|撮影|解説|講述|口述|述|著|編|訳|撰|輯|筆|画)$"
)
_GROUPS = re.compile(r"\|\||\s*[;；]\s*")
_NAMES = re.compile(r"\s*[,、，]\s*")
_SLASH = re.compile(r"(?P<name>.+?)\s*[/／]\s*(?P<role>[^/／]+)$")
_SPACED = re.compile(r"(?P<name>.+\S)[\s\u3000]+\[?(?P<role>[^\s\u3000\[\]]+)\]?$")
_BY = re.compile(r"(?:(?P<role>[A-Za-z ]+?)\s+)?by\s+(?P<names>.+)$", re.IGNORECASE)
_OTHERS = re.compile(r"[\s\u3000]*(?:\[(?:ほか|他|et al\.?)\]|(?<=\s)(?:ほか|他|et al\.?))$")
_OTHERS_INSIDE = re.compile(r"[\s\u3000]*[\[〔](?:ほか|他)[\]〕][\s\u3000]*(?=\S)")
_SUPPLIED = re.compile(r"^\[([^\[\]]+)\]$")


@functools.lru_cache(maxsize=16384)
def responsibility(text: str, default: str = "contributor") -> tuple[Credit, ...]:
    """Names of a statement of responsibility: 「A, B 著 ; C 訳」, 「A/ピアノアレンジ,B/ピアノアレンジ」.

    A name without a role word of its own has that of the next name with one (NCR 1987, 1.1.5.1). Text of
    more than ``LONGEST`` characters is one credit.
    """
    text = _fold_runs(text)
    if len(text) > LONGEST:
        return (Credit(text.strip(SPACE), (default,)),)
    found: list[Credit] = []
    for group in _GROUPS.split(_OTHERS_INSIDE.sub(" ", text)):
        by = _BY.match(group.strip(SPACE))
        if by:
            wording = f"{by['role'] or ''} by".strip()
            keys = role_keys(by["role"] or "", role_named(wording) or default)
            names = re.split(r"\s*,\s*|\s+and\s+|\s*&\s*", by["names"])
            found.extend(Credit(name.strip(SPACE + "."), keys, wording) for name in names if name)
            continue
        waiting: list[str] = []
        for part in _NAMES.split(group):
            part = _OTHERS.sub("", part.strip(SPACE))
            if not part:
                continue
            name, wording = _name_and_role(part)
            name = _SUPPLIED.sub(r"\1", name)
            waiting.append(name)
            if wording:
                keys = role_keys(wording, default)
                found.extend(Credit(one, keys, wording) for one in waiting if one not in NOBODY)
                waiting = []
        found.extend(Credit(one, (default,), "") for one in waiting if one not in NOBODY)
    return tuple(found)


def _name_and_role(text: str) -> tuple[str, str]:
    found = _SLASH.match(text)
    if found:
        return _OTHERS.sub("", found["name"]), found["role"].strip(SPACE)
    found = _SPACED.match(text)
    if found and (role_named(found["role"].removeprefix("等")) or _ends_like_role(found["role"])):
        return _OTHERS.sub("", found["name"].strip(SPACE)), found["role"]
    attached = _ATTACHED.match(text)
    if attached and len(attached["name"].strip(SPACE)) > 1:
        return _OTHERS.sub("", attached["name"].strip(SPACE)), attached["role"]
    return text, ""


@functools.lru_cache(maxsize=2048)
def _ends_like_role(word: str) -> bool:
    """Whether an unknown word is a role by its ending: 「共編訳」, 「演奏」 but not a given name."""
    return bool(_ATTACHED.match(f"某{word}")) or word.endswith(
        ("演奏", "指揮", "ピアノ", "画", "絵", "作", "閲", "校", "補")
    )


_PUBLISHING = re.compile(r"(.+?)\s*[(（\[](製作|発売|発行|頒布|配給|制作|販売)[^)）\]]*[)）\]]$")


@functools.lru_cache(maxsize=16384)
def publisher(written: str, language: str = "", *, reading: str = "") -> Contribution:
    """A publisher, and what stands behind it in brackets: 「メディアパル (発売)」."""
    folded = _fold_runs(written)
    bare = _SUPPLIED.sub(r"\1", _OTHERS.sub("", folded)) if len(folded) <= LONGEST else folded
    found = _PUBLISHING.match(bare) if len(bare) <= LONGEST else None
    name, wording = (found[1], found[2]) if found else (bare, "")
    return Contribution(
        (Name(name, language=language, reading=reading),),
        role="publisher",
        role_text=wording,
        kind=PartyKind.ORGANISATION,
    )


def contributions(
    credited: tuple[Credit, ...],
    readings: list[str] | tuple[str, ...] = (),
    parties: list[str] | tuple[str, ...] = (),
    *,
    cast: str = "actor",
) -> list[Contribution]:
    """One contribution for each role of each credit, without repeats, in the source's order.

    ``readings`` and ``parties`` (ids of the source) belong to the credits one by one; where their number
    differs nothing tells whose they are, and they are left out. ``cast`` is the role of who has a character.
    """
    if len(readings) != len(credited):
        readings = [""] * len(credited)
    if len(parties) != len(credited):
        parties = [""] * len(credited)
    made: dict[Contribution, None] = {}
    for credit, reading, party in zip(credited, readings, parties, strict=True):
        name = Name(credit.name, reading=reading)
        for role in credit.roles:
            key = cast if role == "actor" else role
            made[Contribution((name,), role=key, role_text=credit.role_text, party=party)] = None
    return list(made)


_MEANT = (
    (frozenset({"game"}), re.compile("原画"), "animator", "illustrator"),
    (frozenset({"recording", "musical_work", "video"}), re.compile("(?:歌|うた)$"), "", "singer"),
)
"""Kinds of work, a wording, the role that it has elsewhere (any where empty), and the role it has there."""


def as_meant(made: Iterable[Contribution], schema: str) -> tuple[Contribution, ...]:
    """Contributions, each once, with the roles that their wordings have in this kind of work.

    「原画」 are the key frames of an animation and the illustrations of a game; 「歌」 is a poet's word in a
    book and a singer's on a record.
    """
    found: dict[Contribution, None] = {}
    rules = [rule for rule in _MEANT if schema in rule[0]]
    for one in made:
        for _, wording, elsewhere, meant in rules:
            if elsewhere in ("", one.role) and wording.match(one.role_text):
                one = msgspec.structs.replace(one, role=meant)
        found[one] = None
    return tuple(found)


@functools.lru_cache(maxsize=8192)
def with_own_readings(text: str, role: str) -> tuple[Contribution, ...]:
    """Names with ``∥`` and a reading: 「[発行]集英社　∥　シュウエイシャ,[発売]小学館」."""
    made: dict[Contribution, None] = {}
    for part in re.split(r",(?=\S)|\s／\s", text) if len(text) <= LONGEST else [text]:
        written, _, reading = part.partition("∥")
        for one in contributions(bracketed(written, role), [reading.strip(SPACE)]):
            made[one] = None
    return tuple(made)
