"""Judgements of people on pairs of records, and the pairs that may be one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What people decide, and the pairs to decide upon."""

    dependencies = [
        ("records", "0001_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="Judgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("left_source", models.CharField(max_length=64)),
                ("left_id", models.TextField()),
                ("right_source", models.CharField(max_length=64)),
                ("right_id", models.TextField()),
                ("left_key", models.CharField(max_length=16)),
                ("right_key", models.CharField(max_length=16)),
                ("decision", models.CharField(max_length=12)),
                ("by", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("note", models.TextField(blank=True, default="")),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("settled", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["left_key", "right_key"], name="records_judgement_pair"),
                    models.Index(fields=["right_key"], name="records_judgement_right"),
                    models.Index(fields=["by", "-id"], name="records_judgement_by"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.FloatField(default=0.0)),
                ("band", models.CharField(blank=True, default="", max_length=8)),
                ("reasons", models.TextField(blank=True, default="")),
                ("state", models.CharField(default="open", max_length=12)),
                ("decided", models.CharField(blank=True, default="", max_length=12)),
                ("reviewers", models.TextField(blank=True, default="")),
                ("queue", models.PositiveSmallIntegerField(null=True)),
                (
                    "left",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.record",
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.record",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("queue__isnull", False)),
                        fields=["-queue", "-score", "id"],
                        name="records_pair_queue",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("left", "right"), name="records_pair_once")],
            },
        ),
    ]
