"""The closed vocabularies of ``vocab/data``: entries with a key that never changes and two labels."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from kenri.vocab import data_files
from kenri.vocab.entries import (
    Act,
    Entry,
    Field,
    Language,
    Layer,
    Property,
    Right,
    Role,
    Schema,
    Scheme,
    StatementKind,
)
from kenri.vocab.text import Text

E_ = TypeVar("E_", bound=Entry)

# "(著)", "[著]", "／著", "著:" and "aut." are the word with what its place in a line left on it.
_WRAPPING = " \t\r\n\u3000()[]{}<>〈〉《》「」『』【】〔〕/・:;,.、。=*＊"
_SPACES = re.compile(r"[\s_-]+")
_RELATOR_URL = re.compile(r"^https?://id\.loc\.gov/vocabulary/relators/([a-z]{3})(?:\.html)?$", re.IGNORECASE)
_LANGUAGE_URL = re.compile(
    r"^https?://(?:id\.loc\.gov/vocabulary/(?:iso639-[125]|languages)|lexvo\.org/id/iso639-\d|iso639-3\.sil\.org/code)/([a-z]{2,3})$",
    re.IGNORECASE,
)


def _entries(data: Mapping[str, Any], type_: type[E_]) -> Mapping[str, E_]:
    """Entries by key, from the mapping of a YAML file."""
    raw = {key: {**value, "key": key} for key, value in data.items()}
    return MappingProxyType(msgspec.convert(raw, dict[str, type_], strict=False))  # type: ignore[valid-type]


def _file(path: str) -> dict[str, Any]:
    return data_files.load(path, dict[str, Any])


@functools.cache
def fields() -> Mapping[str, Field]:
    """The fields of works."""
    return _entries(_file("fields.yaml"), Field)


@functools.cache
def roles() -> Mapping[str, Role]:
    """What parties do for works."""
    return _entries(_file("roles.yaml"), Role)


@functools.cache
def languages() -> Mapping[str, Language]:
    """Languages by their shortest ISO 639 code."""
    return _entries(_file("languages.yaml"), Language)


@functools.cache
def territories() -> Mapping[str, Entry]:
    """Countries and territories by their ISO 3166-1 alpha-2 code; few have rules of their own in Kenri."""
    return _entries(_file("territories.yaml"), Entry)


@functools.cache
def statements() -> Mapping[str, StatementKind]:
    """Licences and other standard statements."""
    return _entries(_file("statements.yaml"), StatementKind)


@functools.cache
def acts() -> Mapping[str, Act]:
    """Acts of use."""
    return _entries(_file("acts.yaml"), Act)


@functools.cache
def rights() -> Mapping[str, Right]:
    """Rights that can be claimed."""
    return _entries(_file("rights.yaml")["rights"], Right)


@functools.cache
def layers() -> Mapping[str, Layer]:
    """Layers of works in which rights exist."""
    return _entries(_file("rights.yaml")["layers"], Layer)


@functools.cache
def schemes() -> Mapping[str, Scheme]:
    """Schemes of identifiers."""
    return _entries(_file("schemes.yaml"), Scheme)


@functools.cache
def properties() -> Mapping[str, Property]:
    """What a record can say, with labels."""
    return _entries(_file("properties.yaml"), Property)


@functools.cache
def schemas() -> Mapping[str, Schema]:
    """Kinds of works and parties: the files of ``data/schemas``, by file name."""
    files = data_files.names_in("schemas")
    return _entries({name.removesuffix(".yaml"): _file(f"schemas/{name}") for name in files}, Schema)


@functools.cache
def _kinds() -> Mapping[str, Mapping[str, Text]]:
    return MappingProxyType(data_files.load("kinds.yaml", dict[str, dict[str, Text]]))


def kind_label(kind: StrEnum) -> Text:
    """The label of a member of ``NameKind``, ``EventKind``, ``RelationKind``, ``Certainty`` and the like."""
    return _kinds()[type(kind).__name__][kind.value]


def index_words(pairs: Iterable[tuple[str, str]], what: str) -> dict[str, str]:
    """Key by word. Raises ValueError where one word would mean two keys."""
    found: dict[str, str] = {}
    for word, key in pairs:
        if found.setdefault(word, key) != key:
            raise ValueError(f"{what}: {word!r} means both {found[word]!r} and {key!r}")
    return found


def fold_word(word: str) -> str:
    """A word as it is looked up: NFKC, lower case, without the punctuation around it, hyphens as spaces."""
    plain = unicodedata.normalize("NFKC", word).casefold().strip(_WRAPPING)
    return _SPACES.sub(" ", plain)


@functools.cache
def _role_words() -> dict[str, str]:
    def pairs() -> Iterator[tuple[str, str]]:
        for role in roles().values():
            yield fold_word(role.key), role.key
            yield fold_word(role.label.ja), role.key
            yield fold_word(role.label.en), role.key
            for word in role.words:
                yield fold_word(word), role.key

    return index_words(pairs(), "roles.yaml")


_LONGEST_WORD = 500
"""Characters of a text that can be a role, a language or a licence's name; longer ones name none."""
_ROLE_SEPARATORS = re.compile(r"\s*(?:[・、，,/／|｜&＆+＋;]|\band\b)\s*")
_ROLE_NOTE = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_ROLE_BEFORE = re.compile(
    r"^(?:チーフ|メイン|サブ|オリジナル|ゲスト|日本語版|各話|担当|共同|総|chief|main|lead|assistant)[・\s]*"
)
_ASSISTING = re.compile(
    r"(?:助手|補佐|補助|補|協力|進行|管理|事務|チーフ|スタッフ|アシスタント)$|^(?:アシスタント|assistant\s)"
)
_ROLE_ENDINGS = {
    "作画監督": "animator",
    "アニメーター": "animator",
    "キャラクターデザイン": "character_designer",
    "デザイン": "designer",
    "デザイナー": "designer",
    "プロデューサー": "producer",
    "イラスト": "illustrator",
}


@functools.lru_cache(maxsize=4096)
def roles_named(label: str) -> tuple[str, ...]:
    """All role keys of a text as sources write it (著者, 作詞・作曲, "illustrator", "aut"), else ().

    Japanese and English words, MARC relator codes and URLs, ONIX codes, LIDO and MusicBrainz words are
    known; case, width and the brackets around the word do not matter, nor does a note in parentheses.
    Of a joined text (監督・脚本) every part must be known. Helpers of a known role (演出助手) are
    ``technician``: they give no right of their own.
    """
    label = " ".join(label.split())
    if len(label) > _LONGEST_WORD:
        return ()
    url = _RELATOR_URL.match(label.strip())
    text = url[1] if url else label
    one = _one_role(text)
    if one:
        return (one,)
    parts = [_one_role(part) for part in _ROLE_SEPARATORS.split(text.strip(_WRAPPING)) if part]
    known = [part for part in parts if part]
    return tuple(dict.fromkeys(known)) if len(parts) > 1 and len(known) == len(parts) else ()


def role_named(label: str) -> str | None:
    """The role key of a word as sources write it; of several (see ``roles_named``) the first, else None."""
    found = roles_named(label)
    return found[0] if found else None


def _one_role(label: str) -> str | None:
    words = _role_words()
    for text in (label, _ROLE_NOTE.sub("", label)):
        folded = fold_word(text)
        shorter = _ROLE_BEFORE.sub("", folded)
        helped = _ASSISTING.sub("", folded)
        if folded in words:
            return words[folded]
        if helped != folded and (helped in words or _ROLE_BEFORE.sub("", helped) in words):
            return "technician"
        if shorter in words:
            return words[shorter]
        ending = next((key for end, key in _ROLE_ENDINGS.items() if folded.endswith(end)), None)
        if ending:
            return ending
    return None


@functools.cache
def _language_words() -> dict[str, str]:
    """Codes go before names: "ga" is Irish, although Ga is the name of another language."""
    all_ = languages().values()
    codes = index_words(((code, x.key) for x in all_ for code in (x.key, *x.codes)), "codes of languages")
    names = index_words(
        ((fold_word(word), x.key) for x in all_ for word in (x.label.ja, x.label.en, *x.words)),
        "names of languages",
    )
    return names | codes


@functools.lru_cache(maxsize=4096)
def language_named(code_or_label: str) -> str | None:
    """The vocabulary's code of a language given as ISO 639 code, BCP 47 tag, label or URL, else None."""
    text = code_or_label.strip()
    if len(text) > _LONGEST_WORD:
        return None
    url = _LANGUAGE_URL.match(text)
    if url:
        text = url[1]
    words = _language_words()
    found = words.get(fold_word(text))
    if found is None and re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})+", text):
        found = words.get(re.split("[-_]", text)[0].lower())
    return found


_CC_WORDS = re.compile(
    r"(?:creative commons|cc)\s*[- ]?\s*(by(?:[\s-]+(?:nc|nd|sa))*)\s*[- ]?\s*v?([1-4]\.[0-5])"
    r"(?:[\s-]+(?:([a-z]{2}|igo|scotland)|international|unported|generic|deed|国際|一般|非移植))?"
)
_CC_ORDER = {"by-nd-nc": "by-nc-nd", "by-sa-nc": "by-nc-sa"}


def _bare_url(url: str) -> str:
    """A licence's URL as it is compared: without scheme, ``deed.ja``, ``legalcode`` and final slash."""
    plain = re.sub(r"^https?://(?:www\.)?", "", url.strip().lower())
    plain = re.sub(r"(?:/(?:deed|legalcode)(?:\.[a-z_-]+)?|/rdf)?/?(?:[?#].*)?$", "", plain)
    plain = re.sub(r"^(rightsstatements\.org)/page/", r"\1/vocab/", plain)
    return re.sub(r"^(spdx\.org/licenses/.+?)(?:\.html|\.json)$", r"\1", plain)


@functools.cache
def _statement_words() -> dict[str, str]:
    """URLs, SPDX ids, keys, and labels of Creative Commons, rightsstatements.org and general words -> key."""
    all_ = statements().values()
    named = [x for x in all_ if x.family in ("cc", "plain")]
    words = index_words(
        ((fold_word(word), x.key) for x in named for word in (x.label.ja, x.label.en)), "names of statements"
    )
    words |= {fold_word(word): key for word, key in _SHORT_STATEMENTS.items()}
    # Labels of Japan Search repeat those of the licences, and SPDX has ids: neither are names here.
    words = {fold_word(w): x.key for x in all_ if x.family == "rs" for w in (x.label.ja, x.label.en)} | words
    # Several marks of the Agency for Cultural Affairs stand on one page: then the URL alone says too little.
    urls = [_bare_url(x.url) for x in all_ if x.url]
    words |= {_bare_url(x.url): x.key for x in all_ if x.url and urls.count(_bare_url(x.url)) == 1}
    words |= {f"spdx.org/licenses/{x.spdx.lower()}": x.key for x in all_ if x.spdx}
    words |= {fold_word(x.spdx): x.key for x in all_ if x.spdx}
    return words | {fold_word(x.key): x.key for x in all_}


_SHORT_STATEMENTS = {
    "CC0": "cc0-1.0",
    "CC Zero": "cc0-1.0",
    "CC0 1.0": "cc0-1.0",
    "CC0 1.0 Universal": "cc0-1.0",
    "PDM": "pdm-1.0",
    "Public Domain Mark": "pdm-1.0",
    "PD": "public-domain",
    "パブリックドメイン": "public-domain",
    "著作権保護期間満了": "public-domain",
}


@functools.lru_cache(maxsize=4096)
def statement_named(text: str) -> str | None:
    """The statement key of a URL, an SPDX id or a licence's name as sources write it; None when unknown.

    "CC BY-SA" without a version is unknown on purpose: it does not say which licence it is. Japan Search's
    codes are keys with ``jps-`` before them.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST_WORD:
        return None
    words = _statement_words()
    if "://" in text:
        return words.get(_bare_url(text))
    found = words.get(fold_word(text))
    if found:
        return found
    match = _CC_WORDS.fullmatch(unicodedata.normalize("NFKC", text).lower().strip())
    if match is None:
        return None
    elements = re.sub(r"[\s-]+", "-", match[1])
    key = f"cc-{_CC_ORDER.get(elements, elements)}-{match[2]}" + (f"-{match[3]}" if match[3] else "")
    return key if key in statements() else None
