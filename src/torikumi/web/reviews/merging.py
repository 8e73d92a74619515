"""A workbook that came back, sheet by sheet, against what is stored at this moment; for its page and for the act alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torikumi.plan.project import ReviewState
from torikumi.review.came import CameRow, CameValue, Returned
from torikumi.review.came_again import erases, merge_again
from torikumi.review.merge import Fate
from torikumi.review.parts import Part, may_move, may_see
from torikumi.review.round import Round
from torikumi.review.states import Move, moves_from
from torikumi.web.reviews.models import ReviewRound, RoundState, Sheet
from torikumi.web.reviews.standing import SheetFacts, Standing, parts_in


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedSheet:
    """A row with the sheet it is about. `barred` says why nothing of it can be written now, "" where it can."""

    row: CameRow
    project_key: str
    sheet: Sheet | None
    parts: frozenset[Part]
    barred: str

    @property
    def may_see(self) -> bool:
        """Whether the person may see what is stored."""
        return self.sheet is not None and may_see(self.parts, ReviewState(self.sheet.state))

    @property
    def changes(self) -> tuple[CameValue, ...]:
        """The values that would be written as they came."""
        return tuple(v for v in self.row.values if v.merged.fate is Fate.TAKE or erases(v))

    @property
    def conflicts(self) -> tuple[CameValue, ...]:
        """The values about which a person must decide."""
        return self.with_fate(Fate.CONFLICT)

    @property
    def emptied(self) -> tuple[CameValue, ...]:
        """The cells that somebody emptied and whose answers stay."""
        return tuple(v for v in self.with_fate(Fate.EMPTIED) if not erases(v))

    @property
    def writes(self) -> bool:
        """Whether there is anything to write or to decide."""
        return bool(self.changes or self.conflicts)

    def with_fate(self, fate: Fate) -> tuple[CameValue, ...]:
        """Return the values with this fate."""
        return tuple(value for value in self.row.values if value.merged.fate is fate)


def merge_now(
    returned: Returned,
    round_: ReviewRound,
    rules: Round,
    sheets: Mapping[str, Sheet],
    facts: Mapping[int, SheetFacts],
    standing: Standing,
) -> list[MergedSheet]:
    """Return the rows that may be taken, merged with what the given sheets hold, in the order of the plan."""
    merged = []
    for row in returned.rows:
        if row.project is None or not row.is_certain:
            continue
        sheet = sheets.get(row.project)
        parts = parts_in(standing, facts[sheet.pk], rules.steps) if sheet else frozenset()
        again = merge_again(row, sheet.values if sheet else {}, empty_erases=rules.empty_erases)
        barred = _barred(sheet, round_, parts)
        merged.append(
            MergedSheet(row=again, project_key=row.project, sheet=sheet, parts=parts, barred=barred)
        )
    return sorted(merged, key=lambda one: one.sheet.position if one.sheet else len(sheets))


def projects_in(returned: Returned) -> Iterable[str]:
    """Yield the projects whose sheets are needed."""
    return (row.project for row in returned.rows if row.project is not None)


def _barred(sheet: Sheet | None, round_: ReviewRound, parts: frozenset[Part]) -> str:
    if sheet is None:
        return "この評価の対象ではない事業です。"
    if sheet.taken_out_at is not None:
        return "評価の対象から外されたので、変えられません。"
    if round_.state != RoundState.OPEN:
        return f"この評価は{RoundState(round_.state).label}なので、変えられません。"
    if not may_move(parts, Move.SAVE):
        return "今は、あなたの課が書くシートではありません。"
    if Move.SAVE not in moves_from(sheet.where()):
        return f"{sheet.state_word}なので、変えられません。差し戻してから取り込んでください。"
    return ""
