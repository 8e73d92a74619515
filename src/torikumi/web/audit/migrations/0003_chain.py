"""The events of a municipality become a chain, those that are there first; the heads of the chains are kept."""

from django.db import migrations, models
from django.db.models import Q

from torikumi.web.audit.chain import NOTHING_BEFORE, seal
from torikumi.web.audit.entries import entry_of
from torikumi.web.audit.triggers import (
    create_event_triggers,
    create_triggers,
    drop_event_triggers,
    drop_triggers,
)

_BATCH = 1000


def open_table(apps, schema_editor):
    drop_event_triggers(schema_editor.connection)


def close_event_table(apps, schema_editor):
    create_event_triggers(schema_editor.connection)


def close_tables(apps, schema_editor):
    create_triggers(schema_editor.connection)


def open_tables(apps, schema_editor):
    drop_triggers(schema_editor.connection)


def chain_events(apps, schema_editor):
    event_model, head_model = apps.get_model("audit", "AuditEvent"), apps.get_model("audit", "ChainHead")
    heads, waiting = {}, []
    for event in event_model.objects.order_by("sequence").iterator(chunk_size=_BATCH):
        position, before = heads.get(event.municipality, (0, NOTHING_BEFORE))
        event.chain_position, event.previous_hash = position + 1, before
        event.hash = seal(entry_of(event))
        heads[event.municipality] = (event.chain_position, event.hash)
        waiting.append(event)
        if len(waiting) == _BATCH:
            _write(event_model, waiting)
    _write(event_model, waiting)
    head_model.objects.bulk_create(
        head_model(municipality=code, position=position, hash=hash_) for code, (position, hash_) in heads.items()
    )


def _write(event_model, waiting):
    event_model.objects.bulk_update(waiting, ["chain_position", "previous_hash", "hash"], batch_size=200)
    waiting.clear()


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_final")]
    operations = [
        migrations.RunPython(open_table, close_event_table),
        migrations.AddField("auditevent", "on_behalf_of", models.CharField("代理を頼んだ人", max_length=150, blank=True, default=""), preserve_default=False),
        migrations.AddField("auditevent", "reason", models.TextField("理由", blank=True, default=""), preserve_default=False),
        migrations.AddField("auditevent", "chain_position", models.PositiveBigIntegerField("位置", null=True)),
        migrations.AddField("auditevent", "previous_hash", models.CharField("前の記録のハッシュ", max_length=64, default=""), preserve_default=False),
        migrations.AddField("auditevent", "hash", models.CharField("ハッシュ", max_length=64, default=""), preserve_default=False),
        migrations.CreateModel(
            "ChainHead",
            fields=[
                ("municipality", models.CharField("団体コード", max_length=6, primary_key=True, serialize=False)),
                ("position", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(max_length=64, default=NOTHING_BEFORE)),
            ],
        ),
        migrations.RunPython(chain_events, migrations.RunPython.noop),
        migrations.AlterField("auditevent", "chain_position", models.PositiveBigIntegerField("位置")),
        migrations.AddConstraint(
            "auditevent",
            models.CheckConstraint(condition=Q(chain_position__gte=1) & ~Q(previous_hash="") & ~Q(hash=""), name="event_is_chained"),
        ),
        migrations.AddConstraint(
            "auditevent",
            models.UniqueConstraint(fields=("municipality", "chain_position"), name="one_event_a_place_of_the_chain"),
        ),
        migrations.RunPython(close_tables, open_tables),
    ]
