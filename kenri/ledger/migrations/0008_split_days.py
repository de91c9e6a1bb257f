"""The days by which a compensation was split are kept, so that the split can be told and reckoned again."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Days of a split."""

    dependencies = [("ledger", "0007_written_together")]

    operations = [migrations.AddField("settlement", "days", models.JSONField(null=True))]
