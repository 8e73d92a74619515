"""What the reader does not promise yet, by name: a generated document keeps to these limits.

Each limit sets back the switch that it names; a limit that is overcome is a function less here. The list is also in
docs/development/testing.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.generated.documents import PlanOnPaper
from tests.generated.general import TableOnPaper
from tests.generated.paper import Label, Paper, Pieces, Rules, Spacing, Vertical
from tests.generated.place import Box, Frame, Page, Placer
from tests.generated.sheet import Levels, parts_of


def _full_rules(paper: Paper) -> Paper:
    return replace(paper, rules=Rules.FULL)


def _spaced_digits_in_one_piece(paper: Paper) -> Paper:
    return replace(paper, pieces=Pieces.LINE) if paper.spacing is Spacing.NUMBERS else paper


def _roomy_labels_down(paper: Paper) -> Paper:
    # Two columns change places; a label that fills its cell runs on into the one below.
    return replace(paper, down_columns=1, down_room=2.0)


def _label_once(paper: Paper) -> Paper:
    # The same label on both sides of a page end joins the rows there.
    return replace(paper, label=Label.TOP) if paper.label is Label.EACH else paper


OF_PAPER: Mapping[str, Callable[[Paper], Paper]] = {
    "partial rules": _full_rules,
    "spaced digits in several pieces": _spaced_digits_in_one_piece,
    "labels written downwards that fill their cells": _roomy_labels_down,
    "label on each page": _label_once,
}


def _spaces_inside_pieces(found: PlanOnPaper) -> PlanOnPaper:
    # 「2 つなぐ」 cut at its space may lose it, and 2つ is no number of a heading.
    return replace(found, paper=replace(found.paper, cut_at_spaces=False))


def _closed_tops(found: PlanOnPaper) -> PlanOnPaper:
    return replace(found, paper=replace(found.paper, open_top=False))


def _numbered_headings(found: PlanOnPaper) -> PlanOnPaper:
    # A line in brackets (【緑のまち】) above a table may say anything of it.
    if found.layout.levels is Levels.ABOVE and found.plan.numbering == "【】":
        return replace(found, layout=replace(found.layout, levels=Levels.BANDS))
    return found


def _no_small_halves(found: PlanOnPaper) -> PlanOnPaper:
    # A page end that leaves one row of a merged cell: its empty half looks like a cell that is empty.
    cut = [
        box
        for page in _pages(found)
        for frame in page.frames
        for box in frame.boxes
        if _is_small_half(box, frame)
    ]
    return (
        replace(found, layout=replace(found.layout, levels=Levels.BANDS, merge_sections=False))
        if cut
        else found
    )


def _labels_down_on_one_page(found: PlanOnPaper) -> PlanOnPaper:
    if found.paper.vertical is Vertical.NO or len(_pages(found)) == 1:
        return found
    return replace(found, paper=replace(found.paper, vertical=Vertical.NO))


OF_PLANS: Mapping[str, Callable[[PlanOnPaper], PlanOnPaper]] = {
    "headings without a number above tables": _numbered_headings,
    "spaces between pieces": _spaces_inside_pieces,
    "no rule at the top of a page": _closed_tops,
    "labels written downwards over a page end": _labels_down_on_one_page,
    "one row of a merged cell on a page": _no_small_halves,
}


def plan_within_limits(found: PlanOnPaper) -> PlanOnPaper:
    """Return the document with what no reader is asked for yet set back."""
    for change in OF_PAPER.values():
        found = replace(found, paper=change(found.paper))
    for whole in OF_PLANS.values():
        found = whole(found)
    return found


def table_within_limits(found: TableOnPaper) -> TableOnPaper:
    """Return the table's page with what no reader is asked for yet set back."""
    for change in OF_PAPER.values():
        found = replace(found, paper=change(found.paper))
    return found


def _pages(found: PlanOnPaper) -> list[Page]:
    return Placer(found.paper).put(parts_of(found.plan, found.layout))


def _is_small_half(box: Box, frame: Frame) -> bool:
    """Tell whether only one row of a merged cell stands on a page."""
    return box.slot.rows > 1 == len({other.y0 for other in frame.boxes if box.y0 <= other.y0 < box.y1 - 0.1})
