"""Tables of the books."""

# ruff: noqa: D101

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Closing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField(unique=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(blank=True, max_length=100)),
                ("length", models.BigIntegerField()),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account", "currency", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account", models.CharField(max_length=200)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__lte", 0),
                            models.Q(
                                ("account__startswith", "Liabilities:Held:"),
                                ("account__startswith", "Liabilities:Security:"),
                                ("account__startswith", "Liabilities:CommonFund"),
                                ("account__startswith", "Liabilities:Ordered:"),
                                ("account__startswith", "Liabilities:Refund:"),
                                _connector="OR",
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="ledger_held_never_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200, unique=True)),
                ("content", models.CharField(max_length=64)),
                ("day", models.DateField(db_index=True)),
                ("at", models.DateTimeField()),
                ("text", models.CharField(blank=True, max_length=500)),
                ("refers", models.CharField(blank=True, db_index=True, max_length=200)),
                ("form", models.CharField(max_length=16)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "reverses",
                    models.OneToOneField(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="ledger.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("length", models.BigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, default="", max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="ledger_head_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="PostingRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("account", models.CharField(db_index=True, max_length=200)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "db_table": "ledger_posting",
            },
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("reverses", None), ("reverses__lt", models.F("number")), _connector="OR"),
                name="ledger_reverses_earlier",
            ),
        ),
        migrations.AddConstraint(
            model_name="postingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", 0), _negated=True),
                    ("amount__gte", -1000000000000000),
                    ("amount__lte", 1000000000000000),
                ),
                name="ledger_posting_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="postingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("account__startswith", "Assets:"),
                    ("account__startswith", "Liabilities:"),
                    ("account__startswith", "Income:"),
                    ("account__startswith", "Expenses:"),
                    ("account__startswith", "Equity:"),
                    _connector="OR",
                ),
                name="ledger_posting_account",
            ),
        ),
    ]
