"""Comments (意見) of the committee: their states, the moves between them, and who makes which; tables and nothing else."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from torikumi.errors import UserError


class CommentState(StrEnum):
    """How far a comment is."""

    OPEN = "open"  # 回答待ち
    ANSWERED = "answered"  # 承認待ち
    APPROVED = "approved"  # 回答済み
    WITHDRAWN = "withdrawn"  # 取下げ


class CommentMove(StrEnum):
    """What a person does with a comment."""

    CHANGE = "change"  # 書き直す
    WITHDRAW = "withdraw"
    ANSWER = "answer"  # 対応方針を書く
    APPROVE = "approve"  # 企画課の承認
    SEND_BACK = "send_back"  # 差戻し
    REOPEN = "reopen"  # 承認の取消し


class CommentPart(StrEnum):
    """What a person is to one comment."""

    AUTHOR = "author"  # the committee
    RESPONSIBLE = "responsible"  # 主管課; where there is none the planning section
    PLANNING = "planning"


MOVES: Mapping[tuple[CommentState, CommentMove], CommentState] = MappingProxyType(
    {
        (CommentState.OPEN, CommentMove.CHANGE): CommentState.OPEN,
        (CommentState.OPEN, CommentMove.WITHDRAW): CommentState.WITHDRAWN,
        (CommentState.OPEN, CommentMove.ANSWER): CommentState.ANSWERED,
        (CommentState.ANSWERED, CommentMove.ANSWER): CommentState.ANSWERED,
        (CommentState.ANSWERED, CommentMove.APPROVE): CommentState.APPROVED,
        (CommentState.ANSWERED, CommentMove.SEND_BACK): CommentState.OPEN,
        (CommentState.APPROVED, CommentMove.REOPEN): CommentState.ANSWERED,
    }
)
MAY: Mapping[CommentMove, frozenset[CommentPart]] = MappingProxyType(
    {
        CommentMove.CHANGE: frozenset({CommentPart.AUTHOR}),
        CommentMove.WITHDRAW: frozenset({CommentPart.AUTHOR}),
        CommentMove.ANSWER: frozenset({CommentPart.RESPONSIBLE, CommentPart.PLANNING}),
        CommentMove.APPROVE: frozenset({CommentPart.PLANNING}),
        CommentMove.SEND_BACK: frozenset({CommentPart.PLANNING}),
        CommentMove.REOPEN: frozenset({CommentPart.PLANNING}),
    }
)
NEEDS_REASON = frozenset({CommentMove.SEND_BACK, CommentMove.REOPEN})

STATE_WORDS: Mapping[CommentState, str] = MappingProxyType(
    {
        CommentState.OPEN: "回答待ち",
        CommentState.ANSWERED: "承認待ち",
        CommentState.APPROVED: "回答済み",
        CommentState.WITHDRAWN: "取下げ",
    }
)
MOVE_WORDS: Mapping[CommentMove, str] = MappingProxyType(
    {
        CommentMove.CHANGE: "書き直し",
        CommentMove.WITHDRAW: "取下げ",
        CommentMove.ANSWER: "回答",
        CommentMove.APPROVE: "承認",
        CommentMove.SEND_BACK: "差戻し",
        CommentMove.REOPEN: "承認の取消し",
    }
)


class CommentRefusedError(UserError):
    """The comment's state does not allow what somebody wanted to do with it."""


def move_comment(state: CommentState, move: CommentMove) -> CommentState:
    """Return the state after the move. Raises CommentRefusedError where the table does not know it."""
    target = MOVES.get((state, move))
    if target is None:
        raise CommentRefusedError(
            ja=f"この意見は「{STATE_WORDS[state]}」なので、「{MOVE_WORDS[move]}」はできません。"
            "画面を開き直して、今の状態を確かめてください。",
            en=f"The comment is {state}, so it cannot be moved by {move}; open the page again.",
        )
    return target


def may_move_comment(parts: Collection[CommentPart], move: CommentMove) -> bool:
    """Tell whether somebody with these parts may do this, as far as the person goes; the state is asked apart."""
    return not MAY[move].isdisjoint(parts)


def moves_of_comment(state: CommentState, parts: Collection[CommentPart]) -> tuple[CommentMove, ...]:
    """Return what somebody with these parts may do with a comment in this state, in the order of `CommentMove`."""
    return tuple(move for move in CommentMove if (state, move) in MOVES and may_move_comment(parts, move))
