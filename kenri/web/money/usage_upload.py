"""Usage reports handed in on a page: the form, and files that wait until they are handed in."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
import time
from pathlib import Path
from typing import Any

import msgspec
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kenri.accounts.models import User
from kenri.ledger.distribution import queries, services
from kenri.ledger.distribution.models import UsageReport
from kenri.ledger.distribution.schemes import schemes
from kenri.ledger.queries import platforms_of
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.money.views.statements import INTERMEDIARIES

WAITS = 24 * 3600
"""Seconds that a file waits to be handed in after it was looked at."""


class Waiting(msgspec.Struct, frozen=True):
    """A file that was looked at: who handed it in, what it is called, and what was said of it."""

    user: str
    name: str
    told: services.Told


class ReportForm(forms.Form):
    """What is said of a report beside its file."""

    organisation = forms.ChoiceField(label=_("For which platform"))
    scheme = forms.ChoiceField(label=_("Under which rule"))
    intermediary = forms.ChoiceField(label=_("What the platform is in this service"))
    first = forms.DateField(
        label=_("First day of use"),
        required=False,
        help_text=_("Only where the file does not tell it, as DDEX reports do"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    last = forms.DateField(
        label=_("Last day of use"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    given = forms.IntegerField(
        label=_("Sum to be distributed (yen)"),
        required=False,
        min_value=1,
        help_text=_("Only where it does not follow from the revenue that the file tells"),
    )
    corrects = forms.ChoiceField(label=_("Replaces an earlier report"), required=False)

    def __init__(self, user: User, today: dt.date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = platforms_of(user)
        rules = [(one.id, wording.chosen(one.label)) for one in schemes(today)]
        kinds = [(key, wording.chosen(text)) for key, text in INTERMEDIARIES.items()]
        before = [(one.number, f"{one.number} {one.first}–{one.last}") for one in reports_of(user)[:50]]
        told = {
            "organisation": [(name, body.name) for name, body in self.bodies.items()],
            "scheme": rules,
            "intermediary": kinds,
            "corrects": [("", "—"), *before],
        }
        for name, choices in told.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def told(self, user: User) -> services.Told:
        """What a valid form says."""
        given = self.cleaned_data
        body = self.bodies[given["organisation"]]
        return services.Told(
            platform=given["organisation"], name=body.name, intermediary=given["intermediary"],
            scheme=given["scheme"], first=given["first"], last=given["last"], given=given["given"],
            corrects=given["corrects"], by=f"user:{user.key}",
        )  # fmt: skip


def reports_of(user: User) -> QuerySet[UsageReport]:
    """The reports of one's platforms that no other one corrects, the newest first."""
    return queries.reports(platforms_of(user))


def keep(path: Path, waiting: Waiting) -> str:
    """Let a file wait; the token under which it does. Files that waited too long go."""
    room = _room()
    room.mkdir(parents=True, exist_ok=True)
    for old in room.iterdir():
        if time.time() - old.stat().st_mtime > WAITS:
            shutil.rmtree(old, ignore_errors=True)
    token = secrets.token_hex(16)
    (room / token).mkdir()
    shutil.copyfile(path, room / token / path.name)
    (room / token / "told").write_bytes(msgspec.json.encode(waiting))
    return token


def waiting(token: str, user: User) -> tuple[Path, Waiting]:
    """A file that waits. Raises ``Problem('upload_missing')`` where none does, or another's."""
    folder = _room() / token
    if not (token.isalnum() and (folder / "told").is_file()):
        raise Problem("upload_missing")
    told = msgspec.json.decode((folder / "told").read_bytes(), type=Waiting)
    if told.user != user.key or told.told.platform not in platforms_of(user):
        raise Problem("upload_missing")
    return next(path for path in folder.iterdir() if path.name != "told"), told


def forget(token: str) -> None:
    """Let a file wait no more."""
    shutil.rmtree(_room() / token, ignore_errors=True)


def _room() -> Path:
    return Path(settings.KENRI_HOME) / "usage-waiting"
