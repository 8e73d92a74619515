"""Taking a workbook's answers: as a whole, on the answers that the person saw; and putting them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from torikumi.errors import UserError
from torikumi.plan.project import ReviewState
from torikumi.review.came import CameValue
from torikumi.review.states import Move, MoveRefusedError
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.reviews.actions.proposals import person_of
from torikumi.web.reviews.actions.sendings import require_running
from torikumi.web.reviews.actions.sheets import Answer, SheetWrite, move_sheet, save_answer, save_answers
from torikumi.web.reviews.actions.workbooks import (
    WrongWorkbookStateError,
    lock_workbook,
    open_staged,
    require_own_workbook,
)
from torikumi.web.reviews.days import day_of
from torikumi.web.reviews.merging import MergedSheet, merge_now, projects_in
from torikumi.web.reviews.models import AnswerVersion, Origin, Sheet
from torikumi.web.reviews.queries.sheets import facts_of_each
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.queries.workbooks import sheets_by_project
from torikumi.web.reviews.refusals import (
    DeadlineError,
    IncompleteAnswerError,
    NotAllowedError,
    RoundClosedError,
    StaleSheetError,
)
from torikumi.web.reviews.workbook_models import ReturnedState, ReturnedWorkbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What a person decided about a conflict: "stored", "returned", or "edit" with a text of their own."""

    choice: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDecision:
    """What a person saw of a sheet, whether the workbook's answers are taken, and what becomes of the conflicts."""

    version: int
    is_taken: bool = True
    picks: Mapping[str, Pick] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a workbook; `sheets` by their numbers, `hands_in` those that are whole, too."""

    version: int
    sheets: Mapping[int, SheetDecision]
    hands_in: bool = False


class ChangedMeanwhileError(UserError):
    """Sheets were written between looking and confirming; nothing was saved."""

    def __init__(self, sheets: tuple[Sheet, ...]) -> None:
        self.sheets = sheets
        names = "、".join(f"「{sheet}」" for sheet in sheets[:3])
        more = f"など{len(sheets)}件" if len(sheets) > 3 else ""
        super().__init__(
            ja=f"見ている間に、ほかの人が{names}{more}を書き換えました。まだ何も保存していません。"
            "今の回答ともう一度比べたので、確かめてから取り込んでください。",
            en=f"{len(sheets)} sheets were written meanwhile; nothing was saved. They were compared anew: look again.",
        )


class UndecidedError(UserError):
    """Conflicts that nobody has decided about."""

    def __init__(self, count: int) -> None:
        super().__init__(
            ja=f"食い違いが{count}件、決まっていません。どちらの文にするかを選んでください。まだ何も保存していません。",
            en=f"{count} conflicts are undecided; choose one text for each. Nothing was saved.",
        )


@transaction.atomic
def take_workbook(*, returned_id: int, decision: Decision, by: Actor, at: datetime) -> ReturnedWorkbook:
    """Write the answers of a workbook: all of them, or none where a sheet is not as the person saw it.

    Raises ChangedMeanwhileError, UndecidedError, WrongWorkbookStateError, NotAllowedError and RoundClosedError.
    """
    row = open_staged(returned_id, decision.version, by, at=at)
    merged = [one for one in _merge_locked(row, by, at=at) if not one.barred and one.sheet]
    _require_as_seen(merged, decision)
    taken = [(one, one.sheet) for one in merged if one.sheet and _is_taken(decision, one.sheet)]
    wanted = [(one, sheet, _values(one, decision.sheets.get(sheet.pk))) for one, sheet in taken]
    saved = save_answers(
        writes=[
            SheetWrite(sheet_id=sheet.pk, version=sheet.version, answer=_answer(row, one, sheet, values))
            for one, sheet, values in wanted
            if values
        ],
        by=by,
        at=at,
    )
    before = {sheet.pk: sheet.version for _, sheet in taken}
    written = [[pk, one.version] for pk, one in saved.items() if one.version != before[pk]]
    for _, sheet in taken:
        if sheet.pk in saved:
            sheet.version, sheet.state = saved[sheet.pk].version, saved[sheet.pk].state
    handed_in = _hand_in(taken, {pk for pk, _ in written}, by=by, at=at) if decision.hands_in else []
    row.state, row.decided_by, row.decided_at = ReturnedState.TAKEN, by.name, at
    row.outcome = {"written": written, "handed_in": handed_in}
    row.version += 1
    row.save()
    after = {**row.facts(), **row.outcome}
    record(by=by, at=at, action="take_workbook", kind="workbook", key=row.pk, after=after)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """What came of undoing: how many sheets have their earlier answers again, and which were written since."""

    sheets: int
    left: tuple[str, ...]


@transaction.atomic
def undo_workbook(*, returned_id: int, version: int, by: Actor, at: datetime) -> PutBack:
    """Write back what stood there before a workbook was taken, as a new version; what was written since stays."""
    row = lock_workbook(returned_id, by)
    require_own_workbook(row, standing_of(person_of(by), day_of(at)), by)
    require_running(row.round)
    if row.state != ReturnedState.TAKEN or row.version != version:
        raise WrongWorkbookStateError
    pairs = {int(pk): int(number) for pk, number in row.outcome.get("written", [])}
    back, left = 0, []
    sheets = Sheet.objects.within(row).select_for_update().filter(pk__in=list(pairs)).order_by("pk")
    writes = {
        (one.sheet_id, one.version): one
        for one in AnswerVersion.objects.within(row).filter(sheet__in=list(pairs))
    }
    for sheet in sheets:
        if _put_back(sheet, writes[sheet.pk, pairs[sheet.pk]], row, by=by, at=at):
            back += 1
        else:
            left.append(str(sheet))
    row.state, row.decided_by, row.decided_at = ReturnedState.UNDONE, by.name, at
    row.version += 1
    row.save(update_fields=["state", "decided_by", "decided_at", "version"])
    after = {**row.facts(), "sheets": back, "left": left}
    record(by=by, at=at, action="undo_workbook", kind="workbook", key=row.pk, after=after)
    return PutBack(sheets=back, left=tuple(left))


def _put_back(sheet: Sheet, write: AnswerVersion, row: ReturnedWorkbook, *, by: Actor, at: datetime) -> bool:
    """Whether every field of the write has its earlier text again."""
    still = {
        key: before for key, (before, after) in write.changes.items() if sheet.values.get(key, "") == after
    }
    if not still:
        return False
    answer = Answer(
        values=still,
        seen={key: sheet.values.get(key, "") for key in still},
        source={"undoes": row.pk, "undone_file": row.file_name},
    )
    try:
        with transaction.atomic():
            save_answer(sheet_id=sheet.pk, version=sheet.version, answer=answer, by=by, at=at)
    except (MoveRefusedError, NotAllowedError, RoundClosedError, StaleSheetError):
        return False
    return len(still) == len(write.changes)


def _merge_locked(row: ReturnedWorkbook, by: Actor, *, at: datetime) -> list[MergedSheet]:
    returned = row.returned()
    wanted = set(projects_in(returned))
    # Always in the same order, so that two who take workbooks of the same sheets wait for one another.
    rows = Sheet.objects.within(row).select_for_update().filter(round=row.round, project_key__in=wanted)
    list(rows.order_by("pk").values_list("pk", flat=True))
    sheets = sheets_by_project(row.round, wanted)
    facts = facts_of_each(sheets.values(), row)
    standing = standing_of(person_of(by), day_of(at))
    return merge_now(returned, row.round, row.round.rules(), sheets, facts, standing)


def _require_as_seen(merged: list[MergedSheet], decision: Decision) -> None:
    other, undecided = [], 0
    for one in merged:
        sheet = one.sheet
        if sheet is None or not one.writes:
            continue
        seen = decision.sheets.get(sheet.pk)
        if seen is None or seen.version != sheet.version:
            other.append(sheet)
        elif seen.is_taken:
            undecided += sum(value.key not in seen.picks for value in one.conflicts)
    if other:
        raise ChangedMeanwhileError(tuple(other))
    if undecided:
        raise UndecidedError(undecided)


def _is_taken(decision: Decision, sheet: Sheet) -> bool:
    seen = decision.sheets.get(sheet.pk)
    return seen is None or seen.is_taken


def _values(one: MergedSheet, seen: SheetDecision | None) -> dict[str, str]:
    values = {value.key: value.merged.value or "" for value in one.changes}
    for value in one.conflicts:
        pick = seen.picks[value.key] if seen else Pick(choice="stored")
        if pick.choice == "returned":
            values[value.key] = value.merged.returned
        elif pick.choice == "edit":
            values[value.key] = pick.text
    return values


def _answer(row: ReturnedWorkbook, one: MergedSheet, sheet: Sheet, values: Mapping[str, str]) -> Answer:
    return Answer(
        values=values,
        seen={key: sheet.values.get(key, "") for key in values},
        origin=Origin.WORKBOOK,
        source=_source(row, one, values),
    )


def _source(row: ReturnedWorkbook, one: MergedSheet, values: Mapping[str, str]) -> dict[str, object]:
    assert row.sent is not None  # noqa: S101  staged
    cells = {value.key: value.cell for value in _of_sheet(one) if value.key in values}
    return {
        "file": row.file_name,
        "sha256": row.sha256,
        "sheet": one.row.sheet,
        "cells": cells,
        "returned": row.pk,
        "mark": row.sent.mark,
        "base": row.sent.versions.get(one.project_key),
    }


def _of_sheet(one: MergedSheet) -> tuple[CameValue, ...]:
    return (*one.changes, *one.conflicts)


def _hand_in(
    taken: list[tuple[MergedSheet, Sheet]], written: set[int], *, by: Actor, at: datetime
) -> list[int]:
    """Hand in the sheets that are whole; those that are not, and those of which the section only helps, stay."""
    handed_in = []
    for _, sheet in taken:
        # Sent back and not touched since: it would only come back once more.
        if sheet.state == ReviewState.RETURNED and sheet.pk not in written:
            continue
        try:
            with transaction.atomic():
                move_sheet(sheet_id=sheet.pk, version=sheet.version, move=Move.SUBMIT, by=by, at=at)
        except (IncompleteAnswerError, DeadlineError, NotAllowedError, MoveRefusedError):
            continue
        handed_in.append(sheet.pk)
    return handed_in
