"""Works of organisations; controls over addresses, and the looks for their codes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kenri.accounts.models


class Migration(migrations.Migration):
    """Owners and controls."""

    dependencies = [
        ("accounts", "0001_accounts"),
        ("registry", "0002_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="declaration",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="declarations",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="work",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="registered_works",
                to="accounts.organisation",
            ),
        ),
        migrations.CreateModel(
            name="Control",
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
                ("method", models.CharField(max_length=8)),
                ("scope", models.CharField(db_index=True, max_length=2000)),
                ("code", models.CharField(max_length=40)),
                ("created", models.DateTimeField()),
                ("checked", models.DateTimeField(db_index=True, null=True)),
                ("held", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(db_index=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="controls",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="controls",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                ("where", models.CharField(max_length=2000)),
                ("problem", models.CharField(blank=True, default="", max_length=40)),
                ("values", models.JSONField(default=dict)),
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
                    "control",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="registry.control",
                    ),
                ),
            ],
        ),
    ]
