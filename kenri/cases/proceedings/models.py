"""Rows of running procedures. Written by ``proceedings.services`` and the modules it calls, by nothing else.

What happened in a case is its chain of ``Step`` rows; the database itself refuses to change or delete one
(see ``guards``). All that a ``Case`` knows of its state is only remembered from them and can be rebuilt.
Texts that people typed are kept beside the chain (``Particular``), which holds no more than their salted
digests: so a person's data can be erased and the chain still verifies.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from kenri.accounts.models import Organisation, User


def new_key() -> str:
    """A public id that tells nothing."""
    return secrets.token_hex(8)


class Numbering(models.Model):
    """The last number given out in a series (``2026-0673``); counted in the transaction that uses it."""

    series = models.CharField(max_length=32, unique=True)
    last = models.PositiveBigIntegerField(default=0)


class Batch(models.Model):
    """Cases filed together from a project's items, each a case of its own. ``shared`` is what all have."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    name = models.TextField()
    procedure = models.CharField(max_length=64)
    project = models.ForeignKey(
        "cases.Project", null=True, on_delete=models.SET_NULL, related_name="case_batches"
    )
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    use = models.JSONField()
    shared = models.JSONField(default=dict)
    created = models.DateTimeField()
    wanted = models.PositiveIntegerField()


class Case(models.Model):
    """One running procedure. ``pinned`` is ``id@version``: the law of the day on which it was opened.

    ``turn`` is the role whose move it is, ``due`` the day until which; ``steps`` counts the actions of the
    procedure, ``chained`` all rows of the chain, ``head`` is the hash of the last. ``use`` is a
    ``vocab.uses.Use``. ``follows`` is the case out of which this one was opened; ``reuses`` the one whose
    evidence it brings along. ``first_day`` and ``last_day`` bound the use that was allowed.
    """

    number = models.CharField(max_length=24, unique=True)
    procedure = models.CharField(max_length=64)
    pinned = models.CharField(max_length=96)
    opened = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="opened_cases")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="opened_cases"
    )
    entity = models.CharField(max_length=16, default="", blank=True)
    title = models.TextField()
    use = models.JSONField()
    item = models.ForeignKey("cases.Item", null=True, on_delete=models.SET_NULL, related_name="cases")
    place = models.PositiveIntegerField(null=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="cases")
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    reuses = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="reused_by")
    state = models.CharField(max_length=64)
    turn = models.CharField(max_length=32, default="", blank=True)
    due = models.DateField(null=True)
    wakes = models.DateField(null=True)
    closed = models.DateTimeField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    assignee = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="assigned_cases")
    changed = models.DateTimeField()
    steps = models.PositiveIntegerField(default=0)
    chained = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        """Constraints and what queues ask for."""

        constraints = [
            models.UniqueConstraint(
                fields=("batch", "place"), condition=~Q(batch=None), name="cases_case_once_in_batch"
            )
        ]
        indexes = [
            models.Index(fields=["turn", "due"], name="cases_case_queue"),
            models.Index(fields=["procedure", "state"], name="cases_case_state"),
            models.Index(fields=["wakes"], name="cases_case_wakes"),
            models.Index(fields=["entity"], name="cases_case_entity"),
        ]

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    """Who has which role of the procedure in a case: an organisation or a person.

    An office without an organisation is any body that holds it, until one takes the case. ``reached`` is
    when the case first came before them: nobody sees a case earlier.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=32)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="cases_as_party"
    )
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="cases_as_party")
    entity = models.CharField(max_length=16, default="", blank=True)
    since = models.DateTimeField()
    reached = models.DateTimeField(null=True)

    class Meta:
        """What access asks for."""

        indexes = [models.Index(fields=["role", "organisation"], name="cases_party_role")]


class Step(models.Model):
    """One row of a case's chain: its canonical text, its hash, and some of its members for queries.

    ``kind`` is ``open``, ``action`` (of the procedure, ``name`` says which), or what else is written into
    the history (``kenri.cases.proceedings.chain.KINDS``). ``state`` and ``turn`` are those after it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="history")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=64)
    role = models.CharField(max_length=32)
    by = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=64)
    turn = models.CharField(max_length=32, default="", blank=True)
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        """A number once."""

        constraints = [models.UniqueConstraint(fields=["case", "number"], name="cases_step_once")]


class Particular(models.Model):
    """A text that somebody typed in a step; the step's row holds its ``digest`` (salt, then text).

    Erasing empties ``text`` and ``salt``; the database refuses every other change.
    """

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="particulars")
    name = models.CharField(max_length=200)
    text = models.TextField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)

    class Meta:
        """A name once."""

        constraints = [models.UniqueConstraint(fields=["step", "name"], name="cases_particular_once")]


class Attachment(models.Model):
    """A file that somebody handed in; ``file`` is its name in the home folder, by the hash of its bytes."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=32)
    name = models.TextField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=80)
    erased = models.DateTimeField(null=True)


class Issued(models.Model):
    """A document that an office issued: the data it was made from, whose digest stands in the chain.

    ``number`` is the public number under which anybody may verify it.
    """

    number = models.CharField(max_length=32, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="issued")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="issued")
    template = models.CharField(max_length=32)
    data = models.TextField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()


class Printed(models.Model):
    """The PDF of an issued document in one language; a row of the chain (``step``) holds its digest."""

    issued = models.ForeignKey(Issued, on_delete=models.PROTECT, related_name="prints")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="prints")
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64, db_index=True)
    file = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        """One print a language."""

        constraints = [models.UniqueConstraint(fields=["issued", "language"], name="cases_printed_once")]


class Notice(models.Model):
    """Something that a party is told because of a step; ``sent`` once the e-mail has left, if any could."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="notices")
    to_role = models.CharField(max_length=32)
    template = models.CharField(max_length=64)
    at = models.DateTimeField()
    sent = models.DateTimeField(null=True, db_index=True)
    reached = models.PositiveIntegerField(default=0)


class Letter(models.Model):
    """The text of a letter of enquiry, and where it went by e-mail, if it did. Both are personal.

    ``item`` is the number of the contact in the case's data, where its sending, arrival and answer stand.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="letters")
    item = models.PositiveIntegerField()
    address = models.TextField(default="", blank=True)
    subject = models.TextField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    mailed = models.DateTimeField(null=True)


class Conflict(models.Model):
    """An officer's declaration that their own interests touch a case: it keeps them out of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Once."""

        constraints = [models.UniqueConstraint(fields=["case", "user"], name="cases_conflict_once")]


class Publication(models.Model):
    """An entry of the public register. ``data`` is JSON without anything personal; its digest is chained."""

    number = models.CharField(max_length=32, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="publications")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=32)
    on = models.DateField(db_index=True)
    title = models.TextField()
    data = models.TextField()
    digest = models.CharField(max_length=64)


class Together(models.Model):
    """One action on many cases: kept, so that what was stopped in the middle is carried on."""

    key = models.CharField(max_length=40, unique=True, default=new_key)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=64)
    input = models.JSONField(default=dict)
    created = models.DateTimeField()
    finished = models.DateTimeField(null=True)


class TogetherCase(models.Model):
    """What became of one case of an action on many: ``done`` or ``refused`` with its problem, else empty."""

    together = models.ForeignKey(Together, on_delete=models.CASCADE, related_name="cases")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, default="", blank=True)
    problem = models.JSONField(default=dict)

    class Meta:
        """A case once."""

        constraints = [models.UniqueConstraint(fields=["together", "case"], name="cases_together_once")]


class Checkpoint(models.Model):
    """The ends of chains at a moment, signed: whoever can write every row still cannot write this one.

    ``heads`` is canonical JSON: ``{chain: [length, hash]}``; ``signature`` is the seal's over that text.
    """

    at = models.DateTimeField()
    heads = models.TextField()
    signature = models.TextField()
