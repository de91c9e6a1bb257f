"""One case as its page shows it: what to do next, what is there already, and how it came to that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import msgspec

from kenri.cases.proceedings import access
from kenri.cases.proceedings.money import UNPAID, Asked
from kenri.cases.proceedings.opening import role_of_opener
from kenri.cases.proceedings.queries import Shown
from kenri.procedures.conduct.offers import Offer
from kenri.procedures.conduct.permits import state_label
from kenri.procedures.conduct.reasons import ROLES
from kenri.procedures.conduct.spec import Action
from kenri.vocab.text import Text
from kenri.web import wording
from kenri.web.cases import forms as case_forms
from kenri.web.cases.examining import Examined, examined
from kenri.web.cases.forms import NOTHING, Box, Form, Sent
from kenri.web.cases.told import Datum, data, words

DOCUMENTS = "documents"
"""The list that files go into."""


class Row(msgspec.Struct, frozen=True):
    """An item of a list: its data, the clocks it started, and what may be done with it."""

    number: int
    name: str
    url: str
    data: tuple[Datum, ...]
    clocks: tuple[Ticking, ...]
    forms: tuple[Form, ...]

    @property
    def dropped(self) -> bool:
        """Whether nothing is left to be done with it."""
        return not self.forms

    @property
    def first(self) -> Form | None:
        """What is to be done with it next: what brings something about."""
        return next((form for form in self.forms if form.stirs), None)

    @property
    def others(self) -> tuple[Form, ...]:
        """What else may be done with it."""
        return tuple(form for form in self.forms if form != self.first)


class Listed(msgspec.Struct, frozen=True):
    """A list of the case. ``tick``: one thing is to be done with each item, so that many are done at once."""

    key: str
    label: Text
    rows: tuple[Row, ...]
    add: tuple[Form, ...]
    tick: str
    shared: tuple[Box, ...]

    @property
    def open(self) -> int:
        """How many items still wait."""
        return sum(bool(row.forms) for row in self.rows)

    @property
    def done(self) -> int:
        """How many items wait no more."""
        return len(self.rows) - self.open

    @property
    def anchor(self) -> str:
        """The id of its heading."""
        return f"list-{self.key}"


class Ticking(msgspec.Struct, frozen=True):
    """A clock that runs: until when, how many days are left, what its end means, and the article."""

    label: Text
    started: dt.date
    due: dt.date
    left: int
    phase: str
    then: Text | None
    article: str
    verified: bool


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of a case shows beside what is known of it; ``state`` is where it stands, in words."""

    shown: Shown
    state: Text
    role: str
    mine: bool
    due: dt.date | None
    late: bool
    next: tuple[Form, ...]
    ending: tuple[Form, ...]
    filling: tuple[Form, ...]
    measures: tuple[Form, ...]
    lists: tuple[Listed, ...]
    examined: tuple[Examined, ...]
    beside: tuple[Form, ...]
    clocks: tuple[Ticking, ...]
    data: tuple[Datum, ...]
    kinds: tuple[tuple[str, Text], ...]
    office: str
    left: int | None
    sent: Sent

    @property
    def finds(self) -> bool:
        """Whether there is a finding to be made by whoever looks."""
        return any(one.form for one in self.examined)

    @property
    def looked_at(self) -> bool:
        """Whether anything was found yet, or an office looks at it."""
        return bool(self.office) or any(one.found for one in self.examined)

    @property
    def filled(self) -> bool:
        """Whether the next step waits for nothing that can be entered in the data."""
        known = self.shown.procedure.conditions
        reasons = [known.get(reason.code) for form in self.next for reason in form.reasons]
        awaited = {key for condition in reasons for key in getattr(condition, "fields", ())}
        entered = {box.key for form in self.filling for box in form.boxes}
        return awaited.isdisjoint(entered) and not any(datum.needed for datum in self.data)

    @property
    def measured(self) -> bool:
        """Whether all measures are recorded."""
        return all(form.done for form in self.measures)

    @property
    def working(self) -> tuple[Listed, ...]:
        """The lists in which something is to be done."""
        return tuple(listed for listed in self.lists if listed.open or listed.add)

    @property
    def settled(self) -> tuple[Listed, ...]:
        """The lists that are only to be read."""
        return tuple(listed for listed in self.lists if not listed.open and not listed.add)

    @property
    def waits_for_time(self) -> bool:
        """Whether only the end of a period is awaited."""
        return self.shown.course.turn == access.CLOCK

    @property
    def to_pay(self) -> tuple[Asked, ...]:
        """What this person's side has to pay now."""
        if "applicant" not in self.shown.roles:
            return ()
        return tuple(one for one in self.shown.money if one.state in UNPAID)

    @property
    def turn(self) -> Text | None:
        """Whose turn it is."""
        return ROLES.get(self.shown.course.turn)


def page(shown: Shown, on: dt.date, sent: Sent = NOTHING) -> Page:
    """The page of a case on a day; ``sent`` is a form that was refused, shown again with why."""
    course, spec = shown.course, shown.procedure
    turn = course.turn
    role = turn if turn in shown.roles else next(iter(shown.roles), "")
    offered = [(held, offer) for held, offers in shown.offers.items() for offer in offers]
    offered, due = _once(offered, turn), _due(shown, on)
    plain = [
        (case_forms.form(course, held, offer, on, sent=sent), spec.actions[offer.action])
        for held, offer in offered
        if not _special(spec.actions[offer.action])
    ]
    steps = [form for form, _ in plain if form.moves]
    stays = [(form, action) for form, action in plain if not form.moves]
    mine, opener = turn in shown.roles, role_of_opener(spec)
    work = [
        form for form, action in stays if mine and action.fields and not action.sets and form.role == turn
    ]
    filling = [form for form, action in stays if not action.fields and action.optional]
    shown_already = {form.entry for form in (*work, *filling)}
    return Page(
        shown=shown,
        state=state_label(spec, course.state, shown.case.first_day, on),
        role=role,
        mine=mine,
        due=due,
        late=bool(due and due < on),
        next=tuple(sorted((form for form in steps if not _gives_up(form, opener)), key=_urgency(shown))),
        ending=tuple(form for form in steps if _gives_up(form, opener)),
        filling=tuple(filling),
        measures=tuple(work),
        lists=tuple(_lists(shown, offered, on, sent)),
        examined=tuple(examined(shown, offered, on, sent)),
        beside=tuple(form for form, _ in stays if form.entry not in shown_already),
        clocks=tuple(_clocks(shown, on)),
        data=tuple(data(shown)),
        kinds=tuple(spec.documents.items()),
        office=next((held for held in shown.roles if held in access.OFFICES), ""),
        left=(due - on).days if due else None,
        sent=sent,
    )


def _due(shown: Shown, on: dt.date) -> dt.date | None:
    """The day until which: the office's own target, else that of a payment or of the next period."""
    course = shown.course
    if not course.turn or course.service_due:
        return course.service_due if course.turn else None
    running = (clock.due for clock in course.clocks.values() if clock.phase == "running")
    to_pay = (one.due for one in shown.money if one.state in UNPAID and course.turn != access.CLOCK)
    return min((*to_pay, *(due for due in running if due >= on)), default=None)


def _gives_up(form: Form, opener: str) -> bool:
    """Whether it is how whoever opened the case ends it; how an office ends one is a decision."""
    return form.ends and form.role == opener


def _urgency(shown: Shown) -> Callable[[Form], tuple[bool, bool, int]]:
    """What has just become possible first; then what goes on before what ends it, the furthest first."""
    spec, places = shown.procedure, list(shown.procedure.states)

    def urgency(form: Form) -> tuple[bool, bool, int]:
        action = spec.actions[form.action]
        furthest = places.index(action.leads_to(shown.course.state))
        return not (form.open and action.conditions), form.ends, -furthest

    return urgency


def _once(offered: list[tuple[str, Offer]], turn: str) -> list[tuple[str, Offer]]:
    """An action that somebody has in two roles is offered once: in that of whose turn it is."""
    found: dict[str, tuple[str, Offer]] = {}
    for held, offer in sorted(offered, key=lambda pair: pair[0] != turn):
        found.setdefault(offer.action, (held, offer))
    return [pair for pair in offered if found[pair[1].action] == pair]


def _special(action: Action) -> bool:
    """What has its own place on the page: items of lists, files, findings, a declared interest."""
    listed = (action.adds_to or action.amends) and not action.to
    return bool(listed or action.finds or action.within_office)


def _lists(shown: Shown, offered: list[tuple[str, Offer]], on: dt.date, sent: Sent) -> Iterator[Listed]:
    course, spec = shown.course, shown.procedure
    for key, field in spec.fields.items():
        if field.kind != "list" or key == DOCUMENTS:
            continue
        amend = [(held, offer) for held, offer in offered if spec.actions[offer.action].amends == key]
        add = [
            case_forms.form(course, held, offer, on, sent=sent)
            for held, offer in offered
            if spec.actions[offer.action].adds_to == key and not spec.actions[offer.action].to
        ]
        rows = tuple(_rows(shown, key, amend, on, sent))
        if rows or add:
            tick = amend[0][1].action if len(amend) == 1 else ""
            yield Listed(key, field.label, rows, tuple(add), tick, _shared(shown, amend, on, sent))


def _shared(shown: Shown, amend: list[tuple[str, Offer]], on: dt.date, sent: Sent) -> tuple[Box, ...]:
    """The fields that are filled in once for all items that are ticked."""
    if len(amend) != 1:
        return ()
    form = case_forms.form(shown.course, amend[0][0], amend[0][1], on)
    boxes = (msgspec.structs.replace(box, name=f"all.{form.action}.{box.key}") for box in form.boxes)
    return tuple(
        msgspec.structs.replace(box, value=sent.value(box.name, box.value)) for box in boxes if box.required
    )


def _rows(shown: Shown, key: str, amend: list[tuple[str, Offer]], on: dt.date, sent: Sent) -> Iterator[Row]:
    course = shown.course
    for item in course.data.get(key, ()):
        number = item["item"]
        forms = tuple(
            case_forms.form(course, held, offer, on, item=number, sent=sent)
            for held, offer in amend
            if number in offer.items
        )
        fields = course.spec.fields[key].items
        known = tuple(
            Datum(name, field.label, words(field, item[name]), False)
            for name, field in fields.items()
            if item.get(name) not in (None, "")
        )
        url = str(item.get("url", ""))
        name = wording.chosen(known[0].value) if known else str(number)
        shown_url = url if url.startswith(("https://", "http://")) else ""
        beside = tuple(datum for datum in known[1:] if datum.key != "url")
        yield Row(number, name, shown_url, beside, tuple(_clocks(shown, on, key, number)), forms)


def _clocks(shown: Shown, on: dt.date, listed: str = "", number: int = 0) -> Iterator[Ticking]:
    """The clocks of the case itself, or those that an item of a list started."""
    spec = shown.procedure
    of_list = {
        start.clock
        for action in spec.actions.values()
        for start in action.starts
        if listed and listed in (action.amends, action.adds_to)
    }
    for key, clock in shown.clocks.items():
        name, _, item = key.partition(":")
        if clock.phase == "stopped" or (item != str(number) if listed else item):
            continue
        if listed and name not in of_list:
            continue
        period = spec.clocks[name]
        then = spec.actions[period.lapses].label if period.lapses else None
        left = (clock.due - on).days if clock.phase == "running" else clock.left
        yield Ticking(
            period.label, clock.started, clock.due, left, clock.phase, then, period.article, period.verified
        )
