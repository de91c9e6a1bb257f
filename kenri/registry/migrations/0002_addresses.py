"""The addresses of public works."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [
        ("registry", "0001_registry"),
    ]

    operations = [
        migrations.AddField(
            model_name="work",
            name="address",
            field=models.CharField(blank=True, db_index=True, default="", max_length=2000),
        ),
    ]
