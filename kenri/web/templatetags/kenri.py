"""Labels, icons, names with their language, and addresses, for the templates."""

from __future__ import annotations

import functools
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenri.harvest.source import Csv, Format, Json, JsonLd, Marc, Xml
from kenri.sources import all_sources
from kenri.vocab import vocabularies
from kenri.vocab.citations import in_english
from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.identifiers import Identifier, identifier_url
from kenri.vocab.names import Name
from kenri.vocab.records import Record, encode_record
from kenri.vocab.text import Text
from kenri.web import practice, wording

register = template.Library()

SPRITE = Path(__file__).parents[1] / "static/web/icons/sprite.svg"
LONGEST_RUBY = 14
"""Characters up to which a reading stands above its name; longer ones would not break over lines."""


@functools.cache
def _icons() -> frozenset[str]:
    return frozenset(re.findall(r'id="([a-z]+)"', SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing from the sprite, hidden from screen readers: a text always stands beside it."""
    drawn = name if name in _icons() else "other"
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("web/icons/sprite.svg"),
        drawn,
    )


@register.simple_tag
def rehearsal() -> bool:
    """Whether all that the site shows is practice."""
    return practice.is_rehearsal()


@register.simple_tag
def label(vocabulary: str, key: str) -> str:
    """The label of a key of a vocabulary; the key itself where the vocabulary does not know it."""
    if vocabulary == "sources":
        source = all_sources().get(key)
        return wording.chosen(source.title) if source else key
    entry = getattr(vocabularies, vocabulary)().get(key)
    return wording.chosen(entry.label) if entry else key


@register.filter
def kind_label(kind: Any) -> str:
    """The label of a member of an enumeration of ``vocab``."""
    return wording.chosen(vocabularies.kind_label(kind))


@register.filter
def chosen(text: Text) -> str:
    """A text in the page's language."""
    return wording.chosen(text)


@register.filter
def number(value: int | None) -> str:
    """A count with separators; a dash where there is none."""
    return "–" if value is None else f"{value:,}"


@register.filter
def day(value: ImpreciseDate | None) -> str:
    """An imprecise date in words."""
    return wording.date(value) if value else ""


@register.filter
def as_written(value: ImpreciseDate | None) -> str:
    """What the source wrote of a date, where that says more."""
    return wording.as_written(value) if value else ""


@register.simple_tag
def life(born: ImpreciseDate | None, died: ImpreciseDate | None) -> str:
    """Years of birth and death."""
    return wording.life(born, died)


@register.simple_tag
def years(first: int | None, last: int | None) -> str:
    """The span of a work's dates."""
    return wording.years(first, last)


@register.filter
def moment(value: datetime | str | None) -> SafeString | str:
    """A point in time as a ``time`` element showing its day."""
    when = wording.instant(value)
    return (
        format_html('<time datetime="{}">{}</time>', when.isoformat(), wording.moment(when)) if when else ""
    )


@register.filter
def clock(value: datetime | str | None) -> SafeString | str:
    """A point in time as a ``time`` element showing day and time."""
    return _time(value, with_time=True)


def _time(value: datetime | str | None, *, with_time: bool) -> SafeString | str:
    when = wording.instant(value)
    if when is None:
        return ""
    words = wording.moment(when, with_time=with_time)
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), words)


@register.filter
def url_of(identifier: Identifier) -> str:
    """The public page of an identifier, empty where there is none."""
    return identifier_url(identifier)


@register.filter
def named(name: Name) -> SafeString:
    """A name in its own language."""
    return tagged(name.text, wording.lang_of(name))


@register.filter
def spoken(name: Name) -> SafeString:
    """A name in its own language with its reading above it, where both are short enough."""
    if not name.reading or name.reading == name.text or len(name.text) > LONGEST_RUBY:
        return named(name)
    return format_html(
        '<ruby lang="{}">{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>',
        wording.lang_of(name) or "ja",
        name.text,
        name.reading,
    )


@register.filter
def reading_below(name: Name) -> str:
    """The reading where ``spoken`` did not put it above the name."""
    return name.reading if len(name.text) > LONGEST_RUBY and name.reading != name.text else ""


@register.filter
def worded(text: str) -> SafeString:
    """Free text of a source, marked as Japanese where it is."""
    return tagged(text, wording.lang_of_text(text))


@register.filter
def cited(citation: str) -> SafeString:
    """The place of a law in the page's language; marked as Japanese where it has no English."""
    told = citation if get_language() == "ja" else in_english(citation)
    return tagged(told, "ja" if told == citation else "en")


def tagged(text: str, lang: str) -> SafeString:
    """Text in a ``span`` with its language, plain where that is the page's own or unknown."""
    if not lang or lang == get_language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', lang, text)


def marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    """Text with the matched parts in ``mark`` elements."""
    pieces, done = [], 0
    for start, end in spans:
        pieces += [("", text[done:start]), ("mark", text[start:end])]
        done = end
    pieces.append(("", text[done:]))
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece) if kind else piece,) for kind, piece in pieces)
    )


@register.simple_tag(takes_context=True)
def in_language(context: dict[str, Any], code: str) -> str:
    """The address of this page in another language, with its query."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return f"/{code}/"
    path = request.get_full_path()
    for known in dict(settings.LANGUAGES):
        if path.startswith(f"/{known}/"):
            return f"/{code}/{path.removeprefix(f'/{known}/')}"
    return f"/{code}/"


@register.simple_tag(takes_context=True)
def absolute(context: dict[str, Any], address: str = "") -> str:
    """The full address of a path on this site, or of this page."""
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(address or None)


@register.filter
def schedule(words: str) -> SafeString | str:
    """How often a database is updated; other words than the usual ones are shown as its file has them."""
    usual = {
        "daily": _("daily"),
        "weekly": _("weekly"),
        "monthly": _("monthly"),
        "quarterly": _("every three months"),
        "yearly": _("yearly"),
        "continuous": _("continuously"),
        "irregular": _("from time to time"),
        "never": _("no longer"),
    }
    if frozen := re.fullmatch(r"never \(frozen in (\d{4})\)", words):
        return _("no longer, since {year}").format(year=frozen[1])
    return usual.get(words) or tagged(words, "en")


@register.filter
def format_name(form: Format) -> str:
    """What a format is called."""
    match form:
        case Csv(delimiter="\t"):
            return "TSV"
        case Csv():
            return "CSV / XLSX"
        case Json():
            return "JSON"
        case JsonLd():
            return "JSON-LD"
        case Xml():
            return "XML"
        case Marc():
            return "MARC 21"


@register.filter
def as_text(record: Record) -> str:
    """A record as indented JSON."""
    return msgspec.json.format(encode_record(record), indent=2).decode()
