"""Identifiers: normal form, check digits, placeholders."""

# Tables of cases read better in one line.

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kenri.vocab.identifiers import Identifier, identifier, identifier_url, try_identifier
from kenri.vocab.problems import Problem
from kenri.vocab.urls import page_key
from kenri.vocab.vocabularies import schemes


@pytest.mark.parametrize("scheme", schemes())
def test_every_scheme_reads_its_own_example(scheme):
    example = schemes()[scheme].example
    found = identifier(scheme, example)
    assert found == Identifier(scheme, example)
    assert identifier(scheme, f"  {example} ") == found
    url = identifier_url(found)
    assert (url == "") == (schemes()[scheme].url == "")
    assert url == "" or url.startswith("https://")


@pytest.mark.parametrize("scheme", schemes())
@settings(max_examples=30)
@given(text=st.text(max_size=40))
def test_any_text_is_read_or_refused(scheme, text):
    found = try_identifier(scheme, text)
    if found is not None:
        assert identifier(scheme, found.value) == found


@pytest.mark.parametrize(
    ("scheme", "raw", "value"),
    [
        ("isbn", "4-00-310101-4", "9784003101018"), ("isbn", "ISBN 978-4-00-310101-8", "9784003101018"),
        ("isbn", "urn:isbn:4003101014", "9784003101018"), ("isbn", "９７８－４－００－３１０１０１－８", "9784003101018"),
        ("isbn", "439023483", "9780439023481"), ("isbn", "4003101014 (pbk.) : ¥500", "9784003101018"),
        ("isbn", "080442957x", "9780804429573"), ("isbn", "9784003101018.0", "9784003101018"),
        ("issn", "03178471", "0317-8471"), ("issn", "ISSN-L 0317-8471", "0317-8471"), ("issn", "3178471", "0317-8471"),
        ("issn", "https://portal.issn.org/resource/ISSN/0317-8471", "0317-8471"),
        ("ismn", "M-2306-7118-7", "9790230671187"), ("ismn", "979-0-2306-7118-7", "9790230671187"),
        ("iswc", "T-034.524.680-1", "T0345246801"), ("iswc", "ISWC T-034524680-1", "T0345246801"),
        ("isrc", "us-rc1-76-07839", "USRC17607839"),
        ("isan", "0000-0000-D07A-0090-Q-0000-0000-X", "00000000D07A009000000000"),
        ("eidr", "https://doi.org/10.5240/7791-8534-2c23-9030-8610-5", "10.5240/7791-8534-2C23-9030-8610-5"),
        ("isni", "0000 0001 2103 2683", "0000000121032683"),
        ("orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("houjin", "法人番号 5835678256246", "5835678256246"),
        ("doi", "https://doi.org/10.1000/ABC%28123%29", "10.1000/abc(123)"), ("doi", "doi:10.11501/3437686.", "10.11501/3437686"),
        ("wikidata", "http://www.wikidata.org/entity/Q42", "Q42"), ("wikidata", "q42", "Q42"),
        ("viaf", "http://viaf.org/viaf/113230702/", "113230702"),
        ("ndl_authority", "http://id.ndl.go.jp/auth/ndlna/00054222", "00054222"),
        ("ndl_bib", "R100000002-I000003541879-00", "000003541879"), ("jpno", "JP20000001", "20000001"),
        ("ulan", "http://vocab.getty.edu/ulan/500115493", "500115493"),
        ("lccn", "n 78-890351", "n78890351"), ("lccn", "85-2 ", "85000002"), ("oclc", "(OCoLC)ocm02657503", "2657503"),
        ("gutenberg", "https://www.gutenberg.org/ebooks/1342", "1342"), ("gutenberg", "1342.0", "1342"),
        ("imdb", "https://www.imdb.com/title/tt0047478/", "tt0047478"),
        ("musicbrainz", "https://musicbrainz.org/artist/B1A9C0E9-D987-4042-AE91-78D6A3267D69", "b1a9c0e9-d987-4042-ae91-78d6a3267d69"),
        ("tate", "http://www.tate.org.uk/art/artworks/blake-a-figure-bowing-a00001", "A00001"),
        ("ark", "https://gallica.bnf.fr/ark:/12148/btv1b8449691v", "ark:/12148/btv1b8449691v"),
        ("ark", "ark:12148/btv1-b8449691v", "ark:/12148/btv1b8449691v"), ("jasrac", "01234567", "012-3456-7"),
        ("url", "HTTP://Example.ORG:80", "http://example.org/"),
        ("url", "https://example.org/a%7Eb?b=2&utm_source=x&a=1&fbclid=9#top", "https://example.org/a~b?b=2&a=1"),
        ("url", "https://日本語.jp/作品?題=一", "https://xn--wgv71a119e.jp/%E4%BD%9C%E5%93%81?%E9%A1%8C=%E4%B8%80"),
        ("url", "https://example.org:8443/%e4%bd%9c", "https://example.org:8443/%E4%BD%9C"),
    ],
)  # fmt: skip
def test_normal_form(scheme, raw, value):
    assert identifier(scheme, raw) == Identifier(scheme, value)


@pytest.mark.parametrize(
    ("scheme", "raw", "reason"),
    [
        ("isbn", "9.78043902348e+12", "cut off"), ("isbn", "4-00-310101-5", "check digit"),
        ("isbn", "0000000000", "placeholder"), ("isbn", "9999999999", "placeholder"), ("isbn", "9780000000002", "placeholder"),
        ("isbn", "9784000000004", "placeholder"), ("isbn", "123456789X", "placeholder"), ("isbn", "9790230671187", "form"),
        ("isbn", "439023484", "check digit"), ("isbn", "-", "placeholder"), ("isbn", "none", "placeholder"),
        ("isbn", "なし", "placeholder"), ("isbn", "", "empty"), ("issn", "0000-0000", "placeholder"),
        ("issn", "0317-8472", "check digit"), ("iswc", "T-034.524.680-2", "check digit"),
        ("iswc", "T-000.000.000-1", "placeholder"), ("eidr", "10.5240/7791-8534-2C23-9030-8610-6", "check digit"),
        ("isni", "0000000000000000", "placeholder"), ("isni", "0000000121032684", "check digit"),
        ("orcid", "0000-0002-1825-0098", "check digit"), ("houjin", "5835678256247", "check digit"),
        ("doi", "10.1/x", "form"), ("wikidata", "-", "placeholder"), ("wikidata", "Q0", "placeholder"),
        ("wikidata", "P31", "form"), ("viaf", "0", "placeholder"), ("viaf", "1.1323e8", "cut off"),
        ("ndl_authority", "54222", "form"), ("musicbrainz", "00000000-0000-0000-0000-000000000000", "placeholder"),
        ("url", "ftp://example.org/", "form"), ("url", "https://me:secret@example.org/", "password"),
        ("url", "https://", "form"), ("url", "https://example.org:port/", "form"), ("url", "example.org", "form"),
    ],
)  # fmt: skip
def test_refused_with_a_reason(scheme, raw, reason):
    with pytest.raises(Problem) as caught:
        identifier(scheme, raw)
    assert caught.value.code == "bad_identifier"
    assert reason in caught.value.message("en")
    assert schemes()[scheme].label.ja in caught.value.message("ja")
    assert try_identifier(scheme, raw) is None


def test_an_unknown_scheme_is_the_callers_mistake():
    with pytest.raises(KeyError):
        identifier("isbm", "1")


@given(st.integers(10**8, 10**9 - 1), st.integers(0, 9))
def test_one_wrong_digit_never_passes_as_iswc(number, digit):
    digits = str(number)
    total = 1 + sum(place * int(d) for place, d in enumerate(digits, start=1))
    check = (10 - total % 10) % 10
    found = try_identifier("iswc", f"T{digits}{digit}")
    assert (found is not None) == (digit == check and len(set(digits)) > 1)


@given(
    st.from_regex(
        r"https?://[a-z]{1,8}\.(org|jp)(/[a-zA-Z0-9%~._-]{0,9}){0,3}(\?[a-z]=[a-z0-9%]{0,4})?", fullmatch=True
    )
)
def test_the_normal_form_of_a_url_is_its_own(text):
    found = try_identifier("url", text)
    assert found is not None
    assert identifier("url", found.value) == found


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://www.example.org/works/1", "example.org/works/1"), ("http://example.org/works/1/", "example.org/works/1"),
        ("WWW.example.org/works/1?utm_source=x#top", "example.org/works/1"), ("example.org:80/a?b=1", "example.org:80/a?b=1"),
        ("https://example.org/作品", "example.org/%E4%BD%9C%E5%93%81"), ("https://www.example.org/", "example.org"),
        ("example.org", ""), ("Fate/stay night", ""), ("ftp://example.org/a", ""), ("https://example.org/a b", ""),
        ("https://example.org/\ud800", ""), ("", ""),
    ],
)  # fmt: skip
def test_all_addresses_of_a_page_have_one_key(text, key):
    assert page_key(text) == key


@pytest.mark.parametrize("run", [" ", ".", ",", "-", "/", "1"])
def test_values_too_long_to_be_an_identifier_are_none(run: str) -> None:
    for scheme in ("doi", "isbn", "issn", "wikidata", "imdb", "ark", "url"):
        assert try_identifier(scheme, f"10.1234/x{run * 100_000}x") is None
    assert try_identifier("doi", f"10.1234/xy{'.' * 1_000}") == Identifier("doi", "10.1234/xy")
