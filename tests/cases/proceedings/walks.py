"""Cases that walk through their procedure with a clock of the test's own."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from kenri.accounts.models import Membership, Organisation, User
from kenri.accounts.permissions import roles
from kenri.accounts.services import appoint
from kenri.cases.proceedings import chain, services, standing
from kenri.cases.proceedings.models import Case
from kenri.cases.proceedings.opening import Opening
from kenri.cases.proceedings.standing import course_of
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.offers import take
from kenri.vocab.uses import use_named

TOKYO = ZoneInfo("Asia/Tokyo")
FACTS = {
    "authors": "不詳", "identification": "記録映画 1962年", "published": "yes", "withdrawn": "no",
    "managed": "no", "use_rule_shown": "no", "application_contact_shown": "no",
    "in_creators_system": "no", "royalty_basis": "年間1万回の再生",
}  # fmt: skip
"""What an applicant tells of a work that nobody manages."""


def moment(text: str) -> dt.datetime:
    """``2026-05-01`` at ten in the morning in Japan."""
    return dt.datetime.fromisoformat(f"{text}T10:00").replace(tzinfo=TOKYO)


def member(name: str, role: str, organisation: Organisation) -> User:
    user = User.objects.create_user(f"{name}@example.org", name=name)
    if roles()[role].appointed_by:
        appoint(organisation, role)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


LOOKED = {
    f"{check}_{what}": told
    for check in ("surroundings", "holder_sites", "cross_search")
    for what, told in (("on", "2026-05-01"), ("result", "なし"))
}
CONTACTS = [
    {
        "name": name,
        "address": "港区1-2",
        "domestic": "yes",
        "sent_on": "2026-05-01",
        "arrived_on": "2026-05-01",
    }
    for name in ("製作会社", "遺族")
]
READY = {
    **FACTS, **LOOKED, "contacts": CONTACTS, "sites": [],
    "documents": [{"document": "work_copy", "reference": "A-1"}],
}  # fmt: skip
"""All that a case opens with which can be filed sixteen days later, or reuses evidence."""


def replayed(case: Case) -> Course:
    """The course of a case, every action of its history taken again as it was.

    Raises Refused where one was not allowed when it was taken: nobody may have acted on what was over.
    """
    rows = chain.history(case)
    course = standing.course_of(case, rows[:1])
    for row in rows:
        if row.kind == "action":
            course = take(course, row.name, row.role, row.by, row.at, row.input).course
            assert course.state == row.state, (case.number, row.number)
    return course


class Walk:
    """A case of art. 67-3 that is carried forward; each call is one day's work."""

    def __init__(self, people: SimpleNamespace, on: str = "2026-05-01", **how) -> None:
        self.people = people
        self.use = use_named(
            "stream_archive_programme", begins=dt.date(2026, 9, 1), ends=dt.date(2028, 8, 31)
        )
        organisation = people.bodies["放送局"]
        opening = Opening(
            procedure="adjudication_67_3", title="港の記録", use=self.use, organisation=organisation, **how
        )
        self.case = services.open_case(people.applicant, opening, moment(on))
        self.number = self.case.number

    @classmethod
    def of(cls, people: SimpleNamespace, number: str) -> Walk:
        """The walk of a case that stands already."""
        walk = cls.__new__(cls)
        walk.people, walk.number, walk.case = people, number, Case.objects.get(number=number)
        return walk

    def act(self, who: str | None, action: str, on: str, /, **input_):
        user = getattr(self.people, who) if who else None
        self.case = services.act(user, self.number, action, input_, at=moment(on))
        return self.case

    def prepare(self, **changes: str) -> None:
        """Everything up to the application, with two letters that arrived on 2026-05-01."""
        self.act("applicant", "describe", "2026-05-01", **{**FACTS, **changes})
        for check in ("surroundings", "holder_sites", "cross_search"):
            action = {"surroundings": "check_surroundings", "holder_sites": "check_holder_sites",
                      "cross_search": "search_across"}[check]  # fmt: skip
            self.act(
                "applicant", action, "2026-05-01", **{f"{check}_on": "2026-05-01", f"{check}_result": "なし"}
            )
        self.view_all()
        for number, name in enumerate(("製作会社", "監督の遺族"), 1):
            self.act(
                "colleague",
                "add_contact",
                "2026-05-01",
                name=name,
                address=f"c{number}@example.org",
                domestic="yes",
            )
            self.act(
                "colleague",
                "send_letter",
                "2026-05-01",
                item=number,
                sent_on="2026-05-01",
                letter="利用したいので…",
            )
            self.act("applicant", "letter_arrived", "2026-05-01", item=number, arrived_on="2026-05-01")
        self.act("applicant", "attach", "2026-05-01", document="work_copy", reference="A-1")

    def view_all(self) -> None:
        for site in course_of(self.case).data.get("sites", ()):
            self.act(
                "applicant",
                "view_site",
                "2026-05-01",
                item=site["item"],
                viewed_on="2026-05-01",
                viewed_result="該当なし",
            )

    def file(self) -> None:
        self.prepare()
        self.act("applicant", "file", "2026-05-16")

    def check(self) -> None:
        self.file()
        self.checked()

    def checked(self) -> None:
        """The confirmation body's work on what was filed."""
        self.act("checker", "ask_fee", "2026-05-18", fee=13_800)
        self.act(
            "checker",
            "payment_received",
            "2026-05-19",
            purpose="fee",
            amount=13_800,
            received_on="2026-05-19",
        )
        for check in (
            "published",
            "unmanaged",
            "no_contact_published",
            "measures",
            "intention_unknown",
            "in_japan",
        ):
            self.act("checker", "record_check", "2026-05-20", check=check, result="met", evidence="申請書")
        self.act("checker", "reckon", "2026-05-20", compensation_reckoned=36_500, reckoning="年額×3")

    def grant(self) -> None:
        self.check()
        self.granted()

    def granted(self, **also: str) -> None:
        """The report and the decision; ``also``: what else it says."""
        self.act("second", "forward", "2026-05-22", report="要件を満たす")
        self.act(
            "commissioner",
            "record_own_check",
            "2026-05-25",
            check="not_withdrawn",
            result="met",
            evidence="申請書",
        )
        self.act("commissioner", "grant", "2026-06-01", granted_manner="配信", granted_from="2026-09-01",
                 granted_until="2028-08-31", compensation=36_500, label_text="裁定による利用", **also)  # fmt: skip

    def pay(self) -> None:
        self.act(
            "treasurer",
            "payment_received",
            "2026-06-10",
            purpose="compensation",
            amount=36_500,
            received_on="2026-06-10",
        )

    def pay_all(self) -> None:
        self.grant()
        self.pay()
