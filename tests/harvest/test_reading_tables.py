"""Tables: what is wrong with one row rejects that row, and the good ones go on."""

from __future__ import annotations

import contextlib
import csv
import io
import tracemalloc
from pathlib import Path

import msgspec
import pytest
from exports import TABLE, csv_shape, read, written
from hypothesis import given
from hypothesis import strategies as st

from kenri.harvest import reading
from kenri.harvest.formats.encodings import unscrambled
from kenri.harvest.reading import Read, Rejected
from kenri.harvest.source import Shape
from kenri.vocab.problems import Problem

HEAD = "id,title,author\n"
GOOD = HEAD + "1,こころ,夏目漱石\n2,坊っちゃん,夏目漱石\n"


def test_good_rows(tmp_path: Path) -> None:
    result = read(written(tmp_path, GOOD), TABLE)
    assert result.ids == ["1", "2"]
    assert result.part.complete
    assert result.part.name == "table"
    assert result.part.columns == ("id", "title", "author")
    assert msgspec.json.decode(result.outcomes[0].raw) == {"id": "1", "title": "こころ", "author": "夏目漱石"}
    assert result.outcomes[1].position == "row 3"


def test_raw_does_not_depend_on_the_order_of_columns(tmp_path: Path) -> None:
    other = "author,title,id\n夏目漱石,こころ,1\n夏目漱石,坊っちゃん,2\n"
    one = read(written(tmp_path, GOOD, "a"), TABLE)
    two = read(written(tmp_path, other, "b"), TABLE)
    assert [o.raw for o in one.outcomes] == [o.raw for o in two.outcomes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    result = read(written(tmp_path, GOOD.encode(encoding)), TABLE)
    assert result.ids == ["1", "2"]
    assert result.outcomes[0].reading.names[0].text == "こころ"
    assert result.part.complete


def test_declared_latin_1(tmp_path: Path) -> None:
    data = (HEAD + "1,Les Misérables,Hugo\n").encode("latin-1")
    shape = csv_shape(encodings=("utf-8", "latin-1"))
    assert read(written(tmp_path, data), shape).outcomes[0].reading.names[0].text == "Les Misérables"


def test_wrong_encoding_names_the_byte(tmp_path: Path) -> None:
    data = HEAD.encode() + "1,吾輩は猫である,夏目漱石\n".encode("euc-jp") * 3
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, data), csv_shape(encodings=("utf-8",)))
    assert caught.value.code == "wrong_encoding"
    assert caught.value.values["byte"] == len(HEAD) + 2


def test_one_damaged_line_in_utf_8(tmp_path: Path) -> None:
    lines = [f"{n},こころ{n},夏目漱石\n".encode() for n in range(100)]
    lines[40] = b"40,\xe3\x81 broken,x\n"
    data = HEAD.encode() + b"".join(lines)
    result = read(written(tmp_path, data), TABLE)
    assert result.rejected == [("bad_bytes", "row 42")]
    assert result.problems[0].values["byte"] == data.index(b"\xe3\x81 broken")
    assert len(result.ids) == 99
    assert result.outcomes[40].local_id == "40"
    assert "damaged_encoding" in result.notes


def test_accents_in_utf_8_are_never_read_as_katakana(tmp_path: Path) -> None:
    """``Ã©`` is valid cp932 too; a stray byte elsewhere must not turn all accents into half-width kana."""
    lines = [f"{n},Les Misérables {n},Hugo\n".encode() for n in range(50)]
    data = HEAD.encode() + b"".join(lines) + b"99,bad \xff,x\n"
    result = read(written(tmp_path, data), TABLE)
    assert result.outcomes[0].reading.names[0].text == "Les Misérables 0"
    assert result.rejected == [("bad_bytes", "row 52")]


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
@pytest.mark.parametrize("title", ["吾輩は猫である", "Les Misérables", "ノルウェイの森"])
def test_mojibake_from_latin(tmp_path: Path, title: str, wrong: str) -> None:
    garbled = title.encode().decode(wrong, "ignore" if wrong == "latin-1" else "replace")
    if "\ufffd" in garbled:
        garbled = title.encode().decode("latin-1")
    result = read(written(tmp_path, HEAD + f"1,{garbled},x\n2,こころ,y\n"), TABLE)
    assert result.rejected == [("mojibake", "row 2")]
    assert result.problems[0].values["repaired"] == title
    assert result.ids == ["2"]


@pytest.mark.parametrize("title", ["吾輩は猫である", "ノルウェイの森", "カラマーゾフの兄弟"])
def test_mojibake_from_cp932(tmp_path: Path, title: str) -> None:
    garbled = title.encode().decode("cp932", "replace")
    result = read(written(tmp_path, HEAD + f"1,{garbled},x\n2,こころ,y\n"), TABLE)
    assert result.rejected == [("mojibake", "row 2")]
    assert result.ids == ["2"]


@pytest.mark.parametrize(
    "text",
    [
        "« Cité\u00a0»",
        "CAFÉ–bar",
        "À la recherche",
        "naïve “Ça”",
        "Ã",
        "繝子",
        "São Paulo – Å",
        "ångström…",
        "é»",
    ],
)
def test_proper_text_is_no_mojibake(text: str) -> None:
    assert unscrambled(text) == ""


@pytest.mark.parametrize(
    ("bad", "at"),
    [
        ('2,"Unclosed,x', 3),
        ('2,Good,"Unclosed', 3),
        ('2,"Un"closed,x', 3),
    ],
)
@pytest.mark.parametrize(
    "following", ["3,Plain,y\n4,Also,z\n", '3,"Quoted",y\n4,"Also",z\n', '3,"a ""b""",y\n4,c,d\n']
)
def test_a_quote_that_swallows_rows(tmp_path: Path, bad: str, at: int, following: str) -> None:
    result = read(written(tmp_path, f"{HEAD}1,First,x\n{bad}\n{following}"), TABLE)
    assert result.rejected == [("broken_quote", f"row {at}")]
    assert result.ids == ["1", "3", "4"]


def test_an_unclosed_quote_in_a_long_file(tmp_path: Path) -> None:
    rows = "".join(f"{n},Title {n},x\n" for n in range(10, 5000))
    result = read(written(tmp_path, f'{HEAD}1,First,x\n2,"Unclosed,x\n{rows}'), TABLE)
    assert result.rejected == [("broken_quote", "row 3")]
    assert len(result.ids) == 4991


def test_a_field_of_several_lines_is_kept(tmp_path: Path) -> None:
    text = f'{HEAD}23165,"The Man\n1878, From ""Coupon Bonds""",Trowbridge\n23166,"A\r\nB\n\nC",x\n'
    result = read(written(tmp_path, text), TABLE)
    assert result.ids == ["23165", "23166"]
    assert result.outcomes[1].reading.names[0].text == "A\r\nB\n\nC"
    assert [o.position for o in result.outcomes] == ["row 2", "row 4"]


def test_too_few_and_too_many_columns(tmp_path: Path) -> None:
    text = f"{HEAD}1,a,b\n2,a\n3,a,b,c\n\n4,a,b\n"
    result = read(written(tmp_path, text), TABLE)
    assert result.rejected == [("column_count", "row 3"), ("column_count", "row 4")]
    assert [p.values["found"] for p in result.problems] == [2, 4]
    assert [o.local_id for o in result.outcomes[1:3]] == ["2", "3"]
    assert result.ids == ["1", "4"]


def test_zero_bytes(tmp_path: Path) -> None:
    result = read(written(tmp_path, f"{HEAD}1,a,b\n2,a\0a,b\n3,a,b\n"), TABLE)
    assert result.rejected == [("zero_byte", "row 3")]
    assert result.problems[0].values["field"] == "title"
    assert result.ids == ["1", "3"]


def test_an_endless_line_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    with path.open("wb") as file:
        file.write(HEAD.encode() + b"1,a,b\n2,")
        for _ in range(96):
            file.write(b"x" * (1 << 20))
        file.write(b",b\n3,c,d\n")
    tracemalloc.start()
    result = read(path, TABLE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert result.ids == ["1", "3"]
    assert result.rejected == [("item_too_large", "row 3")]
    assert result.problems[0].values["byte"] == len(HEAD) + 6
    assert peak < 64 << 20


def test_repeated_ids_name_the_first(tmp_path: Path) -> None:
    result = read(written(tmp_path, f"{HEAD}1,a,b\n2,c,d\n1,e,f\n2,c,d\n"), TABLE)
    assert result.rejected == [("duplicate_id", "row 4"), ("duplicate_id", "row 5")]
    assert [p.values["first"] for p in result.problems] == ["row 2", "row 3"]
    assert result.part.complete


def test_empty_file(tmp_path: Path) -> None:
    for content in ("", "\n\n", "\ufeff"):
        with pytest.raises(Problem) as caught:
            read(written(tmp_path, content), TABLE)
        assert caught.value.code == "empty_file"


def test_a_header_alone_is_not_a_complete_export(tmp_path: Path) -> None:
    result = read(written(tmp_path, HEAD), TABLE)
    assert not result.part.complete
    assert result.notes == ["too_few_items"]


def test_fewer_items_than_there_must_be(tmp_path: Path) -> None:
    shape = msgspec.structs.replace(TABLE, at_least=3)
    result = read(written(tmp_path, GOOD), shape)
    assert result.ids == ["1", "2"]
    assert not result.part.complete


@pytest.mark.parametrize("cut", range(len(HEAD) + 1, len(GOOD.encode())))
def test_a_cut_file_is_never_complete(tmp_path: Path, cut: int) -> None:
    data = GOOD.encode()[:cut]
    if not data.endswith(b"\n"):
        result = read(written(tmp_path, data), TABLE)
        assert not result.part.complete


def test_nothing_fits(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, "id;title;author\n1;a;b\n"), TABLE)
    assert caught.value.code == "unrecognised"
    assert caught.value.values["missing"] == "id, title"
    assert "id;title;author" in caught.value.message("ja")


def test_aliases_and_header_below_a_heading(tmp_path: Path) -> None:
    shape = msgspec.structs.replace(TABLE, aliases={"題名": "title"})
    result = read(written(tmp_path, "Catalogue of 2026\n\n id ,題名\n1,こころ\n"), shape)
    assert result.ids == ["1"]


def test_a_prose_text_beside_the_export_is_passed_over(tmp_path: Path) -> None:
    written(tmp_path, "# Notes\n\ncolumns: id, title, author\n\n- some, text\n", "x/NOTE.md")
    written(tmp_path, GOOD, "x/works.csv")
    result = read(tmp_path / "x", TABLE)
    assert result.ids == ["1", "2"]
    assert result.part.complete
    assert result.notes == ["unrecognised"]


def test_tab_separated_without_quoting(tmp_path: Path) -> None:
    shape = csv_shape(delimiter="\t", quoting=False)
    result = read(written(tmp_path, 'id\ttitle\tauthor\n1\t"So\tx\n2\tsaid" he\ty\n'), shape)
    assert [o.reading.names[0].text for o in result.outcomes] == ['"So', 'said" he']


def test_old_macintosh_line_breaks(tmp_path: Path) -> None:
    assert read(written(tmp_path, GOOD.replace("\n", "\r")), TABLE).ids == ["1", "2"]


def test_rows_that_end_in_carriage_returns_among_others(tmp_path: Path) -> None:
    text = f"{HEAD}1,a,b\n2,a,b\r3,a,b\r\n4,a,b\r5,a,b\n"
    result = read(written(tmp_path, text), TABLE)
    assert result.ids == ["1", "2", "3", "4", "5"]
    assert result.part.complete
    assert [outcome.position for outcome in result.outcomes][-1] == "row 6"


def test_mapping_errors_reject_the_row(tmp_path: Path) -> None:
    result = read(written(tmp_path, f"{HEAD}1,a,b\n2,boom,b\n3,,b\n4,nested,b\n5,z,b\n"), TABLE)
    assert result.rejected == [("mapping_failed", "row 3"), ("missing_value", "row 4")]
    assert "KeyError" in str(result.problems[0].values["error"])
    assert [o.local_id for o in result.outcomes if o.position in ("row 3", "row 4")] == ["2", "3"]
    assert result.account.skipped == 1
    assert result.part.complete


def test_limit(tmp_path: Path) -> None:
    result = read(written(tmp_path, GOOD), TABLE, limit=1)
    assert result.ids == ["1"]
    assert not result.part.complete


def test_leftovers_and_unknown_columns_are_counted(tmp_path: Path) -> None:
    shape = msgspec.structs.replace(TABLE, optional=("author", "year"), ignored=("note",))
    text = "id,title,author,year,note,colour\n1,a,b,1900,n,red\n2,a,b,,n,blue\n"
    result = read(written(tmp_path, text), shape)
    assert result.account.leftovers == {"year": 1}
    assert result.account.unknown == {"colour": 2}
    assert result.notes == ["left_values"] * 2
    assert result.part.notes[0].values == {"field": "colour", "count": 2, "example": "row 2: red"}


def test_grouped_rows_need_not_stand_together(tmp_path: Path) -> None:
    def together(item):
        rows = item.pop("rows")
        return table_row(rows[0] | {"author": "/".join(row.pop("author") for row in rows)})

    from exports import row as table_row

    shape = Shape("grouped", TABLE.format, together, ("id", "title"), ("author",), group="id")
    result = read(written(tmp_path, f"{HEAD}1,a,x\n2,b,y\n1,a,z\n3,c\n"), shape)
    records = [o.reading for o in result.outcomes if isinstance(o, Read)]
    assert [(record.local_id, record.genre) for record in records] == [("1", "x/z"), ("2", "y")]
    assert result.rejected == [("column_count", "row 5")]


cell = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: text.strip() == text and not unscrambled(text)
)


@given(st.lists(st.tuples(cell, cell), min_size=1, max_size=20))
def test_what_csv_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "title", "author"])
    rows = [(str(n), title if title != "boom" else "b", author) for n, (title, author) in enumerate(cells)]
    writer.writerows(row for row in rows if row[1] != "nested")
    path = written(tmp_path_factory.mktemp("csv"), out.getvalue())
    result = read(path, csv_shape(encodings=("utf-8",)))
    assert not result.rejected
    assert [(o.reading.local_id, o.reading.names[0].text, o.reading.genre) for o in result.outcomes] == [
        row for row in rows if row[1] != "nested"
    ]


@given(st.binary(max_size=400))
def test_any_bytes_give_an_account_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = written(tmp_path_factory.mktemp("any"), HEAD.encode() + b"1,a,b\n" + data)
    with contextlib.suppress(Problem):  # any other exception fails the test, as does an account that is wrong
        result = read(path, TABLE)
        assert result.account.items == len(result.outcomes) + result.account.skipped


def test_a_first_row_that_is_rejected_is_known_by_its_id_in_the_end(tmp_path: Path) -> None:
    rows = "".join(f"B{n},Title {n},A\n" for n in range(2, 40))
    result = read(written(tmp_path, f"id,title,author\nB1,boom,A\n{rows}B99,boom,A\n"), TABLE)
    assert [o.local_id for o in result.outcomes if isinstance(o, Rejected)] == ["B1", "B99"]
    assert result.part.complete


def test_rejections_keep_their_order_in_a_short_export(tmp_path: Path) -> None:
    content = "id,title,author\nB1,boom,A\nB2,Title,A\nB3,boom,A\nB4,Other,A\n"
    result = read(written(tmp_path, content), TABLE)
    assert [o.local_id for o in result.outcomes if isinstance(o, Rejected)] == ["B1", "B3"]
    assert result.part.complete


def test_rejections_whose_id_nothing_tells_leave_the_export_incomplete(tmp_path: Path) -> None:
    result = read(written(tmp_path, "id,title,author\nB1,boom,A\nB2,boom,A\n"), TABLE)
    assert [o.local_id for o in result.outcomes if isinstance(o, Rejected)] == ["", ""]
    assert "unidentified_rejects" in result.notes
    assert not result.part.complete


def test_an_export_of_rejections_does_not_wait_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_WAITING", 3)
    rows = "".join(f"B{n},boom,A\n" for n in range(5))
    result = read(written(tmp_path, f"id,title,author\n{rows}B9,Title,A\n"), TABLE)
    assert [o.local_id for o in result.outcomes if isinstance(o, Rejected)] == ["", "", "", "B3", "B4"]
    assert not result.part.complete
