"""What is answered when holders are asked, and which works are watched."""

# ruff: noqa: D101, D103

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kenri.registry import guards

TABLES = ("registry_answered",)


def put_up(apps, editor):
    guards.put_up(editor, TABLES)


def take_down(apps, editor):
    guards.take_down(editor, TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_notices"),
        ("registry", "0007_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answered",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(db_index=True, max_length=64)),
                ("anchor", models.CharField(db_index=True, max_length=400)),
                ("by", models.CharField(max_length=500)),
                ("says", models.CharField(max_length=8)),
                ("purposes", models.JSONField()),
                ("doc", models.JSONField()),
                ("case", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(db_index=True, max_length=64)),
                ("anchor", models.CharField(db_index=True, max_length=400)),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="watches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "entity"), name="registry_watch_once")
                ],
            },
        ),
        migrations.RunPython(put_up, take_down),
    ]
