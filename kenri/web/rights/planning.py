"""A planned use as an address says it: the preset, what was changed of it, and the answers given.

Everything stands in the address, so that a plan can be shared; nothing is stored.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from kenri.procedures import rules
from kenri.procedures.facts import answer_word, checked_answers
from kenri.procedures.routes import Question
from kenri.vocab import data_files, vocabularies
from kenri.vocab.problems import Problem
from kenri.vocab.uses import WORLD, Use, presets, use_of, use_words
from kenri.vocab.vocabularies import acts
from kenri.web import wording

ANSWER = "a."
"""What the names of parameters that answer a question begin with."""
FACTS = ("purpose", "user", "audience", "extent")
YES_NO = ("commercial", "charge", "modifies", "enjoyment", "online", "performers_paid")
DAYS = ("begins", "ends")
TERRITORIES = ("JP", "US", "EU", WORLD)
FIRST_QUESTIONS = 5

SUGGESTED: Mapping[str, tuple[str, ...]] = {
    "musical_work": ("free_concert", "cover_song_online", "podcast_music", "shop_music"),
    "recording": ("podcast_music", "shop_music", "broadcast_programme", "online_distribution"),
    "text": ("digital_archive", "reprint_book", "ebook_reissue", "story_reading"),
    "film": ("stream_archive_programme", "free_screening", "show_in_class", "broadcast_programme"),
    "programme": ("stream_archive_programme", "free_screening", "show_in_class", "broadcast_programme"),
    "artwork": ("museum_exhibition", "museum_thumbnail", "digital_archive", "merchandise"),
    "photograph": ("post_online", "digital_archive", "reprint_book", "museum_exhibition"),
}
"""Uses offered first, by kind of work; ``_OTHERWISE`` for the kinds not named."""
_OTHERWISE = ("post_online", "digital_archive", "derivative_video", "merchandise")
_ALWAYS = ("quotation", "ai_training")


class Planned(msgspec.Struct, frozen=True):
    """What the address asks: ``use`` is None where nothing was chosen or the choice makes no sense."""

    use: Use | None
    on: dt.date
    answers: dict[str, str]
    pairs: tuple[tuple[str, str], ...]
    problem: Problem | None = None

    @property
    def without_answers(self) -> list[tuple[str, str]]:
        """The parameters that say the use."""
        return [(key, value) for key, value in self.pairs if not key.startswith(ANSWER)]

    @property
    def only_answers(self) -> list[tuple[str, str]]:
        """The parameters that answer questions."""
        return [(key, value) for key, value in self.pairs if key.startswith(ANSWER)]

    def without(self, question: str) -> str:
        """The address without one answer."""
        return "?" + urlencode([pair for pair in self.pairs if pair[0] != ANSWER + question])

    @property
    def json_address(self) -> str:
        """The same plan as JSON."""
        return "?" + urlencode([*self.pairs, ("as", "json")])

    @property
    def given(self) -> list[tuple[str, str, str]]:
        """The answers in words: question, answer, and the address without it."""
        found = []
        for key, value in self.answers.items():
            found.append((question_words(key), wording.chosen(answer_word(value)), self.without(key)))
        return found


def question_words(key: str) -> str:
    """What the question of a key asks, without whom it is asked about; the key where none has it."""
    asked = rules.questions().get(key.rpartition(":")[2].partition(".")[0])
    return wording.chosen(asked.ask).format_map(_Blank()) if asked else key


class _Blank(dict[str, str]):
    """Fills what a question names and the address does not repeat."""

    def __missing__(self, key: str) -> str:
        return "…"


def read(parameters: QueryDict) -> Planned:
    """What an address asks for. What is wrong with it is told in ``problem``."""
    pairs = tuple(
        (key, value.strip()) for key, values in parameters.lists() for value in values if value.strip()
    )
    answers = {key.removeprefix(ANSWER): value for key, value in pairs if key.startswith(ANSWER)}
    today = timezone.localdate()
    told = use_told(parameters)
    if not told.get("preset") and not told.get("acts"):
        return Planned(None, today, {}, pairs)
    try:
        use = use_of(told)
        checked_answers(answers)
        on = day_of(parameters.get("on", ""), today)
    except Problem as problem:
        return Planned(None, today, {}, pairs, problem)
    return Planned(use, on, answers, pairs)


def use_told(parameters: QueryDict) -> dict[str, Any]:
    """The facts of a use as a form sends them: a preset, and what replaces its facts where ``own`` is set.

    Without ``own`` the preset stands as it is, save territory and days.
    """
    told: dict[str, Any] = {}
    if preset := parameters.get("use", "").strip():
        told["preset"] = preset
    if territory := [code for code in parameters.getlist("territory") if code]:
        told["territory"] = territory
    for name in DAYS:
        if day := parameters.get(name, "").strip():
            told[name] = day
    if parameters.get("own"):
        told["acts"] = parameters.getlist("acts")
        told |= {name: parameters.get(name, "").strip() for name in FACTS}
        values = {"yes": True, "no": False}
        told |= {name: values.get(parameters.get(name, "")) for name in YES_NO}
    return told


def day_of(text: str, otherwise: dt.date) -> dt.date:
    """The day that an address names, or another where it names none. Raises ``Problem('bad_day')``."""
    if not text:
        return otherwise
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Problem("bad_day", day=text) from None


@functools.cache
def _groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The presets by the file in which they stand."""
    return tuple(
        (name.removesuffix(".yaml"), tuple(data_files.load(f"uses/{name}", dict[str, Any])))
        for name in data_files.names_in("uses")
    )


def preset_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The presets to choose from, by group, in words."""
    titles = {
        "online": _("On the net and on air"),
        "print": _("Publishing, goods and advertising"),
        "school": _("School and study"),
        "stage": _("Concerts, screenings, shops"),
        "institutions": _("Libraries, museums, archives"),
        "technology": _("AI and technology"),
        "everyday": _("Private and incidental"),
    }
    order = {name: place for place, name in enumerate(titles)}
    known = presets()
    return [
        (titles.get(name, name), [(key, wording.chosen(known[key].name())) for key in keys])
        for name, keys in sorted(_groups(), key=lambda group: order.get(group[0], len(order)))
    ]


def suggested(schema: str) -> list[tuple[str, str]]:
    """The uses that are offered first for a kind of work."""
    keys = (*SUGGESTED.get(schema, _OTHERWISE), *_ALWAYS)
    return [(key, wording.chosen(presets()[key].name())) for key in keys if key in presets()]


class Field(msgspec.Struct, frozen=True):
    """A closed choice of the form that builds a use."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    value: str


def fields(use: Use | None) -> list[Field]:
    """Purpose, user, audience, extent and the yes-or-no facts, with the values of ``use``."""
    words = use_words()
    labels = {
        "purpose": _("Purpose"),
        "user": _("Who uses it"),
        "audience": _("Before whom"),
        "extent": _("How much of it"),
        "commercial": _("For profit, directly or not"),
        "charge": _("The audience pays"),
        "modifies": _("The work is changed or cropped"),
        "enjoyment": _("Somebody is to enjoy what it expresses"),
        "online": _("Offered over a network"),
        "performers_paid": _("Performers are paid"),
    }
    closed = dict(zip(FACTS, (words.purposes, words.users, words.audiences, words.extents), strict=True))
    found = [
        Field(
            name,
            labels[name],
            tuple((key, wording.chosen(choice.label)) for key, choice in choices.items()),
            getattr(use, name) if use else "",
        )
        for name, choices in closed.items()
    ]
    yes_no = (("yes", _("yes")), ("no", _("no")))
    for name in YES_NO:
        value = getattr(use, name) if use else None
        told = "" if value is None else "yes" if value else "no"
        found.append(Field(name, labels[name], yes_no, told))
    return found


def act_choices(use: Use | None) -> list[tuple[str, str, bool]]:
    """The acts that need permission, and whether the use has them."""
    chosen = use.acts if use else ()
    return [
        (key, wording.chosen(act.label), key in chosen)
        for key, act in acts().items()
        if act.kind == "exclusive"
    ]


def territories(use: Use | None) -> list[tuple[str, str, bool]]:
    """Where the use is to be made."""
    chosen = use.territory if use else ("JP",)
    labels = {"EU": _("European Union"), WORLD: _("the whole world")}
    labels |= {code: wording.chosen(entry.label) for code, entry in vocabularies.territories().items()}
    known = [*TERRITORIES, *(code for code in chosen if code not in TERRITORIES)]
    return [(code, labels.get(code, code), code in chosen) for code in known]


def questions(open_: tuple[Question, ...]) -> tuple[list[Question], list[Question]]:
    """The open questions that an answer can be typed to: those that pay most, and the rest."""
    asked = [question for question in open_ if question.takes != "fact"]
    return asked[:FIRST_QUESTIONS], asked[FIRST_QUESTIONS:]
