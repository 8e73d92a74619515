"""What others wrote into a sheet since somebody opened it."""

from __future__ import annotations

from collections.abc import Mapping

from torikumi.web.reviews.models import AnswerVersion, Sheet
from torikumi.web.reviews.refusals import Collision


def find_collisions(sheet: Sheet, *, since: int, wanted: Mapping[str, str]) -> tuple[Collision, ...]:
    """Return those of the wanted fields that were written after version `since` with another text than wanted."""
    later = AnswerVersion.objects.within(sheet).filter(sheet=sheet, version__gt=since).order_by("version")
    last: dict[str, AnswerVersion] = {key: row for row in later for key in row.changes if key in wanted}
    return tuple(
        Collision(key=key, stored=sheet.values.get(key, ""), wanted=wanted[key], by=row.by, at=row.at)
        for key, row in last.items()
        if sheet.values.get(key, "") != wanted[key]
    )
