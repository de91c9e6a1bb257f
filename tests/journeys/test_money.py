"""From a decision to money on the holder's account, to the yen; and what a cancellation gives back."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kenri.ledger import services as books
from kenri.ledger import verifying
from kenri.project.commands.distribute import distribute
from tests.journeys import story
from tests.journeys.api_driver import ApiDriver
from tests.journeys.stage import Driver, Stage
from tests.journeys.web_driver import WebDriver
from tests.journeys.works import FILM, NOVEL
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


def test_7_uses_on_a_platform_reach_the_creator(stage: Stage, tmp_path: Path, capsys) -> None:
    """Two uses, statement, payout to the yen; a creator sees the figures of their own works only."""

    def kenri(*told: str, **options: object) -> dict:
        capsys.readouterr()
        distribute(*told, **options, json=True)
        return json.loads(capsys.readouterr().out)

    rows = f"作品名,作者,再生回数,広告収入\n{NOVEL},白石透,6000,600000\n{FILM},森山ハナ,4000,400000\n"
    (tmp_path / "usage.csv").write_text(rows, encoding="utf-8")
    stage.on("2026-07-10")
    taken = kenri(
        "take", str(tmp_path / "usage.csv"), scheme="platform_advertising", platform="organisation:kikoe",
        name="Kikoe", first="2026-04-01", last="2026-06-30",
    )  # fmt: skip
    report, driver = taken["report"], WebDriver(stage)
    assert taken["matched"] == 2
    creator, estate = stage.party("creator"), stage.party("estate")
    shares = (
        f"party,name,kind,work,share,society,commission\n"
        f"{creator},白石スタジオ,domestic_organisation,{driver.find(NOVEL)},1,,\n"
        f"{estate},森山家,domestic_organisation,{driver.find(FILM)},1,,\n"
    )
    (tmp_path / "shares.csv").write_text(shares, encoding="utf-8")
    assert kenri("shares", str(tmp_path / "shares.csv"))["problems"] == []
    asked = kenri("ask", report)["yen"]
    pages = driver.page("treasurer", "/ja/money/obligations/")
    number = re.search(r"O-\d+", pages.text_content())[0]
    books.receive(
        number,
        asked,
        bank="main",
        message="1",
        on=stage.settings.KENRI_NOW.date(),
        at=stage.settings.KENRI_NOW,
    )
    run = kenri("run", report)
    paid = {one["payee"]: one["paid"] for one in kenri("pay", "2026-07")}
    assert (sum(paid.values()), paid.keys()) == (run["to_holders"], {creator, estate})
    address = f"payee={creator}&first=2026-07-01&last=2026-12-31"
    statement = driver.client("creator").get(f"/ja/account/statements/statement.json?{address}")
    assert (NOVEL in statement.content.decode(), FILM in statement.content.decode()) == (True, False)
    other = f"/ja/account/statements/statement.json?payee={estate}"
    assert driver.client("creator").get(other).status_code == 404
    (tmp_path / "statement.json").write_bytes(statement.content)
    checked = subprocess.run(
        [sys.executable, "-I", SCRIPT, tmp_path / "statement.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, f"{paid[creator]} yen" in checked.stdout) == (0, True), checked.stdout
