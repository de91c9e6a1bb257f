"""The works of usage reports in the catalogue: by identifier first, in bulk, then by title and creators."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import connections

from kenri.identity.shared_identifiers import identifies
from kenri.ledger.distribution import services
from kenri.ledger.distribution.models import UsageReport
from kenri.ledger.distribution.usage import Found, Usage
from kenri.records import index, matching, queries
from kenri.records.models import RecordIdentifier
from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, Record
from kenri.vocab.vocabularies import roles, schemes

SLICE = 400
"""Identifiers asked for in one statement."""
_log = logging.getLogger(__name__)
_at_work: set[int] = set()


def look_up_beside(report: UsageReport, at: dt.datetime) -> None:
    """Look for the works of a report beside what else goes on; what was stopped goes on when asked again."""
    if report.pk not in _at_work:
        _at_work.add(report.pk)
        threading.Thread(target=_look_up, args=(report, at), name=report.number, daemon=True).start()


def is_looked_up(report: UsageReport) -> bool:
    """Whether this process is looking for the works of a report."""
    return report.pk in _at_work


def _look_up(report: UsageReport, at: dt.datetime) -> None:
    try:
        services.look_up(report, find, at)
    except Exception:
        _log.exception("works of %s", report.number)
    finally:
        _at_work.discard(report.pk)
        connections.close_all()


def find(uses: Sequence[Usage]) -> Iterator[Found | None]:
    """The work of each use; None where none is sure. What an identifier names is not looked for by title."""
    bearers = _bearers({one for use in uses for one in use.identifiers})
    named = [_named(use, bearers) for use in uses]
    rest = [use for use, key in zip(uses, named, strict=True) if key is None and use.title]
    probes = [_probe(place, use) for place, use in enumerate(rest)]
    untold = {probe.local_id for probe, use in zip(probes, rest, strict=True) if not use.schema}
    matched = iter(matching.match(probes, limit=1, untold=untold) if index.engine() is not None else ())
    keys: list[tuple[str, bool] | None] = []
    for use, key in zip(uses, named, strict=True):
        if key is not None:
            keys.append((key, True))
        else:
            found = next(matched, None) if use.title else None
            sure = found is not None and found.decision == matching.Decision.CONFIDENT
            keys.append((found.candidates[0].id, False) if found is not None and sure else None)
    layers = _layers({key for told in keys if told is not None for key in told[:1]})
    for told in keys:
        how = "identifier" if told is not None and told[1] else "title"
        yield None if told is None else Found(told[0], how, layers.get(told[0], ()))


def _bearers(wanted: set[Identifier]) -> dict[Identifier, set[str]]:
    """The entities that bear each identifier."""
    values = sorted({one.value for one in wanted})
    found: dict[Identifier, set[str]] = defaultdict(set)
    for start in range(0, len(values), SLICE):
        rows = RecordIdentifier.objects.filter(
            value__in=values[start : start + SLICE], gone=False, record__deleted_run=None
        ).exclude(record__entity=None)
        for scheme, value, key in rows.values_list("scheme", "value", "record__entity__key"):
            found[Identifier(scheme, value)].add(key)
    return found


def _named(use: Usage, bearers: dict[Identifier, set[str]]) -> str | None:
    """The one entity that an identifier of the use names; an identifier of several names none."""
    for one in use.identifiers:
        keys = bearers.get(one, set())
        schema = use.schema or next(iter(schemes()[one.scheme].schemas), "")
        if len(keys) == 1 and identifies(one.scheme, schema):
            return next(iter(keys))
    return None


def _probe(place: int, use: Usage) -> Record:
    makers = tuple(Contribution((Name(name),), role="creator") for name in use.creators[:5])
    schema = use.schema or "musical_work"
    return Record("usage", str(place), schema, (Name(use.title),), makers, identifiers=use.identifiers)


def _layers(keys: set[str]) -> dict[str, tuple[str, ...]]:
    """The layers in which somebody who contributed to a work can have rights."""
    resolved = queries.resolve(keys)
    records = queries.records_of({row for row, _ in resolved.values()})
    return {
        key: tuple(
            dict.fromkeys(
                layer
                for record, _ in records.get(row, ())
                for part in record.contributions
                for layer in roles()[part.role].layers
            )
        )
        for key, (row, _) in resolved.items()
    }
