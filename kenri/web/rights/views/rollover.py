"""What enters the public domain on 1 January, or another day: a page, and a feed to subscribe to."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

import msgspec
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kenri.records import rollover
from kenri.records.rollover import Entered, Entering
from kenri.status.assessing import law_of
from kenri.status.jurisdictions import jurisdictions
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.paging import paging
from kenri.web.rights import section
from kenri.web.templatetags.kenri import label

PER_PAGE = 100
IN_FEED = 500
"""Works that the feed lists at most."""
BEFORE, AFTER = 3, 4
"""Years that the page links to, before and after the one shown."""
FIRST_YEAR, LAST_YEAR = 1971, 2200


class Asked(msgspec.Struct, frozen=True):
    """Which day, under whose law; ``problem`` is what is wrong with the address."""

    day: dt.date
    law: str
    page: int = 1
    problem: Problem | None = None

    def address(self, **changes: object) -> str:
        """The query of another year, day, law or page."""
        told = {"on": self.day.isoformat(), "law": self.law, "page": 1, **changes}
        return "?" + urlencode({key: value for key, value in told.items() if key != "page" or value != 1})


def _asked(request: HttpRequest) -> Asked:
    """The question of an address; without one, the coming New Year in Japan."""
    coming = dt.date(timezone.localdate().year + 1, 1, 1)
    law, told = request.GET.get("law", "JP").upper(), request.GET.get("on", "").strip()
    year, number = request.GET.get("year", "").strip(), request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdecimal() and 0 < len(number) < 6 else 1
    try:
        if law not in jurisdictions():
            raise Problem("unknown_jurisdiction", jurisdiction=law, known=", ".join(sorted(jurisdictions())))
        day = _day(told or (f"{year}-01-01" if year else coming.isoformat()))
        law_of(law, day)
    except Problem as problem:
        return Asked(coming, law if law in jurisdictions() else "JP", problem=problem)
    return Asked(day, law, max(page, 1))


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise Problem("bad_day", day=text) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Problem("bad_day", day=text)
    return day


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The works that become free on a day, with the other days of that year on which some do."""
    asked = _asked(request)
    found = rollover.entering(asked.day, asked.law, limit=PER_PAGE, offset=(asked.page - 1) * PER_PAGE)
    year = asked.day.year
    days = rollover.days(dt.date(year, 1, 1), dt.date(year, 12, 31), asked.law)
    pages = -(-found.total // PER_PAGE)
    context = {
        "part": "rollover",
        "asked": {},
        "entered": asked,
        "found": found,
        "day": wording.day(asked.day.isoformat()),
        "place": section.place_label(asked.law),
        "laws": [(code, section.place_label(code), asked.address(law=code)) for code in section.LAWS],
        "years": [
            (y, wording.day(f"{y:04d}"), asked.address(on=f"{y}-01-01"))
            for y in range(year - BEFORE, year + AFTER + 1)
            if FIRST_YEAR <= y <= LAST_YEAR
        ],
        "other_days": [
            (wording.day(day.isoformat()), count, asked.address(on=day.isoformat()))
            for day, count in days.items()
            if day != asked.day
        ],
        "feed": reverse("web:rollover_feed") + asked.address(),
        "paging": paging(asked.page, pages, lambda number: asked.address(page=number)),
        "presumed": any(work.assumes for work in found.works),
    }
    return render(request, "web/rollover.html", context, status=400 if asked.problem else 200)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same as an Atom feed."""
    asked = _asked(request)
    if asked.problem is not None:
        raise BadRequest(asked.problem) from asked.problem
    found = rollover.entering(asked.day, asked.law, limit=IN_FEED)
    here = request.build_absolute_uri(reverse("web:rollover") + asked.address())
    made = Atom1Feed(
        title=_heading(found),
        link=here,
        description=_("Works that enter the public domain, as computed from the law and the databases."),
        language=wording.language(),
        feed_url=request.build_absolute_uri(),
        author_name="Kenri",
        feed_guid=f"{here}",
    )
    when = dt.datetime.combine(asked.day, dt.time(), timezone.get_default_timezone())
    for work in found.works:
        address = request.build_absolute_uri(reverse("web:entity", args=[work.id]))
        made.add_item(
            title=work.title,
            link=address,
            description=_about(work),
            author_name=", ".join(work.creators) or None,
            unique_id=f"{address}#{asked.law}-{asked.day}",
            pubdate=when,
            updateddate=when,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _heading(found: Entering) -> str:
    return _("What enters the public domain on {day} ({place})").format(
        day=wording.day(found.day.isoformat()), place=section.place_label(found.jurisdiction)
    )


def _about(work: Entered) -> str:
    return _(", ").join((label("schemas", work.schema), *work.creators))
