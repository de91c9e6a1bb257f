"""Looks for the codes by which owners prove that an address is theirs, over the network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dns.resolver
import msgspec
from django.conf import settings

from kenri.harvest.http import Client, Politeness
from kenri.harvest.transport import system_resolve
from kenri.registry import controls
from kenri.registry.proving import texts_of

# Somebody waits for the answer, and the address is whatever they typed: one short look, at open servers only.
POLITE = Politeness(
    rate=4.0,
    attempts=2,
    silences=1,
    first_pause=0.5,
    patience=3.0,
    connect_timeout=5.0,
    read_timeout=8.0,
    total_timeout=12.0,
    redirects=3,
)
DNS_SECONDS = 8.0


resolve = system_resolve
"""How names become addresses; what is no public address is never asked."""


@contextmanager
def looking() -> Iterator[controls.Look]:
    """A look that says who it is."""
    resolver = dns.resolver.Resolver()
    resolver.lifetime = DNS_SECONDS
    with Client(msgspec.structs.replace(POLITE, contact=settings.KENRI_CONTACT), resolve=resolve) as client:
        yield controls.looking(client, texts_of(resolver))
