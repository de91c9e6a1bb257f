"""The rules as dated data: what each is called, its article and source, and the steps of a term.

Every folder of a jurisdiction has ``rules.yaml`` (texts and citations) and ``terms.yaml`` (years by date).
"""

from __future__ import annotations

import functools
from datetime import date
from importlib import resources
from typing import TypeVar

import msgspec

from kenri.status.days import FAR, later, year_end
from kenri.status.verdicts import Outcome, Step
from kenri.vocab import data_files
from kenri.vocab.text import Text

T = TypeVar("T")


class Rule(msgspec.Struct, frozen=True):
    """What a rule says, where it stands, and from where we know it.

    ``text`` may hold ``{base}``, ``{years}``, ``{days}`` and ``{last}``. ``uses`` are the facts it rests on.
    ``verified`` is False where the rule was not checked against the law's text or an official source.
    ``doubt`` is what somebody has to decide before a rule in doubt applies, if its text does not say so.
    """

    text: Text
    doubt: Text | None = None
    article: str = ""
    source: str = ""
    verified: bool = False
    uses: tuple[str, ...] = ()


class Stage(msgspec.Struct, frozen=True):
    """From a day on a term lasts ``years``, for rights still alive on ``alive`` (that day where left out)."""

    since: date
    years: int
    rule: str
    alive: date | None = None

    @property
    def alive_on(self) -> date:
        """The day on which a right must still exist to be prolonged."""
        return self.alive or self.since


def load(package: str, name: str, type_: type[T]) -> T:
    """A YAML file beside the modules of a package of this room, read strictly."""
    return data_files.load_of(package, name, type_)


@functools.cache
def rules() -> dict[str, Rule]:
    """The rules of all jurisdictions and the words common to them, by key."""
    found: dict[str, Rule] = {}
    for folder in resources.files("kenri.status").iterdir():
        if folder.is_dir() and folder.joinpath("rules.yaml").is_file():
            for key, rule in load(f"kenri.status.{folder.name}", "rules.yaml", dict[str, Rule]).items():
                found[f"{folder.name}.{key}"] = rule
    return found


@functools.cache
def reforms() -> tuple[date, ...]:
    """The days on which a stage of any table of terms begins, in order."""
    found = {
        stage.since
        for folder in resources.files("kenri.status").iterdir()
        for file in (folder.iterdir() if folder.is_dir() else ())
        if file.name.endswith("terms.yaml")
        for stages in load(f"kenri.status.{folder.name}", file.name, dict[str, tuple[Stage, ...]]).values()
        for stage in stages
    }
    return tuple(sorted(found))


class Terms:
    """The terms of one jurisdiction: for each kind its stages in order of date.

    Days are added only to what had not ended by ``prolonging``.
    """

    def __init__(self, package: str, prolonging: date = date.min) -> None:
        self.prolonging = prolonging
        self.prefix = package.rpartition(".")[2]
        self.stages = load(package, "terms.yaml", dict[str, tuple[Stage, ...]])
        self._regimes = sorted({stage.since for stages in self.stages.values() for stage in stages})
        self.run = functools.lru_cache(maxsize=262144)(self._run)
        self.regime = functools.lru_cache(maxsize=4096)(self._regime)

    def _regime(self, on: date) -> date:
        """The day from which the law of ``on`` is in force: days of one regime give the same terms."""
        return max((since for since in self._regimes if since <= on), default=self._regimes[0])

    def _run(
        self,
        kind: str,
        base: int,
        days: int,
        regime: date,
        before: date | None = None,
        since: date = date.min,
    ) -> Outcome:
        """The last day of a term of ``kind`` counted from the end of the year ``base``, plus ``days``.

        ``before`` is the last day under earlier law of another base: then only stages from ``since`` count,
        and only if the right was still alive. Each stage prolongs, none shortens, none revives. The
        outcome names the last stage that prolonged it, and the one that came too late.
        """
        known = [s for s in self.stages[kind] if s.since >= since]
        stages = [s for s in known if s.since <= regime] or ([] if before else known[:1])
        last = before
        told: tuple[Step, ...] = ()
        if before is None:
            end = year_end(base)
            stages = stages[max((i for i, s in enumerate(stages) if s.since <= end), default=0) :]
        for stage in stages:
            plain = year_end(base + stage.years)
            reached = later(plain, days) if plain >= self.prolonging else plain
            rule = f"{self.prefix}.{stage.rule}"
            if last is None or (last >= stage.alive_on and reached > last):
                told = (Step(rule, base, stage.years, days, reached),)
                last = reached
            elif last < stage.alive_on:
                told += (Step(f"{self.prefix}.no_revival", stage.since.year, stage.years, 0, last),)
                break
        assert last is not None  # noqa: S101  (every kind has a stage)
        return Outcome(last, told)


def render(step: Step) -> Text:
    """What a step says, in both languages."""
    rule = rules()[step.rule]
    last = "" if step.last is None or step.last == FAR else step.last.isoformat()
    return rule.text.format(base=step.base or "", years=step.years or "", days=step.days, last=last)
