"""Proposals and comments: what the tables say of every pair, and what becomes of them in an edition."""

from dataclasses import replace
from itertools import product

import pytest

from torikumi.plan.comment import Comment
from torikumi.plan.model import Node, Plan, PrintedTotal
from torikumi.plan.project import LayerKind, MergeKind, Project, SectionRef
from torikumi.review import comments, proposals
from torikumi.review.comments import CommentMove, CommentPart, CommentRefusedError, CommentState
from torikumi.review.proposals import (
    ProposalKind,
    ProposalMove,
    ProposalPart,
    ProposalRefusedError,
    ProposalState,
    ProposedField,
)
from torikumi.review.voices import AcceptedProposal, AnsweredComment, add_comments, apply_proposals

NODE = Node(id="N-1", level=0, printed="しごと", name="しごと")
OTHER = Node(id="N-2", level=0, printed="くらし", name="くらし")
MARKET = Project(
    id="P-1",
    name="朝市",
    node="N-1",
    summary="月に一度ひらく。",
    sections=(SectionRef(printed="商工課", name="商工課"), SectionRef(printed="農政課", name="農政課")),
)
FAIR = Project(id="P-2", name="夕市", node="N-1")
BUS = Project(id="P-3", name="バス", node="N-2")
PLAN = Plan(
    title="計画",
    nodes=(NODE, OTHER),
    projects=(MARKET, FAIR, BUS),
    totals=(PrintedTotal(label="合計", count=3),),
)


@pytest.mark.parametrize(("state", "move"), [*product(ProposalState, ProposalMove)])
def test_every_move_of_a_proposal_is_in_the_table_or_refused(
    state: ProposalState, move: ProposalMove
) -> None:
    allowed = {
        ProposalState.PROPOSED: set(ProposalMove) - {ProposalMove.REOPEN},
        ProposalState.ACCEPTED: {ProposalMove.REOPEN},
        ProposalState.ACCEPTED_CHANGED: {ProposalMove.REOPEN},
        ProposalState.DECLINED: {ProposalMove.REOPEN},
        ProposalState.WITHDRAWN: set(),
    }
    if move in allowed[state]:
        assert proposals.move_proposal(state, move) in ProposalState
    else:
        with pytest.raises(ProposalRefusedError, match=proposals.STATE_WORDS[state]):
            proposals.move_proposal(state, move)


@pytest.mark.parametrize(("state", "move"), [*product(CommentState, CommentMove)])
def test_every_move_of_a_comment_is_in_the_table_or_refused(state: CommentState, move: CommentMove) -> None:
    allowed = {
        CommentState.OPEN: {CommentMove.CHANGE, CommentMove.WITHDRAW, CommentMove.ANSWER},
        CommentState.ANSWERED: {CommentMove.ANSWER, CommentMove.APPROVE, CommentMove.SEND_BACK},
        CommentState.APPROVED: {CommentMove.REOPEN},
        CommentState.WITHDRAWN: set(),
    }
    if move in allowed[state]:
        assert comments.move_comment(state, move) in CommentState
    else:
        with pytest.raises(CommentRefusedError, match=comments.STATE_WORDS[state]):
            comments.move_comment(state, move)


@pytest.mark.parametrize(("part", "move"), [*product(ProposalPart, ProposalMove)])
def test_who_may_do_what_with_a_proposal(part: ProposalPart, move: ProposalMove) -> None:
    may = {
        ProposalPart.AUTHOR: {ProposalMove.CHANGE, ProposalMove.WITHDRAW},
        ProposalPart.RESPONSIBLE: {
            ProposalMove.ACCEPT,
            ProposalMove.ACCEPT_CHANGED,
            ProposalMove.DECLINE,
        },
        ProposalPart.PLANNING: {ProposalMove.REOPEN},
    }

    assert proposals.may_move_proposal({part}, move) == (move in may[part])
    assert not proposals.may_move_proposal((), move)


@pytest.mark.parametrize(("part", "move"), [*product(CommentPart, CommentMove)])
def test_who_may_do_what_with_a_comment(part: CommentPart, move: CommentMove) -> None:
    may = {
        CommentPart.AUTHOR: {CommentMove.CHANGE, CommentMove.WITHDRAW},
        CommentPart.RESPONSIBLE: {CommentMove.ANSWER},
        CommentPart.PLANNING: set(CommentMove) - {CommentMove.CHANGE, CommentMove.WITHDRAW},
    }

    assert comments.may_move_comment({part}, move) == (move in may[part])
    assert not comments.may_move_comment((), move)


def test_the_tables_have_words_for_all() -> None:
    assert set(proposals.MAY) == set(proposals.MOVE_WORDS) == set(ProposalMove)
    assert set(comments.MAY) == set(comments.MOVE_WORDS) == set(CommentMove)
    assert set(proposals.STATE_WORDS) == set(ProposalState)
    assert set(comments.STATE_WORDS) == set(CommentState)
    assert set(proposals.KIND_WORDS) == set(ProposalKind)
    assert set(proposals.FIELD_WORDS) == set(ProposedField)


def _proposal(kind: ProposalKind, project: str | None = "P-1", **more: object) -> AcceptedProposal:
    return replace(
        AcceptedProposal(kind=kind, project=project, text="夜もひらく。", author="にぎわい検討部会"), **more
    )


def test_a_proposal_becomes_a_layer_that_says_where_it_came_from() -> None:
    plan = apply_proposals(PLAN, [_proposal(ProposalKind.SUMMARY)], year=2025)

    market = plan.project_by_id["P-1"]
    assert market.summary == "月に一度ひらく。\n夜もひらく。"
    assert [(layer.kind, layer.text, layer.year, layer.author) for layer in market.layers] == [
        (LayerKind.ORIGINAL, "月に一度ひらく。", None, None),
        (LayerKind.PROPOSAL, "夜もひらく。", 2025, "にぎわい検討部会"),
    ]


@pytest.mark.parametrize(
    ("proposal", "kind"),
    [
        (_proposal(ProposalKind.SUMMARY, is_changed=True), LayerKind.CHANGE),
        (_proposal(ProposalKind.END), LayerKind.CANCELLATION),
    ],
)
def test_what_the_section_changed_and_what_ends_are_layers_of_their_own_kind(
    proposal: AcceptedProposal, kind: LayerKind
) -> None:
    plan = apply_proposals(PLAN, [proposal], year=2025)

    assert plan.project_by_id["P-1"].layers[-1].kind is kind
    assert len(plan.projects) == 3


def test_a_merge_is_told_on_both_sides() -> None:
    plan = apply_proposals(PLAN, [_proposal(ProposalKind.MERGE, partners=("P-2", "P-1"))], year=2025)

    (taken,), (given,) = plan.project_by_id["P-1"].merges, plan.project_by_id["P-2"].merges
    assert (taken.kind, taken.partner, taken.partner_id) == (MergeKind.ABSORBED, "夕市", "P-2")
    assert (given.kind, given.partner, given.partner_id) == (MergeKind.INTO, "朝市", "P-1")


def test_a_new_project_stands_behind_the_last_of_its_heading_and_printed_totals_go() -> None:
    new = _proposal(ProposalKind.ADD, None, name="昼市（仮称）", node="N-1", section="商工課")

    plan = apply_proposals(PLAN, [new], year=2025)

    assert [project.name for project in plan.projects] == ["朝市", "夕市", "昼市（仮称）", "バス"]
    added = plan.projects[2]
    assert (added.provisional, added.summary, added.sections[0].name) == (True, "夜もひらく。", "商工課")
    assert plan.totals == ()


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (ProposedField.NAME, lambda p: p.name == "夜もひらく。"),
        (ProposedField.SECTION, lambda p: [s.name for s in p.sections] == ["夜もひらく。", "農政課"]),
        (ProposedField.REMARK, lambda p: p.notes == ("夜もひらく。",)),
    ],
)
def test_another_field_is_changed(field: ProposedField, expected: object) -> None:
    plan = apply_proposals(PLAN, [_proposal(ProposalKind.FIELD, field=field)], year=2025)

    assert callable(expected)
    assert expected(plan.project_by_id["P-1"])


@pytest.mark.parametrize(
    "proposal",
    [
        *(_proposal(kind, partners=("P-2",)) for kind in (ProposalKind.SUMMARY, ProposalKind.MERGE)),
        _proposal(ProposalKind.END),
        _proposal(ProposalKind.ADD, None, name="昼市", section="商工課"),
        *(_proposal(ProposalKind.FIELD, field=field) for field in ProposedField),
    ],
)
def test_a_proposal_is_taken_in_once(proposal: AcceptedProposal) -> None:
    once = apply_proposals(PLAN, [proposal], year=2025)

    assert once != PLAN
    assert apply_proposals(once, [proposal], year=2025) == once


def test_a_proposal_about_a_project_that_is_gone_changes_nothing() -> None:
    assert apply_proposals(PLAN, [_proposal(ProposalKind.SUMMARY, "P-9")], year=2025) == PLAN


def test_comments_stand_where_they_belong_and_the_newer_answer_counts() -> None:
    open_ = Comment(text="目標が低い。", by="委員会", year=2025)
    answered = replace(open_, answer="見直す。", answered_by="商工課")

    plan = add_comments(
        PLAN,
        [
            AnsweredComment(comment=open_, project="P-1"),
            AnsweredComment(comment=open_, node="N-2"),
            AnsweredComment(comment=open_),
            AnsweredComment(comment=answered, project="P-1"),
        ],
    )

    assert plan.project_by_id["P-1"].comments == (answered,)
    assert plan.node_by_id["N-2"].comments == (open_,)
    assert plan.comments == (open_,)
    assert plan.node_by_id["N-1"].comments == ()
