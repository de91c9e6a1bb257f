"""``/api/v1/works``: makers and platforms register works and say what may be done with them."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.throttling import AuthRateThrottle

from kenri.accounts.permissions import actions
from kenri.accounts.queries import organisation_of
from kenri.api import keys
from kenri.registry import services
from kenri.registry.declared import Declared, Terms
from kenri.vocab.problems import Problem

router = Router(tags=["works"], auth=keys.ByKey(), throttle=[AuthRateThrottle(settings.KENRI_API_RATE)])


class Registered(Schema):
    """A work to be published in the registry.

    ``work`` is what a registration says (``title``, ``kind``, ``url``, ``published``, ``holder``, ``made``,
    ``contributors`` …). ``answers`` are intentions by purpose (``permit``, ``terms``, ``ask``, ``refuse``)
    and ``terms`` their conditions (``fee``, ``credit`` …). ``organisation`` is the key of whose work it is.
    """

    work: dict[str, Any]
    answers: dict[str, str] = {}
    terms: dict[str, Any] = {}
    organisation: str = ""


@router.post("/works")
def register(request: HttpRequest, told: Registered) -> HttpResponse:
    """Publish a work, with its intentions where any are told: all of it or nothing.

    The search follows with the next ``kenri registry``. Raises what registering and declaring raise.
    """
    user = keys.owner(request)
    body = None
    if told.organisation:
        keys.require_scope(request, "register_works")
        body = organisation_of(user, told.organisation)
        if body is None:
            raise Problem("not_yours_to_do", "organisation", action=actions()["register_works"].label)
    try:
        declared = Declared(told.answers, msgspec.convert(told.terms, Terms)) if told.answers else None
    except msgspec.ValidationError as error:
        raise Problem("api_not_understood", where="terms", reason=str(error)) from None
    with transaction.atomic():
        work = services.save_draft(user, told.work, organisation=body)
        version = services.publish(user, work.key)
        if declared is not None:
            services.declare(user, declared, work.key)
    answer = json.dumps({"key": work.key, "version": version.number})
    return HttpResponse(answer, status=201, content_type="application/json; charset=utf-8")
