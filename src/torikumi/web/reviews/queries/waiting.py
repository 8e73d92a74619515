"""What waits for a person: sheets to answer, to help with, to decide, voices to answer; and rounds with their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Case, Count, Q, Value, When

from torikumi.plan.project import ReviewState
from torikumi.review.round import Step
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.scope import CityQuerySet, Resident
from torikumi.web.reviews.models import ReviewRound, RoundState, Sheet, SheetSection
from torikumi.web.reviews.queries.voice_tasks import VoiceTasks, count_voice_tasks
from torikumi.web.reviews.standing import Standing, rated_sections

IN_HAND = (ReviewState.NOT_STARTED, ReviewState.DRAFT, ReviewState.RETURNED)
# A frozen round goes on only where planning began a correction.
_GOES_ON = Q(round__state=RoundState.OPEN) | Q(round__state=RoundState.FROZEN, revision__gt=1)
_NOTHING = Q(pk__in=[])


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many sheets of a round wait for a person; `returned` are among `to_answer`.

    `voices` are the proposals and comments that wait. `correcting` are sheets under correction after the freeze: nothing
    to do for planning, who began them, but to know.
    """

    to_answer: int = 0
    returned: int = 0
    to_help: int = 0
    to_decide: int = 0
    own: int = 0
    correcting: int = 0
    voices: VoiceTasks = field(default_factory=VoiceTasks)

    @property
    def is_nothing(self) -> bool:
        """Whether the person has nothing to do."""
        return not (self.to_answer or self.to_help or self.to_decide or self.voices != VoiceTasks())


def visible_rounds(person: Resident, standing: Standing) -> CityQuerySet[ReviewRound]:
    """Return the rounds that the person may know of: nobody but planning sees one that was never opened."""
    rows = ReviewRound.objects.within(person).select_related("series", "base")
    return rows if Role.PLANNING in standing.roles else rows.exclude(opened_at__isnull=True)


def to_answer(sheets: CityQuerySet[Sheet], standing: Standing) -> CityQuerySet[Sheet]:
    """Return those of the sheets that the person's section leads and has still in hand."""
    return sheets.filter(_answers(standing), _GOES_ON)


def next_to_answer(sheets: CityQuerySet[Sheet], standing: Standing, *, after: int = -1) -> Sheet | None:
    """Return the next of the sheets to answer: returned ones first, then those behind the position `after`, then any."""
    returned_first = Case(When(state=ReviewState.RETURNED, then=Value(0)), default=Value(1))
    order: list[Case | str] = [returned_first]
    if after >= 0:
        # Below that, Django knows that every position is beyond, and PostgreSQL will not sort by a bare number.
        order.append(Case(When(position__gt=after, then=Value(0)), default=Value(1)))
    return to_answer(sheets, standing).order_by(*order, "position").first()


def to_decide(
    sheets: CityQuerySet[Sheet], standing: Standing, steps: tuple[Step, ...]
) -> CityQuerySet[Sheet]:
    """Return those of one round's sheets whose turn is the person's, or that of somebody whose deputy they are."""
    return sheets.filter(_decides(standing, steps), _GOES_ON)


def count_waiting(
    person: Resident, standing: Standing, rounds: Mapping[int, tuple[Step, ...]]
) -> dict[int, Waiting]:
    """Return what waits for the person by round, with at most four questions; `rounds` are the steps by round.

    Counted here and not in the database: a person's own sheets are some dozens, and a question with six conditions
    takes longer to be put than they take to be read.
    """
    counts = {pk: Counter[str]() for pk in rounds}
    turns = {pk: _turns(standing, steps) for pk, steps in rounds.items()}
    for sheet in _own(person, standing, rounds):
        counts[sheet.round] += Counter(_tasks(sheet, standing, turns[sheet.round]))
    for group in _everywhere(person, standing, turns):
        counts[group.round] += Counter(_tasks_everywhere(group, standing, turns[group.round]))
    voices = count_voice_tasks(person, standing, list(rounds))
    return {pk: Waiting(**counts[pk], voices=voices.get(pk, VoiceTasks())) for pk in rounds}


# By the number of a step, the lead sections for whose sheets it is the person's turn; None for all.
_Turns = Mapping[int, frozenset[str] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Some:
    """One or more sheets that stand alike; `helpers` are those of the person's sections that only contribute."""

    round: int
    round_state: str
    state: str
    step: int
    revision: int
    lead: str = ""
    helpers: frozenset[str] = frozenset()
    number: int = 1

    @property
    def is_correction(self) -> bool:
        return self.round_state == RoundState.FROZEN and self.revision > 1

    @property
    def goes_on(self) -> bool:
        """A frozen round goes on only where planning began a correction."""
        return self.round_state == RoundState.OPEN or self.is_correction


def _turns(standing: Standing, steps: tuple[Step, ...]) -> _Turns:
    turns: dict[int, frozenset[str] | None] = {}
    for one in (standing, *standing.borrowed):
        for number, step in enumerate(steps[1:], start=1):
            before, more = turns.get(number, frozenset()), rated_sections(one, step)
            turns[number] = None if before is None or more is None else before | more
    return turns


def _own(person: Resident, standing: Standing, rounds: Iterable[int]) -> Iterable[_Some]:
    """Each of the sheets that concern one of the person's sections, once."""
    if not standing.concerned or not rounds:
        return ()
    rows = SheetSection.objects.within(person).filter(
        round__in=list(rounds), key__in=standing.concerned, sheet__taken_out_at__isnull=True
    )
    of_sheet = (
        "round_id",
        "round__state",
        "sheet__state",
        "sheet__step",
        "sheet__revision",
        "sheet__lead_key",
    )
    found: dict[int, _Some] = {}
    for pk, key, is_lead, *values in rows.order_by().values_list("sheet_id", "key", "is_lead", *of_sheet):
        if pk not in found:
            round_, round_state, state, step, revision, lead = values
            found[pk] = _Some(
                round=round_, round_state=round_state, state=state, step=step, revision=revision, lead=lead
            )
        if not is_lead:
            found[pk] = replace(found[pk], helpers=found[pk].helpers | {key})
    return found.values()


def _tasks(sheet: _Some, standing: Standing, turns: _Turns) -> Iterator[str]:
    yield "own"
    if not sheet.goes_on:
        return
    if sheet.state in IN_HAND:
        if sheet.lead in standing.sections:
            yield "to_answer"
            if sheet.state == ReviewState.RETURNED:
                yield "returned"
        elif not sheet.helpers.isdisjoint(standing.sections):
            yield "to_help"
    elif sheet.state == ReviewState.SUBMITTED and sheet.lead in (turns.get(sheet.step) or ()):
        yield "to_decide"


def _everywhere(person: Resident, standing: Standing, turns: Mapping[int, _Turns]) -> Iterator[_Some]:
    """The sheets of all sections that stand alike, where a step of all of them is the person's, or planning looks on."""
    is_planning = Role.PLANNING in standing.roles
    wanted = [pk for pk, steps in turns.items() if is_planning or None in steps.values()]
    if not wanted:
        return
    rows = Sheet.objects.within(person).filter(round__in=wanted, taken_out_at__isnull=True)
    columns = ("round_id", "round__state", "state", "step", "revision")
    for *values, number in rows.order_by().values_list(*columns).annotate(number=Count("pk")):
        round_, round_state, state, step, revision = values
        yield _Some(
            round=round_, round_state=round_state, state=state, step=step, revision=revision, number=number
        )


def _tasks_everywhere(group: _Some, standing: Standing, turns: _Turns) -> Mapping[str, int]:
    tasks = {}
    if group.goes_on and group.state == ReviewState.SUBMITTED and turns.get(group.step, ()) is None:
        tasks["to_decide"] = group.number
    if group.is_correction and group.state != ReviewState.APPROVED and Role.PLANNING in standing.roles:
        tasks["correcting"] = group.number
    return tasks


def _answers(standing: Standing) -> Q:
    return Q(lead_key__in=standing.sections, state__in=IN_HAND)


def _decides(standing: Standing, steps: tuple[Step, ...]) -> Q:
    wanted = _NOTHING
    for one in (standing, *standing.borrowed):
        for number, step in enumerate(steps[1:], start=1):
            sections = rated_sections(one, step)
            if sections is None:
                wanted |= Q(step=number)
            elif sections:
                wanted |= Q(step=number, lead_key__in=sections)
    return wanted & Q(state=ReviewState.SUBMITTED)
