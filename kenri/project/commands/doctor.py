"""``kenri doctor``: what is configured, and what is wrong with it."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable
from typing import Literal

import msgspec
import typer
from django.conf import settings
from rich.table import Table
from rich.text import Text as RichText

import kenri
from kenri.project import database, speech
from kenri.records import index, queries
from kenri.search.tantivy_engine import open_engine
from kenri.sources import all_sources
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

Verdict = Literal["ok", "warning", "wrong"]
LOW_DISK = 2 * 1024**3
"""Bytes of free disk under which a harvest of a large source is likely to fail."""


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at: verdict, what was found, and what to do about it."""

    topic: Text
    verdict: Verdict
    found: Text
    cure: Text = Text("", "")


def doctor(*, json: bool = False) -> None:
    """Say what is configured and what is wrong."""
    findings = [check() for check in CHECKS]
    if json:
        speech.answer_json({"version": kenri.__version__, "findings": findings})
    else:
        _print(findings)
    if any(finding.verdict == "wrong" for finding in findings):
        raise typer.Exit(1)


def _print(findings: list[Finding]) -> None:
    language = speech.language()
    signs = {"ok": RichText("✓", "green"), "warning": RichText("!", "yellow"), "wrong": RichText("✗", "red")}
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in findings:
        told = " ".join(
            filter(None, (finding.found.in_language(language), finding.cure.in_language(language)))
        )
        table.add_row(signs[finding.verdict], finding.topic.in_language(language), told)
    speech.answers.print(table)


def _version() -> Finding:
    found = f"Kenri {kenri.__version__}, Python {platform.python_version()}"
    return Finding(Text("版", "version"), "ok", Text(found, found))


def _home() -> Finding:
    topic, home = Text("データの置き場所", "data folder"), settings.KENRI_HOME
    try:
        home.mkdir(parents=True, exist_ok=True)
        writable = os.access(home, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        cure = Text(
            "KENRI_HOME に書き込める場所を指定してください。",
            "Set KENRI_HOME to a folder that you may write to.",
        )
        return Finding(
            topic, "wrong", Text(f"{home} に書き込めません。", f"{home} cannot be written to."), cure
        )
    free = shutil.disk_usage(home).free
    found = Text(f"{home}（空き {free / 1024**3:.1f} GiB）", f"{home} ({free / 1024**3:.1f} GiB free)")
    if free < LOW_DISK:
        return Finding(
            topic, "warning", found, Text("空き容量を増やしてください。", "Make room on the disk.")
        )
    return Finding(topic, "ok", found)


def _database() -> Finding:
    topic, found = Text("データベース", "database"), database.described()
    try:
        pending = database.pending()
    except Problem as problem:
        return Finding(topic, "wrong", problem.cause, problem.cure)
    if pending:
        cure = Text("次のコマンドの実行時に自動で用意されます。", "The next command creates what is missing.")
        return Finding(topic, "warning", Text(f"{found}：未準備", f"{found}: not set up yet"), cure)
    return Finding(topic, "ok", Text(found, found))


def _sources() -> Finding:
    topic, known = Text("情報源", "sources"), len(all_sources())
    try:
        filled = sum(1 for state in queries.source_states().values() if state.records)
    except Exception:
        filled = 0
    found = Text(f"{known} 種を読めます（収集済み {filled}）", f"{known} can be read, {filled} are harvested")
    if not filled:
        cure = Text(
            "「kenri demo」か「kenri harvest」を実行してください。",
            "Run: kenri demo, or: kenri harvest SOURCE",
        )
        return Finding(topic, "warning", found, cure)
    return Finding(topic, "ok", found)


def _index() -> Finding:
    topic = Text("検索の索引", "search index")
    try:
        engine = open_engine(index.folder(), fully=True)
    except Problem as problem:
        return Finding(topic, "wrong", problem.cause, problem.cure)
    if engine is None:
        return Finding(
            topic,
            "warning",
            Text("まだありません。", "There is none yet."),
            Text("kenri index", "Run: kenri index"),
        )
    return Finding(topic, "ok", Text(engine.version, engine.version))


def _public() -> Finding:
    topic = Text("公開の設定", "public site")
    if not settings.IS_PUBLIC:
        found = Text(
            "この計算機からのみ使えます（KENRI_HOSTS）。", "Answers to this machine alone (KENRI_HOSTS)."
        )
        return Finding(topic, "ok", found)
    if settings.SECRET_KEY == settings.LOCAL_SECRET_KEY:
        cure = Text(
            "KENRI_SECRET_KEY に長い乱数を設定してください。", "Set KENRI_SECRET_KEY to a long random value."
        )
        return Finding(
            topic, "wrong", Text("既定の鍵で公開されています。", "Public with the built-in key."), cure
        )
    hosts = ", ".join(settings.ALLOWED_HOSTS)
    if settings.DEBUG or not settings.HTTPS:
        name = "KENRI_DEBUG=no" if settings.DEBUG else "KENRI_HTTPS=yes"
        cure = Text(f"{name} を設定してください。", f"Set {name}.")
        return Finding(topic, "wrong" if settings.DEBUG else "warning", Text(hosts, hosts), cure)
    return Finding(topic, "ok", Text(hosts, hosts))


CHECKS: tuple[Callable[[], Finding], ...] = (_version, _home, _database, _sources, _index, _public)
