"""What a round adds to an edition is told by the comparison."""

from dataclasses import replace
from datetime import date

from torikumi.compare.changes import list_changes
from torikumi.plan.comment import Comment
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import NamedAnswer, Project, Review

REVIEW = Review(
    year=2025, rater="担当課", others=(NamedAnswer(key="issues", label="課題", text="人手が足りない。"),)
)
PROJECT = Project(id="P-1", name="朝市", reviews=(REVIEW,))
COMMENT = Comment(text="目標が低い。", by="委員会", year=2025)


def _changes(before: Project, after: Project) -> list[tuple[str, str | None, str | None]]:
    changes = list_changes(
        old=Plan(title="計画", projects=(before,)), new=Plan(title="計画", projects=(after,))
    )
    return [(change.field, change.before, change.after) for change in changes]


def test_only_the_answer_that_changed_is_told() -> None:
    other = replace(REVIEW, others=(NamedAnswer(key="issues", label="課題", text="場所が狭い。"),))

    assert _changes(PROJECT, replace(PROJECT, reviews=(other,))) == [
        ("reviews", "令和7年度 担当課：課題 人手が足りない。", "令和7年度 担当課：課題 場所が狭い。")
    ]


def test_the_approval_is_told() -> None:
    approved = replace(REVIEW, approved_by="委員会", approved_at=date(2026, 8, 31))

    assert _changes(PROJECT, replace(PROJECT, reviews=(approved,))) == [
        ("reviews", "令和7年度 担当課", "令和7年度 担当課：確定 委員会 2026年8月31日")
    ]


def test_a_comment_and_its_answer_are_told_of_projects_and_measures() -> None:
    answered = replace(COMMENT, answer="見直す。", answered_by="商工課")
    node = Node(id="N-1", level=0, printed="しごと", name="しごと", comments=(COMMENT,))
    plan = Plan(title="計画", nodes=(node,), projects=(replace(PROJECT, comments=(COMMENT,)),))
    after = replace(
        plan,
        nodes=(replace(node, comments=(answered,)),),
        projects=(replace(PROJECT, comments=(answered,)),),
    )

    told = [(change.subject, change.field, change.after) for change in list_changes(old=plan, new=after)]

    words = "令和7年度 委員会：対応方針 見直す。回答 商工課"
    assert told == [("N-1", "comments", words), ("P-1", "comments", words)]
