"""Whether a row's kind of work was told."""

# ruff: noqa: D101

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_projects"),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="kind_told",
            field=models.BooleanField(default=False),
        ),
    ]
