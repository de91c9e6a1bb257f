"""Tables of obligations, bank lines and payouts."""

# ruff: noqa: D101

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("party", models.CharField(db_index=True, max_length=100)),
                ("bank", models.CharField(max_length=4)),
                ("branch", models.CharField(max_length=3)),
                (
                    "kind",
                    models.CharField(
                        choices=[("1", "ordinary"), ("2", "current"), ("4", "savings")], max_length=1
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=7)),
                ("holder", models.CharField(max_length=48)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(blank=True, max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=32)),
                ("bank", models.CharField(max_length=64)),
                ("message", models.CharField(max_length=200)),
                ("day", models.DateField(db_index=True)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(default="JPY", max_length=3)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("text", models.CharField(blank=True, max_length=500)),
                ("ends", models.CharField(blank=True, max_length=100)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(blank=True, max_length=100)),
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
                (
                    "kind",
                    models.CharField(choices=[("invoice", "invoice"), ("receipt", "receipt")], max_length=16),
                ),
                ("data", models.JSONField()),
                ("hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                ("content", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fee", "fee"),
                            ("compensation", "compensation"),
                            ("security", "security"),
                            ("licence_fee", "licence_fee"),
                            ("royalty", "royalty"),
                        ],
                        max_length=16,
                    ),
                ),
                ("case", models.CharField(blank=True, db_index=True, max_length=64)),
                ("payer", models.CharField(db_index=True, max_length=100)),
                ("payee", models.CharField(db_index=True, max_length=100)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(default="JPY", max_length=3)),
                ("lines", models.JSONField()),
                ("due", models.DateField(db_index=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("ordered", "ordered"),
                            ("confirmed", "confirmed"),
                            ("returned", "returned"),
                        ],
                        max_length=16,
                    ),
                ),
                ("to", models.JSONField(null=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(blank=True, max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="PaymentOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bank", models.CharField(max_length=64)),
                ("form", models.CharField(max_length=16)),
                ("day", models.DateField()),
                ("total", models.BigIntegerField()),
                ("content", models.BinaryField()),
                ("hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(blank=True, max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                ("content", models.CharField(max_length=64)),
                ("party", models.CharField(db_index=True, max_length=100)),
                ("account", models.CharField(max_length=200)),
                ("bank", models.CharField(max_length=64)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(default="JPY", max_length=3)),
                ("refers", models.CharField(blank=True, max_length=200)),
                ("text", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(blank=True, max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "effect",
                    models.CharField(
                        choices=[("received", "received"), ("waived", "waived"), ("refunded", "refunded")],
                        max_length=16,
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(blank=True, max_length=100)),
                ("why", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.AddField(
            model_name="bankline",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
            ),
        ),
        migrations.AddField(
            model_name="obligation",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
            ),
        ),
        migrations.AddField(
            model_name="issued",
            name="obligation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="issued", to="ledger.obligation"
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="entry",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="line",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes",
                to="ledger.bankline",
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="order",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes",
                to="ledger.paymentorder",
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="payout",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="ledger.payout"
            ),
        ),
        migrations.AddField(
            model_name="settlement",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
            ),
        ),
        migrations.AddField(
            model_name="settlement",
            name="line",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="settlements",
                to="ledger.bankline",
            ),
        ),
        migrations.AddField(
            model_name="settlement",
            name="obligation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="settlements",
                to="ledger.obligation",
            ),
        ),
        migrations.AddField(
            model_name="settlement",
            name="payout",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="settlements",
                to="ledger.payout",
            ),
        ),
        migrations.AddField(
            model_name="issued",
            name="settlement",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipt",
                to="ledger.settlement",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.UniqueConstraint(fields=("bank", "message"), name="ledger_bank_line_once"),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="ledger_bank_line_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("amount__lte", 1000000000000000)),
                name="ledger_obligation_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("amount__lte", 1000000000000000)),
                name="ledger_payout_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.UniqueConstraint(fields=("payout", "what"), name="ledger_outcome_once"),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="ledger_settlement_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="issued",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "invoice")), fields=("obligation",), name="ledger_invoice_once"
            ),
        ),
    ]
