"""Proposals and comments that a person may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from torikumi.review.comments import CommentState
from torikumi.review.proposals import ProposalState
from torikumi.web.accounts.permissions import Permission, Role, may
from torikumi.web.accounts.scope import CityQuerySet
from torikumi.web.plans.store import fold_section
from torikumi.web.reviews.models import ReviewRound, RoundState, Sheet, SheetSection
from torikumi.web.reviews.standing import Standing
from torikumi.web.reviews.voice_models import CommentMoveRow, Proposal, ProposalMoveRow, RoundComment
from torikumi.web.reviews.voices import sees_all


def visible_proposals(round_: ReviewRound, standing: Standing) -> CityQuerySet[Proposal]:
    """Return the round's proposals that the person may see: all, or those about their own sections' projects."""
    rows = Proposal.objects.within(round_).filter(round=round_).select_related("sheet", "round")
    rows = rows.defer("sheet__values")
    if sees_all(standing):
        return rows
    return rows.filter(Q(Exists(_own_sheets(standing))))


def visible_comments(round_: ReviewRound, standing: Standing) -> CityQuerySet[RoundComment]:
    """Return the round's comments that the person may see: all, or those that their own sections have to answer."""
    rows = RoundComment.objects.within(round_).filter(round=round_).select_related("sheet", "round")
    rows = rows.defer("sheet__values")
    if sees_all(standing):
        return rows
    named = [
        name
        for name in rows.exclude(section="").values_list("section", flat=True).distinct()
        if fold_section(name) in standing.concerned
    ]
    return rows.filter(Q(Exists(_own_sheets(standing))) | Q(section__in=named))


def _own_sheets(standing: Standing) -> CityQuerySet[SheetSection]:
    return SheetSection.objects.filter(sheet=OuterRef("sheet"), key__in=standing.concerned)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetVoices:
    """What was proposed and said about a sheet's project, and whether the person may add to it."""

    proposals: tuple[Proposal, ...] = ()
    comments: tuple[RoundComment, ...] = ()
    can_propose: bool = False
    can_comment: bool = False


def voices_of(
    sheet: Sheet, sections: Collection[str], standing: Standing, roles: Collection[Role]
) -> SheetVoices:
    """Return what parts/voices.html shows on a sheet's page: nothing to those whom it does not concern.

    `sections` are the keys of the sheet's sections.
    """
    if not sees_all(standing) and standing.concerned.isdisjoint(sections):
        return SheetVoices()
    state = sheet.round.state
    takes_comments = state in (RoundState.OPEN, RoundState.FROZEN)
    return SheetVoices(
        proposals=tuple(proposals_about(sheet)),
        comments=tuple(comments_about(sheet)),
        can_propose=state == RoundState.OPEN and may(roles, Permission.PROPOSE),
        can_comment=takes_comments and may(roles, Permission.COMMENT),
    )


def proposals_about(sheet: Sheet) -> list[Proposal]:
    """Return the proposals about a sheet's project that were not withdrawn, those without an answer first."""
    rows = Proposal.objects.within(sheet).filter(sheet=sheet).exclude(state=ProposalState.WITHDRAWN)
    return sorted(rows.order_by("pk"), key=lambda row: row.state != ProposalState.PROPOSED)


def comments_about(sheet: Sheet) -> list[RoundComment]:
    """Return the comments about a sheet's project that were not withdrawn, those without an answer first."""
    rows = RoundComment.objects.within(sheet).filter(sheet=sheet).exclude(state=CommentState.WITHDRAWN)
    return sorted(rows.order_by("pk"), key=lambda row: row.state != CommentState.OPEN)


def proposal_history(row: Proposal) -> list[ProposalMoveRow]:
    """Return what became of a proposal, oldest first."""
    return list(ProposalMoveRow.objects.within(row).filter(proposal=row).order_by("version"))


def comment_history(row: RoundComment) -> list[CommentMoveRow]:
    """Return what became of a comment, oldest first."""
    return list(CommentMoveRow.objects.within(row).filter(comment=row).order_by("version"))
