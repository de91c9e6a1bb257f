"""Fetch a repository in a process of its own, so that it can be killed: FOLDER URL PREFIX."""

from __future__ import annotations

import sys
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

if __name__ == "__main__":
    polite = Politeness(rate=0, allow_private=True, first_pause=0.05)
    print("ready", flush=True)
    fetched = fetch(SOURCE, OaiPmh("oai_dc", sys.argv[2]), Path(sys.argv[1]), politeness=polite)
    print(fetched.complete, fetched.pages, flush=True)
