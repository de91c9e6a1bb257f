"""What must hold for any facts: more facts never overturn an answer, what settles it settles it, law is steady.

Hypothesis draws the seed only: drawing every fact by itself costs ten times what assessing the work does.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kenri.status.answers import Answer
from kenri.status.assessing import assess
from kenri.status.contradictions import contradictions
from kenri.status.reading import work_of

EXAMPLES, WORKS = 40, 25
"""Seeds of each property, and works made from each."""

FIRST_DAY, LAST_DAY = date(1996, 1, 2), date(2090, 12, 31)
CODES = ("JP", "JP", "JP", "US", "GB", "EU", "DE", "FR", "ES")
Told = dict[str, Any]

SCHEMAS = (
    *("text", "film", "photograph", "artwork", "recording", "musical_work", "comic", "programme", "game"),
    *("performance", "broadcast", "wire_broadcast", "serial", "program", "architecture", "dataset"),
)


def year(chance: Random) -> int:
    return chance.randint(1850, 2020)


FACTS: dict[str, Callable[[Random], Any]] = {
    "created": year,
    "published": year,
    "authorship": lambda chance: chance.choice(("named", "anonymous", "pseudonymous", "corporate")),
    "publication_country": lambda chance: chance.choice(("JP", "US", "FR", "NZ", "CN", "KP")),
    "renewal": lambda chance: chance.random() < 0.5,
    "notice": lambda chance: chance.random() < 0.5,
    "unpublished": lambda chance: True,
    "recorded": year,
    "performed": year,
    "broadcast": year,
    "serial": lambda chance: chance.choice(("issues", "parts")),
    "died_for_france": lambda chance: True,
    "translation": lambda chance: True,
    "no_heirs": lambda chance: True,
}


def creators(chance: Random) -> list[Told]:
    found = []
    for name in "甲乙"[: chance.randint(0, 2)]:
        creator: Told = {"name": name}
        if chance.random() < 0.7:
            died = year(chance)
            creator["died"] = died if chance.random() < 0.5 else [died, died + chance.randint(0, 12)]
        if chance.random() < 0.5:
            creator["nationality"] = chance.choice(("JP", "FR", "US", "DE", "NZ", "KP"))
        found.append(creator)
    return found


def facts(chance: Random) -> Told:
    told = {name: FACTS[name](chance) for name in chance.sample(tuple(FACTS), chance.randint(0, 4))}
    return {**told, "schema": chance.choice(SCHEMAS), "creators": creators(chance)}


Property = Callable[[Told, date, str, Random], None]


def for_any_facts(holds: Property) -> Callable[[], None]:
    """A test that the property holds for many works, each on a day and in a jurisdiction."""

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(st.integers(0, 2**32 - 1))
    def test(seed: int) -> None:
        chance = Random(seed)
        for _ in range(WORKS):
            told, code = facts(chance), chance.choice(CODES)
            on = date.fromordinal(chance.randint(FIRST_DAY.toordinal(), LAST_DAY.toordinal()))
            before = deepcopy(told)
            try:
                holds(told, on, code, chance)
            except AssertionError as error:
                error.add_note(f"{before} on {on} in {code}")
                raise

    test.__doc__ = holds.__doc__
    return test


def ask(told: Told, on: date, code: str) -> Answer:
    return assess(work_of(told), on, code)


def definite(answer: Answer) -> bool:
    return answer.status != "undetermined"


@for_any_facts
def test_a_more_precise_date_never_overturns_an_answer(
    told: Told, on: date, code: str, chance: Random
) -> None:
    before = ask(told, on, code)
    people = [c for c in told["creators"] if isinstance(c.get("died"), list)]
    for person in people:
        person["died"] = chance.randint(*person["died"])
    after = ask(told, on, code)
    if definite(before) and not contradictions(after.work):
        assert after.status == before.status


@for_any_facts
def test_a_further_fact_never_overturns_an_answer(told: Told, on: date, code: str, chance: Random) -> None:
    """Unless it contradicts: another fact, or a presumption that the answer names."""
    before = ask(told, on, code)
    name = chance.choice([name for name in FACTS if name not in told])
    more = {**told, name: FACTS[name](chance)}
    after = ask(more, on, code)
    presumed = set(before.assumes) - {"only_told_layers"}
    if name == "authorship" and told["creators"]:
        return  # Whoever is told as an author is the name under which it was published.
    made, out = more.get("created"), more.get("published")
    if made and out and out - made > 50:
        return  # What lay unpublished that long may have ended before it came out (arts. 52-54).
    if definite(before) and definite(after) and not presumed and not contradictions(after.work):
        free = {before.status, after.status} <= {"public_domain", "not_protected"}
        # A translation is a layer more: free itself, where the law knows no right in the rest.
        assert after.status == before.status or (name == "translation" and free), (name, after.as_data())


@for_any_facts
def test_a_later_death_never_shortens_a_term(told: Told, on: date, code: str, chance: Random) -> None:
    people = [c for c in told["creators"] if isinstance(c.get("died"), int)]
    years = chance.randint(1, 40)
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


@for_any_facts
def test_what_settles_it_is_named_and_settles_it(told: Told, on: date, code: str, chance: Random) -> None:
    """The facts named, told together, lead to a definite answer (or name the next, at most a few times)."""
    for _ in range(6):
        answer = ask(told, on, code)
        if definite(answer) or contradictions(answer.work):
            return
        entries = answer.settled_by()
        assert entries, answer.as_data()
        for entry in entries:
            settle(told, entry, chance)
    raise AssertionError((told, answer.as_data()))


def settle(told: Told, entry: Told, chance: Random) -> None:
    """Tell one fact exactly, as somebody who looked it up would."""
    fact: str = entry["fact"]
    if fact.startswith("reviewed."):
        told.setdefault("reviewed", {})[fact.removeprefix("reviewed.")] = chance.random() < 0.5
    elif fact.startswith("creators["):
        place, name = int(fact[9 : fact.index("]")]), fact.rpartition(".")[2]
        value = year(chance) if name == "died" else chance.choice(("JP", "DE"))
        told["creators"][place][name] = value
    elif fact == "creators":
        role = {"translation": "translator", "performance": "performer"}.get(entry["layer"], "")
        told["creators"].append({"name": "丙", "died": year(chance), "role": role})
    elif fact == "holder_nationality":
        told[fact] = chance.choice(("JP", "FR"))
    elif fact == "well_known_pseudonym":
        told[fact] = chance.random() < 0.5
    elif fact in FACTS:
        if fact == "publication_country" and fact in told:
            return
        exact = f"{year(chance)}-06-15" if fact in {"created", "published"} else FACTS[fact](chance)
        told[fact] = exact
        if fact == "published":
            told.pop("unpublished", None)
    else:
        told[fact] = f"{year(chance)}-06-15"


@for_any_facts
def test_free_stays_free(told: Told, on: date, code: str, chance: Random) -> None:
    """No law here revives a right; what is still to come out by then may get one of its own."""
    if any(isinstance(value, int) and value >= on.year for value in told.values()):
        return
    now = ask(told, on, code)
    later = ask(told, date.fromordinal(on.toordinal() + chance.randint(1, 3000)), code)
    if now.status == "public_domain":
        assert later.status == "public_domain"
    if now.status == "undetermined":
        assert later.status != "protected" or on < date(2018, 12, 30) or code != "JP"


@for_any_facts
def test_a_change_comes_on_the_day_told(told: Told, on: date, code: str, chance: Random) -> None:
    answer = ask(told, on, code)
    reforms = on < date(2019, 1, 1)
    if answer.changes_on is None or reforms or contradictions(answer.work):
        return
    before = date.fromordinal(answer.changes_on.toordinal() - 1)
    if code == "US" or answer.changes_on > date(2200, 1, 1):
        return
    assert ask(told, before, code).status == answer.status
