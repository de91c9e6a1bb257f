"""What is known of a work, as far as its protection depends on it. Anything unknown is left out."""

from __future__ import annotations

from typing import Literal

import msgspec

from kenri.catalogue.entity import Said
from kenri.vocab.dates import ImpreciseDate

Authorship = Literal["", "named", "anonymous", "pseudonymous", "corporate"]


class Creator(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who had a part in the work.

    ``role`` is a word of the roles vocabulary or one that it knows, ``nationality`` a country by code or name
    as it was on 7 December 1941 where wartime matters. ``said`` names the records that say this.
    """

    name: str = ""
    role: str = ""
    kind: Literal["", "person", "organisation"] = ""
    born: ImpreciseDate | None = None
    died: ImpreciseDate | None = None
    nationality: str = ""
    said: tuple[Said, ...] = ()


class Work(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A work, or one layer of a work.

    - ``authorship``: under what name it was published. ``well_known_pseudonym``: the pseudonym is known to be
      that person's (art. 52(2)(i)); ``name_registered``: the real name was registered in time (art. 75).
    - ``unpublished``: it is known never to have been published. ``last_published``: the last part of a work
      that came out in parts (``serial``: ``parts``; ``issues`` each count on their own;
      what comes over three years after the last part belongs to it no more, art. 56).
    - ``translation``: the text is a translation, whoever made it.
    - ``subject``: statute, notice, judgment, …: what the law of a country leaves unprotected.
    - ``died_for_france``: the author is recognised as "mort pour la France".
    - ``renewal``, ``notice``, ``registered``: formalities in the United States.
    - ``rights_acquired``, ``holder_nationality``: when and by a national of which country the right was
      acquired, where that differs from the author (wartime addition).
    - ``first_japanese_translation``; ``not_translated``: none appeared within ten years (old art. 7).
    - ``lapsed``: the right went to nobody (art. 62) on that day; ``no_heirs``: the author left no heirs.
    - ``reviewed``: doubts of the law that somebody has decided, by rule: True takes the longer term.
    - ``statements``: what is declared of the work, as statement codes.
    - ``layers``: layers to be looked at beyond those that the creators' roles show, by key.
    - ``said``: the records that say each fact of the work.
    """

    id: str = ""
    schema: str = ""
    layer: str = ""
    title: str = ""
    creators: tuple[Creator, ...] = ()
    authorship: Authorship = ""
    published: ImpreciseDate | None = None
    created: ImpreciseDate | None = None
    performed: ImpreciseDate | None = None
    recorded: ImpreciseDate | None = None
    broadcast: ImpreciseDate | None = None
    last_published: ImpreciseDate | None = None
    publication_country: str = ""
    unpublished: bool = False
    translation: bool = False
    died_for_france: bool = False
    serial: Literal["", "issues", "parts"] = ""
    subject: str = ""
    well_known_pseudonym: bool | None = None
    name_registered: bool | None = None
    renewal: bool | None = None
    notice: bool | None = None
    registered: bool | None = None
    rights_acquired: ImpreciseDate | None = None
    holder_nationality: str = ""
    original_language: str = ""
    first_japanese_translation: ImpreciseDate | None = None
    not_translated: bool = False
    lapsed: ImpreciseDate | None = None
    no_heirs: bool = False
    reviewed: dict[str, bool] = {}
    statements: tuple[str, ...] = ()
    layers: tuple[Work, ...] = ()
    said: dict[str, tuple[Said, ...]] = {}


DATES = (
    "published",
    "created",
    "performed",
    "recorded",
    "broadcast",
    "last_published",
    "rights_acquired",
    "first_japanese_translation",
    "lapsed",
)
"""The facts of a work that are dates."""
