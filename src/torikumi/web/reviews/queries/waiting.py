"""What waits for a person: sheets to answer, to help with, to decide, voices to answer; and rounds with their counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

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
_IN_CORRECTION = Q(round__state=RoundState.FROZEN, revision__gt=1) & ~Q(state=ReviewState.APPROVED)


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
    """Return what waits for the person by round, with three questions; `rounds` are the steps by round."""
    if not rounds:
        return {}
    decides = _NOTHING
    for pk, steps in rounds.items():
        decides |= Q(round=pk) & _decides(standing, steps)
    answers, concerned = _answers(standing), _of_sections(standing.concerned)
    correcting = _IN_CORRECTION if Role.PLANNING in standing.roles else _NOTHING
    voices = count_voice_tasks(person, standing, list(rounds))
    rows = (
        Sheet.objects.within(person)
        .filter(round__in=list(rounds), taken_out_at__isnull=True)
        .values("round")
        .annotate(
            to_answer=Count("pk", filter=answers & _GOES_ON),
            returned=Count("pk", filter=answers & Q(state=ReviewState.RETURNED) & _GOES_ON),
            to_help=Count("pk", filter=_helps(standing) & _GOES_ON),
            to_decide=Count("pk", filter=decides & _GOES_ON),
            own=Count("pk", filter=concerned),
            correcting=Count("pk", filter=correcting),
        )
        .order_by()
    )
    counts = {row["round"]: row for row in rows}
    return {pk: _waiting(counts.get(pk, {}), voices.get(pk, VoiceTasks())) for pk in rounds}


def _waiting(counts: Mapping[str, Any], voices: VoiceTasks) -> Waiting:
    return Waiting(**{name: number for name, number in counts.items() if name != "round"}, voices=voices)


def _answers(standing: Standing) -> Q:
    return Q(lead_key__in=standing.sections, state__in=IN_HAND)


def _helps(standing: Standing) -> Q:
    others = SheetSection.objects.filter(sheet=OuterRef("pk"), key__in=standing.sections, is_lead=False)
    return Q(Exists(others), state__in=IN_HAND) & ~Q(lead_key__in=standing.sections)


def _of_sections(keys: Iterable[str]) -> Q:
    return Q(Exists(SheetSection.objects.filter(sheet=OuterRef("pk"), key__in=list(keys))))


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
