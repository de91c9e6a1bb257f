"""The database refuses to change or delete what only grows."""

# ruff: noqa: D101, D103

from django.db import migrations

from kenri.registry import guards


def put_up(apps, editor):
    guards.put_up(editor)


def take_down(apps, editor):
    guards.take_down(editor)


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_licences")]
    operations = [migrations.RunPython(put_up, take_down)]
