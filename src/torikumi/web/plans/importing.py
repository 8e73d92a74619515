"""An import from the document to the edition: first work it out, then take the locks and write it down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from torikumi.plan.file import load_plan
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.actions.corrections import keep_restated
from torikumi.web.plans.actions.decisions import apply_import
from torikumi.web.plans.actions.staging import keep_first_import, keep_import
from torikumi.web.plans.documents import ReadDocument
from torikumi.web.plans.importers import city_of_importer
from torikumi.web.plans.models import Edition, Import, PlanSeries
from torikumi.web.plans.preparing import Destination, EditionWishes, prepare_import
from torikumi.web.plans.refusals import StaleImportError
from torikumi.web.plans.restating import restate
from torikumi.web.plans.store import prepare_edition, refuse_unstorable_text


def stage_import(
    read: ReadDocument, *, series_id: int, wishes: EditionWishes, by: Actor, at: datetime
) -> Import:
    """Stage a document as the next edition of a plan."""
    city = city_of_importer(by)
    series = PlanSeries.objects.within(city).get(pk=series_id)
    to = Destination(city=city, title=series.title, series=series)

    def stage() -> Import:
        prepared = prepare_import(read, to=to, wishes=wishes)
        return keep_import(prepared, series_id=series.pk, by=by, at=at)

    return _again_where_stale(stage)


def stage_new_plan(
    read: ReadDocument, *, title: str, wishes: EditionWishes, by: Actor, at: datetime
) -> Import:
    """Stage the first edition of a plan; where the city has a plan of that title, its next edition."""
    city = city_of_importer(by)
    title = title.strip()
    refuse_unstorable_text(title)  # before anything is looked up by it

    def stage() -> Import:
        series = PlanSeries.objects.within(city).filter(title=title).first()
        prepared = prepare_import(read, to=Destination(city=city, title=title, series=series), wishes=wishes)
        return keep_first_import(prepared, title=title, by=by, at=at)

    return _again_where_stale(stage)


def confirm_import(*, import_id: int, by: Actor, at: datetime) -> Edition:
    """Make the staged import the plan's newest edition. Raises StaleImportError where the plan moved on."""
    city = city_of_importer(by)
    batch = Import.objects.within(city).only("plan", "revision").get(pk=import_id)
    prepared = prepare_edition(load_plan(batch.plan))
    return apply_import(prepared, import_id=import_id, revision=batch.revision, by=by, at=at)


def take_in_corrections(*, import_id: int, by: Actor, at: datetime) -> Import:
    """Work out anew what a staged import changes, with all corrections of its reading."""
    city = city_of_importer(by)
    batch = Import.objects.within(city).select_related("series", "base").get(pk=import_id)
    return keep_restated(restate(batch), import_id=import_id, by=by, at=at)


def _again_where_stale(stage: Callable[[], Import]) -> Import:
    # Somebody else's edition came in between: what was worked out against the one before is worth nothing.
    try:
        return stage()
    except StaleImportError:
        return stage()
