"""What a procedure is: its data, checks, states, actions and clocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from kenri.procedures.conduct.clocks import Clock
from kenri.procedures.conduct.conditions import Condition
from kenri.procedures.conduct.fields import Field
from kenri.vocab.text import Text

Role = Literal[
    "applicant",
    "holder",
    "confirmation_body",
    "commissioner",
    "compensation_body",
    "society",
    "office",
    "clock",
]
"""``office`` is anyone who keeps the register; ``clock`` acts when a period is over."""
MoneyKind = Literal["fee", "compensation", "security", "licence_fee", "royalty"]


class Notice(msgspec.Struct, frozen=True, tag_field="kind", tag="notice", forbid_unknown_fields=True):
    """A message goes to a role, from a template of letters."""

    to_role: Role
    template: str = "step_taken"


class Money(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="money", forbid_unknown_fields=True
):
    """Money is asked for, given back, called off, or split by day (as far as there is any in the case).

    The amount stands in the field ``amount_field`` or is reckoned by ``tariff``. ``split``: between holder
    and user on the day in ``day_field``, over the period from ``from_field`` through ``until_field``;
    without a day field all of it is the holder's. ``due_field`` holds the day by which it is to be paid,
    else there is a month. ``case_field`` holds the number of the case whose money it is, where that is
    another one. It falls away where the condition ``unless`` holds.
    """

    event: Literal["oblige", "refund", "cancel", "split"]
    of: MoneyKind
    payer_role: Role = "applicant"
    payee_role: Role = "compensation_body"
    amount_field: str = ""
    tariff: str = ""
    from_field: str = ""
    until_field: str = ""
    day_field: str = ""
    due_field: str = ""
    case_field: str = ""
    unless: str = ""


class Issue(msgspec.Struct, frozen=True, tag_field="kind", tag="issue", forbid_unknown_fields=True):
    """A document is made from a template, except where the condition ``unless`` holds."""

    document: str
    unless: str = ""


class Publish(msgspec.Struct, frozen=True, tag_field="kind", tag="publish", forbid_unknown_fields=True):
    """Something goes into the public register."""

    what: Literal["call", "decision", "expiry", "cancellation", "notice", "exclusion"]


class Open(msgspec.Struct, frozen=True, tag_field="kind", tag="open", forbid_unknown_fields=True):
    """Another case opens: these fields go over to it, and as ``follows`` the number of this one.

    The parties go over too, but ``names`` says of roles there in which field here their party is named; who
    is not named has no account yet, and an office lets them in later.
    """

    procedure: str
    carries: tuple[str, ...] = ()
    names: dict[str, str] = {}


class Act(msgspec.Struct, frozen=True, tag_field="kind", tag="act", forbid_unknown_fields=True):
    """The case that this one is about moves with it, or neither does: an ``action`` of the clock there.

    ``carries`` says for fields there which ones here go over; the field ``number_to`` there gets the number
    of this case.
    """

    action: str
    number_to: str
    carries: dict[str, str] = {}


class Declare(msgspec.Struct, frozen=True, tag_field="kind", tag="declare", forbid_unknown_fields=True):
    """What a holder answers becomes what they will for all uses of the kind, where ``scope`` says so.

    ``scope`` is the field in which the holder chose ``generally``; in any other case nothing is declared.
    """

    says: Literal["permit", "terms", "ask", "refuse"]
    scope: str = "scope"


class Alert(msgspec.Struct, frozen=True, tag_field="kind", tag="alert", forbid_unknown_fields=True):
    """Whoever registered or claims the work hears that it is applied for, though they are no party."""


Effect = Notice | Money | Issue | Publish | Open | Act | Declare | Alert


class About(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The other case that a case is about, such as the award after which a holder appears.

    ``field`` holds its number and ``kind`` the id of its procedure, which is one of ``procedures``; a case
    opens while it stands in one of ``states``. The fields ``reads``, called alike there, are read from it.
    """

    field: str
    kind: str
    procedures: tuple[str, ...]
    states: tuple[str, ...]
    reads: tuple[str, ...] = ()


class Unanswered(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ``state`` in which nobody answered: from then on a case is the record of an enquiry.

    The fields ``name`` and ``address`` hold who was asked and where; it went out by the action ``sent``, in
    whose field ``letter`` stands what was written.
    """

    state: str
    name: str
    address: str
    sent: str
    letter: str


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A requirement that somebody finds met or not, and what shows it.

    It is seen in the data and lists of the case that ``looks_at`` names, and in the kinds of ``documents``.
    """

    label: Text
    evidence: Text
    looks_at: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    by: tuple[Role, ...] = ("confirmation_body",)
    article: str = ""
    source: str = "LAW"
    verified: bool = True


class State(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a case may stand. ``turn``: who is to act (none: it has ended); ``days``: within which time.

    ``days`` are business days of service, published and compared, no limit of the law.
    """

    label: Text
    turn: Role | Literal[""] = ""
    days: int = 0


class Start(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An action starts a clock: on its own day, or on the day in the field ``on``."""

    clock: str
    on: str = ""


class Action(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a role may do in a state.

    - ``to``: the state it leads to, one for all or one for each state it is taken in; empty: it stays.
    - ``fields`` must be entered, ``optional`` may be: they go into the data, or with ``adds_to`` make a new
      item of that list, with ``amends`` into the item whose number is entered as ``item``.
    - ``sets`` and ``stamps`` (with the day) are written in the same place, ``clears`` is removed there;
      ``marks`` is written into the data whatever the place.
    - ``documents`` must have been attached (to the list ``documents``); ``conditions`` must hold.
    - ``finds``: it records a finding on a check; ``declares_conflict``: who takes it may take nothing else.
    - ``four_eyes``: whoever took one of these actions may not take this one.
    - ``then``: actions that follow in the same breath, taken by the same person, unless something bars them.
    """

    label: Text
    by: tuple[Role, ...]
    from_: tuple[str, ...] = msgspec.field(name="from")
    to: str | dict[str, str] = ""
    fields: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    adds_to: str = ""
    amends: str = ""
    sets: dict[str, str] = {}
    stamps: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    marks: dict[str, str] = {}
    documents: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    finds: bool = False
    declares_conflict: bool = False
    four_eyes: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    starts: tuple[Start, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    basis: str = ""
    source: str = "LAW"
    verified: bool = True

    @property
    def within_office(self) -> bool:
        """Whether it says only who works on the case, or may not, in an office."""
        return self.declares_conflict or self.fields == ("officer",)

    def leads_to(self, state: str) -> str:
        """The state after it, taken in ``state``."""
        return (self.to.get(state, "") if isinstance(self.to, dict) else self.to) or state


class Permit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """While a case stands in these states the use is allowed, if the conditions hold.

    From the latest of the days in ``begins`` through the day in ``ends`` (none: without an end).
    """

    label: Text
    states: tuple[str, ...]
    article: str
    conditions: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: str = ""


class Procedure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A procedure. ``version`` is its date of effect; ``first`` the state in which a case opens.

    ``given``: fields that may be known at opening; ``about``: the case that it is about; ``reviews``:
    conditions that, where they do *not* hold, do not bar anything but must be looked at by whoever checks
    the case.
    """

    id: str
    version: date
    label: Text
    basis: str
    verified: bool
    first: str
    fields: dict[str, Field]
    states: dict[str, State]
    actions: dict[str, Action]
    given: tuple[str, ...] = ()
    checks: dict[str, Check] = {}
    conditions: dict[str, Condition] = {}
    about: About | None = None
    unanswered: Unanswered | None = None
    reviews: tuple[str, ...] = ()
    clocks: dict[str, Clock] = {}
    permits: tuple[Permit, ...] = ()
    source: str = "LAW"
    notes: tuple[Text, ...] = ()

    @property
    def key(self) -> str:
        """``id@version``, by which a case keeps to its version."""
        return f"{self.id}@{self.version}"

    @property
    def is_for_a_use(self) -> bool:
        """Whether it is opened for a planned use, whose manner can be told."""
        return "manner" in self.given

    @property
    def documents(self) -> Mapping[str, Text]:
        """The kinds of document that may be attached: choices of the list ``documents``."""
        attached = self.fields.get("documents")
        return attached.items["document"].choices if attached else {}
