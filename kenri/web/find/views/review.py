"""The review page: two records side by side, and one key to say whether they are about the same thing.

Whoever is signed in judges under the key of their account. On a site of one machine nobody need sign in: a
reviewer gives a name once, which is kept in a signed cookie. What others said of a pair is never shown.
"""

from __future__ import annotations

from urllib.parse import quote, unquote, urlencode

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kenri.accounts.models import User
from kenri.accounts.permissions import may
from kenri.identity.judgements import Decision
from kenri.records import reviews, services
from kenri.records.judging import judgement, reviewer
from kenri.records.reviews import ReviewPair, Wanted
from kenri.sources import all_sources
from kenri.vocab.problems import Problem
from kenri.vocab.vocabularies import schemas
from kenri.web.find import comparing
from kenri.web.templatetags.kenri import label

COOKIE = "reviewer"
A_MONTH = 30 * 24 * 3600
BANDS = {"high": (0.9, 1.0), "middle": (0.5, 0.9), "low": (0.0, 0.5)}
"""The bands of scores that can be chosen."""


class Place(msgspec.Struct, frozen=True):
    """Where a reviewer is: which pairs they chose to see."""

    schema: str = ""
    source: str = ""
    band: str = ""

    @classmethod
    def of(cls, asked: dict[str, str]) -> Place:
        """The choices of an address or form; what is no choice is left out."""
        schema, source, band = (asked.get(name, "") for name in cls.__struct_fields__)
        return cls(
            schema if schema in schemas() else "",
            source if source in all_sources() else "",
            band if band in BANDS else "",
        )

    @property
    def wanted(self) -> Wanted:
        """The same for the queue."""
        return Wanted(self.schema, self.source, *BANDS.get(self.band, (0.0, 1.0)))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The choices that were made."""
        return [(name, value) for name, value in msgspec.structs.asdict(self).items() if value]

    def address(self, **more: object) -> str:
        """The page with these choices."""
        query = urlencode([*self.pairs, *more.items()])
        return reverse("web:review") + (f"?{query}" if query else "")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The pair to judge; the question for a name where there is none yet."""
    by = _reviewer(request)
    if not by:
        context = {"part": "review", "next": request.get_full_path(), "open": _open_to_all()}
        return render(request, "web/review_name.html", context)
    place = Place.of(request.GET.dict())
    pair = _asked_for(request, by, place)
    context = {
        "part": "review",
        "by": _called(request, by),
        "place": place,
        "pair": pair,
        "rows": comparing.rows(pair) if pair else (),
        "progress": reviews.progress(by, place.wanted),
        "counted": reviews.COUNTED,
        "schemas": [(key, label("schemas", key)) for key in reviews.waiting_schemas()],
        "sources": [(key, label("sources", key)) for key in reviews.waiting_sources()],
        "bands": _bands(),
        "last": _last(by),
        "following": place.address(after=pair.id) if pair else "",
        "preceding": place.address(before=pair.id) if pair else "",
        "first": place.address(),
        "decisions": _decisions(),
        "begun": "after" in request.GET or "before" in request.GET,
    }
    return render(request, "web/review.html", context)


@require_POST
def name(request: HttpRequest) -> HttpResponse:
    """Keep the reviewer's name, or forget it where the form is empty on purpose."""
    home = reverse("web:review")
    if not _open_to_all():
        return HttpResponseRedirect(home)
    if "leave" in request.POST:
        left = HttpResponseRedirect(home)
        left.delete_cookie(COOKIE)
        return left
    try:
        by = reviewer(request.POST.get("name", ""))
    except Problem as problem:
        context = {
            "part": "review",
            "problem": problem,
            "next": request.POST.get("next", ""),
            "open": True,
        }
        return render(request, "web/review_name.html", context, status=400)
    onward = request.POST.get("next", "")
    response = HttpResponseRedirect(onward if onward.partition("?")[0] == home else home)
    response.set_signed_cookie(COOKIE, quote(by), max_age=A_MONTH, httponly=True, samesite="Lax")
    return response


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Write a decision down and go on to the next pair."""
    by, place = _reviewer(request), Place.of(request.POST.dict())
    pair = _pair(request.POST.get("pair", ""))
    decision = request.POST.get("decision", "")
    if not by or pair is None or decision not in _decisions():
        return HttpResponseRedirect(place.address())
    note = request.POST.get("note", "")[:500]
    services.judge([judgement(pair.left.ref, pair.right.ref, decision, by, note=note)])
    return HttpResponseRedirect(place.address())


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the reviewer's last decision and show its pair again."""
    by, place = _reviewer(request), Place.of(request.POST.dict())
    last = reviews.last_word(by) if by else None
    if last is None:
        return HttpResponseRedirect(place.address())
    pair_id, word = last
    services.judge([judgement(word.left, word.right, Decision.WITHDRAWN, by)])
    return HttpResponseRedirect(place.address(pair=pair_id) if pair_id else place.address())


def _reviewer(request: HttpRequest) -> str:
    """Under which name the decisions of this request are kept; empty where it may make none."""
    if isinstance(request.user, User):
        return request.user.key if _open_to_all() or may(request.user, "judge_pairs") else ""
    if not _open_to_all():
        return ""
    return unquote(request.get_signed_cookie(COOKIE, default="", max_age=A_MONTH))


def _called(request: HttpRequest, by: str) -> str:
    return str(request.user) if isinstance(request.user, User) else by


def _open_to_all() -> bool:
    """Whether a name is enough (``KENRI_OPEN``)."""
    return bool(settings.KENRI_OPEN)


def _asked_for(request: HttpRequest, by: str, place: Place) -> ReviewPair | None:
    """The pair that the address names, unless this reviewer has judged it; else the next one."""
    named = _pair(request.GET.get("pair", ""))
    if named is not None and not reviews.has_judged(by, named.id):
        return named
    after = _pair(request.GET.get("after", "") or request.GET.get("before", ""))
    back = "before" in request.GET
    return reviews.next_review(by, place.wanted, after=after.id if after else None, back=back)


def _pair(number: str) -> ReviewPair | None:
    return (
        reviews.review_pair(int(number))
        if number.isascii() and number.isdigit() and len(number) < 19
        else None
    )


def _last(by: str) -> dict[str, str] | None:
    """The reviewer's last decision in words."""
    found = reviews.last_word(by)
    if found is None:
        return None
    _pair_id, word = found
    titles = reviews.titles((word.left, word.right))
    return {"left": titles[0], "right": titles[1], "decision": _decisions()[word.decision]}


def _decisions() -> dict[str, str]:
    return {
        Decision.SAME.value: _("The same"),
        Decision.DIFFERENT.value: _("Different"),
        Decision.UNSURE.value: _("Not sure"),
    }


def _bands() -> list[tuple[str, str]]:
    return [
        ("high", _("0.9 and above")),
        ("middle", _("0.5 to 0.9")),
        ("low", _("below 0.5, or not scored")),
    ]
