"""What time it is, for pages, the API and commands; everything further left is told the time.

``KENRI_NOW`` (an ISO 8601 moment) stops the clock there: to rehearse a procedure or to show a past state.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """The moment, with its zone: the clock's, or the one at which ``KENRI_NOW`` stopped it."""
    stopped: dt.datetime | None = settings.KENRI_NOW
    return stopped or timezone.now()


def today() -> dt.date:
    """The day in Japan."""
    return timezone.localdate(now())
