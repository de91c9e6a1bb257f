"""What parties are told of a case: that it moved, without what; and letters to those who have no account."""

from __future__ import annotations

import datetime as dt
import functools
import logging

import msgspec
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, QuerySet

from kenri.accounts.models import User
from kenri.accounts.notices import tell
from kenri.cases.proceedings import access, strangers
from kenri.cases.proceedings.models import Case, Letter, Notice
from kenri.cases.proceedings.strangers import HOLDER
from kenri.procedures.conduct.versions import procedure_at
from kenri.vocab.data_files import load_of
from kenri.vocab.text import Text

_log = logging.getLogger(__name__)
AT_ONCE = 200
MONEY = ("payment_request", "invoice", "receipt", "statement")
"""Templates of notices about money."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of notice: its subject and what it says, with ``{placeholders}``."""

    subject: Text
    body: Text


@functools.cache
def words() -> dict[str, Words]:
    """The notices of ``data/notices.yaml`` by template."""
    return load_of("kenri.cases", "proceedings/data/notices.yaml", dict[str, Words])


def send(case: Case, at: dt.datetime) -> int:
    """Send what is due of one case; how many e-mails left. What fails stays due."""
    return _send(Notice.objects.filter(case=case), at) + _post(Letter.objects.filter(case=case), at)


def send_all(at: dt.datetime) -> int:
    """Send what is due of all cases."""
    return _send(Notice.objects.all(), at) + _post(Letter.objects.all(), at)


def _send(notices: QuerySet[Notice], at: dt.datetime) -> int:
    """A notice is marked before it goes: one that is lost still stands on the page, one sent twice annoys."""
    sent = 0
    due = notices.filter(sent=None).select_related("case", "step").order_by("pk")[:AT_ONCE]
    for notice in due:
        with transaction.atomic():
            if not Notice.objects.filter(pk=notice.pk, sent=None).update(sent=at):
                continue
            people = list(access.addressees(notice.case, notice.to_role))
            for person in people:
                told(notice, person, at)
            if notice.to_role == HOLDER:
                strangers.write(notice.case.number, notice.step.role, at)
            Notice.objects.filter(pk=notice.pk).update(reached=F("reached") + len(people))
        sent += len(people)
    return sent


def told(notice: Notice, person: User, at: dt.datetime) -> None:
    """Tell a person of a notice. It names the case and the step, and nothing personal."""
    made, kind = procedure_at(notice.case.pinned), words().get(notice.template, words()["step_taken"])
    action = made.actions[notice.step.name].label if notice.step.kind == "action" else made.label
    values = {
        "number": notice.case.number,
        "procedure": made.label,
        "title": notice.case.title,
        "action": action,
        "state": made.states[notice.step.state].label,
    }
    subject, body = kind.subject.format(**values), kind.body.format(**values)
    tell(person, _kind(notice), subject, body, f"cases/{notice.case.number}", at)


def _kind(notice: Notice) -> str:
    """Which kind of notice it is (``kenri/accounts/data/notices.yaml``)."""
    if notice.to_role in access.OFFICES:
        return "office"
    if notice.template in MONEY:
        return "money"
    if notice.to_role == "holder":
        return "requests"
    return "answers" if notice.step.role == "holder" else "decisions"


def _post(letters: QuerySet[Letter], at: dt.datetime) -> int:
    sent = 0
    for letter in letters.filter(mailed=None).exclude(address="").order_by("pk")[:AT_ONCE]:
        if Letter.objects.filter(pk=letter.pk, mailed=None).update(mailed=at):
            message = EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.address])
            delivered = _deliver([message])
            if not delivered:
                Letter.objects.filter(pk=letter.pk).update(mailed=None)
            sent += delivered
    return sent


def _deliver(messages: list[EmailMessage]) -> int:
    """Hand e-mails to the server; a server that does not answer holds up no case."""
    if not messages:
        return 0
    try:
        return get_connection().send_messages(messages) or 0
    except OSError as error:
        _log.warning("No e-mail could be sent: %s", error)
        return 0
