"""The database itself refuses to change or delete an event."""

from django.db import migrations

from torikumi.web.audit.triggers import create_event_triggers, drop_event_triggers


def forwards(apps, schema_editor):
    create_event_triggers(schema_editor.connection)


def backwards(apps, schema_editor):
    drop_event_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
