"""What must hold for any facts: more facts never overturn an answer, what settles it settles it, law is steady."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kenri.status.answers import Answer
from kenri.status.assessing import assess
from kenri.status.contradictions import contradictions
from kenri.status.reading import work_of

DAYS = st.dates(date(1996, 1, 2), date(2090, 12, 31))
YEARS = st.integers(1850, 2020)
CODES = st.sampled_from(["JP", "JP", "JP", "US", "GB", "EU", "DE", "FR", "ES"])
SCHEMAS = st.sampled_from(
    [
        *("text", "film", "photograph", "artwork", "recording", "musical_work", "comic", "programme", "game"),
        *("performance", "broadcast", "wire_broadcast", "serial", "program", "architecture", "dataset"),
    ]
)
FACTS = (
    *("created", "published", "authorship", "publication_country", "renewal", "notice", "unpublished"),
    *("recorded", "performed", "broadcast", "serial", "died_for_france", "translation", "no_heirs"),
)
OPTIONS: dict[str, st.SearchStrategy[Any]] = {
    "created": YEARS,
    "published": YEARS,
    "authorship": st.sampled_from(["named", "anonymous", "pseudonymous", "corporate"]),
    "publication_country": st.sampled_from(["JP", "US", "FR", "NZ", "CN", "KP"]),
    "renewal": st.booleans(),
    "notice": st.booleans(),
    "unpublished": st.just(True),
    "recorded": YEARS,
    "performed": YEARS,
    "broadcast": YEARS,
    "serial": st.sampled_from(["issues", "parts"]),
    "died_for_france": st.just(True),
    "translation": st.just(True),
    "no_heirs": st.just(True),
}


@st.composite
def creators(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for number in range(draw(st.integers(0, 2))):
        died = draw(st.none() | YEARS | st.tuples(YEARS, st.integers(0, 12)))
        creator: dict[str, Any] = {"name": "甲乙"[number]}
        if isinstance(died, tuple):
            died = [died[0], died[0] + died[1]]
        if died is not None:
            creator["died"] = died
        nationality = draw(st.none() | st.sampled_from(["JP", "FR", "US", "DE", "NZ", "KP"]))
        if nationality:
            creator["nationality"] = nationality
        found.append(creator)
    return found


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    chosen = draw(st.sets(st.sampled_from(FACTS), max_size=4))
    found: dict[str, Any] = {name: draw(OPTIONS[name]) for name in sorted(chosen)}
    found["schema"] = draw(SCHEMAS)
    found["creators"] = draw(creators())
    return found


def ask(told: dict[str, Any], on: date, code: str) -> Answer:
    return assess(work_of(told), on, code)


def definite(answer: Answer) -> bool:
    return answer.status != "undetermined"


@settings(max_examples=400, deadline=None)
@given(facts(), DAYS, CODES, st.data())
def test_a_more_precise_date_never_overturns_an_answer(
    told: dict[str, Any], on: date, code: str, data: st.DataObject
) -> None:
    before = ask(told, on, code)
    people = [c for c in told["creators"] if isinstance(c.get("died"), list)]
    for person in people:
        person["died"] = data.draw(st.integers(*person["died"]))
    after = ask(told, on, code)
    if definite(before) and not contradictions(after.work):
        assert after.status == before.status


@settings(max_examples=400, deadline=None)
@given(facts(), DAYS, CODES, st.data())
def test_a_further_fact_never_overturns_an_answer(
    told: dict[str, Any], on: date, code: str, data: st.DataObject
) -> None:
    """Unless it contradicts: another fact, or a presumption that the answer names."""
    before = ask(told, on, code)
    name = data.draw(st.sampled_from([name for name in FACTS if name not in told] or ["created"]))
    more = {**told, name: data.draw(OPTIONS[name])}
    after = ask(more, on, code)
    presumed = set(before.assumes) - {"only_told_layers"}
    if name == "authorship" and told["creators"]:
        return  # Whoever is told as an author is the name under which it was published.
    made, out = more.get("created"), more.get("published")
    if made and out and out - made > 50:
        return  # What lay unpublished that long may have ended before it came out (arts. 52-54).
    if definite(before) and definite(after) and not presumed and not contradictions(after.work):
        assert after.status == before.status, (before.as_data(), after.as_data())


@settings(max_examples=300, deadline=None)
@given(facts(), DAYS, CODES, st.integers(1, 40))
def test_a_later_death_never_shortens_a_term(told: dict[str, Any], on: date, code: str, years: int) -> None:
    people = [c for c in told["creators"] if isinstance(c.get("died"), int)]
    if any(person["died"] < told.get("published", 0) for person in people):
        return  # Made before the death and published after it: an earlier death means more wartime days.
    if code == "ES":
        return  # Who died before 7 December 1987 has ten years more there than who died later.
    before = ask(told, on, code)
    for person in people:
        person["died"] += years
    after = ask(told, on, code)
    if not contradictions(before.work) and not contradictions(after.work):
        if "created" in told or "published" in told:
            # Else the death bounds when it can have been made at all, and with it the wartime days.
            assert after.ends()[0] >= before.ends()[0]
        assert after.ends()[1] >= before.ends()[1]


@settings(max_examples=400, deadline=None)
@given(facts(), DAYS, CODES, st.data())
def test_what_settles_it_is_named_and_settles_it(
    told: dict[str, Any], on: date, code: str, data: st.DataObject
) -> None:
    """The facts named, told together, lead to a definite answer (or name the next, at most a few times)."""
    for _ in range(6):
        answer = ask(told, on, code)
        if definite(answer) or contradictions(answer.work):
            return
        entries = answer.settled_by()
        assert entries, answer.as_data()
        for entry in entries:
            settle(told, entry, data)
    raise AssertionError((told, answer.as_data()))


def settle(told: dict[str, Any], entry: dict[str, Any], data: st.DataObject) -> None:
    """Tell one fact exactly, as somebody who looked it up would."""
    fact: str = entry["fact"]
    if fact.startswith("reviewed."):
        told.setdefault("reviewed", {})[fact.removeprefix("reviewed.")] = data.draw(st.booleans())
    elif fact.startswith("creators["):
        place, name = int(fact[9 : fact.index("]")]), fact.rpartition(".")[2]
        value = data.draw(YEARS) if name == "died" else data.draw(st.sampled_from(["JP", "DE"]))
        told["creators"][place][name] = value
    elif fact == "creators":
        role = {"translation": "translator", "performance": "performer"}.get(entry["layer"], "")
        told["creators"].append({"name": "丙", "died": data.draw(YEARS), "role": role})
    elif fact == "holder_nationality":
        told[fact] = data.draw(st.sampled_from(["JP", "FR"]))
    elif fact == "well_known_pseudonym":
        told[fact] = data.draw(st.booleans())
    elif fact in OPTIONS:
        if fact == "publication_country" and fact in told:
            return
        exact = f"{data.draw(YEARS)}-06-15" if fact in {"created", "published"} else data.draw(OPTIONS[fact])
        told[fact] = exact
        if fact == "published":
            told.pop("unpublished", None)
    else:
        told[fact] = f"{data.draw(YEARS)}-06-15"


@settings(max_examples=300, deadline=None)
@given(facts(), DAYS, CODES, st.integers(1, 3000))
def test_free_stays_free(told: dict[str, Any], on: date, code: str, days: int) -> None:
    """No law here revives a right."""
    now = ask(told, on, code)
    later = ask(told, date.fromordinal(on.toordinal() + days), code)
    if now.status == "public_domain":
        assert later.status == "public_domain"
    if now.status == "undetermined":
        assert later.status != "protected" or on < date(2018, 12, 30) or code != "JP"


@settings(max_examples=200, deadline=None)
@given(facts(), DAYS, CODES)
def test_a_change_comes_on_the_day_told(told: dict[str, Any], on: date, code: str) -> None:
    answer = ask(told, on, code)
    reforms = on < date(2019, 1, 1)
    if answer.changes_on is None or reforms or contradictions(answer.work):
        return
    before = date.fromordinal(answer.changes_on.toordinal() - 1)
    if code == "US" or answer.changes_on > date(2200, 1, 1):
        return
    assert ask(told, before, code).status == answer.status
