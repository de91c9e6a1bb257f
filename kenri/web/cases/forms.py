"""The forms of a case, made from what its procedure offers: for any procedure, naming none.

A page has one form for one thing to do or for many at once. What is to be done is an *entry*,
``action.item`` (``item``: the number of the item of a list, the check, or nothing); its fields are called
``action.item.field``. A form names in ``do`` the entries that are to be taken, in ``each`` those to be taken
if something was filled in; a button that means one of them sends ``only``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from django.http import QueryDict

from kenri.documents.about import template
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.fields import Field
from kenri.procedures.conduct.offers import Offer, Wanted
from kenri.procedures.conduct.reasons import ROLES, Reason
from kenri.procedures.conduct.spec import Action, Issue, Notice, Open, Procedure, Publish
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.web.cases import proposals

SHORT = {
    *("name", "title", "reference", "address", "officer", "url", "found_in", "viewed_result", "claimant"),
    *("authors", "part", "managed_by", "holder_name", "society_name", "mediator", "past_award_number"),
    *("evidence_from", "licence_number", "deposit_office", "deposit_number", "original_title"),
    *("original_work", "output_work", "institution", "founder", "right", "rival"),
}
"""Texts that are told in one line."""
HOW = ("reckoning", "breakdown")
"""Texts that say how an amount was reckoned."""
YES_NO = {"yes": Text("はい", "yes"), "no": Text("いいえ", "no")}

LETTER = "send_letter"
"""The action that can be done by an e-mail from the page, where an address is told."""


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a form. ``known``: the value was there already or follows from the case.

    ``needed``: a later step needs it, so that it may be left empty only for now.
    """

    name: str
    key: str
    label: Text
    kind: str
    required: bool
    value: str
    known: bool = False
    needed: bool = False
    help: Text | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    wrong: Problem | None = None

    @property
    def id(self) -> str:
        """The id of its control."""
        return self.name.replace(".", "-")

    @property
    def short(self) -> bool:
        """Whether one line suffices."""
        return self.key in SHORT


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do, with what it asks for and, where it is barred, why.

    ``refused`` is why it was not done when it was last sent; ``moves``: it leads to
    another state, ``ends``: to one that is the end; ``stirs``: it starts a clock or brings something about;
    ``writes``: the contact who is written to, 0 for none; ``mails``: an e-mail can go there from here.
    It brings about that documents are ``issued``, roles ``told``, and something ``published``.
    """

    entry: str
    action: str
    role: str
    label: Text
    open: bool
    reasons: tuple[Reason, ...]
    boxes: tuple[Box, ...]
    basis: str = ""
    verified: bool = True
    items: tuple[tuple[int, str], ...] = ()
    moves: bool = False
    ends: bool = False
    stirs: bool = False
    writes: int = 0
    mails: bool = False
    issued: tuple[Text, ...] = ()
    told: tuple[Text, ...] = ()
    published: bool = False
    refused: tuple[Reason, ...] = ()

    @property
    def id(self) -> str:
        """The id of its heading, to which links lead."""
        return "do-" + self.entry.replace(".", "-").rstrip("-")

    @property
    def reckoned(self) -> str:
        """The key of the amount that has to be reckoned; empty where there is none."""
        if not any(box.key in HOW for box in self.boxes):
            return ""
        return next((box.key for box in self.boxes if box.kind == "money"), "")

    @property
    def done(self) -> bool:
        """Whether all that must be filled in was filled in before."""
        return all(box.known for box in self.boxes if box.required)


class Sent(msgspec.Struct, frozen=True):
    """A form that came back: what was typed, and why each entry was refused."""

    typed: Mapping[str, str] = {}
    refused: Mapping[str, tuple[Reason, ...]] = {}

    def value(self, name: str, otherwise: str) -> str:
        """What was typed in a field, else what stands there anyway."""
        return self.typed.get(name, otherwise)


NOTHING = Sent()


def entry(action: str, item: object = "") -> str:
    """The name of one thing to do."""
    return f"{action}.{item}"


def forms(
    course: Course, role: str, offered: Iterable[Offer], on: dt.date, sent: Sent = NOTHING
) -> list[Form]:
    """A form for each offer of a role; those that amend a list ask which item."""
    return [form(course, role, offer, on, sent=sent) for offer in offered]


def form(
    course: Course, role: str, offer: Offer, on: dt.date, item: int | str = "", sent: Sent = NOTHING
) -> Form:
    """The form of an offer, about one ``item`` of a list or about one that it asks for."""
    action, name = course.spec.actions[offer.action], entry(offer.action, item)
    proposed = proposals.proposed(course, offer, on)
    boxes = tuple(
        box(name, wanted, _told(wanted.value, proposed, wanted.key), sent)
        for wanted in offer.fields
        if wanted.key != "item"
    )
    leads = action.leads_to(course.state)
    return Form(
        entry=name,
        action=offer.action,
        role=role,
        label=offer.label,
        open=offer.open,
        reasons=offer.reasons,
        boxes=boxes,
        basis=action.basis,
        verified=action.verified,
        items=() if item != "" else tuple((number, named(course, action, number)) for number in offer.items),
        moves=leads != course.state or any(isinstance(effect, Open) for effect in action.effects),
        ends=not course.spec.states[leads].turn,
        stirs=bool(action.starts or action.effects),
        writes=item if offer.action == LETTER and isinstance(item, int) else 0,
        mails=_mails(course, offer, item),
        issued=tuple(template(one.document).label for one in action.effects if isinstance(one, Issue)),
        told=tuple(ROLES[one.to_role] for one in action.effects if isinstance(one, Notice)),
        published=any(isinstance(one, Publish) for one in action.effects),
        refused=sent.refused.get(name, ()),
    )


def _mails(course: Course, offer: Offer, item: int | str) -> bool:
    """Whether it is an enquiry to a contact of whom an e-mail address is told."""
    if offer.action != LETTER or not isinstance(item, int):
        return False
    return "@" in str(course.data[course.spec.actions[LETTER].amends][item - 1].get("address", ""))


def box(entry_name: str, wanted: Wanted, value: str, sent: Sent) -> Box:
    """One field of an entry, with its value."""
    field, name = wanted.field, f"{entry_name}.{wanted.key}"
    choices = YES_NO if field.kind == "yes_no" else field.choices
    wrong = next((reason for reason in sent.refused.get(entry_name, ()) if _names(reason, field)), None)
    return Box(
        name=name,
        key=wanted.key,
        label=field.label,
        kind=field.kind,
        required=wanted.required,
        value=sent.value(name, value),
        known=wanted.value not in (None, ""),
        needed=bool(field.needed_for),
        help=field.help,
        choices=tuple(choices.items()),
        wrong=wrong,
    )


def _names(reason: Reason, field: Field) -> bool:
    return reason.code in ("missing_field", "bad_field") and field.label.ja in reason.text.ja


def _told(value: Any, proposed: Mapping[str, str], key: str) -> str:
    return str(value) if value not in (None, "") and not isinstance(value, list) else proposed.get(key, "")


def named(course: Course, action: Action, number: int) -> str:
    """What an item of a list is called: its first text."""
    items = course.data.get(action.amends, ())
    item = items[number - 1] if 0 < number <= len(items) else {}
    told = next((str(item[key]) for key in course.spec.fields[action.amends].items if item.get(key)), "")
    return f"{number}. {told}" if told else str(number)


class Entered(msgspec.Struct, frozen=True):
    """One entry as it came in: the action and its input; ``asked``: the person said expressly to do it."""

    entry: str
    action: str
    told: dict[str, str]
    asked: bool


def entered(data: QueryDict, procedure: Procedure) -> list[Entered]:
    """What a form asks to be done, in its order: one by its button, those ticked, those that were filled in.

    Fields that an entry leaves empty are taken from ``all.action.field``.
    Raises ``Problem('nothing_filled_in')``.
    """
    only = data.get("only", "")
    named_ = {only: True} if only else dict.fromkeys(data.getlist("do"), True)
    if not only:
        named_ = {**dict.fromkeys(data.getlist("each"), False), **named_}
    found = [
        _entered(name, asked, data, procedure)
        for name, asked in named_.items()
        if name.partition(".")[0] in procedure.actions
    ]
    if not found:
        raise Problem("nothing_filled_in")
    return found


def _entered(name: str, asked: bool, data: QueryDict, procedure: Procedure) -> Entered:
    key, _, item = name.partition(".")
    told = {field: text for field, text in _fields(f"all.{key}.", data) if text}
    told |= {field: text for field, text in _fields(f"{name}.", data) if text or field not in told}
    if item:
        told["check" if procedure.actions[key].finds else "item"] = item
    return Entered(name, key, told, asked)


def _fields(prefix: str, data: QueryDict) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if key.startswith(prefix) and isinstance(value, str):
            yield key.removeprefix(prefix), value.replace("\x00", "").replace("\r\n", "\n").strip()


def typed(data: QueryDict) -> dict[str, str]:
    """What was typed, to be shown again."""
    return {key: value for key, value in data.items() if "." in key and isinstance(value, str)}
