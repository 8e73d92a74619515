"""Proposals and comments that wait for a person: to answer as the section responsible, to approve as planning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count

from torikumi.review.comments import CommentState
from torikumi.review.proposals import ProposalState
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.scope import Resident
from torikumi.web.plans.store import fold_section
from torikumi.web.reviews.models import RoundState
from torikumi.web.reviews.standing import Standing
from torikumi.web.reviews.voice_models import Proposal, RoundComment
from torikumi.web.reviews.voices import answering_sections

_TAKES_COMMENTS = (RoundState.OPEN, RoundState.FROZEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceTasks:
    """How many of a round's proposals and comments wait for the person's answer, and how many answers for approval."""

    proposals: int = 0
    comments: int = 0
    answers: int = 0


def count_voice_tasks(person: Resident, standing: Standing, rounds: Collection[int]) -> dict[int, VoiceTasks]:
    """Return what waits for the person by round, with two questions whatever the number of rounds."""
    is_planning = Role.PLANNING in standing.roles
    leads = answering_sections(standing) | ({""} if is_planning else set())
    if not leads or not rounds:
        return {}
    proposals = _count(_proposals(person, rounds), leads)
    comments: Counter[int] = Counter()
    answers: Counter[int] = Counter()
    for round_id, state, lead, number in _comments(person, rounds):
        if state == CommentState.OPEN and lead in leads:
            comments[round_id] += number
        elif state == CommentState.ANSWERED and is_planning:
            answers[round_id] += number
    return {
        pk: VoiceTasks(proposals=proposals[pk], comments=comments[pk], answers=answers[pk]) for pk in rounds
    }


def _count(rows: Iterable[tuple[int, str, int]], leads: Collection[str]) -> Counter[int]:
    found: Counter[int] = Counter()
    for round_id, lead, number in rows:
        if lead in leads:
            found[round_id] += number
    return found


def _proposals(person: Resident, rounds: Collection[int]) -> Iterable[tuple[int, str, int]]:
    """Those without an answer, by round and lead section; "" where planning answers."""
    rows = Proposal.objects.within(person).filter(
        round__in=rounds, round__state=RoundState.OPEN, state=ProposalState.PROPOSED
    )
    counted = rows.order_by().values_list("round", "sheet__lead_key").annotate(number=Count("pk"))
    return ((round_id, lead or "", number) for round_id, lead, number in counted)


def _comments(person: Resident, rounds: Collection[int]) -> Iterable[tuple[int, str, str, int]]:
    rows = RoundComment.objects.within(person).filter(
        round__in=rounds,
        round__state__in=_TAKES_COMMENTS,
        state__in=(CommentState.OPEN, CommentState.ANSWERED),
    )
    columns = ("round", "state", "sheet", "sheet__lead_key", "section")
    counted = rows.order_by().values_list(*columns).annotate(number=Count("pk"))
    return (
        (round_id, state, (lead or "") if sheet else fold_section(section) if section else "", number)
        for round_id, state, sheet, lead, section, number in counted
    )
