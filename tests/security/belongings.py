"""One of everything that belongs to somebody, and people to whom none of it belongs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

from django.utils import timezone

from kenri.accounts import notices
from kenri.accounts import services as accounts
from kenri.accounts.models import Membership, Organisation, User
from kenri.accounts.permissions import actions, roles
from kenri.cases import services as projects
from kenri.cases.models import Item
from kenri.cases.proceedings import answering, services, together
from kenri.cases.proceedings.models import Issued
from kenri.ledger import services as ledger
from kenri.ledger.banking.statements import Creditor
from kenri.ledger.body import body
from kenri.ledger.distribution.models import Likely, Run, UsageLine, UsageReport
from kenri.ledger.distribution.schemes import scheme
from kenri.ledger.models import BankLine
from kenri.ledger.providers import providers
from kenri.ledger.tax import Line
from kenri.registry import claims, controls, imports, licences
from kenri.registry import services as registry
from kenri.registry.claiming import Claimed
from kenri.registry.declared import Declared, Terms
from kenri.registry.listed import Given
from kenri.registry.models import SavedSearch
from kenri.vocab.text import Text
from kenri.vocab.uses import use_named
from tests.cases.proceedings.walks import Walk, moment
from tests.ledger.books import AT
from tests.ledger.test_reconciling import BODY
from tests.registry.owning import proved

SECRET = "極秘の題名"
"""Stands in everything that is made here; no stranger may ever read it."""
SITE = "https://secret-site.example/works/1"


def made(people: SimpleNamespace, home: Path) -> SimpleNamespace:
    """Everything, with the people who may have it: ``applicant``, ``checker``, ``treasurer``."""
    owner, company = people.applicant, people.bodies["放送局"]
    for role in ("administrator", "platform"):
        Membership.objects.create(user=owner, organisation=company, role=role)
    world = SimpleNamespace(owner=owner, company=company, people=people)
    _account(world)
    _cases(world)
    _project(world, home)
    _registry(world, home)
    _money(world, home)
    return world


def _account(world: SimpleNamespace) -> None:
    world.membership = Membership.objects.get(user=world.people.colleague)
    world.invitation, world.invited = accounts.invite(
        world.owner, world.company, f"{SECRET}@example.org", "user"
    )
    world.notice = notices.tell(
        world.owner, "requests", Text(SECRET, SECRET), Text(SECRET, SECRET), "account/", timezone.now()
    ).key
    world.key, world.key_text = accounts.issue_key(world.owner, SECRET, list(actions()))


def _cases(world: SimpleNamespace) -> None:
    walk = Walk(world.people)
    walk.grant()
    world.case = walk.number
    world.document = Issued.objects.filter(case=walk.case).order_by("pk").first().number
    world.attachment = services.attach(
        world.owner, walk.number, "other", "a.txt", SECRET.encode(), moment("2026-06-02")
    ).key
    world.answer = answering.secret(walk.case, 1, timezone.now())
    filed = Walk(world.people)
    filed.file()
    filed.act("checker", "ask_fee", "2026-05-18", fee=13_800)
    filed.act(
        "checker", "payment_received", "2026-05-19", purpose="fee", amount=13_800, received_on="2026-05-19"
    )
    world.filed = filed.number
    drafted = Walk(world.people)
    drafted.act("applicant", "describe", "2026-05-01", authors=SECRET)
    drafted.act(
        "applicant", "add_contact", "2026-05-01", name=SECRET, address="c@example.org", domestic="yes"
    )
    world.draft = drafted.number
    world.together = together.begin_together(
        world.owner, [drafted.number], "describe", {"authors": SECRET}, moment("2026-05-02"), "secret-key"
    )


def _project(world: SimpleNamespace, home: Path) -> None:
    table = home / "list.csv"
    table.write_text(f"番号,作品名,作者\n1,{SECRET},白石 透\n", encoding="utf-8")
    use = use_named("digital_archive")
    world.project = projects.create_project(table, use, name=SECRET, by=world.owner.key)
    world.item = Item.objects.filter(project__key=world.project).values_list("pk", flat=True).first()


def _registry(world: SimpleNamespace, home: Path) -> None:
    told = {"title": SECRET, "kind": "image", "url": SITE, "holder": "ハル"}
    world.work = registry.save_draft(world.owner, told).key
    public = registry.save_draft(world.owner, {**told, "title": "公開の題名"})
    registry.publish(world.owner, public.key)
    terms = Terms(credit=True, fee="free", territory="JP")
    registry.declare(world.owner, Declared({"derivative": "terms"}, terms), public.key)
    proved(world.owner, SITE)
    world.registration = public.key
    table = home / "works.csv"
    table.write_text(f"title,type,url\n{SECRET},image,https://a.example/1\n", encoding="utf-8")
    world.list = imports.stage(world.owner, table, Given(holder="ハル"), at=timezone.now(), name=SECRET).key
    change = claims.claim(
        world.owner,
        claims.Subject("e-1", "公開の題名", ("registry:1",)),
        Claimed(holder="ハル", basis="author", evidence="奥付"),
        at=timezone.now(),
    )
    world.claim = change.claim.key
    world.search = SavedSearch.objects.create(
        user=world.owner, name=SECRET, asked=f"?q={SECRET}", query={}, found=[], index="", at=timezone.now()
    ).key
    world.control = controls.claim_control(world.owner, "page", SITE, at=timezone.now()).key
    begins = timezone.localdate()
    use = use_named(
        "derivative_video", commercial=False, territory=("JP",), begins=begins,
        ends=begins + dt.timedelta(days=9),
    )  # fmt: skip
    world.licence = licences.issue(
        world.owner,
        public.key,
        licences.Asked(SECRET, SECRET, use),
        sole=True,
        at=timezone.now(),
        seal=lambda data, whole: ("signature", b"%PDF-"),
    ).number


def _money(world: SimpleNamespace, home: Path) -> None:
    (home / "body.yaml").write_text(BODY, encoding="utf-8")
    party = f"user:{world.owner.key}"
    lines = [Line(Text(SECRET, SECRET), 700)]
    asked = ledger.oblige(
        "compensation", case="K-1", payer=party, payee="organisation:cc22", amount=700, lines=lines,
        due=dt.date(2026, 6, 30), key="k", at=AT,
    )  # fmt: skip
    came = ledger.receive(asked.number, 900, bank="main", message=SECRET, on=dt.date(2026, 6, 1), at=AT)
    world.obligation, world.settlement, world.entry = asked.number, came.pk, came.entry_id
    ledger.set_account(party, Creditor("0005", "123", "1", "0765432", "ﾔﾏﾀﾞ"), at=AT)
    payout = ledger.refund(asked.number, key="back", bank="main", at=AT)
    bank = body(home).banks["main"]
    order = ledger.order(
        [payout], providers()["bank_transfer"], "zengin", bank="main", source=bank.creditor, client=bank.client,
        day=dt.date(2026, 6, 2), at=AT,
    )  # fmt: skip
    world.order = order.pk
    world.line = BankLine.objects.first().number
    world.likely = Likely.objects.create(
        held="U-1", work="w", title=SECRET, yen=100, party=party, name=SECRET, score=9, reasons=[], at=AT
    ).pk
    report = UsageReport.objects.create(
        platform=f"organisation:{world.company.key}", name=SECRET, intermediary="host",
        scheme=scheme("platform_advertising", dt.date(2026, 6, 30)).name, first=dt.date(2026, 4, 1), last=dt.date(2026, 6, 30), filename="a.csv",
        form="csv", digest="x", services=[], problems=[], counts={}, at=AT,
    )  # fmt: skip
    UsageLine.objects.create(
        report=report, number=1, title=SECRET, code="line-1", told={}, units=9, kind="licensed"
    )
    world.usage = report.number
    run = Run.objects.create(report=report, used=report, kind=Run.FIRST, scheme=report.scheme, key="r", at=AT)
    world.run = run.number


OFFICES = [key for key, role in roles().items() if role.appointed_by]


def strangers(company: Organisation) -> dict[str, User | None]:
    """Nobody; a user; a member of another organisation; an office that is not appointed; who has left."""
    found: dict[str, User | None] = {"anonymous": None, "user": User.objects.create_user("user@example.org")}
    elsewhere = Organisation.objects.create(name="よその組織")
    found["member elsewhere"] = User.objects.create_user("elsewhere@example.org")
    for role in roles():
        if role not in OFFICES:
            Membership.objects.create(user=found["member elsewhere"], organisation=elsewhere, role=role)
    found["office without appointment"] = User.objects.create_user("office@example.org")
    for role in OFFICES:
        Membership.objects.create(user=found["office without appointment"], organisation=elsewhere, role=role)
    found["former member"] = User.objects.create_user("former@example.org")
    for role in roles():
        Membership.objects.create(
            user=found["former member"], organisation=company, role=role, until=timezone.now()
        )
    return found
