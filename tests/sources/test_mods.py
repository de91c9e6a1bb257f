"""MODS: titles and names in several scripts, dates with points and qualifiers, rights, what cannot be read."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from western_exports import SHARED, dates, read, years

from kenri.harvest.reading import Read, read_export
from kenri.sources.mods import SOURCE
from kenri.vocab.dates import Certainty
from kenri.vocab.names import NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import EventKind, PartyKind, Record, RelationKind

TITLE = "<titleInfo><title>T</title></titleInfo>"
NUMBER = "<recordInfo><recordIdentifier>R1</recordIdentifier></recordInfo>"


def export(folder: Path, inner: str, number: str = NUMBER) -> Path:
    path = folder / "mods.xml"
    path.write_text(
        '<modsCollection xmlns="http://www.loc.gov/mods/v3" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<mods>{inner}{number}</mods></modsCollection>",
        encoding="utf-8",
    )
    return path


def one(folder: Path, inner: str, number: str = NUMBER) -> Record:
    (record,), rejected, _ = read(SOURCE, export(folder, inner, number))
    assert not rejected
    return record


def test_a_title_is_joined_from_its_parts(tmp_path: Path) -> None:
    record = one(
        tmp_path,
        "<titleInfo><nonSort>L'</nonSort><title>arbre /</title><subTitle>conte</subTitle>"
        "<partNumber>2</partNumber><partName>Le fruit</partName></titleInfo>"
        '<titleInfo type="uniform"><title>Arbor</title></titleInfo>',
    )
    assert [(n.text, n.kind) for n in record.names] == [
        ("L'arbre. 2. Le fruit", NameKind.MAIN), ("conte", NameKind.SUBTITLE), ("Arbor", NameKind.ORIGINAL),
    ]  # fmt: skip


def test_another_title_stands_in_and_without_any_the_record_is_rejected(tmp_path: Path) -> None:
    record = one(tmp_path, '<titleInfo type="alternative"><title>Other</title></titleInfo>')
    assert [(n.text, n.kind) for n in record.names] == [("Other", NameKind.MAIN)]
    _, (rejected,), _ = read(SOURCE, export(tmp_path, "<titleInfo><title/></titleInfo>"))
    assert (rejected.problem.code, rejected.local_id) == ("missing_value", "")


def test_writings_of_one_name_are_one_party(tmp_path: Path) -> None:
    record = one(
        tmp_path,
        TITLE
        + '<name type="personal" altRepGroup="1"><namePart>Natsume, Sōseki</namePart><namePart type="date">1867-1916'
        "</namePart><role><roleTerm>author</roleTerm></role></name>"
        '<name type="personal" altRepGroup="1" script="Jpan"><namePart>夏目, 漱石</namePart></name>'
        '<name type="corporate"><namePart>Body.</namePart><namePart>Office</namePart></name>',
    )
    author, body = record.contributions
    assert [(n.text, n.romaji, n.family) for n in author.names] == [("夏目漱石", "Natsume, Sōseki", "夏目")]
    assert (author.role, author.kind, years(author.died)) == ("author", PartyKind.PERSON, (1916, 1916))
    assert (body.names[0].text, body.kind, body.role) == (
        "Body. Office",
        PartyKind.ORGANISATION,
        "contributor",
    )


def test_each_role_is_a_contribution_and_numbers_name_the_party(tmp_path: Path) -> None:
    role = '<role><roleTerm type="code">%s</roleTerm></role>'
    record = one(
        tmp_path,
        f'{TITLE}<name type="personal" valueURI="http://viaf.org/viaf/102333412"><namePart>Roe, Bo</namePart>'
        f'{role % "trl"}{role % "ill"}<nameIdentifier type="orcid">0000-0002-1825-0097</nameIdentifier></name>',
    )
    assert [c.role for c in record.contributions] == ["translator", "illustrator"]
    assert {i.scheme for i in record.contributions[0].identifiers} == {"viaf", "orcid"}


@pytest.mark.parametrize(
    ("inner", "kind", "span", "certainty"),
    [
        ("<dateIssued>1900-1902.</dateIssued>", EventKind.PUBLISHED, (1900, 1902), Certainty.EXACT),
        ('<dateCreated point="start">1920</dateCreated><dateCreated point="end">1930</dateCreated>',
         EventKind.CREATED, (1920, 1930), Certainty.EXACT),
        ('<dateIssued point="start" encoding="marc">1920</dateIssued><dateIssued point="end">9999</dateIssued>',
         EventKind.PUBLISHED, (1920, None), Certainty.AFTER),
        ('<dateCreated qualifier="approximate">1891</dateCreated>', EventKind.CREATED, (1891, 1891), Certainty.CIRCA),
        ('<dateIssued>[大正3]</dateIssued><dateIssued encoding="w3cdtf">1914</dateIssued>', EventKind.PUBLISHED,
         (1914, 1914), Certainty.EXACT),
        ("<copyrightDate>c1950</copyrightDate>", EventKind.PUBLISHED, (1950, 1950), Certainty.EXACT),
    ],
)  # fmt: skip
def test_dates(
    tmp_path: Path, inner: str, kind: EventKind, span: tuple[int, int | None], certainty: Certainty
) -> None:
    (event,) = one(tmp_path, f"{TITLE}<originInfo>{inner}</originInfo>").events
    assert event.date is not None
    assert (event.kind, years(event.date), event.date.certainty) == (kind, span, certainty)
    assert (event.note == "copyrightDate") == ("copyright" in inner)


def test_a_copyright_date_gives_way_to_a_date_of_issue(tmp_path: Path) -> None:
    origin = "<originInfo><dateIssued>1951</dateIssued><copyrightDate>1950</copyrightDate></originInfo>"
    assert dates(one(tmp_path, TITLE + origin), EventKind.PUBLISHED) == ["1951"]


def test_rights_are_known_by_their_address_and_access_is_no_right(tmp_path: Path) -> None:
    record = one(
        tmp_path,
        f'{TITLE}<accessCondition type="use and reproduction" xlink:href="http://rightsstatements.org/vocab/InC/1.0/"/>'
        '<accessCondition type="restriction on access">Reading room only</accessCondition>'
        "<accessCondition>Ask us.</accessCondition>",
    )
    assert [(s.code, s.text) for s in record.statements][1:] == [("", "Ask us.")]
    assert record.statements[0].code == "rs-inc"


def test_related_items_and_series(tmp_path: Path) -> None:
    record = one(
        tmp_path,
        f'{TITLE}<relatedItem type="host">{TITLE}<identifier type="issn">0317-8471</identifier></relatedItem>'
        '<relatedItem type="series"><titleInfo><title>S</title></titleInfo></relatedItem>',
    )
    assert [(r.kind, r.text) for r in record.relations] == [(RelationKind.PART_OF, "T")]
    assert [n.text for n in record.names if n.kind is NameKind.SERIES] == ["S"]


@pytest.mark.parametrize(
    ("inner", "code"),
    [("<typeOfResource>smell</typeOfResource>", "unknown_code"),
     ('<language><languageTerm type="code">qqqq</languageTerm></language>', "unknown_code")],
)  # fmt: skip
def test_unknown_codes_reject(tmp_path: Path, inner: str, code: str) -> None:
    _, (rejected,), _ = read(SOURCE, export(tmp_path, TITLE + inner))
    assert rejected.problem.code == code


def test_an_unknown_language_in_words_is_left_and_counted(tmp_path: Path) -> None:
    inner = '<language><languageTerm type="text">Middle Martian</languageTerm></language>'
    (record,), _, account = read(SOURCE, export(tmp_path, TITLE + inner))
    assert record.languages == ()
    assert sum(account.leftovers.values()) + sum(account.unknown.values()) == 1


def test_a_record_without_any_number_is_rejected(tmp_path: Path) -> None:
    _, (rejected,), _ = read(SOURCE, export(tmp_path, TITLE, number=""))
    assert rejected.problem.code == "missing_value"


@pytest.mark.shared_data
def test_records_of_many_repositories(tmp_path: Path) -> None:
    archive = SHARED / "connector_samples/dpla_ingestion3_harvest_samples.tar.gz"
    if not archive.exists():
        pytest.skip("no MODS records beside the checkout")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    ids, refused = set(), set()
    for path in sorted(tmp_path.rglob("*.xml")):
        if b"loc.gov/mods/v3" not in path.read_bytes():
            continue
        try:
            for part in read_export(SOURCE, path):
                ids |= {o.reading.local_id for o in part.outcomes() if isinstance(o, Read)}
        except Problem as problem:
            refused.add(problem.code)
    assert len(ids) >= 21
    assert refused == {"unrecognised"}
    assert "oai:digitalcommonwealth.org:commonwealth-oai:0k225b90r" in ids
