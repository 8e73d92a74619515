"""Who may do what with a sheet: the second table. A person has a part in a sheet by role, section and step."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from torikumi.plan.project import ReviewState
from torikumi.review.states import Move


class Part(StrEnum):
    """What a person is to one sheet at this moment."""

    LEAD = "lead"  # 主管課の担当
    CONTRIBUTOR = "contributor"  # 関係課の担当
    RATER = "rater"  # the step whose turn it is (or who stands in for it)
    EARLIER_RATER = "earlier_rater"  # a step of the chain before, which has approved
    LATER_RATER = "later_rater"  # a step of the chain whose turn comes
    HEAD = "head"  # the head of one of the sheet's sections or departments, in the chain or not
    PLANNING = "planning"  # 企画担当
    ADVISER = "adviser"  # 検討部会, 委員会: proposes and comments
    OVERSEER = "overseer"  # 管理者, 監査, 市長: sees
    COLLEAGUE = "colleague"  # anybody else of the city


MAY_MOVE: Mapping[Move, frozenset[Part]] = MappingProxyType(
    {
        Move.SAVE: frozenset({Part.LEAD, Part.CONTRIBUTOR, Part.PLANNING}),
        Move.SUBMIT: frozenset({Part.LEAD, Part.PLANNING}),
        Move.WITHDRAW: frozenset({Part.LEAD}),
        Move.RATE: frozenset({Part.RATER}),
        Move.APPROVE: frozenset({Part.RATER}),
        Move.STEP_BACK: frozenset({Part.RATER}),
        Move.RETURN: frozenset({Part.RATER, Part.PLANNING}),
        Move.REVISE: frozenset({Part.PLANNING}),
    }
)

_INSIDE = frozenset(
    {Part.LEAD, Part.CONTRIBUTOR, Part.RATER, Part.EARLIER_RATER, Part.HEAD, Part.PLANNING, Part.OVERSEER}
)
_ONCE_HANDED_IN = _INSIDE | {Part.LATER_RATER, Part.ADVISER}

# An unfinished answer is nobody else's business; a finished one is every colleague's.
MAY_SEE: Mapping[ReviewState, frozenset[Part]] = MappingProxyType(
    {
        ReviewState.NOT_STARTED: _INSIDE,
        ReviewState.DRAFT: _INSIDE,
        ReviewState.RETURNED: _INSIDE,
        ReviewState.SUBMITTED: _ONCE_HANDED_IN,
        ReviewState.APPROVED: frozenset(Part),
    }
)


def may_move(parts: Collection[Part], move: Move) -> bool:
    """Tell whether somebody with these parts may do this, as far as the person goes; the state is asked apart."""
    return not MAY_MOVE[move].isdisjoint(parts)


def may_see(parts: Collection[Part], state: ReviewState) -> bool:
    """Tell whether somebody with these parts may see the answer of a sheet in this state."""
    return not MAY_SEE[state].isdisjoint(parts)


def may_see_drafts(parts: Collection[Part]) -> bool:
    """Tell whether somebody with these parts may see how an answer came about: earlier texts, returns and their notes."""
    return not _INSIDE.isdisjoint(parts)
