"""The interface as one object: its routers, and how every error is told."""

from __future__ import annotations

from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.parser import Parser

import kenri
from kenri.api import cases, intentions, match, money, usage, works
from kenri.api.problems import answer
from kenri.procedures.conduct.reasons import Refused
from kenri.vocab.problems import Problem


class Strict(Parser):
    """Reads bodies as RFC 8259 has them, in Unicode, and no null character, which PostgreSQL cannot keep.

    A body must be called JSON: what a form of another site can send is not.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as data. Raises HttpError on what is none."""
        if request.content_type != "application/json":
            raise HttpError(415, "the body must be application/json")
        if b"\\u0000" in request.body:
            raise HttpError(400, "null character")
        return msgspec.json.decode(request.body)

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> dict[str, Any]:
        """Parameters or a form as data. Raises HttpError."""
        found = super().parse_querydict(data, list_fields, request)
        if any("\x00" in value for values in data.lists() for value in values[1] if isinstance(value, str)):
            raise HttpError(400, "null character")
        return found


# No page of documentation: it would load its scripts from elsewhere. The description itself is served.
api = NinjaAPI(title="Kenri", version=kenri.__version__, docs_url=None, urls_namespace="api", parser=Strict())
api.add_router("", match.router)
api.add_router("", intentions.router)
api.add_router("", works.router)
api.add_router("", cases.router)
api.add_router("", cases.public)
api.add_router("", money.router)
api.add_router("", usage.router)


@api.exception_handler(Problem)
def told(request: HttpRequest, problem: Problem) -> HttpResponse:
    """400, or what ``STATUSES`` has for the code; 409 where a case does not let the action be taken."""
    return answer(request, problem, 409 if isinstance(problem, Refused) else STATUSES.get(problem.code, 400))


STATUSES = {
    **dict.fromkeys(("no_index", "index_missing", "index_damaged", "index_outdated"), 503),
    **dict.fromkeys(("no_such_case", "no_such_document", "no_such_obligation"), 404),
    **dict.fromkeys(("no_such_report", "no_such_run", "no_such_payout"), 404),
    "bad_key": 401,
    "not_yours_to_do": 403,
    "case_moved": 409,
}
"""Statuses of problems by code."""


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """401 where no key is shown."""
    return answer(request, Problem("bad_key"), 401)


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
    """Whatever else the framework refuses: a body that is no JSON, say; the reader's own reason first."""
    told = error.__cause__ if isinstance(error.__cause__, HttpError) else error
    return answer(request, Problem("api_not_understood", reason=told.message), told.status_code)
