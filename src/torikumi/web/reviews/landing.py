"""Rounds as the first page, the list of rounds and a round's own page show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from torikumi.review.round import Round, Step
from torikumi.web.accounts.models import User
from torikumi.web.reviews.days import day_words, left_words
from torikumi.web.reviews.models import ReviewRound, RoundState
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.queries.waiting import Waiting, count_waiting, visible_rounds
from torikumi.web.reviews.standing import Standing, rated_sections


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCard:
    """A round with what waits for the person in it."""

    round: ReviewRound
    waiting: Waiting
    due: str
    left: str
    is_past: bool

    @property
    def is_current(self) -> bool:
        """Whether the round goes on, or something of it does."""
        is_open = self.round.state == RoundState.OPEN
        return is_open or self.waiting.correcting > 0 or not self.waiting.is_nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step of a round's calendar."""

    label: str
    due: str
    left: str
    is_past: bool
    is_mine: bool


def list_cards(person: User, today: date, *, only_current: bool) -> list[RoundCard]:
    """Return the rounds that the person may know of, those that go on first.

    Current ones are those that are open, and frozen ones in which something waits or is under correction.
    """
    standing = standing_of(person, today)
    rows = visible_rounds(person, standing)
    rounds = list(rows.filter(state__in=_GOING) if only_current else rows)
    rounds.sort(key=lambda one: one.state != RoundState.OPEN)
    going = {one.pk: one.rules().steps for one in rounds if one.state in _GOING}
    waiting = count_waiting(person, standing, going)
    cards = [_card(one, waiting.get(one.pk, Waiting()), today) for one in rounds]
    return [card for card in cards if card.is_current] if only_current else cards


_GOING = frozenset({RoundState.OPEN, RoundState.FROZEN})


def _card(round_: ReviewRound, waiting: Waiting, today: date) -> RoundCard:
    is_open = round_.state == RoundState.OPEN
    return RoundCard(
        round=round_,
        waiting=waiting,
        due=day_words(round_.due),
        left=left_words(round_.due, today) if is_open else "",
        is_past=is_open and round_.is_past(today),
    )


def step_lines(
    rules: Round, standing: Standing, today: date, *, due: date | None, is_open: bool
) -> list[StepLine]:
    """Return the calendar of a round, step by step, with the steps that are the person's.

    `due` is until when the person's own sections may answer, where that is another day than the round's.
    """
    lines = []
    for number, step in enumerate(rules.steps):
        day = step.due if number else due
        lines.append(
            StepLine(
                label=step.label,
                due=day_words(day),
                left=left_words(day, today) if is_open else "",
                is_past=is_open and day is not None and today > day,
                is_mine=_is_mine(step, (standing, *standing.borrowed)),
            )
        )
    return lines


def _is_mine(step: Step, everyone: Iterable[Standing]) -> bool:
    reached = (rated_sections(one, step) for one in everyone)
    return any(sections is None or bool(sections) for sections in reached)
