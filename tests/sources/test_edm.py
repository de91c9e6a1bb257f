"""EDM: what points to agents and time spans, proxies, rights, what cannot be read."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from western_exports import SHARED, read, years

from kenri.harvest.reading import Read, Rejected, read_export
from kenri.sources.edm import PREFIXES, SOURCE
from kenri.vocab.names import NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import EventKind, PartyKind, Record

NAMESPACES = " ".join(f'xmlns:{prefix}="{namespace}"' for prefix, namespace in PREFIXES.items())
TITLE = "<dc:title>T</dc:title>"


def export(folder: Path, inner: str, rest: str = "", rights: str = "", about: str = "urn:x:1") -> Path:
    path = folder / "edm.xml"
    path.write_text(
        f'<rdf:RDF {NAMESPACES}><edm:ProvidedCHO rdf:about="{about}">{inner}</edm:ProvidedCHO>{rest}'
        f'<ore:Aggregation rdf:about="urn:a:1">{rights}</ore:Aggregation></rdf:RDF>',
        encoding="utf-8",
    )
    return path


def one(path: Path) -> Record:
    (record,), rejected, _ = read(SOURCE, path)
    assert not rejected
    return record


def test_agents_and_time_spans_are_followed(tmp_path: Path) -> None:
    rest = (
        '<edm:Agent rdf:about="http://viaf.org/viaf/102333412"><skos:prefLabel xml:lang="en">Jane Austen</skos:prefLabel>'
        '<skos:prefLabel xml:lang="ja">ジェイン・オースティン</skos:prefLabel><rdaGr2:dateOfBirth>1775</rdaGr2:dateOfBirth>'
        "<edm:end>1817-07-18</edm:end></edm:Agent>"
        '<edm:TimeSpan rdf:about="#t"><edm:begin>1811</edm:begin><edm:end>1813</edm:end></edm:TimeSpan>'
    )
    inner = (
        f'{TITLE}<dc:creator rdf:resource="http://viaf.org/viaf/102333412"/><dcterms:issued rdf:resource="#t"/>'
        '<dc:creator rdf:resource="urn:nobody"/><edm:type>TEXT</edm:type>'
    )
    record = one(export(tmp_path, inner, rest))
    (by,) = record.contributions
    assert [(n.text, n.kind) for n in by.names] == [
        ("Jane Austen", NameKind.MAIN), ("ジェイン・オースティン", NameKind.TRANSLATED),
    ]  # fmt: skip
    assert (by.kind, years(by.born), years(by.died)) == (PartyKind.PERSON, (1775, 1775), (1817, 1817))
    assert by.identifiers[0].value == "102333412"
    (event,) = record.events
    assert (event.kind, years(event.date)) == (EventKind.PUBLISHED, (1811, 1813))


def test_the_providers_proxy_speaks_and_europeanas_does_not(tmp_path: Path) -> None:
    proxies = (
        "<ore:Proxy><dc:title>Given</dc:title><edm:type>VIDEO</edm:type></ore:Proxy>"
        "<ore:Proxy><dc:title>Enriched</dc:title><edm:europeanaProxy>true</edm:europeanaProxy></ore:Proxy>"
    )
    record = one(export(tmp_path, "", proxies))
    assert ([n.text for n in record.names], record.schema) == (["Given"], "video")


@pytest.mark.parametrize(
    ("kind", "words", "schema"),
    [("IMAGE", "Photograph", "photograph"), ("IMAGE", "letter", "image"), ("TEXT", "newspaper", "serial"),
     ("VIDEO", "Feature film", "film"), ("SOUND", "", "recording"), ("3D", "", "artwork"), ("", "painting", "artwork")],
)  # fmt: skip
def test_the_kind_is_made_finer(tmp_path: Path, kind: str, words: str, schema: str) -> None:
    inner = f"{TITLE}<edm:type>{kind}</edm:type><dc:type>{words}</dc:type>"
    assert one(export(tmp_path, inner)).schema == schema


def test_rights_of_the_aggregation_and_of_the_object(tmp_path: Path) -> None:
    rights = '<edm:rights rdf:resource="http://rightsstatements.org/vocab/NoC-NC/1.0/"/>'
    record = one(export(tmp_path, f"{TITLE}<dc:rights>© H</dc:rights>", rights=rights))
    assert [(s.code, s.text) for s in record.statements][1:] == [("", "© H")]
    assert record.statements[0].code == "rs-noc-nc"


@pytest.mark.parametrize(
    ("inner", "rest", "code"),
    [
        ("<dc:creator>A</dc:creator>", "", "missing_value"),
        (f"{TITLE}<edm:type>SMELL</edm:type>", "", "unknown_code"),
        (TITLE, '<edm:ProvidedCHO rdf:about="urn:x:2"><dc:title>U</dc:title></edm:ProvidedCHO>', "several_objects"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_rejected(tmp_path: Path, inner: str, rest: str, code: str) -> None:
    _, (rejected,), _ = read(SOURCE, export(tmp_path, inner, rest))
    assert rejected.problem.code == code


@pytest.mark.shared_data
def test_records_of_real_providers(tmp_path: Path) -> None:
    archive = SHARED / "connector_samples/europeana_metis_sandbox_records.tar.gz"
    if not archive.exists():
        pytest.skip("no EDM records beside the checkout")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    read_ones, problems, refused = set(), [], set()
    for path in [*tmp_path.rglob("*.xml"), *tmp_path.rglob("dataset-valid-with-corrupt-record.zip")]:
        try:
            for part in read_export(SOURCE, path):
                for outcome in part.outcomes():
                    if isinstance(outcome, Read):
                        read_ones.add((path.name, outcome.reading.local_id))
                    elif isinstance(outcome, Rejected):
                        problems.append(outcome.problem.code)
        except Problem as problem:
            refused.add(problem.code)
    assert len(read_ones) >= 40
    assert problems == ["mojibake"]
    assert refused == {"unrecognised"}
