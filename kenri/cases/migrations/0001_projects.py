"""The tables of projects."""

# ruff: noqa: D101

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=16, unique=True)),
                ("name", models.TextField()),
                ("use", models.JSONField()),
                ("list_name", models.TextField()),
                ("file", models.TextField()),
                ("schema", models.CharField(max_length=40)),
                ("columns", models.JSONField(default=dict)),
                ("guesses", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
                ("on", models.CharField(blank=True, default="", max_length=10)),
                ("by", models.TextField(blank=True, default="")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("running", "Running"),
                            ("stopped", "Stopped"),
                            ("done", "Done"),
                        ],
                        default="new",
                        max_length=8,
                    ),
                ),
                ("created", models.DateTimeField()),
                ("changed", models.DateTimeField()),
                ("finished", models.DateTimeField(null=True)),
                ("head", models.CharField(blank=True, default="", max_length=64)),
                ("chained", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("sheet", models.TextField(blank=True, default="")),
                ("local_id", models.TextField()),
                ("title", models.TextField(blank=True, default="")),
                ("raw", models.TextField()),
                ("record", models.TextField(blank=True, default="")),
                ("extra", models.TextField(default="{}")),
                ("problems", models.TextField(default="[]")),
                ("digest", models.CharField(max_length=32)),
                (
                    "match_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Pending"),
                            ("confident", "Confident"),
                            ("review", "Review"),
                            ("none", "None"),
                            ("told", "Told"),
                            ("no_item", "No Item"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("match_hash", models.CharField(blank=True, default="", max_length=32)),
                ("candidates", models.TextField(default="[]")),
                ("entity", models.CharField(blank=True, default="", max_length=16)),
                ("score", models.FloatField(null=True)),
                ("status_hash", models.CharField(blank=True, default="", max_length=32)),
                ("status", models.TextField(blank=True, default="")),
                ("standing", models.CharField(blank=True, default="", max_length=16)),
                ("plan_hash", models.CharField(blank=True, default="", max_length=32)),
                ("plan", models.TextField(blank=True, default="")),
                ("verdict", models.CharField(blank=True, default="", max_length=16)),
                ("cost_low", models.BigIntegerField(null=True)),
                ("cost_high", models.BigIntegerField(null=True)),
                ("days_low", models.IntegerField(null=True)),
                ("days_high", models.IntegerField(null=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="cases.project"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("body", models.TextField()),
                ("answer", models.TextField()),
                ("hash", models.CharField(max_length=64)),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="cases.item",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="cases.project",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UserFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("name", models.TextField(blank=True, default="")),
                ("value", models.TextField(blank=True, default="")),
                ("source", models.TextField(blank=True, default="")),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("withdrawn", models.BooleanField(default=False)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="facts", to="cases.item"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["project", "verdict"], name="cases_item_verdict"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("project", "place"), name="cases_item_once"),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(fields=("project", "number"), name="cases_evidence_once"),
        ),
    ]
