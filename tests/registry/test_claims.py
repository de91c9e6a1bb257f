"""Claims to works that others recorded: shares, exclusivity, succession, and how conflicts come and go."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.accounts import services as accounts
from kenri.accounts.models import User
from kenri.registry import claims
from kenri.registry.claiming import WHOLE, Claimed, Placed, conflicts, share_of
from kenri.registry.claims import Subject
from kenri.registry.models import ClaimStep, RightsClaim
from kenri.vocab.problems import Problem

AT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 22)
SONG = Subject("e1", "雨音", ("registry:1", "list:2"))


def said(party: str, percent: int = 100, **told: object) -> Placed:
    return Placed(party, party, Claimed("x", "author", share=percent * 100, evidence="e", **told))


@pytest.mark.parametrize(
    ("held", "kinds"),
    [
        ([said("a", 50), said("b", 50)], []),
        ([said("a", 50), said("b", 51)], ["shares"]),
        ([said("a", 50), said("b", 30), said("c", 21)], ["shares"]),
        ([said("a", 40, exclusive=True), said("b", 40)], ["exclusive"]),
        ([said("a"), said("a")], []),
        ([said("a", layer="lyrics"), said("b", layer="composition")], []),
        ([said("a", layer="lyrics"), said("b")], ["shares"]),
        ([said("a", territory=("JP",)), said("b", territory=("US",))], []),
        ([said("a", territory=("JP", "US")), said("b", territory=("US",))], ["shares"]),
        ([said("a"), said("b", territory=("US",))], ["shares"]),
        ([said("a", ends=DAY), said("b", begins=DAY + dt.timedelta(1))], []),
        ([said("a", ends=DAY), said("b", begins=DAY)], ["shares"]),
        ([said("a", begins=DAY), said("b", begins=DAY + dt.timedelta(9))], ["shares"]),
    ],
)
def test_which_claims_cannot_all_be_true(held, kinds):
    assert [one.kind for one in conflicts(held)] == kinds


def test_a_mandate_manages_what_another_holds():
    managed = Placed("m", "m", Claimed("JASRAC", "mandate", exclusive=True, evidence="e"))
    other = Placed("n", "n", Claimed("NexTone", "mandate", exclusive=True, evidence="e"))
    assert conflicts([said("a"), managed]) == ()
    assert [one.claims for one in conflicts([said("a"), managed, other])] == [("m", "n")]


SHARES = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, WHOLE), st.sampled_from([(), ("JP",), ("US",)])),
    max_size=5,
)


@given(SHARES)
def test_nothing_over_the_whole_goes_unseen(told):
    placed = [
        Placed(str(n), party, Claimed("x", "author", share=share, territory=where, evidence="e"))
        for n, (party, share, where) in enumerate(told)
    ]
    for country in ("JP", "US", "FR"):
        largest: dict[str, int] = {}
        for one in placed:
            if not one.claimed.territory or country in one.claimed.territory:
                largest[one.party] = max(largest.get(one.party, 0), one.claimed.share)
        if sum(largest.values()) > WHOLE:
            assert conflicts(placed)
            return
    assert conflicts(placed) == ()


@pytest.mark.parametrize(
    ("text", "share"), [("50", 5000), ("33.33 %", 3333), ("1/3", 3333), ("１００％", 10000)]
)
def test_shares_as_people_write_them(text, share):
    assert share_of(text) == share


@pytest.mark.parametrize("text", ["", "0", "101", "-5", "half", "1/0", "NaN", "1e9", "5/3", "Infinity"])
def test_what_is_no_share(text):
    with pytest.raises(Problem):
        share_of(text)


def refused(call) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code


def user_of(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", name=name)


def claim(user: User, percent: int = 100, **told: object) -> claims.Change:
    options = {name: told.pop(name) for name in ("succeeds", "organisation") if name in told}
    claimed = Claimed(user.name, told.pop("basis", "author"), share=percent * 100, evidence="奥付", **told)
    return claims.claim(user, SONG, claimed, at=AT, **options)


@pytest.mark.django_db
def test_a_conflict_comes_is_told_to_both_and_goes():
    a, b = user_of("a"), user_of("b")
    first = claim(a)
    assert (first.arisen, first.concerned) == ((), ())
    second = claim(b, 50)
    assert [one.total for one in second.arisen] == [15_000]
    assert set(second.concerned) == {a, b}
    shown, found = claims.about("e1", ())
    assert [one.conflict for one in shown] == [True, True]
    assert len(found) == 1
    over = claims.step(b, second.claim.key, "withdrawn", "取り違えでした", at=AT)
    assert len(over.ended) == 1
    assert set(over.concerned) == {a, b}
    shown, found = claims.about("e1", ())
    assert found == ()
    assert [one.stands for one in shown] == [False, True], "what was withdrawn stays readable"
    assert [kind for kind, _, _ in shown[1].steps] == ["conflict", "resolved"]
    assert [kind for kind, _, _ in shown[0].steps] == ["conflict", "withdrawn", "resolved"]


@pytest.mark.django_db
def test_the_same_claim_twice_is_one_and_entities_may_merge():
    a = user_of("a")
    assert claim(a).claim == claim(a).claim
    assert RightsClaim.objects.count() == 1
    shown, _ = claims.about("e2", ("registry:1",))
    assert len(shown) == 1, "found by the record where the entity has another id now"
    assert claims.about("e3", ("registry:9",)) == ([], ())


@pytest.mark.django_db
def test_a_right_passes_over_with_the_word_of_who_held_it():
    a, b, c = user_of("a"), user_of("b"), user_of("c")
    first = claim(a).claim
    second = claim(b, 60, basis="transfer", begins=DAY, succeeds=first.key)
    assert second.arisen, "anybody could say so"
    assert refused(lambda: claims.step(c, second.claim.key, "agreed", "", at=AT)) == "not_yours_to_do_here"
    assert refused(lambda: claims.step(b, second.claim.key, "agreed", "", at=AT)) == "not_yours_to_do_here"
    assert [(one.key, one.may) for one in claims.own(a)] == [
        (second.claim.key, ("agreed", "disputed")),
        (first.key, ("withdrawn",)),
    ]
    assert claims.own(c) == []
    agreed = claims.step(a, second.claim.key, "agreed", "", at=AT)
    assert agreed.ended
    assert claims.about("e1", ())[1] == ()
    assert claim(c, 1).arisen, "the rest stays with who held it"
    assert refused(lambda: claim(c, 2, succeeds="nothing")) == "no_such_claim"


@pytest.mark.django_db
def test_only_who_is_concerned_takes_a_step():
    a, b, c = user_of("a"), user_of("b"), user_of("c")
    first, second = claim(a, 50).claim, claim(b, 50).claim
    for user, kind, note in (
        (b, "withdrawn", "x"),
        (c, "disputed", "x"),
        (a, "disputed", "x"),
        (a, "agreed", ""),
    ):
        assert refused(lambda u=user, k=kind, n=note: claims.step(u, first.key, k, n, at=AT)) == (
            "not_yours_to_do_here"
        )
    assert refused(lambda: claims.step(a, first.key, "withdrawn", " ", at=AT)) == "no_reason"
    assert refused(lambda: claims.step(a, "x", "withdrawn", "x", at=AT)) == "no_such_claim"
    claims.step(a, second.key, "disputed", "契約は無効", at=AT)
    assert ClaimStep.objects.get().note == "契約は無効"
    body = accounts.found_organisation(a, "出版社")
    assert refused(lambda: claim(b, 10, organisation=body)) == "not_yours_to_do"
    claims.step(a, first.key, "withdrawn", "誤り", at=AT)
    claims.step(a, first.key, "withdrawn", "誤り", at=AT)
    assert ClaimStep.objects.count() == 2, "twice withdraws once"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"layer": "soul"}, "unknown_layer"),
        ({"territory": ("Japan",)}, "bad_claim_territory"),
        ({"territory": ("JP", "ZZ")}, "bad_claim_territory"),
        ({"begins": DAY, "ends": DAY - dt.timedelta(1)}, "ends_before_it_begins"),
    ],
)
def test_bad_claims_are_refused(told, code):
    a = user_of("a")
    assert refused(lambda: claim(a, **told)) == code
    bare = Claimed("a", "author")
    assert refused(lambda: claims.claim(a, SONG, bare, at=AT)) == "no_evidence"
    assert not RightsClaim.objects.exists()
