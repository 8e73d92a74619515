"""What a frozen round says of a project is on its page and in the tables; what nobody approved is in neither."""

from dataclasses import replace
from datetime import date

from torikumi.plan.comment import Comment
from torikumi.plan.model import Node, Plan
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import NamedAnswer, Project, Review, ReviewState
from torikumi.publish.edition import render_edition
from torikumi.publish.history import Editions
from torikumi.publish.project_view import view_comments, view_project
from torikumi.publish.tables import data_tables

REVIEW = Review(
    year=2025,
    rater="担当課",
    result="12回ひらいた。",
    others=(NamedAnswer(key="issues", label="課題", text="人手が足りない。"),),
    approved_by="委員会",
    approved_at=date(2026, 8, 31),
)
COMMENT = Comment(
    text="目標が低い。", by="行政評価委員会", year=2025, answer="見直す。", answered_by="商工課"
)
NODE = Node(id="N-1", level=0, printed="1 しごと", name="しごと", comments=(COMMENT,))
PLAN = Plan(
    title="みほん計画",
    year=2025,
    nodes=(NODE,),
    projects=(Project(id="P-1", name="朝市", node="N-1", reviews=(REVIEW,), comments=(COMMENT,)),),
    comments=(replace(COMMENT, text="全体に読みやすい。", answer=None, answered_by=None),),
)
TABLES = {table.file: table for table in data_tables(PLAN)}


def test_each_answer_is_a_row_with_its_approval() -> None:
    rows = [row[3:] for row in TABLES["reviews"].rows]

    assert rows == [
        ("事業", "朝市", 2025, "担当課", "取組の実績", "12回ひらいた。", "委員会", "2026-08-31"),
        ("事業", "朝市", 2025, "担当課", "課題", "人手が足りない。", "委員会", "2026-08-31"),
    ]


def test_each_comment_is_a_row_wherever_it_stands() -> None:
    rows = [row[3:] for row in TABLES["comments"].rows]

    assert rows == [
        ("計画", "みほん計画", 2025, "行政評価委員会", "全体に読みやすい。", None, None),
        ("大項目", "1 しごと", 2025, "行政評価委員会", "目標が低い。", "見直す。", "商工課"),
        ("事業", "朝市", 2025, "行政評価委員会", "目標が低い。", "見直す。", "商工課"),
    ]


def test_what_stays_inside_the_office_is_in_no_file_that_is_published() -> None:
    secret = NamedAnswer(key="own", label="内部メモ", text="カナリアの内部メモ", internal=True)
    cell = FieldPlace("result", Place(file="カナリア課.xlsx", cell="J12"))
    review = replace(REVIEW, others=(*REVIEW.others, secret), places=(cell,))
    draft = replace(REVIEW, year=2026, state=ReviewState.DRAFT, result="カナリアの下書き")
    plan = replace(PLAN, projects=(replace(PLAN.projects[0], reviews=(review, draft)),))

    _, files = render_edition(plan)

    texts = {path: octets.decode("utf-8", "replace") for path, octets in files.items()}
    assert any("人手が足りない。" in text for text in texts.values())
    assert [path for path, text in texts.items() if "カナリア" in text] == []
    assert "内部メモ（庁内限り）" in str(
        view_project(plan.projects[0], plan=plan, editions=Editions((plan,)))
    )


def test_the_page_says_what_was_answered_and_who_approved_it() -> None:
    _, files = render_edition(PLAN)

    page = next(octets.decode() for path, octets in files.items() if "P-1" in path and path.endswith(".html"))
    for words in ("課題", "人手が足りない。", "委員会 2026年8月31日", "目標が低い。", "対応方針（商工課）"):
        assert words in page


def test_the_newest_comment_comes_first() -> None:
    shown = view_comments((replace(COMMENT, year=2024), COMMENT))

    assert [one.title[2] for one in shown] == ["7", "6"]
