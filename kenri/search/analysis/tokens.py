"""Tokens and keys: what the engine is given.

Japanese runs become overlapping pairs of characters, other scripts whole words. A long-vowel mark is left
out of the pairs, and the pairs that hold it follow as extras, so that サーバ and サーバー meet while ビール
still ranks before ビル. Long keys are hashed: eight letters instead of a whole title.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from hashlib import blake2b
from operator import add

from kenri.identity.writing.normalise import LONG_MARK

CJK = (
    r"\u3005-\u3007\u3041-\u3096\u30fc\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
    r"\uac00-\ud7af\u1100-\u11ff"
)
_RUN = re.compile(rf"[{CJK}]+|[^ {CJK}]+")
_RUN_OVER_GAPS = re.compile(rf"[{CJK}][ {CJK}]*(?<! )|[^ {CJK}]+")
_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_OLD_ENDING = re.compile(r"(?<=[\u3400-\u9fff])[ひふ]")
_MODERN_ENDING = {"ひ": "い", "ふ": "う"}

_hash = blake2b(digest_size=6)
"""Copied for each key, which is quicker than to set up another."""

LONGEST_EDGE = 4
"""Characters of the longest prefix that completion looks up."""

LONGEST_WHOLE_KEY = 6
"""Characters of the longest key that is kept as it is."""

SHORTEST_LOOSE = 4
"""Characters of the shortest text of which a small っ may be left out."""

LONGEST_NEAR = 5
"""Characters of the longest title whose misspellings are found by leaving one character out."""


def runs(folded: str) -> list[str]:
    """The runs of a folded text: each all Japanese (or Korean), or one word of another script."""
    return _RUN.findall(folded)


def is_cjk(run: str) -> bool:
    """Whether a run is written without spaces between words."""
    return run >= "\u3005"


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run; a single character stays alone."""
    characters = list(run)
    return list(map(add, characters, characters[1:])) if len(run) > 1 else characters


def pairable(sound: str) -> str:
    """A sound as the engine is given it to pair: a single character is paired with a space."""
    return sound if len(sound) > 1 else f"{sound} "


def sound_pairs(sound: str) -> list[str]:
    """The pairs that the engine makes of a sound, each once."""
    return list(dict.fromkeys(pairs(pairable(sound))))


def run_tokens(run: str) -> tuple[list[str], list[str]]:
    """The tokens of a Japanese run, and the extras that hold its long-vowel marks."""
    if LONG_MARK not in run:
        return pairs(run), []
    short = run.replace(LONG_MARK, "")
    extras = [pair for pair in pairs(run) if LONG_MARK in pair and pair != LONG_MARK]
    return (pairs(short) if short else []), extras


def text_tokens(folded: str) -> tuple[list[str], list[str]]:
    """All tokens of a folded text to be indexed: pairs (over gaps too, extras last), and words."""
    if folded.isascii():
        return [], folded.split()
    tokens: list[str] = []
    words: list[str] = []
    extras: list[str] = []
    for spaced in _RUN_OVER_GAPS.findall(folded):
        run = spaced.replace(" ", "")
        if is_cjk(run):
            base, more = run_tokens(run)
            tokens += base
            extras += more
        else:
            words.append(run)
    return tokens + extras, words


def kanji_of(folded: str) -> list[str]:
    """The kanji of a folded text, one by one."""
    return _KANJI.findall(folded)


def loose_spelling(folded: str) -> str:
    """The text as others may spell it: old verb endings after a kanji in modern writing (思ひ出 → 思い出),
    and without the small っ of longer texts (坊っちゃん, 坊ちゃん)."""
    if "ひ" in folded or "ふ" in folded:
        folded = _OLD_ENDING.sub(lambda match: _MODERN_ENDING[match[0]], folded)
    return folded.replace("っ", "") if len(folded) >= SHORTEST_LOOSE else folded


def term_of(kind: str, key: str) -> str:
    """The token of a key: a short one as it is, a longer one hashed to eight letters; kinds stay apart."""
    if len(key) <= LONGEST_WHOLE_KEY:
        return kind + key
    hashed = _hash.copy()
    hashed.update((kind + key).encode())
    return b2a_base64(hashed.digest(), newline=False).decode()


def near_keys(key: str) -> list[str]:
    """A short key and what is left of it without each of its characters.

    Two keys that differ by one character changed, left out, added or swapped with its neighbour share one.
    """
    return [key, *dict.fromkeys([key[:place] + key[place + 1 :] for place in range(len(key))])]
