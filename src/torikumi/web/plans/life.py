"""The picture of a stored project's life."""

from __future__ import annotations

from collections.abc import Sequence

from torikumi.publish.life_figure import LifeStop, draw_life
from torikumi.publish.view import Figure
from torikumi.web.plans.models import Edition
from torikumi.web.plans.queries.lives import find_life


def picture_of_life(editions: Sequence[Edition], key: str) -> Figure | None:
    """Return the picture of a project through the editions, newest first as lists have them; None where there is one."""
    if len(editions) < 2:
        return None
    in_time = list(reversed(editions))
    places = {edition.pk: number for number, edition in enumerate(in_time)}
    life, rows = find_life(in_time, key)
    stops = [
        LifeStop(
            edition=places[row.edition_id],
            lane=row.key,
            title=str(row) if not row.number else f"No.{row.number} {row.name}",
            words=" ".join(part for part in (row.direction_code, row.direction_label) if part),
        )
        for row in rows
    ]
    return draw_life([str(edition) for edition in in_time], stops, life)
