# ruff: noqa: E501, SIM905  (tables of characters read better in long lines)
"""Word lists for generated records, made from characters and syllables; no dictionary is shipped."""

from __future__ import annotations

import random

# Kanji with one common Sino-Japanese reading each: two of them make a word such as catalogues are full of.
_KANJI = """
日 にち|本 ほん|人 じん|大 だい|学 がく|国 こく|会 かい|社 しゃ|年 ねん|月 げつ|山 さん|川 せん|海 かい|空 くう|風 ふう|花 か
|鳥 ちょう|雪 せつ|雨 う|火 か|水 すい|木 もく|金 きん|土 ど|天 てん|地 ち|王 おう|女 じょ|男 だん|子 し|父 ふ|母 ぼ|兄 けい|弟 てい
|友 ゆう|愛 あい|心 しん|情 じょう|恋 れん|夢 む|光 こう|影 えい|音 おん|楽 がく|歌 か|詩 し|文 ぶん|字 じ|語 ご|話 わ|書 しょ|読 どく
|画 が|絵 かい|写 しゃ|真 しん|映 えい|像 ぞう|劇 げき|場 じょう|道 どう|路 ろ|街 がい|都 と|市 し|町 ちょう|村 そん|家 か|門 もん|戸 こ
|車 しゃ|船 せん|機 き|械 かい|電 でん|気 き|力 りょく|工 こう|業 ぎょう|農 のう|商 しょう|産 さん|物 ぶつ|品 ひん|店 てん|員 いん|医 い|薬 やく
|病 びょう|院 いん|法 ほう|律 りつ|権 けん|利 り|義 ぎ|務 む|政 せい|治 じ|党 とう|民 みん|主 しゅ|自 じ|由 ゆう|平 へい|和 わ|戦 せん
|争 そう|軍 ぐん|兵 へい|刀 とう|剣 けん|武 ぶ|士 し|将 しょう|城 じょう|史 し|古 こ|今 こん|新 しん|旧 きゅう|春 しゅん|夏 か|秋 しゅう|冬 とう
|東 とう|西 せい|南 なん|北 ほく|中 ちゅう|央 おう|外 がい|内 ない|上 じょう|下 げ|前 ぜん|後 ご|左 さ|右 う|高 こう|低 てい|長 ちょう|短 たん
|白 はく|黒 こく|赤 せき|青 せい|緑 りょく|紅 こう|紫 し|色 しょく|形 けい|体 たい|身 しん|頭 とう|手 しゅ|足 そく|目 もく|耳 じ|口 こう|声 せい
|食 しょく|飲 いん|米 べい|麦 ばく|肉 にく|魚 ぎょ|牛 ぎゅう|馬 ば|犬 けん|虫 ちゅう|竜 りゅう|神 しん|仏 ぶつ|寺 じ|宗 しゅう|教 きょう|祭 さい|礼 れい
|数 すう|理 り|化 か|科 か|技 ぎ|術 じゅつ|研 けん|究 きゅう|論 ろん|説 せつ|考 こう|察 さつ|記 き|録 ろく|伝 でん|報 ほう|告 こく|誌 し
|生 せい|死 し|命 めい|運 うん|動 どう|静 せい|変 へん|発 はつ|明 めい|暗 あん|開 かい|閉 へい|始 し|終 しゅう|進 しん|退 たい|入 にゅう|出 しゅつ
|名 めい|作 さく|全 ぜん|集 しゅう|編 へん|巻 かん|号 ごう|版 はん|図 ず|表 ひょう|典 てん|選 せん|案 あん|計 けい|設 せつ|造 ぞう|建 けん|築 ちく
|児 じ|童 どう|幼 よう|少 しょう|老 ろう|若 じゃく|婦 ふ|妻 さい|夫 ふ|孫 そん|遊 ゆう|戯 ぎ|競 きょう|走 そう|球 きゅう|星 せい|宇 う|宙 ちゅう
|経 けい|済 ざい|銀 ぎん|行 こう|税 ぜい|財 ざい|貨 か|価 か|格 かく|売 ばい|買 ばい|交 こう|通 つう|信 しん|郵 ゆう|放 ほう|送 そう|受 じゅ
"""

_FAMILY_FIRST = "田 た|山 やま|中 なか|高 たか|小 お|大 おお|川 かわ|木 き|村 むら|石 いし|藤 ふじ|渡 わた|佐 さ|伊 い|加 か|吉 よし|松 まつ|井 い|林 はやし|清 しみ|池 いけ|橋 はし|岡 おか|長 なが|西 にし|東 ひがし|北 きた|南 みなみ|福 ふく|島 しま|青 あお|黒 くろ|白 しら|金 かね|野 の|原 はら|谷 たに|森 もり|杉 すぎ|桜 さくら"
_FAMILY_LAST = "田 だ|山 やま|川 がわ|本 もと|村 むら|井 い|藤 とう|野 の|木 き|島 しま|崎 さき|沢 さわ|辺 なべ|口 ぐち|下 した|上 うえ|原 はら|橋 ばし|岡 おか|谷 たに|森 もり|林 ばやし|浜 はま|倉 くら|尾 お|部 べ|水 みず|内 うち|塚 づか|松 まつ"
_GIVEN_FIRST = "一 いち|太 た|健 けん|正 まさ|義 よし|和 かず|明 あき|秀 ひで|隆 たか|文 ふみ|芳 よし|美 み|恵 え|由 ゆ|久 ひさ|幸 ゆき|信 のぶ|光 みつ|武 たけ|千 ち|真 ま|智 とも|直 なお|春 はる|清 きよ|裕 ひろ|英 ひで|花 はな|雪 ゆき|桜 さくら"
_GIVEN_LAST = "郎 ろう|夫 お|男 お|子 こ|美 み|江 え|枝 え|介 すけ|助 すけ|彦 ひこ|雄 お|樹 き|香 か|代 よ|之 ゆき|人 と|也 や|三 ぞう|一 いち|吾 ご|恵 え|奈 な|太 た|平 へい|蔵 ぞう"

_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモラリルレロガギグゲゴザジズゼゾダデドバビブベボパピプペポ"
_ONSETS = ("b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br", "ch", "cl", "cr", "dr", "fl", "gr", "pl", "pr", "sh", "sl", "sp", "st", "str", "th", "tr", "wh", "qu", "")  # fmt: skip
_NUCLEI = ("a", "e", "i", "o", "u", "ea", "ou", "ai", "ee", "oo", "ie")
_CODAS = ("", "n", "r", "s", "t", "l", "m", "nd", "st", "ck", "ng", "rd", "th", "ss", "x", "ght")
_COMMON = "the of and in to a for on with from by at as is his her new old first last great little modern history life world story art music love war people house land sea night day man woman king".split()  # fmt: skip

Word = tuple[str, str]
"""As written, and as read in hiragana."""


def _table(text: str) -> list[Word]:
    return [
        (kanji, kana)
        for kanji, kana in (entry.split() for entry in text.replace("\n", "").split("|") if entry)
    ]


def kanji_words(random_: random.Random) -> list[Word]:
    """Two-kanji words with readings, most frequent first."""
    table = _table(_KANJI)
    words = [(a + b, c + d) for a, c in table for b, d in table if a != b]
    random_.shuffle(words)
    return words


def katakana_words(random_: random.Random, count: int = 20000) -> list[Word]:
    """Loan words of three to seven characters, some with long vowels, as written and in hiragana."""
    words: dict[str, str] = {}
    while len(words) < count:
        letters = [random_.choice(_KATAKANA) for _ in range(random_.randint(3, 6))]
        if random_.random() < 0.5:
            letters.insert(random_.randint(1, len(letters)), "ー")
        word = "".join(letters)
        words[word] = "".join(chr(ord(c) - 0x60) if c != "ー" else c for c in word)
    return list(words.items())


def latin_words(random_: random.Random, count: int = 40000) -> list[str]:
    """English-looking words, the real common ones first."""
    words = dict.fromkeys(_COMMON)
    while len(words) < count:
        syllables = random_.choice((1, 2, 2, 2, 3, 3))
        word = "".join(random_.choice(_ONSETS) + random_.choice(_NUCLEI) for _ in range(syllables))
        words[word + random_.choice(_CODAS)] = None
    return list(words)


def persons(random_: random.Random, count: int = 60000) -> list[tuple[Word, Word]]:
    """Family and given names with readings."""
    family = [(a + b, c + d) for a, c in _table(_FAMILY_FIRST) for b, d in _table(_FAMILY_LAST) if a != b]
    given = [(a + b, c + d) for a, c in _table(_GIVEN_FIRST) for b, d in _table(_GIVEN_LAST) if a != b]
    return [(random_.choice(family), random_.choice(given)) for _ in range(count)]
