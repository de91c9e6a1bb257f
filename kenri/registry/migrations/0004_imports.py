"""Lists of works that are registered at once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kenri.accounts.models


class Migration(migrations.Migration):
    """Imports, their rows, and by what a list names a work again."""

    dependencies = [
        ("accounts", "0001_accounts"),
        ("registry", "0003_controls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
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
                ("platform", models.CharField(blank=True, default="", max_length=32)),
                ("notes", models.JSONField(default=list)),
                ("created", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("doc", models.JSONField()),
                ("ref", models.CharField(max_length=32)),
                ("problems", models.JSONField(default=list)),
                ("known", models.JSONField(default=list)),
                ("state", models.CharField(db_index=True, max_length=8)),
                ("outcome", models.CharField(blank=True, default="", max_length=8)),
            ],
        ),
        migrations.AddField(
            model_name="work",
            name="ref",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddConstraint(
            model_name="work",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation", None), models.Q(("ref", ""), _negated=True)),
                fields=("owner", "ref"),
                name="registry_work_of_a_person_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="work",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ref", ""), _negated=True),
                fields=("organisation", "ref"),
                name="registry_work_of_an_organisation_once",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="imports",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="imports",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="importrow",
            name="imported",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="registry.import"
            ),
        ),
    ]
