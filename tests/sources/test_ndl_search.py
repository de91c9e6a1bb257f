"""NDL Search: kinds of material with and without a label."""

from __future__ import annotations

from pathlib import Path

from western_exports import read

from kenri.harvest.dcndl import PREFIXES
from kenri.sources.ndl_search import SOURCE


def test_kinds_of_material_are_named_by_label_else_by_code(tmp_path: Path) -> None:
    namespaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in PREFIXES.items())
    path = tmp_path / "records.xml"
    path.write_text(
        f"<records><rdf:RDF {namespaces}>"
        '<dcndl:BibResource rdf:about="https://ndlsearch.ndl.go.jp/books/R100000002-I000002539673#material">'
        "<dcterms:title>こころ</dcterms:title>"
        '<dcndl:materialType rdf:resource="http://ndl.go.jp/ndltype/Braille"/>'
        '<dcndl:materialType rdf:resource="http://ndl.go.jp/ndltype/Book" rdfs:label="図書"/>'
        "</dcndl:BibResource></rdf:RDF></records>",
        encoding="utf-8",
    )
    (record,), rejected, _ = read(SOURCE, path)
    assert not rejected
    assert record.genre == "Braille、図書"
