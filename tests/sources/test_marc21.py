"""MARC 21: pairs of scripts, relators, dates, records that lack what they need."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from western_exports import SHARED, dates, read, years

from kenri.harvest.reading import Read, Rejected, read_export
from kenri.sources.marc21 import SOURCE
from kenri.vocab.names import NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import EventKind, PartyKind, Record

Subfields = dict[str, str] | list[tuple[str, str]]


def field(tag: str, indicators: str, subfields: Subfields) -> str:
    pairs = subfields.items() if isinstance(subfields, dict) else subfields
    inner = "".join(f'<subfield code="{code}">{value}</subfield>' for code, value in pairs)
    return f'<datafield tag="{tag}" ind1="{indicators[0]}" ind2="{indicators[1]}">{inner}</datafield>'


def export(folder: Path, *fields: str, leader: str = "00000nam a2200000 i 4500", fixed: str = "") -> Path:
    control = '<controlfield tag="001"> K1 </controlfield>'
    control += f'<controlfield tag="008">{fixed}</controlfield>' if fixed else ""
    path = folder / "records.xml"
    path.write_text(
        '<collection xmlns="http://www.loc.gov/MARC21/slim"><record>'
        f"<leader>{leader}</leader>{control}{''.join(fields)}</record></collection>",
        encoding="utf-8",
    )
    return path


def one(path: Path) -> Record:
    (record,), rejected, _ = read(SOURCE, path)
    assert not rejected
    return record


def test_paired_fields_give_reading_and_romanised_form(tmp_path: Path) -> None:
    record = one(export(
        tmp_path,
        field("100", "1 ", {"6": "880-01", "a": "Natsume, Sōseki,", "d": "1867-1916."}),
        field("245", "10", {"6": "880-02", "a": "Botchan /", "c": "x"}),
        field("880", "1 ", {"6": "100-01/$1", "a": "夏目, 漱石,"}),
        field("880", "10", {"6": "245-02/$1", "a": "坊っちゃん /"}),
        field("880", "10", {"6": "245-02/(B", "a": "ボッチャン"}),
    ))  # fmt: skip
    (title,) = record.names
    assert (title.text, title.romaji, title.reading) == ("坊っちゃん", "Botchan", "ボッチャン")
    (author,) = record.contributions
    assert (author.names[0].text, author.names[0].romaji) == ("夏目漱石", "Natsume, Sōseki")
    assert (author.role, author.kind, years(author.died)) == ("author", PartyKind.PERSON, (1916, 1916))
    assert record.local_id == "K1"


def test_relator_codes_and_terms_give_roles(tmp_path: Path) -> None:
    record = one(export(
        tmp_path,
        field("245", "00", [("a", "T ="), ("b", "U : v"), ("c", "w")]),
        field("700", "1 ", {"a": "Doe, Ann,", "e": "translator.", "4": "trl"}),
        field("700", "1 ", [("a", "Roe, Bo,"), ("4", "aui"), ("4", "ill")]),
        field("700", "12", {"a": "Poe, Ed.", "t": "A tale."}),
        field("710", "2 ", {"a": "Body.", "b": "Office.", "e": "sponsor"}),
    ))  # fmt: skip
    assert [(n.text, n.kind) for n in record.names] == [("T", NameKind.MAIN), ("U : v", NameKind.TRANSLATED)]
    roles = {(c.names[0].text, c.role) for c in record.contributions}
    assert {("Doe, Ann", "translator"), ("Roe, Bo", "illustrator"), ("Body. Office", "sponsor")} <= roles
    assert [r.text for r in record.relations] == ["Poe, Ed. A tale"]


@pytest.mark.parametrize(
    ("imprint", "fixed", "year"),
    [
        ("c1999.", "", "1999"),
        ("[1990]", "", "1990"),
        ("昭和31 [1956]", "", "1956"),
        ("", "850423s1984    nyu           000 0 eng d", "1984"),
        ("", "850423q19uu    nyu           000 0 eng d", "1900"),
        ("", "850423n9999    nyu           000 0 eng d", ""),
    ],
)
def test_the_year_of_publication(tmp_path: Path, imprint: str, fixed: str, year: str) -> None:
    fields = [field("245", "00", {"a": "T"}), field("264", " 4", {"c": "©1950"})]
    if imprint:
        fields.append(field("264", " 1", {"a": "Tokyo :", "b": "P,", "c": imprint}))
    record = one(export(tmp_path, *fields, fixed=fixed))
    assert dates(record, EventKind.PUBLISHED) == ([year] if year else [])


def test_numbers_without_their_notes_and_bad_ones_not_at_all(tmp_path: Path) -> None:
    record = one(export(
        tmp_path,
        field("020", "  ", {"a": "9784101010137 (文庫)"}), field("020", "  ", {"a": "9784101010138"}),
        field("024", "0 ", {"a": "USRC17607839"}), field("024", "7 ", {"a": "10.1000/182", "2": "doi"}),
        field("035", "  ", {"a": "(OCoLC)ocm00123456"}), field("245", "00", {"a": "T"}),
    ))  # fmt: skip
    assert [(i.scheme, i.value) for i in record.identifiers] == [
        ("isbn", "9784101010137"), ("isrc", "USRC17607839"), ("doi", "10.1000/182"), ("oclc", "123456"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "schema"),
    [
        ([field("336", "  ", {"b": "ntm"})], "musical_work"),
        (['<controlfield tag="007">ta</controlfield>'], "text"),
        ([field("245", "00", {"a": "T", "h": "[sound recording]"})], "recording"),
    ],
)
def test_what_else_tells_the_kind_where_the_leader_does_not(
    tmp_path: Path, fields: list[str], schema: str
) -> None:
    record = one(export(tmp_path, field("245", "00", {"a": "T"}), *fields, leader="00000nxm a2200000 i 4500"))
    assert record.schema == schema


def test_a_leader_without_its_length(tmp_path: Path) -> None:
    assert (
        one(export(tmp_path, field("245", "00", {"a": "T"}), leader="cjm  2200421Ia 4500")).schema
        == "recording"
    )


def test_a_varying_title_stands_in_for_the_title_proper(tmp_path: Path) -> None:
    record = one(export(tmp_path, field("246", "3 ", {"a": "Other"})))
    assert [(n.text, n.kind) for n in record.names] == [("Other", NameKind.MAIN)]


def test_an_uncontrolled_title_stands_in_only_where_there_is_no_other(tmp_path: Path) -> None:
    alone = one(export(tmp_path, field("740", "1 ", {"a": "The modern Supreme Court."})))
    assert [(n.text, n.kind) for n in alone.names] == [("The modern Supreme Court", NameKind.MAIN)]
    beside = one(export(tmp_path, field("245", "00", {"a": "T"}), field("740", "1 ", {"a": "U"})))
    assert [n.text for n in beside.names] == ["T"]


@pytest.mark.parametrize(
    ("leader", "title", "code"),
    [("00000nzm a2200000 i 4500", "T", "unknown_code"), ("00000nam a2200000 i 4500", "", "missing_value")],
)
def test_a_record_that_cannot_be_read_is_rejected(tmp_path: Path, leader: str, title: str, code: str) -> None:
    fields = [field("245", "00", {"a": title})] if title else [field("300", "  ", {"a": "1 v."})]
    _, (rejected,), _ = read(SOURCE, export(tmp_path, *fields, leader=leader))
    assert rejected.problem.code == code


@pytest.mark.shared_data
@pytest.mark.filterwarnings("ignore")
def test_real_records(tmp_path: Path) -> None:
    archive = SHARED / "connector_samples/openlibrary_marc_samples.tar.gz"
    if not archive.exists():
        pytest.skip("no MARC records beside the checkout")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    records = refused = 0
    for path in sorted(tmp_path.glob("*_input/*")):
        try:
            for part in read_export(SOURCE, path):
                for outcome in part.outcomes():
                    records += isinstance(outcome, Read)
                    if isinstance(outcome, Rejected):
                        assert outcome.problem.code != "mapping_failed", path.name
        except Problem:
            refused += 1
    assert records >= 70
    assert refused <= 10
