"""Links by shared identifiers, and the traps."""

from __future__ import annotations

import random

import pytest

from kenri.identity.clusters import clusters
from kenri.identity.links import Bearer, Conflict, Link
from kenri.identity.shared_identifiers import PLACEHOLDER_IN_SOURCE, SharedIdentifiers, identifies
from kenri.identity.titles import Verdict, compare

judge = SharedIdentifiers().judge


def bearer(key: int, source: str, title: str = "坊っちゃん", schema: str = "text") -> Bearer:
    return Bearer(key, source, str(key), schema, (title,))


def linked(scheme: str, *bearers: Bearer) -> list[tuple[int, int]]:
    return [(f.left, f.right) for f in judge(scheme, "1", bearers) if isinstance(f, Link)]


def codes(scheme: str, *bearers: Bearer) -> list[str]:
    return [f.code for f in judge(scheme, "1", bearers) if isinstance(f, Conflict)]


def test_a_shared_identifier_links_with_its_reason() -> None:
    (link,) = judge("isbn", "9784003101018", [bearer(1, "a"), bearer(2, "b")])
    assert isinstance(link, Link)
    assert link.reason.en == "Both records carry ISBN 9784003101018."
    assert "9784003101018" in link.reason.ja


def test_other_scripts_are_no_objection() -> None:
    assert linked("isbn", bearer(1, "a"), bearer(2, "b", "Botchan")) == [(1, 2)]


@pytest.mark.parametrize(
    ("scheme", "schema", "meant"),
    [
        ("isbn", "text", True),
        ("isbn", "comic", True),
        ("isbn", "film", False),
        ("isbn", "person", False),
        ("ndl_authority", "text", False),
        ("ndl_authority", "person", True),
        ("viaf", "person", True),
        ("wikidata", "person", True),
        ("wikidata", "film", True),
        ("url", "text", False),
        ("no-such-scheme", "text", False),
    ],
)
def test_a_scheme_says_what_it_identifies(scheme: str, schema: str, meant: bool) -> None:
    assert identifies(scheme, schema) is meant


def test_a_person_and_a_work_are_never_linked() -> None:
    pair = bearer(1, "a", "夏目漱石", "person"), bearer(2, "b", "夏目漱石", "text")
    assert linked("wikidata", *pair) == []
    assert codes("wikidata", *pair) == ["other_kind"]


def test_sources_may_differ_about_neighbouring_kinds() -> None:
    assert linked("isbn", bearer(1, "a"), bearer(2, "b", schema="comic")) == [(1, 2)]


def test_a_value_on_many_records_of_one_source_is_a_placeholder() -> None:
    crowd = [bearer(n, "a") for n in range(PLACEHOLDER_IN_SOURCE + 1)]
    assert judge("isbn", "9784000000000", [*crowd, bearer(99, "b")]) == []


def test_one_id_on_two_things_of_one_source_is_a_conflict() -> None:
    group = [
        bearer(1, "a", "坊っちゃん"),
        bearer(2, "a", "三四郎"),
        bearer(3, "b", "三四郎"),
        bearer(4, "c", "Botchan"),
    ]
    assert linked("isbn", *group) == [(2, 3)]
    found = [f for f in judge("isbn", "9784003101018", group) if isinstance(f, Conflict)]
    assert "two_things" in {conflict.code for conflict in found}
    assert all(conflict.reason.ja and conflict.reason.en for conflict in found)


def test_volumes_under_one_set_number_stay_apart() -> None:
    volumes = [bearer(n, "a", f"漱石全集 第{n}巻") for n in (1, 2, 3)]
    assert linked("isbn", *volumes) == []
    assert (
        linked("isbn", bearer(1, "a", "吾輩は猫である（上）"), bearer(2, "a", "吾輩は猫である（下）")) == []
    )


def test_an_isbn_given_out_twice() -> None:
    pair = bearer(1, "a", "坊っちゃん"), bearer(2, "b", "銀河鉄道の夜")
    assert linked("isbn", *pair) == []
    assert codes("isbn", *pair) == ["other_title"]
    pen_names = bearer(1, "a", "Mark Twain", "person"), bearer(2, "b", "Samuel Clemens", "person")
    assert linked("wikidata", *pen_names) == [(1, 2)]


def test_a_third_record_does_not_bring_two_things_together() -> None:
    group = [
        bearer(1, "a", "坊っちゃん"),
        bearer(2, "b", "銀河鉄道の夜"),
        bearer(3, "c", "Night on the Galactic Railroad"),
    ]
    links = linked("isbn", *group)
    groups = clusters([1, 2, 3], links)
    assert not any({1, 2} <= set(group) for group in groups)


def test_the_order_does_not_matter() -> None:
    chance = random.Random(3)
    titles = ["坊っちゃん", "坊つちやん", "三四郎", "Botchan", "Sanshiro"]
    for _ in range(50):
        group = [bearer(n, chance.choice("abc"), chance.choice(titles)) for n in range(6)]
        expected = judge("isbn", "1", group)
        for _ in range(4):
            chance.shuffle(group)
            assert judge("isbn", "1", group) == expected


@pytest.mark.parametrize(
    ("one", "other", "strict", "verdict"),
    [
        ("坊っちゃん", "坊っちゃん", True, Verdict.AGREE),
        ("坊っちゃん", "坊っちゃん : 小説", False, Verdict.AGREE),
        ("坊っちゃん", "Botchan", False, Verdict.UNKNOWN),
        ("坊っちゃん", "銀河鉄道の夜", False, Verdict.DIFFER),
        ("ONE PIECE 1", "ONE PIECE 2", False, Verdict.DIFFER),
        ("ONE PIECE", "ONE PIECE 1", False, Verdict.AGREE),
        ("ONE PIECE", "ONE PIECE 1", True, Verdict.DIFFER),
        ("巻01", "巻1", True, Verdict.AGREE),
    ],
)
def test_titles(one: str, other: str, strict: bool, verdict: Verdict) -> None:
    assert compare([one], [other], strict=strict) == verdict
    assert compare([other], [one], strict=strict) == verdict


def test_clusters_are_the_same_whatever_the_order_of_the_links() -> None:
    chance = random.Random(5)
    edges = [(chance.randrange(200), chance.randrange(200)) for _ in range(120)]
    expected = clusters(range(200), edges)
    assert sorted(key for group in expected for key in group) == list(range(200))
    for _ in range(10):
        chance.shuffle(edges)
        flipped = [edge if chance.random() < 0.5 else (edge[1], edge[0]) for edge in edges]
        assert clusters(reversed(range(200)), flipped) == expected


def test_long_chains_do_not_overflow() -> None:
    count = 100_000
    assert len(clusters(range(count), ((n, n + 1) for n in reversed(range(count - 1))))) == 1
