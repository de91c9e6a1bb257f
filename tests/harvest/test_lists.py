"""People's lists, however they are written: columns are told, rows become records, none is lost."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kenri.harvest.lists import ListReading, ListRow, read_list
from kenri.harvest.lists.people import commas_of, names_in, people
from kenri.vocab.list_fields import list_fields, schema_words
from kenri.vocab.names import NameKind
from kenri.vocab.problems import Problem, problem_kinds
from kenri.vocab.vocabularies import roles, schemas, schemes

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
JA = "題名,著者,発表年,出版社\nこころ,夏目漱石,1914,岩波書店\n坊っちゃん,夏目漱石,明治39年,春陽堂\n"


def put(tmp_path: Path, content: str | bytes, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(tmp_path: Path, content: str | bytes, name: str = "list.csv", **how) -> list[ListRow]:
    return list(read_list(put(tmp_path, content, name), **how).rows())


def meant(reading: ListReading) -> dict[str, str]:
    return {guess.column: guess.field for guess in reading.columns}


def codes(row: ListRow) -> list[str]:
    return [problem.code for problem in row.problems]


# Writing and encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16"])
def test_every_encoding_gives_the_same_rows(tmp_path: Path, encoding: str) -> None:
    found = rows(tmp_path, JA.encode(encoding))
    assert [row.record.title for row in found] == ["こころ", "坊っちゃん"]
    assert [row.number for row in found] == [2, 3]
    assert found[1].record.events[0].date.earliest == "1906"
    assert not any(row.problems for row in found)


def test_latin_letters_are_not_taken_for_japanese(tmp_path: Path) -> None:
    text = "title,author\nThérèse Raquin,Émile Zola\nDie Räuber,Friedrich Schiller\n"
    found = rows(tmp_path, text.encode("cp1252"))
    assert [row.record.title for row in found] == ["Thérèse Raquin", "Die Räuber"]


def test_a_line_in_another_encoding_is_read_and_told(tmp_path: Path) -> None:
    lines = JA.splitlines(keepends=True)
    found = rows(tmp_path, lines[0].encode() + lines[1].encode("cp932") + lines[2].encode())
    assert [row.record.title for row in found] == ["こころ", "坊っちゃん"]
    assert codes(found[0]) == ["row_other_encoding"]
    assert not found[1].problems


def test_what_is_no_text_is_no_list(tmp_path: Path) -> None:
    file = tmp_path / "works.xlsx"
    file.write_bytes(bytes(range(256)) * 3)
    with pytest.raises(Problem) as refused:
        read_list(file)
    assert refused.value.code == "list_binary"


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_any_separator(tmp_path: Path, separator: str) -> None:
    found = rows(tmp_path, JA.replace(",", separator), "list.txt")
    assert [row.record.title for row in found] == ["こころ", "坊っちゃん"]


def test_gzip_and_old_line_ends(tmp_path: Path) -> None:
    packed = gzip.compress(JA.replace("\n", "\r").encode())
    reading = read_list(put(tmp_path, packed, "books.csv.gz"))
    assert reading.source_name == "books"
    assert [row.record.source for row in reading.rows()] == ["books", "books"]


def test_quotes_that_do_not_close_cost_no_other_row(tmp_path: Path) -> None:
    text = (
        'title,author,year\n"Kokoro,Natsume,1914\n"Botchan","Natsume, Soseki",1906\nSanshiro,Natsume,1908\n'
    )
    found = rows(tmp_path, text)
    assert [row.record.title for row in found] == ["Kokoro", "Botchan", "Sanshiro"]
    assert codes(found[0]) == ["row_broken_quote"]
    assert found[1].record.contributions[0].names[0].family == "Natsume"


def test_a_quoted_line_break_is_one_row(tmp_path: Path) -> None:
    found = rows(tmp_path, 'title,note\n"Ko\nkoro","a\nb"\nBotchan,c\n')
    assert [(row.number, row.record.title) for row in found] == [(2, "Ko koro"), (3, "Botchan")]


def test_too_few_and_too_many_cells_are_kept_and_told(tmp_path: Path) -> None:
    found = rows(tmp_path, "title,author,year\na,b,1900\nc,d\ne,f,1901,g\n")
    assert [codes(row) for row in found] == [[], ["row_column_count"], ["row_column_count"]]
    assert found[2].raw["year"] == "1901,g"


# Columns


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("given_name", "given"),
        ("fname_c1", "given"),
        ("lname_c2", "family"),
        ("Surname", "family"),
        ("dob", "born"),
        ("date_of_birth", "born"),
        ("artist_name", "artist"),
        ("TITLE(ja)", "title"),
        ("作品名", "title"),
        ("著者", "author"),
        ("Author(s)", "author"),
        ("発表年", "published"),
        ("PublicationYear", "published"),
        ("出版社名", "publisher"),
        ("dcterms.creator", "creator"),
        ("作者（ヨミ）", "name_reading"),
        ("題名よみ", "reading"),
        ("作曲者1", "composer"),
        ("放送年月日", "broadcast"),
        ("venue", "series"),
        ("rec_id", "id"),
        ("SourceID", "source"),
        ("邦題", "title"),
        ("prénom", "given"),
        ("Verfasser", "author"),
        ("réalisateur", "director"),
        ("first_and_surname", "name"),
        ("Dur_ms", "duration"),
    ],
)
def test_headers_are_known(tmp_path: Path, header: str, field: str) -> None:
    cells = {"born": "1867", "published": "1867", "broadcast": "1963-01-01"}
    text = f"{header},x1\n" + "".join(f"{cells.get(field, f'Natsume {n}')},{n}\n" for n in range(3))
    guess = read_list(put(tmp_path, text)).columns[0]
    assert guess.field == field
    assert guess.certainty >= 0.75
    assert header in guess.reason.ja
    assert header in guess.reason.en


def test_one_word_means_what_its_cells_say(tmp_path: Path) -> None:
    births = read_list(put(tmp_path, "fname,lname,by\nFRANK,MUELLER,1967\nMARTIN,SCHWARZ,1970\n"))
    assert meant(births)["by"] == "born"
    makers = read_list(put(tmp_path, "title,by\nKokoro,Natsume Soseki\nBotchan,Natsume Soseki\n"))
    assert meant(makers)["by"] == "creator"


def test_in_a_list_of_people_makers_are_names_and_dates_are_lives(tmp_path: Path) -> None:
    text = (
        'artist_no,artist,dates,bio\nA1,"Abbott, Berenice",1898-1991,"American, born 1898"\n'
        "A2,Jeong-A Koo,b. 1967,Korean\nA3,Unknown,,\n"
    )
    reading = read_list(put(tmp_path, text), schema="person")
    assert meant(reading) == {"artist_no": "id", "artist": "artist", "dates": "date", "bio": "life"}
    first, second, _ = reading.rows()
    assert first.id == "A1"
    assert first.record.title == "Abbott, Berenice"
    assert first.record.nationality == "American"
    lives = [[(e.kind.value, e.date.earliest) for e in row.record.events] for row in (first, second)]
    assert lives == [[("born", "1898"), ("died", "1991")], [("born", "1967")]]


def test_a_first_column_of_codes_numbers_the_rows(tmp_path: Path) -> None:
    codes = read_list(put(tmp_path, "bib_,title\nL1.2,Emma\nL1.3,Emma\nL2,Persuasion\n"))
    assert [row.id for row in codes.rows()] == ["L1.2", "L1.3", "L2"]
    years = read_list(put(tmp_path, "xx,title\n1815,Emma\n1816,Emma\n1817,Persuasion\n"))
    assert meant(years)["xx"] == "year"


def test_an_album_beside_a_song_is_what_it_is_in(tmp_path: Path) -> None:
    reading = read_list(put(tmp_path, "Song_Name,Artist_Name,Album_Name\nYesterday,The Beatles,Help!\n"))
    assert meant(reading) == {"Song_Name": "title", "Artist_Name": "artist", "Album_Name": "series"}
    names = next(reading.rows()).record.names
    assert [(name.text, name.kind) for name in names] == [
        ("Yesterday", NameKind.MAIN),
        ("Help!", NameKind.SERIES),
    ]
    assert reading.schema == "recording"


def test_without_a_header_the_cells_speak(tmp_path: Path) -> None:
    text = "こころ;夏目漱石;1914\n坊っちゃん;夏目漱石;1906\n三四郎;夏目漱石;1909\n"
    reading = read_list(put(tmp_path, text))
    assert meant(reading) == {"(A)": "title", "(B)": "creator", "(C)": "year"}
    assert [row.number for row in reading.rows()] == [1, 2, 3]


def test_the_users_word_wins(tmp_path: Path) -> None:
    path = put(tmp_path, "Werk,Verfasser,title\nKokoro,Natsume,x\n")
    reading = read_list(path, columns={"Werk": "title", "verfasser": "author", "title": ""})
    assert meant(reading) == {"Werk": "title", "Verfasser": "author", "title": ""}
    row = next(reading.rows())
    assert row.record.title == "Kokoro"
    assert row.extra == {"title": "x"}


def test_words_that_cannot_be_followed_are_refused(tmp_path: Path) -> None:
    path = put(tmp_path, JA)
    for columns, code in (
        ({"題名": "nonsense"}, "list_unknown_field"),
        ({"nowhere": "title"}, "list_unknown_column"),
    ):
        with pytest.raises(Problem) as told:
            read_list(path, columns=columns)
        assert told.value.code == code
        assert "title" in told.value.message("ja") or "題名" in told.value.message("ja")
    with pytest.raises(Problem) as told:
        read_list(path, schema="patents")
    assert told.value.code == "list_unknown_schema"


def test_people_in_parts(tmp_path: Path) -> None:
    text = "fname_c1\tfname_c2\tlname_c1\tby\tbm\tbd\nFRANK\tNA\tMUELLER\t1967\t9\t27\nANNA\tMARIA\tKLEIN\t1970\t13\t1\n"
    reading = read_list(put(tmp_path, text, "people.tsv"))
    assert reading.schema == "person"
    first, second = reading.rows()
    assert (first.record.names[0].family, first.record.names[0].given) == ("MUELLER", "FRANK")
    assert first.record.events[0].date.earliest == "1967-09-27"
    assert second.record.names[0].given == "ANNA MARIA"
    assert codes(second) == ["row_bad_number"]


def test_a_life_in_a_list_of_works_is_the_makers(tmp_path: Path) -> None:
    text = "title,author,born,died\nKokoro,Natsume Soseki,1867,1916\n"
    (row,) = rows(tmp_path, text)
    maker = row.record.contributions[0]
    assert (maker.born.earliest, maker.died.earliest) == ("1867", "1916")
    assert not row.record.events


# Cells


@pytest.mark.parametrize(
    ("cell", "commas", "names"),
    [
        ("Themistoklis Palpanas, Richard Sidle", "", ["Themistoklis Palpanas", "Richard Sidle"]),
        ("Palpanas, Themistoklis", "", ["Palpanas, Themistoklis"]),
        ("Palpanas, T., Sidle, R.", "", ["Palpanas, T.", "Sidle, R."]),
        ("Madonna, Prince", "list", ["Madonna", "Prince"]),
        ("Martin Luther King, Jr.", "", ["Martin Luther King, Jr."]),
        ("Knuth, Donald and Lamport, Leslie", "", ["Knuth, Donald", "Lamport, Leslie"]),
        ("夏目漱石, 森鷗外", "", ["夏目漱石", "森鷗外"]),
        ("夏目, 漱石, 1867-1916", "", ["夏目, 漱石, 1867-1916"]),
        ("夏目漱石、森鷗外 ほか", "", ["夏目漱石", "森鷗外"]),
        ("山田耕筰・三木露風", "", ["山田耕筰", "三木露風"]),
        ("ウィリアム・シェイクスピア", "", ["ウィリアム・シェイクスピア"]),
        ("Natsume, Soseki; Mori, Ogai", "", ["Natsume, Soseki", "Mori, Ogai"]),
        ("Simon and Schuster, Inc.", "", ["Simon and Schuster, Inc."]),
    ],
)
def test_several_people_in_a_cell(cell: str, commas, names: list[str]) -> None:
    assert names_in(cell, "author", commas) == names


def test_bands_keep_their_names() -> None:
    assert names_in("Earth, Wind & Fire", "performer") == ["Earth, Wind & Fire"]
    assert names_in("Simon & Garfunkel feat. Bob", "performer") == ["Simon & Garfunkel", "Bob"]


def test_the_column_tells_what_its_commas_mean() -> None:
    assert commas_of(["Palpanas, Themistoklis", "Sidle, Richard", "Ann Lee"]) == "inverted"
    assert commas_of(["Ann Lee, Bob Ray", "Cy Twombly, Dan Flavin"]) == "list"
    assert commas_of(["Ann Lee"]) == ""


def test_roles_and_lives_in_a_cell() -> None:
    found = people("［監督］黒澤明／［脚本］橋本忍", "creator")
    assert [(one.names[0].text, one.role) for one in found] == [
        ("黒澤明", "director"),
        ("橋本忍", "screenwriter"),
    ]
    (poe,) = people("Poe, Edgar Allan, 1809-1849", "author")
    assert (poe.names[0].family, poe.died.earliest) == ("Poe", "1849")


@pytest.mark.parametrize(
    ("cell", "earliest", "latest", "told"),
    [
        ("1931", "1931", "1931", []),
        ("1931.0", "1931", "1931", []),
        ("昭和6年5月4日", "1931-05-04", "1931-05-04", []),
        ("19310504", "1931-05-04", "1931-05-04", []),
        ("1931/5/4", "1931-05-04", "1931-05-04", []),
        ("1931-05-04 00:00:00", "1931-05-04", "1931-05-04", []),
        ("11447", "1931-05-04", "1931-05-04", ["row_date_from_number"]),
        ("1931-02-30", "", "", ["row_bad_date"]),
        ("soon", "", "", ["row_bad_date"]),
    ],
)
def test_dates(tmp_path: Path, cell: str, earliest: str, latest: str, told: list[str]) -> None:
    (row,) = rows(tmp_path, f"title,published\nx,{cell}\n")
    date = row.record.events[0].date
    assert (date.earliest, date.latest, codes(row)) == (earliest, latest, told)


@pytest.mark.parametrize("cell", ["n.d.", "不明", "刊年不明", "-", "NA"])
def test_no_date_is_no_problem(tmp_path: Path, cell: str) -> None:
    (row,) = rows(tmp_path, f"title,published\nx,{cell}\n")
    assert not row.record.events
    assert not row.problems


def test_days_over_twelve_tell_which_number_is_the_month(tmp_path: Path) -> None:
    found = rows(tmp_path, "title,published\na,5/6/1909\nb,25/6/1909\n")
    assert found[0].record.events[0].date.earliest == "1909-06-05"


def test_impossible_dates_are_told_and_kept(tmp_path: Path) -> None:
    text = "title,author,born,died,published\na,A,1900,1880,1890\nb,B,1900,1980,1890\nc,C,1900,1980,1930\n"
    found = rows(tmp_path, text)
    assert [codes(row) for row in found] == [["row_died_before_born"], ["row_made_before_birth"], []]
    assert all(row.record for row in found)


def test_the_same_twice_is_told_and_kept(tmp_path: Path) -> None:
    found = rows(tmp_path, "id,title,author\n1,a,A\n2,b,B\n3,a,A\n2,c,C\n")
    assert [codes(row) for row in found] == [[], [], ["row_repeated"], ["row_repeated_id"]]
    assert len({row.id for row in found}) == 4


def test_rows_that_name_nothing_are_kept(tmp_path: Path) -> None:
    text = "title,author,year,note\na,A,1900,\n,B,1901,\n※ as of today,,,\n合計,,2,\n,,,\nb,C,1902,\n"
    found = rows(tmp_path, text)
    assert [row.number for row in found] == [2, 3, 4, 5, 7]
    assert [row.record is None for row in found] == [False, True, True, True, False]
    assert [codes(row) for row in found[1:4]] == [["row_no_title"], ["row_no_item"], ["row_no_item"]]


def test_identifiers_are_checked(tmp_path: Path) -> None:
    found = rows(tmp_path, "title,ISBN\na,978-4-00-310101-8\nb,9784003101010\n,4003101014\n")
    assert [i.value for i in found[0].record.identifiers] == ["9784003101018"]
    assert codes(found[1]) == ["bad_identifier"]
    assert found[1].extra == {"ISBN": "9784003101010"}
    assert found[2].record.identifiers[0].value == "9784003101018"


def test_a_row_of_an_address_alone_is_called_by_it(tmp_path: Path) -> None:
    page = "https://example.org/works/1"
    found = rows(
        tmp_path, f"title,author,year,url\na,A,1900,{page}\n,,,{page}?utm_source=x\n,,,n/a at present\n"
    )
    assert [row.record.url for row in found[:2]] == [page, page]
    assert found[1].record.title == page
    assert found[2].record is None


def test_kinds_of_work_by_row(tmp_path: Path) -> None:
    found = rows(tmp_path, "種別,題名,作者\n映画,羅生門,黒澤明\n図書,羅生門,芥川龍之介\n奇書,x,y\n")
    assert [row.record.schema for row in found] == ["film", "text", "text"]
    assert found[2].record.genre == "奇書"


def test_what_a_record_has_no_place_for_is_in_extra(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "title,artist,length,track number,postcode\nYesterday,The Beatles,2:05,13,4011\n")
    assert row.extra == {"duration": "2:05", "number": "13", "postcode": "4011"}
    assert row.raw["postcode"] == "4011"


# Other forms


def test_json_lines_with_a_bad_line(tmp_path: Path) -> None:
    text = '{"title":"Kokoro","authors":[{"family":"Natsume","given":"Soseki"}],"issued":{"year":1914}}\n{bad\n{"title":"X"}\n'
    found = rows(tmp_path, text, "list.jsonl")
    assert [row.number for row in found] == [1, 2, 3]
    assert found[0].record.contributions[0].names[0].family == "Natsume"
    assert found[1].record is None
    assert codes(found[1])[0] == "bad_json"


def test_json_with_its_items_inside(tmp_path: Path) -> None:
    found = rows(
        tmp_path, json.dumps({"total": 1, "items": [{"title": "Kokoro", "tags": ["a", "b"]}]}), "x.json"
    )
    assert found[0].record.subjects == ("a", "b")


def test_bibtex(tmp_path: Path) -> None:
    text = (
        '@string{iw = "Iwanami"}\n@book{kokoro, title={{K{\\"o}koro}}, author={Natsume, Soseki and Mori, Ogai},'
        ' publisher=iw, year=1914}\n@book{broken, title="x, year=1\n}\n@article{a, title={Y}, journal={Z}}\n'
    )
    found = rows(tmp_path, text, "list.bib")
    assert [row.id for row in found] == ["kokoro", "2", "a"]
    first = found[0].record
    assert first.title == "Kökoro"
    assert [c.names[0].text for c in first.contributions] == ["Natsume, Soseki", "Mori, Ogai", "Iwanami"]
    assert codes(found[1])[0] == "row_bad_entry"


def test_ris(tmp_path: Path) -> None:
    text = "TY  - BOOK\nAU  - Natsume, Soseki\nTI  - Kokoro\nPY  - 1914\nER  - \n\nTY  - JOUR\nT1  - B\nY1  - 1999/05/04/\nER  - \n"
    found = rows(tmp_path, text, "list.ris")
    assert [(row.record.title, row.record.events[0].date.earliest) for row in found] == [
        ("Kokoro", "1914"),
        ("B", "1999-05-04"),
    ]


def test_two_header_rows_and_a_sheet_of_remarks(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(path)
    remarks = book.add_worksheet("凡例")
    remarks.write_column(0, 0, ["この表は見本です。", "二行目"])
    sheet = book.add_worksheet("作品")
    sheet.write_row(0, 0, ["題名", "", "", "年"])
    sheet.merge_range(0, 1, 0, 2, "著者")
    sheet.write_row(1, 0, ["", "姓", "名", ""])
    sheet.write_row(2, 0, ["こころ", "夏目", "漱石", 1914])
    book.close()
    reading = read_list(path)
    assert meant(reading) == {"題名": "title", "著者 姓": "family", "著者 名": "given", "年": "year"}
    (row,) = reading.rows()
    assert row.record.contributions[0].names[0].text == "夏目漱石"
    assert [problem.code for problem in reading.problems] == ["list_sheet_left_out"]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "empty_file"),
        (b"<html><body>x</body></html>", "a.csv", "list_markup"),
        (b"%PDF-1.7 x", "a.pdf", "list_several_files"),
        (b"title,author\n", "a.csv", "list_no_rows"),
        (b"PK\x03\x04rubbish", "a.xlsx", "truncated_archive"),
    ],
)
def test_files_that_are_no_lists(tmp_path: Path, content: bytes, name: str, code: str) -> None:
    with pytest.raises(Problem) as told:
        read_list(put(tmp_path, content, name))
    assert told.value.code == code
    assert told.value.message("ja") != told.value.message("en")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Problem) as told:
        read_list(tmp_path / "none.csv")
    assert told.value.code == "export_missing"


# The vocabulary


def test_fields_point_at_other_vocabularies() -> None:
    for field in list_fields().values():
        if field.holds in ("party", "organisation"):
            assert field.of in roles(), field.key
        if field.holds == "identifier":
            assert field.of in schemes(), field.key
    assert set(schema_words()) <= set(schemas())
    assert {"list_no_rows", "row_no_title"} <= set(problem_kinds())


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("file", "fields", "schema"),
    [
        ("er_dblp_acm/a_dblp.csv.gz", {"authors": "author", "venue": "series", "year": "year"}, "text"),
        ("er_febrl/RLdata10000.tsv.gz", {"lname_c1": "family", "by": "born", "bm": "born_month"}, "person"),
        ("er_febrl/dataset1.csv.gz", {"rec_id": "id", "date_of_birth": "born", "postcode": ""}, "person"),
        ("er_freedb_cds/records.csv.gz", {"artist": "artist", "title": "title", "year": "year"}, "recording"),
    ],
)
def test_tables_of_others(file: str, fields: dict[str, str], schema: str) -> None:
    if not (SHARED / file).is_file():
        pytest.skip("no shared data")
    reading = read_list(SHARED / file)
    assert meant(reading).items() >= fields.items()
    assert reading.schema == schema
    with gzip.open(SHARED / file, "rt", encoding="utf-8", newline="") as lines:
        count = sum(1 for _ in lines) - 1
    assert sum(1 for _ in reading.rows()) == count


def test_one_title_a_line_may_hold_commas(tmp_path: Path) -> None:
    titles = ["Kokoro", "The Good, the Bad and the Ugly", "Botchan", "Sanshiro", "Sorekara", "Mon", "Meian"]
    found = rows(tmp_path, "title\n" + "".join(f"{title}\n" for title in titles), "titles.txt")
    assert [row.record.title for row in found] == titles
    assert not any(row.problems for row in found)


def test_a_damaged_byte_costs_only_its_letter(tmp_path: Path) -> None:
    spoilt = JA.encode("cp932").replace("春陽堂".encode("cp932"), b"\x8ft\xeb \xeb ")
    found = rows(tmp_path, spoilt)
    assert [row.record.title for row in found] == ["こころ", "坊っちゃん"]
    assert codes(found[1]) == ["row_other_encoding"]


def test_a_line_break_of_another_kind_within_a_cell(tmp_path: Path) -> None:
    found = rows(tmp_path, b"title,author\r\nKo\rkoro,Natsume\r\nBotchan,Natsume\r\n")
    assert [row.record.title for row in found] == ["Ko koro", "Botchan"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.integers(0, 200),
    cut=st.integers(0, 30),
    put_in=st.one_of(
        st.binary(max_size=12), st.sampled_from([b'"', b'""', b"\r", b"\0", b"\x1b$B", b"{", b"@book{"])
    ),
    encoding=st.sampled_from(["utf-8", "cp932", "euc_jp", "utf-16", "iso2022_jp"]),
)
def test_whatever_is_done_to_a_file_it_is_read_or_refused(
    tmp_path: Path, place: int, cut: int, put_in: bytes, encoding: str
) -> None:
    data = bytearray(JA.encode(encoding) * 2)
    data[place : place + cut] = put_in
    try:
        found = rows(tmp_path, bytes(data))
    except Problem as problem:
        assert problem.message("ja") != problem.message("en")  # noqa: PT017
        return
    assert len({row.id for row in found}) == len(found)
    for row in found:
        assert row.record is not None or row.problems
        assert all(problem.message("ja") and problem.message("en") for problem in row.problems)


def test_a_list_of_artists_may_call_its_names_artist(tmp_path: Path) -> None:
    path = tmp_path / "artists.csv"
    path.write_text(
        "artist_id,artist,year of birth\n1,Berenice Abbott,1898\n2,Man Ray,1890\n", encoding="utf-8"
    )
    rows = list(read_list(path, schema="person").rows())
    assert [(row.id, row.record.names[0].text) for row in rows] == [
        ("1", "Berenice Abbott"),
        ("2", "Man Ray"),
    ]
    assert not any(row.record.contributions for row in rows)


def test_the_id_of_an_edition_is_no_edition(tmp_path: Path) -> None:
    path = tmp_path / "editions.csv"
    path.write_text(
        "edition_id,title,author\n71,Emma,Jane Austen\n72,Persuasion,Jane Austen\n", encoding="utf-8"
    )
    assert [row.id for row in read_list(path, schema="text").rows()] == ["71", "72"]
