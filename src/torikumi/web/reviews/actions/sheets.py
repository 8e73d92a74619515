"""Writing into a sheet and moving it on: one transaction each, on the version that the person saw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from torikumi.errors import UserError
from torikumi.plan.finding import Severity
from torikumi.plan.project import ReviewState
from torikumi.review.answers import find_problems
from torikumi.review.questions import questions_of
from torikumi.review.states import NEEDS_NOTE, Move, Position, make_move
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.store import refuse_unstorable_text
from torikumi.web.reviews.actions.access import (
    OpenSheet,
    in_right_of,
    lock_sheet,
    lock_sheets,
    require_open,
    require_other_eyes,
    require_part,
)
from torikumi.web.reviews.derived import derive
from torikumi.web.reviews.models import AnswerVersion, Origin, Sheet, SheetMove
from torikumi.web.reviews.queries.collisions import Wish, compare_wish
from torikumi.web.reviews.queries.deadlines import due_of
from torikumi.web.reviews.refusals import (
    DeadlineError,
    IncompleteAnswerError,
    NoteMissingError,
    StaleSheetError,
    UnknownFieldError,
)

# A day of the round ends when it ends in Japan, wherever the server thinks it stands.
_JAPAN = ZoneInfo("Asia/Tokyo")
_LONGEST_NOTE = 2_000
_LONGEST_VALUE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Values by field key, how they came in, and where each of them stood: a form, or the cells of a workbook.

    `seen` is what the person had before their eyes in a field, where that is known better than by the version.
    """

    values: Mapping[str, str]
    seen: Mapping[str, str] | None = None
    origin: Origin = Origin.FORM
    source: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def save_answer(*, sheet_id: int, version: int, answer: Answer, by: Actor, at: datetime) -> Sheet:
    """Write the values that differ from what is stored, on top of the version that the person saw.

    Fields that others wrote since are theirs: where `answer` would change one of them, StaleSheetError shows both texts
    and nothing is saved. A field that the person left as they saw it stays as others wrote it. The section writes the
    fields of its step; the rater whose turn it is those of theirs.
    """
    opened = lock_sheet(sheet_id, by, day=_day(at))
    _write(opened, version=version, answer=answer, by=by, at=at)
    return opened.sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWrite:
    """An answer for one sheet of many, on top of the version that the person saw."""

    sheet_id: int
    version: int
    answer: Answer


@transaction.atomic
def save_answers(*, writes: Sequence[SheetWrite], by: Actor, at: datetime) -> dict[int, Sheet]:
    """Write into many sheets what `save_answer` would write into each, all of it or nothing; return them by number."""
    opened = lock_sheets([write.sheet_id for write in writes], by, day=_day(at))
    for write in writes:
        _write(opened[write.sheet_id], version=write.version, answer=write.answer, by=by, at=at)
    return {number: one.sheet for number, one in opened.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn:
    """A sheet after somebody wanted to hand it on; `refusal` says why it stayed, with the answer kept all the same."""

    sheet: Sheet
    refusal: UserError | None = None


@transaction.atomic
def hand_on(
    *, sheet_id: int, version: int, move: Move, answer: Answer, note: str = "", by: Actor, at: datetime
) -> HandedOn:
    """Write `answer`, then move the sheet on; where it may not go on yet, the answer is kept as a draft.

    Raises StaleSheetError where the sheet is not at the very version that the person saw, and nothing is kept then.
    """
    opened = lock_sheet(sheet_id, by, day=_day(at))
    _require_version(opened, version, answer)
    _write(opened, version=version, answer=answer, by=by, at=at)
    try:
        with transaction.atomic():
            _move(opened, move, note=note.strip(), by=by, at=at)
    except (IncompleteAnswerError, DeadlineError, NoteMissingError) as refusal:
        return HandedOn(sheet=opened.sheet, refusal=refusal)
    return HandedOn(sheet=opened.sheet)


@transaction.atomic
def move_sheet(
    *,
    sheet_id: int,
    version: int,
    move: Move,
    by: Actor,
    at: datetime,
    answer: Answer | None = None,
    note: str = "",
) -> Sheet:
    """Write `answer` where there is one, then move the sheet on; all of it or nothing.

    Raises MoveRefusedError, NotAllowedError, RoundClosedError, DeadlineError, NoteMissingError, IncompleteAnswerError
    and StaleSheetError; a sheet moves only on the very version that the person saw.
    """
    opened = lock_sheet(sheet_id, by, day=_day(at))
    _require_version(opened, version, answer or Answer(values={}))
    if answer is not None:
        _write(opened, version=version, answer=answer, by=by, at=at)
    _move(opened, move, note=note.strip(), by=by, at=at)
    return opened.sheet


def _require_version(opened: OpenSheet, version: int, answer: Answer) -> None:
    sheet = opened.sheet
    if version != sheet.version:
        wish = _wish(opened, answer, since=min(version, sheet.version))
        raise StaleSheetError(version=sheet.version, collisions=wish.collisions)


def _write(opened: OpenSheet, *, version: int, answer: Answer, by: Actor, at: datetime) -> None:
    sheet = opened.sheet
    move = Move.RATE if sheet.state == ReviewState.SUBMITTED else Move.SAVE
    require_part(opened, move)
    require_open(sheet, move)
    target = make_move(sheet.where(), move, steps=len(opened.rules.steps))
    if version > sheet.version:
        raise StaleSheetError(version=sheet.version)
    wish = _wish(opened, answer, since=version)
    if wish.collisions:
        raise StaleSheetError(version=sheet.version, collisions=wish.collisions)
    changed = wish.changed
    if not changed:
        return
    by = in_right_of(opened, move, by)
    before = {key: sheet.values.get(key, "") for key in changed}
    sheet.values = {**sheet.values, **changed}
    _keep(opened, target, at=at)
    AnswerVersion.objects.create(
        municipality_id=sheet.municipality_id,
        sheet=sheet,
        version=sheet.version,
        revision=sheet.revision,
        step=sheet.step,
        changes={key: [before[key], value] for key, value in changed.items()},
        origin=answer.origin,
        source=dict(answer.source),
        by=by.name,
        on_behalf_of=by.on_behalf_of,
        at=at,
    )
    record(
        by=by,
        at=at,
        action="rate_sheet" if move is Move.RATE else "save_answer",
        kind="sheet",
        key=sheet.pk,
        before=before,
        after={**changed, "version": sheet.version, "origin": answer.origin},
    )


def _move(opened: OpenSheet, move: Move, *, note: str, by: Actor, at: datetime) -> None:
    sheet, rules = opened.sheet, opened.rules
    before = sheet.where()
    target = make_move(before, move, steps=len(rules.steps))
    require_part(opened, move)
    require_other_eyes(opened, move)
    require_open(sheet, move)
    _require_note(move, note)
    if move in (Move.SUBMIT, Move.APPROVE):
        _require_whole(opened, before)
    if move is Move.SUBMIT:
        _hand_in(opened, at=at)
    if move is Move.REVISE:
        sheet.revision += 1
    sheet.approved_at = at if target.state is ReviewState.APPROVED else None
    by = in_right_of(opened, move, by)
    _keep(opened, target, at=at)
    SheetMove.objects.create(
        municipality_id=sheet.municipality_id,
        sheet=sheet,
        version=sheet.version,
        revision=sheet.revision,
        move=move,
        from_state=before.state,
        from_step=before.step,
        to_state=target.state,
        to_step=target.step,
        step_label=rules.steps[min(before.step, len(rules.steps) - 1)].label,
        note=note,
        values_sha256=hash_values(sheet.values),
        by=by.name,
        by_name=opened.standing.display_name,
        on_behalf_of=by.on_behalf_of,
        at=at,
    )
    record(
        by=by,
        at=at,
        action=f"sheet_{move}",
        kind="sheet",
        key=sheet.pk,
        before={"state": before.state, "step": before.step},
        after={
            "state": target.state,
            "step": target.step,
            "note": note,
            "version": sheet.version,
            "revision": sheet.revision,
            "values": hash_values(sheet.values),
        },
    )


def hash_values(values: Mapping[str, str]) -> str:
    """Return the SHA-256 of answers, in hexadecimal: the keys sorted, as JSON without spaces."""
    text = json.dumps(dict(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _wish(opened: OpenSheet, answer: Answer, *, since: int) -> Wish:
    """What the answer really changes; a key that the step does not fill in is refused."""
    step = opened.rules.steps[min(opened.sheet.step, len(opened.rules.steps) - 1)]
    known = {question.key for question in questions_of(opened.rules, opened.project, step=step.id)}
    for key, value in answer.values.items():
        if key not in known:
            raise UnknownFieldError(key)
        if len(value) > _LONGEST_VALUE:
            raise UnknownFieldError.too_long(key, _LONGEST_VALUE)
        refuse_unstorable_text(value)
    seen = None if answer.seen is None else _tidy(answer.seen)
    return compare_wish(opened.sheet, since=since, wanted=_tidy(answer.values), seen=seen)


def _tidy(values: Mapping[str, str]) -> dict[str, str]:
    # Browsers send line ends of their own; they are no change of a text.
    return {key: value.replace("\r\n", "\n").replace("\r", "\n") for key, value in values.items()}


def _require_note(move: Move, note: str) -> None:
    if move in NEEDS_NOTE and not note:
        raise NoteMissingError(
            ja="理由を書いてください。受け取る人が、何を直せばよいか分かるようにするためです。",
            en="Write why, so that those who get it know what to mend.",
        )
    if len(note) > _LONGEST_NOTE:
        raise NoteMissingError(
            ja=f"理由は{_LONGEST_NOTE:,}字までにしてください。",
            en=f"Keep the note within {_LONGEST_NOTE} characters.",
        )
    refuse_unstorable_text(note)


def _require_whole(opened: OpenSheet, before: Position) -> None:
    step = opened.rules.steps[before.step]
    problems = find_problems(opened.rules, opened.project, opened.sheet.values, step=step.id)
    errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    if errors:
        raise IncompleteAnswerError(errors)


def _hand_in(opened: OpenSheet, *, at: datetime) -> None:
    sheet, rules = opened.sheet, opened.rules
    due = due_of(sheet.round, sheet.lead_key)
    is_late = sheet.revision == 1 and due is not None and _day(at) > due
    if is_late and not rules.late:
        raise DeadlineError(
            ja="締切を過ぎたので提出できません。書いた内容は下書きとして残っています。企画担当に連絡してください。",
            en="The last day has gone by; your draft is kept. Ask the planning section.",
        )
    sheet.is_late = is_late
    sheet.handed_in_at = at


def _keep(opened: OpenSheet, target: Position, *, at: datetime) -> None:
    sheet = opened.sheet
    sheet.state, sheet.step = target.state, target.step
    sheet.version += 1
    sheet.changed_by, sheet.changed_at = opened.standing.display_name, at
    derive(sheet, opened.rules, opened.project)
    sheet.save()


def _day(at: datetime) -> date:
    return at.astimezone(_JAPAN).date()
