"""Tables of records, harvest runs and entities."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=64)),
                ("local_id", models.TextField()),
                ("schema", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=32)),
                ("raw_digest", models.CharField(max_length=16)),
                ("link_due", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("name", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("next", models.BigIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Entity",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=16)),
                ("schema", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField(default=1)),
                ("changed", models.BigIntegerField()),
                (
                    "redirect_to",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.entity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HarvestRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=64)),
                ("origin", models.TextField()),
                ("capture", models.CharField(max_length=64)),
                ("mapping", models.CharField(max_length=64)),
                ("limit", models.PositiveBigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("abandoned", "Abandoned"),
                        ],
                        default="running",
                        max_length=12,
                    ),
                ),
                ("started", models.DateTimeField()),
                ("ended", models.DateTimeField(null=True)),
                ("read", models.PositiveBigIntegerField(default=0)),
                ("new", models.PositiveBigIntegerField(default=0)),
                ("changed", models.PositiveBigIntegerField(default=0)),
                ("unchanged", models.PositiveBigIntegerField(default=0)),
                ("deleted", models.PositiveBigIntegerField(default=0)),
                ("rejected", models.PositiveBigIntegerField(default=0)),
                ("skipped", models.PositiveBigIntegerField(default=0)),
                ("complete", models.BooleanField(default=False)),
                ("notes", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="LinkConflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme", models.CharField(max_length=32)),
                ("value", models.TextField()),
                ("code", models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="LinkRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started", models.DateTimeField()),
                ("ended", models.DateTimeField(null=True)),
                ("records", models.PositiveBigIntegerField(default=0)),
                ("links", models.PositiveBigIntegerField(default=0)),
                ("merged", models.PositiveBigIntegerField(default=0)),
                ("split", models.PositiveBigIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="PartState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=64)),
                ("name", models.TextField()),
                ("columns", models.JSONField(default=list)),
                ("records", models.PositiveBigIntegerField(default=0)),
                ("items", models.PositiveBigIntegerField(default=0)),
                ("completed", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RecordIdentifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme", models.CharField(max_length=32)),
                ("value", models.TextField()),
                ("gone", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="RecordLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("scheme", models.CharField(blank=True, default="", max_length=32)),
                ("value", models.TextField(blank=True, default="")),
                ("score", models.FloatField(default=1.0)),
            ],
        ),
        migrations.CreateModel(
            name="RecordVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("deleted", models.BooleanField(default=False)),
                ("digest", models.CharField(max_length=32)),
                ("doc", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Rejection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.TextField()),
                ("position", models.TextField()),
                ("local_id", models.TextField(blank=True, default="")),
                ("code", models.CharField(max_length=64)),
                ("where", models.TextField(blank=True, default="")),
                ("values", models.JSONField(default=dict)),
                ("raw", models.BinaryField(default=b"")),
            ],
        ),
        migrations.CreateModel(
            name="SourceState",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("records", models.PositiveBigIntegerField(default=0)),
                ("fetched_until", models.CharField(blank=True, default="", max_length=40)),
                ("fetched_from", models.TextField(blank=True, default="")),
            ],
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("doc", models.TextField()),
                ("raw", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="record",
            name="entity",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="records",
                to="records.entity",
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="changed_run",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.harvestrun",
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="deleted_run",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.harvestrun",
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="first_run",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.harvestrun",
            ),
        ),
        migrations.AddIndex(
            model_name="harvestrun",
            index=models.Index(fields=["source", "-id"], name="records_run_source"),
        ),
        migrations.AddField(
            model_name="linkconflict",
            name="left",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="records.record",
            ),
        ),
        migrations.AddField(
            model_name="linkconflict",
            name="right",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="records.record",
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="part",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="members",
                to="records.partstate",
            ),
        ),
        migrations.AddConstraint(
            model_name="partstate",
            constraint=models.UniqueConstraint(fields=("source", "name"), name="records_part_once"),
        ),
        migrations.AddField(
            model_name="recordidentifier",
            name="record",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="identifiers",
                to="records.record",
            ),
        ),
        migrations.AddField(
            model_name="recordlink",
            name="left",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links_to",
                to="records.record",
            ),
        ),
        migrations.AddField(
            model_name="recordlink",
            name="right",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links_from",
                to="records.record",
            ),
        ),
        migrations.AddField(
            model_name="recordversion",
            name="record",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="versions",
                to="records.record",
            ),
        ),
        migrations.AddField(
            model_name="recordversion",
            name="run",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.harvestrun",
            ),
        ),
        migrations.AddField(
            model_name="recordversion",
            name="until_run",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.harvestrun",
            ),
        ),
        migrations.AddField(
            model_name="rejection",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rejections",
                to="records.harvestrun",
            ),
        ),
        migrations.AddField(
            model_name="sourcestate",
            name="last_run",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.harvestrun",
            ),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(fields=["changed"], name="records_entity_changed"),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(
                condition=models.Q(("redirect_to__isnull", False)),
                fields=["redirect_to"],
                name="records_entity_redirect",
            ),
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.UniqueConstraint(fields=("key",), name="records_entity_key"),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("link_due__isnull", False)), fields=["id"], name="records_record_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.UniqueConstraint(fields=("source", "local_id"), name="records_record_once"),
        ),
        migrations.AddIndex(
            model_name="recordidentifier",
            index=models.Index(fields=["value", "scheme"], name="records_identifier_value"),
        ),
        migrations.AddIndex(
            model_name="recordlink",
            index=models.Index(fields=["value", "scheme"], name="records_link_value"),
        ),
    ]
