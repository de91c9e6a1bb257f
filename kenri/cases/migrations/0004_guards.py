"""The database refuses to change or delete what only grows."""

# ruff: noqa: D101, D103

from django.db import migrations

from kenri.cases.proceedings import guards


def put_up(apps, editor):
    guards.put_up(editor)


def take_down(apps, editor):
    guards.take_down(editor)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_proceedings")]
    operations = [migrations.RunPython(put_up, take_down)]
