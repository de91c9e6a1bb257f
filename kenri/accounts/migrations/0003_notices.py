"""What people are told of, and how often by e-mail."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kenri.accounts.models


class Migration(migrations.Migration):
    """The tables of notices and of choices."""

    dependencies = [
        ("accounts", "0002_appointments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
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
                ("kind", models.CharField(max_length=32)),
                ("title", models.JSONField()),
                ("body", models.JSONField()),
                ("path", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("read", models.DateTimeField(null=True)),
                ("mailed", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "read"], name="accounts_notice_unread"),
                    models.Index(fields=["mailed"], name="accounts_notice_waiting"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("often", models.CharField(max_length=8)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_choices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "kind"), name="accounts_notice_choice_once")
                ],
            },
        ),
    ]
