"""Proposals (提案) of a study team: their states, the moves between them, and who makes which; tables and nothing else."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from torikumi.errors import UserError


class ProposalKind(StrEnum):
    """What is proposed."""

    SUMMARY = "summary"  # 概要の変更
    MERGE = "merge"  # 統合
    ADD = "add"  # 新規事業
    END = "end"  # 終了
    FIELD = "field"  # その他の項目の変更


class ProposedField(StrEnum):
    """What a proposal to change another field may be about; REMARK becomes a note of the project."""

    NAME = "name"  # 事業名
    SECTION = "section"  # 主管課
    REMARK = "remark"  # 注


class ProposalState(StrEnum):
    """How far a proposal is."""

    PROPOSED = "proposed"  # 回答待ち
    ACCEPTED = "accepted"  # 採用
    ACCEPTED_CHANGED = "accepted_changed"  # 修正して採用
    DECLINED = "declined"  # 不採用
    WITHDRAWN = "withdrawn"  # 取下げ


class ProposalMove(StrEnum):
    """What a person does with a proposal."""

    CHANGE = "change"  # 書き直す
    ACCEPT = "accept"
    ACCEPT_CHANGED = "accept_changed"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"  # 回答のやり直し


class ProposalPart(StrEnum):
    """What a person is to one proposal."""

    AUTHOR = "author"  # the team that made it
    RESPONSIBLE = "responsible"  # 主管課; for a new project the planning section
    PLANNING = "planning"


MOVES: Mapping[tuple[ProposalState, ProposalMove], ProposalState] = MappingProxyType(
    {
        (ProposalState.PROPOSED, ProposalMove.CHANGE): ProposalState.PROPOSED,
        (ProposalState.PROPOSED, ProposalMove.ACCEPT): ProposalState.ACCEPTED,
        (ProposalState.PROPOSED, ProposalMove.ACCEPT_CHANGED): ProposalState.ACCEPTED_CHANGED,
        (ProposalState.PROPOSED, ProposalMove.DECLINE): ProposalState.DECLINED,
        (ProposalState.PROPOSED, ProposalMove.WITHDRAW): ProposalState.WITHDRAWN,
        (ProposalState.ACCEPTED, ProposalMove.REOPEN): ProposalState.PROPOSED,
        (ProposalState.ACCEPTED_CHANGED, ProposalMove.REOPEN): ProposalState.PROPOSED,
        (ProposalState.DECLINED, ProposalMove.REOPEN): ProposalState.PROPOSED,
    }
)
MAY: Mapping[ProposalMove, frozenset[ProposalPart]] = MappingProxyType(
    {
        ProposalMove.CHANGE: frozenset({ProposalPart.AUTHOR}),
        ProposalMove.WITHDRAW: frozenset({ProposalPart.AUTHOR}),
        ProposalMove.ACCEPT: frozenset({ProposalPart.RESPONSIBLE}),
        ProposalMove.ACCEPT_CHANGED: frozenset({ProposalPart.RESPONSIBLE}),
        ProposalMove.DECLINE: frozenset({ProposalPart.RESPONSIBLE}),
        ProposalMove.REOPEN: frozenset({ProposalPart.PLANNING}),
    }
)
NEEDS_REASON = frozenset({ProposalMove.ACCEPT_CHANGED, ProposalMove.DECLINE, ProposalMove.REOPEN})
ACCEPTED = frozenset({ProposalState.ACCEPTED, ProposalState.ACCEPTED_CHANGED})

KIND_WORDS: Mapping[ProposalKind, str] = MappingProxyType(
    {
        ProposalKind.SUMMARY: "概要の変更",
        ProposalKind.MERGE: "統合",
        ProposalKind.ADD: "新規事業",
        ProposalKind.END: "終了",
        ProposalKind.FIELD: "その他の項目の変更",
    }
)
FIELD_WORDS: Mapping[ProposedField, str] = MappingProxyType(
    {ProposedField.NAME: "事業名", ProposedField.SECTION: "主管課", ProposedField.REMARK: "注"}
)
STATE_WORDS: Mapping[ProposalState, str] = MappingProxyType(
    {
        ProposalState.PROPOSED: "回答待ち",
        ProposalState.ACCEPTED: "採用",
        ProposalState.ACCEPTED_CHANGED: "修正して採用",
        ProposalState.DECLINED: "不採用",
        ProposalState.WITHDRAWN: "取下げ",
    }
)
MOVE_WORDS: Mapping[ProposalMove, str] = MappingProxyType(
    {
        ProposalMove.CHANGE: "書き直し",
        ProposalMove.ACCEPT: "採用",
        ProposalMove.ACCEPT_CHANGED: "修正して採用",
        ProposalMove.DECLINE: "不採用",
        ProposalMove.WITHDRAW: "取下げ",
        ProposalMove.REOPEN: "回答のやり直し",
    }
)


class ProposalRefusedError(UserError):
    """The proposal's state does not allow what somebody wanted to do with it."""


def move_proposal(state: ProposalState, move: ProposalMove) -> ProposalState:
    """Return the state after the move. Raises ProposalRefusedError where the table does not know it."""
    target = MOVES.get((state, move))
    if target is None:
        raise ProposalRefusedError(
            ja=f"この提案は「{STATE_WORDS[state]}」なので、「{MOVE_WORDS[move]}」はできません。"
            "画面を開き直して、今の状態を確かめてください。",
            en=f"The proposal is {state}, so it cannot be moved by {move}; open the page again.",
        )
    return target


def may_move_proposal(parts: Collection[ProposalPart], move: ProposalMove) -> bool:
    """Tell whether somebody with these parts may do this, as far as the person goes; the state is asked apart."""
    return not MAY[move].isdisjoint(parts)


def moves_of_proposal(state: ProposalState, parts: Collection[ProposalPart]) -> tuple[ProposalMove, ...]:
    """Return what somebody with these parts may do with a proposal in this state, in the order of `ProposalMove`."""
    return tuple(move for move in ProposalMove if (state, move) in MOVES and may_move_proposal(parts, move))
