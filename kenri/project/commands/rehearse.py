"""``kenri rehearse``: practice offices, people and cases, to try the procedures with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from kenri.accounts.clock import now
from kenri.accounts.permissions import roles
from kenri.project import speech
from kenri.project.commands.serve import serve
from kenri.project.rehearsal import playing
from kenri.project.rehearsal.playing import SignIn
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.web.practice import MARK

FOLDER = "rehearsal"
"""The data folder of the rehearsal, below Kenri's own: nothing of it touches what is real."""
_START = "from kenri.project.command import main; main()"


def rehearse(
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the practice site is served")] = 8001,
    site: Annotated[bool, typer.Option(help="Serve it until stopped")] = True,
    remove: Annotated[bool, typer.Option("--remove", help="Delete all practice and stop there")] = False,
    json: bool = False,
) -> None:
    """Try the procedures: practice offices, people and cases."""
    if settings.IS_PUBLIC:
        raise Problem("rehearsal_in_public", hosts=", ".join(settings.ALLOWED_HOSTS))
    home = Path(settings.KENRI_HOME)
    if home.name != FOLDER:
        folder = home / FOLDER
        if remove:
            _remove(folder, json=json)
        else:
            sys.exit(
                _inside(
                    folder,
                    ["--port", str(port), *([] if site else ["--no-site"]), *(["--json"] if json else [])],
                )
            )
        return
    found = playing.sign_ins(home)
    if not found:
        speech.say(
            Text("練習用の窓口と手続を用意しています（約30秒）…", "Setting up practice (half a minute) …")
        )
        found = playing.play(now())
    if json:
        speech.answer_json({"address": f"http://localhost:{port}/", "folder": str(home), "people": found})
    else:
        speech.tell(_lines(found, port))
    if site:
        serve(port=port, host="127.0.0.1", workers=1)


def _inside(folder: Path, options: list[str]) -> int:
    """Run the command again with the practice folder as Kenri's own, without e-mail and another's database.

    A folder whose play was broken off is begun anew: it holds nothing that anybody needs.
    """
    if folder.exists() and not (folder / MARK).is_file():
        shutil.rmtree(folder)
    plain = {"KENRI_HOME": str(folder), "DATABASE_URL": "", "KENRI_MAIL": "", "KENRI_NOW": ""}
    return subprocess.run(
        [sys.executable, "-c", _START, "rehearse", *options], env=os.environ | plain, check=False
    ).returncode


def _remove(folder: Path, *, json: bool) -> None:
    there = folder.is_dir()
    shutil.rmtree(folder, ignore_errors=True)
    if json:
        speech.answer_json({"removed": there, "folder": str(folder)})
    elif there:
        speech.tell([Text("練習用のデータをすべて削除しました。", "All practice was deleted.")])
    else:
        speech.tell([Text("練習用のデータはありません。", "There is no practice.")])


def _lines(found: tuple[SignIn, ...], port: int) -> Iterator[Text]:
    yield Text(
        "練習用の窓口と担当者です（実在の機関ではありません）：",
        "Practice offices and people (none of them is real):",
    )
    for one in found:
        role = roles()[one.role].label
        sign_in = f"{one.email}  {one.password}"
        yield Text(
            f"  {sign_in}  {one.organisation}（{role.ja}）", f"  {sign_in}  {one.organisation}, {role.en}"
        )
    ja, en = (f"http://localhost:{port}/{language}/" for language in ("ja", "en"))
    yield Text(f"{ja} でログインし、「手続」を開いてください。", f"Sign in at {en} and open Procedures.")
    yield Text("終わったら kenri rehearse --remove で削除します。", "kenri rehearse --remove deletes it all.")
