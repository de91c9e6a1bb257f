"""Error pages: what happened and what cures it, in the user's language."""

from __future__ import annotations

import sys

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kenri.vocab.problems import Problem


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the problem that a view raised ``Http404`` with."""
    problem = _problem(exception, "page_not_found")
    return _page(request, 404, _("The page was not found"), problem, "warning")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    problem = _problem(exception, "request_refused")
    return _page(request, 400, _("The request could not be read"), problem, "error")


def failed(request: HttpRequest) -> HttpResponse:
    """500, with the problem that nobody caught. Touches nothing that may be what failed."""
    told = sys.exc_info()[1]
    problem = told if isinstance(told, Problem) else Problem("server_failed")
    return _page(request, 500, _("The page could not be made"), problem, "error")


def missing(code: str, **values: object) -> Http404:
    """A 404 that tells a problem."""
    return Http404(Problem(code, **values))


def _problem(exception: Exception, otherwise: str) -> Problem:
    told = exception.args[0] if exception.args else None
    return told if isinstance(told, Problem) else Problem(otherwise)


def _page(request: HttpRequest, status: int, heading: str, problem: Problem, level: str) -> HttpResponse:
    context = {"status": status, "heading": heading, "problem": problem, "level": level}
    return render(request, "web/error.html", context, status=status)
