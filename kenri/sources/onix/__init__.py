"""ONIX for Books 3: what publishers tell the book trade of their products.

Read: ONIX 3.0 and 3.1 messages with reference names or short tags, with or without a namespace. Codes are
those of EDItEUR's code lists (issue 70 and before); an unknown contributor role rejects its product. Generic:
the publisher's file is named when it is harvested. The mapping follows the published specification; it was
never run against a live feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kenri.harvest.source import Shape, Source, Xml
from kenri.sources.onix.product import product
from kenri.vocab.text import Text

_IGNORED = (
    "ProductSupply", "ContentDetail", "PromotionDetail", "ProductionDetail", "RecordSourceType",
    "RecordSourceIdentifier", "RecordSourceName", "DeletionText", "Barcode", "@datestamp", "@sourcename",
    "@sourcetype", "a194", "recordsourceidentifier", "a197", "a199", "barcode", "productsupply", "contentdetail",
    "promotiondetail", "productiondetail",
)  # fmt: skip
_NAMESPACES = ("http://ns.editeur.org/onix/3.0/", "http://ns.editeur.org/onix/3.1/")
_REFERENCE = ("RecordReference", "DescriptiveDetail")
_REFERENCE_MORE = (
    "NotificationType", "ProductIdentifier", "CollateralDetail", "PublishingDetail", "RelatedMaterial",
)  # fmt: skip
_SHORT_TAGS = ("a001", "descriptivedetail")
_SHORT_MORE = ("a002", "productidentifier", "collateraldetail", "publishingdetail", "relatedmaterial")


def _shapes() -> Iterable[Shape]:
    """A shape for each tag set in each namespace, and for messages without one."""
    for tags, item, required, more in (
        ("reference", "Product", _REFERENCE, _REFERENCE_MORE),
        ("short", "product", _SHORT_TAGS, _SHORT_MORE),
    ):
        for space in (*(f"{one}{tags}" for one in _NAMESPACES), ""):
            version = re.sub(r".*/(3\.\d)/.*", r"\1", space) or "plain"
            form = Xml(f"{{{space}}}{item}" if space else item, {"": space} if space else {})
            yield Shape(f"{tags}-{version}", form, product, required, more, _IGNORED, removals=False)


SOURCE = Source(
    id="onix",
    title=Text("出版社の書誌(ONIX for Books 3)", "Publishers (ONIX for Books 3)"),
    publisher=Text("各出版社・書誌配信者", "The publisher or distributor that sends the file"),
    description=Text(
        "ONIX for Books 3で書籍・電子書籍の情報を配信する、すべての出版社のための汎用の接続です。"
        "読み、寄与者の役割、著作権表示、販売権の地域を読み取ります。",
        "A generic connection for every publisher that sends ONIX for Books 3: readings, roles of contributors, "
        "copyright statements and the territories of sales rights.",
    ),
    fields=("books", "manga"),
    schemas=("text", "comic", "recording", "video", "image", "musical_work", "film"),
    homepage="https://www.editeur.org/83/Overview/",
    licence="",
    terms=Text(
        "利用条件は、データを提供する出版社・配信者ごとに異なります。取り込む前にご確認ください。",
        "The terms are those of the publisher or distributor that gives the data: check them before harvesting.",
    ),
    terms_url="https://www.editeur.org/93/Release-3.0-Downloads/",
    shapes=tuple(_shapes()),
    schedule="as the publisher says",
)
