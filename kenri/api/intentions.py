"""``/api/v1/intentions``: what holders declared for addresses of works, one or many at once."""

from __future__ import annotations

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema
from ninja.throttling import AnonRateThrottle

from kenri.registry import lookup

MOST_URLS = 10_000

router = Router(tags=["intentions"])
_throttle = [AnonRateThrottle(settings.KENRI_API_RATE)]


class Addresses(Schema):
    """The addresses of works that are asked about."""

    urls: list[str] = Field(max_length=MOST_URLS, min_length=1)


@router.get("/intentions", throttle=_throttle)
def one(request: HttpRequest, url: str) -> HttpResponse:
    """What was declared for one address. Unknown is ``unknown``; no answer here is a permission."""
    return _answer(lookup.wills([url])[0])


@router.post("/intentions", throttle=_throttle)
def many(request: HttpRequest, asked: Addresses) -> HttpResponse:
    """The same for many; answers come in the order of the addresses."""
    return _answer({"results": lookup.wills(asked.urls)})


def _answer(value: object) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(value), content_type="application/json; charset=utf-8")
