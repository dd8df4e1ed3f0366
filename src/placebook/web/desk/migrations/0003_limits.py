"""A table that counts tries to sign in and reports: Django's cache, kept in the database. It is no record."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make_table(apps: Any, editor: Any) -> None:
    del apps
    call_command("createcachetable", "placebook_limits", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_in_order"),
    ]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
