"""``kenri sources``: the databases that Kenri reads, and how they stand."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from rich.table import Table

from kenri.project import speech
from kenri.records import queries
from kenri.records.models import RunState
from kenri.sources import all_sources
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import fields

STATES = {
    RunState.RUNNING: Text("収集中", "under way"),
    RunState.DONE: Text("収集済み", "done"),
    RunState.FAILED: Text("失敗", "failed"),
    RunState.ABANDONED: Text("中断", "not finished"),
}


def sources(*, json: bool = False) -> None:
    """List the sources with field, licence, state and counts."""
    states = queries.source_states()
    rows = [
        {
            "id": source.id,
            "title": {"ja": source.title.ja, "en": source.title.en},
            "fields": source.fields,
            "schemas": source.schemas,
            "licence": source.licence,
            "live": source.live,
            **states[source.id].as_json(),
        }
        for source in all_sources().values()
    ]
    if json:
        speech.answer_json(rows)
        return
    language = speech.language()
    headings = {
        "ja": ("ID", "名称", "分野", "利用条件", "件数", "最終収集", "状態"),
        "en": ("id", "title", "fields", "licence", "records", "last harvest", "state"),
    }[language]
    table = Table(*headings, box=None, pad_edge=False)
    for source in all_sources().values():
        state = states[source.id]
        table.add_row(
            source.id,
            source.title.in_language(language),
            ", ".join(fields()[f].label.in_language(language) for f in source.fields),
            source.licence or "–",
            f"{state.records:,}",
            _local(state.last_harvest) or "–",
            STATES[RunState(state.last_state)].in_language(language) if state.last_state else "–",
        )
    speech.answers.print(table)


def _local(moment: str) -> str:
    """A time in UTC as day and time of Kenri's own zone, with its name; empty where there is none."""
    return f"{timezone.localtime(dt.datetime.fromisoformat(moment)):%Y-%m-%d %H:%M %Z}" if moment else ""
