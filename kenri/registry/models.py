"""The registry as rows. Drafts are their writers' own; versions and declarations are only added to."""

from __future__ import annotations

from django.db import models

from kenri.accounts.models import Organisation, User, new_key

LONGEST_ADDRESS = 2_000
"""Characters of a URL in normal form, whose escapes may be three times as long as what was typed."""


class Work(models.Model):
    """A work that somebody registers. ``draft`` is what they typed last, ``revision`` counts its savings.

    ``due``: since when the catalogue does not hold what was last published or declared. ``address``: the URL
    of the published work in normal form, empty while it is not public. ``organisation``: whose work it is,
    where ``owner`` only entered it for them. ``ref``: by which a list names it again, so that a list that is
    imported twice makes no work twice; empty for one that was entered by hand.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="registered_works")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="registered_works"
    )
    draft = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(auto_now_add=True)
    saved = models.DateTimeField(auto_now=True)
    due = models.DateTimeField(null=True, db_index=True)
    address = models.CharField(max_length=LONGEST_ADDRESS, blank=True, default="", db_index=True)
    ref = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        """Constraints."""

        constraints = [
            models.UniqueConstraint(
                fields=("owner", "ref"),
                condition=models.Q(organisation=None) & ~models.Q(ref=""),
                name="registry_work_of_a_person_once",
            ),
            models.UniqueConstraint(
                fields=("organisation", "ref"),
                condition=~models.Q(ref=""),
                name="registry_work_of_an_organisation_once",
            ),
        ]


class Import(models.Model):
    """A list of works that an owner wants to register, read and looked at before anything is registered.

    ``notes``: what concerns the whole list, as problems; ``platform``: whose export it is, empty for none.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="imports")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="imports"
    )
    name = models.CharField(max_length=200)
    platform = models.CharField(max_length=32, blank=True, default="")
    notes = models.JSONField(default=list)
    created = models.DateTimeField()


class ImportRow(models.Model):
    """A row of such a list: what it says, what is wrong with it, and the work that was made of it.

    ``state``: ``refused``, ``ready`` or ``done``; ``outcome`` of a row that is done: ``new``, ``changed`` or
    ``same``. ``known``: entities of the catalogue that may be the same work.
    """

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    doc = models.JSONField()
    ref = models.CharField(max_length=32)
    problems = models.JSONField(default=list)
    known = models.JSONField(default=list)
    state = models.CharField(max_length=8, db_index=True)
    outcome = models.CharField(max_length=8, blank=True, default="")


class Version(models.Model):
    """A published state of a registration, or its withdrawal; the one of the highest number is in force."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    doc = models.JSONField()
    withdrawn = models.BooleanField(default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        """Constraints."""

        constraints = [models.UniqueConstraint(fields=("work", "number"), name="registry_version_once")]


class Declaration(models.Model):
    """What an owner wills for one work, or for all of theirs where ``work`` is none; the latest stands.

    ``organisation``: whose will it is, where ``owner`` only declared it for them.
    """

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="declarations")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="declarations"
    )
    work = models.ForeignKey(Work, null=True, on_delete=models.PROTECT, related_name="declarations")
    doc = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)


class Control(models.Model):
    """An address, site or domain that an owner says is theirs, and the code by which they prove it.

    ``method`` is a key of ``proving.METHODS``, ``scope`` what it proves in normal form. ``held``: since when
    it is proved, none while it is not; ``until``: when the proof runs out unless it is found again.
    ``checked``: the last look. What each look found are the rows of ``Check``.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="controls")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="controls"
    )
    method = models.CharField(max_length=8)
    scope = models.CharField(max_length=LONGEST_ADDRESS, db_index=True)
    code = models.CharField(max_length=40)
    created = models.DateTimeField()
    checked = models.DateTimeField(null=True, db_index=True)
    held = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True, db_index=True)


class Check(models.Model):
    """One look for a code: where, and the problem (code and values) where it was not found. Only added to."""

    control = models.ForeignKey(Control, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=LONGEST_ADDRESS)
    problem = models.CharField(max_length=40, blank=True, default="")
    values = models.JSONField(default=dict)


class RightsClaim(models.Model):
    """What somebody claims of an entity of the catalogue. Only added to; what becomes of it are its steps.

    ``anchor``: a record of the entity (source and id), by which the claim is found when entities are merged.
    ``succeeds``: the claim whose right passed over by this one, as a transfer does.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    entity = models.CharField(max_length=64, db_index=True)
    anchor = models.CharField(max_length=400, db_index=True)
    title = models.CharField(max_length=500)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="rights_claims")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="rights_claims"
    )
    doc = models.JSONField()
    succeeds = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="successors")
    at = models.DateTimeField()


class ClaimStep(models.Model):
    """Something that happened to a claim. Only added to.

    ``kind``: ``withdrawn``, ``agreed`` (by whoever held before, to the passing over), ``disputed`` (by
    anybody else who claims), ``taken_down`` (by whoever keeps the register), ``conflict`` and ``resolved``
    (by Kenri, when claims begin or cease to contradict each other).
    """

    claim = models.ForeignKey(RightsClaim, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField()


class Licence(models.Model):
    """A licence that a holder's declared terms gave outright for one use. Only added to.

    ``number`` is public; ``data`` the canonical text of all that it says, ``digest`` its SHA-256,
    ``signature`` that of the installation's seal over it; ``pdf`` the sealed file. ``version`` of the work is
    what it rests on, ``asked`` the digest of what was asked for and given.
    """

    number = models.CharField(max_length=16, unique=True)
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="licences")
    version = models.PositiveIntegerField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="licences")
    asked = models.CharField(max_length=64)
    data = models.TextField()
    digest = models.CharField(max_length=64)
    signature = models.TextField()
    pdf = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = [
            models.UniqueConstraint(fields=("work", "user", "asked"), name="registry_licence_once")
        ]


class Answered(models.Model):
    """What somebody who was asked answered for all uses of a kind. Only added to; a party's latest stands.

    ``by`` is their name as it was asked for; without an account ``user`` and ``organisation`` are none.
    ``purposes`` are keys of the purposes, ``doc`` the terms; ``case`` the number of the request.
    """

    entity = models.CharField(max_length=64, db_index=True)
    anchor = models.CharField(max_length=400, db_index=True)
    by = models.CharField(max_length=500)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="answers")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="answers"
    )
    says = models.CharField(max_length=8)
    purposes = models.JSONField()
    doc = models.JSONField()
    case = models.CharField(max_length=24)
    at = models.DateTimeField()


class Watch(models.Model):
    """Somebody wants to hear when what holders will for an entity changes. ``anchor`` is a record of it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="watches")
    entity = models.CharField(max_length=64, db_index=True)
    anchor = models.CharField(max_length=400, db_index=True)
    at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = [models.UniqueConstraint(fields=("user", "entity"), name="registry_watch_once")]


class SavedSearch(models.Model):
    """A search that somebody keeps to hear of what is new. ``asked``: the question as an address.

    ``query`` is a ``kenri.search.engine.Query``, ``found`` the ids of entities that it found up to now, and
    ``index`` the version of the index that it was last asked of.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=200)
    asked = models.TextField()
    query = models.JSONField()
    found = models.JSONField()
    index = models.CharField(max_length=200, db_index=True)
    at = models.DateTimeField()


class Interest(models.Model):
    """How many ``times`` a work was looked up in a week, which begins on the Monday ``week``.

    ``how`` is a key of ``interest.HOW``; ``told``: whether the holder has heard of it.
    """

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="interest")
    week = models.DateField()
    how = models.CharField(max_length=8)
    times = models.PositiveBigIntegerField(default=0)
    told = models.BooleanField(default=False)

    class Meta:
        """A row for each week and way."""

        constraints = [models.UniqueConstraint(fields=("work", "week", "how"), name="registry_interest_once")]
        indexes = [
            models.Index(fields=["week"], condition=models.Q(told=False), name="registry_interest_untold")
        ]
