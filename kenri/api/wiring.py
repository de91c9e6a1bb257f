"""The interface as one object: its routers, and how every error is told."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

import kenri
from kenri.api import intentions, match
from kenri.api.problems import answer
from kenri.vocab.problems import Problem

# No page of documentation: it would load its scripts from elsewhere. The description itself is served.
api = NinjaAPI(title="Kenri", version=kenri.__version__, docs_url=None, urls_namespace="api")
api.add_router("", match.router)
api.add_router("", intentions.router)


@api.exception_handler(Problem)
def told(request: HttpRequest, problem: Problem) -> HttpResponse:
    """400, or 503 where it is the index that is missing or of no use."""
    return answer(request, problem, 503 if problem.code in _NOT_READY else 400)


_NOT_READY = {"no_index", "index_missing", "index_damaged", "index_outdated"}


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422 with the first thing that is wrong and where it stands."""
    first: dict[str, Any] = error.errors[0] if error.errors else {}
    where = ".".join(str(part) for part in first.get("loc", ())[1:])
    return answer(request, Problem("api_not_understood", where=where, reason=first.get("msg", "")), 422)


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """413."""
    return answer(request, Problem("api_too_big"), 413)


@api.exception_handler(Throttled)
def too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    """429, with ``Retry-After`` in seconds."""
    seconds = max(1, round(error.wait or 1))
    response = answer(request, Problem("api_too_often", seconds=seconds), 429)
    response.headers["Retry-After"] = str(seconds)
    return response


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Whatever else the framework refuses: a body that is no JSON, say."""
    return answer(request, Problem("api_not_understood", reason=error.message), error.status_code)
