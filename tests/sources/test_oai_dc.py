"""Dublin Core, plain and qualified."""

from __future__ import annotations

from pathlib import Path

import pytest
from western_exports import read, years

from kenri.sources.oai_dc import PREFIXES, QUALIFIED, SOURCE
from kenri.vocab.names import NameKind
from kenri.vocab.records import EventKind, RelationKind

NAMESPACES = " ".join(f'xmlns:{prefix}="{namespace}"' for prefix, namespace in PREFIXES.items())


def export(folder: Path, root: str, namespace: str, inner: str) -> Path:
    path = folder / "dc.xml"
    path.write_text(
        f'<record><header><identifier>oai:x:1</identifier></header><metadata><q:{root} xmlns:q="{namespace}" {NAMESPACES}>'
        f"{inner}</q:{root}></metadata></record>",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("namespace", QUALIFIED)
def test_qualified_terms_are_read_as_the_elements_that_they_refine(tmp_path: Path, namespace: str) -> None:
    inner = (
        "<dcterms:title>T</dcterms:title><dcterms:alternative>U</dcterms:alternative><dcterms:creator>A</dcterms:creator>"
        "<dcterms:issued>1968</dcterms:issued><dc:date>1968</dc:date><dcterms:spatial>Ohio</dcterms:spatial>"
        "<dcterms:isPartOf>Host</dcterms:isPartOf><dcterms:rightsHolder>H</dcterms:rightsHolder><dc:type>Image</dc:type>"
        "<edm:rights>http://rightsstatements.org/page/NoC-US/1.0/?language=en</edm:rights>"
    )
    (record,), _, account = read(SOURCE, export(tmp_path, "qualifieddc", namespace, inner))
    assert [(n.text, n.kind) for n in record.names] == [("T", NameKind.MAIN), ("U", NameKind.ALTERNATIVE)]
    assert [(e.kind, years(e.date)) for e in record.events] == [(EventKind.PUBLISHED, (1968, 1968))]
    assert [s.code for s in record.statements] == ["rs-noc-us"]
    assert [c.holder for c in record.claims] == ["H"]
    assert [(r.kind, r.text) for r in record.relations] == [(RelationKind.PART_OF, "Host")]
    assert (record.local_id, record.subjects, record.schema) == ("oai:x:1", ("Ohio",), "image")
    assert not account.leftovers
    assert not account.unknown


def test_values_joined_by_semicolons_are_several(tmp_path: Path) -> None:
    inner = "<dc:title>T; a tale</dc:title><dc:creator>Poe, Edgar, 1809-1849; Roe, Jane;</dc:creator><dc:subject>a; b;c</dc:subject>"
    (record,), _, _ = read(SOURCE, export(tmp_path, "dc", PREFIXES["oai_dc"], inner))
    assert [c.names[0].text for c in record.contributions] == ["Poe, Edgar", "Roe, Jane"]
    assert record.subjects == ("a", "b;c")
    assert [n.text for n in record.names] == ["T; a tale"]
