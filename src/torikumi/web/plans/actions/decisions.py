"""Deciding on an import: it is applied, discarded, or undone again."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.actions.locking import lock_import, require_state
from torikumi.web.plans.models import Edition, EditionState, Import, ImportState
from torikumi.web.plans.queries.corrections import pending_corrections
from torikumi.web.plans.queries.lineage import is_lineage_pending
from torikumi.web.plans.refusals import (
    OlderYearError,
    PendingCorrectionsError,
    PendingLineageError,
    StaleImportError,
    WrongStateError,
)
from torikumi.web.plans.store import EditionFacts, PreparedEdition, insert_edition


@transaction.atomic
def apply_import(
    prepared: PreparedEdition, *, import_id: int, revision: int, by: Actor, at: datetime
) -> Edition:
    """Make the staged import the plan's newest edition. Raises StaleImportError where the plan moved on.

    `prepared` is the plan of the import in that `revision`.
    """
    city, batch, series = lock_import(import_id, by)
    require_state(batch, ImportState.STAGED)
    if batch.revision != revision or pending_corrections(batch):
        raise PendingCorrectionsError
    if is_lineage_pending(batch):
        raise PendingLineageError
    current = Edition.objects.within(city).of(series).current()
    if (current.pk if current else None) != batch.base_id:
        raise StaleImportError
    if older := OlderYearError.about(batch):
        raise older
    newest = Edition.objects.within(city).of(series).order_by("-sequence").first()
    facts = EditionFacts(
        series=series,
        sequence=newest.sequence + 1 if newest else 1,
        base=current,
        year=batch.year,
        label=batch.label,
        by=by.name,
        at=at,
    )
    try:
        with transaction.atomic():
            edition = insert_edition(prepared, facts=facts)
    except IntegrityError as error:
        # The database refuses a second successor of one edition, should two people confirm in the same moment.
        raise StaleImportError from error
    _decide(batch, ImportState.APPLIED, edition=edition, by=by, at=at)
    after = {**batch.facts(), "edition": edition.sequence, "sha256": edition.sha256}
    record(by=by, at=at, action="confirm_import", kind="import", key=batch.pk, after=after)
    return edition


@transaction.atomic
def discard_import(*, import_id: int, by: Actor, at: datetime) -> Import:
    """Set a staged import aside; it stays readable."""
    _, batch, _ = lock_import(import_id, by)
    require_state(batch, ImportState.STAGED)
    _decide(batch, ImportState.DISCARDED, edition=None, by=by, at=at)
    record(by=by, at=at, action="discard_import", kind="import", key=batch.pk, before=batch.facts())
    return batch


@transaction.atomic
def undo_import(*, import_id: int, by: Actor, at: datetime) -> Import:
    """Take the newest edition back; the one before it is current again. Nothing is deleted."""
    city, batch, series = lock_import(import_id, by)
    require_state(batch, ImportState.APPLIED)
    current = Edition.objects.within(city).of(series).current()
    if current is None or current.pk != batch.edition_id:
        if current is not None and not Import.objects.within(city).filter(edition=current).exists():
            raise WrongStateError(
                ja="最新の版は年度評価を確定してできたものなので、この取込は取り消せません。"
                "誤りは、新しい文書を取り込むか、年度評価の訂正で直してください。",
                en="The newest edition came from a yearly review, so this import cannot be undone; "
                "import a new document or correct the review.",
            )
        raise WrongStateError(
            ja="取り消せるのは最新の取込だけです。後から確定した取込を先に取り消してください。",
            en="Only the newest import can be undone; undo those after it first.",
        )
    Edition.objects.within(city).filter(pk=current.pk).update(state=EditionState.UNDONE)
    _decide(batch, ImportState.UNDONE, edition=current, by=by, at=at)
    before = {**batch.facts(), "edition": current.sequence, "sha256": current.sha256}
    record(by=by, at=at, action="undo_import", kind="import", key=batch.pk, before=before)
    return batch


def _decide(batch: Import, state: ImportState, *, edition: Edition | None, by: Actor, at: datetime) -> None:
    batch.state = state
    batch.edition = edition
    batch.decided_by = by.name
    batch.decided_at = at
    batch.save(update_fields=["state", "edition", "decided_by", "decided_at"])
