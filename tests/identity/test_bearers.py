"""Which bearer of a name is meant: taken from the name, and binding."""

from __future__ import annotations

import pytest

from kenri.identity.bearers import are_others, take_bearer
from kenri.identity.dedupe import members_of
from kenri.identity.features import features_of
from kenri.identity.linkage import Linkage
from kenri.identity.person_comparison import compare_persons
from kenri.identity.person_names import parse_person
from kenri.vocab.dates import parse_date
from kenri.vocab.names import Name
from kenri.vocab.records import Event, EventKind, Record


@pytest.mark.parametrize(
    ("written", "name", "bearer"),
    [
        ("John Smith, Jr.", "John Smith", "2"),
        ("King, Martin Luther, Jr.", "King, Martin Luther", "2"),
        ("King Jr., Martin Luther", "King, Martin Luther", "2"),
        ("Alexandre Dumas père", "Alexandre Dumas", "1"),
        ("Holbein the Younger, Hans", "Holbein, Hans", "2"),
        ("John Smith III", "John Smith", "3"),
        ("Charles I", "Charles", "1"),
        ("二代目 歌川広重", "歌川広重", "2"),
        ("中村歌右衛門 六世", "中村歌右衛門", "6"),
        ("The Workshop of Rembrandt", "Rembrandt", "~workshop"),
        ("Rembrandt, follower of", "Rembrandt", "~follower"),
        ("Rembrandt (school of), 1606-1669", "Rembrandt, 1606-1669", "~school"),
        ("after Rembrandt", "Rembrandt", "~after"),
        ("attributed to Rembrandt", "Rembrandt", "?"),
        ("Wood, Henry, Mrs.", "Wood, Henry", "?"),
    ],
)
def test_takes_the_bearer(written: str, name: str, bearer: str) -> None:
    assert take_bearer(written) == (name, bearer)


@pytest.mark.parametrize(
    "name", ["Malcolm X", "Jinping Xi", "Amartya Sen", "Taylor, D. J.", "五代 友厚", "八千代", "Junior", "IV"]
)
def test_a_name_is_no_bearer(name: str) -> None:
    assert take_bearer(name) == (name, "")


@pytest.mark.parametrize(
    ("one", "other", "others"),
    [
        ("1", "2", True),
        ("2", "", False),
        ("~after", "", True),
        ("?", "2", False),
        ("~after", "~after", False),
    ],
)
def test_who_cannot_be_one(one: str, other: str, others: bool) -> None:
    assert are_others(one, other) is are_others(other, one) is others


def test_father_and_son_are_compared_as_two() -> None:
    father, son, some = (parse_person(Name(n)) for n in ("John Smith Sr.", "Smith, John, Jr.", "John Smith"))
    assert compare_persons(father, son).level == "bearers"
    assert compare_persons(father, some).level == "same"


def test_father_and_son_never_meet_in_one_cluster() -> None:
    names = [
        "John Harrow Sr.",
        "Harrow, John, Jr.",
        "John Harrow",
        *(f"Given{n} Family{n}" for n in range(40)),
    ]
    records = [
        Record(
            source=f"s{n}", local_id="", schema="person", names=(Name(name),),
            events=(Event(EventKind.DIED, parse_date("1901")),),
        )
        for n, name in enumerate(names)
    ]  # fmt: skip
    linkage = Linkage("person")
    linkage.put((key, features_of(record)) for key, record in enumerate(records))
    learned = linkage.learn()
    scored = {(pair.left, pair.right): pair for pair in linkage.pairs_between([(0, 1), (0, 2), (1, 2)])}
    assert (0, 1) not in scored
    assert scored[0, 2].doubt
    claims = [dict(members_of(linkage.claims(), learned)[key].claims)["marks"] for key in (0, 1)]
    assert claims == ["1", "2"]
