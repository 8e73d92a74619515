"""Locks that every decision about an import takes."""

from __future__ import annotations

from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.importers import city_of_importer
from torikumi.web.plans.models import Import, ImportState, PlanSeries
from torikumi.web.plans.refusals import WrongStateError


def lock_import(import_id: int, by: Actor) -> tuple[Municipality, Import, PlanSeries]:
    """Return the import with its series locked, so that two decisions about one plan come one after another."""
    city = city_of_importer(by)
    batch = Import.objects.within(city).defer("plan").get(pk=import_id)
    series = PlanSeries.objects.within(city).select_for_update().get(pk=batch.series_id)
    batch.refresh_from_db(fields=["state", "revision"], from_queryset=Import.objects.within(city))
    return city, batch, series


def require_state(batch: Import, wanted: ImportState) -> None:
    """Raise WrongStateError where the import is in another state."""
    if batch.state == wanted:
        return
    raise WrongStateError(
        ja=f"この取込は{ImportState(batch.state).label}なので、もう変えられません。画面を開き直してください。",
        en=f"This import is {batch.state} and cannot be changed any more; open the page again.",
    )
