"""Who takes part in the journeys, the clock that moves, and what a driver can do."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from kenri.accounts.models import ApiKey, Membership, Organisation, User
from kenri.accounts.services import issue_key
from kenri.project.commands.cases import cases
from tests.cases.proceedings.walks import member

TOKYO = ZoneInfo("Asia/Tokyo")
PEOPLE = {
    "applicant": ("user", "港北放送", "apply_for_use"),
    "creator": ("holder", "白石スタジオ", "answer_requests"),
    "estate": ("holder", "森山家", "answer_requests"),
    "painter": ("user", "灯台画房", "apply_for_use"),
    "rival": ("user", "森山プロ", "apply_for_use"),
    "prompter": ("holder", "夜の絵工房", "answer_requests"),
    "checker": ("confirmation_officer", "登録確認機関", "confirm_cases"),
    "second": ("confirmation_officer", "登録確認機関", "confirm_cases"),
    "commissioner": ("commissioner_office", "文化庁", "decide_cases"),
    "deputy": ("commissioner_office", "文化庁", "decide_cases"),
    "treasurer": ("compensation_officer", "補償金管理機関", "keep_compensation"),
    "cashier": ("compensation_officer", "補償金管理機関", "keep_compensation"),
    "platform": ("platform", "キコエ", "report_uses"),
    "society": ("collective_society", "音楽管理協会", "license_collectively"),
}
"""Everybody: role, organisation, and what their programme's key is for."""


class Stage:
    """The people and the clock. Nothing here touches a case: that is the drivers' part."""

    def __init__(self, settings: Any) -> None:
        self.settings = settings
        names = dict.fromkeys(body for _, body, _ in PEOPLE.values())
        self.bodies = {name: Organisation.objects.create(name=name) for name in names}
        self.people: dict[str, User] = {}
        self.keys: dict[str, str] = {}
        for who, (role, body, scope) in PEOPLE.items():
            user = member(who, role, self.bodies[body])
            self.people[who] = user
            scopes = ["use_api", scope, *(["keep_register"] if who in ("commissioner", "deputy") else [])]
            self.keys[who] = issue_key(user, who, scopes)[1]
        Membership.objects.create(
            user=self.people["estate"], organisation=self.body_of("estate"), role="administrator"
        )
        self.on("2026-05-01")

    def on(self, day: str) -> None:
        """It is ten in the morning of that day in Japan, and the scheduler has run."""
        self.settings.KENRI_NOW = dt.datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=TOKYO)
        ApiKey.objects.update(expires=self.settings.KENRI_NOW + dt.timedelta(days=300))
        cases(bring_forward=True, json=True)

    def body_of(self, who: str) -> Organisation:
        """Somebody's organisation."""
        return self.bodies[PEOPLE[who][1]]

    def body(self, who: str) -> str:
        """Its key."""
        return self.body_of(who).key

    def party(self, who: str) -> str:
        """Somebody's organisation as cases and ledger name it."""
        return f"organisation:{self.body(who)}"


class Driver(Protocol):
    """One way into Kenri. Values are as people type them; a refusal is told in words, in Japanese."""

    stage: Stage

    def find(self, words: str) -> str:
        """The id of the first work that a search finds."""

    def routes(self, entity: str, use: str, **answers: str) -> dict[str, str]:
        """The ways of a plan and the state of each."""

    def register(self, who: str, work: dict[str, str], answers: dict[str, str], fee: str = "") -> str:
        """Register a work with what may be done with it; the id under which a search finds it."""

    def whole(self, who: str, number: str, on: str) -> tuple[bool, dict[str, bool]]:
        """Whether the work of a case may be used as a whole on a day, and each part of it by its layer."""

    def told(self, entity: str, use: str, **answers: str) -> str:
        """All that a plan says, in Japanese."""

    def everything(self, who: str, number: str, entity: str) -> str:
        """All that leaves Kenri about a work and a case of it: entity, record, plan, case, evidence."""

    def open(self, who: str, procedure: str, title: str, **told: str) -> str:
        """Open a case; its number. ``told``: use, begins, ends, entity, part, about,
        holder (a party's name on the stage)."""

    def act(self, who: str, number: str, action: str, **told: str | int) -> None:
        """Take an action of the procedure, which must succeed."""

    def refusal(self, who: str, number: str, action: str, **told: str | int) -> str:
        """Take an action, which must be refused; all reasons."""

    def hand_in(self, who: str, number: str, kind: str, name: str, data: bytes) -> None:
        """Hand in a file."""

    def admit(self, who: str, number: str, role: str, whom: str) -> None:
        """An office lets somebody take part in a case: an organisation's name, or an e-mail address."""

    def state(self, who: str, number: str) -> str:
        """Where a case stands, as its procedure calls it."""

    def view_sites(self, who: str, number: str, day: str) -> None:
        """Record of every listed database that it was viewed on that day, and that nothing was found."""

    def known(self, who: str, number: str) -> dict[str, str]:
        """What the case knows: by the key of the field."""

    def documents(self, who: str, number: str) -> set[str]:
        """The kinds of documents that were issued, by the names of their templates."""

    def following(self, who: str, procedure: str) -> str:
        """The number of the latest case of a procedure that somebody has."""

    def may_use(self, who: str, number: str, on: str) -> bool:
        """Whether the use is allowed on that day."""

    def report_uses(self, who: str, table: str, scheme: str, first: str, last: str) -> str:
        """Report uses from a table; the number of the report, once its works were looked for."""

    def sees_report(self, who: str, report: str) -> bool:
        """Whether somebody may look at a report."""

    def tell_holders(self, who: str, table: str) -> None:
        """Tell who holds what."""

    def ask_platform(self, who: str, report: str) -> tuple[str, int]:
        """Ask a platform for a report's money: the reference of the transfer, and the yen."""

    def take_bank_file(self, who: str, data: bytes) -> None:
        """Take a bank statement in; what is certain is matched."""

    def distribute(self, who: str, report: str) -> int:
        """Distribute a report's money; the yen that went to holders."""

    def pay_out(self, who: str, batch: str) -> list[int]:
        """Pay all that is owed; the yen of each payment, the largest first."""

    def statement(self, who: str, of: str, first: str, last: str) -> bytes | None:
        """The statement of somebody's organisation, as a file; None where it is not shown."""
