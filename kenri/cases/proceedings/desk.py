"""What offices and sides do around the steps: assign, join, declare, note, hand in, erase."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from kenri.accounts.models import User
from kenri.cases.proceedings import access, chain, handing_in, letters, mail, standing
from kenri.cases.proceedings.acting import Request, offers_for, once_more, perform, take_on
from kenri.cases.proceedings.models import Attachment, Case, Conflict, Letter
from kenri.cases.proceedings.opening import key_of, name_of, party_of
from kenri.procedures.conduct.clocks import day_of
from kenri.seals.chain import canonical
from kenri.vocab.problems import Problem

LONGEST_NOTE = 10_000


def assign(by: User, number: str, officer: User | None, at: dt.datetime) -> Case:
    """Give a case to an officer of the office that one acts for, or to nobody again.

    Raises Problem: ``not_yours_to_do``, ``not_an_officer`` (also for one who declared an interest).
    """

    def work() -> Case:
        case = access.case_of(by, number)
        role = access.require_office(by, case)
        if officer is not None and not access.officers(case, role).filter(pk=officer.pk).exists():
            raise Problem("not_an_officer", where=number)
        take_on(by, case, role, at)
        case.assignee = officer
        told = {"to": access.actor(officer) if officer else ""}
        entry = chain.Entry(kind="assign", name=role, role=role, by=access.actor(by), told=told)
        chain.append(case, entry, at)
        return case

    return once_more(work, True)


def join(by: User, number: str, role: str, who: str, at: dt.datetime) -> Case:
    """Let a holder who was found take part, once an office has satisfied itself who it is.

    Or whoever is the other side, where a case waits for one that was not named. ``who`` is what
    ``opening.key_of`` understands. Raises Problem: ``not_yours_to_do``, ``unknown_party`` for a body or
    person that cannot have the role, or has it.
    """

    def work() -> Case:
        case = access.case_of(by, number)
        office = access.require_office(by, case)
        named = key_of(role, who)
        party, others = party_of(case, role, named, at), list(case.parties.filter(role=role))
        nobody = next((one for one in others if not name_of(one)), None)
        if role not in access.admitted(case) or any(access.same(one, party) for one in others):
            raise Problem("unknown_party", where=number, role=role, party=named)
        if nobody is not None:
            party.pk = nobody.pk
        party.reached = at
        party.save()
        entry = chain.Entry(
            kind="join", name=role, role=office, by=access.actor(by), told={"who": named, "role": role}
        )
        chain.append(case, entry, at)
        return case

    return once_more(work, True)


def declare_conflict(user: User, number: str, why: str, at: dt.datetime) -> Case:
    """Declare that one's own interests touch a case: from then on its offices are closed to that person.

    Raises Problem: ``not_yours_to_do``, ``note_empty``, ``note_too_long``.
    """

    def work() -> Case:
        case = access.case_of(user, number)
        role = access.require_office(user, case)
        if case.assignee_id == user.pk:
            case.assignee = None
        entry = chain.Entry(
            kind="conflict", name=role, role=role, by=access.actor(user), kept={"why": _written(why)}
        )
        step = chain.append(case, entry, at)
        Conflict.objects.create(case=case, user=user, step=step)
        return case

    return once_more(work, True)


def note(user: User, number: str, text: str, at: dt.datetime) -> Case:
    """Write a note for one's own office.

    Raises Problem: ``not_yours_to_do``, ``note_empty``, ``note_too_long``.
    """

    def work() -> Case:
        case = access.case_of(user, number)
        role = access.require_office(user, case)
        entry = chain.Entry(
            kind="note", name=role, role=role, by=access.actor(user), kept={"text": _written(text)}
        )
        chain.append(case, entry, at)
        return case

    return once_more(work, True)


def attach(user: User, number: str, kind: str, name: str, data: bytes, at: dt.datetime) -> Attachment:
    """Hand in a file; where the procedure asks for a document of this kind, it then counts as attached.

    Raises Problem: ``not_yours_to_do``, ``file_kind``, ``file_too_large``, ``file_empty``.
    """

    def work() -> Attachment:
        case = access.case_of(user, number)
        made = handing_in.attach(case, user, kind, name, data, at)
        course = standing.course_of(case)
        for role, offered in offers_for(user, case, at, course).items():
            for offer in offered:
                if offer.open and handing_in.takes(course.spec, offer.action, kind):
                    told = {"document": kind, "reference": made.key, "digest": made.digest}
                    perform(Request(user, number, offer.action, told, at, role=role))
                    return made
        return made

    return once_more(work, True)


def send_letter(
    user: User, number: str, item: int, text: str, at: dt.datetime, *, closing: str = ""
) -> Letter:
    """Send an enquiry to a contact by e-mail, and record it as the procedure's step ``send_letter``.

    ``closing`` stands in the e-mail below the text and in no step: the secret address for the answer. The
    e-mail leaves after the transaction; until it has, ``Letter.mailed`` is empty. Raises Problem:
    ``not_yours_to_do``, ``no_mail_address``, ``note_empty``, and what ``act`` raises.
    """

    def work() -> Letter:
        case = access.case_of(user, number)
        contacts = standing.course_of(case).data.get("contacts", ())
        address = str(contacts[item - 1].get("address", "")) if 0 < item <= len(contacts) else ""
        try:
            validate_email(address)
        except ValidationError:
            raise Problem("no_mail_address", where=number, item=item) from None
        told = {"item": item, "sent_on": day_of(at).isoformat(), "letter": _written(text)}
        moved = perform(Request(user, number, "send_letter", told, at))
        subject = f"著作物の利用についてのお問い合わせ「{case.title}」（{case.number}）"
        return letters.write(moved, "applicant", item, address, subject, told["letter"] + closing, at)

    letter = once_more(work, True)
    transaction.on_commit(lambda: mail.send(letter.case, at))
    return letter


def record_view(
    user: User, number: str, item: int, source: str, answer: Mapping[str, Any], at: dt.datetime
) -> Case:
    """Record that Kenri looked into a listed database: the answer as a file, and the site as viewed.

    Raises Problem: ``not_yours_to_do``, and what ``act`` raises.
    """

    def work() -> Case:
        case = access.case_of(user, number)
        data = canonical(answer).encode()
        made = handing_in.attach(case, user, "search", f"{source}.json", data, at)
        told = {
            "item": item,
            "viewed_on": day_of(at).isoformat(),
            "viewed_result": f"{answer['total']} ({made.digest[:16]})",
            "viewed_evidence": made.key,
        }
        return perform(Request(user, number, "view_site", told, at))

    return once_more(work, True)


def erase(user: User, number: str, row: int, name: str, why: str, at: dt.datetime) -> None:
    """Erase a text of a person, with the file that came with it, out of one row of a case's history.

    Only an office may; that and why it was done stands in the chain. Raises Problem: ``not_yours_to_do``,
    ``unknown_particular``.
    """
    once_more(
        lambda: handing_in.erase(access.case_of(user, number), user, row, name, _written(why), at), True
    )


def _written(text: str) -> str:
    text = text.strip()
    if not text:
        raise Problem("note_empty")
    if len(text) > LONGEST_NOTE:
        raise Problem("note_too_long", most=LONGEST_NOTE)
    return text
