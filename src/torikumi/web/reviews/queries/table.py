"""The sheets of a round with their answers, their sections and their projects, for the list that is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torikumi.review.form import FieldKind
from torikumi.review.round import Round
from torikumi.web.reviews.models import ReviewRound, Sheet, SheetSection
from torikumi.web.reviews.queries.sheets import sheets_of, visible_sheets
from torikumi.web.reviews.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheets:
    """Sheets in the order of the plan, and the sections of each: keys and names, the lead first."""

    sheets: tuple[Sheet, ...]
    sections: Mapping[int, tuple[tuple[str, str], ...]]


def table_sheets(round_: ReviewRound, rules: Round, standing: Standing) -> TableSheets:
    """Return those sheets of the round whose answers the person may see; two questions, whatever the size."""
    rows = visible_sheets(sheets_of(round_).defer(None), standing)
    if any(field.kind is FieldKind.INDICATORS for field in rules.form.fields):
        rows = rows.select_related("project").defer("project__search_text")
    sections: dict[int, list[tuple[str, str]]] = {}
    found = SheetSection.objects.within(round_).filter(round=round_).order_by("sheet", "position")
    for sheet, key, name in found.values_list("sheet_id", "key", "name"):
        sections.setdefault(sheet, []).append((key, name))
    return TableSheets(
        sheets=tuple(rows), sections={sheet: tuple(pairs) for sheet, pairs in sections.items()}
    )
