"""Ids that were read are known by a hash, and where they stood."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kenri.harvest.seen import SeenIds


@given(st.lists(st.tuples(st.text(max_size=3), st.text("a 019", max_size=12))))
def test_it_is_a_dictionary_of_first_places(pairs: list[tuple[str, str]]) -> None:
    seen, expected = SeenIds(), dict[str, str]()
    for local_id, position in pairs:
        assert seen.note(local_id, position) == expected.get(local_id)
        expected.setdefault(local_id, position)
        assert local_id in seen


def test_many_ids_and_the_places_of_several_files() -> None:
    first, second, both = SeenIds(), SeenIds(), SeenIds()
    for number in range(20_000):
        assert first.note(f"a{number}", f"one.csv, row {number}") is None
        assert second.note(f"b{number}", f"byte {number * 999_999_999}") is None
    assert first.note("a19999", "row 1") == "one.csv, row 19999"
    assert second.note("b12345", "row 1") == f"byte {12345 * 999_999_999}"
    both.update(first)
    both.update(second)
    both.update(first)
    assert all(f"a{number}" in both and f"b{number}" in both for number in range(20_000))
    assert not any(f"c{number}" in both for number in range(20_000))
