"""A sheet's page: the form for whose turn it is, what others wrote, what may be done, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.urls import reverse

from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project, ReviewState
from torikumi.review.answers import Problem, find_problems
from torikumi.review.states import NEEDS_NOTE, Move
from torikumi.web.plans.edition_check import look_at
from torikumi.web.plans.edition_headings import headings_of
from torikumi.web.plans.finding_view import FindingView
from torikumi.web.plans.store import load_head, load_project
from torikumi.web.reviews.answer_findings import (
    SheetFindings,
    find_in_answers,
    place_findings,
    questions_in_steps,
)
from torikumi.web.reviews.days import day_words, left_words
from torikumi.web.reviews.entering import SheetRoom
from torikumi.web.reviews.fields import BlockView, FieldView, Filling, view_blocks, without_internal
from torikumi.web.reviews.models import RoundState, Sheet, SheetMove, SheetSection
from torikumi.web.reviews.queries.deadlines import due_of
from torikumi.web.reviews.queries.people import names_by_login
from torikumi.web.reviews.queries.sheets import own_sheets, sheets_of, visible_sheets
from torikumi.web.reviews.queries.waiting import IN_HAND, next_to_answer, to_decide
from torikumi.web.reviews.queries.writers import moves_of, writers_of
from torikumi.web.reviews.side import Side, findings_of_plan, view_side


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """The fields of one step to read."""

    label: str
    blocks: tuple[BlockView, ...]
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """All that the page of a sheet shows."""

    room: SheetRoom
    project: Project
    place: str
    sections: tuple[SheetSection, ...]
    edit: tuple[BlockView, ...]
    steps: tuple[StepView, ...]
    problems: tuple[Problem, ...]
    note: SheetMove | None
    note_for: str
    due: str
    left: str
    is_past: bool
    before: Sheet | None
    after: Sheet | None
    next: Sheet | None
    side: Side
    of_summary: tuple[FindingView, ...]
    action: str
    is_writing: bool
    unsaved: tuple[tuple[str, str], ...] = ()
    can: dict[str, bool] = field(default_factory=dict)
    deputy: str = ""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What to look at once more; none of it keeps the sheet from going on."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)

    @property
    def known(self) -> str:
        """The warnings that the page shows, to be sent with the form: who has seen them need not confirm them again."""
        return " ".join(sorted(warning_names(self.problems)))

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """Each sentence about a field with the id of the control to mend."""
        return tuple((error, view.first_id) for view in fields_of(self.edit) for error in view.errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What was tried and did not go through: the texts that were sent, and whether errors are to be shown."""

    sent: dict[str, str] = field(default_factory=dict)
    shows_errors: bool = False


def warning_names(problems: Iterable[Problem]) -> frozenset[str]:
    """Return the names of the warnings, as the form sends them back."""
    return frozenset(f"{p.key}:{p.code}" for p in problems if p.severity is Severity.WARNING)


def fields_of(blocks: Iterable[BlockView]) -> list[FieldView]:
    """Return the fields of all blocks."""
    return [view for block in blocks for view in block.fields]


def edit_step(room: SheetRoom) -> int | None:
    """Return the step whose fields the person may fill in now; None where they may write nothing."""
    if Move.SAVE in room.moves:
        return 0
    return room.sheet.step if Move.RATE in room.moves else None


def view_sheet(room: SheetRoom, day: date, attempt: Attempt | None = None) -> SheetPage:
    """Return the sheet as its page shows it, with what was tried where it did not go through."""
    attempt = attempt or Attempt()
    sheet, rules = room.sheet, room.rules
    project = load_project(sheet.project)
    number = edit_step(room)
    problems = _problems(room, project, number or 0) if room.may_see_drafts else ()
    sections = room.sections
    writers = {}
    if len(sections) > 1 and room.may_see_drafts:
        writers = writers_of(sheet, day, reader=room.person.login_name)
    head = load_head(sheet.round.base)
    found = _findings(room, project, head, number, attempt)
    filling = Filling(
        sent=attempt.sent,
        found=found.by_question,
        problems=problems if attempt.shows_errors else tuple(_only_warnings(problems)),
        writers=writers,
        edition=sheet.round.base.year,
    )
    edit: tuple[BlockView, ...] = ()
    if number is not None:
        edit = view_blocks(rules, project, sheet.values, step=rules.steps[number].id, filling=filling)
    note = moves_of(sheet).last() if sheet.version and room.may_see_drafts else None
    due = due_of(sheet.round, sheet.lead_key) if not number else rules.steps[number].due
    is_open = sheet.round.state == RoundState.OPEN and number is not None
    before, after = _neighbours(room)
    return SheetPage(
        room=room,
        project=project,
        place=headings_of(sheet.round.base).get(sheet.path, ""),
        sections=sections,
        edit=edit,
        steps=_steps(room, project, number, replace(filling, sent={})),
        problems=problems,
        note=note if note is not None and Move(note.move) in NEEDS_NOTE else None,
        note_for=_away(sheet, note),
        due=day_words(due),
        left=left_words(due, day) if is_open else "",
        is_past=is_open and due is not None and day > due,
        before=before,
        after=after,
        next=_next(room),
        side=view_side(project, head, findings=found.others),
        of_summary=found.summary,
        action=reverse("reviews:answer" if number == 0 else "reviews:rate", args=[sheet.pk]),
        is_writing=number == 0,
        unsaved=_unsaved(field_labels(room, project), attempt) if number is None else (),
        can={move.value: move in room.moves for move in Move},
        deputy=room.deputy_for(Move.APPROVE) if Move.APPROVE in room.moves else "",
    )


def field_labels(room: SheetRoom, project: Project) -> dict[str, str]:
    """Return what every field of the sheet is called."""
    steps = [step.id for step in room.rules.steps]
    views = (view for step in steps for view in fields_of(view_blocks(room.rules, project, {}, step=step)))
    return {view.key: view.question.label for view in views}


def _findings(
    room: SheetRoom, project: Project, head: Plan, number: int | None, attempt: Attempt
) -> SheetFindings:
    """What the check says of the plan, to everybody; of the answers, to those who see how they come about."""
    sheet, rules = room.sheet, room.rules
    looked = look_at(sheet.round.base)
    own = frozenset({rules.steps[number].id} if number is not None else ())
    questions = questions_in_steps(rules, project, room.steps_seen | own, edition=sheet.round.base.year)
    of_answers: Mapping[str, Sequence[FindingView]] = {}
    is_open = sheet.round.state == RoundState.OPEN or sheet.revision > 1
    if room.may_see_drafts and is_open and not room.is_from_outside:
        values = {**sheet.values, **attempt.sent}
        of_answers = find_in_answers(
            rules, project, values, questions=questions, head=head, stand=looked.stand
        )
    # The steps that the page always has: of a later rater's there is nothing to see before they write.
    always = own | {rules.steps[0].id}
    there = [question for question in questions if question.field.step in always]
    return place_findings(findings_of_plan(sheet, looked), of_answers, there)


def _problems(room: SheetRoom, project: Project, number: int) -> tuple[Problem, ...]:
    step = room.rules.steps[number].id
    found = find_problems(room.rules, project, room.sheet.values, step=step)
    if number == 0:
        return found
    # A rater looks at what the section wrote: its contradictions are theirs to weigh.
    section = find_problems(room.rules, project, room.sheet.values, step=room.rules.steps[0].id)
    return (*found, *_only_warnings(section))


def _only_warnings(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.WARNING]


def _steps(room: SheetRoom, project: Project, number: int | None, filling: Filling) -> tuple[StepView, ...]:
    """The steps that the person may read and does not fill in; a rater's step only where anything is written."""
    seen, sheet = room.steps_seen, room.sheet
    views = []
    for place, step in enumerate(room.rules.steps):
        if place == number or step.id not in seen:
            continue
        blocks = view_blocks(room.rules, project, sheet.values, step=step.id, filling=filling)
        if room.is_from_outside:
            blocks = without_internal(blocks)
        if place == 0 or any(view.value for view in fields_of(blocks)):
            views.append(StepView(label=step.label, blocks=blocks, is_open=place >= max(sheet.step, 1)))
    return tuple(views)


def _away(sheet: Sheet, note: SheetMove | None) -> str:
    if note is None or not note.on_behalf_of:
        return ""
    return names_by_login(sheet, [note.on_behalf_of])[note.on_behalf_of]


def _neighbours(room: SheetRoom) -> tuple[Sheet | None, Sheet | None]:
    sheets = sheets_of(room.sheet.round).only("position", "number", "name")
    if not room.facts.sections.isdisjoint(room.standing.concerned):
        return _around(list(own_sheets(sheets, room.standing)), room.sheet.position)
    if Move.APPROVE in room.moves:
        return _around(list(to_decide(sheets, room.standing, room.rules.steps)), room.sheet.position)
    pool, position = visible_sheets(sheets, room.standing), room.sheet.position  # these are all of a round's
    return (
        pool.filter(position__lt=position).order_by("-position").first(),
        pool.filter(position__gt=position).first(),
    )


def _around(sheets: list[Sheet], position: int) -> tuple[Sheet | None, Sheet | None]:
    """Return the last of the sheets, which stand in their order, before a position, and the first behind it."""
    before = [sheet for sheet in sheets if sheet.position < position]
    after = [sheet for sheet in sheets if sheet.position > position]
    return before[-1] if before else None, after[0] if after else None


def _next(room: SheetRoom) -> Sheet | None:
    """What to do next, once this sheet is out of one's hands."""
    sheet = room.sheet
    if sheet.state in IN_HAND or sheet.lead_key not in room.standing.sections:
        if Move.APPROVE in room.moves or ReviewState(sheet.state) in IN_HAND:
            return None
        waiting = to_decide(sheets_of(sheet.round), room.standing, room.rules.steps)
        return waiting.order_by("position").first()
    return next_to_answer(sheets_of(sheet.round), room.standing, after=sheet.position)


def _unsaved(labels: dict[str, str], attempt: Attempt) -> tuple[tuple[str, str], ...]:
    return tuple((labels.get(key, key), text) for key, text in attempt.sent.items() if text.strip())
