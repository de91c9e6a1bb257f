"""Folding of writing: width, case, accents, kana, kanji forms, iteration marks, punctuation.

The folded text serves comparison only and is never shown.
"""

from __future__ import annotations

import re
import unicodedata

from kenri.identity.writing.kanji import variant_forms

ARTICLES = ("the ", "a ", "an ")
LONG_MARK = "ー"

_KANJI = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_REPEATS = re.compile(r"[々ゝゞヽヾ〱〲〻]")
_DOUBLE_REPEAT = re.compile(r"(..)(?:々々|〻〻)")
_KE = re.compile(rf"(?<=[{_KANJI}])[ヶケヵ](?=[{_KANJI}])")
_COUNTED = frozenset("月所国國年村")
_VOICED = dict(
    zip("かきくけこさしすせそたちつてとはひふへほ", "がぎぐげござじずぜぞだぢづでどばびぶべぼ", strict=True)
)

_SPECIAL = {
    "'": "", "’": "", "‘": "", "ʼ": "", "′": "", "`": "", "ʻ": "", "ʾ": "", "ʿ": "",
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i",
    "ŋ": "n", "ς": "σ",
    "ヷ": "ゔぁ", "ヸ": "ゔぃ", "ヹ": "ゔぇ", "ヺ": "ゔぉ",
    LONG_MARK: LONG_MARK, "〇": "〇", "〆": "〆", "&": " and ",
}  # fmt: skip


class _Folds(dict[int, str]):
    """What each character becomes; worked out on first sight, then kept."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    lower = character.lower()
    if lower != character:
        return "".join(map(_fold_character, lower))
    if character in _SPECIAL:
        return _SPECIAL[character]
    code = ord(character)
    if 0x30A1 <= code <= 0x30F6 or code in (0x30FD, 0x30FE):
        return chr(code - 0x60)
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category[0] in "PSZC":
        return " "
    if 0xC0 <= code < 0x2000:
        base = unicodedata.normalize("NFD", character)[0]
        return _SPECIAL.get(base, base)
    return variant_forms().get(character, character)


_FOLDS = _Folds()


_ASCII = bytes.maketrans(bytes(range(128)), "".join(_FOLDS[code][:1] or " " for code in range(128)).encode())
_DROPPED = "".join(chr(code) for code in range(128) if not _FOLDS[code]).encode()


def _folded_already() -> re.Pattern[str]:
    """Hiragana, and kanji that are not changed, parted by single spaces: much of Japanese is nothing else."""
    first, last = 0x4E00, 0x9FA5
    changed = sorted(code for code in map(ord, variant_forms()) if first <= code <= last)
    starts, ends = [first, *(code + 1 for code in changed)], [*(code - 1 for code in changed), last]
    kanji = "".join(
        f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True) if start <= end
    )
    run = f"[ぁ-ゖ{LONG_MARK}{kanji}]++"
    return re.compile(f"{run}(?: {run})*+")


_FOLDED = _folded_already()


def fold(text: str) -> str:
    """The text in its compared form: words and runs parted by single spaces, no punctuation.

    NFKC, lower case, no accents, hiragana for katakana, one form for each kanji, iteration marks written
    out. Idempotent.
    """
    if not text:
        return ""
    if text.isascii():
        if "&" in text:
            text = text.replace("&", _SPECIAL["&"])
        return b" ".join(text.encode().translate(_ASCII, _DROPPED).split()).decode()
    if _FOLDED.fullmatch(text):
        return text
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    if "ヶ" in text or "ケ" in text or "ヵ" in text:
        text = _KE.sub(_ke, text)
    text = text.translate(_FOLDS)
    if _REPEATS.search(text):
        text = expand_repeats(text)
    return " ".join(text.split())


def _ke(match: re.Match[str]) -> str:
    """関ヶ原 is read と が, 三ヶ月 is read か."""
    following = match.string[match.end()]
    return "か" if following in _COUNTED else "が"


def expand_repeats(text: str) -> str:
    """Write out iteration marks: 人々 → 人人, いすゞ → いすず, 部分々々 → 部分部分."""
    text = _DOUBLE_REPEAT.sub(r"\1\1", text)
    written: list[str] = []
    for character in text:
        if not _REPEATS.match(character) or not written:
            written.append(character)
        elif character in "〱〲":
            # A mark that stood at the beginning repeats nothing, and is not repeated either.
            written.extend(character for character in written[-2:] if not _REPEATS.match(character))
        elif character in "ゞヾ":
            written.append(_VOICED.get(written[-1], written[-1]))
        else:
            written.append(written[-1])
    return "".join(written)


def compact(folded: str) -> str:
    """The key of a folded text: no spaces, no long-vowel marks. Equal keys are the same title."""
    return folded.replace(" ", "").replace(LONG_MARK, "")


def without_article(folded: str) -> str:
    """The folded text without a leading English article."""
    if folded.startswith(ARTICLES):
        return folded.partition(" ")[2]
    return folded
