"""One file per subcommand; each has one function that Typer reads."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import typer

from kenri.project import database, speech
from kenri.project.commands import (
    appoint,
    cases,
    clear,
    dedupe,
    demo,
    distribute,
    doctor,
    entering,
    harvest,
    index,
    intentions,
    judge,
    ledger,
    link,
    match,
    notices,
    register,
    registry,
    rehearse,
    route,
    search,
    serve,
    show,
    sources,
    status,
    tariff,
    verify,
)
from kenri.vocab.problems import Problem

COMMANDS: tuple[Callable[..., None], ...] = (
    demo.demo,
    sources.sources,
    harvest.harvest,
    link.link,
    judge.judge,
    match.match,
    dedupe.dedupe,
    index.index,
    search.search,
    show.show,
    status.status,
    route.route,
    tariff.tariff,
    clear.clear,
    register.register,
    registry.registry,
    intentions.intentions,
    cases.cases,
    notices.notices,
    distribute.distribute,
    verify.verify,
    appoint.appoint,
    entering.entering,
    rehearse.rehearse,
    serve.serve,
    doctor.doctor,
)


GROUPS: dict[str, tuple[str, dict[str, Callable[..., None]]]] = {"ledger": (ledger.HELP, ledger.COMMANDS)}
"""Commands of two words: ``kenri <group> <name>``, each group with its help."""


def add_to(app: typer.Typer) -> None:
    """Make every command known to the application."""
    for command in COMMANDS:
        app.command(command.__name__)(_ready(command))
    for name, (words, members) in GROUPS.items():
        group = typer.Typer(help=words, no_args_is_help=True, rich_markup_mode=None)
        for member, command in members.items():
            group.command(member)(_ready(command))
        app.add_typer(group, name=name)


def _ready(command: Callable[..., None]) -> Callable[..., None]:
    """The command with its database at hand, and with problems told as messages instead of tracebacks."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            if command is not doctor.doctor:
                database.make_ready()
            command(*args, **kwargs)
        except Problem as problem:
            speech.refuse(problem)
        except OSError as error:
            if not error.filename:
                raise
            speech.refuse(Problem("file_out_of_reach", str(error.filename), reason=str(error.strerror)))

    # Typer reads the parameters from the signature, in which the annotations must be real types.
    run.__signature__ = inspect.signature(command, eval_str=True)  # type: ignore[attr-defined]
    return run
