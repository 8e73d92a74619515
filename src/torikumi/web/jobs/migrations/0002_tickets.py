"""The tables of procrastinate on PostgreSQL, as its version 3.10 (MIT licence) makes them; SQLite has none.

Its own Django app is not used: its migrations fail on SQLite. A later version that changes the tables needs a
migration here that runs its new files (`procrastinate/sql/migrations`); a test tells when.
"""

from pathlib import Path

from django.db import migrations

TABLES = Path(__file__).with_name("procrastinate_3_10.sql")


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(TABLES.read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
