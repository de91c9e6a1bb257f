"""The vocabularies are complete, consistent and labelled in both languages."""

# Tables of cases read better in one line.

from __future__ import annotations

import msgspec
import pytest

from kenri.vocab import data_files
from kenri.vocab.dates import Certainty
from kenri.vocab.entries import Entry
from kenri.vocab.identifier_text import Refusal
from kenri.vocab.names import NameKind
from kenri.vocab.records import EventKind, PartyKind, Record, RelationKind
from kenri.vocab.vocabularies import (
    acts,
    fields,
    kind_label,
    language_named,
    languages,
    layers,
    properties,
    rights,
    role_named,
    roles,
    roles_named,
    schemas,
    schemes,
    statement_named,
    statements,
)

ALL = (fields, schemas, roles, languages, statements, acts, rights, layers, schemes, properties)

KEYS = {
    schemas: "text serial comic musical_work recording release artwork photograph image film programme video game "
    "script performance exhibition virtual_object dataset person organisation",
    fields: "books newspapers music film broadcast manga anime games art photography stage scripts online archives",
    roles: "author composer lyricist arranger translator editor illustrator artist photographer director "
    "screenwriter producer performer conductor singer actor publisher production_company original_author "
    "character_designer animator designer developer broadcaster label holder contributor creator compiler "
    "commentator",
    statements: "cc0-1.0 pdm-1.0 cc-by-4.0 cc-by-sa-4.0 cc-by-nd-4.0 cc-by-nc-4.0 cc-by-nc-sa-4.0 cc-by-nc-nd-4.0 "
    "cc-by-2.1-jp cc-by-sa-2.1-jp rs-inc rs-inc-ow-eu rs-inc-edu rs-inc-nc rs-inc-ruu rs-noc-cr rs-noc-nc "
    "rs-noc-oklr rs-noc-us rs-cne rs-und rs-nkc jps-edu jps-noncom jps-com jps-incr jps-incr_edu "
    "jps-nocr_cont jps-nocr_other jps-uneval jps-undet jps-others jps-ccby public-domain in-copyright",
    schemes: "isbn issn ismn iswc isrc isan eidr isni orcid doi wikidata viaf ndl_authority ndl_bib jpno houjin "
    "ulan lccn oclc gutenberg imdb musicbrainz anidb bangumi moma tate ark url jasrac nextone",
}


@pytest.mark.parametrize("vocabulary", ALL, ids=lambda v: v.__name__)
def test_every_entry_has_its_key_and_both_labels(vocabulary):
    entries = vocabulary()
    assert entries
    for key, entry in entries.items():
        assert isinstance(entry, Entry)
        assert entry.key == key
        assert entry.label.ja.strip()
        assert entry.label.en.strip()


@pytest.mark.parametrize("vocabulary", ALL, ids=lambda v: v.__name__)
def test_vocabularies_cannot_be_changed(vocabulary):
    with pytest.raises(TypeError):
        vocabulary()["new"] = None
    with pytest.raises(AttributeError):
        next(iter(vocabulary().values())).key = "new"


@pytest.mark.parametrize("vocabulary", KEYS, ids=lambda v: v.__name__)
def test_keys_that_others_build_on(vocabulary):
    assert set(KEYS[vocabulary].split()) <= set(vocabulary())


@pytest.mark.parametrize("vocabulary", [v for v in ALL if v is not languages], ids=lambda v: v.__name__)
def test_labels_tell_entries_apart(vocabulary):
    for language in ("ja", "en"):
        labels = [
            (
                e.label.in_language(language),
                getattr(e, "kind", ""),
                getattr(e, "family", ""),
                getattr(e, "url", ""),
            )
            for e in vocabulary().values()
        ]
        assert len(set(labels)) == len(labels)


def test_a_repeated_key_is_an_error():
    with pytest.raises(ValueError, match="repeated"):
        data_files.parse_yaml("a: 1\nb: 2\na: 3\n")
    with pytest.raises(ValueError, match="repeated"):
        data_files.parse_yaml("x: {a: 1, a: 2}")


def test_plain_scalars_stay_text():
    assert data_files.parse_yaml("no: 2.10\nyes: null\n") == {"no": "2.10", "yes": None}


def test_schemas_name_only_what_exists():
    for schema in schemas().values():
        assert set(schema.fields) <= set(fields()), schema.key
        assert set(schema.layers) <= set(layers()), schema.key
        assert set(schema.roles) <= set(roles()), schema.key
        assert set(schema.properties) <= set(properties()), schema.key
        assert schema.fields
        assert schema.properties
        assert schema.kinds
        for kind in schema.kinds.values():
            assert kind.label.ja
            assert kind.label.en
        if any(kind.net_only for kind in schema.kinds.values()):
            assert schema.net_only_possible, schema.key


def test_every_field_has_a_kind_of_work_and_works_have_layers():
    works = [schema for schema in schemas().values() if schema.kind == "work"]
    assert {field for schema in works for field in schema.fields} == set(fields())
    assert all(schema.layers and schema.roles for schema in works)
    assert {s.key for s in schemas().values() if s.kind == "party"} == {"person", "organisation"}


def test_properties_are_what_a_record_can_say():
    assert set(properties()) <= {field.name for field in msgspec.structs.fields(Record)}


def test_roles_schemes_rights_and_layers_refer_to_each_other():
    assert all(set(role.layers) <= set(layers()) for role in roles().values())
    assert all(set(scheme.schemas) <= set(schemas()) for scheme in schemes().values())
    assert all(right.part_of in ("", *rights()) for right in rights().values())
    assert all(layer.right in rights() for layer in layers().values())


def test_every_kind_of_the_code_has_a_label():
    for kinds in (NameKind, EventKind, RelationKind, PartyKind, Certainty, Refusal):
        for kind in kinds:
            label = kind_label(kind)
            assert label.ja
            assert label.en


def test_licences_say_what_they_allow():
    by_nc_nd = statements()["cc-by-nc-nd-4.0"]
    assert (by_nc_nd.reuse, by_nc_nd.credit, by_nc_nd.commercial, by_nc_nd.derivatives) == (
        True,
        True,
        False,
        False,
    )
    assert statements()["cc0-1.0"].public_domain
    assert statements()["rs-inc"].in_copyright is True
    assert statements()["rs-und"].in_copyright is None
    assert statements()["jps-undet"].reuse is None
    for statement in statements().values():
        assert not (statement.public_domain and statement.in_copyright)
        assert statement.family == "jps" or statement.url or statement.family == "plain"
        assert not statement.url or statement.url.startswith(
            ("https://", "http://rightsstatements.org/vocab/")
        )


def test_translated_labels_of_rightsstatements_are_marked():
    assert all(not s.official_ja for s in statements().values() if s.family == "rs")
    assert sum(s.family == "rs" for s in statements().values()) == 12


def test_statements_are_found_by_one_url_only():
    urls = [s.url for s in statements().values() if s.url and s.family in ("cc", "rs")]
    assert len(urls) == len(set(urls))


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("著者", "author"), ("［著］", "author"), ("著 ", "author"), ("翻訳者", "translator"), ("訳", "translator"),
        ("校訂者", "editor"), ("編者", "editor"), ("監督", "director"), ("演出", "stage_director"),
        ("原作", "original_author"), ("作", "author"), ("脚本", "screenwriter"), ("シナリオ", "screenwriter"),
        ("音楽", "composer"), ("作画", "illustrator"), ("キャラクターデザイン", "character_designer"),
        ("撮影", "cinematographer"), ("プロデューサー", "producer"), ("声の出演", "voice_actor"),
        ("出演", "actor"), ("製作", "production_company"), ("発行", "publisher"), ("装丁", "designer"),
        ("ｲﾗｽﾄ", "illustrator"), ("aut", "author"), ("AUT", "author"), ("trl", "translator"), ("cmp.", "composer"),
        ("http://id.loc.gov/vocabulary/relators/ill", "illustrator"), ("B06", "translator"), ("A12", "illustrator"),
        ("Written by", "author"), ("recording engineer", "sound"), ("動画（作画と同義）", "animator"),
        ("チーフ演出", "stage_director"), ("メカ作画監督", "animator"), ("演出助手", "technician"),
        ("底本著者名", "original_author"), ("painter", "artist"), ("phonographic copyright", "label"),
    ],
)  # fmt: skip
def test_roles_by_their_words(label, role):
    assert role_named(label) == role


@pytest.mark.parametrize(
    "label", ["", "1968", "出版地不明", "展示・実演場所", "OVA", "監督・謎の役", "・", "()"]
)
def test_words_that_are_no_role(label):
    assert role_named(label) is None
    assert roles_named(label) == ()


def test_joined_roles():
    assert roles_named("作詞・作曲") == ("lyricist", "composer")
    assert roles_named("監督｜脚本") == ("director", "screenwriter")
    assert roles_named("監督、演出、監督") == ("director", "stage_director")
    assert role_named("作詞、作曲、歌唱") == "lyricist"


def test_every_role_is_found_by_key_and_labels():
    for role in roles().values():
        assert role_named(role.key) == role.key
        assert role_named(role.label.ja) == role.key
        assert role_named(role.label.en) == role.key


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ja", "ja"), ("jpn", "ja"), ("JPN", "ja"), ("日本語", "ja"), ("Japanese", "ja"), ("ja-Latn", "ja"),
        ("en_US", "en"), ("ger", "de"), ("deu", "de"), ("fre", "fr"), ("chi", "zh"), ("grc", "grc"),
        ("仏語", "fr"), ("ain", "ain"), ("mul", "mul"), ("und", "und"), ("zxx", "zxx"), ("no", "no"),
        ("http://id.loc.gov/vocabulary/iso639-2/jpn", "ja"), ("http://lexvo.org/id/iso639-3/eng", "en"),
        ("ga", "ga"), ("scr", "hr"), ("iw", "he"), ("sgn", "sgn"),
    ],
)  # fmt: skip
def test_languages_by_code_and_name(text, code):
    assert language_named(text) == code


@pytest.mark.parametrize("text", ["", "xx", "qqqq", "日本史", "book"])
def test_words_that_are_no_language(text):
    assert language_named(text) is None


def test_all_two_letter_codes_of_iso_639_are_there():
    codes = [
        "aa",
        "ab",
        "ae",
        "af",
        "ak",
        "am",
        "an",
        "ar",
        "as",
        "av",
        "ay",
        "az",
        "ba",
        "be",
        "bg",
        "bi",
        "bm",
        "bn",
        "bo",
        "br",
        "bs",
        "ca",
        "ce",
        "ch",
        "co",
        "cr",
        "cs",
        "cu",
        "cv",
        "cy",
        "da",
        "de",
        "dv",
        "dz",
        "ee",
        "el",
        "en",
        "eo",
        "es",
        "et",
        "eu",
        "fa",
        "ff",
        "fi",
        "fj",
        "fo",
        "fr",
        "fy",
        "ga",
        "gd",
        "gl",
        "gn",
        "gu",
        "gv",
        "ha",
        "he",
        "hi",
        "ho",
        "hr",
        "ht",
        "hu",
        "hy",
        "hz",
        "ia",
        "id",
        "ie",
        "ig",
        "ii",
        "ik",
        "io",
        "is",
        "it",
        "iu",
        "ja",
        "jv",
        "ka",
        "kg",
        "ki",
        "kj",
        "kk",
        "kl",
        "km",
        "kn",
        "ko",
        "kr",
        "ks",
        "ku",
        "kv",
        "kw",
        "ky",
        "la",
        "lb",
        "lg",
        "li",
        "ln",
        "lo",
        "lt",
        "lu",
        "lv",
        "mg",
        "mh",
        "mi",
        "mk",
        "ml",
        "mn",
        "mr",
        "ms",
        "mt",
        "my",
        "na",
        "nb",
        "nd",
        "ne",
        "ng",
        "nl",
        "nn",
        "no",
        "nr",
        "nv",
        "ny",
        "oc",
        "oj",
        "om",
        "or",
        "os",
        "pa",
        "pi",
        "pl",
        "ps",
        "pt",
        "qu",
        "rm",
        "rn",
        "ro",
        "ru",
        "rw",
        "sa",
        "sc",
        "sd",
        "se",
        "sg",
        "si",
        "sk",
        "sl",
        "sm",
        "sn",
        "so",
        "sq",
        "sr",
        "ss",
        "st",
        "su",
        "sv",
        "sw",
        "ta",
        "te",
        "tg",
        "th",
        "ti",
        "tk",
        "tl",
        "tn",
        "to",
        "tr",
        "ts",
        "tt",
        "tw",
        "ty",
        "ug",
        "uk",
        "ur",
        "uz",
        "ve",
        "vi",
        "vo",
        "wa",
        "wo",
        "xh",
        "yi",
        "yo",
        "za",
        "zh",
        "zu",
    ]
    assert set(codes) <= set(languages())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://creativecommons.org/licenses/by-sa/4.0/", "cc-by-sa-4.0"),
        ("http://creativecommons.org/licenses/by/2.1/jp/deed.ja", "cc-by-2.1-jp"),
        ("https://creativecommons.org/licenses/by/4.0/legalcode.ja", "cc-by-4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/deed.en", "cc0-1.0"),
        ("https://rightsstatements.org/page/InC/1.0/?language=en", "rs-inc"),
        ("http://rightsstatements.org/vocab/NoC-US/1.0/", "rs-noc-us"),
        ("CC BY-NC-SA 4.0", "cc-by-nc-sa-4.0"), ("CC BY 4.0 International", "cc-by-4.0"), ("CC BY 2.1 JP", "cc-by-2.1-jp"),
        ("CC-BY-SA-3.0", "cc-by-sa-3.0"), ("CC0", "cc0-1.0"), ("CC0-1.0", "cc0-1.0"), ("GFDL-1.3-or-later", "spdx-gfdl-1.3-or-later"),
        ("https://spdx.org/licenses/ODbL-1.0.html", "spdx-odbl-1.0"), ("Public domain", "public-domain"),
        ("パブリック・ドメイン", "public-domain"), ("All rights reserved", "all-rights-reserved"),
    ],
)  # fmt: skip
def test_statements_by_url_and_name(text, key):
    assert statement_named(text) == key


@pytest.mark.parametrize(
    "text", ["", "CC BY-SA", "https://example.org/terms", "CC BY 9.0", "https://www.bunka.go.jp/jiyuriyo/"]
)
def test_words_that_are_no_single_statement(text):
    assert statement_named(text) is None


def test_every_statement_is_found_by_its_key_and_spdx_id():
    for statement in statements().values():
        assert statement_named(statement.key) == statement.key
        assert not statement.spdx or statement_named(statement.spdx) == statement.key


def test_texts_too_long_to_be_a_word_are_none() -> None:
    for run in (" ", "\u3000", ",", "・", "（"):
        assert roles_named(f"著{run * 100_000}訳") in ((), ("author", "translator"))
        assert language_named(f"ja{run * 100_000}x") is None
        assert statement_named(f"cc{run * 100_000}x") is None
    assert role_named(f"illustrated{' ' * 100_000}by") == "illustrator"


def test_no_two_statements_have_the_same_japanese_label() -> None:
    labels = [statement.label.ja for statement in statements().values()]
    assert len(labels) == len(set(labels))


def test_genre_and_kind_are_called_by_different_words() -> None:
    assert properties()["genre"].label.ja == "ジャンル"
    assert properties()["genre"].label.en == "Genre"
