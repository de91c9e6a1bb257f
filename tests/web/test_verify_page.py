"""Anybody can tell a genuine document from an altered one, and learns nothing about people by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from lxml import html

from kenri.cases.proceedings import issuing, seal, storage
from kenri.cases.proceedings.models import Case, Issued, Printed
from kenri.documents.typesetting import typeset
from kenri.ledger.body import Body
from kenri.ledger.models import PrintedPaper
from kenri.ledger.services.issuing import issue_invoice, sealed
from kenri.ledger.services.obligations import oblige
from kenri.ledger.tax import Line
from kenri.seals.signing import signer
from kenri.vocab.text import Text
from kenri.web.public import verifying
from tests.append_only import unguarded
from tests.cases.proceedings.walks import moment
from tests.documents.sample_documents import data_of
from tests.web import decided
from tests.web.decided import select

AT = moment("2026-06-02")


@pytest.fixture
def case(db: None, settings, tmp_path: Path) -> Case:
    settings.KENRI_HOME = tmp_path
    return decided.granted(decided.people())


def decision(case: Case) -> Issued:
    return Issued.objects.get(case=case, template="decision_grant")


def verdict_of(client: Client, data: bytes, language: str = "ja") -> html.HtmlElement:
    upload = SimpleUploadedFile("decision.pdf", data, "application/pdf")
    answer = client.post(f"/{language}/verify", {"file": upload})
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def words(page: html.HtmlElement) -> str:
    return select(page, "#result")[0].text_content()


@pytest.mark.parametrize(("language", "told"), [("ja", "裁定通知書"), ("en", "Notice of adjudication")])
def test_a_document_is_known_by_its_file(case: Case, client: Client, language: str, told: str) -> None:
    page = verdict_of(client, issuing.pdf(decision(case).number, language, AT), language)
    text = select(page, "dl.told")[0].text_content()
    assert select(page, ".banner.success")
    for part in (told, "港の記録", "kenri seal", decision(case).number, f"{case.number}-P01"):
        assert part in text, part
    assert "放送局" not in text


def test_a_changed_file_is_altered(case: Case, client: Client) -> None:
    data = issuing.pdf(decision(case).number, "ja", AT)
    assert page_state(verdict_of(client, data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])) == "error"
    assert page_state(verdict_of(client, data + b"\n%more")) == "error"


def page_state(page: html.HtmlElement) -> str:
    return select(page, ".banner")[0].get("class").removeprefix("banner ")


def test_files_that_nobody_here_sealed_are_unknown(case: Case, client: Client, tmp_path: Path) -> None:
    sheet = typeset("decision_grant", data_of("decision_grant"))
    stranger = signer(tmp_path / "stranger", AT).sign_pdf(sheet, "", AT)
    for data in (sheet, stranger, b"no pdf", b"%PDF-1.7 broken"):
        assert page_state(verdict_of(client, data)) == "warning"
    own = signer(tmp_path / "seal", AT).sign_pdf(sheet, "", AT)
    assert page_state(verdict_of(client, own)) == "success"


def test_a_number_tells_no_more_than_it_must(case: Case, client: Client) -> None:
    number = decision(case).number
    before = client.get("/ja/verify", {"number": number}).content.decode()
    assert "success" in before
    issuing.pdf(number, "ja", AT)
    page = html.fromstring(client.get("/ja/verify", {"number": f" {number.lower()} "}).content.decode())
    text = select(page, "dl.told")[0].text_content()
    assert "kenri seal" in text
    # The decision is published, so that its work is public anyway.
    assert "港の記録" in text


def test_a_number_does_not_name_the_work_of_a_case_that_is_not_public(
    db: None, settings, tmp_path: Path, client: Client
) -> None:
    settings.KENRI_HOME = tmp_path
    walk = decided.Walk(decided.people())
    walk.file()
    number = Issued.objects.get(case=walk.case, template="receipt").number
    page = client.get("/ja/verify", {"number": number}).content.decode()
    assert "受付票" in page
    assert "港の記録" not in page
    data = issuing.pdf(number, "ja", AT)
    assert "港の記録" in select(verdict_of(client, data), "dl.told")[0].text_content()


def test_an_unknown_number_is_unknown(case: Case, client: Client) -> None:
    answer = client.get("/en/verify", {"number": "2020-0001-D01<b>"})
    assert page_state(html.fromstring(answer.content.decode())) == "warning"
    assert b"<b>" not in answer.content.split(b"<main", 1)[1].replace(b"<b>Kenri", b"")


def test_an_invoice_of_the_ledger_is_known_by_its_number_and_its_file(db: None, client: Client) -> None:
    asked = oblige(
        "fee",
        case="",
        payer="user:a",
        payee="organisation:b",
        amount=1_100,
        lines=[Line(Text("手数料", "Fee"), 1_100, 10)],
        due=AT.date(),
        key="k",
        at=AT,
    )
    ours = Body("organisation:b", Text("機関", "Body"), Text("東京都", "Tokyo"), {})
    issued = issue_invoice(asked.number, ours, "山田 太郎", AT)
    assert verifying.by_number(issued.number).why == "not_printed"
    data = sealed(issued, "ja", seal.signer, AT)
    page = client.get("/ja/verify", {"number": issued.number}).content.decode()
    for told, shown in (("請求書", True), ("kenri seal", True), ("山田", False), ("1,100", False)):
        assert (told in page) is shown, told
    for unknown in ("I-99999999", "I-", "I-x", "R-00000001", "I-" + "9" * 40):
        assert verifying.by_number(unknown).state == "unknown"
    page = verdict_of(client, data)
    assert issued.number in select(page, "dl.told")[0].text_content()
    assert page_state(page) == "success"
    assert page_state(verdict_of(client, data + b"\n%more")) == "error"
    with unguarded():
        PrintedPaper.objects.update(content=data + b" ")
        assert verifying.by_number(issued.number).state == "altered"


def test_what_was_tampered_with_in_the_store_is_altered(case: Case) -> None:
    issued = decision(case)
    issuing.pdf(issued.number, "ja", AT)
    assert verifying.by_number(issued.number).state == "genuine"
    file = storage.place(Printed.objects.get(issued=issued).file)
    data = file.read_bytes()
    file.write_bytes(data + b" ")
    assert verifying.by_number(issued.number).state == "altered"
    file.unlink()
    assert verifying.by_number(issued.number).state == "altered"
    file.write_bytes(data)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which does not let go of triggers while checks are pending
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with unguarded():
        Issued.objects.filter(pk=issued.pk).update(data=issued.data.replace("36500", "1"))
        assert verifying.by_number(issued.number).state == "altered"
        assert verifying.by_file(data).state == "altered"


def test_files_that_are_none_or_too_large_are_refused(
    case: Case, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.post("/ja/verify").status_code == 400
    monkeypatch.setattr(verifying, "LARGEST", 100)
    answer = client.post("/ja/verify", {"file": SimpleUploadedFile("a.pdf", b"%PDF" * 100)})
    assert answer.status_code == 400
