"""Every role at every door: what the table of roles promises is what pages, services and the interface do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kenri.accounts import services
from kenri.accounts.models import ApiKey, Invitation, Membership, Organisation, User
from kenri.accounts.permissions import actions, roles
from kenri.cases.proceedings import access
from kenri.cases.proceedings.models import Case
from kenri.registry import claims, owners
from kenri.registry.models import Work

pytestmark = pytest.mark.django_db
Door = Callable[[Client, User, Organisation], bool]


def page(address: str) -> Door:
    return lambda client, user, body: client.get(address).status_code == 200


def acts_as(role: str) -> Door:
    """Whether somebody acts in a role of procedures, in this organisation."""
    action = access.ACTIONS[role]
    return lambda client, user, body: body.pk in access.held_by(user).get(action, ())


def invites(client: Client, user: User, body: Organisation) -> bool:
    client.post(f"/en/account/organisations/{body.key}", {"email": "x@example.org", "role": "user"})
    return Invitation.objects.filter(organisation=body).exists()


def reads_log(client: Client, user: User, body: Organisation) -> bool:
    return client.get(f"/en/account/organisations/{body.key}").context["log"] is not None


def registers(client: Client, user: User, body: Organisation) -> bool:
    client.post("/en/account/works/new", {"title": "x", "made": "person", "organisation": body.key})
    kept = Work.objects.filter(organisation=body).exists()
    assert kept == (body in owners.organisations(user))
    return kept


def uses_api(client: Client, user: User, body: Organisation) -> bool:
    _, text = services.issue_key(user, "script", list(actions()))
    answer = Client().get("/api/v1/cases", headers={"authorization": f"Bearer {text}"})
    assert answer.status_code in (200, 403)
    return answer.status_code == 200


def judges(client: Client, user: User, body: Organisation) -> bool:
    from django.test import RequestFactory

    from kenri.web.find.views import review

    request = RequestFactory().get("/en/review")
    request.user = user
    return bool(review._reviewer(request))


def reports_uses(client: Client, user: User, body: Organisation) -> bool:
    from kenri.ledger.queries import platforms_of

    return f"organisation:{body.key}" in platforms_of(user)


def reads_every_case(client: Client, user: User, body: Organisation) -> bool:
    return access.seen(user).query.where == Case.objects.all().query.where


DOORS: dict[str, Door] = {
    "clear_lists": page("/en/projects/"),
    "judge_pairs": judges,
    "manage_organisation": invites,
    "read_log": reads_log,
    "register_works": registers,
    "use_api": uses_api,
    "apply_for_use": acts_as("applicant"),
    "answer_requests": acts_as("holder"),
    "confirm_cases": acts_as("confirmation_body"),
    "decide_cases": acts_as("commissioner"),
    "keep_compensation": page("/en/money/"),
    "report_uses": reports_uses,
    "license_collectively": acts_as("society"),
    "keep_register": lambda client, user, body: claims.may_take_down(user),
    "read_cases": reads_every_case,
    "appoint_bodies": page("/en/account/appointments"),
}
"""For each action one place that asks for it, and whether it lets somebody in."""


def test_every_action_has_its_door() -> None:
    assert set(DOORS) == set(actions()), "an action that nothing asks for, or a door of none"


@pytest.mark.parametrize("role", roles())
def test_a_role_opens_the_doors_of_its_actions_and_no_other(role: str, settings) -> None:
    settings.KENRI_OPEN = False
    wrong = []
    for appointed in (True, False):
        body = Organisation.objects.create(name=f"{role} {appointed}")
        if appointed and roles()[role].appointed_by:
            services.appoint(body, role)
        user = User.objects.create_user(f"{role}{appointed}@example.org")
        Membership.objects.create(user=user, organisation=body, role=role)
        client = Client()
        client.force_login(user)
        counts = appointed or not roles()[role].appointed_by
        for action, door in DOORS.items():
            if door(client, user, body) is not (counts and action in roles()[role].actions):
                wrong.append(f"{role}, {'appointed' if appointed else 'not appointed'}: {action}")
    assert not wrong


def test_who_left_finds_every_door_closed(settings) -> None:
    settings.KENRI_OPEN = False
    body = Organisation.objects.create(name="left")
    user = User.objects.create_user("left@example.org")
    for role in roles():
        if role == "administrator":
            continue  # the last one stays
        if roles()[role].appointed_by:
            services.appoint(body, role)
        services.end_membership(user, Membership.objects.create(user=user, organisation=body, role=role))
    client = Client()
    client.force_login(user)
    doors = {name: door for name, door in DOORS.items() if name != "read_log"}
    assert [name for name, door in doors.items() if door(client, user, body)] == []
    assert client.get(f"/en/account/organisations/{body.key}").status_code == 404
    assert not ApiKey.objects.filter(organisation=body).exists()
