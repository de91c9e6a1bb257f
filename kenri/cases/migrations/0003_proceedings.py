"""Running procedures: cases, their chained steps, what they bring about."""

# ruff: noqa: D101

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kenri.cases.proceedings.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_accounts"),
        ("cases", "0002_kind_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("heads", models.TextField()),
                ("signature", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Numbering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=32, unique=True)),
                ("last", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=kenri.cases.proceedings.models.new_key,
                        editable=False,
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("name", models.TextField()),
                ("procedure", models.CharField(max_length=64)),
                ("use", models.JSONField()),
                ("shared", models.JSONField(default=dict)),
                ("created", models.DateTimeField()),
                ("wanted", models.PositiveIntegerField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="case_batches",
                        to="cases.project",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("procedure", models.CharField(max_length=64)),
                ("pinned", models.CharField(max_length=96)),
                ("opened", models.DateTimeField()),
                ("entity", models.CharField(blank=True, default="", max_length=16)),
                ("title", models.TextField()),
                ("use", models.JSONField()),
                ("place", models.PositiveIntegerField(null=True)),
                ("state", models.CharField(max_length=64)),
                ("turn", models.CharField(blank=True, default="", max_length=32)),
                ("due", models.DateField(null=True)),
                ("wakes", models.DateField(null=True)),
                ("closed", models.DateTimeField(null=True)),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("changed", models.DateTimeField()),
                ("steps", models.PositiveIntegerField(default=0)),
                ("chained", models.PositiveIntegerField(default=0)),
                ("head", models.CharField(blank=True, default="", max_length=64)),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned_cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cases.batch",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="cases.case",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cases",
                        to="cases.item",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened_cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened_cases",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "reuses",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reused_by",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Issued",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True)),
                ("template", models.CharField(max_length=32)),
                ("data", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="issued", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=32)),
                ("entity", models.CharField(blank=True, default="", max_length=16)),
                ("since", models.DateTimeField()),
                ("reached", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="cases.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_as_party",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_as_party",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=64)),
                ("role", models.CharField(max_length=32)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
                ("state", models.CharField(max_length=64)),
                ("turn", models.CharField(blank=True, default="", max_length=32)),
                ("body", models.TextField()),
                ("hash", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="history", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True)),
                ("kind", models.CharField(max_length=32)),
                ("on", models.DateField(db_index=True)),
                ("title", models.TextField()),
                ("data", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="cases.case",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="cases.step",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Printed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("file", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "issued",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prints", to="cases.issued"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prints", to="cases.step"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Particular",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("salt", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64)),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="particulars",
                        to="cases.step",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to_role", models.CharField(max_length=32)),
                ("template", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("sent", models.DateTimeField(db_index=True, null=True)),
                ("reached", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="cases.case"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="cases.step"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=kenri.cases.proceedings.models.new_key,
                        editable=False,
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("item", models.PositiveIntegerField()),
                ("address", models.TextField(blank=True, default="")),
                ("subject", models.TextField()),
                ("text", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("mailed", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="cases.case"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="cases.step"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="issued",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="issued", to="cases.step"
            ),
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conflicts", to="cases.case"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.step"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=kenri.cases.proceedings.models.new_key,
                        editable=False,
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("name", models.TextField()),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("file", models.CharField(max_length=80)),
                ("erased", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="cases.case",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="cases.step",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Together",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=kenri.cases.proceedings.models.new_key, max_length=40, unique=True
                    ),
                ),
                ("action", models.CharField(max_length=64)),
                ("input", models.JSONField(default=dict)),
                ("created", models.DateTimeField()),
                ("finished", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TogetherCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outcome", models.CharField(blank=True, default="", max_length=8)),
                ("problem", models.JSONField(default=dict)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "together",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="cases.together"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["turn", "due"], name="cases_case_queue"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["procedure", "state"], name="cases_case_state"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["wakes"], name="cases_case_wakes"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["entity"], name="cases_case_entity"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("batch", None), _negated=True),
                fields=("batch", "place"),
                name="cases_case_once_in_batch",
            ),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["role", "organisation"], name="cases_party_role"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="cases_step_once"),
        ),
        migrations.AddConstraint(
            model_name="printed",
            constraint=models.UniqueConstraint(fields=("issued", "language"), name="cases_printed_once"),
        ),
        migrations.AddConstraint(
            model_name="particular",
            constraint=models.UniqueConstraint(fields=("step", "name"), name="cases_particular_once"),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.UniqueConstraint(fields=("case", "user"), name="cases_conflict_once"),
        ),
        migrations.AddConstraint(
            model_name="togethercase",
            constraint=models.UniqueConstraint(fields=("together", "case"), name="cases_together_once"),
        ),
    ]
