"""Changing the registry: drafts, publishing, withdrawing, declaring. Nothing else writes these rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kenri.accounts.models import Organisation, User
from kenri.registry.declared import ANSWERS, Declared
from kenri.registry.models import LONGEST_ADDRESS, Declaration, Version, Work
from kenri.registry.owners import acting_for, kept_by
from kenri.registry.purposes import purposes, templates
from kenri.registry.registration import faults, registration_of
from kenri.vocab.identifiers import try_identifier
from kenri.vocab.problems import Problem

MOST_DRAFTS = 1_000
"""Drafts that one user may have unpublished."""
AT_ONCE = 10_000
"""Works that one statement marks."""
MOST_A_MINUTE = 30
"""Versions and declarations that one user may publish within a minute."""


def save_draft(
    user: User, told: Any, key: str = "", revision: int = 0, *, organisation: Organisation | None = None
) -> Work:
    """Keep what somebody typed; without a key it begins a new work, the organisation's where one is given.

    ``revision`` is the one that was read before. Raises ``Problem('edited_elsewhere')`` where the draft was
    saved since then, ``Problem('no_such_work')``, ``Problem('not_yours_to_do')``,
    ``Problem('too_many_drafts')`` and those of ``registration_of``.
    """
    doc = _data(registration_of(told))
    if not key:
        if Work.objects.filter(owner=user, versions=None).count() >= MOST_DRAFTS:
            raise Problem("too_many_drafts", most=MOST_DRAFTS)
        return Work.objects.create(owner=user, organisation=acting_for(user, organisation), draft=doc)
    work = _work(user, key)
    if work.draft == doc:
        return work
    changed = Work.objects.filter(pk=work.pk, revision=revision).update(
        draft=doc, revision=revision + 1, saved=timezone.now()
    )
    if not changed:
        raise Problem("edited_elsewhere")
    work.refresh_from_db()
    return work


def publish(user: User, key: str) -> Version:
    """Publish the draft as the next version; the newest again where nothing changed.

    Raises the first of ``faults``, ``Problem('no_such_work')`` and ``Problem('too_fast')``.
    """
    with transaction.atomic():
        work = _work(user, key, locked=True)
        told = registration_of(work.draft)
        for problem in faults(told):
            raise problem
        last = work.versions.order_by("-number").first()
        doc = _data(told)
        if last is not None and not last.withdrawn and last.doc == doc:
            return last
        return _add_version(user, work, doc, withdrawn=False)


def withdraw(user: User, key: str) -> Version | None:
    """Take the registration out of the catalogue; its versions stay. None where it was never published."""
    with transaction.atomic():
        work = _work(user, key, locked=True)
        last = work.versions.order_by("-number").first()
        if last is None or last.withdrawn:
            return last
        return _add_version(user, work, last.doc, withdrawn=True)


def discard(user: User, key: str) -> None:
    """Delete a work that was never published. Raises ``Problem('published_stays')`` for any other."""
    with transaction.atomic():
        work = _work(user, key, locked=True)
        if work.versions.exists() or work.declarations.exists():
            raise Problem("published_stays")
        work.delete()


def declare(
    user: User, declared: Declared, key: str = "", *, organisation: Organisation | None = None
) -> Declaration:
    """Declare an intention for a work, or for all works of the user or of an organisation.

    It takes the place of the one before. Raises ``Problem('no_purpose_answered')``,
    ``Problem('unknown_purpose')``, ``Problem('no_such_work')``, ``Problem('not_yours_to_do')``,
    ``Problem('too_fast')``.
    """
    declared = _checked(declared)
    with transaction.atomic():
        work = _work(user, key, locked=True) if key else None
        body = work.organisation if work else acting_for(user, organisation)
        owner = Q(organisation=body) if body else Q(owner=user, organisation=None)
        doc = _data(declared)
        last = Declaration.objects.filter(owner, work=work).order_by("-pk").first()
        if last is not None and last.doc == doc:
            return last
        _not_too_fast(user)
        concerned = Work.objects.filter(owner, versions__isnull=False)
        if work is not None:
            concerned = concerned.filter(pk=work.pk)
        Work.objects.filter(pk__in=concerned.values("pk")).update(due=timezone.now())
        return Declaration.objects.create(owner=user, organisation=body, work=work, doc=doc)


def declare_for(user: User, declared: Declared, keys: Collection[str]) -> int:
    """Declare one intention for each of several works, all or none; how many did not say so already.

    Raises as ``declare`` does, ``Problem('no_such_work')`` also where one of them is not theirs.
    """
    declared = _checked(declared)
    with transaction.atomic():
        works = list(Work.objects.select_for_update().filter(kept_by(user), key__in=keys))
        if not works or len(works) != len(set(keys)):
            raise Problem("no_such_work")
        doc = _data(declared)
        last: dict[int | None, Any] = {}
        for row in Declaration.objects.filter(work__in=works).order_by("pk"):
            last[row.work_id] = row.doc
        wanted = [work for work in works if last.get(work.pk) != doc]
        if wanted:
            _not_too_fast(user)
        Declaration.objects.bulk_create(
            Declaration(owner=user, organisation=work.organisation, work=work, doc=doc) for work in wanted
        )
        published = Work.objects.filter(pk__in=[work.pk for work in wanted], versions__isnull=False)
        Work.objects.filter(pk__in=published.values("pk")).update(due=timezone.now())
    return len(wanted)


def _checked(declared: Declared) -> Declared:
    """The declaration with the template that it still is. Raises where it answers nothing or nonsense."""
    if not declared.answers:
        raise Problem("no_purpose_answered")
    for purpose, answer in declared.answers.items():
        if purpose not in purposes() or answer not in ANSWERS:
            raise Problem("unknown_purpose", purpose=purpose)
    kept = {key: terms for key, terms in declared.own.items() if declared.answers.get(key) == "terms"}
    return _named(msgspec.structs.replace(declared, own=kept))


def brought(due: Mapping[str, dt.datetime]) -> None:
    """The catalogue now holds these works as they were at the times given; what changed since stays due."""
    together: dict[dt.datetime, list[str]] = defaultdict(list)
    for key, moment in due.items():
        together[moment].append(key)
    for moment, keys in together.items():
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            Work.objects.filter(key__in=some, due=moment).update(due=None)


def _data(value: Any) -> dict[str, Any]:
    """As the database gives it back, so that equal values are equal."""
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(value))
    return found


def _named(declared: Declared) -> Declared:
    """The declaration with the template whose answers and terms it still has, else with none."""
    template = templates().get(declared.template)
    if template is None:
        return msgspec.structs.replace(declared, template="", licence="")
    plain = msgspec.structs.replace(declared.terms, credit_line="")
    same = (
        not declared.own and template.terms == plain and template.answers.items() <= declared.answers.items()
    )
    licence = template.licence if same else ""
    return msgspec.structs.replace(declared, template=declared.template if same else "", licence=licence)


def _add_version(user: User, work: Work, doc: dict[str, Any], *, withdrawn: bool) -> Version:
    _not_too_fast(user)
    number = work.versions.count() + 1
    made = None if withdrawn else try_identifier("url", doc.get("url", ""))
    address = made.value[:LONGEST_ADDRESS] if made else ""
    Work.objects.filter(pk=work.pk).update(due=timezone.now(), address=address)
    return Version.objects.create(work=work, number=number, doc=doc, withdrawn=withdrawn, by=user)


def _not_too_fast(user: User) -> None:
    """What a list registered, and one declaration for many works, counts as one act, or as none."""
    since = timezone.now() - dt.timedelta(minutes=1)
    made = Version.objects.filter(by=user, at__gt=since, work__ref="").count()
    made += Declaration.objects.filter(owner=user, at__gt=since).values("doc").distinct().count()
    if made >= MOST_A_MINUTE:
        raise Problem("too_fast", most=MOST_A_MINUTE)


def _work(user: User, key: str, *, locked: bool = False) -> Work:
    """Their work. Raises ``Problem('no_such_work')``, whether or not another has one of that key."""
    works = Work.objects.select_for_update() if locked else Work.objects
    work = works.filter(kept_by(user), key=key).first()
    if work is None:
        raise Problem("no_such_work")
    return work
