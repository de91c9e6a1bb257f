"""The thread of a request, and how many notices somebody has not read, for the templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from kenri.accounts import notices
from kenri.accounts.models import User
from kenri.cases.proceedings import requests
from kenri.cases.proceedings.queries import Shown
from kenri.documents import contracts
from kenri.web.cases import request_page

register = template.Library()


@register.inclusion_tag("web/asking/thread.html")
def thread_of(shown: Shown) -> dict[str, Any]:
    """What was said in turn, where a case is a request to a holder, and what nobody has agreed on yet."""
    if not requests.declares(shown.procedure):
        return {}
    begun = shown.course.state != shown.procedure.first
    agreed = "agreed_on" in shown.course.data
    return {
        "thread": request_page.thread(shown.course, shown.history),
        "open": contracts.left_open(shown.course.data) if begun and shown.course.turn and not agreed else (),
    }


@register.filter
def unread(user: AbstractBaseUser | AnonymousUser) -> int:
    """How many notices somebody has not read."""
    return notices.unread(user) if isinstance(user, User) else 0
