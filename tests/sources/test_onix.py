"""ONIX: both tag sets, readings in collation keys, roles, dates, rights, deletions."""

from __future__ import annotations

from pathlib import Path

import pytest
from western_exports import dates, read

from kenri.harvest.reading import Read, read_export
from kenri.harvest.source import Deleted
from kenri.sources.onix import SOURCE
from kenri.vocab.names import NameKind
from kenri.vocab.records import EventKind, PartyKind, Record

TITLE = (
    "<TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel>"
    '<TitleText collationkey="ココロ" language="jpn">こころ</TitleText></TitleElement></TitleDetail>'
)
NAMESPACES = ["http://ns.editeur.org/onix/3.0/reference", "http://ns.editeur.org/onix/3.1/reference", ""]


def message(
    folder: Path, detail: str = TITLE, publishing: str = "", notice: str = "03", space: str = NAMESPACES[0]
) -> Path:
    name = f' xmlns="{space}"' if space else ""
    path = folder / "onix.xml"
    path.write_text(
        f'<ONIXMessage release="3.0"{name}><Header/><Product><RecordReference>r1</RecordReference>'
        f"<NotificationType>{notice}</NotificationType><DescriptiveDetail>{detail}</DescriptiveDetail>"
        f"<PublishingDetail>{publishing}</PublishingDetail></Product></ONIXMessage>",
        encoding="utf-8",
    )
    return path


def one(path: Path) -> Record:
    (record,), rejected, _ = read(SOURCE, path)
    assert not rejected
    return record


@pytest.mark.parametrize("space", NAMESPACES)
def test_a_collation_key_in_kana_is_the_reading(tmp_path: Path, space: str) -> None:
    record = one(message(tmp_path, space=space))
    assert (record.local_id, record.title, record.names[0].reading, record.names[0].language) == (
        "r1",
        "こころ",
        "ココロ",
        "ja",
    )


def test_short_tags_mean_the_same(tmp_path: Path) -> None:
    path = tmp_path / "short.xml"
    path.write_text(
        '<ONIXmessage release="3.0" xmlns="http://ns.editeur.org/onix/3.0/short"><product><a001>r1</a001><a002>03</a002>'
        "<productidentifier><b221>03</b221><b244>9784101010137</b244></productidentifier><descriptivedetail><b012>BC</b012>"
        '<titledetail><b202>01</b202><titleelement><x409>01</x409><b203 collationkey="ココロ">こころ</b203></titleelement>'
        "</titledetail><contributor><b034>1</b034><b035>A01</b035><b036>夏目漱石</b036></contributor></descriptivedetail>"
        "</product></ONIXmessage>",
        encoding="utf-8",
    )
    record = one(path)
    assert record.names[0].reading == "ココロ"
    assert record.contributions[0].names[0].text == "夏目漱石"
    assert [(i.scheme, i.value) for i in record.identifiers] == [("isbn", "9784101010137")]


def test_contributors_in_sequence_with_pen_names_and_lives(tmp_path: Path) -> None:
    detail = TITLE + (
        "<Contributor><SequenceNumber>2</SequenceNumber><ContributorRole>B06</ContributorRole><CorporateName>会</CorporateName></Contributor>"
        "<Contributor><SequenceNumber>1</SequenceNumber><ContributorRole>A01</ContributorRole><ContributorRole>A12</ContributorRole>"
        "<NameIdentifier><NameIDType>16</NameIDType><IDValue>0000000121032683</IDValue></NameIdentifier>"
        "<PersonName>太宰治</PersonName><PersonNameInverted>太宰, 治</PersonNameInverted>"
        "<AlternativeName><NameType>01</NameType><PersonName>黒木舜平</PersonName></AlternativeName>"
        '<ContributorDate><ContributorDateRole>51</ContributorDateRole><Date dateformat="00">19480613</Date></ContributorDate></Contributor>'
        "<Contributor><ContributorRole>A01</ContributorRole><UnnamedPersons>03</UnnamedPersons></Contributor>"
    )
    author, illustrator, body = one(message(tmp_path, detail)).contributions
    assert [author.role, illustrator.role, body.role] == ["author", "illustrator", "translator"]
    assert (author.names[0].family, author.names[1].kind) == ("太宰", NameKind.PEN_NAME)
    assert author.died is not None
    assert author.died.earliest == "1948-06-13"
    assert author.identifiers[0].scheme == "isni"
    assert body.kind is PartyKind.ORGANISATION


@pytest.mark.parametrize(
    ("form", "written", "earliest"),
    [("00", "20260401", "2026-04-01"), ("01", "202604", "2026-04"), ("05", "2026", "2026"), ("00", "20260000", "2026"),
     ("13", "20260401T0000", "2026-04-01")],
)  # fmt: skip
def test_dates_in_their_formats(tmp_path: Path, form: str, written: str, earliest: str) -> None:
    publishing = (
        f'<PublishingDate><PublishingDateRole>01</PublishingDateRole><Date dateformat="{form}">{written}</Date></PublishingDate>'
        "<PublishingDate><PublishingDateRole>02</PublishingDateRole><Date>20300101</Date></PublishingDate>"
    )
    assert dates(one(message(tmp_path, publishing=publishing)), EventKind.PUBLISHED) == [earliest]


def test_rights_are_statements_and_claims(tmp_path: Path) -> None:
    publishing = (
        "<Publisher><PublishingRole>01</PublishingRole><PublisherName>P</PublisherName></Publisher>"
        "<CopyrightStatement><CopyrightYear>2020</CopyrightYear><CopyrightOwner><PersonName>A</PersonName></CopyrightOwner>"
        "<CopyrightOwner><CorporateName>B</CorporateName></CopyrightOwner></CopyrightStatement>"
        "<SalesRights><SalesRightsType>01</SalesRightsType><Territory><CountriesIncluded>JP</CountriesIncluded></Territory></SalesRights>"
        "<SalesRights><SalesRightsType>03</SalesRightsType><Territory><CountriesIncluded>US</CountriesIncluded></Territory></SalesRights>"
    )
    record = one(message(tmp_path, publishing=publishing))
    assert [s.text for s in record.statements] == ["© 2020 A, B"]
    assert [(c.holder, c.right, c.territory) for c in record.claims] == [
        ("A", "copyright", ""), ("B", "copyright", ""), ("P", "publication", "JP"),
    ]  # fmt: skip


def test_a_notice_of_deletion_deletes(tmp_path: Path) -> None:
    (part,) = read_export(SOURCE, message(tmp_path, notice="05"))
    (outcome,) = part.outcomes()
    assert isinstance(outcome, Read)
    assert outcome.reading == Deleted("r1")


@pytest.mark.parametrize(
    ("detail", "code"),
    [("", "missing_value"),
     (TITLE + "<Contributor><ContributorRole>Q77</ContributorRole><PersonName>X</PersonName></Contributor>", "unknown_code"),
     (TITLE + "<Language><LanguageRole>01</LanguageRole><LanguageCode>q9q</LanguageCode></Language>", "unknown_code")],
)  # fmt: skip
def test_what_cannot_be_read_rejects_the_product(tmp_path: Path, detail: str, code: str) -> None:
    _, (rejected,), _ = read(SOURCE, message(tmp_path, detail))
    assert rejected.problem.code == code


@pytest.mark.parametrize(("subject", "schema"), [("9979", "comic"), ("0193", "text")])
def test_a_c_code_tells_a_comic(tmp_path: Path, subject: str, schema: str) -> None:
    detail = (
        TITLE
        + f"<Subject><SubjectSchemeIdentifier>78</SubjectSchemeIdentifier><SubjectCode>{subject}</SubjectCode></Subject>"
    )
    assert one(message(tmp_path, detail)).schema == schema


@pytest.mark.parametrize(
    ("form", "genre"),
    [("BC", "Paperback / softback"), ("ED", "Digital download"), ("PU", "Leaflet"), ("00", "")],
)
def test_a_product_form_is_named_in_words(tmp_path: Path, form: str, genre: str) -> None:
    assert one(message(tmp_path, f"<ProductForm>{form}</ProductForm>{TITLE}")).genre == genre


def test_subject_codes_without_a_heading_are_left_out(tmp_path: Path) -> None:
    code = "<Subject><SubjectSchemeIdentifier>78</SubjectSchemeIdentifier><SubjectCode>0193</SubjectCode></Subject>"
    words = "<Subject><SubjectHeadingText>小説；明治</SubjectHeadingText></Subject>"
    assert one(message(tmp_path, TITLE + code + words)).subjects == ("小説", "明治")


@pytest.mark.parametrize(
    ("form", "schema"),
    [("PI", "musical_work"), ("AN", "recording"), ("FF", "film"), ("PK", "image"), ("PB", "text")],
)
def test_a_product_form_tells_the_kind_of_work(tmp_path: Path, form: str, schema: str) -> None:
    assert one(message(tmp_path, f"<ProductForm>{form}</ProductForm>{TITLE}")).schema == schema
