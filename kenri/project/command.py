"""The ``kenri`` command: each subcommand is one file of ``kenri.project.commands``.

Every command takes ``--json`` (one document on stdout, or one a line for streams; all else goes to stderr),
exits 0 on success, 1 on failure with a message that says cause and cure, 2 on wrong usage.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import django
import typer
from django.core.exceptions import ImproperlyConfigured

import kenri

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kenri.project.settings")

app = typer.Typer(
    name="kenri",
    help="Find who holds the rights in a work. 権利情報を分野を越えて探します。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(kenri.__version__)
        raise typer.Exit


@app.callback()
def _every(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_tell_version, help="Show the version and exit."),
    ] = False,
) -> None:
    """What every command has in common."""


def main() -> None:
    """The console script: prepare Django, then hand over to the subcommand."""
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"kenri: {error}")
    from kenri.project import commands  # noqa: PLC0415  (the commands import models: Django must be ready)

    commands.add_to(app)
    app()
