"""What letters to contacts say beside the applicant's own words, and what a contact may answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from kenri.cases.proceedings.answering import Asked, words_of
from kenri.cases.proceedings.queries import Shown
from kenri.documents.about import template
from kenri.procedures.conduct.clocks import day_of
from kenri.vocab.text import Text
from kenri.web.cases.told import words

LETTER = "enquiry_letter"
TOLD = ("title", "authors", "identification", "manner", "use_from", "use_until")
"""Data of a case that a contact needs to know to answer."""


def choices() -> dict[str, str]:
    """What a contact may answer, in words."""
    return {
        "refused": _("I do not permit this use"),
        "terms": _("I permit it on terms (please write them below)"),
        "talk": _("I am willing to talk about it"),
        "not_mine": _("The rights are not mine (please tell below whose they are, if you know)"),
    }


def told(shown: Shown) -> list[tuple[str, str, str, dt.datetime]]:
    """What contacts answered on their pages: who, what, their words, when."""
    contacts = shown.course.data.get("contacts", ())
    return [
        (
            str(contacts[row.input["item"] - 1].get("name", "")),
            choices()[row.input["answer"]],
            str(row.input.get("text", "")),
            row.at,
        )
        for row in words_of(shown.history)
    ]


def facts(asked: Asked) -> list[tuple[Text, Text]]:
    """The work and the use that are asked about, with labels."""
    fields, data = asked.course.spec.fields, asked.course.data
    return [(fields[key].label, words(fields[key], data[key])) for key in TOLD if data.get(key)]


def closing(pages: Mapping[str, str]) -> str:
    """Below the applicant's words in an e-mail: what is asked, where to answer, what silence means."""
    says = template(LETTER).says
    told = [
        "\n\n".join((says["choices"].in_language(language), page, says["closing"].in_language(language)))
        for language, page in pages.items()
    ]
    return "\n\n" + "\n\n--\n".join(told) + "\n"


def letter(shown: Shown, item: int, page: str, at: dt.datetime) -> dict[str, Any]:
    """The data of the enquiry to a contact, for typesetting."""
    data, contact = shown.course.data, shown.course.data["contacts"][item - 1]
    applicant = [name for role, name in shown.parties.items() if role == "applicant" and name]
    told: dict[str, Any] = {
        "number": f"{shown.case.number}-{item}",
        "date": day_of(at).isoformat(),
        "to": [str(contact["name"])],
        "issuer": applicant or ["–"],
        "case": shown.case.number,
        "title": data.get("title") or shown.case.title,
        "creator": data.get("authors"),
        "identification": data.get("identification"),
        "manner": data.get("manner") or msgspec.to_builtins(shown.use.name()),
        "period": (data.get("use_from"), data.get("use_until")),
        "reply_page": page,
        "note": contact.get("letter"),
    }
    if not all(told["period"]):
        del told["period"]
    return {key: value for key, value in told.items() if value}
