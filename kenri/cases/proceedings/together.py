"""One decision on many cases, and many cases filed at once: case by case, stopped and carried on at will.

Every case is one transaction, in which it is also noted that it is done: a process that is killed has lost
nothing and repeats nothing when it is called again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.db import transaction

from kenri.accounts.models import Organisation, User
from kenri.accounts.permissions import require
from kenri.cases.models import Item, Project
from kenri.cases.proceedings import access, services
from kenri.cases.proceedings.models import Batch, Case, Together, TogetherCase
from kenri.cases.proceedings.opening import NOTHING, Opening, begin_case
from kenri.procedures.conduct.offers import asked_fields
from kenri.procedures.conduct.reasons import Refused
from kenri.procedures.conduct.versions import procedure_at
from kenri.vocab.problems import Problem
from kenri.vocab.uses import Use, checked

MOST = 5_000
"""Cases of one action or one batch."""
EVERY = "every"
"""As the ``item`` of a list, or as the ``check``: all of those that the action can be about in a case."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of one case; ``problem`` where it refused. ``done`` of ``total`` are through by now."""

    number: str
    title: str
    done: int
    total: int
    problem: Problem | None = None


def begin_together(
    user: User, numbers: Sequence[str], action: str, input_: Mapping[str, Any], at: dt.datetime, key: str = ""
) -> str:
    """Note that an action is to be taken on many cases; the key under which ``carry_on`` takes it.

    With a ``key`` of the caller's (of a form, say) the same call twice is one and the same action.
    Raises ``Problem``: ``too_many_cases``, ``not_yours_to_do`` on a number that the person does not see.
    """
    if len(numbers) > MOST:
        raise Problem("too_many_cases", most=MOST)
    with transaction.atomic():
        made, new = Together.objects.get_or_create(
            user=user,
            **({"key": key} if key else {"pk": None}),
            defaults={"action": action, "input": msgspec.to_builtins(dict(input_)), "created": at},
        )
        if new:
            cases = dict(access.seen(user).filter(number__in=numbers).values_list("number", "pk"))
            if missing := [number for number in numbers if number not in cases]:
                access.refuse(missing[0])
            TogetherCase.objects.bulk_create(
                TogetherCase(together=made, case_id=cases[number]) for number in dict.fromkeys(numbers)
            )
    return made.key


def carry_on(
    user: User, key: str, at: dt.datetime, roles: Collection[str] | None = None
) -> Iterator[Outcome]:
    """Take the action on the cases that are left, one after another, and say what became of each.

    Raises ``Problem('unknown_together')``.
    """
    made = Together.objects.filter(key=key, user=user).first()
    if made is None:
        raise Problem("unknown_together")
    rows = TogetherCase.objects.filter(together=made)
    total, done = rows.count(), rows.exclude(outcome="").count()
    for row in list(rows.filter(outcome="").select_related("case").order_by("pk")):
        done += 1
        problem = _take(user, made, row, at, roles)
        yield Outcome(row.case.number, row.case.title, done, total, problem)
    Together.objects.filter(pk=made.pk, finished=None).update(finished=at)


def _take(
    user: User, made: Together, row: TogetherCase, at: dt.datetime, roles: Collection[str] | None
) -> Problem | None:
    """The action on one case and the note that it is through, together; a refusal is noted too."""
    waiting = TogetherCase.objects.filter(pk=row.pk, outcome="")
    try:
        with transaction.atomic():
            if waiting.update(outcome="done"):
                for told in list(_inputs(user, row.case, made, at)):
                    services.act(user, row.case.number, made.action, told, at=at, roles=roles)
    except Problem as problem:
        told = {"code": problem.code, "cause": msgspec.to_builtins(problem.cause)}
        waiting.update(outcome="refused", problem={**told, "cure": msgspec.to_builtins(problem.cure)})
        return problem
    return None


def _inputs(user: User, case: Case, made: Together, at: dt.datetime) -> Iterator[dict[str, Any]]:
    """What is entered in a case: once, or for each item or check where it is meant for ``EVERY`` one.

    Raises ``Refused`` where there is no item that the action can be about.
    """
    action = procedure_at(case.pinned).actions.get(made.action)
    if action is None or EVERY not in (made.input.get("item"), made.input.get("check")):
        yield made.input
    elif action.finds:
        checks = asked_fields(procedure_at(case.pinned), made.action)["check"].choices
        yield from ({**made.input, "check": check} for check in checks)
    else:
        offered = services.offers_for(user, access.case_of(user, case.number), at).values()
        mine = [offer for offers in offered for offer in offers if offer.action == made.action]
        items = [item for offer in mine for item in offer.items]
        if mine and not items:
            raise Refused(action.label, mine[0].reasons)
        yield from ({**made.input, "item": item} for item in items or [EVERY])


def act_together(
    user: User,
    numbers: Sequence[str],
    action: str,
    input_: Mapping[str, Any] = NOTHING,
    *,
    at: dt.datetime,
    key: str = "",
) -> Iterator[Outcome]:
    """``begin_together`` and ``carry_on`` in one."""
    yield from carry_on(user, begin_together(user, numbers, action, input_, at, key), at)


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """What cases that are filed together share: procedure, use, data, parties and the evidence they reuse."""

    procedure: str
    use: Use
    name: str
    given: Mapping[str, Any] = {}
    parties: Mapping[str, str] = {}
    field: str = ""
    kind: str = ""


def begin_batch(
    user: User, project: Project, filing: Filing, at: dt.datetime, *, organisation: Organisation | None = None
) -> Batch:
    """A batch for a project's items; ``file_batch`` opens its cases. Raises what opening a case raises."""
    checked(filing.use)
    if organisation is not None:
        require(user, access.ACTIONS["applicant"], organisation)
    return Batch.objects.create(
        name=filing.name or project.name,
        procedure=filing.procedure,
        project=project,
        opened_by=user,
        organisation=organisation,
        use=msgspec.to_builtins(filing.use),
        shared=msgspec.to_builtins(msgspec.structs.replace(filing, given=dict(filing.given))),
        created=at,
        wanted=0,
    )


def file_batch(user: User, batch: Batch, items: Iterable[int], at: dt.datetime) -> Iterator[Outcome]:
    """Open a case for each of these rows of the project that has none in the batch yet.

    Raises ``Problem``: ``not_yours_to_do``, ``no_items_to_file``, ``too_many_cases``.
    """
    if batch.opened_by_id != user.pk:
        access.refuse(batch.key)
    filing = msgspec.convert(batch.shared, Filing)
    found = list(Item.objects.filter(project=batch.project, pk__in=set(items)).order_by("place"))
    if not found:
        raise Problem("no_items_to_file")
    if len(found) > MOST:
        raise Problem("too_many_cases", most=MOST)
    there = set(Case.objects.filter(batch=batch).values_list("place", flat=True))
    Batch.objects.filter(pk=batch.pk).update(wanted=len(there | {item.place for item in found}))
    total = len(found)
    for done, item in enumerate(found, 1):
        if item.place in there:
            continue
        try:
            with transaction.atomic():
                case = begin_case(user, _opening(batch, filing, item), at)
            yield Outcome(case.number, item.title, done, total)
        except Problem as problem:
            yield Outcome("", item.title, done, total, problem)


def _opening(batch: Batch, filing: Filing, item: Item) -> Opening:
    return Opening(
        procedure=filing.procedure,
        title=item.title,
        use=filing.use,
        entity=item.entity,
        field=filing.field,
        kind=filing.kind,
        given=filing.given,
        parties=filing.parties,
        organisation=batch.organisation,
        item=item,
        batch=batch,
    )
