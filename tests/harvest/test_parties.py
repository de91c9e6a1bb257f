"""Lives, inverted names and making dates as Western catalogues write them."""

from __future__ import annotations

import pytest

from kenri.harvest.declared import declared
from kenri.harvest.parties import inverted, life
from kenri.harvest.years import dated, making
from kenri.vocab.records import EventKind, PartyKind


@pytest.mark.parametrize(
    ("note", "nationality", "born", "died"),
    [
        ("(American, born Germany. 1886–1969)", "American", 1886, 1969),
        ("(American, born the Netherlands. 1904–1997)", "American", 1904, 1997),
        ("(American, born Israel, 1976)", "American", 1976, None),
        ("(Swiss, born Germany 1930)", "Swiss", 1930, None),
        ("(American,1886–1969)", "American", 1886, 1969),
        ("1898–1991", "", 1898, 1991),
        ("born 1930", "", 1930, None),
        ("French, 1840 - 1926", "French", 1840, 1926),
        ("(Azerbaijani, died 972 AH/AD 1564)", "Azerbaijani", None, 1564),
        ("(Italian, 106 BC-43 BC)", "Italian", -105, -42),
        ("(Greek, 500-425 BC)", "Greek", -499, -424),
        ("(French, active 1654-1681)", "French", None, None),
        ("(Japanese, 19th century)", "Japanese", None, None),
        ("(French, King of France 1715-1774)", "French", None, None),
        ("Nationality unknown", "", None, None),
        ("(Dutch, 1887–1891)", "Dutch", None, None),
        ("1756–1894", "", None, None),
        ("-1650", "", None, 1650),
        ("1926-", "", 1926, None),
    ],
)
def test_a_life_is_read_and_activity_is_no_life(
    note: str, nationality: str, born: int | None, died: int | None
) -> None:
    told = life(note)
    assert told.nationality == nationality
    assert (told.born.first_year if told.born else None) == born
    assert (told.died.last_year if told.died else None) == died


def test_a_founded_body_is_an_organisation_and_was_not_born() -> None:
    told = life("(USA, est. 1976)")
    assert told.kind is PartyKind.ORGANISATION
    assert told.born is None
    assert told.founded is not None
    assert told.founded.earliest == "1976"


@pytest.mark.parametrize(
    ("written", "family", "given"),
    [
        ("Poe, Edgar Allan", "Poe", "Edgar Allan"),
        ("Montgomery, L. M. (Lucy Maud)", "Montgomery", "L. M."),
        ("Millais, Sir John Everett, Bt", "Millais", "Sir John Everett"),
        ("Augustine, of Hippo, Saint", "", ""),
        ("Houghton, Mifflin and Co.", "", ""),
        ("Smith, Jr.", "", ""),
        ("Voltaire", "", ""),
    ],
)
def test_only_a_persons_inverted_name_is_divided(written: str, family: str, given: str) -> None:
    name = inverted(written)
    assert (name.text, name.family, name.given) == (written, family, given)


@pytest.mark.parametrize(
    ("text", "first", "last", "earliest", "latest"),
    [
        ("c. 1925-1940", 1920, 1945, "1920", "1945"),
        ("June 1960", 1960, 1960, "1960-06", "1960-06"),
        ("date not known", 1814, 1825, "1814", "1825"),
        ("1904-05", None, None, "1904", "1905"),
        ("", 1900, None, "1900", ""),
        ("um 1925", 1920, 1930, "1920", "1930"),
    ],
)
def test_text_and_years_make_one_date(
    text: str, first: int | None, last: int | None, earliest: str, latest: str
) -> None:
    date = dated(text, first, last)
    assert date is not None
    assert (date.earliest, date.latest) == (earliest, latest)


def test_publication_told_in_a_date_is_an_event_of_its_own() -> None:
    created, issued = making("(1899, published 1916)")
    assert created.kind is EventKind.CREATED
    assert created.date is not None
    assert created.date.earliest == "1899"
    assert issued.kind is EventKind.PUBLISHED
    assert issued.date is not None
    assert issued.date.earliest == "1916"
    assert [event.kind for event in making("published 1811", 1811, 1811)] == [EventKind.PUBLISHED]


@pytest.mark.parametrize(
    ("text", "url", "code"),
    [
        ("CC BY 4.0", "", "cc-by-4.0"),
        ("", "http://creativecommons.org/licenses/by/4.0/deed.ja", "cc-by-4.0"),
        ("In copyright", "https://rightsstatements.org/page/InC/1.0/?language=en", "rs-inc"),
        ("see https://creativecommons.org/publicdomain/zero/1.0/legalcode", "", "cc0-1.0"),
        ("This work is licensed under a CC BY-NC-SA 4.0 licence.", "", "cc-by-nc-sa-4.0"),
        ("Text CC BY 4.0, images CC BY-NC 4.0", "", ""),
        ("In Copyright", "", "in-copyright"),
        ("ask the museum", "", ""),
    ],
)
def test_a_statement_is_known_by_its_url_or_name(text: str, url: str, code: str) -> None:
    assert declared(text, url).code == code
