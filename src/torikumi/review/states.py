"""The states of a sheet (評価シート) and the moves between them: one table, and nothing else decides.

A sheet goes through the round's steps (担当 → 課長 → 部長 → 企画課 …). Step 0 answers; each later step rates. When the last
step has approved, the sheet is 確定 and changes only by a new revision with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from torikumi.errors import UserError
from torikumi.plan.project import ReviewState


class Move(StrEnum):
    """What a person does with a sheet."""

    SAVE = "save"  # 保存: the section writes
    SUBMIT = "submit"  # 提出: the section hands in
    WITHDRAW = "withdraw"  # 引戻し: the section takes back what nobody has approved yet
    RATE = "rate"  # 評価の記入: the rater whose turn it is writes
    APPROVE = "approve"  # 承認: on to the next step; by the last one 確定
    STEP_BACK = "step_back"  # 前の段階へ戻す: to the rater before
    RETURN = "return"  # 差戻し: to the section, with a note
    REVISE = "revise"  # 確定後の訂正: a new revision, with a reason


class StepChange(StrEnum):
    """What a move does to the step of a sheet."""

    STAY = "stay"
    FIRST = "first"
    NEXT = "next"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a move leads; NEXT beyond the last step is 確定 whatever `state` says."""

    state: ReviewState
    step: StepChange = StepChange.STAY


MOVES: Mapping[tuple[ReviewState, Move], Target] = MappingProxyType(
    {
        (ReviewState.NOT_STARTED, Move.SAVE): Target(ReviewState.DRAFT),
        (ReviewState.NOT_STARTED, Move.SUBMIT): Target(ReviewState.SUBMITTED, StepChange.NEXT),
        (ReviewState.DRAFT, Move.SAVE): Target(ReviewState.DRAFT),
        (ReviewState.DRAFT, Move.SUBMIT): Target(ReviewState.SUBMITTED, StepChange.NEXT),
        (ReviewState.RETURNED, Move.SAVE): Target(ReviewState.RETURNED),
        (ReviewState.RETURNED, Move.SUBMIT): Target(ReviewState.SUBMITTED, StepChange.NEXT),
        (ReviewState.SUBMITTED, Move.WITHDRAW): Target(ReviewState.DRAFT, StepChange.FIRST),
        (ReviewState.SUBMITTED, Move.RATE): Target(ReviewState.SUBMITTED),
        (ReviewState.SUBMITTED, Move.APPROVE): Target(ReviewState.SUBMITTED, StepChange.NEXT),
        (ReviewState.SUBMITTED, Move.STEP_BACK): Target(ReviewState.SUBMITTED, StepChange.PREVIOUS),
        (ReviewState.SUBMITTED, Move.RETURN): Target(ReviewState.RETURNED, StepChange.FIRST),
        (ReviewState.APPROVED, Move.REVISE): Target(ReviewState.DRAFT, StepChange.FIRST),
    }
)

# These say why, always: the person whose sheet comes back must know what to mend.
NEEDS_NOTE = frozenset({Move.STEP_BACK, Move.RETURN, Move.REVISE})

STATE_WORDS: Mapping[ReviewState, str] = MappingProxyType(
    {
        ReviewState.NOT_STARTED: "未着手",
        ReviewState.DRAFT: "入力中",
        ReviewState.SUBMITTED: "承認待ち",
        ReviewState.RETURNED: "差戻し",
        ReviewState.APPROVED: "確定",
    }
)
MOVE_WORDS: Mapping[Move, str] = MappingProxyType(
    {
        Move.SAVE: "保存",
        Move.SUBMIT: "提出",
        Move.WITHDRAW: "引戻し",
        Move.RATE: "評価の記入",
        Move.APPROVE: "承認",
        Move.STEP_BACK: "前の段階へ戻す",
        Move.RETURN: "差戻し",
        Move.REVISE: "確定後の訂正",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a sheet is: its state, and the step whose turn it is (0 is the section; the number of steps when 確定)."""

    state: ReviewState
    step: int = 0


class MoveRefusedError(UserError):
    """The sheet's state does not allow what somebody wanted to do."""


def moves_from(position: Position) -> tuple[Move, ...]:
    """Return the moves that the table knows from here, in the order of `Move`."""
    return tuple(move for move in Move if _target(position, move) is not None)


def make_move(position: Position, move: Move, *, steps: int) -> Position:
    """Return where the sheet is after the move; `steps` counts the round's steps, the section included.

    Raises MoveRefusedError where the table does not know the move.
    """
    target = _target(position, move)
    if target is None:
        raise MoveRefusedError(
            ja=f"このシートは「{STATE_WORDS[position.state]}」なので、「{MOVE_WORDS[move]}」はできません。"
            "画面を開き直して、今の状態を確かめてください。",
            en=f"The sheet is {position.state}, so it cannot be moved by {move}; open the page again.",
        )
    step = _step_after(position.step, target.step)
    if target.step is StepChange.NEXT and step >= steps:
        return Position(state=ReviewState.APPROVED, step=steps)
    return Position(state=target.state, step=step)


def _target(position: Position, move: Move) -> Target | None:
    # The first rater has no rater before; what a second one has seen the section cannot quietly take back.
    if (move is Move.STEP_BACK and position.step < 2) or (move is Move.WITHDRAW and position.step > 1):
        return None
    return MOVES.get((position.state, move))


def _step_after(step: int, change: StepChange) -> int:
    match change:
        case StepChange.FIRST:
            return 0
        case StepChange.NEXT:
            return step + 1
        case StepChange.PREVIOUS:
            return step - 1
        case StepChange.STAY:
            return step
