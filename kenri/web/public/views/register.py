"""The public register: entries to search, to subscribe to and to take along, and its statistics."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
from collections.abc import Iterator
from typing import Any

import msgspec
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kenri.accounts import clock
from kenri.cases.proceedings import register
from kenri.cases.proceedings.register import PAGE, SORTS, Entry, Wanted
from kenri.documents.written import plain
from kenri.procedures.conduct.versions import procedures
from kenri.web import wording
from kenri.web.errors import missing
from kenri.web.paging import paging
from kenri.web.public import figures
from kenri.web.public import register as public_register
from kenri.web.public.register import KINDS, Asked, Shown, asked, shown

IN_FEED = 100
"""Entries that a feed lists at most."""
FORMS: dict[str, tuple[type[SyndicationFeed], str]] = {
    "atom": (Atom1Feed, "application/atom+xml"),
    "rss": (Rss201rev2Feed, "application/rss+xml"),
}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The entries that fit, a page at a time."""
    told = asked(request.GET)
    entries, total = register.register(told.wanted, page=told.page)
    pages = -(-total // PAGE)
    orders = (_("newest first"), _("oldest first"), _("by title"), _("by number"))
    context = {
        "part": "register",
        "asked_for": told,
        "rows": [shown(entry) for entry in entries],
        "total": total,
        "kinds": KINDS.items(),
        "procedures": public_register.labels().items(),
        "sorts": zip(SORTS, orders, strict=True),
        "filtered": any(told.told[key] for key in ("q", "kind", "procedure", "since", "until")),
        "paging": paging(told.page, pages, lambda number: told.address(page=number)),
        "query": told.address(page=1, sort=""),
    }
    return render(request, "web/register/list.html", context, status=400 if told.problem else 200)


@require_safe
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """One entry, with the others of its case."""
    found = register.entry(number.upper())
    if found is None:
        raise missing("unknown_entry", number=number)
    others = [shown(one) for one in register.of_case(found.case) if one.number != found.number]
    award = found.procedure.partition("@")[0]
    claiming = [made for made in procedures() if made.about and award in made.about.procedures]
    context = {
        "part": "register",
        "row": shown(found),
        "others": others,
        "claiming": claiming if found.kind == "decision" else (),
    }
    return render(request, "web/register/entry.html", context)


@require_safe
def entry_json(request: HttpRequest, number: str) -> HttpResponse:
    """The same as JSON."""
    found = register.entry(number.upper())
    if found is None:
        raise missing("unknown_entry", number=number)
    return HttpResponse(msgspec.json.encode(_plain(request, found)), content_type="application/json")


@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """The newest entries that fit, as an Atom or RSS feed."""
    told = _readable(request)
    newest = msgspec.structs.replace(told.wanted, sort="newest")
    entries = itertools.islice(register.everything(newest), IN_FEED)
    kind, media_type = FORMS[form]
    made = kind(
        title=_feed_title(told),
        link=request.build_absolute_uri(reverse("web:public_register") + told.address(page=1)),
        description=_("Decisions, public calls, expiries and cancellations, without anything personal."),
        language=wording.language(),
        feed_url=request.build_absolute_uri(),
        author_name="Kenri",
    )
    for one in map(shown, entries):
        address = request.build_absolute_uri(reverse("web:public_entry", args=[one.entry.number]))
        day = dt.datetime.combine(one.entry.on, dt.time(), timezone.get_default_timezone())
        made.add_item(
            title=plain(f"{wording.chosen(one.kind)}: {one.entry.title}"),
            link=address,
            description=plain(_summary(one)),
            unique_id=address,
            pubdate=day,
            updateddate=day,
            categories=(wording.chosen(one.kind), wording.chosen(one.procedure)),
        )
    return HttpResponse(made.writeString("utf-8"), content_type=f"{media_type}; charset=utf-8")


@require_safe
def download(request: HttpRequest, form: str) -> HttpResponseBase:
    """All entries that fit, as CSV or as one JSON object a line, streamed."""
    told = _readable(request)
    if form == "csv":
        body, media_type = _csv(told.wanted), "text/csv; charset=utf-8"
    else:
        body, media_type = _lines(request, told.wanted), "application/x-ndjson; charset=utf-8"
    response = StreamingHttpResponse(body, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="register.{form}"'
    return response


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Charts with their tables, up to today."""
    on = clock.today()
    context = {
        "part": "register",
        "on": wording.day(on.isoformat()),
        "figures": figures.figures(on),
    }
    return render(request, "web/register/statistics.html", context)


@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """All figures of the statistics as one table."""
    rows = figures.rows_of(figures.figures(clock.today()))
    heads = [_("Figure"), _("Line"), _("Column"), _("Value")]
    response = HttpResponse("\ufeff" + _table([heads, *rows]), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="register-statistics.csv"'
    return response


def _readable(request: HttpRequest) -> Asked:
    told = asked(request.GET)
    if told.problem is not None:
        raise BadRequest(told.problem) from told.problem
    return told


def _feed_title(told: Asked) -> str:
    kind = KINDS.get(told.wanted.kind)
    name = _("Kenri: public register")
    return f"{name}: {wording.chosen(kind)}" if kind else name


def _summary(one: Shown) -> str:
    facts = [f"{wording.chosen(fact.label)}: {fact.words}" for fact in one.facts]
    return " / ".join([wording.chosen(one.procedure), *facts])


def _plain(request: HttpRequest, found: Entry) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("web:public_entry", args=[found.number]))
    return {**msgspec.to_builtins(found), "url": address}


def _lines(request: HttpRequest, wanted: Wanted) -> Iterator[bytes]:
    for found in register.everything(wanted):
        yield msgspec.json.encode(_plain(request, found)) + b"\n"


def _csv(wanted: Wanted) -> Iterator[str]:
    """UTF-8 with a byte order mark, so that spreadsheets read it rightly."""
    yield "\ufeff" + _table([public_register.columns()])
    for found in register.everything(wanted):
        yield _table([public_register.row(found)])


def _table(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
