"""Which rules of Japan apply to which layer."""

from __future__ import annotations

from datetime import date

from kenri.status.jp.films import film
from kenri.status.jp.foreign import compared
from kenri.status.jp.neighbouring import broadcast, performance, phonogram
from kenri.status.jp.photographs import photograph
from kenri.status.jp.translation_right import translation_right
from kenri.status.jp.works import ordinary
from kenri.status.jurisdictions import Elsewhere, Jurisdiction
from kenri.status.layers import Layer
from kenri.status.verdicts import Verdict
from kenri.vocab.text import Text

_BY_KIND = {
    "ordinary": ordinary,
    "film": film,
    "photograph": photograph,
    "performance": performance,
    "phonogram": phonogram,
    "broadcast": broadcast,
    "wire_broadcast": broadcast,
}


def verdict(layer: Layer, on: date, _code: str, elsewhere: Elsewhere) -> Verdict:
    """The term of a layer in Japan under the law of a day."""
    found = compared(layer, _BY_KIND[layer.kind](layer, on), on, elsewhere)
    if layer.work.not_translated or layer.work.first_japanese_translation is not None:
        right = translation_right(layer)
        if right is not None:
            found.notes += right.low.steps if right.deciding == () else right.low.steps + right.high.steps
    return found


JURISDICTION = Jurisdiction(
    codes=("JP",),
    label=Text("日本", "Japan"),
    since=date(1899, 7, 15),
    verdict=verdict,
    unprotected={
        "statute": "jp.statute",
        "notice": "jp.statute",
        "judgment": "jp.judgment",
        "official_translation": "jp.official_translation",
        "news": "jp.news",
        "facts": "jp.facts",
    },
    lapse="jp.lapse",
)
