"""The projects of both editions as the page of a lineage shows them."""

from __future__ import annotations

from torikumi.web.plans.lineage_models import KeptLineage
from torikumi.web.plans.lineage_page import Board, Card, make_board
from torikumi.web.plans.models import Edition, Import, ImportState, StoredProject
from torikumi.web.plans.queries.lineage import decisions_of
from torikumi.web.plans.staged import StagedPlan

_COLUMNS = ("key", "position", "number", "name", "section_names")


def board_of(batch: Import) -> Board | None:
    """Return the lineage of an import as its page shows it; None where there is none, or none was proposed."""
    # Not the plan as it was read: it is long, and no page shows it.
    kept = KeptLineage.objects.within(batch).filter(batch=batch).defer("read").first()
    if batch.base is None or kept is None:
        return None
    return make_board(kept, list(decisions_of(batch)), olds=cards_before(batch), news=cards_after(batch))


def cards_before(batch: Import) -> list[Card]:
    """Return the projects of the edition that the import was made on; their ends are their ids."""
    if batch.base is None:
        return []
    query = f"?edition={batch.base.sequence}"
    return [
        Card(
            end=key,
            number=number,
            name=name,
            sections=sections,
            route="plans:project",
            args=(batch.series_id, key),
            query=query,
        )
        for key, _, number, name, sections in _rows(batch.base)
    ]


def cards_after(batch: Import) -> list[Card]:
    """Return the projects of the import; their ends are their positions in the document."""
    if batch.edition is not None:
        is_standing = batch.state == ImportState.APPLIED
        return [
            Card(
                end=str(position),
                number=number,
                name=name,
                sections=sections,
                route="plans:project" if is_standing else "",
                args=(batch.series_id, key),
                query=f"?edition={batch.edition.sequence}",
            )
            for key, position, number, name, sections in _rows(batch.edition)
        ]
    return [
        Card(
            end=str(position),
            number=str(record.get("number") or ""),
            name=str(record["name"]),
            sections=_sections(record),
            route="plans:check_reading",
            args=(batch.pk, position),
        )
        for position, record in enumerate(StagedPlan(batch.plan).records("projects"), start=1)
    ]


def _rows(edition: Edition) -> list[tuple[str, int, str, str, str]]:
    rows = StoredProject.objects.within(edition).filter(edition=edition).order_by("position")
    return list(rows.values_list(*_COLUMNS))


def _sections(record: dict[str, object]) -> str:
    found = record.get("sections")
    parts = found if isinstance(found, list) else []
    return "、".join(str(one["printed"]) for one in parts if isinstance(one, dict))
