"""Fetch a repository in a process of its own, so that it can be killed."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from kenri.harvest.fetching import fetch
from kenri.harvest.http import Politeness
from kenri.harvest.source import OaiPmh, Source
from kenri.vocab.text import Text

WORDS = Text("試験", "test")
SOURCE = Source(
    id="test",
    title=WORDS,
    publisher=WORDS,
    description=WORDS,
    fields=("books",),
    schemas=("text",),
    homepage="https://example.org/",
    licence="",
    terms=WORDS,
    terms_url="https://example.org/",
    shapes=(),
    rate=0.0,
)


def fetch_once(folder: Path, url: str, tell: Connection) -> None:
    """Tell that the fetch begins, and at its end whether it is complete and how many pages it has."""
    polite = Politeness(rate=0, allow_private=True, first_pause=0.05)
    tell.send("ready")
    fetched = fetch(SOURCE, OaiPmh("oai_dc", url), folder, politeness=polite)
    tell.send((fetched.complete, fetched.pages))
