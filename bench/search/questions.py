# ruff: noqa: E501, SIM905  (tables of characters read better in long lines)
"""Queries of each class, drawn from generated records."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bench.search.generator import Generator, Raw

CLASSES = (
    "exact",
    "two kanji",
    "reading",
    "romaji",
    "completion",
    "typo",
    "fielded",
    "common word",
    "half + creator",
)
MIXED = ("exact", "two kanji", "reading", "completion", "typo", "fielded")
FACETS = ("field", "schema", "source", "status")

_HEPBURN = dict(
    zip(
        "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわがぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽん",
        "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya yu yo ra ri "
        "ru re ro wa ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po n".split(),
        strict=True,
    )
)


def questions(raws: Sequence[Raw], each: int = 300, seed: int = 7) -> dict[str, list[str]]:
    """``each`` queries of every class about the given records."""
    choose = random.Random(seed)
    generator = Generator()
    japanese = [raw for raw in raws if raw.kana and len(raw.title) >= 4 and not raw.title.isascii()]
    english = [raw for raw in raws if raw.title.isascii() and raw.title.isascii() and len(raw.title) > 10]
    words = [word for word, _ in generator.kanji[:3000]]
    pick = choose.choice
    return {
        "exact": [pick(raws).title for _ in range(each)],
        "two kanji": [words[int(3000 * choose.random() ** 2)] for _ in range(each)],
        "reading": [_hiragana(pick(japanese).kana.replace(" ", "")) for _ in range(each)],
        "romaji": [_romaji(pick(japanese).kana) for _ in range(each)],
        "completion": [
            title[: choose.randint(1, max(1, len(title) - 2))]
            for title in (pick(raws).title for _ in range(each))
        ],
        "typo": [_typo(pick(japanese if n % 2 else english).title, choose) for n in range(each)],
        "fielded": [
            f"title:{pick(words[:800])} field:{pick(raws).field} year:1900-2025" for _ in range(each)
        ],
        "common word": [pick(words[:40]) for _ in range(each)],
        "half + creator": [
            f"{raw.title[: (len(raw.title) + 1) // 2]} {raw.creators[0].text}"
            for raw in (pick(japanese) for _ in range(each))
        ],
    }


def _hiragana(kana: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in kana)


def _romaji(kana: str) -> str:
    """Word by word, without long vowels; small characters join as in Hepburn."""
    text = ""
    for c in _hiragana(kana):
        if c in "ゃゅょ" and text:
            vowel = "auo"["ゃゅょ".index(c)]
            stem = text[:-1]
            text = stem + vowel if stem.endswith(("sh", "ch", "j")) else stem + "y" + vowel
        elif c == "っ":
            continue
        elif c != "ー":
            text += _HEPBURN.get(c, c)
    return text.replace("ou", "o").replace("uu", "u")


def _typo(title: str, choose: random.Random) -> str:
    place = choose.randrange(1, len(title) - 1)
    kind = choose.choice("cds")
    other = "象" if ord(title[place]) > 0x3000 else choose.choice("aeioustn")
    if kind == "c":
        return title[:place] + other + title[place + 1 :]
    if kind == "d":
        return title[:place] + title[place + 1 :]
    return title[:place] + title[place + 1] + title[place] + title[place + 2 :]
