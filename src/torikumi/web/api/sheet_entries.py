"""Rounds and sheets as the API shows them to the person whose token came."""

from collections import Counter

from django.urls import reverse

from torikumi.plan.project import ReviewState
from torikumi.review.states import STATE_WORDS
from torikumi.web.api.office_shapes import (
    AnswerField,
    RoundDetail,
    RoundEntry,
    RoundStanding,
    SectionStanding,
    SheetDetail,
    SheetEntry,
    StateCount,
    StepFields,
)
from torikumi.web.plans.store import load_project
from torikumi.web.reviews.entering import RoundRoom, SheetRoom
from torikumi.web.reviews.fields import FieldView, view_blocks, without_internal
from torikumi.web.reviews.models import ReviewRound, RoundState, Sheet
from torikumi.web.reviews.queries.board import count_progress
from torikumi.web.reviews.queries.sheets import sheets_of, visible_sheets
from torikumi.web.reviews.rows import turn_words
from torikumi.web.reviews.sheet_page import edit_step, fields_of
from torikumi.web.reviews.views.board import board_sheets


def round_entry(round_: ReviewRound) -> RoundEntry:
    """Return a round in a list."""
    return RoundEntry(
        id=round_.pk,
        title=round_.title,
        year=round_.year,
        plan=round_.series_id,
        plan_title=round_.series.title,
        state=round_.state,
        state_word=RoundState(round_.state).label,
        due=round_.due,
        opened_at=round_.opened_at,
        address=reverse("api:round", args=[round_.pk]),
    )


def round_detail(room: RoundRoom) -> RoundDetail:
    """Return a round with how far the sheets are that the person may see."""
    visible = visible_sheets(sheets_of(room.round), room.standing)
    counts = Counter(visible.order_by().values_list("state", flat=True))
    return RoundDetail(
        entry=round_entry(room.round),
        steps=tuple(step.label for step in room.rules.steps),
        sheet_count=counts.total(),
        counts=tuple(
            StateCount(state=state, state_word=STATE_WORDS[state], count=counts[state])
            for state in ReviewState
        ),
    )


def round_standing(room: RoundRoom) -> RoundStanding:
    """Return how far the sections of a round are, as on its board."""
    sections = tuple(
        SectionStanding(
            name=one.name,
            total=one.total,
            answered=one.answered,
            returned=one.returned,
            approved=one.approved,
            late=one.late,
            last_change=one.last_change,
        )
        for one in count_progress(board_sheets(room)).sections
    )
    return RoundStanding(total=len(sections), items=sections)


def sheet_entry(sheet: Sheet) -> SheetEntry:
    """Return a sheet in a list; its round is loaded."""
    return SheetEntry(
        id=sheet.pk,
        project=sheet.project_key,
        number=sheet.number,
        name=sheet.name,
        lead_section=sheet.lead_name,
        state=sheet.state,
        state_word=sheet.state_word,
        turn=turn_words(sheet, sheet.round.rules()),
        version=sheet.version,
        direction_code=sheet.direction_code,
        direction=sheet.direction_label,
        is_late=sheet.is_late,
        changed_at=sheet.changed_at,
        address=reverse("api:sheet", args=[sheet.pk]),
    )


def sheet_detail(room: SheetRoom) -> SheetDetail:
    """Return a sheet with the answers that the person may read."""
    return SheetDetail(
        entry=sheet_entry(room.sheet),
        round=room.sheet.round_id,
        sections=tuple(section.name for section in room.sections),
        moves=tuple(sorted(room.moves)),
        steps=_steps(room),
    )


def _steps(room: SheetRoom) -> tuple[StepFields, ...]:
    project, open_step = load_project(room.sheet.project), edit_step(room)
    steps = []
    for number, step in enumerate(room.rules.steps):
        if step.id not in room.steps_seen and number != open_step:
            continue
        blocks = view_blocks(room.rules, project, room.sheet.values, step=step.id)
        if room.is_from_outside:
            blocks = without_internal(blocks)
        fields = tuple(_field(view) for view in fields_of(blocks))
        steps.append(StepFields(step=step.id, label=step.label, may_write=number == open_step, fields=fields))
    return tuple(steps)


def _field(view: FieldView) -> AnswerField:
    return AnswerField(
        key=view.key,
        label=view.question.label,
        kind=str(view.question.kind),
        value=view.value,
        last=view.last,
        choices=tuple(option.value for option in view.options if option.value),
    )
