"""The plan in the manner of the national review of projects (行政事業レビュー, RSシステム): its tables and column names.

What a plan does not say has no column here, and nothing is worked out: no rate of achievement, no rate of spending.
The tables of indicators and money of the national system spread years over columns; these have a row a year.
"""

from collections.abc import Iterator, Sequence

from torikumi.plan.model import Node, Plan
from torikumi.plan.project import MergeKind, Project
from torikumi.publish.data_table import Cell, Column, ColumnKind, DataTable, plain_table
from torikumi.publish.rs_values import budget_table, goals_table
from torikumi.publish.subject_columns import RS_COLUMNS, level_name, rs_cells
from torikumi.publish.words import ROLES, heading_words

_RELATIONS = {
    MergeKind.ABSORBED: "統合元",
    MergeKind.INTO: "統合先",
    MergeKind.WITH: "統合して実施",
}


def rs_tables(plan: Plan) -> tuple[DataTable, ...]:
    """Return the tables, in the order of the national system."""
    made = (
        _organisations(plan),
        _outlines(plan),
        _policies(plan),
        _relations(plan),
        budget_table(plan),
        goals_table(plan),
        _goal_links(plan),
        _reviews(plan),
        _remarks(plan),
    )
    return tuple(map(plain_table, made))


def _organisations(plan: Plan) -> DataTable:
    columns = (
        *RS_COLUMNS,
        Column("担当順", "書かれた順番。1から始まる", ColumnKind.INTEGER),
        Column("部", "部や局の名前"),
        Column("課", "課などの名前"),
        Column("施設", "かっこの中の施設"),
        Column("役割", "主管か関係"),
    )
    rows = tuple(
        (
            *rs_cells(plan, project),
            order,
            section.name if _is_department(section.name) else None,
            None if _is_department(section.name) else section.name,
            section.facility,
            ROLES[section.role],
        )
        for project in plan.projects
        for order, section in enumerate(project.sections, start=1)
    )
    return _table("1-1-organisations", "1-1 基本情報_組織情報", columns, rows, "事業と担当課の組")


def _is_department(name: str) -> bool:
    return name.endswith(("部", "局"))


def _outlines(plan: Plan) -> DataTable:
    columns = (
        *RS_COLUMNS,
        Column("事業番号", "この版での番号。文字として扱う"),
        Column("事業の概要", "事業の概要"),
        Column("今後の方向性", "今後の方針。もとの文書のとおり"),
        Column("計画開始年度", "計画の期間のはじめ。事業のはじめではない", ColumnKind.YEAR),
        Column("計画終了年度", "計画の期間の終わり。事業の終わりではない", ColumnKind.YEAR),
    )
    period = plan.period
    rows = tuple(
        (
            *rs_cells(plan, project),
            project.number,
            project.summary,
            project.direction.printed if project.direction else None,
            period.first if period else None,
            period.last if period else None,
        )
        for project in plan.projects
    )
    return _table("1-2-outlines", "1-2 基本情報_事業概要等", columns, rows, "事業", keys=("予算事業ID",))


def _policies(plan: Plan) -> DataTable:
    columns = (
        *RS_COLUMNS,
        Column("番号（政策・施策）", "その事業の中での順番。1から始まる", ColumnKind.INTEGER),
        Column("政策", "いちばん上の階層の見出し"),
        Column("施策", "いちばん下の階層の見出し"),
        Column("項目ID", "施策の見出しのID", ColumnKind.ID),
        Column("再掲", "再掲の場所なら1、主な場所なら0", ColumnKind.FLAG),
    )
    rows = tuple(
        (
            *rs_cells(plan, project),
            number,
            heading_words(path[0]),
            heading_words(path[-1]),
            path[-1].id,
            int(path[-1].id != project.node),
        )
        for project in plan.projects
        for number, path in enumerate(_paths(plan, project), start=1)
    )
    return _table("1-3-policies", "1-3 基本情報_政策・施策", columns, rows, "事業と施策の組")


def _paths(plan: Plan, project: Project) -> Iterator[Sequence[Node]]:
    for node_id in dict.fromkeys((project.node, *project.also_under)):
        if node_id is not None and node_id in plan.node_by_id:
            yield plan.path_to(node_id)


def _relations(plan: Plan) -> DataTable:
    columns = (
        *RS_COLUMNS,
        Column("番号（関連事業）", "その事業の中での順番。1から始まる", ColumnKind.INTEGER),
        Column("関連事業の事業ID", "相手の事業ID。この計画に行がなければ空", ColumnKind.ID),
        Column("関連事業の事業名", "相手の事業の名前"),
        Column("関連性", "統合元（相手を引き継いだ）、統合先（相手に引き継がれた）、統合して実施"),
    )
    rows = tuple(
        (*rs_cells(plan, project), number, merge.partner_id, merge.partner, _RELATIONS[merge.kind])
        for project in plan.projects
        for number, merge in enumerate(project.merges, start=1)
    )
    return _table("1-5-related-projects", "1-5 基本情報_関連事業", columns, rows, "事業と関連する事業の組")


def _goal_links(plan: Plan) -> DataTable:
    columns = (
        RS_COLUMNS[0],
        RS_COLUMNS[1],
        RS_COLUMNS[2],
        Column("派生元ー項目ID", "事業IDか、計画の項目のID", ColumnKind.ID),
        Column("派生元ー種別", "「事業」か、計画の階層の名前"),
        Column("派生元ー目標", "事業か項目の名前"),
        Column("派生先ー項目ID", "一つ上の項目のID", ColumnKind.ID),
        Column("派生先ー種別", "計画の階層の名前"),
        Column("派生先ー目標", "一つ上の項目の名前"),
        Column("再掲", "再掲のつながりなら1、主なつながりなら0", ColumnKind.FLAG),
    )
    rows = tuple((*rs_cells(plan, None)[:3], *cells) for cells in _links(plan))
    return _table(
        "3-2-goal-links",
        "3-2 効果発現経路_目標のつながり",
        columns,
        rows,
        "事業か項目と、その一つ上の項目の組",
    )


def _links(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for project in plan.projects:
        for path in _paths(plan, project):
            above = path[-1]
            yield (project.id, "事業", project.name, *_end(plan, above), int(above.id != project.node))
    for node in plan.nodes:
        if node.parent is not None and node.parent in plan.node_by_id:
            yield (*_end(plan, node), *_end(plan, plan.node_by_id[node.parent]), 0)


def _end(plan: Plan, node: Node) -> tuple[Cell, ...]:
    return (node.id, level_name(plan, node.level), heading_words(node))


def _reviews(plan: Plan) -> DataTable:
    columns = (
        *RS_COLUMNS,
        Column("点検の年度", "点検した年度の西暦", ColumnKind.YEAR),
        Column("点検した者", "点検した段階か、会議体"),
        Column("進捗", "進み具合"),
        Column("評価", "評価"),
        Column("事業所管部局による点検・改善ー点検結果", "取組の実績"),
        Column("事業所管部局による点検・改善ー改善の方向性", "今後の方針"),
        Column("理由", "方針の理由"),
        Column("外部有識者による点検ー所見", "委員会などの意見"),
        Column("所見を踏まえた改善点", "意見への対応方針"),
        Column("確定した日", "確定した日。2025-06-30 のように書く", ColumnKind.DATE),
    )
    rows = tuple(
        (*rs_cells(plan, project), *cells) for project in plan.projects for cells in _checks(project)
    )
    return _table("4-1-reviews", "4-1 点検・評価", columns, rows, "事業の一つの点検、または一つの意見")


def _checks(project: Project) -> Iterator[tuple[Cell, ...]]:
    for review in project.reviews:
        direction = review.direction.printed if review.direction else None
        day = review.approved_at.isoformat() if review.approved_at else None
        own = (review.progress, review.evaluation, review.result, direction, review.reason)
        yield (review.year, review.rater, *own, None, None, day)
    for comment in project.comments:
        yield (comment.year, comment.by, *(None,) * 5, comment.text, comment.answer, None)


def _remarks(plan: Plan) -> DataTable:
    columns = (
        *RS_COLUMNS,
        Column("備考番号", "その事業の中での順番。1から始まる", ColumnKind.INTEGER),
        Column("備考", "備考や注の文"),
    )
    rows = tuple(
        (*rs_cells(plan, project), number, note)
        for project in plan.projects
        for number, note in enumerate(project.notes, start=1)
    )
    return _table("6-1-remarks", "6-1 その他備考", columns, rows, "事業の備考の一つ")


def _table(
    file: str,
    name: str,
    columns: tuple[Column, ...],
    rows: tuple[tuple[Cell, ...], ...],
    about: str,
    *,
    keys: tuple[str, ...] = (),
) -> DataTable:
    return DataTable(name=name, file=f"rs/{file}", columns=columns, rows=rows, about=about, keys=keys)
