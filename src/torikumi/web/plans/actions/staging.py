"""Keeping what was read of a document until somebody decides on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.actions.series import open_series
from torikumi.web.plans.importers import city_of_importer
from torikumi.web.plans.lineage_models import KeptLineage, LineageDecision
from torikumi.web.plans.models import Edition, Import, PlanSeries, StoredChange, StoredFinding
from torikumi.web.plans.preparing import PreparedImport, refuse_twice
from torikumi.web.plans.refusals import StaleImportError
from torikumi.web.plans.store import insert_original
from torikumi.web.plans.tracing import PreparedLineage, dump_pairs, dump_proposal

_BATCH = 500


@transaction.atomic
def keep_import(prepared: PreparedImport, *, series_id: int, by: Actor, at: datetime) -> Import:
    """Keep what was read beside what it would change; nothing of the plan changes yet.

    Raises StaleImportError where the plan moved on since it was prepared, AlreadyImportedError where somebody else
    was quicker with the same document.
    """
    city = city_of_importer(by)
    series = PlanSeries.objects.within(city).select_for_update().get(pk=series_id)
    base = Edition.objects.within(city).of(series).current()
    if (base.pk if base else None) != (prepared.base.pk if prepared.base else None):
        raise StaleImportError
    refuse_twice(series, base, prepared.sha256)
    batch = _insert_import(prepared, series=series, by=by, at=at)
    facts = batch.facts() | {"absent": prepared.absent}
    if prepared.lineage is not None:
        _insert_lineage(prepared.lineage, batch)
        facts |= {"lineage_repeated": len(prepared.lineage.repeated)}
    record(by=by, at=at, action="stage_import", kind="import", key=batch.pk, after=facts)
    return batch


@transaction.atomic
def keep_first_import(prepared: PreparedImport, *, title: str, by: Actor, at: datetime) -> Import:
    """Open a plan and keep its first import; where the document is refused, no plan is opened either."""
    series = open_series(title=title, by=by, at=at)
    return keep_import(prepared, series_id=series.pk, by=by, at=at)


def _insert_import(prepared: PreparedImport, *, series: PlanSeries, by: Actor, at: datetime) -> Import:
    batch = Import.objects.create(
        municipality_id=series.municipality_id,
        series=series,
        base=prepared.base,
        original=insert_original(prepared.document, city=series.municipality),
        file_name=prepared.document.name[:255],
        year=prepared.year,
        label=prepared.label[:100],
        plan=prepared.plan,
        added=prepared.added,
        changed=prepared.changed,
        untouched=prepared.untouched,
        gone=prepared.gone,
        created_by=by.name,
        created_at=at,
    )
    rows: tuple[StoredFinding | StoredChange, ...] = (*prepared.findings, *prepared.changes)
    for row in rows:
        row.batch = batch
    StoredFinding.objects.bulk_create(prepared.findings, batch_size=_BATCH)
    StoredChange.objects.bulk_create(prepared.changes, batch_size=_BATCH)
    return batch


def _insert_lineage(lineage: PreparedLineage, batch: Import) -> None:
    KeptLineage.objects.create(
        batch=batch,
        read=lineage.read,
        careful=dump_pairs(lineage.careful),
        pairs=dump_pairs(lineage.pairs),
        proposal=dump_proposal(lineage.proposal),
    )
    for row in lineage.repeated:
        row.batch = batch
    LineageDecision.objects.bulk_create(lineage.repeated, batch_size=_BATCH)
