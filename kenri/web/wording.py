"""Dates, names and counts in the words of the page's language."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenri.vocab.dates import Certainty, ImpreciseDate
from kenri.vocab.names import Name
from kenri.vocab.text import Text

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PLAIN_DATE = re.compile(r"[\d\s./\-]*")


def language() -> str:
    """The page's language: ``ja`` or ``en``."""
    return "ja" if (get_language() or "ja").startswith("ja") else "en"


def chosen(text: Text) -> str:
    """A text in the page's language."""
    return text.in_language(language())


def lang_of(name: Name) -> str:
    """The BCP 47 tag of a name: the source's, ``ja`` for Japanese script, empty where nobody can say."""
    if _TAG.fullmatch(name.language):
        return name.language
    return lang_of_text(name.text)


def lang_of_text(text: str) -> str:
    """``ja`` for text with Japanese script in it, else empty."""
    return "ja" if _JAPANESE.search(text) else ""


def day(iso: str) -> str:
    """An ISO day, month or year in words; astronomical years before 1 as years before Christ."""
    before_christ = iso.startswith(("-", "0000"))
    parts = [int(part) for part in iso.lstrip("-").split("-")]
    year = parts[0] + 1 if before_christ else parts[0]
    if language() == "ja":
        words = f"{'紀元前' if before_christ else ''}{year}年"
        return words + "".join(f"{n}{unit}" for n, unit in zip(parts[1:], "月日", strict=False))
    words = f"{MONTHS[parts[1] - 1]} {year}" if len(parts) > 1 else str(year)
    words = f"{parts[2]} {words}" if len(parts) > 2 else words
    return f"{words} BC" if before_christ else words


def date(value: ImpreciseDate) -> str:
    """An imprecise date in words; what the source wrote where it says no date."""
    first, last = value.earliest, value.latest
    japanese = language() == "ja"
    if not (first or last):
        return f"不明（{value.text}）" if japanese else f"unknown (“{value.text}”)"
    if not first or (value.certainty is Certainty.BEFORE and last):
        return f"{day(last)}以前" if japanese else f"{day(last)} or before"
    if not last or value.certainty is Certainty.AFTER:
        return f"{day(first)}以後" if japanese else f"{day(first)} or later"
    words = day(first) if first == last else f"{day(first)}{'～' if japanese else '–'}{day(last)}"
    if value.certainty is Certainty.CIRCA:
        return f"{words}頃" if japanese else f"about {words}"
    if value.certainty is Certainty.UNKNOWN:
        return f"{words}（不確か）" if japanese else f"{words} (uncertain)"
    return words


def as_written(value: ImpreciseDate) -> str:
    """What the source wrote, where it says more than digits and is not what is shown anyway."""
    if _PLAIN_DATE.fullmatch(value.text) or not (value.earliest or value.latest) or value.text == date(value):
        return ""
    return value.text


def life(born: ImpreciseDate | None, died: ImpreciseDate | None) -> str:
    """Years of birth and death as one span, empty where neither is known."""
    ends = [end for end in (born, died) if end is not None and (end.earliest or end.latest)]
    if not ends:
        return ""
    return "～".join(_years(end) for end in (born, died)) if language() == "ja" else _span(born, died)


def _span(born: ImpreciseDate | None, died: ImpreciseDate | None) -> str:
    return f"{_years(born)}–{_years(died)}"


def _years(value: ImpreciseDate | None) -> str:
    if value is None:
        return ""
    first, last = value.first_year, value.last_year
    year = first if first is not None else last
    if year is None:
        return ""
    sure = value.certainty is Certainty.EXACT and first == last
    words = day(f"{'-' if year < 0 else ''}{abs(year):04d}").removesuffix("年")
    return words if sure else (f"{words}頃" if language() == "ja" else f"c. {words}")


def moment(value: datetime | str | None, *, with_time: bool = False) -> str:
    """A point in time as a day (and time) of the site's time zone; empty for None."""
    when = instant(value)
    if when is None:
        return ""
    local = when.astimezone(ZoneInfo(settings.TIME_ZONE))
    clock = f" {local:%H:%M}" if with_time else ""
    if language() == "ja":
        return f"{local.year}年{local.month}月{local.day}日{clock}"
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}{clock}"


def instant(value: datetime | str | None) -> datetime | None:
    """The point in time of an ISO 8601 text; times without a zone are UTC."""
    if not value:
        return None
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def years(first: int | None, last: int | None) -> str:
    """The span of a work's dates."""
    known = [year for year in (first, last) if year is not None]
    if not known:
        return ""
    ends = [day(f"{'-' if year < 0 else ''}{abs(year):04d}") for year in dict.fromkeys(known)]
    return ("～" if language() == "ja" else "–").join(ends)


def log_words(what: str, details: dict[str, str]) -> str:
    """An entry of an organisation's log in a sentence."""
    sentences = {
        "founded": _("Founded the organisation"),
        "appointed": _("Appointed to an office"),
        "appointment_ended": _("Appointment ended"),
        "invited": _("Invited somebody"),
        "invitation_withdrawn": _("Withdrew an invitation"),
        "joined": _("Joined"),
        "left": _("A role ended"),
        "key_issued": _("Issued the key %(key)s"),
        "key_revoked": _("Revoked the key %(key)s"),
    }
    return sentences[what] % details if what in sentences else what
