"""The only writer of cases. Every call is one transaction: it happened as a whole or not at all.

``act`` moves a case as its procedure says; the rest is what offices do around it. Refusals are ``Problem``;
nothing was written then. ``at`` is the moment of the act: nothing here reads a clock.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from kenri.accounts.models import User
from kenri.cases.proceedings.acting import act, offers_for
from kenri.cases.proceedings.desk import (
    assign,
    attach,
    declare_conflict,
    erase,
    join,
    note,
    record_view,
    send_letter,
)
from kenri.cases.proceedings.forwarding import Forward, bring_forward
from kenri.cases.proceedings.models import Case
from kenri.cases.proceedings.opening import Opening, begin_case


def open_case(user: User, opening: Opening, at: dt.datetime) -> Case:
    """Open a case; it is the person's own, or the organisation's for which they open it.

    Raises Problem: ``not_yours_to_do``, ``case_without_title``, ``unknown_procedure``, ``procedure_not_yet``,
    ``unknown_party``, and those of ``uses.checked`` and of data that the procedure does not know.
    """
    with transaction.atomic():
        return begin_case(user, opening, at)


__all__ = [
    "Forward",
    "Opening",
    "act",
    "assign",
    "attach",
    "bring_forward",
    "declare_conflict",
    "erase",
    "join",
    "note",
    "offers_for",
    "open_case",
    "record_view",
    "send_letter",
]
