"""Why approved sheets were opened again."""

from __future__ import annotations

from collections.abc import Iterable

from torikumi.review.states import Move
from torikumi.web.reviews.models import Sheet, SheetMove


def reasons_of_corrections(sheets: Iterable[Sheet]) -> dict[int, str]:
    """Return the reason of the newest correction (確定後の訂正) by sheet, for those of the sheets that are in one."""
    corrected = [sheet for sheet in sheets if sheet.revision > 1]
    if not corrected:
        return {}
    rows = SheetMove.objects.within(corrected[0]).filter(
        sheet__in=[sheet.pk for sheet in corrected], move=Move.REVISE
    )
    return dict(rows.order_by("sheet", "version").values_list("sheet", "note"))
