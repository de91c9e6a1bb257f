"""``kenri appoint``: the operator registers an organisation for an office, and makes its first officers."""

from __future__ import annotations

from typing import Annotated

import typer
from django.db import transaction

from kenri.accounts import queries, services
from kenri.accounts.models import Organisation, User
from kenri.accounts.permissions import roles
from kenri.project import speech
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


def appoint(
    role: Annotated[str, typer.Argument(help="The office, as in commissioner_office")],
    organisation: Annotated[str, typer.Argument(help="The organisation's key or exact name")],
    *,
    number: Annotated[str, typer.Option(help="The number of the registration or designation")] = "",
    officer: Annotated[
        list[str] | None,
        typer.Option(help="E-mail address of an account that takes the role; repeatable"),
    ] = None,
    found: Annotated[bool, typer.Option("--found", help="Found the organisation if there is none")] = False,
    end: Annotated[bool, typer.Option("--end", help="End the appointment instead")] = False,
    json: bool = False,
) -> None:
    """Appoint an organisation to an office, or end its appointment."""
    with transaction.atomic():
        body = _organisation(organisation, found=found)
        if end:
            standing = False
            services.end_appointment(body, role)
        else:
            standing = True
            services.appoint(body, role, number=number)
            for email in officer or ():
                services.take_office(body, _account(email), role)
    if json:
        speech.answer_json({"organisation": body.key, "role": role, "appointed": standing})
        return
    label = roles()[role].label
    state = Text("登録・指定しました", "appointed") if standing else Text("終了しました", "ended")
    speech.tell([Text(f"{body.name}（{label.ja}）：{state.ja}", f"{body.name}, {label.en}: {state.en}")])


def _organisation(told: str, *, found: bool) -> Organisation:
    try:
        return queries.organisation_told(told)
    except Problem:
        if not found:
            raise
        return Organisation.objects.create(name=told)


def _account(email: str) -> User:
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise Problem("no_such_account", email=email)
    return user
