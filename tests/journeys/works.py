"""The works that the journeys are about, as lists that circles, archives and societies hand in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.web.small_catalogue import table

SONG, FILM, NOVEL, REEL = "夜更けのループ", "港の記録 一九六二", "電子の海の灯台", "三つの声 造船所の一日"
SCROLL, PRIVATE = "造船所の絵巻", "収蔵庫Ｂの三段目・寄贈者非公開"
"""An item of Japan Search, and what its institution says of it to itself."""
HEADING = "作品ID 作品名 よみ 種別 作者 公開日 URL 利用条件 役割"


def exports(folder: Path) -> Iterator[tuple[str, Path]]:
    """A net song whose maker nobody knows, an archive's film, a net novel, a film of three holders."""
    works = [
        (
            "1",
            SONG,
            "よふけのるーぷ",
            "楽曲",
            "名無しの夜",
            "2016-03-01",
            "https://example.org/songs/1",
            "",
            "",
        ),
        (
            "2",
            FILM,
            "みなとのきろく",
            "映像",
            "森山ハナ",
            "1962-05-05",
            "https://example.org/films/2",
            "",
            "",
        ),
        ("3", NOVEL, "", "小説", "白石透", "2021-07-07", "https://example.org/novels/3", "", ""),
        (
            "4",
            REEL,
            "みっつのこえ",
            "映像",
            "森山ハナ／白石透／名無しの夜",
            "1962-10-05",
            "https://example.org/films/4",
            "",
            "製作／脚本／作曲",
        ),
    ]
    yield "creators_list", table(folder / "creators/list.csv", HEADING, *works)
    item = {
        "id": "harbour-1",
        "common": {
            "id": "harbour-1", "title": SCROLL, "database": "harbour", "contentsType": "image", "temporal": ["1962年"],
            "contributor": ["作者: 森山ハナ"], "contentsRightsType": "incr", "provider": "港の博物館", "ownerOrg": "港の博物館",
            "linkUrl": "https://archive.example.org/harbour/1",
        },
        "rdfindex": {"type": ["絵画"], "temporal": []},
        "harbour-memo-s": PRIVATE,
    }  # fmt: skip
    page = folder / "japan_search" / "page_0.json"
    page.parent.mkdir(parents=True)
    page.write_text(json.dumps({"hit": 1, "from": 0, "list": [item]}, ensure_ascii=False), encoding="utf-8")
    yield "japan_search", page
