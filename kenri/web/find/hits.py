"""Search hits as the pages and files show them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kenri.records.queries import Summary
from kenri.search.highlighting import highlight
from kenri.web import wording
from kenri.web.find.badges import Badge, badges
from kenri.web.templatetags.kenri import label, marked, tagged

CREATORS_SHOWN = 4


class ShownHit(msgspec.Struct, frozen=True):
    """One hit of the results page; ``title`` and ``creators`` have the matched parts marked."""

    id: str
    schema: str
    title: SafeString
    lang: str
    reading: str
    creators: tuple[SafeString, ...]
    more_creators: int
    years: str
    statements: tuple[Badge, ...]
    sources: tuple[str, ...]


def shown(text: str, summaries: Mapping[str, Summary]) -> list[ShownHit]:
    """The hits of one page."""
    return [_shown(text, summary) for summary in summaries.values()]


def _shown(text: str, summary: Summary) -> ShownHit:
    title, lang = summary.title, wording.lang_of(summary.title)
    return ShownHit(
        id=summary.id,
        schema=summary.schema,
        title=marked(title.text, highlight(title.text, text)),
        lang="" if lang == wording.language() else lang,
        reading=title.reading if title.reading != title.text else "",
        creators=tuple(_creator(name, text) for name in summary.creators[:CREATORS_SHOWN]),
        more_creators=max(0, len(summary.creators) - CREATORS_SHOWN),
        years=wording.years(summary.first_year, summary.last_year),
        statements=badges(summary.statuses),
        sources=summary.sources,
    )


def _creator(name: str, text: str) -> SafeString:
    return tagged(marked(name, highlight(name, text)), wording.lang_of_text(name))


def columns() -> list[str]:
    """The heading of a file of results."""
    return [
        _("Number"),
        _("Title"),
        _("Reading"),
        _("Kind"),
        _("Creators"),
        _("First year"),
        _("Last year"),
        _("Field"),
        _("Database"),
        _("Rights statements"),
        _("Address"),
    ]


def row(summary: Summary, address: str) -> list[str]:
    """One line of a file of results."""
    return [
        summary.id,
        summary.title.text,
        summary.title.reading,
        label("schemas", summary.schema),
        "; ".join(summary.creators),
        "" if summary.first_year is None else str(summary.first_year),
        "" if summary.last_year is None else str(summary.last_year),
        "; ".join(label("fields", key) for key in summary.fields),
        "; ".join(label("sources", key) for key in summary.sources),
        "; ".join(badge.label for badge in badges(summary.statuses)),
        address,
    ]
