"""Numbers with a wrong check digit or form: the record is read, they are told with count and example."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kenri.harvest.reading import Read, read_export
from kenri.sources import all_sources
from kenri.vocab.records import Record

MARC = """<collection xmlns="http://www.loc.gov/MARC21/slim"><record><leader>00000nam a2200000 i 4500</leader>
<controlfield tag="001">K1</controlfield>
<datafield tag="024" ind1="7" ind2=" "><subfield code="a">0000000121032684</subfield>
<subfield code="2">isni</subfield></datafield>
<datafield tag="024" ind1="7" ind2=" "><subfield code="a">none</subfield><subfield code="2">doi</subfield></datafield>
<datafield tag="245" ind1="1" ind2="0"><subfield code="a">T</subfield></datafield>
<datafield tag="773" ind1="0" ind2=" "><subfield code="t">Host</subfield><subfield code="z">978-4-06-519981-0</subfield>
<subfield code="x">1234-5678</subfield></datafield></record></collection>"""

MODS = """<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods><titleInfo><title>T</title></titleInfo>
<identifier type="isbn">9784065199810</identifier><identifier type="isbn">n/a</identifier>
<name><namePart>A</namePart><nameIdentifier type="isni">0000000121032684</nameIdentifier></name>
<relatedItem type="host"><titleInfo><title>H</title></titleInfo>
<identifier type="issn">1234-5678</identifier></relatedItem>
<recordInfo><recordIdentifier>R1</recordIdentifier></recordInfo></mods></modsCollection>"""

JPCOAR = """<records><jpcoar:jpcoar xmlns:jpcoar="https://github.com/JPCOAR/schema/blob/master/2.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title xml:lang="ja">T</dc:title>
<jpcoar:creator><jpcoar:nameIdentifier nameIdentifierScheme="ORCID">0000-0002-1825-0098</jpcoar:nameIdentifier>
<jpcoar:creatorName>A</jpcoar:creatorName></jpcoar:creator>
<jpcoar:rightsHolder><jpcoar:nameIdentifier nameIdentifierScheme="ISNI">0000000121032684</jpcoar:nameIdentifier>
<jpcoar:rightsHolderName>H</jpcoar:rightsHolderName></jpcoar:rightsHolder>
<jpcoar:identifier identifierType="URI">https://example.org/1</jpcoar:identifier>
<jpcoar:identifier identifierType="ISBN">9784065199810</jpcoar:identifier></jpcoar:jpcoar></records>"""

ONIX = """<ONIXMessage release="3.0" xmlns="http://ns.editeur.org/onix/3.0/reference"><Header/><Product>
<RecordReference>r1</RecordReference><NotificationType>03</NotificationType>
<ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>9784065199810</IDValue></ProductIdentifier>
<DescriptiveDetail><TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel>
<TitleText>T</TitleText></TitleElement></TitleDetail><Contributor><ContributorRole>A01</ContributorRole>
<NameIdentifier><NameIDType>16</NameIDType><IDValue>0000000121032684</IDValue></NameIdentifier>
<PersonName>A</PersonName></Contributor></DescriptiveDetail></Product></ONIXMessage>"""

MUSICBRAINZ = json.dumps(
    {
        "id": "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d",
        "title": "T",
        "iswcs": ["T-034.524.680-1", "T-034.524.680-2"],
    }
    | {"type": "Song", "language": "jpn", "relations": []}
)

TOLD = {
    "marc21": {"024$a": "0000000121032684", "773$z": "978-4-06-519981-0", "773$x": "1234-5678"},
    "mods": {
        "mods:identifier/isbn": "9784065199810",
        "mods:relatedItem/mods:identifier/issn": "1234-5678",
        "mods:name/mods:nameIdentifier/isni": "0000000121032684",
    },
    "jpcoar": {
        "jpcoar:identifier/ISBN": "9784065199810",
        "jpcoar:creator/jpcoar:nameIdentifier/ORCID": "0000-0002-1825-0098",
        "jpcoar:rightsHolder/jpcoar:nameIdentifier/ISNI": "0000000121032684",
    },
    "onix": {"ProductIdentifier/15": "9784065199810", "NameIdentifier/16": "0000000121032684"},
    "musicbrainz": {"iswcs": "T-034.524.680-2"},
}


@pytest.mark.parametrize(
    ("source", "name", "export"),
    [
        ("marc21", "records.xml", MARC),
        ("mods", "mods.xml", MODS),
        ("jpcoar", "jpcoar.xml", JPCOAR),
        ("onix", "onix.xml", ONIX),
        ("musicbrainz", "work.jsonl", MUSICBRAINZ),
    ],
)
def test_a_wrong_number_is_told_and_the_rest_is_read(
    tmp_path: Path, source: str, name: str, export: str
) -> None:
    path = tmp_path / name
    path.write_text(export, encoding="utf-8")
    (part,) = read_export(all_sources()[source], path)
    (outcome,) = part.outcomes()
    assert isinstance(outcome, Read)
    assert isinstance(outcome.reading, Record)
    assert outcome.reading.title == "T"
    left = {note.values["field"]: note.values for note in part.notes if note.code == "left_values"}
    assert left.keys() == TOLD[source].keys()
    for field, value in TOLD[source].items():
        assert left[field]["count"] == 1
        assert str(left[field]["example"]).endswith(f": ['{value}']")
