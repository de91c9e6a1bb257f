"""Documents that an office or a side issues: first the data, in the step's transaction; then the sealed PDF.

The data are final with the step, and their digest stands in the chain. The PDF is made from them when it is
first asked for, or for all that ``unprinted`` tells; it is sealed, and its digest follows into the chain.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from django.db import transaction

from kenri.accounts import site
from kenri.accounts.models import User
from kenri.cases.proceedings import access, chain, money, seal, storage
from kenri.cases.proceedings.models import Case, Issued, Party, Printed, Step
from kenri.cases.proceedings.signed import ANSWER, signed
from kenri.documents import contracts
from kenri.documents.about import template
from kenri.documents.filling import filled
from kenri.documents.typesetting import typeset
from kenri.procedures.conduct import spec
from kenri.procedures.conduct.clocks import TOKYO, day_of
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.reasons import ROLES
from kenri.seals.chain import canonical, digest
from kenri.vocab.problems import Problem

FORM = "kenri-document-1"
"""The form of a document's data; older ones stay readable for ever."""
_SIDES = ("holder", "applicant")
_RESULTS = {"met": "満たす", "not_met": "満たさない", "open": "未確認"}


def issue(case: Case, step: Step, course: Course, name: str, at: dt.datetime) -> Issued:
    """A document with its public number. What the template takes of the case's facts is its data for good."""
    number = f"{case.number}-D{Issued.objects.filter(case=case).count() + 1:02d}"
    told = filled(name, facts(case, step, course, name, number, at))
    data = canonical({"form": FORM, "template": name, "case": case.number, "step": step.number, **told})
    return Issued.objects.create(
        number=number, case=case, step=step, template=name, data=data, digest=digest(data), at=at
    )


def facts(case: Case, step: Step, course: Course, name: str, number: str, at: dt.datetime) -> dict[str, Any]:
    """All that a document may tell: the data of the case, who and when, the money, the findings."""
    made, issuer = course.spec, template(name).issuer
    item = _item(course, step)
    applicant = who(case, "applicant") or who(case, "holder")
    named = {"holder": _holder(case, course)}
    found = {
        "territory": None,
        "amount": course.data.get("licence_fee"),
        "conditions": list(filter(None, [course.data.get("terms", "")])),
        **course.data,
        "number": number,
        "case": case.number,
        "date": day_of(at).isoformat(),
        "received": at.astimezone(TOKYO).isoformat(timespec="minutes"),
        "procedure": msgspec.to_builtins(made.label),
        "article": course.spec.actions[step.name].basis or made.basis,
        "title": course.data.get("title") or case.title,
        "applicant": applicant,
        "issuer": named.get(issuer) or who(case, issuer) or [ROLES[issuer].ja],
        "to": _to(case, course, step, name, item),
        "contact": who(case, issuer) or [ROLES[issuer].ja],
        "licensor": named["holder"],
        "licensee": applicant,
        "clauses": contracts.rows(course.data),
        "signed": _agreed(case, course, step, at),
        "state": msgspec.to_builtins(course.standing.label),
        "officer": _names([step.by])[step.by],
        "verify": site.public_address(f"verify?number={number}", "ja"),
        "reply_page": _reply_page(case, item, at) if name == "enquiry_letter" else "",
        "requirements": _requirements(course),
        "measures": _measures(course),
        "works": [{"number": case.number, "title": case.title, "creator": course.data.get("authors", "")}],
        "reply_by": _reply_by(course),
        **(money.asked(case) if "reference" in template(name).fields else {}),
    }
    places = made.fields["territory"].choices if "territory" in made.fields else {}
    told = course.data.get("territory", "")
    found["territory"] = msgspec.to_builtins(places[told]) if told in places else told
    return found


def who(case: Case, role: str) -> list[str]:
    """Who has a role, as lines of an address."""
    for party in case.parties.all():
        if party.role == role and (party.organisation or party.user):
            return list(filter(None, [_called(party)]))
    return []


def _called(party: Party) -> str:
    """What a party is called: never by an address."""
    return party.organisation.name if party.organisation else party.user.name if party.user else ""


def _holder(case: Case, course: Course) -> list[str]:
    """The holder: a body by its own name, a person by the name under which they were asked."""
    body = next(
        (one.organisation for one in case.parties.all() if one.role == "holder" and one.organisation), None
    )
    told = str(course.data.get("holder_name", ""))
    return [body.name] if body else [told] if told else who(case, "holder")


def _agreed(case: Case, course: Course, step: Step, at: dt.datetime) -> list[dict[str, Any]]:
    """Who agreed and when: the last step of either side before the agreement, and the agreement itself."""
    last = {row.role: row for row in chain.history(case) if row.kind == "action" and row.role in _SIDES}
    moments = {role: row.at for role, row in last.items()} | {step.role: at}
    named = {"holder": _holder(case, course), "applicant": who(case, "applicant")}
    return [
        {
            "party": msgspec.to_builtins(ROLES[role]),
            "name": "、".join(named[role]) or "–",
            "at": moments[role].astimezone(TOKYO).isoformat(timespec="minutes"),
        }
        for role in _SIDES
        if role in moments
    ]


def _item(course: Course, step: Step) -> Mapping[str, Any]:
    """The item of a list that the step was about."""
    action, told = course.spec.actions[step.name], json.loads(step.body)["told"]
    items = course.data.get(action.amends or action.adds_to, ())
    number = told.get("item", len(items)) if isinstance(items, list) else 0
    return items[number - 1] if number and action.amends + action.adds_to else {}


def _to(case: Case, course: Course, step: Step, name: str, item: Mapping[str, Any]) -> list[str]:
    """Whom a document is for: the contact, who is notified with it, whose turn it is then, the applicant."""
    if item.get("name") and template(name).issuer == "applicant":
        return [str(item["name"])]
    told = [
        effect.to_role
        for effect in course.spec.actions[step.name].effects
        if isinstance(effect, spec.Notice) and effect.template == name
    ]
    role = (told or [course.turn or "applicant"])[0]
    if role == template(name).issuer and not told:
        role = "applicant"
    return who(case, role) or ([ROLES[role].ja] if role in access.ACTIONS else [])


def _names(actors: Iterable[str]) -> dict[str, str]:
    """Actors by their names, as a document tells who acted; machinery and erased people keep their key."""
    found = {actor: actor for actor in actors}
    people = User.objects.filter(key__in=[actor.removeprefix("user:") for actor in found])
    return found | {access.actor(user): user.name for user in people if user.name}


def _requirements(course: Course) -> list[dict[str, Any]]:
    checks, names = course.spec.checks, _names(finding.by for finding in course.findings.values())
    return [
        {
            "requirement": msgspec.to_builtins(checks[key].label),
            "article": checks[key].article,
            "result": _RESULTS[finding.result],
            "evidence": finding.evidence,
            "officer": names[finding.by],
            "at": finding.at.astimezone(TOKYO).isoformat(timespec="minutes"),
        }
        for key, finding in course.findings.items()
    ]


def _measures(course: Course) -> list[dict[str, Any]]:
    """The databases that were looked into, as rows."""
    return [
        {
            "at": site["viewed_on"],
            "source": site.get("name", ""),
            "query": course.data.get("title", ""),
            "result": site.get("viewed_result", ""),
        }
        for site in course.data.get("sites", ())
        if site.get("viewed_on")
    ]


def _reply_page(case: Case, item: Mapping[str, Any], at: dt.datetime) -> str:
    """Where the contact that a letter goes to answers without an account."""
    secret = signed(ANSWER, case.number, str(item.get("item", "")), f"{day_of(at):%Y%m%d}")
    return site.public_address(f"answers/{secret}", "ja") if item.get("item") else ""


def _reply_by(course: Course) -> str | None:
    """The last day of a clock that runs and that somebody has to answer within."""
    periods = course.spec.clocks
    running = [
        clock.due
        for key, clock in course.clocks.items()
        if clock.phase == "running" and periods[key.partition(":")[0]].lapses and not periods[key].until
    ]
    return min(running).isoformat() if running else None


def document(number: str) -> Issued:
    """An issued document by its public number. Raises ``Problem('unknown_document')``."""
    found = Issued.objects.filter(number=number).select_related("case", "step").first()
    if found is None:
        raise Problem("no_such_document", number=number)
    return found


def pdf(number: str, language: str, at: dt.datetime) -> bytes:
    """The sealed PDF of a document; made, sealed and chained when it is asked for the first time.

    Raises what ``document``, ``typeset`` and the seal raise.
    """
    issued = document(number)
    made = Printed.objects.filter(issued=issued, language=language).first()
    if made is None:
        made = _printed(issued, language, at)
    return storage.read(made.file)


def _printed(issued: Issued, language: str, at: dt.datetime) -> Printed:
    told = json.loads(issued.data)
    sheet = typeset(issued.template, told, language=language)
    sealed = seal.signer(at).sign_pdf(sheet, template(issued.template).label.in_language(language), at)
    with transaction.atomic():
        # Whoever was first has the one print that there is; what the other made is thrown away.
        case = Case.objects.get(pk=issued.case_id)
        if made := Printed.objects.filter(issued=issued, language=language).first():
            return made
        file, hashed = storage.keep(sealed, ".pdf")
        entry = chain.Entry(
            kind="print",
            name=issued.number,
            role="office",
            by=access.MACHINE,
            told={"digest": hashed, "language": language},
        )
        step = chain.append(case, entry, at)
        return Printed.objects.create(
            issued=issued, step=step, language=language, digest=hashed, file=file, at=at
        )


def unprinted() -> Iterator[str]:
    """The numbers of documents of which there is no PDF yet."""
    yield from Issued.objects.filter(prints=None).order_by("pk").values_list("number", flat=True)
