"""Claims between registry and catalogue: what is claimed, in words; who hears of a conflict."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kenri.accounts import notices
from kenri.accounts.permissions import grades
from kenri.catalogue.entity import Entity
from kenri.registry import claims
from kenri.registry.claiming import BASES, WHOLE, WORLD, Claimed, Conflict
from kenri.registry.claims import Change, Shown, Subject
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import layers
from kenri.web import wording


class Line(msgspec.Struct, frozen=True):
    """A claim in the words of the page."""

    shown: Shown
    what: str
    where: str
    when: str
    basis: str
    identity: str
    steps: tuple[tuple[str, str, str], ...]


def subject_of(entity: Entity) -> Subject:
    """What a claim to an entity is about."""
    records = tuple(f"{said.source}:{said.local_id}" for said in entity.records)
    return Subject(entity.id, entity.title.text, records)


def about(entity: Entity) -> dict[str, Any]:
    """The claims to an entity and their conflicts, as the pages show them."""
    subject = subject_of(entity)
    found, meeting = claims.about(subject.entity, subject.records)
    return {"claims": [line(one) for one in found], "clashes": [words_of(one) for one in meeting]}


def line(shown: Shown) -> Line:
    """A claim in words."""
    told = shown.claimed
    share = f"{told.share / 100:g} %"
    what = [_layer(told.layer), share, *([_("exclusive")] if told.exclusive else [])]
    steps = tuple((_step(kind), wording.moment(at), note) for kind, at, note in shown.steps)
    identity = wording.chosen(grades()[shown.identity or "self_declared"].label)
    where = ", ".join(told.territory) or _("worldwide")
    return Line(
        shown, ", ".join(what), where, _when(told), wording.chosen(BASES[told.basis]), identity, steps
    )


def _step(kind: str) -> str:
    return {
        "withdrawn": _("withdrawn"),
        "taken_down": _("taken down by an office"),
        "agreed": _("the former holder agrees"),
        "disputed": _("disputed by another claimant"),
        "conflict": _("contradicts another claim"),
        "resolved": _("the contradiction is resolved"),
    }[kind]


def _when(told: Claimed) -> str:
    begins, ends = (wording.day(day.isoformat()) if day else "" for day in (told.begins, told.ends))
    return f"{begins}–{ends}" if begins or ends else _("always")


def _layer(key: str) -> str:
    return wording.chosen(layers()[key].label) if key else _("the whole work")


def words_of(conflict: Conflict) -> str:
    """A contradiction in words."""
    where = _("worldwide") if conflict.where == WORLD else conflict.where
    values = {"layer": _layer(conflict.layer), "where": where, "total": f"{conflict.total * 100 / WHOLE:g}"}
    if conflict.kind == "exclusive":
        return _("%(layer)s (%(where)s): one holds it exclusively, and another claims it too") % values
    return _("%(layer)s (%(where)s): the shares add up to %(total)s %%") % values


def tell(change: Change, at: dt.datetime) -> int:
    """Tell everybody whose claim a change concerns; how many. It names nobody."""
    matters = change.arisen or change.ended or change.claim.succeeds or change.reason
    people = [one for one in change.concerned if one.is_active and not one.erased] if matters else []
    (title_ja, body_ja), (title_en, body_en) = (_notice(change, language) for language in ("ja", "en"))
    for person in people:
        notices.tell(
            person,
            "claims",
            Text(title_ja, title_en),
            Text(body_ja, body_en),
            f"entities/{change.claim.entity}/claims",
            at,
        )
    return len(people)


def _notice(change: Change, language: str) -> tuple[str, str]:
    """Title and text of what is told of a change."""
    with translation.override(language):
        context = {"change": change, "clashes": [words_of(one) for one in change.arisen]}
        title = _("A claim to “%(title)s” concerns you") % {
            "title": " ".join(change.claim.title.split())[:80]
        }
        return title, render_to_string("mail/claim.txt", context).strip()
