"""From a platform's file to money on a holder's way, with the command; a holder appears eleven months later."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest
from django.core import mail

from kenri.accounts.models import User
from kenri.cases import usage_works
from kenri.ledger import services as books
from kenri.ledger.distribution import likely, queries
from kenri.ledger.models import Obligation
from kenri.project.commands import ledger
from kenri.project.commands.distribute import distribute
from kenri.records import index
from kenri.records import services as records
from kenri.registry import services as registry
from kenri.sources import all_sources

SAMPLES = Path(str(resources.files("kenri").joinpath("samples")))
SCRIPT = Path(__file__).parents[3] / "docs" / "recompute_statement.py"
ROWS = (
    "作品名,作者,ISBN,再生回数,広告収入\n"
    "羅生門,芥川龍之介,,6000,700000\n"
    "題の違う版,,978-4-10-101013-7,3000,200000\n"
    "夜明けのアーカイブ,白石透,,1000,100000\n"
)


@pytest.fixture
def catalogue(db: None) -> None:
    for source in ("aozora", "onix"):
        records.harvest(all_sources()[source], path=SAMPLES / source)
    records.link()
    index.index()


@pytest.fixture
def kenri(capsys, settings):
    def kenri(day: dt.date, *arguments: str, **options: object):
        settings.KENRI_NOW = dt.datetime.combine(day, dt.time(3), dt.UTC)
        capsys.readouterr()
        distribute(*arguments, **options, json=True)
        return json.loads(capsys.readouterr().out)

    return kenri


def balance(account: str) -> int:
    return -books.balance(account)


def test_the_whole_way(catalogue, kenri, tmp_path: Path, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    then, later = dt.date(2026, 7, 10), dt.date(2027, 6, 10)
    (tmp_path / "usage.csv").write_text(ROWS, encoding="utf-8")
    taken = kenri(
        then, "take", str(tmp_path / "usage.csv"), scheme="platform_advertising",
        platform="organisation:kikoe", name="Kikoe", first="2026-04-01", last="2026-06-30",
    )  # fmt: skip
    assert (taken["lines"], taken["matched"]) == (3, 2)
    number = taken["report"]
    lines = {line.title: line for line in queries.UsageLine.objects.all()}
    assert (lines["羅生門"].how, lines["題の違う版"].how) == ("title", "identifier")
    assert lines["羅生門"].layers == ["text"]

    (tmp_path / "shares.csv").write_text(
        "party,name,kind,work,share,society,commission\n"
        f"entity:estate,芥川の会,domestic_organisation,{lines['羅生門'].work},1,,\n"
        f"user:m,訳者,resident_person,{lines['題の違う版'].work},2/3,,\n"
        "user:m,,,,,organisation:bungei,100000\n"
        "user:m,,,k-x,5/4,,\n",
        encoding="utf-8",
    )
    done = kenri(then, "shares", str(tmp_path / "shares.csv"))
    assert (done["holdings"], done["mandates"], done["payees"], len(done["problems"])) == (2, 1, 2, 1)

    asked = kenri(then, "ask", number)
    assert asked["yen"] == 550_000
    books.receive(
        Obligation.objects.get().number, 550_000, bank="main", message="1", on=then, at=settings.KENRI_NOW
    )
    run = kenri(then, "run", number)
    # 522,500 yen: 6/10 to the estate; 2/3 of 3/10 through the society; the rest is held.
    assert (run["to_holders"], run["held"]) == (313_500 + 104_500, 104_500)
    assert kenri(then, "seek") == []
    paid = {one["payee"]: one["paid"] for one in kenri(then, "pay", "2026-07")}
    assert paid == {"entity:estate": 313_500, "user:m": 94_050}

    maker = User.objects.create_user("toru@example.org", name="白石透")
    told = {
        "title": "夜明けのアーカイブ", "kind": "text", "url": "https://novels.example/9", "holder": "白石透",
        "made": "person", "contributors": [{"name": "白石透", "role": "author"}],
    }  # fmt: skip
    registry.publish(maker, registry.save_draft(maker, told).key)
    [found] = kenri(later, "seek")
    assert (found["party"], found["yen"], found["title"]) == (
        f"user:{maker.key}",
        52_250,
        "夜明けのアーカイブ",
    )
    assert [letter.to for letter in mail.outbox] == [["toru@example.org"]]
    kenri(later, "seek")
    assert len(mail.outbox) == 1
    likely.claim(found["finding"], [found["party"]], at=settings.KENRI_NOW)
    assert kenri(later, "release") == [], "nothing is paid before the claim is verified"
    assert kenri(later, "verify", str(found["finding"]))["state"] == "verified"
    [released] = kenri(later, "release", why="権利者の申出を確認した")
    assert released["to_holders"] == 52_250
    assert balance(f"Liabilities:Held:{number}") == 52_250, "the third that nobody claims stays"

    (tmp_path / "payees.csv").write_text(f"party,name,kind\n{found['party']},白石透,resident_person\n")
    kenri(later, "shares", str(tmp_path / "payees.csv"))
    [payment] = [one for one in kenri(later, "pay", "2027-06") if one["payee"] == found["party"]]
    assert payment["paid"] == 52_250 - 52_250 * 1021 // 10_000
    out = tmp_path / "statement.json"
    ledger.statement(found["party"], first=dt.datetime(2027, 1, 1, tzinfo=dt.UTC), out=out)
    runs = tmp_path / "run.json"
    kenri(later, "export", run["run"], out=runs)
    checked = subprocess.run(
        [sys.executable, "-I", SCRIPT, out, runs], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, "52250 yen" in checked.stdout) == (0, True), checked.stdout + checked.stderr


def test_what_is_looked_up_is_answered_in_order(catalogue) -> None:
    uses = [
        usage_works.Usage(number=n, pool="", title=title, units=1, creators=makers)
        for n, (title, makers) in enumerate(
            [("", ()), ("羅生門", ("芥川龍之介",)), ("無い題名", ()), ("", ())]
        )
    ]
    found = list(usage_works.find(uses))
    assert [one is not None for one in found] == [False, True, False, False]
