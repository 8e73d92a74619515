"""The tables of procrastinate on PostgreSQL, as the installed package makes them; SQLite has none.

Its own Django app is not used: its migrations fail on SQLite. A later version that changes the tables needs a migration
here that runs its new files (`procrastinate/sql/migrations`) where they were made by an older one; a test tells when.
"""

from importlib import resources

from django.db import migrations

# The tables that this migration was written for: version 3.10.
TABLES_SHA256 = "c70ec4b400a60ad9592787653aae5ae77ae41bf801d56b5bd2712751a07f2009"


def read_tables():
    return resources.files("procrastinate.sql").joinpath("schema.sql").read_text(encoding="utf-8")


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(read_tables())


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
