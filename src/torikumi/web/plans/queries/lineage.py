"""The lineage that is kept of imports: proposals, decisions, and whether the import's ids follow them."""

from __future__ import annotations

from torikumi.web.plans.lineage_lines import Ends, holding, identity_pairs
from torikumi.web.plans.lineage_models import KeptLineage, LineageDecision
from torikumi.web.plans.models import Edition, Import
from torikumi.web.plans.scope import CityQuerySet
from torikumi.web.plans.tracing import load_pairs


def kept_lineage(batch: Import) -> KeptLineage | None:
    """Return the lineage of an import; None for a first edition, and for an import older than lineages."""
    return KeptLineage.objects.within(batch).filter(batch=batch).first()


def has_lineage(batch: Import) -> bool:
    """Tell whether a lineage is kept of the import."""
    return KeptLineage.objects.within(batch).filter(batch=batch).exists()


def decisions_of(batch: Import) -> CityQuerySet[LineageDecision]:
    """Return all that people said of the import's lines, in order."""
    return LineageDecision.objects.within(batch).filter(batch=batch).order_by("turn", "pk")


def held_decisions(batch: Import) -> dict[Ends, LineageDecision]:
    """Return what holds of each line of the import."""
    return holding(decisions_of(batch))


def is_lineage_pending(batch: Import) -> bool:
    """Tell whether something was decided by which projects are the same that the import's ids do not follow yet."""
    kept = KeptLineage.objects.within(batch).filter(batch=batch).only("careful", "pairs").first()
    if kept is None:
        return False
    return identity_pairs(load_pairs(kept.careful), held_decisions(batch)) != load_pairs(kept.pairs)


def earlier_lineage(base: Edition) -> tuple[KeptLineage, list[LineageDecision]] | None:
    """Return the lineage of the last import on the same edition of which somebody decided something."""
    rows = LineageDecision.objects.within(base).filter(batch__base=base)
    last = rows.order_by("-batch").first()
    if last is None:
        return None
    kept = (
        KeptLineage.objects.within(base).select_related("batch").defer("batch__plan").get(batch=last.batch_id)
    )
    return kept, list(rows.filter(batch=last.batch_id))
