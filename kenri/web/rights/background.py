"""Runs of projects beside the pages: started here, carried through in a thread, followed through a file.

What a run has done is in the database; the file only tells readers in any process how far it is. A run whose
process ended can be started again and goes on where it stopped.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import connections

from kenri.cases import services
from kenri.cases.files import write_whole
from kenri.cases.running import Progress
from kenri.records.bulk import store as open_store
from kenri.vocab.problems import Problem

_STAGES = ("match", "clear")
_PATIENCE = 2.0
"""Seconds that a request waits for its run to begin."""
_log = logging.getLogger(__name__)


class Followed(msgspec.Struct, frozen=True):
    """How far a run is: ``done`` of ``total`` steps, seconds ``left`` if known, or the ``problem`` it met."""

    stage: str = ""
    done: int = 0
    total: int = 0
    left: float | None = None
    problem: dict[str, str] = {}

    @property
    def percent(self) -> int:
        """Of both stages together."""
        return min(100, self.done * 100 // self.total) if self.total else 0


def start(key: str) -> None:
    """Start a run, unless one is going on already; returns when it works, or has ended already."""
    if is_running(key):
        return
    _tell(key, Followed())
    works = threading.Event()
    threading.Thread(target=_run, args=(key, works), name=f"project-{key}", daemon=True).start()
    works.wait(_PATIENCE)


def is_running(key: str) -> bool:
    """Whether any process holds the project."""
    try:
        with open_store().only_one(f"project-{key}"):
            return False
    except Problem:
        return True


def followed(key: str) -> Followed:
    """What the last run told."""
    try:
        return msgspec.json.decode(_file(key).read_bytes(), type=Followed)
    except (OSError, msgspec.DecodeError):
        return Followed()


def forget(key: str) -> None:
    """Remove what was told of a deleted project."""
    _file(key).unlink(missing_ok=True)


def _run(key: str, works: threading.Event) -> None:
    last = 0.0

    def on_progress(progress: Progress) -> None:
        nonlocal last
        works.set()
        if time.monotonic() - last < 0.3 and progress.done < progress.total:
            return
        last = time.monotonic()
        place = _STAGES.index(progress.stage)
        done, total = place * progress.total + progress.done, len(_STAGES) * progress.total
        _tell(key, Followed(progress.stage, done, total, progress.left))

    try:
        services.run(key, on_progress)
    except Problem as problem:
        if problem.code != "already_running":
            _tell_problem(key, problem)
    except Exception:
        _log.exception("The run of project %s failed", key)
        _tell_problem(key, Problem("server_failed"))
    finally:
        works.set()
        connections.close_all()


def _tell_problem(key: str, problem: Problem) -> None:
    _tell(key, Followed(problem={"ja": problem.message("ja"), "en": problem.message("en")}))


def _tell(key: str, told: Followed) -> None:
    file = _file(key)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, msgspec.json.encode(told))


def _file(key: str) -> Path:
    return Path(settings.KENRI_HOME) / "progress" / f"{key}.json"
