"""Is this document genuine? By its number or by the file; no account is needed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kenri.vocab.problems import Problem
from kenri.web.public import verifying


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form, and below it what is known. A file is looked at and not kept."""
    number = request.GET.get("number", "")[:100].strip()
    verdict: verifying.Verdict | None = None
    problem: Problem | None = None
    try:
        if request.method == "POST":
            verdict = verifying.by_file(_uploaded(request))
        elif number:
            verdict = verifying.by_number(number)
    except Problem as found:
        problem = found
    context = {
        "part": "register",
        "number": number,
        "verdict": verdict,
        "problem": problem,
        "most": verifying.LARGEST >> 20,
    }
    return render(request, "web/verify.html", context, status=400 if problem else 200)


def _uploaded(request: HttpRequest) -> bytes:
    upload = request.FILES.get("file")
    if upload is None:
        raise Problem("verify_empty")
    if (upload.size or 0) > verifying.LARGEST:
        raise Problem("verify_too_large", most=verifying.LARGEST >> 20)
    return upload.read()
