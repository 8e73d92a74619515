"""Putting right what was read: one value at a time, undone again, and taken into the import."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.actions.locking import lock_import, require_state
from torikumi.web.plans.correcting import FoundField
from torikumi.web.plans.lineage_lines import identity_pairs
from torikumi.web.plans.lineage_models import KeptLineage
from torikumi.web.plans.models import Import, ImportState, StoredChange, StoredFinding
from torikumi.web.plans.queries.lineage import held_decisions
from torikumi.web.plans.reading_models import KeptReading, ReadingCorrection
from torikumi.web.plans.refusals import StaleReadingError
from torikumi.web.plans.restating import Restated
from torikumi.web.plans.tracing import dump_pairs

_BATCH = 500


@transaction.atomic
def correct_reading(
    *, import_id: int, found: FoundField, text: str, by: Actor, at: datetime
) -> ReadingCorrection | None:
    """Put one value right; None where it is again what was read. A correction before it is undone by this one."""
    _, batch, _ = lock_import(import_id, by)
    require_state(batch, ImportState.STAGED)
    correction = _put_right(batch, found, text, by=by, at=at)
    facts = {"import": batch.pk, "project": found.title, "field": found.field, "place": found.place}
    record(
        by=by,
        at=at,
        action="correct_reading",
        kind="import",
        key=batch.pk,
        before=facts | {"value": found.text},
        after=facts | {"value": text},
    )
    return correction


@transaction.atomic
def repeat_corrections(
    *, import_id: int, offered: Sequence[tuple[FoundField, str]], by: Actor, at: datetime
) -> int:
    """Put right what was put right in an earlier import of the same document; return how many values that are."""
    _, batch, _ = lock_import(import_id, by)
    require_state(batch, ImportState.STAGED)
    for found, text in offered:
        _put_right(batch, found, text, by=by, at=at)
    record(
        by=by,
        at=at,
        action="repeat_corrections",
        kind="import",
        key=batch.pk,
        before={"values": [[found.title, found.field, found.text] for found, _ in offered]},
        after={"values": [[found.title, found.field, text] for found, text in offered]},
    )
    return len(offered)


@transaction.atomic
def undo_correction(*, import_id: int, correction_id: int, by: Actor, at: datetime) -> ReadingCorrection:
    """Take a correction back: what was read holds again."""
    _, batch, _ = lock_import(import_id, by)
    require_state(batch, ImportState.STAGED)
    correction = ReadingCorrection.objects.within(batch).get(batch=batch, pk=correction_id)
    _undo(batch, correction.position, correction.field, by=by, at=at)
    record(
        by=by,
        at=at,
        action="undo_correction",
        kind="import",
        key=batch.pk,
        before=correction.facts() | {"value": correction.after},
        after=correction.facts() | {"value": correction.before},
    )
    return correction


@transaction.atomic
def keep_restated(restated: Restated, *, import_id: int, by: Actor, at: datetime) -> Import:
    """Keep what the import changes with its corrections; what was read stays beside it.

    Raises StaleReadingError where something was corrected, or decided on the lineage, since it was worked out.
    """
    _, batch, _ = lock_import(import_id, by)
    require_state(batch, ImportState.STAGED)
    rows = ReadingCorrection.objects.within(batch).filter(batch=batch, undone_at__isnull=True)
    if batch.revision != restated.revision or set(rows.values_list("pk", flat=True)) != restated.reflected:
        raise StaleReadingError
    _keep_pairs(batch, restated)
    before = batch.facts()
    _keep_reading(batch, restated)
    for name in ("plan", "added", "changed", "untouched", "gone"):
        setattr(batch, name, getattr(restated, name))
    batch.revision += 1
    batch.save(update_fields=["plan", "added", "changed", "untouched", "gone", "revision"])
    made: tuple[StoredFinding | StoredChange, ...] = (*restated.findings, *restated.changes)
    for row in made:
        row.batch, row.revision = batch, batch.revision
    StoredFinding.objects.bulk_create(restated.findings, batch_size=_BATCH)
    StoredChange.objects.bulk_create(restated.changes, batch_size=_BATCH)
    after = batch.facts() | {"revision": batch.revision, "corrections": len(restated.reflected)}
    record(
        by=by, at=at, action="take_in_corrections", kind="import", key=batch.pk, before=before, after=after
    )
    return batch


def _put_right(
    batch: Import, found: FoundField, text: str, *, by: Actor, at: datetime
) -> ReadingCorrection | None:
    _undo(batch, found.position, found.field, by=by, at=at)
    if text == (found.text or ""):
        return None
    return ReadingCorrection.objects.create(
        batch=batch,
        position=found.position,
        subject=found.subject,
        title=found.title,
        field=found.field,
        before=found.text,
        after=text,
        place=found.place,
        made_by=by.name,
        made_at=at,
    )


def _undo(batch: Import, position: int, field: str, *, by: Actor, at: datetime) -> None:
    rows = ReadingCorrection.objects.within(batch).filter(batch=batch, position=position, field=field)
    rows.filter(undone_at__isnull=True).update(undone_by=by.name, undone_at=at)


def _keep_reading(batch: Import, restated: Restated) -> None:
    reflected = json.dumps(sorted(restated.reflected))
    kept = KeptReading.objects.within(batch).filter(batch=batch)
    if not kept.update(plan=restated.plan_as_read, reflected=reflected):
        KeptReading.objects.create(batch=batch, plan=restated.plan_as_read, reflected=reflected)


def _keep_pairs(batch: Import, restated: Restated) -> None:
    """Keep what the ids were made of. Raises StaleReadingError where something else was decided meanwhile."""
    if restated.pairs is None or restated.careful is None:
        return
    if identity_pairs(restated.careful, held_decisions(batch)) != restated.pairs:
        raise StaleReadingError
    KeptLineage.objects.within(batch).filter(batch=batch).update(
        careful=dump_pairs(restated.careful), pairs=dump_pairs(restated.pairs)
    )
