"""Playing a rehearsal: offices and people are made, works harvested, cases carried as far as they go."""

from __future__ import annotations

import datetime as dt
import functools
import secrets
from importlib import resources
from pathlib import Path

import msgspec
from django.conf import settings

from kenri.accounts.models import Membership, Organisation, User
from kenri.accounts.permissions import roles
from kenri.accounts.services import appoint
from kenri.cases.files import write_whole
from kenri.cases.proceedings import access, services, standing, works
from kenri.cases.proceedings.models import Case
from kenri.cases.proceedings.opening import Opening
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.offers import asked_fields
from kenri.procedures.conduct.versions import procedure
from kenri.records import index
from kenri.records import services as records
from kenri.records.models import Entity
from kenri.sources import all_sources
from kenri.vocab import data_files
from kenri.vocab.uses import use_named
from kenri.web.practice import MARK

USE = "stream_archive_programme"
MAIL = "practice.example"


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who takes part, and in which office."""

    name: str
    role: str
    organisation: str


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step of a case, so many days ago: an action, or a file of that kind."""

    who: str
    ago: int
    action: str = ""
    file: str = ""
    each: str = ""
    told: dict[str, str | int] = {}


class Played(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A case that was opened so many days ago; the use begins and ends so many days ago (later: below 0)."""

    procedure: str
    open: int
    begins: int
    ends: int
    stretches: tuple[str, ...]
    holder: str = ""


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``stage.yaml``."""

    sources: tuple[str, ...]
    people: dict[str, Member]
    stretches: dict[str, tuple[Step, ...]]
    cases: tuple[Played, ...]


class SignIn(msgspec.Struct, frozen=True):
    """With what somebody signs in to the rehearsal."""

    name: str
    role: str
    organisation: str
    email: str
    password: str


@functools.cache
def stage() -> Stage:
    """The rehearsal as it is written down."""
    return data_files.load_of("kenri.project", "rehearsal/stage.yaml", Stage)


def sign_ins(home: Path) -> tuple[SignIn, ...]:
    """Who signs in how, in a data folder of practice; nobody where it is none, or not played yet."""
    try:
        return msgspec.json.decode((home / MARK).read_bytes(), type=tuple[SignIn, ...])
    except FileNotFoundError:
        return ()


def play(at: dt.datetime) -> tuple[SignIn, ...]:
    """Fill this data folder; who signs in how. It must be empty of people and works."""
    told = stage()
    for source in told.sources:
        samples = Path(str(resources.files("kenri").joinpath("samples", source)))
        records.harvest(all_sources()[source], path=samples)
    records.link()
    index.index()
    made = {who: _member(who, member) for who, member in told.people.items()}
    people = {who: user for who, (user, _) in made.items()}
    titled = Entity.objects.exclude(schema__in=("person", "organisation")).order_by("pk")
    for played, entity in zip(
        told.cases, titled.values_list("key", flat=True)[: len(told.cases)], strict=True
    ):
        _case(people, played, entity, at)
    found = tuple(sign_in for _, sign_in in made.values())
    write_whole(settings.KENRI_HOME / MARK, msgspec.json.encode(found))
    return found


def _member(who: str, told: Member) -> tuple[User, SignIn]:
    body, _ = Organisation.objects.get_or_create(name=told.organisation)
    password = secrets.token_urlsafe(9)
    email = f"{who}@{MAIL}"
    user = User.objects.create_user(email, password, name=told.name)
    if roles()[told.role].appointed_by:
        appoint(body, told.role)
    Membership.objects.create(user=user, organisation=body, role=told.role)
    return user, SignIn(told.name, told.role, told.organisation, email, password)


def _case(people: dict[str, User], told: Played, entity: str, at: dt.datetime) -> None:
    made, known = procedure(told.procedure, day_of(at)), works.of(entity)
    use = use_named(USE, begins=_day(told.begins, at), ends=_day(told.ends, at))
    body = people["applicant"].memberships.get().organisation
    holder = people[told.holder].memberships.get().organisation if told.holder else None
    named = {"holder_name": holder.name} if holder and "holder_name" in made.given else {}
    opening = Opening(
        procedure=made.id,
        title=known.title,
        use=use,
        entity=entity,
        field=known.field,
        kind=known.kind,
        given=works.given(made, known) | named,
        parties={"holder": f"organisation:{holder.key}"} if holder else {},
        organisation=body,
    )
    case = services.open_case(people["applicant"], opening, _moment(told.open, at))
    for name in told.stretches:
        for step in stage().stretches[name]:
            _take(people[step.who], case, step, at)


def _take(user: User, case: Case, step: Step, at: dt.datetime) -> None:
    when = _moment(step.ago, at)
    if step.file:
        services.attach(user, case.number, step.file, "練習.txt", "練習用の資料".encode(), when)
        return
    course = standing.course_of(Case.objects.prefetch_related(access.WITH_PARTIES).get(pk=case.pk))
    items = [item["item"] for item in course.data.get(step.each, ())] if step.each else [None]
    days = {key for key, field in asked_fields(course.spec, step.action).items() if field.kind == "date"}
    told = {
        key: _day(int(value), at).isoformat() if key in days else value for key, value in step.told.items()
    }
    for item in items:
        services.act(user, case.number, step.action, told | ({"item": item} if item else {}), at=when)


def _moment(ago: int, at: dt.datetime) -> dt.datetime:
    return at - dt.timedelta(days=ago)


def _day(ago: int, at: dt.datetime) -> dt.date:
    return day_of(_moment(ago, at))
