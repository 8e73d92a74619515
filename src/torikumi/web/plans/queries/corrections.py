"""What people corrected of a reading, and what the plan was as it was read."""

from __future__ import annotations

import json
from collections.abc import Iterable

from torikumi.web.plans.correcting import FieldValue
from torikumi.web.plans.models import FindingOrigin, Import, StoredFinding
from torikumi.web.plans.reading_models import KeptReading, ReadingCorrection
from torikumi.web.plans.scope import CityQuerySet


def list_corrections(batch: Import) -> list[ReadingCorrection]:
    """Return every correction of the import, also those that were undone, in the order of the document."""
    rows = ReadingCorrection.objects.within(batch).filter(batch=batch)
    return list(rows.order_by("position", "pk"))


def standing(corrections: Iterable[ReadingCorrection]) -> list[ReadingCorrection]:
    """Return the corrections that were not undone."""
    return [one for one in corrections if one.undone_at is None]


def values_of(corrections: Iterable[ReadingCorrection]) -> list[FieldValue]:
    """Return the values that corrections put in place."""
    return [FieldValue(position=one.position, field=one.field, text=one.after) for one in corrections]


def plan_as_read(batch: Import) -> str:
    """Return the plan.json as it was read, whatever was corrected since."""
    kept = KeptReading.objects.within(batch).filter(batch=batch).only("plan").first()
    return kept.plan if kept else batch.plan


def reflected_corrections(batch: Import) -> frozenset[int]:
    """Return the numbers of the corrections that are in the plan of the import."""
    kept = KeptReading.objects.within(batch).filter(batch=batch).only("reflected").first()
    return frozenset(json.loads(kept.reflected)) if kept else frozenset()


def pending_corrections(batch: Import) -> bool:
    """Tell whether something was corrected, or a correction undone, that is not in the plan of the import yet."""
    rows = ReadingCorrection.objects.within(batch).filter(batch=batch, undone_at__isnull=True)
    return frozenset(rows.values_list("pk", flat=True)) != reflected_corrections(batch)


def doubts_of_reading(batch: Import) -> CityQuerySet[StoredFinding]:
    """Return what the reader was unsure of, as it was when the document was read."""
    rows = StoredFinding.objects.within(batch).filter(batch=batch, revision=0, origin=FindingOrigin.READ)
    return rows.order_by("rank", "position")


def earlier_corrections(batch: Import) -> list[ReadingCorrection]:
    """Return the standing corrections of the last other import of the same document that has any."""
    others = (
        ReadingCorrection.objects.within(batch)
        .filter(batch__original=batch.original_id, batch__municipality=batch.municipality_id)
        .filter(undone_at__isnull=True)
        .exclude(batch=batch)
        .order_by("-batch", "position", "pk")
    )
    found = list(others)
    return [one for one in found if one.batch_id == found[0].batch_id]
