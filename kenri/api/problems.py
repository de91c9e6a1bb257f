"""Problems as JSON (RFC 9457), in the language that the request prefers, with both languages in it."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request

from kenri.procedures.conduct.reasons import Refused
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


class Told(msgspec.Struct, frozen=True):
    """A problem with one item of a request: code, what is wrong, what cures it."""

    code: str
    where: str
    cause: Text
    cure: Text

    @classmethod
    def of(cls, problem: Problem) -> Told:
        """The problem, told."""
        return cls(problem.code, problem.where, problem.cause, problem.cure)


def no_such_address(request: HttpRequest) -> HttpResponse:
    """404 for programmes: an address under ``/api/`` that nothing answers to."""
    return answer(request, Problem("api_no_address", address=request.path), 404)


def answer(request: HttpRequest, problem: Problem, status: int) -> HttpResponse:
    """The answer to a request that could not be followed."""
    language = "ja" if get_language_from_request(request).startswith("ja") else "en"
    body = {
        "type": f"urn:kenri:problem:{problem.code}",
        "status": status,
        "title": problem.cause.in_language(language),
        "detail": problem.cure.in_language(language),
        "code": problem.code,
        "where": problem.where,
        "cause": problem.cause,
        "cure": problem.cure,
        **({"reasons": problem.reasons} if isinstance(problem, Refused) else {}),
    }
    return HttpResponse(
        msgspec.json.encode(body), status=status, content_type="application/problem+json; charset=utf-8"
    )
