"""Rows of projects: lists to be cleared, their items, what people added, and the evidence.

Written by ``services`` only. Facts and evidence are append-only: a changed mind is a new row, and each row
of evidence carries the hash of the one before it.
"""

from __future__ import annotations

from django.db import models

from kenri.cases.proceedings import models as proceedings

__all__ = ["Evidence", "Item", "MatchState", "Project", "ProjectState", "UserFact", "proceedings"]


class ProjectState(models.TextChoices):
    """Where a project stands."""

    NEW = "new"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class MatchState(models.TextChoices):
    """What is known of the work that a row means.

    ``confident``: the catalogue has it. ``review``: it may be one of the candidates. ``none``: the catalogue
    has nothing like it. ``told``: somebody said which entity it is, or that it is none. ``no_item``: the row
    names nothing. Empty: not looked for yet.
    """

    PENDING = ""
    CONFIDENT = "confident"
    REVIEW = "review"
    NONE = "none"
    TOLD = "told"
    NO_ITEM = "no_item"


class Project(models.Model):
    """A list and a planned use. ``use`` is a ``vocab.uses.Use``, ``columns`` what the user said of columns.

    ``file`` is the list's name in the home folder's ``lists``, by the hash of its bytes; ``guesses`` are its
    columns as they were read; ``notes`` problems of the list as a whole. ``on`` is the day for which the law
    is applied, empty for the day of the run. ``head`` is the hash of the last row of evidence, ``chained``
    how many there are.
    """

    key = models.CharField(max_length=16, unique=True)
    name = models.TextField()
    use = models.JSONField()
    list_name = models.TextField()
    file = models.TextField()
    schema = models.CharField(max_length=40)
    columns = models.JSONField(default=dict)
    guesses = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    on = models.CharField(max_length=10, default="", blank=True)
    by = models.TextField(default="", blank=True)
    state = models.CharField(max_length=8, choices=ProjectState.choices, default=ProjectState.NEW)
    created = models.DateTimeField()
    changed = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    head = models.CharField(max_length=64, default="", blank=True)
    chained = models.PositiveBigIntegerField(default=0)


class Item(models.Model):
    """One row of the list and what became of it.

    ``raw`` are its cells, ``record`` the record read from it (canonical JSON, empty where it names nothing),
    ``kind_told`` whether the list itself says what kind of work it is.
    Each stage keeps the hash of what its result rests on, so that only what changed is done again.
    ``candidates``, ``status`` and ``plan`` are JSON as ``outcomes`` describes it; ``verdict`` is the item's
    line in the summary; ``standing`` the status of the whole work.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    sheet = models.TextField(default="", blank=True)
    local_id = models.TextField()
    title = models.TextField(default="", blank=True)
    raw = models.TextField()
    record = models.TextField(default="", blank=True)
    extra = models.TextField(default="{}")
    problems = models.TextField(default="[]")
    kind_told = models.BooleanField(default=False)
    digest = models.CharField(max_length=32)
    match_state = models.CharField(
        max_length=10, choices=MatchState.choices, default=MatchState.PENDING, blank=True
    )
    match_hash = models.CharField(max_length=32, default="", blank=True)
    candidates = models.TextField(default="[]")
    entity = models.CharField(max_length=16, default="", blank=True)
    score = models.FloatField(null=True)
    status_hash = models.CharField(max_length=32, default="", blank=True)
    status = models.TextField(default="", blank=True)
    standing = models.CharField(max_length=16, default="", blank=True)
    plan_hash = models.CharField(max_length=32, default="", blank=True)
    plan = models.TextField(default="", blank=True)
    verdict = models.CharField(max_length=16, default="", blank=True)
    cost_low = models.BigIntegerField(null=True)
    cost_high = models.BigIntegerField(null=True)
    days_low = models.IntegerField(null=True)
    days_high = models.IntegerField(null=True)

    class Meta:  # noqa: D106
        constraints = [models.UniqueConstraint(fields=["project", "place"], name="cases_item_once")]
        indexes = [models.Index(fields=["project", "verdict"], name="cases_item_verdict")]


class UserFact(models.Model):
    """What somebody said of an item, and where they have it from. Never edited: the last of a kind counts.

    ``kind``: ``entity`` (the work is that entity; an empty ``value``: none of the catalogue), ``fact`` (of
    the work, ``name`` as in ``kenri status --facts``), ``answer`` (to the router's question ``name``).
    ``withdrawn`` takes the last one of that kind and name back.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=8)
    name = models.TextField(default="", blank=True)
    value = models.TextField(default="", blank=True)
    source = models.TextField(default="", blank=True)
    by = models.TextField()
    at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)


class Evidence(models.Model):
    """One search or statement on which results rest; each row is chained to the one before it.

    ``body`` is the canonical text that ``hash`` is the SHA-256 of (see ``kenri.cases.evidence``); ``answer``
    what came back, in the form that the body's ``answer_hash`` is of.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="evidence")
    number = models.PositiveBigIntegerField()
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    body = models.TextField()
    answer = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:  # noqa: D106
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="cases_evidence_once")]
