"""Rows of records, harvest runs and entities. Written by ``services`` only, in bulk where they are many.

References between the tables that are written by the hundred thousand carry no database constraint where
the writer of both sides is the same transaction: PostgreSQL checks a constraint row by row.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RunState(models.TextChoices):
    """What became of a harvest."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    ABANDONED = "abandoned"


class Counter(models.Model):
    """The next free key of a table whose keys are given out in blocks; the same on every database."""

    name = models.CharField(primary_key=True, max_length=32)
    next = models.BigIntegerField(default=1)


class SourceState(models.Model):
    """What is held of one source: how much, since when, and up to which datestamp it was fetched."""

    id = models.CharField(primary_key=True, max_length=64)
    records = models.PositiveBigIntegerField(default=0)
    fetched_until = models.CharField(max_length=40, default="", blank=True)
    fetched_from = models.TextField(default="", blank=True)
    last_run: models.ForeignKey[HarvestRun | None, HarvestRun | None] = models.ForeignKey(
        "HarvestRun", null=True, on_delete=models.PROTECT, related_name="+"
    )


class HarvestRun(models.Model):
    """The account of one harvest: ``read = new + changed + unchanged + rejected``; never edited once ended.

    ``read`` counts the items that are records or were refused; deletions and skipped items (no records of
    their own) stand apart. ``capture`` is the hash of what was read, ``mapping`` that of the code that read
    it: an unfinished run of the same two is taken up again by the next one.
    """

    source = models.CharField(max_length=64)
    origin = models.TextField()
    capture = models.CharField(max_length=64)
    mapping = models.CharField(max_length=64)
    limit = models.PositiveBigIntegerField(null=True)
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.RUNNING)
    started = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    read = models.PositiveBigIntegerField(default=0)
    new = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    deleted = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)
    skipped = models.PositiveBigIntegerField(default=0)
    complete = models.BooleanField(default=False)
    notes = models.JSONField(default=list)

    class Meta:  # noqa: D106
        indexes = [models.Index(fields=["source", "-id"], name="records_run_source")]


class PartState(models.Model):
    """One unit of a source's export (a file, a shape): its columns and when it was last read to its end.

    Only a complete reading of the same part shows that the source removed something.
    """

    source = models.CharField(max_length=64)
    name = models.TextField()
    columns = models.JSONField(default=list)
    records = models.PositiveBigIntegerField(default=0)
    items = models.PositiveBigIntegerField(default=0)
    completed = models.DateTimeField(null=True)

    class Meta:  # noqa: D106
        constraints = [models.UniqueConstraint(fields=["source", "name"], name="records_part_once")]


class Rejection(models.Model):
    """One item that was refused: where it stood, why, and its beginning as received."""

    run = models.ForeignKey(HarvestRun, on_delete=models.CASCADE, related_name="rejections")
    part = models.TextField()
    position = models.TextField()
    local_id = models.TextField(default="", blank=True)
    code = models.CharField(max_length=64)
    where = models.TextField(default="", blank=True)
    values = models.JSONField(default=dict)
    raw = models.BinaryField(default=b"")


class Entity(models.Model):
    """A work or party. Every record founds one; linking lets one of several live on and redirects the rest.

    The primary key is that of the founding record; ``key`` is the public id, made from the founding
    record's source and local id, so that it is the same in every installation. ``size`` counts the live
    records; ``changed`` is the ``LinkRun`` that last touched it, which tells the index what to do again.
    """

    id = models.BigIntegerField(primary_key=True)
    key = models.CharField(max_length=16)
    schema = models.CharField(max_length=40)
    redirect_to: models.ForeignKey[Entity | None, Entity | None] = models.ForeignKey(
        "self", null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    size = models.PositiveIntegerField(default=1)
    changed = models.BigIntegerField()

    class Meta:  # noqa: D106
        constraints = [models.UniqueConstraint(fields=["key"], name="records_entity_key")]
        indexes = [
            models.Index(fields=["changed"], name="records_entity_changed"),
            models.Index(
                fields=["redirect_to"], condition=Q(redirect_to__isnull=False), name="records_entity_redirect"
            ),
        ]


class Record(models.Model):
    """One record: which source, under which id, since which run, whether the source still has it.

    ``digest`` is that of the normalised document, ``raw_digest`` that of the item as received.
    ``deleted_run`` makes it a tombstone; its last content is kept. ``link_due`` is the run that asks ``link``
    to look at it again: a link that looked before that run wrote does not clear it.
    """

    id = models.BigIntegerField(primary_key=True)
    source = models.CharField(max_length=64)
    local_id = models.TextField()
    schema = models.CharField(max_length=40)
    digest = models.CharField(max_length=32)
    raw_digest = models.CharField(max_length=16)
    part = models.ForeignKey(
        PartState, on_delete=models.DO_NOTHING, db_constraint=False, related_name="members"
    )
    first_run = models.ForeignKey(
        HarvestRun, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    changed_run = models.ForeignKey(
        HarvestRun, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    deleted_run: models.ForeignKey[HarvestRun | None, HarvestRun | None] = models.ForeignKey(
        HarvestRun,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    entity: models.ForeignKey[Entity | None, Entity | None] = models.ForeignKey(
        Entity, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="records"
    )
    link_due = models.BigIntegerField(null=True)

    class Meta:  # noqa: D106
        constraints = [models.UniqueConstraint(fields=["source", "local_id"], name="records_record_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(link_due__isnull=False), name="records_record_due")
        ]


class Content(models.Model):
    """What a record says now: normalised (canonical JSON) and as received (zstd)."""

    record = models.OneToOneField(
        Record, primary_key=True, on_delete=models.CASCADE, db_constraint=False, related_name="content"
    )
    doc = models.TextField()
    raw = models.BinaryField()


class RecordVersion(models.Model):
    """What a record said before: records are never edited, the superseded document is kept.

    ``run`` brought this version, ``until_run`` the next one; ``deleted`` says that the source had withdrawn
    the record before it came back.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, db_constraint=False, related_name="versions")
    run = models.ForeignKey(
        HarvestRun, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    until_run = models.ForeignKey(
        HarvestRun, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    deleted = models.BooleanField(default=False)
    digest = models.CharField(max_length=32)
    doc = models.TextField()


class RecordIdentifier(models.Model):
    """An identifier that a record carries; ``gone``: it did until the next ``link`` undoes what it linked."""

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, db_constraint=False, related_name="identifiers"
    )
    scheme = models.CharField(max_length=32)
    value = models.TextField()
    gone = models.BooleanField(default=False)

    class Meta:  # noqa: D106
        indexes = [models.Index(fields=["value", "scheme"], name="records_identifier_value")]


class RecordLink(models.Model):
    """That two records are about one entity, and why: the link's kind and what it rests on."""

    left = models.ForeignKey(Record, on_delete=models.CASCADE, db_constraint=False, related_name="links_to")
    right = models.ForeignKey(
        Record, on_delete=models.CASCADE, db_constraint=False, related_name="links_from"
    )
    kind = models.CharField(max_length=32)
    scheme = models.CharField(max_length=32, default="", blank=True)
    value = models.TextField(default="", blank=True)
    score = models.FloatField(default=1.0)

    class Meta:  # noqa: D106
        indexes = [models.Index(fields=["value", "scheme"], name="records_link_value")]


class LinkConflict(models.Model):
    """Records that carry the same identifier although they cannot be the same thing; shown, not linked."""

    left = models.ForeignKey(Record, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    right = models.ForeignKey(Record, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    scheme = models.CharField(max_length=32)
    value = models.TextField()
    code = models.CharField(max_length=32)


class Judgement(models.Model):
    """One person's word on one pair of records: never changed, never removed, never derived.

    The records are named by source and local id, the smaller pair first, so that what was decided outlives
    every rebuild and every new harvest; ``left_key`` and ``right_key`` are the ids of the entities that they
    found, by which they are looked up. ``round`` says the how-manieth reviewer of the pair spoke;
    ``settled`` that an institution had decided by its own rule.
    """

    left_source = models.CharField(max_length=64)
    left_id = models.TextField()
    right_source = models.CharField(max_length=64)
    right_id = models.TextField()
    left_key = models.CharField(max_length=16)
    right_key = models.CharField(max_length=16)
    decision = models.CharField(max_length=12)
    by = models.CharField(max_length=100)
    at = models.DateTimeField()
    note = models.TextField(default="", blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    settled = models.BooleanField(default=False)

    class Meta:  # noqa: D106
        indexes = [
            models.Index(fields=["left_key", "right_key"], name="records_judgement_pair"),
            models.Index(fields=["right_key"], name="records_judgement_right"),
            models.Index(fields=["by", "-id"], name="records_judgement_by"),
        ]


class Pair(models.Model):
    """Two records that may be one thing; derived from the model's scores and from people's judgements.

    ``left`` has the smaller key. ``band`` is ``auto``, ``review`` or empty (nobody's guess: only people spoke
    of it), ``reasons`` what each comparison said, as ``kenri.records.pairs`` writes it. ``state`` and
    ``decided`` (``same``, ``different`` or empty) tell where the judgements stand, ``reviewers`` whose they
    are, a name a line between line ends. ``queue`` is the urgency of the next review, None where none is
    wanted.
    """

    left = models.ForeignKey(
        Record, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    right = models.ForeignKey(Record, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    score = models.FloatField(default=0.0)
    band = models.CharField(max_length=8, default="", blank=True)
    reasons = models.TextField(default="", blank=True)
    state = models.CharField(max_length=12, default="open")
    decided = models.CharField(max_length=12, default="", blank=True)
    reviewers = models.TextField(default="", blank=True)
    queue = models.PositiveSmallIntegerField(null=True)

    class Meta:  # noqa: D106
        constraints = [models.UniqueConstraint(fields=["left", "right"], name="records_pair_once")]
        indexes = [
            models.Index(
                fields=["-queue", "-score", "id"],
                condition=Q(queue__isnull=False),
                name="records_pair_queue",
            ),
        ]


class LinkRun(models.Model):
    """The account of one linking. Its id is the version of the data that the index is built from."""

    started = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    records = models.PositiveBigIntegerField(default=0)
    links = models.PositiveBigIntegerField(default=0)
    merged = models.PositiveBigIntegerField(default=0)
    split = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
