"""The results page, and the results as a file."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Callable, Iterator

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kenri.records import queries
from kenri.records.match_files import harmless
from kenri.search.engine import SORTS, Engine, Results
from kenri.vocab.problems import Problem
from kenri.web.find import asked as addresses
from kenri.web.find import hits, narrowing
from kenri.web.find.asked import Asked
from kenri.web.find.searching import opened
from kenri.web.paging import paging

EXPORTED = 5_000
"""Results in a file at most."""
_EXPORTED_AT_ONCE = 500


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The results of the question in the address."""
    asked = addresses.read(request.GET)

    def page(engine: Engine) -> HttpResponse:
        return render(request, "web/results.html", _context(asked, engine.search(asked.query())))

    return _answered(asked, page, functools.partial(_unanswerable, request, asked))


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The results as a spreadsheet: UTF-8 with a byte order mark, so that spreadsheets read it rightly."""
    asked = addresses.read(request.GET)

    def table(engine: Engine) -> HttpResponse:
        out = io.StringIO()
        out.write("\ufeff")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(hits.columns())
        for summary in _all(engine, asked):
            row = hits.row(summary, request.build_absolute_uri(reverse("web:entity", args=[summary.id])))
            writer.writerow([harmless(cell) for cell in row])
        return _file(out.getvalue(), "text/csv", "kenri.csv")

    return _answered(asked, table, functools.partial(_unanswerable, request, asked))


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The results as JSON, with the question and the total; else what is wrong, as JSON too."""
    asked = addresses.read(request.GET)

    def data(engine: Engine) -> HttpResponse:
        found = list(_all(engine, asked))
        answer = {
            "query": dict(_parameters(asked)),
            "total": engine.search(asked.query(offset=0, limit=1)).total,
            "returned": len(found),
            "results": found,
        }
        return _file(msgspec.json.encode(answer), "application/json", "kenri.json")

    def refused(problems: list[Problem], status: int) -> HttpResponse:
        told = [{"code": one.code, "cause": one.cause, "cure": one.cure} for one in problems]
        body = msgspec.json.encode({"problems": told})
        return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")

    return _answered(asked, data, refused)


def _answered(
    asked: Asked,
    answer: Callable[[Engine], HttpResponse],
    refusal: Callable[[list[Problem], int], HttpResponse],
) -> HttpResponse:
    """The answer to a question; 400 where it cannot be read, 503 where no index can be searched."""
    if asked.wrong:
        return refusal(list(asked.wrong.values()), 400)
    try:
        return answer(opened())
    except Problem as problem:
        return refusal([problem], 503)


def _parameters(asked: Asked) -> Iterator[tuple[str, list[str]]]:
    """The parameters of a question, each with all its values."""
    pairs = asked.pairs("page", "per")
    for key in dict.fromkeys(key for key, _ in pairs):
        yield key, [value for held, value in pairs if held == key]


def _context(asked: Asked, found: Results) -> dict[str, object]:
    pages = -(-min(found.total, addresses.DEEPEST) // asked.per)
    states = queries.source_states()
    searched, unsearched = narrowing.coverage(states)
    return {
        "asked": asked,
        "total": found.total,
        "first": (asked.page - 1) * asked.per + 1,
        "hits": hits.shown(asked.text, queries.summaries([hit.id for hit in found.hits])),
        "facets": narrowing.facets(asked, found),
        "chips": narrowing.chips(asked),
        "plain": asked.address(filters={}, first_year="", last_year=""),
        "kept": asked.pairs("q", "page"),
        "question": asked.pairs("page", "per", "sort"),
        "without_years": asked.pairs("from", "to", "page"),
        "without_sort": asked.pairs("sort", "per", "page"),
        "sorts": [(key, narrowing.sort_label(key)) for key in SORTS],
        "pers": addresses.PER_PAGE,
        "partly": found.partly,
        "unknown": found.unknown,
        "suggestion": found.suggestion,
        "suggestion_address": asked.address(text=found.suggestion),
        "paging": paging(asked.page, pages, lambda page: asked.address(page=page)),
        "csv": reverse("web:results_csv") + asked.address(),
        "json": reverse("web:results_json") + asked.address(),
        "exported": EXPORTED,
        "searched": searched,
        "unsearched": unsearched,
    }


def _unanswerable(request: HttpRequest, asked: Asked, problems: list[Problem], status: int) -> HttpResponse:
    """What is wrong, and a form that keeps all of the question that could be read."""
    readable = msgspec.structs.replace(
        asked,
        filters={key: values for key, values in asked.filters.items() if key not in asked.wrong},
        sort=SORTS[0],
        page=1,
        per=addresses.PER_PAGE[0],
    )
    context = {"asked": asked, "problems": problems, "repair": readable.pairs("q", "from", "to")}
    return render(request, "web/results.html", context, status=status)


def _all(engine: Engine, asked: Asked) -> Iterator[queries.Summary]:
    for offset in range(0, EXPORTED, _EXPORTED_AT_ONCE):
        page = engine.search(
            msgspec.structs.replace(asked.query(offset=offset, limit=_EXPORTED_AT_ONCE), facets=())
        )
        yield from queries.summaries([hit.id for hit in page.hits]).values()
        if len(page.hits) < _EXPORTED_AT_ONCE:
            return


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
