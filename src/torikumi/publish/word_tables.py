"""What was said of a plan as tables: notes, answers of the yearly review, comments."""

from collections.abc import Iterator, Sequence

from torikumi.plan.model import Plan
from torikumi.plan.project import Review
from torikumi.publish.data_table import Cell, Column, ColumnKind, DataTable
from torikumi.publish.subject_columns import KEY_COLUMNS, of_node, of_plan, of_project

_NOTE_COLUMNS = (
    *KEY_COLUMNS,
    Column("備考番号", "その対象の中での順番。1から始まる", ColumnKind.INTEGER),
    Column("備考", "備考や注の文。もとの文書のとおり。改行は空白にしてある"),
)
_REVIEW_COLUMNS = (
    *KEY_COLUMNS,
    Column("評価の年度", "評価した年度の西暦", ColumnKind.YEAR),
    Column("評価者", "評価した段階。担当課、委員会など"),
    Column("項目", "答えた項目の名前"),
    Column("内容", "答え。もとのとおり。改行は空白にしてある"),
    Column("確定した段階", "評価を確定した段階"),
    Column("確定した日", "確定した日。2025-06-30 のように書く", ColumnKind.DATE),
)
_COMMENT_COLUMNS = (
    *KEY_COLUMNS,
    Column("意見の年度", "意見のあった年度の西暦", ColumnKind.YEAR),
    Column("意見者", "意見を述べた会議体"),
    Column("意見", "意見。改行は空白にしてある"),
    Column("対応方針", "意見への答え。改行は空白にしてある"),
    Column("回答者", "答えた課など"),
)


def notes_table(plan: Plan) -> DataTable:
    """Return one row a note: those of the plan, of its goals and measures, of its projects."""
    rows: list[tuple[Cell, ...]] = []
    whole = of_plan(plan)
    rows += _note_rows(whole, [note.text for note in plan.notes])
    for node in plan.nodes:
        rows += _note_rows(of_node(plan, node), [note.text for note in node.notes])
    for project in plan.projects:
        rows += _note_rows(of_project(plan, project), project.notes)
    return DataTable(
        name="備考",
        file="notes",
        columns=_NOTE_COLUMNS,
        rows=tuple(rows),
        about="計画、目標や施策、事業に付いた備考や注の一つ",
        keys=("市区町村コード", "年度", "対象ID", "備考番号"),
    )


def _note_rows(key: tuple[Cell, ...], texts: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    yield from ((*key, number, text) for number, text in enumerate(texts, start=1))


def reviews_table(plan: Plan) -> DataTable:
    """Return one row an answer: a rater's answers of one year stand below one another."""
    rows = tuple(
        (
            *of_project(plan, project),
            review.year,
            review.rater,
            name,
            text,
            review.approved_by,
            review.approved_at.isoformat() if review.approved_at else None,
        )
        for project in plan.projects
        for review in project.reviews
        for name, text in _answers(review)
    )
    return DataTable(
        name="年度評価",
        file="reviews",
        columns=_REVIEW_COLUMNS,
        rows=rows,
        about="年度評価の答えの一つ（事業、年度、評価した段階、項目ごと）",
    )


def _answers(review: Review) -> Iterator[tuple[str, str]]:
    own = (
        ("進捗", review.progress),
        ("評価", review.evaluation),
        ("今後の方針", review.direction.printed if review.direction else None),
        ("取組の実績", review.result),
        ("理由", review.reason),
    )
    yield from ((name, text) for name, text in own if text)
    yield from ((answer.label, answer.text) for answer in review.others)


def comments_table(plan: Plan) -> DataTable:
    """Return one row a comment: those on the plan, on its goals and measures, on its projects."""
    about = [(of_plan(plan), plan.comments)]
    about += [(of_node(plan, node), node.comments) for node in plan.nodes]
    about += [(of_project(plan, project), project.comments) for project in plan.projects]
    rows = tuple(
        (*key, one.year, one.by, one.text, one.answer, one.answered_by)
        for key, comments in about
        for one in comments
    )
    return DataTable(
        name="意見と対応",
        file="comments",
        columns=_COMMENT_COLUMNS,
        rows=rows,
        about="委員会の意見の一つと、それへの対応方針",
    )
