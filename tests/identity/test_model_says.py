"""What the shipped models say of pairs that are easily taken for one thing, or for two."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from kenri.harvest.lists.reading import read_list
from kenri.identity import learning
from kenri.identity.dedupe import Deduped, dedupe
from kenri.identity.features import features_of
from kenri.identity.linkage import Linkage
from kenri.identity.models import model_for
from kenri.identity.nobody import is_nobody, is_several
from kenri.identity.rows import create, load, table_of
from kenri.identity.scoring import weight_sql
from kenri.vocab.dates import parse_date
from kenri.vocab.names import Name, NameKind, person_name
from kenri.vocab.records import Contribution, Event, EventKind, Record


def film(
    source: str, title: str, director: str, year: int, original: str = "", schema: str = "film"
) -> Record:
    names = (Name(title), *([Name(original, kind=NameKind.ORIGINAL)] if original else []))
    return Record(
        source=source, local_id="", schema=schema, names=names,
        contributions=(Contribution((Name(director),)),) if director else (),
        events=(Event(EventKind.RELEASED, parse_date(str(year))),),
    )  # fmt: skip


def said(one: Record, other: Record, crowd: int = 40) -> tuple[float, dict[str, str], bool]:
    """Probability, level by comparison and doubt of a pair among ``crowd`` others like the first."""
    linkage = Linkage(one.schema)
    records = [one, other]
    records += [film(f"s{n % 2}", f"Harbour Lights {n} of Nowhere", f"Maker {n}", 1960) for n in range(crowd)]
    if model_for(one.schema).name == "party":
        records[2:] = [
            Record(source="s", local_id="", schema="person", names=(person_name(f"Fam{n}", f"Giv{n}"),))
            for n in range(crowd)
        ]
    linkage.put((key, features_of(record)) for key, record in enumerate(records))
    linkage.learn()
    (pair,) = linkage.pairs_between([(0, 1)]) or (None,)
    assert pair is not None
    return pair.score, {reason.comparison: reason.level for reason in pair.reasons}, pair.doubt


def test_a_film_and_its_remake_are_two() -> None:
    same = said(film("s0", "The Silent Harbour", "Ann Lee", 1954), film("s1", "The Silent Harbour", "", 1955))
    remake = said(
        film("s0", "The Silent Harbour", "Ann Lee", 1954), film("s1", "The Silent Harbour", "", 1991)
    )
    assert same[0] > 0.5 > remake[0]
    assert remake[1]["screened"] == "other"
    assert remake[2]


def test_a_sequel_is_not_what_it_follows() -> None:
    found = said(
        film("s0", "Tower of Glass", "Ann Lee", 1990), film("s1", "Tower of Glass 2", "Ann Lee", 1993)
    )
    assert found[2]


def test_a_title_with_something_before_it_is_left_to_a_person() -> None:
    found = said(film("s0", "新座頭市物語千両首", "", 1990), film("s1", "座頭市物語千両首", "", 1990))
    assert found[1]["title"] == "edge"
    assert found[2]


def test_two_places_in_one_series_are_left_to_a_person() -> None:
    sixth, twelfth = "Definitely Dead (Harbour Street, #6)", "Deadlocked (Harbour Street, #12)"
    found = said(film("s0", sixth, "Ann Lee", 1990), film("s1", twelfth, "Ann Lee", 1990))
    assert found[1]["numbers"] == "other"
    assert found[2]


def test_an_original_title_binds_across_scripts() -> None:
    found = said(
        film("s0", "風立ちぬの物語", "", 2013),
        film("s1", "The Tale of Wind", "", 2013, original="風立ちぬの物語"),
    )
    assert found[0] > 0.9
    assert found[1]["title_across"] == "form"


def test_a_film_and_its_novel_are_two() -> None:
    linkage = Linkage("film")
    novel = film("books", "The Silent Harbour", "Ann Lee", 1953, schema="text")
    records = [film("s0", "The Silent Harbour", "Ann Lee", 1954), novel]
    linkage.put((key, features_of(record)) for key, record in enumerate(records))
    linkage.learn()
    assert not list(linkage.all_pairs(0.001))


@pytest.mark.parametrize("name", ["Various Artists", "V.A.", "ヴァリアス・アーティスト", "オムニバス"])
def test_several_makers_are_not_one_maker(name: str) -> None:
    assert is_several(name)
    both = said(
        film("s0", "The Silent Harbour", name, 1954), film("s1", "The Silent Harbour", "various", 1954)
    )
    one = said(
        film("s0", "The Silent Harbour", name, 1954), film("s1", "The Silent Harbour", "Ann Lee", 1954)
    )
    assert both[1]["creator"] == "several"
    assert both[2]  # compilations of one title are many
    assert one[1]["creator"] == "one_several"
    assert one[2]


def test_an_unknown_maker_says_nothing() -> None:
    assert is_nobody("作者不詳")
    assert not is_nobody("Anonymous Four")
    found = said(
        film("s0", "The Silent Harbour", "作者不詳", 1954), film("s1", "The Silent Harbour", "Lee", 1954)
    )
    assert "creator" not in found[1]


@pytest.mark.parametrize("title", ["Untitled", "無題", "Greatest Hits", "ベスト"])
def test_a_title_that_many_works_bear_is_left_to_a_person(title: str) -> None:
    found = said(film("s0", title, "Ann Lee", 1954), film("s1", title, "Ann Lee", 1954))
    assert found[1]["title"] == "generic"
    assert found[2]


def test_names_exchanged_and_misspelt_are_no_other_names() -> None:
    def person(family: str, given: str) -> Record:
        return Record(
            source="s", local_id="", schema="person", names=(person_name(family, given),),
            events=(Event(EventKind.BORN, parse_date("1977-06-28")),),
        )  # fmt: skip

    found = said(person("rees", "marianne"), person("maribanne", "rees"))
    assert found[1]["family"] == found[1]["given"] == "swapped"
    assert not found[2]
    alone = said(person("", "marianne"), person("rees", "marianne"))
    assert "family" not in alone[1]
    assert alone[1]["given"] == "same"


def test_a_name_alone_is_left_to_a_person() -> None:
    def person(source: str, text: str) -> Record:
        return Record(source=source, local_id="", schema="person", names=(Name(text),))

    alone = said(person("s0", "Whitlock, Helen"), person("s1", "Helen Whitlock, 1875-1944"))
    assert alone[1]["given"] == "same"
    assert alone[2]
    dated = said(person("s0", "Whitlock, Helen (1875-1944)"), person("s1", "Helen Whitlock, 1875-1944"))
    assert dated[1]["born"] == "same"
    assert not dated[2]


def test_letters_that_were_lost_make_no_pair() -> None:
    lost = "Ì£ Ì¢ Ì¢ Ì£ Ì¢å¼ Ì¢å¼ Ì£ Ì¢"
    row = features_of(film("s", lost, lost, 1990), {"tracks": lost})
    assert (row.core, row.creator, row.extra) == (None, None, {})


def test_a_long_cell_is_the_same_only_if_its_end_is() -> None:
    begins = "stuck there s gotta be more to life bounce back i promise security instead hesitation "
    rows = [features_of(film("s", "A", "B", 1), {"tracks": begins + end}) for end in ("one", "another")]
    table = table_of([0, 1], rows, ["tracks"])
    assert len(set(table["x0"].to_pylist())) == 2


def _weight(rows: int, held: int) -> float:
    """What an equal title weighs that so many of so many records have."""
    comparison = next(c for c in model_for("text").comparisons if c.name == "title")
    shares = learning.prior_shares([comparison])
    place = next(n for n, level in enumerate(comparison.levels) if level.label == "same")
    sql = weight_sql(comparison, shares, str(place), rows)
    names = {f"tf_{level.tf}_{side}" for level in comparison.levels if level.tf for side in "lr"}
    given = ", ".join(f"{held} as {name}" for name in sorted(names))
    found = duckdb.sql(f"select {sql} from (select {given})").fetchone()
    assert found is not None
    return float(found[0])


def test_copies_in_a_small_table_do_not_make_a_title_common() -> None:
    assert _weight(100, 2) - _weight(100, 4) < _weight(50_000, 2) - _weight(50_000, 4)
    assert _weight(100, 4) > 5


def test_other_works_of_one_creator_are_no_more_alike_than_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where little but titles is left, estimation takes copies for other works of the creator that are alike."""
    model = model_for("text")
    (title,) = (c for c in model.comparisons if c.name == "title")
    found = [(("title", "same"), 0.9, 0.4, 5_000.0)]

    def session(*asked: object, fix_u: bool) -> list[tuple[tuple[str, str], float, float, float]]:
        return [] if fix_u else found

    monkeypatch.setattr(learning, "_session", session)
    connection = duckdb.connect()
    create(connection, "base", [])
    rows = [features_of(film("s", f"Tale {n} of {n % 7}", f"Maker {n % 20}", 1950)) for n in range(210)]
    load(connection, "base", [table_of(list(range(len(rows))), rows, [])])
    prior = learning.prior_shares([title])["title", "same"][1]

    def u() -> float:
        return learning.estimate(connection, "base", [title], model.training, model.hard)["title", "same"][1]

    assert u() < 2 * prior, "from titles alone nothing is learned of works of one creator"
    monkeypatch.setattr(learning, "FEWEST_TOLD", 1)
    assert 2 * prior < u() < 1.2 * learning.COMMONER_IN_CONTEXT * prior
    monkeypatch.setattr(learning, "COMMONER_IN_CONTEXT", 1e9)
    assert u() > 0.1


def write(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


BOOKS = [
    [f"{number}-{copy}", title if copy != 1 else title.upper(), author, str(1950 + 9 * copy)]
    for number, (title, author) in enumerate(
        (f"{one} {two} {place}", f"{given} {family}")
        for place, (one, two, given, family) in enumerate(
            zip(
                ["Quiet", "Golden", "Broken", "Distant", "Hidden", "Burning", "Frozen", "Silver"] * 3,
                ["Harbour", "Orchard", "Compass", "Lantern", "Meadow", "Mirror"] * 4,
                ["Ann", "Robert", "Maria", "John"] * 6,
                ["Ashworth", "Nakamura", "Lindqvist", "Okafor", "Petrov", "Haddad", "Moreau", "Silva"] * 3,
                strict=True,
            )
        )
    )
    for copy in range(4)
]


@pytest.mark.parametrize(
    "header",
    [
        ["id", "title", "author", "year"],
        ["番号", "書名", "著者名", "出版年"],
        ["ID", "Book Title", "Writer", "Pub. Year"],
    ],
)
def test_a_small_table_of_editions_is_put_together(tmp_path: Path, header: list[str]) -> None:
    found: Deduped = dedupe(
        [read_list(write(tmp_path / "b.csv", header, BOOKS), schema="text")], "text", processes=1
    )
    works = {tuple(sorted(found.rows[k].id.split("-")[0] for k in cluster)) for cluster in found.clusters}
    assert works == {(str(n),) * 4 for n in range(24)}


def test_a_table_that_tells_kinds_keeps_them_apart(tmp_path: Path) -> None:
    rows = [
        ["1", "Solaris", "film", "1972"],
        ["2", "Solaris", "book", "1971"],
        ["3", "Solaris", "film", "1972"],
    ]
    path = write(tmp_path / "k.csv", ["id", "title", "type", "year"], rows)
    found = dedupe([read_list(path, schema="film")], "film", processes=1)
    clusters = {tuple(found.rows[k].id for k in cluster) for cluster in found.clusters}
    assert clusters == {("1", "3"), ("2",)}
