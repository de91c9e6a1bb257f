"""What a case opens with, gathered from the plan, the catalogue and the project, so that nobody types it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec
from django.http import QueryDict

from kenri.accounts.models import Organisation, User
from kenri.accounts.permissions import may
from kenri.accounts.queries import memberships
from kenri.cases.models import Item
from kenri.cases.proceedings import access, silences, works
from kenri.cases.proceedings.opening import Opening, role_of_opener
from kenri.cases.proceedings.silences import Silence
from kenri.cases.proceedings.works import Known
from kenri.procedures.conduct.clocks import last_of_months
from kenri.procedures.conduct.spec import Procedure
from kenri.procedures.conduct.versions import procedure, procedures
from kenri.procedures.rules import ranking
from kenri.records import queries as catalogue
from kenri.vocab.uses import Use, use_of
from kenri.web.cases import holders_asked
from kenri.web.rights import planning

BY_ROUTE: Mapping[str, str] = {"request": "direct_request", "collective": "collective_order"}
"""The procedure that a kind of route takes where it is not called like the route."""
BEFORE_USE = dt.timedelta(days=90)
"""How long from now a use is thought to begin where nobody has said."""
MONTHS = 12
"""How long it is thought to last."""


def procedure_of(route: str) -> str:
    """The id of the procedure that a kind of route takes; empty where it needs none."""
    key = BY_ROUTE.get(route, route)
    return key if key in {made.id for made in procedures()} else ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the form says by which a case is opened.

    ``party`` is the holder of that name as cases name it, empty where nobody of that name answers here; then
    ``address`` is where they are written to. ``silences`` are the applicant's requests about the work that
    nobody answered, ``used`` by number those that are to be the record of an enquiry: in Japan or not.
    """

    procedure: Procedure
    known: Known
    use: Use
    holder: str = ""
    about: str = ""
    part: str = ""
    organisation: str = ""
    party: str = ""
    address: str = ""
    silences: tuple[Silence, ...] = ()
    used: Mapping[str, str] = {}

    @property
    def offered(self) -> list[tuple[Silence, str]]:
        """The silences, each with what was chosen for it."""
        return [(one, self.used.get(one.case, "")) for one in self.silences]

    @property
    def role(self) -> str:
        """As what the case is opened."""
        return role_of_opener(self.procedure)

    @property
    def writes(self) -> bool:
        """Whether a holder who does not answer here can be written to."""
        return "holder_address" in self.procedure.given

    @property
    def names_holder(self) -> bool:
        """Whether a holder is the other side of the procedure, so that whoever opens it says which."""
        turns = {state.turn for state in self.procedure.states.values()}
        return "holder" in turns and role_of_opener(self.procedure) != "holder"


def asked(parameters: QueryDict, known: Known, on: dt.date, use: Use | None = None, *, user: User) -> Asked:
    """A request to open a case, with days for the use where nobody has said any.

    Raises Problem: ``unknown_procedure``, and what ``use_of`` raises.
    """
    made = procedure(parameters.get("procedure", ""), on)
    if not made.is_for_a_use:
        use = Use(acts=())
    else:
        use = with_days(with_told_days(use, parameters) if use else use_of(planning.use_told(parameters)), on)
    told = {
        name: parameters.get(name, "").replace("\x00", "").strip() or getattr(known, name)
        for name in ("title", "authors", "identification")
    }
    holder = parameters.get("holder", "").replace("\x00", "").strip()[:500]
    entity = catalogue.entity(known.entity) if holder and known.entity else None
    return Asked(
        procedure=made,
        known=msgspec.structs.replace(known, **told),
        use=use,
        holder=holder,
        party=holders_asked.party_of(holder, entity) if holder else "",
        address=parameters.get("address", "").replace("\x00", "").strip()[:500],
        about=parameters.get("about", "").replace("\x00", "").strip()[:500],
        part=parameters.get("part", "").replace("\x00", "").strip()[:500],
        organisation=parameters.get("organisation", ""),
        silences=tuple(silences.silences(user, made, known.entity, told["title"])),
        used=_after("silence.", parameters),
    )


def _after(prefix: str, parameters: QueryDict) -> dict[str, str]:
    """The parameters whose names begin so, by the rest of the name."""
    return {key.removeprefix(prefix): value for key, value in parameters.items() if key.startswith(prefix)}


def with_days(use: Use, on: dt.date) -> Use:
    """The use with days, proposed where nobody has said any."""
    begins = use.begins or on + BEFORE_USE
    ends = use.ends or last_of_months(begins, MONTHS)
    return msgspec.structs.replace(use, begins=begins, ends=ends)


def with_told_days(use: Use, parameters: QueryDict) -> Use:
    """The use with the days that a form tells. Raises what ``use_of`` raises."""
    told = {name: parameters[name].strip() for name in planning.DAYS if parameters.get(name, "").strip()}
    days = use_of({"acts": list(use.acts), **told})
    return msgspec.structs.replace(use, begins=days.begins or use.begins, ends=days.ends or use.ends)


def of_a_plan(procedure_id: str) -> bool:
    """Whether a route of a plan leads into that procedure."""
    return any(procedure_of(kind) == procedure_id for kind in ranking().kinds)


def of_themselves() -> list[Procedure]:
    """The procedures that begin without a plan of a use."""
    return [made for made in procedures() if not made.is_for_a_use]


def opening(wanted: Asked, user: User, item: Item | None = None) -> Opening:
    """All that the case opens with. Raises ``Problem('not_yours_to_do')`` on another organisation."""
    return Opening(
        procedure=wanted.procedure.id,
        title=wanted.known.title,
        use=wanted.use,
        entity=wanted.known.entity,
        field=wanted.known.field,
        kind=wanted.known.kind,
        given=given(wanted),
        parties=parties(wanted),
        organisation=_organisation(user, wanted.organisation, role_of_opener(wanted.procedure)),
        item=item,
    )


def parties(wanted: Asked) -> dict[str, str]:
    """The holder that is named, if it answers here."""
    return {"holder": wanted.party} if wanted.names_holder and wanted.party else {}


def given(wanted: Asked) -> dict[str, Any]:
    """The data that the procedure lets be given and that are known."""
    reached = {} if wanted.party else {"holder_address": wanted.address}
    told = {"holder_name": wanted.holder, "part": wanted.part, **reached}
    named = {key: value for key, value in told.items() if value and key in wanted.procedure.given}
    about = wanted.procedure.about
    written = list(silences.contacts(wanted.silences, wanted.used))
    return {
        **({about.field: wanted.about} if about else {}),
        **({silences.CONTACTS: written} if written else {}),
        **works.given(wanted.procedure, wanted.known),
        **named,
    }


def _organisation(user: User, key: str, role: str) -> Organisation | None:
    if not key:
        return None
    found = applying(user, role).get(key)
    if found is None:
        access.refuse(key)
    return found


def applying(user: User, role: str = "applicant") -> dict[str, Organisation]:
    """The organisations for which somebody may open a case in that role, by key."""
    held = {row.organisation.key: row.organisation for row in memberships(user)}
    return {key: body for key, body in held.items() if may(user, access.ACTIONS[role], body)}
