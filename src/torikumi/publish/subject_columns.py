"""The columns that say what a row speaks of: the city, the year, the project or heading."""

from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.publish.data_table import Cell, Column, ColumnKind

PLAN_COLUMNS = (
    Column("市区町村コード", "全国地方公共団体コード6桁。文字として扱う"),
    Column("市区町村名", "計画を作った市区町村の名前"),
    Column("計画名", "計画の名前"),
    Column("年度", "この版の年度。4月に始まる年度の西暦", ColumnKind.YEAR),
)
KEY_COLUMNS = (
    PLAN_COLUMNS[0],
    PLAN_COLUMNS[3],
    Column("対象ID", "事業IDか、計画の項目のID。計画そのものなら空", ColumnKind.ID),
    Column("対象", "「事業」か、計画の階層の名前。計画そのものなら「計画」"),
    Column("対象名", "事業か項目の名前。計画そのものなら計画の名前"),
)
_PLAIN_LEVELS = ("大項目", "中項目", "小項目", "細項目")


def code_of(plan: Plan) -> str | None:
    """Return the code of the plan's municipality."""
    return plan.municipality.code if plan.municipality else None


def plan_cells(plan: Plan) -> tuple[Cell, ...]:
    """Return the cells of `PLAN_COLUMNS`."""
    city = plan.municipality
    return (city.code if city else None, city.name if city else None, plan.title, plan.year)


def of_plan(plan: Plan) -> tuple[Cell, ...]:
    """Return the cells of `KEY_COLUMNS` for the plan itself."""
    return (code_of(plan), plan.year, None, "計画", plan.title)


def of_project(plan: Plan, project: Project) -> tuple[Cell, ...]:
    """Return the cells of `KEY_COLUMNS` for a project."""
    return (code_of(plan), plan.year, project.id, "事業", project.name)


def of_node(plan: Plan, node: Node) -> tuple[Cell, ...]:
    """Return the cells of `KEY_COLUMNS` for a heading."""
    return (code_of(plan), plan.year, node.id, level_name(plan, node.level), node.printed or node.name)


def level_name(plan: Plan, level: int) -> str:
    """Return what the plan calls a level, else a plain name that says how deep it is (大項目, 中項目 …)."""
    own = plan.levels[level].strip() if level < len(plan.levels) else ""
    if own:
        return own
    return _PLAIN_LEVELS[level] if level < len(_PLAIN_LEVELS) else f"階層{level + 1}"


# The names of the national review of projects (RSシステム); a city stands where the ministry does.
RS_COLUMNS = (
    PLAN_COLUMNS[0],
    PLAN_COLUMNS[1],
    Column("事業年度", "この版の年度。4月に始まる年度の西暦", ColumnKind.YEAR),
    Column("予算事業ID", "版が変わっても同じ事業の番号。projects.csv の事業ID", ColumnKind.ID),
    Column("事業名", "事業の名前"),
)


def rs_cells(plan: Plan, project: Project | None) -> tuple[Cell, ...]:
    """Return the cells of `RS_COLUMNS`."""
    city = plan.municipality
    own = (project.id, project.name) if project else (None, None)
    return (code_of(plan), city.name if city else None, plan.year, *own)
