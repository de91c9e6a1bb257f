"""The report for programmes: JSON Lines, the project first, then a line for every row of the list."""

from __future__ import annotations

from typing import Any

import msgspec

from kenri.cases import queries
from kenri.cases.queries import ItemView
from kenri.cases.reports.content import Content
from kenri.cases.rows import told_data


def jsonl(content: Content) -> bytes:
    """The lines in UTF-8; texts are in both languages, whatever the report's language."""
    project = content.project
    first = {
        "type": "project",
        "key": project.key,
        "name": project.name,
        "use": msgspec.to_builtins(project.use),
        "list": project.list_name,
        "on": project.on,
        "made": content.made,
        "columns": project.guesses,
        "notes": [told_data(problem) for problem in project.notes],
        "summary": content.summary,
        "evidence": {"count": project.evidence, "head": project.head},
    }
    lines = [first, *map(item_data, queries.every_item(project.key))]
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)


def item_data(item: ItemView) -> dict[str, Any]:
    """An item as one JSON object."""
    return {
        "type": "item",
        "row": item.number,
        "sheet": item.sheet,
        "id": item.local_id,
        "title": item.title,
        "verdict": item.verdict,
        "match": {
            "state": item.match,
            "entity": item.entity,
            "score": item.score,
            "candidates": item.candidates,
        },
        "status": item.status,
        "plan": item.plan,
        "cost": {"low": item.cost_low, "high": item.cost_high},
        "days": {"low": item.days_low, "high": item.days_high},
        "problems": [{**told_data(p), "ja": p.message("ja"), "en": p.message("en")} for p in item.problems],
        "raw": item.raw,
    }
