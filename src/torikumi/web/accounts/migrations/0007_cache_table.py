from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", "torikumi_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_unit_succession'),
    ]

    # They look at people's addresses of mail, which 0005 added.
    run_before = [
        ('account', '0001_initial'),
        ('mfa', '0001_initial'),
        ('socialaccount', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
