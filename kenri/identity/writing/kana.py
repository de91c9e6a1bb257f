"""Readings: how a name sounds, so that spellings of one sound meet.

``sound`` takes together what readers, romanisations and old orthography write differently.
"""

from __future__ import annotations

import re

from kenri.identity.writing.normalise import LONG_MARK

_KANA_ONLY = re.compile(r"[ぁ-ゖー ]+")
_READING = re.compile(r"(?=.*[ぁ-ゖ])[ぁ-ゖー 0-9a-z]+")
_HAS_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af\uac00-\ud7af]")

_ROWS = {
    "あ": "あかさたなまやらわがざだば",
    "い": "いきしちにみりぎじび",
    "う": "うくすつぬふむゆるぐずぶぷ",
    "え": "えけせてねめれげぜでべぺ",
    "お": "おこそとのほもよろごぞどぼぽ",
}
_ROWS["あ"] += "ぱ"
_ROWS["い"] += "ひぴ"

# The vowel comes before the look back at its row, so that the other characters are passed over quickly.
_LONG = re.compile(
    "[あいうえお](?:"
    + "|".join(
        f"(?<=[{row}][{lengthening}])[{lengthening}]*"
        for lengthening, row in (("おう" if vowel == "お" else vowel, row) for vowel, row in _ROWS.items())
    )
    + ")"
)

_SAME_SOUND = str.maketrans(
    {
        # What is found is translated faster.
        **{chr(code): chr(code) for code in (*range(128), *range(0x3041, 0x3097))},
        **dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True)),
        "ゐ": "い", "ゑ": "え", "を": "お", "ぢ": "じ", "づ": "ず", "は": "わ", "へ": "え",
        LONG_MARK: "", " ": "",
    }
)  # fmt: skip

_SPELLINGS = {
    # ヴ is written as a b sound as often as not.
    "ゔぁ": "ば", "ゔぃ": "び", "ゔぇ": "べ", "ゔぉ": "ぼ", "ゔ": "ぶ",
    # ティ and チ, ディ and ジ are one in most romanisations.
    "てぃ": "ち", "でぃ": "じ", "とぅ": "つ", "どぅ": "ず",
    # Historical orthography: てふ is read ちょう, くわ か (Cabinet Notice on modern kana usage, 1986).
    "くゎ": "か", "ぐゎ": "が", "くわ": "か", "ぐわ": "が",
    "けふ": "きよ", "せふ": "しよ", "てふ": "ちよ", "でふ": "じよ", "ねふ": "によ", "れふ": "りよ",
    "せう": "しよ", "ぜう": "じよ", "てう": "ちよ", "でう": "じよ", "ねう": "によ", "べう": "びよ",
    "めう": "みよ", "れう": "りよ", "げう": "ぎよ",
}  # fmt: skip
_SPELLING = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))

_N_VOWEL = {
    "んあ": "な", "んい": "に", "んう": "ぬ", "んえ": "ね", "んお": "の", "んや": "にや", "んゆ": "にゆ",
    "んよ": "によ",
}  # fmt: skip
_N = re.compile("ん[あいうえおやゆよ]")


def is_kana(folded: str) -> bool:
    """Whether a folded text is written in kana only."""
    return not folded.isascii() and _KANA_ONLY.fullmatch(folded) is not None


def is_reading(folded: str) -> bool:
    """Whether a folded text says how it is read: kana, perhaps with letters and digits among them."""
    return _READING.fullmatch(folded) is not None


def has_kanji(folded: str) -> bool:
    """Whether a folded text holds a character that needs a reading."""
    return not folded.isascii() and _HAS_KANJI.search(folded) is not None


def sound(folded: str) -> str:
    """The sound of folded kana, taking together what is written differently.

    Long vowels (おう, おお, ー) are short, small kana large, ぢづをはへ as they are spoken, ん before a vowel
    as the romanisation joins it (けんいち and Kenichi), historical spellings as modern ones. Letters stay.
    """
    if folded.isascii():
        return folded.replace(" ", "")
    modern = _SPELLING.sub(_modern, folded)
    spoken = _LONG.sub("", modern.translate(_SAME_SOUND))
    return _N.sub(lambda match: _N_VOWEL[match[0]], spoken) if "ん" in spoken else spoken


def _modern(match: re.Match[str]) -> str:
    return _SPELLINGS[match[0]]


_LOOSE = str.maketrans(
    {
        **dict(zip("がぎぐげござじずぜぞだぢづでど", "かきくけこさしすせそたしすてと", strict=True)),
        **dict(zip("ばびぶべぼぱぴぷぺぽ", "わひふえほわひふえほ", strict=True)),
        "つ": "",
    }
)


def echo(sound: str) -> str:
    """A sound without what readers disagree about: voicing (かり, がり) and doubled consonants."""
    return _LONG.sub("", sound.translate(_LOOSE))
