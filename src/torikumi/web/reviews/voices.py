"""What a person is to a proposal or a comment, and which of them concern whom. Pure values."""

from __future__ import annotations

from collections.abc import Iterator

from torikumi.review.comments import CommentPart, CommentState
from torikumi.review.proposals import ProposalPart
from torikumi.web.accounts.permissions import Role
from torikumi.web.plans.store import fold_section
from torikumi.web.reviews.standing import Standing
from torikumi.web.reviews.voice_models import Proposal, RoundComment

# Whose work is the round as a whole; readers get to know what stands in the edition.
SEE_ALL = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.PLANNING,
        Role.STUDY_TEAM,
        Role.COMMITTEE,
        Role.EXECUTIVE,
        Role.AUDITOR,
    }
)
# Who may read an answer (対応方針) before planning has approved it: those who write it, and who look after the round.
_INSIDE = frozenset({Role.ADMINISTRATOR, Role.PLANNING, Role.EXECUTIVE, Role.AUDITOR})


def sees_all(standing: Standing) -> bool:
    """Tell whether all proposals and comments of a round are the person's business."""
    return any(not one.roles.isdisjoint(SEE_ALL) for one in _and_borrowed(standing))


def may_know_voices(standing: Standing) -> bool:
    """Tell whether any proposal or comment could be the person's business: all of them, or their sections'."""
    return sees_all(standing) or bool(standing.concerned)


def proposal_parts(standing: Standing, row: Proposal) -> frozenset[ProposalPart]:
    """Return all that the person is to the proposal."""
    found = set()
    is_planning = Role.PLANNING in standing.roles
    if row.created_by == standing.login_name or (is_planning and row.author_role == Role.PLANNING):
        found.add(ProposalPart.AUTHOR)
    if is_planning:
        found.add(ProposalPart.PLANNING)
    lead = row.sheet.lead_key if row.sheet is not None else ""
    if lead in answering_sections(standing) if lead else is_planning:
        found.add(ProposalPart.RESPONSIBLE)
    return frozenset(found)


def comment_parts(standing: Standing, row: RoundComment) -> frozenset[CommentPart]:
    """Return all that the person is to the comment."""
    found = set()
    is_planning = Role.PLANNING in standing.roles
    if row.created_by == standing.login_name or (is_planning and row.author_role == Role.PLANNING):
        found.add(CommentPart.AUTHOR)
    if is_planning:
        found.add(CommentPart.PLANNING)
    lead = lead_of(row)
    if lead in answering_sections(standing) if lead else is_planning:
        found.add(CommentPart.RESPONSIBLE)
    return frozenset(found)


def lead_of(row: RoundComment) -> str:
    """Return the key of the section that answers a comment; "" where the planning section does."""
    if row.sheet is not None:
        return row.sheet.lead_key
    return fold_section(row.section) if row.section else ""


def may_see_answer(standing: Standing, row: RoundComment) -> bool:
    """Tell whether the person may read the answer as it stands; once approved everybody who sees the comment may."""
    if row.state == CommentState.APPROVED:
        return True
    is_inside = any(not one.roles.isdisjoint(_INSIDE) for one in _and_borrowed(standing))
    return is_inside or lead_of(row) in standing.concerned


def answering_sections(standing: Standing) -> frozenset[str]:
    """Return the sections for which the person answers, as one of them, their head, or the deputy of either."""
    return frozenset[str]().union(*(one.sections | one.headed for one in _and_borrowed(standing)))


def _and_borrowed(standing: Standing) -> Iterator[Standing]:
    yield standing
    for other in standing.borrowed:
        yield from _and_borrowed(other)
