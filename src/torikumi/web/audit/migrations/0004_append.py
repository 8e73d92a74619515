from django.db import migrations

from torikumi.web.audit.appending import create_function, drop_function


def create(apps, schema_editor):
    create_function(schema_editor.connection)


def drop(apps, schema_editor):
    drop_function(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_chain'),
    ]

    operations = [
        migrations.RunPython(create, drop),
    ]
