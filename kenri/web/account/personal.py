"""What all rooms keep of a person, together: to take along, and to erase."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from kenri.accounts import queries, services
from kenri.accounts.models import User
from kenri.registry import personal
from kenri.web.registry import registering


def data(user: User) -> dict[str, Any]:
    """Everything kept of a person (個人情報保護法, art. 33)."""
    return {**queries.personal_data(user), "registry": personal.data(user)}


def erase(user: User, at: dt.datetime) -> None:
    """Erase a person everywhere or nowhere. Raises those of ``kenri.accounts.services.erase``."""
    with transaction.atomic():
        personal.erase(user, at)
        services.erase(user)
    registering.bring_in()
