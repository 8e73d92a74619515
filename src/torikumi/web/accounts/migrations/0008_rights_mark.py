from django.db import migrations, models

import torikumi.web.accounts.models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_cache_table'),
    ]

    operations = [
        migrations.AddField(
            model_name='municipality',
            name='rights_mark',
            field=models.BigIntegerField(default=torikumi.web.accounts.models.draw_mark, editable=False),
        ),
    ]
