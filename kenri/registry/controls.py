"""Proving who controls an address: codes handed out, and looked for again and again; the only writer.

A registration's permission counts only while its owner holds the control over its address: anybody can
register anybody's work. What was proved once lapses when the code is missing in two looks one after the
other, or was not seen for ``LASTS``.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Iterator

import msgspec
from django.db import transaction
from django.db.models import Q

from kenri.accounts.models import Organisation, User
from kenri.harvest.http import Client
from kenri.registry.models import Check, Control, Work
from kenri.registry.owners import acting_for, kept_by
from kenri.registry.proving import METHODS, Method, Texts, covers, look, place_of, scope_of
from kenri.registry.told import kept
from kenri.vocab.problems import Problem

LASTS = dt.timedelta(days=180)
"""How long a proof is good for without being seen again."""
AGAIN_AFTER = dt.timedelta(days=30)
"""After which time the code is looked for again."""
MOST_LOOKS = 10
"""Looks that one user may ask for within a minute: each is a request to somebody's server."""
MOST_OPEN = 200
"""Addresses that one owner may have waiting for their proof."""
MISSING = "code_missing"

Look = Callable[[Control], tuple[str, Problem | None]]
"""Looks for a control's code: where it looked, and the problem, none where the code was found."""


class Held(msgspec.Struct, frozen=True):
    """A proved control: how, over what, since when and until when unless it is seen again (ISO 8601)."""

    method: str
    scope: str
    since: str
    until: str


def claim_control(
    user: User, method: Method, address: str, *, at: dt.datetime, organisation: Organisation | None = None
) -> Control:
    """The code by which an owner proves that an address is theirs; the same again when asked again.

    One owner has one code for everything. Raises ``Problem('bad_address')``, ``Problem('unknown_method')``,
    ``Problem('no_domain')``, ``Problem('too_many_open')``, ``Problem('not_yours_to_do')``.
    """
    if method not in METHODS:
        raise Problem("unknown_method", method=method, known=", ".join(METHODS))
    scope = scope_of(method, address)
    acting_for(user, organisation)
    owner = Q(organisation=organisation) if organisation else Q(owner=user, organisation=None)
    with transaction.atomic():
        own = Control.objects.select_for_update().filter(owner)
        if same := own.filter(method=method, scope=scope).first():
            return same
        if own.filter(held=None).count() >= MOST_OPEN:
            raise Problem("too_many_open", most=MOST_OPEN)
        first = own.order_by("pk").first()
        code = first.code if first else secrets.token_hex(16)
        return Control.objects.create(
            owner=user, organisation=organisation, method=method, scope=scope, code=code, created=at
        )


def check(user: User, key: str, seen: Look, *, at: dt.datetime) -> Check:
    """Look for a code now. The look is made before anything is written, and no lock is held meanwhile.

    Raises ``Problem('no_such_control')``, ``Problem('too_many_looks')``.
    """
    control = Control.objects.filter(kept_by(user), key=key).first()
    if control is None:
        raise Problem("no_such_control")
    if Check.objects.filter(by=user, at__gt=at - dt.timedelta(minutes=1)).count() >= MOST_LOOKS:
        raise Problem("too_many_looks", most=MOST_LOOKS)
    where, problem = seen(control)
    return _noted(control, where, problem, by=user, at=at)


def check_again(seen: Look, *, at: dt.datetime, limit: int = 10_000) -> Iterator[Check]:
    """Look again for what was proved and not looked at for ``AGAIN_AFTER``, longest waiting first."""
    waiting = Control.objects.filter(checked__lt=at - AGAIN_AFTER).exclude(held=None)
    for control in waiting.order_by("checked", "pk")[:limit]:
        yield _noted(control, *seen(control), by=None, at=at)


def looking(client: Client, texts: Texts) -> Look:
    """A look over the network."""

    def seen(control: Control) -> tuple[str, Problem | None]:
        try:
            sight = look(control.method, control.scope, control.code, client, texts)
        except Problem as problem:
            return place_of(control.method, control.scope), problem
        return sight.where, None if sight.found else Problem(MISSING, where=sight.where)

    return seen


def held(parties: Iterable[tuple[str, int]], *, at: dt.datetime) -> dict[tuple[str, int], list[Held]]:
    """What owners have proved, by ``user`` or ``organisation`` and its id."""
    parties = set(parties)
    users = [pk for kind, pk in parties if kind == "user"]
    bodies = [pk for kind, pk in parties if kind == "organisation"]
    rows = Control.objects.filter(
        Q(owner__in=users, organisation=None) | Q(organisation__in=bodies), until__gt=at
    )
    found: dict[tuple[str, int], list[Held]] = {}
    for row in rows.exclude(held=None).order_by("held", "pk"):
        party = ("organisation", row.organisation_id) if row.organisation_id else ("user", row.owner_id)
        found.setdefault(party, []).append(
            Held(row.method, row.scope, row.held.isoformat(), row.until.isoformat())
        )
    return found


def holding(found: Iterable[Held], address: str) -> Held | None:
    """The first proof that is about an address in normal form."""
    return next((one for one in found if address and covers(one.method, one.scope, address)), None)


def controls(user: User) -> list[Control]:
    """The controls that somebody keeps, newest first, each with its latest look as ``latest``."""
    rows = list(Control.objects.filter(kept_by(user)).select_related("organisation").order_by("-pk"))
    last = {row.control_id: row for row in Check.objects.filter(control__in=rows).order_by("pk")}
    for row in rows:
        row.latest = last.get(row.pk)
    return rows


def addresses(user: User) -> list[str]:
    """The addresses of somebody's published works."""
    found = Work.objects.filter(kept_by(user)).exclude(address="").order_by("-pk")
    return list(dict.fromkeys(found.values_list("address", flat=True)))


def _noted(
    control: Control, where: str, problem: Problem | None, *, by: User | None, at: dt.datetime
) -> Check:
    """Keep what a look found, and what follows from it."""
    with transaction.atomic():
        row = Control.objects.select_for_update().get(pk=control.pk)
        before = row.checks.order_by("-pk").first()
        code = problem.code if problem else ""
        if not problem:
            row.held, row.until = row.held or at, at + LASTS
        elif code == MISSING and before is not None and before.problem == MISSING:
            row.held = row.until = None
        row.checked = at
        row.save(update_fields=["held", "until", "checked"])
        values = kept(problem)["values"] if problem else {}
        return Check.objects.create(control=row, at=at, by=by, where=where, problem=code, values=values)
