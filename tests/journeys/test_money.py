"""From a decision to money on the holder's account, to the yen; and what a cancellation gives back."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kenri.cases import usage_works
from kenri.ledger import services as books
from kenri.ledger import verifying
from kenri.ledger.distribution import services
from kenri.ledger.distribution.models import UsageReport
from tests.journeys import story
from tests.journeys.api_driver import ApiDriver
from tests.journeys.stage import Driver, Stage
from tests.journeys.web_driver import WebDriver
from tests.journeys.works import FILM, NOVEL
from tests.ledger.test_banking import zengin_statement
from tests.ledger.test_reconciling import BODY

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[2] / "docs" / "recompute_statement.py"
ACCOUNT = {"bank": "0001", "branch": "001", "kind": "1", "number": "7654321", "holder": "モリヤマケ"}


def held(case: str) -> int:
    return -books.balance(f"Liabilities:Held:{case}")


def leaves_for(stage: Stage, pages: WebDriver, who: str) -> int:
    """What the body orders its bank to pay to somebody who has told an account, page by page; in yen."""
    (stage.settings.KENRI_HOME / "body.yaml").write_text(BODY, encoding="utf-8")
    told = {"party": stage.party(who), **ACCOUNT}
    assert pages.client(who).post("/ja/account/bank-account", told).status_code == 302
    page = pages.page("treasurer", "/ja/money/payments")
    payouts = page.xpath(f"//tr[contains(., '{stage.body_of(who).name}')]//input[@name='payout']/@value")
    assert len(payouts) == 1
    order = {"payout": payouts, "day": "2027-06-01", "form": "zengin"}
    assert pages.client("treasurer").post("/ja/money/payments", order).status_code == 302
    [link] = pages.page("treasurer", "/ja/money/payments").xpath(
        "//a[contains(@href,'/money/payments/')]/@href"
    )
    lines = pages.client("treasurer").get(link).content.decode("cp932").splitlines()
    [paid] = [line for line in lines if line.startswith("2")]
    assert "ﾓﾘﾔﾏｹ" in paid
    return int(paid[80:90])


def on_statement(stage: Stage, pages: WebDriver, folder: Path, case: str) -> int:
    """What the holder's statement tells of a case, in yen; the published script reckons the same."""
    address = f"?payee={stage.party('estate')}&first=2026-01-01&last=2027-12-31"
    told = pages.client("estate").get(f"/ja/account/statements/statement.json{address}").content
    (folder / "statement.json").write_bytes(told)
    checked = subprocess.run([sys.executable, "-I", SCRIPT, folder / "statement.json"], check=False)
    assert checked.returncode == 0
    [award] = json.loads(told)["awards"]
    yen = sum(one["yen"] for one in award["sent"])
    shown = pages.page("estate", f"/ja/account/statements/{address}").text_content()
    assert case in shown
    assert award["came"][0]["line"] in shown, "from the bank's line"
    assert f"{yen:,}" in shown
    assert award["sent"][0]["number"] in shown, "to the payment"
    altered = json.loads(told)
    altered["awards"][0]["sent"][0]["yen"] += 1
    (folder / "altered.json").write_text(json.dumps(altered))
    checked = subprocess.run([sys.executable, "-I", SCRIPT, folder / "altered.json"], check=False)
    assert checked.returncode == 1
    return yen


def test_a_holder_appears_eleven_months_later(
    api: ApiDriver, driver: Driver, stage: Stage, tmp_path: Path
) -> None:
    award = story.to_decision(api, FILM)
    story.pay_compensation(api, award, "2026-06-01")
    assert held(award) == story.COMPENSATION
    stage.on("2027-05-01")
    claimed = story.claim(driver, award, FILM, "continue")
    assert driver.refusal("treasurer", claimed, "continue_use", reasons="権利者と確認した"), "four eyes"
    driver.act("cashier", claimed, "continue_use", reasons="権利者と確認した")
    assert driver.state("estate", claimed) == "continued"
    assert held(award) == 0
    assert driver.may_use("applicant", award, "2027-06-01"), "the holder lets the use go on"
    known = driver.known("treasurer", claimed)
    assert award in str(known["award_case"]), "what was claimed is a reference, and the award knows of it"
    assert claimed in str(driver.known("treasurer", award)["settled_by"])
    again = story.claim(driver, award, FILM, "continue")
    refused = driver.refusal("cashier", again, "continue_use", reasons="もう一度")
    assert "すでに権利者に支払われています" in refused
    assert driver.state("estate", again) == "checking"
    pages = driver if isinstance(driver, WebDriver) else WebDriver(stage)
    assert leaves_for(stage, pages, "estate") == story.COMPENSATION
    assert on_statement(stage, pages, tmp_path, award) == story.COMPENSATION
    assert verifying.verify().broken is None


def test_a_cancelled_award_is_split_by_day(
    api: ApiDriver, driver: Driver, stage: Stage, tmp_path: Path
) -> None:
    """Rule 13: ¥36,500 for 1,096 days, of which 365 were used."""
    days = ("2026-06-01", "2029-05-31")
    award = story.to_decision(api, FILM, days=days)
    story.pay_compensation(api, award, "2026-06-01")
    stage.on("2027-05-20")
    driver.admit("commissioner", award, "holder", stage.body_of("estate").name)
    told = {"claimant": "森山ハナの相続人", "precondition_evidence": "契約書"}
    answer = driver.refusal("estate", award, "ask_cancellation", precondition="none", **told)
    assert "不備" in answer
    driver.act("estate", award, "ask_cancellation", precondition="entrusted", **told)
    driver.act("commissioner", award, "hear_user")
    driver.act("applicant", award, "be_heard", hearing="異議はない")
    driver.act("commissioner", award, "cancel", cancelled_on="2027-06-01", cancel_reasons="管理の委託")
    assert driver.state("applicant", award) == "cancelled"
    assert not driver.may_use("applicant", award, "2027-06-01")
    assert (held(award), -books.balance(f"Liabilities:Refund:{stage.party('applicant')}")) == (
        0,
        36_500 - 12_156,
    )
    pages = WebDriver(stage)
    assert leaves_for(stage, pages, "estate") == 12_156, "36,500 × 365 ÷ 1,096, rounded up"
    assert on_statement(stage, pages, tmp_path, award) == 12_156
    address = f"?payee={stage.party('estate')}&first=2026-01-01&last=2027-12-31"
    shown = pages.page("estate", f"/ja/account/statements/{address}").text_content()
    assert "36,500円 × 365 ÷ 1,096" in shown


def test_7_uses_on_a_platform_reach_the_creator(
    driver: Driver, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two uses, statement, payout to the yen; a creator sees the figures of their own works only."""

    def at_once(report: UsageReport, at: dt.datetime) -> None:  # another thread would see no rows of a test
        services.look_up(report, usage_works.find, at)

    monkeypatch.setattr(usage_works, "look_up_beside", at_once)
    (stage.settings.KENRI_HOME / "body.yaml").write_text(BODY, encoding="utf-8")
    stage.on("2026-07-10")
    rows = f"作品名,作者,再生回数,広告収入\n{NOVEL},白石透,6000,600000\n{FILM},森山ハナ,4000,400000\n"
    days = ("2026-04-01", "2026-06-30")
    report = driver.report_uses("platform", rows, "platform_advertising", *days)
    seen = {who: driver.sees_report(who, report) for who in ("platform", "treasurer", "creator", "rival")}
    assert seen == {"platform": True, "treasurer": True, "creator": False, "rival": False}
    creator, estate = stage.party("creator"), stage.party("estate")
    driver.tell_holders(
        "treasurer",
        "party,name,kind,work,share\n"
        f"{creator},白石スタジオ,domestic_organisation,{driver.find(NOVEL)},1\n"
        f"{estate},森山家,domestic_organisation,{driver.find(FILM)},1\n",
    )
    reference, asked = driver.ask_platform("treasurer", report)
    driver.take_bank_file("treasurer", zengin_statement((asked, f"{reference}ｶ)ｷｺｴ", ""), opening=0))
    assert held(report) == asked
    distributed = driver.distribute("treasurer", report)
    paid = driver.pay_out("treasurer", "2026-07")
    assert (sum(paid), len(paid)) == (distributed, 2)
    assert paid[0] * 4 == paid[1] * 6, "by the uses"
    period = ("2026-07-01", "2026-12-31")
    assert driver.statement("creator", "estate", *period) is None
    told = driver.statement("creator", "creator", *period)
    assert (NOVEL in told.decode(), FILM in told.decode()) == (True, False)
    (tmp_path / "statement.json").write_bytes(told)
    command = [sys.executable, "-I", SCRIPT, tmp_path / "statement.json"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.returncode, f"{paid[0]} yen" in checked.stdout) == (0, True), checked.stdout
    assert verifying.verify().broken is None
