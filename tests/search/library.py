"""A small library of well-known works that the tests of search share."""

from __future__ import annotations

from kenri.search.document import Document, Term

SOSEKI = Term("夏目 漱石", "なつめ そうせき")

WORKS = (
    Document(
        "w1", "text", (Term("吾輩は猫である", "わがはいはねこである"), Term("I Am a Cat")), (SOSEKI,),
        ("isbn:9784003101018",), ("books",), ("aozora", "ndl_search"), ("夏目家",), ("public-domain",), 1905, 1906, 3,
    ),
    Document("w2", "text", (Term("こゝろ", "こころ"),), (SOSEKI,), (), ("books",), ("aozora",), first_year=1914, last_year=1914,
             addresses=("https://www.aozora.gr.jp/cards/000148/card773.html",)),
    Document(
        "w3", "film", (Term("ゴジラ 第三巻", "ごじら だいさんかん"),), (Term("渡邉 明", "わたなべ あきら"),),
        fields=("film",), sources=("madb",), first_year=1954, last_year=1954,
    ),
    Document(
        "w4", "text", (Term("The Old Man and the Sea"), Term("老人と海", "ろうじんとうみ")),
        (Term("Ernest Hemingway"), Term("アーネスト・ヘミングウェイ")), fields=("books",), sources=("gutenberg",),
        first_year=1952, last_year=1952,
    ),
    Document("w5", "text", (Term("コンピューターの歴史"),), fields=("books",), sources=("ndl_search",)),
    Document("w6", "serial", (Term("朝日新聞", "あさひしんぶん"),), fields=("newspapers",), sources=("ndl_search",)),
    Document(
        "w7", "text", (Term("國語學原論"),), (Term("時枝 誠記", "ときえだ もとき"),), fields=("books",),
        sources=("ndl_search",), first_year=1941, last_year=1941,
    ),
    Document("w8", "text", (Term("雁", "がん"),), (Term("森 鷗外", "もり おうがい"),), fields=("books",), first_year=1911, last_year=1913),
    Document("w9", "person", (Term("Carroll, Lewis"),), first_year=1832, last_year=1898),
    Document("w10", "programme", (Term("Seikai no Monshou"),), fields=("anime",), sources=("anidb",)),
)  # fmt: skip
