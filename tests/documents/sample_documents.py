"""One full set of data that suits every document, made up from the fields that each declares."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kenri.documents.about import Field, template

TEXTS: dict[str, Any] = {
    "number": "文化庁裁定 2026-000123",
    "to": ["〒100-0001 東京都千代田区千代田一丁目1番", "株式会社青空映像", "代表取締役　山田 花子"],
    "issuer": ["文化庁長官", "文 化 次 郎"],
    "applicant": ["株式会社青空映像", "東京都千代田区千代田一丁目1番"],
    "licensor": ["佐藤 一郎"],
    "licensee": ["株式会社青空映像"],
    "case": "K-2026-000045",
    "procedure": "著作権法第67条の3の規定による裁定（未管理公表著作物等）",
    "article": "著作権法第67条の3第1項",
    "title": "瀬戸内の漁村",
    "creator": "撮影者不詳（記録映画「瀬戸内の漁村」制作委員会）",
    "work_kind": "映画の著作物",
    "publication": "1968年（昭和43年）10月公開",
    "identification": "16ミリフィルム、42分。標題部に「瀬戸内の漁村」とあるもの（https://example.jp/archive/films/2f9a1b7c4d/items/00018273645?page=1）",
    "manner": "公衆送信（自動公衆送信。ウェブサイトにおける無償の配信）及びそれに伴う複製",
    "territory": "日本国内",
    "amount": 36_500,
    "label_text": "この複製物は、著作権法第67条の3第1項の規定による文化庁長官の裁定（令和8年（2026年）6月1日）に基づき作成したものです。",
    "verify": "https://kenri.example.jp/verify?number=2026-000123",
    "account": ["みどり銀行　霞が関支店", "普通 1234567　シテイホショウキンカンリキカン"],
    "reference": "4500 0123 7788",
    "lines": [
        {
            "text": "通常の使用料に相当する額（年額）",
            "rule": "算出方法規程 第4条",
            "amount": 12_000,
            "tax_rate": "10%",
            "quantity": "1",
            "title": "瀬戸内の漁村",
            "use": "配信",
            "count": 1_203,
            "share": "1/2",
        },
        {
            "text": "利用期間による調整（1,096日）",
            "rule": "算出方法規程 第7条",
            "amount": 24_500,
            "tax_rate": "10%",
            "quantity": "1",
            "title": "港の朝",
            "use": "上映",
            "count": 4,
            "share": "1/1",
        },
    ],
    "works": [
        {"number": "1", "title": "瀬戸内の漁村", "creator": "不詳", "identification": "16ミリフィルム 42分"}
    ],
    "reasons": [
        "利用方法についての説明が、配信と上映のいずれを指すか明らかではありません。",
        "確認先として示された一覧のうち、二つの窓口の閲覧記録がありません。",
    ],
    "conditions": ["改変して利用しないこと。", "著作者名が判明したときは、速やかに表示すること。"],
    "attachments": ["検索記録（証拠一覧）", "照会状の写し及び配達の記録"],
    "contact": ["文化庁著作権課 裁定担当", "電話 03-0000-0000"],
    "requirements": [
        {
            "requirement": "著作権等管理事業者による管理がないこと",
            "article": "67条の3第2項1号",
            "result": "満たす",
            "evidence": "検索記録 3～9",
            "officer": "確認 太郎",
            "at": "2026-05-12T14:05:00+09:00",
        },
        {
            "requirement": "意思を確認するための措置を執ったが、確認できなかったこと",
            "article": "67条の3第1項1号",
            "result": "満たす",
            "evidence": "照会状 1、2",
            "officer": "確認 太郎",
            "at": "2026-05-12T14:20:00+09:00",
        },
    ],
    "measures": [
        {
            "at": "2026-04-20T10:30:00+09:00",
            "source": "分野横断権利情報検索システム",
            "query": "瀬戸内の漁村",
            "result": "該当なし",
        }
    ],
    "clauses": [
        {"heading": "許諾", "text": "甲は、乙に対し、前記の範囲において本著作物を利用することを許諾する。"},
        {"heading": "表示", "text": "乙は、利用に当たり、甲の氏名を表示する。"},
    ],
    "signed": [
        {"party": "甲", "name": "佐藤 一郎", "at": "2026-06-01T09:00:00+09:00"},
        {"party": "乙", "name": "株式会社青空映像", "at": "2026-06-02T17:41:00+09:00"},
    ],
}
BY_KIND: dict[str, Any] = {
    "text": "下記のとおり",
    "lines": ["一行目", "二行目"],
    "date": dt.date(2026, 6, 1),
    "moment": dt.datetime(2026, 5, 18, 1, 5, tzinfo=dt.UTC),
    "period": (dt.date(2026, 6, 1), dt.date(2029, 5, 31)),
    "integer": 12,
    "money": 3_318,
    "yes_no": False,
    "list": ["一つ目", "二つ目"],
}


def value_of(key: str, field: Field) -> Any:
    if key in TEXTS:
        return TEXTS[key]
    if field.kind == "rows":
        return [{column.key: BY_KIND[column.kind] for column in field.columns}]
    return BY_KIND[field.kind]


def data_of(name: str) -> dict[str, Any]:
    """Every field of the document."""
    return {key: value_of(key, field) for key, field in template(name).fields.items()}
