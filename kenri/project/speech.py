"""How the command line speaks: one JSON document on stdout, words for people on stderr, in their language."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text as RichText

from kenri.records.reports import OnProgress
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

_CONTROLS = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}


class _Plain(Console):
    """A console to which what sources say is text only: no markup, no emoji codes, no control characters."""

    def render_str(self, text: str, **options: Any) -> RichText:
        return super().render_str(text.translate(_CONTROLS), **options)


people = _Plain(stderr=True, highlight=False, markup=False, emoji=False)
"""Where everything goes that is not the answer itself."""

answers = _Plain(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else 200)
"""Where a command's answer for people goes (stdout); wide where no terminal's width bounds it."""


def language() -> str:
    """``ja`` or ``en``: ``KENRI_LANG``, else the locale of the terminal."""
    tag = next(
        (os.environ[n] for n in ("KENRI_LANG", "LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), ""
    )
    return "ja" if tag.lower().startswith("ja") else "en"


def say(text: Text) -> None:
    """A word to the person at the terminal."""
    people.print(text.in_language(language()))


def tell(lines: Iterable[Text]) -> None:
    """The answer for people, line by line, in their language."""
    for line in lines:
        answers.print(line.in_language(language()), soft_wrap=True)


def answer_json(value: Any) -> None:
    """The answer of ``--json``: one document on one line."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def refuse(problem: Problem) -> NoReturn:
    """End with exit code 1 and a message that says where, cause and cure."""
    people.print(f"kenri: {problem.message(language())}", style="red", soft_wrap=True)
    raise typer.Exit(1)


@contextmanager
def progress(title: Text) -> Iterator[OnProgress]:
    """A progress bar on a terminal; silent when stderr goes to a file or a pipe.

    Gives the function to call with the number of things done and, where it is known, of all to do.
    """
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=people,
        transient=True,
        disable=not people.is_terminal,
    ) as bars:
        task = bars.add_task(title.in_language(language()), total=None)
        yield lambda done, total=None: bars.update(task, completed=done, total=total)
