"""The consonants of a name: what Latin letters and katakana of a foreign name have in common.

Katakana writes a foreign name by ear, so no rule gives チャールズ・ディケンズ for Charles Dickens. But the
consonants mostly survive: both become ``trs`` and ``dkns``. Equal skeletons are weak evidence, never more.
"""

from __future__ import annotations

import codecs
import functools
import re

from kenri.identity.writing.normalise import LONG_MARK

VOWEL = "a"
"""Stands for a vowel or half-vowel at the beginning; vowels elsewhere are left out."""

_ROWS = {
    "k": "かきくけこゕゖ", "g": "がぎぐげご", "s": "さしすせそざじずぜぞ", "t": "たちつてと",
    "d": "だぢづでど", "n": "なにぬねのん", "h": "はひへほ", "b": "ばびぶべぼゔふ", "p": "ぱぴぷぺぽ",
    "m": "まみむめも", "r": "らりるれろ",
}  # fmt: skip
_OF_KANA = {kana: consonant for consonant, row in _ROWS.items() for kana in row}
# Kana as single bytes: those are translated many times as fast as characters.
_HIRAGANA, _KATAKANA = (
    "".join(map(chr, script)) for script in (range(0x3041, 0x3097), range(0x30A1, 0x30F7))
)
_KANA = f"\0{_HIRAGANA}{_KATAKANA}ヷヸヹヺ{LONG_MARK}".ljust(256, "\ufffe")
_BYTE_OF = codecs.charmap_build(_KANA)
_CONSONANTS = f"\0{2 * ''.join(_OF_KANA.get(kana, ' ') for kana in _HIRAGANA)}bbbb".ljust(256).encode()
_UNHEARD = bytes(place for place, consonant in enumerate(_CONSONANTS) if consonant == ord(" "))
_VOWELS = bytes(place for place in _UNHEARD if _KANA[place] not in "っッ" + LONG_MARK)

_LETTERS = re.compile(
    r"(?P<s>sch|tio(?=n)|sh|th(?!om)|c(?=[eiy])|z|s|j|g(?=[eiy]))"
    r"|(?P<t>tch|tz|ts|th|ch(?![rl])|t)"
    r"|(?P<k>c?k|qu?|ch|c)|(?P<ks>x)"
    r"|(?P<none>gh(?![aeiouy])|^w(?=r)|r(?![aeiouy])|(?<=[aeiou])r(?=e$)|[aeiouyw])"
    r"|(?P<n>^kn|gn$|m(?=[bp])|n)|(?P<m>mb$|m)"
    r"|(?P<b>ph|f|v|b)|(?P<r>l|r)|(?P<g>gh|g)|(?P<d>dg(?=e)|d)|(?P<p>p)|(?P<h>h(?=[aeiouy]))"
)
_DOUBLED = re.compile(r"([a-z])\1")


@functools.lru_cache(maxsize=262144)
def skeleton(folded: str) -> str:
    """The consonants of one folded word of kana or Latin letters; empty for anything else.

    Voiced and unvoiced sibilants are one, as are b, v and f, l and r, n and m before b or p.
    """
    if folded.isascii():
        return _of_letters(folded) if folded.isalpha() else ""
    return of_kana(folded)


def of_kana(word: str) -> str:
    """The consonants of a word of hiragana or katakana; empty for anything else."""
    kana = codecs.charmap_encode(word, "ignore", _BYTE_OF)[0]
    if not kana or len(kana) < len(word):
        return ""
    consonants = kana.translate(_CONSONANTS, _UNHEARD).decode()
    return VOWEL + consonants if kana[0] in _VOWELS else consonants


def _of_letters(word: str) -> str:
    written = VOWEL if word[0] in "aeiouyw" else ""
    found = [match.lastgroup for match in _LETTERS.finditer(_DOUBLED.sub(_once, word))]
    return written + "".join([sound for sound in found if sound and sound != "none"])


def _once(doubled: re.Match[str]) -> str:
    return doubled[1]
