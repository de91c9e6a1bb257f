"""A whole distribution for auditors: all that ``docs/recompute_statement.py`` needs."""

from __future__ import annotations

from typing import Any

import msgspec

from kenri.ledger.distribution.models import Run

FORM = "kenri-run-1"


def run_as_json(run: Run) -> bytes:
    """The uses, parts, pools and amounts of a run."""
    parts = list(run.parts.order_by("pool", "work", "layer", "payee", "through", "why").values())
    works = {(part["pool"], part["work"]): part["units"] for part in parts}
    told: dict[str, Any] = {
        "form": FORM,
        "run": run.number,
        "kind": run.kind,
        "scheme": run.scheme,
        "at": run.at,
        "pools": list(run.pools.order_by("code").values("code", "revenue", "gross", "cost", "units")),
        "works": [{"pool": pool, "work": work, "units": units} for (pool, work), units in works.items()],
        "parts": [
            {name: part[name] for name in ("pool", "work", "layer", "payee", "through", "why", "billionths")}
            for part in parts
        ],
        "amounts": [
            {
                "pool": one.pool,
                "payee": _key(one),
                "through": one.through,
                "yen": one.yen,
                "change": one.change,
            }
            for one in run.amounts.exclude(weight="0").order_by("pool", "pk")
        ],
    }
    return msgspec.json.encode(told)


def _key(one: Any) -> str:
    return one.payee or f"held:{one.why}:{one.work}:{one.layer}"
