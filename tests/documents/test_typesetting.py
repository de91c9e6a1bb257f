"""Documents: every template in every language is readable, archivable and refuses what it cannot tell."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kenri.documents import fonts, written
from kenri.documents.about import house, template, templates
from kenri.documents.filling import filled
from kenri.documents.typesetting import typeset, typeset_all
from kenri.seals.signing import check_pdf, signer
from kenri.vocab.problems import Problem
from tests.documents.sample_documents import data_of

PROMISED = {
    *("application", "receipt", "return_notice", "confirmation_report", "refusal_notice_prior"),
    *("decision_grant", "decision_refusal", "decision_cancel", "payment_request", "copy_label"),
    *("enquiry_letter", "public_call", "licence", "contract", "invoice", "statement", "order_to_society"),
}
LANGUAGES = [(name, language) for name, one in templates().items() for language in one.languages]


def text_of(pdf: bytes) -> str:
    """The text as somebody who selects all of it gets it, without the breaks of lines."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_all_promised_documents_are_there() -> None:
    assert set(templates()) >= PROMISED
    assert all("ja" in one.languages for one in templates().values())


@pytest.mark.parametrize(("name", "language"), LANGUAGES)
def test_every_document_is_readable_by_people_readers_and_archives(name: str, language: str) -> None:
    data = data_of(name)
    pdf = typeset(name, data, language=language)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/Lang"].lower().startswith(language)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    label = template(name).label.in_language(language)
    assert label in reader.metadata.title
    assert data["number"] in reader.metadata.title
    metadata = root["/Metadata"].get_data().decode()
    assert "pdfaid:part>3<" in metadata
    assert "pdfaid:conformance>A<" in metadata
    assert "pdfuaid:part>1<" in metadata
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(inner.keys())
    text = text_of(pdf)
    assert "".join(label.split()) in text
    # Whatever the document tells stands in it as text that can be selected.
    for key, field in template(name).fields.items():
        shown = written.shown(field, data[key], language)
        cells = [cell for row in shown.get("rows", ()) for cell in row]
        for part in (shown.get("text"), *shown.get("items", ()), *cells):
            assert part is None or "".join(part.split()) in text, (key, part)


def test_the_data_stand_beside_the_text() -> None:
    data = data_of("decision_grant")
    attached = pypdf.PdfReader(io.BytesIO(typeset("decision_grant", data))).attachments["data.json"][0]
    told = json.loads(attached)
    assert (told["document"], told["amount"], told["period"]) == (
        "decision_grant",
        36_500,
        ["2026-06-01", "2029-05-31"],
    )


def test_headings_come_in_the_order_in_which_they_are_read() -> None:
    text = text_of(typeset("decision_grant", data_of("decision_grant")))
    parts = [
        "文化庁裁定2026-000123",
        "株式会社青空映像",
        "裁定通知書",
        "記",
        "著作物の題号",
        "利用の期間",
        "補償金の額",
        "複製物への表示",
        "以上",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_same_data_give_the_same_bytes() -> None:
    assert typeset("receipt", data_of("receipt")) == typeset("receipt", data_of("receipt"))


NASTY = (
    '#panic("x") *bold* _i_ $x^2$ \\ `raw` @ref <label> #read("/style.typ") = Heading // comment /* ] " ) }'
)


def test_nothing_that_people_write_is_code() -> None:
    data = data_of("decision_grant") | {
        "title": NASTY,
        "to": [NASTY],
        "reasons": [NASTY],
        "conditions": [NASTY],
    }
    text = text_of(typeset("decision_grant", data))
    assert text.count("".join(NASTY.split())) >= 4


@given(st.text(max_size=60), st.text(max_size=40))
@settings(max_examples=25, deadline=None)
def test_any_text_can_be_set(title: str, line: str) -> None:
    pdf = typeset(
        "copy_label", {"number": "1", "date": "2026-06-01", "label_text": f"表示 {title}", "note": line}
    )
    assert pdf.startswith(b"%PDF-1.7")


def test_letters_that_no_font_has_are_marked_and_kept_in_the_data() -> None:
    pdf = typeset("copy_label", data_of("copy_label") | {"label_text": "外字\ue000と楔形𒀀"})
    assert "外字〓と楔形〓" in text_of(pdf)
    told = json.loads(pypdf.PdfReader(io.BytesIO(pdf)).attachments["data.json"][0])
    assert told["label_text"] == "外字\ue000と楔形𒀀"


def test_marks_that_turn_the_direction_of_writing_are_left_out() -> None:
    assert written.plain("承認\u202e止禁\x07\r\n次") == "承認止禁\n次"


def test_a_long_document_repeats_the_head_of_its_table() -> None:
    works = [
        {"number": str(n), "title": f"作品 {n}", "creator": "不詳", "identification": "x" * 90}
        for n in range(300)
    ]
    reader = pypdf.PdfReader(
        io.BytesIO(typeset("order_to_society", data_of("order_to_society") | {"works": works}))
    )
    assert len(reader.pages) > 8
    assert all("特定する事項" in page.extract_text() for page in reader.pages[1:8])
    assert f"/{len(reader.pages)}" in "".join(reader.pages[3].extract_text().split())


def problem_of(name: str, data: dict[str, Any], language: str = "ja") -> Problem:
    with pytest.raises(Problem) as caught:
        typeset(name, data, language=language)
    return caught.value


def test_what_is_missing_is_told_by_name() -> None:
    problem = problem_of("decision_grant", data_of("decision_grant") | {"amount": None, "title": ""})
    assert problem.code == "document_fields_missing"
    assert "著作物の題号" in problem.message("ja")
    assert "amount" in problem.message("en")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": 12.5}, "amount"),
        ({"amount": True}, "amount"),
        ({"amount": "twelve"}, "amount"),
        ({"date": "2026-02-30"}, "date"),
        ({"period": "2026"}, "period"),
        ({"period": {"start": "2026-01-01"}}, "period"),
        ({"to": 12}, "to"),
        ({"lines": [1]}, "lines"),
        ({"title": ["a"]}, "title"),
    ],
)
def test_values_of_the_wrong_kind_are_refused(change: dict[str, Any], field: str) -> None:
    problem = problem_of("decision_grant", data_of("decision_grant") | change)
    assert problem.code == "document_field_bad"
    assert field in problem.message("ja")


def test_unknown_documents_and_languages_are_refused() -> None:
    assert problem_of("poem", {}).code == "unknown_document"
    assert problem_of("application", {}, "en").code == "document_language"


def test_without_a_japanese_font_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare:
        def families(self) -> list[str]:
            return ["DejaVu Sans"]

    fonts.families.cache_clear()
    monkeypatch.setattr(fonts, "installed", Bare)
    try:
        problem = problem_of("receipt", data_of("receipt"))
    finally:
        fonts.families.cache_clear()
    assert problem.code == "no_document_font"
    assert "Noto Serif CJK JP" in problem.message("ja")


@pytest.mark.parametrize(
    ("on", "ja", "en"),
    [
        (dt.date(2019, 4, 30), "平成31年（2019年）4月30日", "30 April 2019"),
        (dt.date(2019, 5, 1), "令和元年（2019年）5月1日", "1 May 2019"),
        (dt.date(2026, 12, 31), "令和8年（2026年）12月31日", "31 December 2026"),
        (dt.date(1926, 12, 25), "昭和元年（1926年）12月25日", "25 December 1926"),
        (dt.date(1850, 3, 2), "1850年3月2日", "2 March 1850"),
    ],
)
def test_days_by_era_and_western_year(on: dt.date, ja: str, en: str) -> None:
    assert (written.day(on, "ja"), written.day(on, "en")) == (ja, en)


def test_moments_are_told_in_the_time_of_japan() -> None:
    assert written.one("2026-03-31T15:30:00+00:00", "moment", "ja") == "令和8年（2026年）4月1日0時30分"


def test_a_document_is_filled_from_the_facts_of_a_case() -> None:
    facts = {
        "title": "題",
        "authors": "不詳",
        "manner": "配信",
        "granted_manner": "配信（無償）",
        "use_from": "2026-06-01",
        "use_until": "2031-05-31",
        "granted_from": "2026-06-01",
        "granted_until": "2029-05-31",
        "compensation": 1000,
        "unheard_of": "x",
    }
    grant, application = filled("decision_grant", facts), filled("application", facts)
    assert (grant["manner"], grant["creator"], grant["amount"]) == ("配信（無償）", "不詳", 1000)
    assert grant["period"] == ("2026-06-01", "2029-05-31")
    assert (application["manner"], application["period"]) == ("配信", ("2026-06-01", "2031-05-31"))
    assert "unheard_of" not in grant


def test_a_batch_goes_on_after_what_is_wrong(tmp_path: Path) -> None:
    good = data_of("decision_grant")
    many = [good | {"number": f"裁定 {n}"} if n != 7 else {} for n in range(20)]
    seal, at = (
        signer(tmp_path, dt.datetime(2026, 6, 1, tzinfo=dt.UTC)),
        dt.datetime(2026, 6, 1, tzinfo=dt.UTC),
    )
    made = list(typeset_all("decision_grant", many))
    sealed = [seal.sign_pdf(one, "裁定", at) for one in made if isinstance(one, bytes)]
    assert [n for n, one in enumerate(made) if isinstance(one, Problem)] == [7]
    check = check_pdf(sealed[-1], seal.certificates)
    assert (check.state, check.known, check.at) == ("intact", True, at)
    assert "裁定19" in text_of(sealed[-1])
    # The seal is put behind the file, which stays what it was, tags and all.
    assert sealed[-1].startswith(made[-1])
    before, after = (pypdf.PdfReader(io.BytesIO(one)) for one in (made[-1], sealed[-1]))
    assert before.metadata == after.metadata
    assert before.trailer["/Root"]["/Metadata"].get_data() == after.trailer["/Root"]["/Metadata"].get_data()
    field = after.trailer["/Root"]["/AcroForm"]["/Fields"][0].get_object()
    assert field["/TU"].startswith("電子署名")


def test_every_field_and_sentence_of_the_house_is_used() -> None:
    used = {key for one in templates().values() for key in one.fields}
    assert set(house().fields) <= used
    style = (Path(written.__file__).parent / "style.typ").read_text("utf-8")
    for name, one in templates().items():
        own = (Path(written.__file__).parent / f"templates/{name}/template.typ").read_text("utf-8")
        told = "".join(said.ja for said in one.says.values())
        for key in one.fields:
            assert f'"{key}"' in own or f'"{key}"' in style or f"{{{key}}}" in told, (name, key)
        for key in one.says:
            assert f'"{key}"' in own or f'"{key}"' in style, (name, key)
