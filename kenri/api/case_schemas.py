"""What programmes send about cases."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema

MOST_AT_ONCE = 1_000


class Opened(Schema):
    """A case to be opened.

    ``use`` is a use as data, or ``{"preset": "stream_archive_programme", …}``; ``organisation`` the key of
    the one that applies; ``given`` data of the procedure that is known; ``parties`` others by role, as
    ``organisation:<key>`` or ``user:<key>``; ``reuses`` the number of a case whose evidence is used again.
    What the catalogue knows of ``entity`` need not be told: title, authors, field, kind.
    """

    procedure: str
    title: str = ""
    use: dict[str, Any]
    entity: str = ""
    field: str = ""
    kind: str = ""
    given: dict[str, Any] = {}
    parties: dict[str, str] = {}
    organisation: str = ""
    reuses: str = ""


class Acted(Schema):
    """An action. ``expecting`` is the number of steps that the programme saw; ``role`` one of its several."""

    action: str
    input: dict[str, Any] = {}
    expecting: int | None = None
    role: str = ""


class ActedTogether(Schema):
    """One action on many cases; the same ``key`` again carries on what was stopped, and repeats nothing.

    ``every`` as the ``item`` or the ``check`` of the input is all that the action can be about in a case.
    """

    numbers: list[str] = Field(max_length=MOST_AT_ONCE, min_length=1)
    action: str
    input: dict[str, Any] = {}
    key: str = Field("", max_length=40)


class Joined(Schema):
    """Who takes part from now on in a role: ``organisation:<key>``, ``user:<key>``,
    an e-mail address, or the name of an organisation."""

    role: str = "holder"
    who: str


class Filed(Schema):
    """Items of a project (by their places in the list; none named: all) to be filed as cases of their own."""

    project: str
    procedure: str
    name: str = ""
    use: dict[str, Any]
    given: dict[str, Any] = {}
    parties: dict[str, str] = {}
    organisation: str = ""
    field: str = ""
    kind: str = ""
    places: list[int] = []
    batch: str = ""
