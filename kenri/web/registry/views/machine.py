"""A registration in the forms that machines read, at addresses without a language."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kenri.registry import queries
from kenri.registry.exports import FORMS, Places
from kenri.web.errors import missing


@require_safe
def export(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """What the holder answered, in one form; 404 for drafts, withdrawn works and unknown forms."""
    one = queries.registered([key]).get(key)
    if one is None or form not in FORMS:
        raise missing("page_not_found")
    kind, made = FORMS[form]
    places = Places(
        request.build_absolute_uri(reverse("web:registration", args=[key])),
        request.build_absolute_uri(address(key, "odrl")),
    )
    answer = HttpResponse(msgspec.json.encode(made(one, places)), content_type=f"{kind}; charset=utf-8")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def address(key: str, form: str) -> str:
    """Where a form of a registration is."""
    return reverse("registration_export", args=[key, form])
