"""Take the pictures of money in ``docs/images`` anew: ``python docs/money_screenshots.py``.

It needs Chromium. A platform reports uses and pays, the money is distributed, and the compensation of a
case that was cancelled reaches its holder eleven months later, all of it through bank lines; some money waits
to be matched, sent or claimed. The pages are then photographed in both languages at two widths, each as
whoever it is for.
"""

# ruff: noqa: PLC0415  (Django must be set up before its parts are imported)
from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import django
import screenshots
from django.core.management import call_command
from playwright.sync_api import sync_playwright

TOKYO = dt.timezone(dt.timedelta(hours=9))
ROWS = (
    "題名,作者,再生回数,広告収入\n川の歌,白石透,128000,3200000\n夜の窓,青木花,84000,2100000\n"
    "知らない曲,,9300,120000\n空の色,白石透,31000,640000\n雨の日,白石透,4,100\n朝,青木花,たくさん,10\n"
)
KNOWN = {"川の歌": "k-river", "夜の窓": "k-night", "空の色": "k-sky", "雨の日": "k-rain"}
CASE = "2026-0673-00012"
PEOPLE = {
    "holder": ("白石透", "holder", "白石スタジオ"),
    "treasurer": ("補償金管理機関の担当", "compensation_officer", "補償金管理機関"),
    "platform": ("配信の担当", "platform", "キコエ"),
}


def at(day: str) -> dt.datetime:
    """Nine o'clock of a day in Japan."""
    return dt.datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=TOKYO)


def played(home: Path) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """For each picture who looks and the path of the page; and the sessions of who looks."""
    from django.test import Client

    from kenri.accounts.models import Membership, Organisation, User
    from kenri.accounts.permissions import roles
    from kenri.accounts.services import appoint

    parties, sessions = {}, {}
    for who, (name, role, body) in PEOPLE.items():
        user = User.objects.create_user(f"{who}@example.org", name=name)
        organisation = Organisation.objects.create(name=body)
        if roles()[role].appointed_by:
            appoint(organisation, role)
        Membership.objects.create(user=user, organisation=organisation, role=role)
        parties[who] = f"organisation:{organisation.key}"
        client = Client()
        client.force_login(user)
        sessions[who] = client.cookies["sessionid"].value
    report = distributed(home, parties)
    compensated(parties)
    waiting(parties)
    address = f"?payee={parties['holder']}&first=2026-06-01&last=2027-12-31"
    return {
        "statement": ("holder", f"account/statements/{address}"),
        "scheme": ("holder", "schemes/platform_advertising"),
        "usage-report": ("platform", f"account/usage/{report}"),
        "obligation": ("treasurer", "money/obligations/O-00000002"),
        "bank": ("treasurer", "money/bank"),
        "payments": ("treasurer", "money/payments"),
        "held": ("treasurer", "money/held"),
    }, sessions


def distributed(home: Path, parties: dict[str, str]) -> str:
    """A usage report from the file to payments; its number."""
    from kenri.ledger.banking.statements import Line
    from kenri.ledger.distribution import services
    from kenri.ledger.distribution.shares import Share
    from kenri.ledger.distribution.usage import Found, Usage
    from kenri.ledger.services import apply, take_line

    def find(uses: Sequence[Usage]) -> Iterator[Found | None]:
        for one in uses:
            yield Found(KNOWN[one.title], "title") if one.title in KNOWN else None

    file = home / "usage.csv"
    file.write_text(ROWS, encoding="utf-8")
    told = services.Told(
        platform=parties["platform"], name="キコエ", intermediary="platform", scheme="platform_advertising",
        first=dt.date(2026, 4, 1), last=dt.date(2026, 6, 30),
    )  # fmt: skip
    report = services.take_in(file, told, at("2026-07-10"))
    services.look_up(report, find, at("2026-07-10"))
    asked = services.ask(report, dt.date(2026, 8, 31), at("2026-07-10"))
    paid = Line("20260820-1", dt.date(2026, 8, 20), asked.amount, "JPY", "ｶ)ｷｺｴ", asked.reference)
    line, _ = take_line(paid, bank="main", provider="bank_transfer", at=at("2026-08-20"))
    apply(line, asked.number, asked.amount, key="1", at=at("2026-08-20"))
    for work, part in (("k-river", (2, 3)), ("k-sky", (1, 1)), ("k-rain", (1, 1))):
        share = Share(parties["holder"], "", *part)
        row = services.hold(share, work, basis="契約書", at=at("2026-08-20"))
        services.decide(row, "verified", at=at("2026-08-21"), by="office")
    services.name_payee(parties["holder"], "白石スタジオ", "resident_person", at=at("2026-08-21"))
    services.run(report, key="1", at=at("2026-08-25"))
    list(services.pay_due("2026-08", bank="main", at=at("2026-08-31")))
    return report.number


def compensated(parties: dict[str, str]) -> None:
    """An award of ¥36,500 paid in advance, cancelled after a year: both get their part."""
    from kenri.ledger.banking.statements import Line as BankLine
    from kenri.ledger.services import apply, oblige, pay_out, split_by_day, take_line, waive
    from kenri.ledger.tax import Line
    from kenri.vocab.text import Text

    days = dt.date(2026, 6, 1), dt.date(2029, 5, 31), dt.date(2027, 6, 1)
    words = Text(f"補償金（{CASE}）", f"Compensation ({CASE})")
    asked: Any = oblige(
        "compensation", case=CASE, payer=parties["platform"], payee=f"case:{CASE}", amount=36_500,
        lines=[Line(words, 36_500)], due=dt.date(2026, 7, 1), key="award", at=at("2026-06-01"),
    )  # fmt: skip
    paid = BankLine("20260603-1", dt.date(2026, 6, 3), 36_500, "JPY", "ｶ)ｷｺｴ", asked.reference)
    line, _ = take_line(paid, bank="main", provider="bank_transfer", at=at("2026-06-03"))
    apply(line, asked.number, 36_500, key="2", at=at("2026-06-03"))
    split = split_by_day(36_500, *days)
    waive(asked.number, split.user, key="3", at=at("2027-06-01"), why=f"{CASE} cancel", days=days)
    pay_out(
        "4", party=parties["holder"], account=f"Liabilities:Held:{CASE}", amount=split.holder, bank="main",
        at=at("2027-06-02"), refers=CASE,
    )  # fmt: skip


def waiting(parties: dict[str, str]) -> None:
    """Bank lines that nobody matched yet, of a fee that is asked; and a holder who claims held money."""
    from kenri.ledger.banking.statements import Line as BankLine
    from kenri.ledger.distribution import likely
    from kenri.ledger.services import oblige, take_line
    from kenri.ledger.tax import Line
    from kenri.vocab.text import Text

    asked = oblige(
        "fee", case="2026-0673-00031", payer=parties["platform"], payee=parties["treasurer"], amount=13_800,
        lines=[Line(Text("手数料", "Fee"), 13_800, 10)], due=dt.date(2027, 6, 5), key="fee",
        at=at("2027-05-20"),
    )  # fmt: skip
    for number, (yen, name) in enumerate(((13_800, f"{asked.reference}ｶ)ｷｺｴ"), (50_000, "ﾔﾏﾀﾞ ﾀﾛｳ"))):
        paid = BankLine(f"20270602-{number}", dt.date(2027, 6, 2), yen, "JPY", name)
        take_line(paid, bank="main", provider="bank_transfer", at=at("2027-06-03"))
    said = Text("登録した作品です。", "A work that they registered.")
    claimant = likely.Told(parties["holder"], "白石スタジオ", "夜の窓", ("青木花",), said, "k-night")
    [found] = likely.seek(likely.held_of_reports(), [claimant], at("2027-06-01"))
    likely.claim(found.pk, [parties["holder"]], at=at("2027-06-04"))


def main() -> None:
    """Take all pictures of money."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"KENRI_HOME": home, "DATABASE_URL": "", "KENRI_MAIL": ""}
        os.environ["DJANGO_SETTINGS_MODULE"] = "kenri.project.settings"
        django.setup()
        call_command("migrate", verbosity=0)
        pages, sessions = played(Path(home))
        os.environ["KENRI_NOW"] = "2027-06-10T10:00+09:00"
        with screenshots.serving(Path(home)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=screenshots.CHROMIUM, args=screenshots.ARGUMENTS
            )
            for width, height in screenshots.SIZES.items():
                for name, (who, path) in pages.items():
                    context = browser.new_context(viewport={"width": width, "height": height})
                    context.add_cookies([{"name": "sessionid", "value": sessions[who], "url": address}])
                    page = context.new_page()
                    for language in ("ja", "en"):
                        answer = page.goto(f"{address}/{language}/{path}")
                        if answer is None or not answer.ok:
                            raise SystemExit(f"{path}: {answer and answer.status}")
                        file = screenshots.IMAGES / f"{name}-{language}-{width}.png"
                        page.screenshot(path=file, full_page=True)
                    context.close()
            browser.close()


if __name__ == "__main__":
    main()
