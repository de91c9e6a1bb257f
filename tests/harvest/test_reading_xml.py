"""XML: OAI-PMH and SRU pages, lists of elements, and what must not harm."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from exports import DC, OAI_DC, PAGES, XML, read, written

from kenri.harvest.source import Shape
from kenri.vocab.problems import Problem

BOOKS = f'<books xmlns:dc="{DC}">%s</books>'


def book(number: int, title: str = "題") -> str:
    return f'<book id="{number}"><!-- c --><dc:title xml:lang="ja"> {title}{number} <b>x</b> y</dc:title></book>\n'


def oai_record(number: int, *, deleted: bool = False) -> str:
    header = f"<identifier>oai:x:{number}</identifier><datestamp>2026-01-01</datestamp><setSpec>a</setSpec><setSpec>b</setSpec>"
    if deleted:
        return f'<record><header status="deleted">{header}</header></record>'
    data = f'<oai_dc:dc xmlns:oai_dc="{OAI_DC}" xmlns:dc="{DC}"><dc:title>T{number}</dc:title></oai_dc:dc>'
    return f"<record><header>{header}</header><metadata>{data}</metadata></record>"


def oai_page(*records: str) -> str:
    return (
        '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>'
        f"{''.join(records)}<resumptionToken/></ListRecords></OAI-PMH>"
    )


def test_elements_as_nodes(tmp_path: Path) -> None:
    result = read(written(tmp_path, BOOKS % (book(1) + book(2))), XML)
    assert result.ids == ["1", "2"]
    assert result.part.complete
    title = {"text": "題1  y", "@xml:lang": "ja", "b": [{"text": "x"}]}
    assert msgspec.json.decode(result.outcomes[0].raw) == {"@id": "1", "dc:title": [title]}


def test_declared_encodings(tmp_path: Path) -> None:
    for encoding in ("shift_jis", "euc-jp", "utf-16"):
        text = f'<?xml version="1.0" encoding="{encoding}"?>' + BOOKS % book(1)
        result = read(written(tmp_path, text.encode(encoding)), XML)
        assert result.outcomes[0].reading.names[0].text.startswith("題1")


def test_truncated_xml_keeps_what_came_before(tmp_path: Path) -> None:
    text = BOOKS % "".join(book(n) for n in range(1, 6))
    result = read(written(tmp_path, text[: text.index('id="5"')]), XML)
    assert result.ids == ["1", "2", "3", "4"]
    assert not result.part.complete
    assert result.notes == ["bad_xml"]
    assert "row 5" in result.part.notes[0].where


@pytest.mark.parametrize(
    "broken",
    [
        book(9, "A & B"),
        book(9).replace("</dc:title>", ""),
        book(9).replace("</book>", ""),
        book(9).replace('id="9"', 'id="9'),
        book(9).replace('id="9"', 'id="9" id="9"'),
        book(9, "\0"),
        book(9, "&unknown;"),
    ],
)
@pytest.mark.parametrize("count", [3, 2000])
def test_reading_goes_on_behind_a_malformed_element(tmp_path: Path, broken: str, count: int) -> None:
    inside = "".join(book(n) for n in range(100, 100 + count))
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<list a="1">'
        + BOOKS % (inside + broken + book(1) + book(2))
        + "</list>"
    )
    result = read(written(tmp_path, text), XML)
    assert result.ids == [str(n) for n in range(100, 100 + count)] + ["1", "2"]
    assert [position for _, position in result.rejected] == [f"item {count + 1}"]
    assert not result.part.complete


def test_many_malformed_elements(tmp_path: Path) -> None:
    text = BOOKS % "".join(book(n) + book(n + 1000, "<") for n in range(30))
    result = read(written(tmp_path, text), XML)
    assert result.ids == [str(n) for n in range(30)]
    assert len(result.rejected) == 29
    assert not result.part.complete


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE books [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)


def test_xml_bomb(tmp_path: Path) -> None:
    for text in (BOOKS % book(1, "&j;"), BOOKS % '<book id="&j;"/>'):
        with pytest.raises(Problem) as caught:
            read(written(tmp_path, BOMB + text), XML)
        assert caught.value.code == "xml_entities"


def test_external_entity(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret", "secret.txt")
    text = f'<!DOCTYPE books [<!ENTITY x SYSTEM "file://{secret}">]>' + BOOKS % book(1, "&x;")
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, text), XML)
    assert caught.value.code == "xml_entities"


def test_external_dtd_is_not_loaded(tmp_path: Path) -> None:
    text = '<!DOCTYPE books SYSTEM "http://127.0.0.1:9/books.dtd">' + BOOKS % (
        book(1) + book(2, "&x;") + book(3)
    )
    result = read(written(tmp_path, text), XML)
    assert result.ids == ["1", "3"]


def test_html_instead_of_xml(tmp_path: Path) -> None:
    for text in (
        "<!DOCTYPE html>\n<html><body>Login</body></html>",
        "\n<HTML><p>x",
        '<?xml version="1.0"?><html/>',
    ):
        with pytest.raises(Problem) as caught:
            read(written(tmp_path, text), XML)
        assert caught.value.code == "html_instead"


def test_xml_without_the_element(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, "<films><film/></films>"), XML)
    assert caught.value.code == "unrecognised"


def test_oai_pages(tmp_path: Path) -> None:
    written(tmp_path, oai_page(oai_record(1), oai_record(2, deleted=True)), "p/000001.xml")
    written(
        tmp_path,
        oai_page(
            oai_record(3), oai_record(1), "<record><header><identifier>oai:x:9</identifier></header></record>"
        ),
        "p/000002.xml",
    )
    written(tmp_path, oai_page(), "p/000003.xml")
    result = read(tmp_path / "p", PAGES)
    assert result.part.name == "pages"
    assert result.ids == ["oai:x:1", "oai:x:3"]
    assert result.gone == ["2"]
    assert result.rejected == [("duplicate_id", "000002.xml, item 2"), ("no_metadata", "000002.xml, item 3")]
    assert result.problems[0].values["first"] == "000001.xml, item 1"
    assert result.outcomes[-1].local_id == "oai:x:9"
    raw = msgspec.json.decode(result.outcomes[0].raw)
    assert raw["@oai:sets"] == ["a", "b"]
    assert raw["@oai:datestamp"] == "2026-01-01"
    assert result.part.complete


def test_only_deletions(tmp_path: Path) -> None:
    result = read(written(tmp_path, oai_page(oai_record(7, deleted=True))), PAGES)
    assert result.gone == ["7"]


def test_a_damaged_page_leaves_the_others(tmp_path: Path) -> None:
    written(tmp_path, oai_page(oai_record(1)), "p/1.xml")
    written(tmp_path, oai_page(oai_record(2), oai_record(3))[:-150], "p/2.xml")
    written(tmp_path, "<html><body>502</body></html>", "p/3.xml")
    written(tmp_path, oai_page(oai_record(4)), "p/4.xml")
    result = read(tmp_path / "p", PAGES)
    assert result.ids == ["oai:x:1", "oai:x:2", "oai:x:4"]
    assert not result.part.complete
    assert set(result.notes) == {"bad_xml", "html_instead"}


def test_wrong_metadata_format(tmp_path: Path) -> None:
    other = oai_record(2).replace("oai_dc:dc", "oai_dc:other")
    result = read(written(tmp_path, oai_page(oai_record(1), other)), PAGES)
    assert result.rejected == [("wrong_element", "item 2")]


@pytest.mark.parametrize("outer", ["", "records"])
@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.openarchives.org/OAI/2.0/"'])
def test_records_saved_without_their_page(tmp_path: Path, outer: str, namespace: str) -> None:
    numbers = (1, 2) if outer else (1,)
    text = "".join(oai_record(n).replace("<record>", f"<record{namespace}>") for n in numbers)
    result = read(written(tmp_path, f"<{outer}>{text}</{outer}>" if outer else text), PAGES)
    headers = [msgspec.json.decode(outcome.raw) for outcome in result.outcomes]
    assert [one["@oai:identifier"] for one in headers] == [f"oai:x:{n}" for n in numbers]
    assert all(one["@oai:sets"] == ["a", "b"] for one in headers)


def test_a_record_without_namespace_that_is_no_envelope(tmp_path: Path) -> None:
    shape = Shape("records", msgspec.structs.replace(XML.format, item="record"), XML.read, ("dc:title",))
    text = (
        f'<records xmlns:dc="{DC}"><record id="1"><header>x</header><dc:title>t</dc:title></record></records>'
    )
    assert read(written(tmp_path, text), shape).ids == ["1"]


def test_only_another_metadata_format(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, oai_page(oai_record(2).replace("oai_dc:dc", "oai_dc:other"))), PAGES)
    assert caught.value.code == "unrecognised"
    assert caught.value.values["found"] == f"{{{OAI_DC}}}other"


@pytest.mark.parametrize(
    "namespace", ["http://www.loc.gov/zing/srw/", "http://docs.oasis-open.org/ns/search-ws/sruResponse"]
)
@pytest.mark.parametrize("packing", ["xml", "string"])
def test_sru_pages(tmp_path: Path, namespace: str, packing: str) -> None:
    def record(number: int) -> str:
        data = f'<book xmlns="" xmlns:dc="{DC}" id="{number}"><dc:title>T&amp;{number}</dc:title></book>'
        if packing == "string":
            data = data.replace("&", "&amp;").replace("<", "&lt;")
        return f"<record><recordPacking>{packing}</recordPacking><recordData>{data}</recordData></record>"

    text = f'<searchRetrieveResponse xmlns="{namespace}"><records>{record(1)}{record(2)}</records></searchRetrieveResponse>'
    result = read(written(tmp_path, text), XML)
    assert result.ids == ["1", "2"]
    assert result.outcomes[0].reading.names[0].text == "T&1"
    assert result.part.complete


def test_rss(tmp_path: Path) -> None:
    shape = Shape("rss", msgspec.structs.replace(XML.format, item="item"), XML.read, ("dc:title",))
    text = f'<rss xmlns:dc="{DC}"><channel><title>x</title><item id="5"><dc:title>t</dc:title></item></channel></rss>'
    assert read(written(tmp_path, text), shape).ids == ["5"]
