"""Usage reports handed in on a page: the form, and files that wait until they are handed in."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import msgspec
from django import forms
from django.conf import settings
from django.db import connections
from django.utils.translation import gettext_lazy as _

from kenri.accounts.models import Organisation, User
from kenri.accounts.permissions import may
from kenri.accounts.queries import memberships
from kenri.cases import usage_works
from kenri.ledger.distribution import services
from kenri.ledger.distribution.models import UsageReport
from kenri.ledger.distribution.schemes import schemes
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.money.views.statements import INTERMEDIARIES

WAITS = 24 * 3600
"""Seconds that a file waits to be handed in after it was looked at."""
_log = logging.getLogger(__name__)
_at_work: set[int] = set()


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


def platforms_of(user: User) -> dict[str, Organisation]:
    """The organisations for which somebody may report uses, as parties."""
    bodies = {row.organisation.key: row.organisation for row in memberships(user)}
    return {f"organisation:{key}": body for key, body in bodies.items() if may(user, "report_uses", body)}


def reports_of(user: User) -> Any:
    """The reports of one's platforms that no other one corrects, the newest first."""
    found = UsageReport.objects.filter(platform__in=platforms_of(user), corrected_by=None)
    return found.order_by("-pk")


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


def look_up(report: UsageReport, at: dt.datetime) -> None:
    """Look for the works of a report beside the pages; what was stopped goes on where it stopped."""
    if report.pk not in _at_work:
        _at_work.add(report.pk)
        threading.Thread(target=_look_up, args=(report, at), name=report.number, daemon=True).start()


def is_looked_up(report: UsageReport) -> bool:
    """Whether this process is looking for the works of a report."""
    return report.pk in _at_work


def _look_up(report: UsageReport, at: dt.datetime) -> None:
    try:
        services.look_up(report, usage_works.find, at)
    except Exception:
        _log.exception("works of %s", report.number)
    finally:
        _at_work.discard(report.pk)
        connections.close_all()


def _room() -> Path:
    return Path(settings.KENRI_HOME) / "usage-waiting"
