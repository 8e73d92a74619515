"""The plan as tables that a machine reads."""

from collections.abc import Iterable

from torikumi.plan.model import Plan
from torikumi.plan.outcome_words import OUTCOME_WORDS
from torikumi.plan.place import Place, place_of
from torikumi.plan.project import Project
from torikumi.publish.addresses import project_address
from torikumi.publish.data_table import Cell, Column, ColumnKind, DataTable, plain_table, plain_text
from torikumi.publish.subject_columns import (
    KEY_COLUMNS,
    PLAN_COLUMNS,
    code_of,
    level_name,
    of_project,
    plan_cells,
)
from torikumi.publish.tally import direction_groups
from torikumi.publish.value_tables import amounts_table, indicators_table
from torikumi.publish.word_tables import comments_table, notes_table, reviews_table
from torikumi.publish.words import ROLES


def data_tables(plan: Plan) -> tuple[DataTable, ...]:
    """Return the tables of a plan, the one that explains the columns last."""
    made = (
        projects_table(plan),
        indicators_table(plan),
        amounts_table(plan),
        _sections_table(plan),
        notes_table(plan),
        reviews_table(plan),
        comments_table(plan),
        _scale_table(plan),
    )
    tables = tuple(map(plain_table, made))
    return (*tables, columns_table(tables))


def projects_table(plan: Plan) -> DataTable:
    """Return one row a project."""
    depth = max((node.level for node in plan.nodes), default=-1) + 1
    columns = (*PLAN_COLUMNS, *_PROJECT_COLUMNS, *_level_columns(plan, depth), *_REST_COLUMNS)
    rows = tuple(
        (*plan_cells(plan), *_project_cells(project), *_level_cells(plan, project, depth), *_rest(project))
        for project in plan.projects
    )
    table = DataTable(
        name="事業",
        file="projects",
        columns=columns,
        rows=rows,
        about="事業",
        keys=("市区町村コード", "年度", "事業ID"),
    )
    return plain_table(table)


_PROJECT_COLUMNS = (
    Column("事業ID", "版が変わっても同じ事業の番号", ColumnKind.ID),
    Column("事業番号", "この版での番号。文字として扱う"),
    Column("事業名", "事業の名前。もとの文書のとおり"),
    Column("別名", "事業名の最後のかっこの中"),
    Column("仮称", "事業名が仮称なら1、そうでなければ0", ColumnKind.FLAG),
)
_REST_COLUMNS = (
    Column("事業概要", "事業の概要。もとの文書のとおり。改行は空白にしてある"),
    Column("方針_原文", "今後の方針。もとの文書のとおり"),
    Column("方針_コード", "方針の記号。シート「方針の区分」を見る"),
    Column("方針_名称", "方針の名前"),
    Column("方針_共通区分", "市区町村の間で比べられる区分。一つに決まらなければ空"),
    Column("担当課", "はじめに書かれた担当課の名前。すべての課はシート「担当課」を見る"),
    Column("担当課_施設", "その課のかっこの中の施設"),
    Column("担当課数", "担当課の数", ColumnKind.INTEGER),
    Column("出典_ファイル", "読み取った文書のファイル名"),
    Column("出典_ページ", "読み取ったページ", ColumnKind.INTEGER),
    Column("出典_シート", "読み取ったシートの名前"),
    Column("出典_行", "読み取った行。テキストでは何行目か", ColumnKind.INTEGER),
    Column("ページ", "この事業のページ。サイトの最上位からの位置", ColumnKind.ID),
)
_SECTION_COLUMNS = (
    *KEY_COLUMNS,
    Column("担当順", "書かれた順番。1から始まる", ColumnKind.INTEGER),
    Column("担当課", "課や部の名前"),
    Column("施設", "かっこの中の施設"),
    Column("ほか", "「ほか」とあれば1、なければ0", ColumnKind.FLAG),
    Column("役割", "主管か関係"),
    Column("原文", "もとの文書の書き方"),
)


def _level_columns(plan: Plan, depth: int) -> tuple[Column, ...]:
    taken = {column.name for column in (*PLAN_COLUMNS, *_PROJECT_COLUMNS, *_REST_COLUMNS)}
    columns: list[Column] = []
    for level in range(depth):
        word = plain_text(level_name(plan, level))
        name = f"{word}{level + 1}" if word in taken else word
        taken.add(name)
        columns.append(Column(name, f"計画の{level + 1}番目の階層。見出しはもとの文書のとおり"))
    return tuple(columns)


def _project_cells(project: Project) -> tuple[Cell, ...]:
    return (project.id, project.number, project.name, project.second_name, int(project.provisional))


def _level_cells(plan: Plan, project: Project, depth: int) -> tuple[Cell, ...]:
    if project.node not in plan.node_by_id:
        return (None,) * depth
    printed = {node.level: node.printed for node in plan.path_to(project.node)}
    return tuple(printed.get(level) for level in range(depth))


def _rest(project: Project) -> tuple[Cell, ...]:
    direction, first = project.direction, project.sections[0] if project.sections else None
    settled = direction.outcomes[0] if direction and len(direction.outcomes) == 1 else None
    place = place_of("name", project.places) or Place()
    return (
        project.summary,
        direction.printed if direction else None,
        direction.code if direction else None,
        direction.label if direction else None,
        settled.value if settled else None,
        first.name if first else None,
        first.facility if first else None,
        len(project.sections),
        place.file,
        place.page,
        place.sheet,
        place.row,
        project_address(project.id),
    )


def _sections_table(plan: Plan) -> DataTable:
    rows = tuple(
        (
            *of_project(plan, project),
            order,
            section.name,
            section.facility,
            int(section.others),
            ROLES[section.role],
            section.printed,
        )
        for project in plan.projects
        for order, section in enumerate(project.sections, start=1)
    )
    return DataTable(
        name="担当課",
        file="sections",
        columns=_SECTION_COLUMNS,
        rows=rows,
        about="事業と担当課の組",
        keys=("市区町村コード", "年度", "対象ID", "担当順"),
    )


def _scale_table(plan: Plan) -> DataTable:
    columns = (
        PLAN_COLUMNS[0],
        PLAN_COLUMNS[3],
        Column("方針_コード", "方針の記号"),
        Column("方針_名称", "方針の名前"),
        Column("順番", "この計画での並び。1から始まる", ColumnKind.INTEGER),
        Column("方針_共通区分", "市区町村の間で比べられる区分。複数の意味があれば1行に一つずつ"),
        Column("共通区分の名前", "共通区分の日本語の名前"),
    )
    rows: list[tuple[Cell, ...]] = []
    for order, group in enumerate(direction_groups(plan), start=1):
        for outcome in group.outcomes or (None,):
            rows.append(
                (
                    code_of(plan),
                    plan.year,
                    group.letter or None,
                    group.word,
                    order,
                    outcome.value if outcome else None,
                    OUTCOME_WORDS[outcome] if outcome else None,
                )
            )
    return DataTable(
        name="方針の区分",
        file="directions",
        columns=columns,
        rows=tuple(rows),
        about="方針の区分と、共通区分の組",
    )


def columns_table(tables: Iterable[DataTable]) -> DataTable:
    """Return one row a column of these tables: what stands in it."""
    columns = (
        Column("シート", "表の名前"),
        Column("ファイル", "CSVのファイル名"),
        Column("列番号", "左から数えた列。1から始まる", ColumnKind.INTEGER),
        Column("項目", "見出しの言葉"),
        Column("説明", "項目の意味"),
    )
    rows = tuple(
        (table.name, f"{table.file}.csv", number, column.name, column.meaning)
        for table in tables
        for number, column in enumerate(table.columns, start=1)
    )
    return DataTable(
        name="項目説明", file="columns", columns=columns, rows=rows, about="列", keys=("ファイル", "列番号")
    )
