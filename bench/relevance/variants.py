# ruff: noqa: E501, SIM905  (tables of characters read better in long lines)
"""How people write a title otherwise than the catalogue: the queries of the bench.

Own small tables on purpose: nothing here is taken from the analysis chain that is measured. Every function
gives an empty string where the variant does not apply to a text.
"""

from __future__ import annotations

import random
import re
import unicodedata

OLD_FORMS = dict(
    zip(
        "国学会体図気広経済戦争写真画旧医薬楽変声売読数万竜沢浜桜恵辺斉円応歓旅関観顔帰亀拠教区径軽県験顕厳効号黄黒砕雑参桟賛残糸歯児辞実釈寿収従渋獣縦粛処暑諸叙将称焼証乗剰壌嬢条浄触寝慎尽粋随髄枢瀬斉静摂窃専浅潜繊銭禅双壮捜挿装総騒蔵属続堕対帯滞台滝択団断遅昼虫鋳庁聴鉄転点伝党盗灯当独届弐悩脳廃拝発抜蛮秘浜瓶払仏並宝豊満黙訳予余与誉様謡来頼覧両猟緑励礼霊齢恋炉労楼禄湾遥",
        "國學會體圖氣廣經濟戰爭寫眞畫舊醫藥樂變聲賣讀數萬龍澤濱櫻惠邊齊圓應歡旅關觀顏歸龜據敎區徑輕縣驗顯嚴效號黃黑碎雜參棧贊殘絲齒兒辭實釋壽收從澁獸縱肅處暑諸敍將稱燒證乘剩壤孃條淨觸寢愼盡粹隨髓樞瀨齊靜攝竊專淺潛纖錢禪雙壯搜插裝總騷藏屬續墮對帶滯臺瀧擇團斷遲晝蟲鑄廳聽鐵轉點傳黨盜燈當獨屆貳惱腦廢拜發拔蠻祕濱甁拂佛竝寶豐滿默譯豫餘與譽樣謠來賴覽兩獵綠勵禮靈齡戀爐勞樓祿灣遙",
        strict=True,
    )
)
NAME_FORMS = {
    "辺": "邊邉", "邊": "辺邉", "邉": "辺邊", "斎": "齋斉", "斉": "齊斎", "高": "髙", "崎": "﨑嵜", "沢": "澤", "澤": "沢",
    "浜": "濱", "島": "嶋", "嶋": "島", "広": "廣", "廣": "広", "桜": "櫻", "国": "國", "竜": "龍", "龍": "竜", "滝": "瀧",
    "瀧": "滝", "富": "冨", "恵": "惠", "真": "眞", "吉": "𠮷", "関": "關", "鴎": "鷗", "鷗": "鴎", "塩": "鹽", "芦": "蘆",
}  # fmt: skip
_NEW_FORMS = {old: new for new, old in OLD_FORMS.items()} | {
    form: min(name, form) if name in OLD_FORMS.values() else name
    for name, forms in NAME_FORMS.items()
    for form in forms
}

_MORA = """
きゃ kya きゅ kyu きょ kyo しゃ sha しゅ shu しょ sho ちゃ cha ちゅ chu ちょ cho にゃ nya にゅ nyu にょ nyo ひゃ hya ひゅ hyu ひょ hyo
みゃ mya みゅ myu みょ myo りゃ rya りゅ ryu りょ ryo ぎゃ gya ぎゅ gyu ぎょ gyo じゃ ja じゅ ju じょ jo びゃ bya びゅ byu びょ byo
ぴゃ pya ぴゅ pyu ぴょ pyo ふぁ fa ふぃ fi ふぇ fe ふぉ fo てぃ ti でぃ di うぃ wi うぇ we しぇ she ちぇ che じぇ je
あ a い i う u え e お o か ka き ki く ku け ke こ ko さ sa し shi す su せ se そ so た ta ち chi つ tsu て te と to
な na に ni ぬ nu ね ne の no は ha ひ hi ふ fu へ he ほ ho ま ma み mi む mu め me も mo や ya ゆ yu よ yo
ら ra り ri る ru れ re ろ ro わ wa を o が ga ぎ gi ぐ gu げ ge ご go ざ za じ ji ず zu ぜ ze ぞ zo だ da ぢ ji づ zu で de ど do
ば ba び bi ぶ bu べ be ぼ bo ぱ pa ぴ pi ぷ pu ぺ pe ぽ po ん n ゔ vu ぁ a ぃ i ぅ u ぇ e ぉ o
""".split()
_HEPBURN = dict(zip(_MORA[::2], _MORA[1::2], strict=True))
_KUNREI = (("sha", "sya"), ("shu", "syu"), ("sho", "syo"), ("shi", "si"), ("cha", "tya"), ("chu", "tyu"), ("cho", "tyo"),
           ("chi", "ti"), ("tsu", "tu"), ("fu", "hu"), ("ja", "zya"), ("ju", "zyu"), ("jo", "zyo"), ("ji", "zi"))  # fmt: skip
_MACRON = str.maketrans("aiueo", "āīūēō")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def simple(text: str) -> str:
    """The comparison by which an answer counts as right: letters and digits only, kana and old forms alike."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join(
        c for c in unicodedata.normalize("NFD", text) if c in "\u3099\u309a" or not unicodedata.combining(c)
    )
    text = hiragana(unicodedata.normalize("NFC", text))
    return "".join(_NEW_FORMS.get(c, c) for c in text if c.isalnum() or c == "ー")


def hiragana(text: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def katakana(text: str) -> str:
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def is_japanese(text: str) -> bool:
    return _JAPANESE.search(text) is not None


def width(text: str, _: random.Random) -> str:
    """ASCII in full width, or katakana in half width."""
    if text.isascii():
        return "".join("　" if c == " " else chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    half = "".join(_HALF.get(c, c) for c in text)
    return half if half != text else wide if wide != text else ""


_HALF = {}
for _code in range(0xFF66, 0xFF9E):
    _plain = unicodedata.normalize("NFKC", chr(_code))
    _HALF[_plain] = chr(_code)
    for _mark, _half_mark in (("\u3099", "ﾞ"), ("\u309a", "ﾟ")):
        _voiced = unicodedata.normalize("NFC", _plain + _mark)
        if len(_voiced) == 1:
            _HALF[_voiced] = chr(_code) + _half_mark


def kana_swap(text: str, _: random.Random) -> str:
    """Hiragana for katakana and the other way round."""
    if not _KANA.search(text):
        return ""
    return "".join(hiragana(c) if c != hiragana(c) else katakana(c) for c in text)


def old_kanji(text: str, _: random.Random) -> str:
    """New kanji as old ones, or old ones as new."""
    older = "".join(OLD_FORMS.get(c, c) for c in text)
    return (
        older
        if older != text
        else (newer if (newer := "".join(_NEW_FORMS.get(c, c) for c in text)) != text else "")
    )


def name_forms(text: str, random_: random.Random) -> str:
    """Characters of a name in another of their forms."""
    other = "".join(random_.choice(NAME_FORMS[c]) if c in NAME_FORMS else c for c in text)
    return other if other != text else ""


def spacing(text: str, random_: random.Random) -> str:
    """Spaces left out of a Japanese title, or put in where the script changes."""
    if not is_japanese(text):
        return ""
    if re.search(r"\s", text):
        return re.sub(r"\s+", "", text)
    places = [i for i in range(1, len(text)) if _script(text[i - 1]) != _script(text[i])]
    if not places:
        return ""
    place = random_.choice(places)
    return f"{text[:place]} {text[place:]}"


def _script(character: str) -> int:
    return (
        1
        if "ぁ" <= character <= "ゖ"
        else 2
        if "ァ" <= character <= "ー"
        else 3
        if _JAPANESE.match(character)
        else 4
    )


def romaji(kana: str, style: str) -> str:
    """Kana in Roman letters: ``hepburn`` (no long vowels), ``macron``, ``kunrei``, ``wapuro`` (as typed)."""
    letters = []
    kana = hiragana(unicodedata.normalize("NFKC", kana))
    place = 0
    while place < len(kana):
        two, one = kana[place : place + 2], kana[place]
        if two in _HEPBURN and len(two) == 2:
            letters.append(_HEPBURN[two])
            place += 1
        elif one == "っ":
            letters.append("っ")
        elif one == "ー":
            letters.append("ー")
        elif one in _HEPBURN:
            letters.append(_HEPBURN[one])
        elif one == " " or one.isascii():
            letters.append(one)
        else:
            return ""
        place += 1
    text = re.sub(r"っ(ch)", r"t\1", "".join(letters))
    text = re.sub(r"っ([a-z])", r"\1\1", text).replace("っ", "")
    if style == "kunrei":
        text = text.replace("tch", "cch")
        text = re.sub(r"cch([aiuo])", lambda m: "tti" if m[1] == "i" else "tty" + m[1], text)
        text = re.sub(r"ssh([aiuo])", lambda m: "ssi" if m[1] == "i" else "ssy" + m[1], text)
        for hepburn, kunrei in _KUNREI:
            text = text.replace(hepburn, kunrei)
    if style == "wapuro":
        return re.sub(r"ー", "-", text).replace("-", "")
    text = re.sub(r"([aiueo])ー", lambda m: m[1].translate(_MACRON) if style == "macron" else m[1], text)
    for pair in ("ou", "oo", "uu"):
        text = text.replace(pair, pair[0].translate(_MACRON) if style == "macron" else pair[0])
    return text.replace("ー", "")


def nasal(letters: str) -> str:
    """n before b, p, m as m, or the other way round."""
    other = re.sub(r"n(?=[bpm])", "m", letters)
    return other if other != letters else ""


def typo(text: str, random_: random.Random) -> str:
    """One character left out, changed or added, not at the very ends."""
    japanese = is_japanese(text)
    places = [i for i in range(1, len(text) - 1) if text[i].isalnum()]
    if len(places) < 3:
        return ""
    place = random_.choice(places)
    kind = random_.choice("cda")
    if japanese:
        other = (
            chr(random_.randint(0x4E00, 0x8FFF))
            if "一" <= text[place] <= "鿿"
            else random_.choice("かしつなほまよりけせ")
        )
    else:
        other = random_.choice(_LETTERS)
    if kind == "d":
        return text[:place] + text[place + 1 :]
    return text[:place] + other + text[place + (kind == "c") :]


def transposed(text: str, random_: random.Random) -> str:
    """Two neighbouring characters swapped, not the first."""
    places = [
        i
        for i in range(1, len(text) - 1)
        if text[i].isalnum() and text[i + 1].isalnum() and text[i] != text[i + 1]
    ]
    if not places:
        return ""
    place = random_.choice(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def word_order(text: str, _: random.Random) -> str:
    """The second half of the words first."""
    parts = text.split()
    if len(parts) < 3:
        return ""
    middle = len(parts) // 2
    return " ".join(parts[middle:] + parts[:middle])


def edition(text: str, random_: random.Random) -> str:
    """A title with the edition or carrier that lists of what somebody owns write behind it."""
    japanese = ("文庫", "新装版", "[DVD]", "【初回限定盤】", "単行本")
    return (
        f"{text} {random_.choice(japanese if is_japanese(text) else ('[DVD]', '(paperback)', 'hardcover'))}"
    )


def publisher(text: str, random_: random.Random) -> str:
    """A title with its publisher or series in brackets."""
    if is_japanese(text):
        return f"{text}（{random_.choice(('新潮文庫', '角川書店', '講談社'))}）"
    return f"{text} ({random_.choice(('Penguin Classics', 'Oxford University Press', 'Dover'))})"


def half(text: str) -> str:
    """The first half of a title, at a word's end where it has words."""
    parts = text.split()
    if len(parts) >= 4 and not is_japanese(text):
        return " ".join(parts[: (len(parts) + 1) // 2])
    return text[: (len(text) + 1) // 2] if is_japanese(text) and len(text) >= 8 else ""


_ROMAN = ("", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ", "Ⅸ")
_KANJI_DIGITS = "〇一二三四五六七八九"


def numerals(text: str, random_: random.Random) -> str:
    """A lone digit from 2 to 9 in another writing: 3, 三, Ⅲ, III, ③."""
    match = re.search(
        r"(?<![0-9〇一二三四五六七八九十百千A-Za-z])([2-9]|[二三四五六七八九]|[Ⅱ-Ⅸ]|III|II|IV)(?![0-9〇一二三四五六七八九十百千A-Za-z])",
        text,
    )
    if match is None:
        return ""
    written = match[1]
    if written in _ROMAN:
        value = _ROMAN.index(written)
    elif written in _KANJI_DIGITS:
        if not re.match(r"[巻部章話回号期世代集編冊]|$", text[match.end() :]):
            return ""
        value = _KANJI_DIGITS.index(written)
    else:
        value = {"II": 2, "III": 3, "IV": 4}.get(written) or int(written)
    forms = [str(value), _ROMAN[value], unicodedata.normalize("NFKC", _ROMAN[value]), chr(0x2460 + value - 1)]
    if is_japanese(text):
        forms.append(_KANJI_DIGITS[value])
    return text[: match.start()] + random_.choice([f for f in forms if f != written]) + text[match.end() :]
