"""Coming in: the round or sheet that an address names, and what the person who asks is to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from torikumi.plan.project import ReviewState
from torikumi.review.parts import Part, may_move, may_see, may_see_drafts
from torikumi.review.round import Round
from torikumi.review.states import Move, moves_from
from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import Role
from torikumi.web.reviews.models import ReviewRound, RoundState, Sheet, SheetSection
from torikumi.web.reviews.queries.sheets import find_round, find_sheet, sections_of
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.standing import SheetFacts, Standing, parts_in, standing_for, visible_steps


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRoom:
    """A round with its rules, and who asks."""

    person: User
    standing: Standing
    round: ReviewRound
    rules: Round


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRoom:
    """A sheet with its round, and what the person who asks is to it."""

    person: User
    standing: Standing
    sheet: Sheet
    rules: Round
    sections: tuple[SheetSection, ...]
    facts: SheetFacts
    parts: frozenset[Part]

    @property
    def may_see(self) -> bool:
        """Whether the person may see the answer as it stands."""
        return may_see(self.parts, ReviewState(self.sheet.state))

    @property
    def may_see_drafts(self) -> bool:
        """Whether the person may see how the answer came about."""
        return may_see_drafts(self.parts)

    @property
    def steps_seen(self) -> frozenset[str]:
        """The steps whose fields the person may read."""
        return visible_steps(self.standing, self.facts, self.rules.steps)

    @property
    def is_from_outside(self) -> bool:
        """Whether the person is of the committee and nothing else: not of the office, whose own fields stay inside."""
        roles = self.standing.roles.union(*(one.roles for one in self.standing.borrowed))
        return roles <= {Role.COMMITTEE}

    @property
    def moves(self) -> frozenset[Move]:
        """What the person may do with the sheet now."""
        round_ = self.sheet.round
        known = moves_from(self.sheet.where())
        if round_.state not in (RoundState.OPEN, RoundState.FROZEN) or self.sheet.taken_out_at:
            known = ()
        elif round_.state == RoundState.FROZEN and self.sheet.revision == 1:
            known = tuple(move for move in known if move is Move.REVISE)
        return frozenset(move for move in known if may_move(self.parts, move))

    def deputy_for(self, move: Move) -> str:
        """Return the name of whose deputy the person is in this move; "" where it is their own."""
        right = standing_for(move, self.standing, self.facts, self.rules.steps)
        return "" if right is None or right is self.standing else right.display_name


def enter_round(request: HttpRequest, round_id: int) -> RoundRoom:
    """Return the round that an address names. Raises Http404 where the person may not know of it."""
    person = signed_in(request)
    round_ = find_round(person, round_id)
    if round_ is None:
        raise Http404
    standing = standing_of(person, today())
    if round_.opened_at is None and Role.PLANNING not in standing.roles:
        raise Http404
    return RoundRoom(person=person, standing=standing, round=round_, rules=round_.rules())


def enter_sheet(request: HttpRequest, sheet_id: int) -> SheetRoom:
    """Return the sheet that an address names; whether the person may see its answer, the room says."""
    person = signed_in(request)
    sheet = find_sheet(person, sheet_id)
    if sheet is None:
        raise Http404
    standing, rules, sections = standing_of(person, today()), sheet.round.rules(), sections_of(sheet)
    facts = SheetFacts(
        lead=sheet.lead_key, sections=frozenset(section.key for section in sections), step=sheet.step
    )
    return SheetRoom(
        person=person,
        standing=standing,
        sheet=sheet,
        rules=rules,
        sections=sections,
        facts=facts,
        parts=parts_in(standing, facts, rules.steps),
    )
