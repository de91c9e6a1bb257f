"""The term rules of the law with their examples (rules 19 to 26), and what else the old law and the reforms do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kenri.status.answers import Answer
from kenri.status.assessing import assess
from kenri.status.jp.wartime import added_days
from kenri.status.reading import work_of

ON = date(2026, 11, 22)
BEFORE_WAR = date(1930, 1, 1)


def ask(facts: dict[str, Any], on: date = ON, jurisdiction: str = "JP") -> Answer:
    return assess(work_of({"schema": "text", **facts}), on, jurisdiction)


def by(*died: object, **more: Any) -> dict[str, Any]:
    return {"creators": [{"name": "甲", "died": year} for year in died], **more}


def told(answer: Answer) -> tuple[str, str | None]:
    return answer.status, answer.until.isoformat() if answer.until else None


def test_rule_19_life_of_the_author() -> None:
    assert told(ask(by(1967))) == ("public_domain", "2017-12-31")
    assert told(ask(by(1968))) == ("protected", "2038-12-31")
    assert told(ask(by(1960, 1990))) == ("protected", "2060-12-31")
    unknown = ask({"creators": [{"name": "甲"}]})
    assert unknown.status == "undetermined"
    assert [entry["fact"] for entry in unknown.settled_by()] == ["creators[0].died"]
    assert unknown.as_data()["earliest_until"] is None
    assert [reason["rule"] for reason in unknown.reasons()] == ["jp.death_open"]
    assert ask({"creators": [{"name": "甲", "born": 1850}]}).status == "undetermined"


def test_rule_20_group_names() -> None:
    assert ask({"authorship": "corporate", "published": 1967}).status == "public_domain"
    assert told(ask({"authorship": "corporate", "published": 1968})) == ("protected", "2038-12-31")


def test_rule_21_films() -> None:
    def group(year: int) -> tuple[str, str | None]:
        return told(ask({"schema": "film", "authorship": "corporate", "published": year}))

    assert group(1953) == ("public_domain", "2003-12-31")
    assert group(1954) == ("public_domain", "2024-12-31")
    assert group(1956) == ("protected", "2026-12-31")
    kurosawa = {"creators": [{"name": "黒澤明", "role": "director", "died": 1998}]}
    assert told(ask({"schema": "film", "published": 1950, **kurosawa})) == ("protected", "2036-12-31")


def test_rule_22_photographs() -> None:
    assert ask({"schema": "photograph", "published": 1956, **by(1990)}).status == "public_domain"
    doubt = ask({"schema": "photograph", "published": 1957, **by(1990)})
    assert doubt.status == "undetermined"
    assert [entry["fact"] for entry in doubt.settled_by()] == ["reviewed.jp.photograph_1957"]
    assert told(ask({"schema": "photograph", "published": 1958, **by(1990)})) == ("protected", "2060-12-31")
    assert ask({"schema": "photograph", "created": 1946}).status == "public_domain"


def test_a_doubt_of_the_law_is_told_as_a_question() -> None:
    work = {"schema": "text", "published": 1963, "publication_country": "US", "renewal": False, **by(1990)}
    (entry,) = ask(work).settled_by()
    assert entry["fact"] == "reviewed.jp.shorter_term_us"
    assert "(until )" not in entry["text"].en
    assert entry["text"].en.endswith("whether a shorter term in the United States shortens the term in Japan")


def test_a_performance_issued_after_its_performers_deaths_was_given_before_them() -> None:
    issued = {"schema": "performance", "published": 1982, **by(1858)}
    assert ask(issued).status == "public_domain"
    assert ask({**issued, **by(1970)}).status == "undetermined"


def test_rule_23_day_exact_addition() -> None:
    def camus(day: str) -> Answer:
        return ask({"creators": [{"name": "X", "died": 1959, "nationality": "FR"}], "created": day})

    assert added_days("FR", date(1943, 5, 2)) == 3284
    assert added_days("FR", date(1943, 5, 1)) == 3285
    assert told(camus("1943-05-02")) == ("public_domain", "2018-12-28")
    # 2009-12-31 and 3,285 days is 2018-12-29, the last day of 2029 and as many days 2038-12-29.
    assert told(camus("1943-05-01")) == ("protected", "2038-12-29")
    year_only = camus("1943")
    assert year_only.status == "undetermined"
    assert [entry["fact"] for entry in year_only.settled_by()] == ["created"]


def test_rule_24_full_addition() -> None:
    def french(died: int) -> tuple[str, str | None]:
        creators = [{"name": "X", "died": died, "nationality": "France"}]
        return told(ask({"creators": creators, "published": 1930}))

    assert french(1957)[0] == "public_domain"
    assert french(1958) == ("protected", "2039-05-22")
    assert french(1954) == ("public_domain", "2015-05-22")


def test_rule_25_neighbouring_rights() -> None:
    assert ask({"schema": "recording", "published": 1967}).status == "public_domain"
    assert told(ask({"schema": "recording", "published": 1968})) == ("protected", "2038-12-31")
    assert told(ask({"schema": "broadcast", "broadcast": 1975})) == ("public_domain", "2025-12-31")
    layer = {"layer": "broadcast", "broadcast": 1975}
    both = ask({"schema": "programme", "authorship": "corporate", "published": 1975, "layers": [layer]})
    assert {a.layer.key: a.status for a in both.layers} == {"film": "protected", "broadcast": "public_domain"}


def test_rule_26_a_protected_layer_is_enough() -> None:
    composer = {"name": "乙", "role": "composer", "died": 1978}
    answer = ask({"schema": "recording", "published": 1960, "creators": [composer]})
    assert {a.layer.key: a.status for a in answer.layers} == {
        "phonogram": "public_domain",
        "composition": "protected",
    }
    assert answer.status == "protected"
    translator = [{"name": "甲", "died": 1916}, {"name": "乙", "role": "translator", "died": 1990}]
    assert told(ask({"creators": translator})) == ("protected", "2060-12-31")
    assert ask({"creators": translator[:1], "translation": True}).status == "undetermined"


@pytest.mark.parametrize(
    ("country", "days"),
    [
        *((country, 3794) for country in ("US", "GB", "AU", "CA", "FR", "LK", "NZ", "PK")),
        *(("BR", 3816), ("NL", 3844), ("NO", 3846), ("BE", 3910), ("ZA", 3929), ("GR", 4180), ("LB", 4413)),
        *((country, 0) for country in ("CH", "SE", "DE", "IT", "JP")),
    ],
)
def test_days_are_computed_from_the_treaty(country: str, days: int) -> None:
    assert added_days(country, BEFORE_WAR) == days


@pytest.mark.parametrize(
    ("died", "last"),
    [(1931, "1961-12-31"), (1932, "1970-12-31"), (1933, "1983-12-31"), (1967, "2017-12-31")],
)
def test_provisional_prolongations_and_reforms(died: int, last: str) -> None:
    assert told(ask(by(died))) == ("public_domain", last)


def test_the_law_of_the_day_is_applied() -> None:
    assert told(ask(by(1970), date(2010, 6, 1))) == ("protected", "2020-12-31")
    assert told(ask(by(1970), date(2018, 12, 30))) == ("protected", "2040-12-31")
    assert told(ask(by(1940), date(1965, 1, 1))) == ("protected", "1973-12-31")
    assert ask(by(1967), date(2017, 12, 31)).status == "protected"
    assert ask(by(1967), date(2018, 1, 1)).status == "public_domain"


def test_posthumous_under_the_old_law() -> None:
    late = {**by(1940), "published": 1969}
    assert told(ask(late, date(2000, 1, 1))) == ("protected", "2007-12-31")
    assert told(ask(late)) == ("public_domain", "2007-12-31")


def test_pseudonyms() -> None:
    facts = {**by(1990), "authorship": "pseudonymous", "published": 1950}
    open_ = ask(facts)
    assert open_.status == "undetermined"
    assert [entry["fact"] for entry in open_.settled_by()] == ["well_known_pseudonym"]
    assert told(ask({**facts, "well_known_pseudonym": True})) == ("protected", "2060-12-31")
    assert told(ask({**facts, "name_registered": True})) == ("protected", "2060-12-31")
    assert told(ask({**facts, "well_known_pseudonym": False})) == ("public_domain", "2000-12-31")


def test_anonymous_and_unpublished() -> None:
    assert told(ask({"authorship": "anonymous", "published": 1970})) == ("protected", "2040-12-31")
    early = {**by(1935), "authorship": "anonymous", "published": 1970}
    assert ask(early).status == "public_domain"
    unpublished = {"authorship": "corporate", "created": 1960, "unpublished": True}
    assert told(ask(unpublished)) == ("public_domain", "2010-12-31")
    assert ask({"authorship": "corporate", "created": 1960}).status == "undetermined"


def test_works_in_parts() -> None:
    parts = {"authorship": "corporate", "published": 1960, "serial": "parts"}
    assert ask(parts).status == "undetermined"
    assert told(ask({**parts, "last_published": 1970})) == ("protected", "2040-12-31")
    assert ask({**parts, "serial": "issues"}).status == "public_domain"


def test_shorter_term_of_the_country_of_origin() -> None:
    chinese = [{"name": "老舎", "died": 1970, "nationality": "CN"}]
    published = {"creators": chinese, "published": 1950}
    assert told(ask({**published, "publication_country": "CN"})) == ("public_domain", "2020-12-31")
    presumed = ask(published)
    assert presumed.status == "undetermined"
    assert [entry["fact"] for entry in presumed.settled_by()] == ["publication_country"]
    japanese = [{"name": "甲", "died": 1970, "nationality": "JP"}]
    assert (
        told(ask({"creators": japanese, "published": 1950, "publication_country": "CN"}))[1] == "2040-12-31"
    )


def test_translation_right() -> None:
    facts = {"creators": [{"name": "X", "died": 1980, "nationality": "DE"}], "published": 1950}
    gone = ask({**facts, "not_translated": True})
    assert "jp.translation_right_gone" in {reason["rule"] for reason in gone.reasons()}
    kept = ask({**facts, "first_japanese_translation": 1955})
    assert "jp.translation_right_kept" in {reason["rule"] for reason in kept.reasons()}
    assert gone.status == kept.status == "protected"


def test_a_translation_right_that_ended_before_the_war_was_not_prolonged() -> None:
    author = {"creators": [{"name": "X", "died": 1980, "nationality": "US"}]}

    def rules(published: int, translated: int) -> set[str]:
        answer = ask({**author, "published": published, "first_japanese_translation": translated})
        return {reason["rule"] for reason in answer.reasons()}

    assert "jp.translation_right_gone" in rules(1930, 1945)
    assert "jp.translation_right_kept" in rules(1931, 1945)
    assert "jp.translation_right_gone" in rules(1931, 1953)


def test_lapse() -> None:
    assert told(ask({**by(1990), "lapsed": "1995-03-31"})) == ("public_domain", "1995-03-31")
    heirless = ask({**by(1990), "no_heirs": True})
    assert heirless.status == "undetermined"
    assert [entry["fact"] for entry in heirless.settled_by()] == ["lapsed"]


def test_nationality_decides_where_a_name_hints_at_a_foreigner() -> None:
    open_ = ask({"creators": [{"name": "Ernest Hemingway", "died": 1961}], "published": 1926})
    assert [entry["fact"] for entry in open_.settled_by()] == ["creators[0].nationality"]
    assert told(ask({"creators": [{"name": "Nagai Kafū", "died": 1959}]})) == ("public_domain", "2009-12-31")
    assert "no_allied_holder" in ask(by(1959)).assumes


def test_imprecise_facts_give_ranges() -> None:
    circa = ask({"creators": [{"name": "甲", "died": "circa 1966"}]})
    assert circa.status == "undetermined"
    assert ask({"creators": [{"name": "甲", "died": "circa 1900"}]}).status == "public_domain"
    data = ask({"creators": [{"name": "甲", "died": [1970, 1975]}]}).as_data()
    assert (data["status"], data["until"]) == ("protected", None)
    assert (data["earliest_until"], data["latest_until"]) == ("2040-12-31", "2045-12-31")
    assert data["changes_on"] == "2041-01-01"


@pytest.mark.parametrize(
    "facts",
    [
        {"creators": [{"name": "甲", "born": 1900, "died": 1880}]},
        {"creators": [{"name": "甲", "born": 1700, "died": 1900}]},
        {"creators": [{"name": "甲", "born": 1900, "died": 1950}], "published": 1890},
        {"creators": [{"name": "甲", "died": 1950}], "created": 1960},
        {"creators": [{"name": "甲", "died": 1950}], "created": 1949, "published": 1940},
        {"creators": [{"name": "甲", "died": 1950}], "unpublished": True, "published": 1940},
    ],
)
def test_contradictions_are_told(facts: dict[str, Any]) -> None:
    answer = ask(facts)
    assert answer.status == "undetermined"
    assert answer.settled_by()
    assert all(reason["rule"].startswith("contradiction.") for reason in answer.reasons())


def test_declared_statements_stand_beside() -> None:
    answer = ask({**by(1916), "statements": ["in-copyright", "pdm-1.0"]})
    assert answer.status == "public_domain"
    assert [entry["agrees"] for entry in answer.declared()] == [False, True]


def test_a_record_counts_from_fixation_until_2002() -> None:
    late = {"schema": "recording", "published": 1990}
    assert told(ask(late)) == ("protected", "2060-12-31")
    assert "recorded_when_issued" in ask(late).assumes
    # Recorded in 1950, the 50 years had run out before the reform of 9 October 2002 looked at the issue.
    assert told(ask({**late, "recorded": 1950})) == ("public_domain", "2000-12-31")
    assert told(ask({**late, "recorded": 1985})) == ("protected", "2060-12-31")


def test_wire_broadcasts_have_a_right_since_1987() -> None:
    assert ask({"schema": "wire_broadcast", "broadcast": 1986}).status == "not_protected"
    assert told(ask({"schema": "wire_broadcast", "broadcast": 1987})) == ("protected", "2037-12-31")


def test_works_of_a_state_that_is_not_recognised() -> None:
    film = {"schema": "film", "published": 1978, "creators": [{"name": "X", "nationality": "北朝鮮"}]}
    assert ask({**film, "publication_country": "KP"}).status == "not_protected"
    assert ask(film).status == "undetermined"
    assert [entry["fact"] for entry in ask(film).settled_by()] == ["publication_country"]
    assert ask({**film, "publication_country": "CN"}).status == "protected"


def test_who_first_publishes_late_has_a_right_in_europe() -> None:
    late = {"creators": [{"name": "X", "died": 1850, "nationality": "DE"}], "published": 2010}
    assert told(ask(late, jurisdiction="DE")) == ("protected", "2035-12-31")
    assert ask(late, date(2005, 1, 1), "DE").status == "public_domain"
    assert ask({**late, "published": 1849}, jurisdiction="DE").status == "public_domain"
    silent = {"creators": late["creators"]}
    assert "published_in_lifetime" in ask(silent, jurisdiction="DE").assumes


def test_works_lying_unpublished_in_europe_end_with_their_making() -> None:
    hidden = {"authorship": "anonymous", "created": 1880, "published": 1990}
    assert told(ask(hidden, jurisdiction="DE")) == ("public_domain", "1950-12-31")
    assert told(ask({**hidden, "created": 1930}, jurisdiction="DE")) == ("protected", "2060-12-31")


def test_what_the_united_kingdom_protected_is_not_cut_below_fifty_years() -> None:
    american = {"creators": [{"name": "X", "died": 1990, "nationality": "US"}], "publication_country": "US"}
    lapsed = {**american, "published": 1950, "renewal": False}
    assert told(ask(lapsed, jurisdiction="GB")) == ("protected", "2040-12-31")
    assert ask(lapsed, jurisdiction="FR").status == "public_domain"
    assert told(ask(lapsed, jurisdiction="DE")) == ("protected", "2060-12-31")


def test_spain_looks_at_the_day_of_death() -> None:
    def spanish(died: object) -> tuple[str, str | None]:
        creators = [{"name": "X", "died": died, "nationality": "ES"}]
        return told(ask({"creators": creators, "published": 1950}, jurisdiction="ES"))

    assert spanish("1987-12-06") == ("protected", "2067-12-31")
    assert spanish("1987-12-07") == ("protected", "2057-12-31")
    assert spanish(1987) == ("protected", None)


def test_unpublished_records_and_crown_works() -> None:
    tape = {"schema": "phonogram", "recorded": 1970, "unpublished": True}
    assert told(ask(tape, jurisdiction="GB")) == ("public_domain", "2020-12-31")
    crown = {"subject": "crown", "authorship": "corporate", "unpublished": True}
    assert told(ask({**crown, "created": 1950}, jurisdiction="GB")) == ("protected", "2075-12-31")
    assert told(ask({**crown, "created": 1850}, jurisdiction="GB")) == ("protected", "2039-12-31")


def test_a_death_before_our_era_has_no_day_of_ending() -> None:
    answer = ask({"creators": [{"name": "孔子", "died": "紀元前479年"}]})
    assert told(answer) == ("public_domain", None)
