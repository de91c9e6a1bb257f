"""Claims to works of the catalogue, and what became of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kenri.accounts.models


class Migration(migrations.Migration):
    """Claims and their steps."""

    dependencies = [
        ("accounts", "0001_accounts"),
        ("registry", "0004_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RightsClaim",
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
                ("entity", models.CharField(db_index=True, max_length=64)),
                ("anchor", models.CharField(db_index=True, max_length=400)),
                ("title", models.CharField(max_length=500)),
                ("doc", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rights_claims",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rights_claims",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "succeeds",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="registry.rightsclaim",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClaimStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("note", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="registry.rightsclaim",
                    ),
                ),
            ],
        ),
    ]
