"""Searches that people keep, and how often works are looked up."""

# ruff: noqa: D101

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kenri.accounts.models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0008_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedSearch",
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
                        default=kenri.accounts.models.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("asked", models.TextField()),
                ("query", models.JSONField()),
                ("found", models.JSONField()),
                ("index", models.CharField(db_index=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField()),
                ("how", models.CharField(max_length=8)),
                ("times", models.PositiveBigIntegerField(default=0)),
                ("told", models.BooleanField(default=False)),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interest",
                        to="registry.work",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("told", False)), fields=["week"], name="registry_interest_untold"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("work", "week", "how"), name="registry_interest_once")
                ],
            },
        ),
    ]
