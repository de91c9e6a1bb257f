"""The guide to documents: its template works as it stands there, its table names them all."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pypdf
import pytest

from kenri.documents import about, typesetting

CHECKOUT = Path(__file__).resolve().parents[2]
GUIDE = (CHECKOUT / "docs/documents.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_table_names_every_template() -> None:
    rows = re.findall(r"^\| (\w+) \| (\S+) \| (\w+) \|$", GUIDE, re.MULTILINE)
    told = {name: (label, issuer) for name, label, issuer in rows if name != "template"}
    assert told == {name: (one.label.ja, one.issuer) for name, one in about.templates().items()}


def test_the_guide_adds_a_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a package of its own with the shared files beside it, as they lie in ``kenri/documents``."""
    package = tmp_path / "more_documents"
    folder = package / "templates/reading_permit"
    folder.mkdir(parents=True)
    (package / "__init__.py").write_text('"""Documents of a guide."""\n', encoding="utf-8")
    for name in ("house.yaml", "style.typ"):
        shutil.copy(CHECKOUT / "kenri/documents" / name, package)
    (folder / "about.yaml").write_text(block("yaml"), encoding="utf-8")
    (folder / "template.typ").write_text(block("typst"), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for module in (about, typesetting):
        monkeypatch.setattr(module, "PACKAGE", "more_documents")
    for cached in (about.house, about.templates):
        cached.cache_clear()
    try:
        data = {
            "number": "閲-1",
            "date": "2026-05-01",
            "to": ["利用者"],
            "issuer": ["図書館"],
            "title": "港の記録",
            "hours": "9時から17時まで",
            "rules": ["静かに読むこと。"],
        }
        ja, en = (typesetting.typeset("reading_permit", data, language=one) for one in ("ja", "en"))
    finally:
        for cached in (about.house, about.templates):
            cached.cache_clear()
    texts = ["".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split()) for pdf in (ja, en)]
    assert "閲覧許可証「港の記録」の閲覧下記のとおり閲覧を許可します。" in texts[0]
    assert "9時から17時まで" in texts[0]
    assert "Readingpermit" in texts[1]
