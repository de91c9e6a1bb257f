"""Answers: anything that msgspec can say, as JSON in UTF-8."""

from __future__ import annotations

import msgspec
from django.http import HttpResponse


def as_json(value: object, status: int = 200) -> HttpResponse:
    """An answer."""
    body = msgspec.json.encode(value)
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")
