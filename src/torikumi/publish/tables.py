"""The plan as tables that a machine reads: one value a cell, plain numbers, western years, units apart.

The rules are those of the state for machine-readable tables (機械判読可能なデータの表記方法).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Node, Plan
from torikumi.plan.place import Place, place_of
from torikumi.plan.project import Project, Review
from torikumi.plan.quantity import Quantity
from torikumi.publish.addresses import project_address
from torikumi.publish.tally import direction_groups
from torikumi.publish.words import COUNTINGS, FUNDS, GOODS, KINDS, OUTCOMES, PHASES, ROLES

Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """One table; `name` is the sheet's, `file` the name of its CSV file without ending."""

    name: str
    file: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def data_tables(plan: Plan) -> tuple[DataTable, ...]:
    """Return the tables of a plan, the one that explains the columns last."""
    tables = (
        projects_table(plan),
        _indicators_table(plan),
        _amounts_table(plan),
        _sections_table(plan),
        _notes_table(plan),
        _reviews_table(plan),
        _comments_table(plan),
        _scale_table(plan),
    )
    return (*tables, _columns_table(tables))


def projects_table(plan: Plan) -> DataTable:
    """Return one row a project."""
    depth = max((node.level for node in plan.nodes), default=-1) + 1
    columns = (*_PLAN_COLUMNS, *_PROJECT_COLUMNS, *_level_columns(plan, depth), *_REST_COLUMNS)
    rows = tuple(
        (*_plan_cells(plan), *_project_cells(project), *_level_cells(plan, project, depth), *_rest(project))
        for project in plan.projects
    )
    return DataTable(name="事業", file="projects", columns=columns, rows=rows)


_PLAIN_LEVELS = ("大項目", "中項目", "小項目", "細項目")
_PLAN_COLUMNS = (
    Column("市区町村コード", "全国地方公共団体コード6桁。文字として扱う"),
    Column("市区町村名", "計画を作った市区町村の名前"),
    Column("計画名", "計画の名前"),
    Column("年度", "この版の年度。4月に始まる年度の西暦"),
)
_PROJECT_COLUMNS = (
    Column("事業ID", "版が変わっても同じ事業の番号"),
    Column("事業番号", "この版での番号。文字として扱う"),
    Column("事業名", "事業の名前。もとの文書のとおり"),
    Column("別名", "事業名の最後のかっこの中"),
    Column("仮称", "事業名が仮称なら1、そうでなければ0"),
)
_REST_COLUMNS = (
    Column("事業概要", "事業の概要。もとの文書のとおり。改行は空白にしてある"),
    Column("方針_原文", "今後の方針。もとの文書のとおり"),
    Column("方針_コード", "方針の記号。シート「方針の区分」を見る"),
    Column("方針_名称", "方針の名前"),
    Column("方針_共通区分", "市区町村の間で比べられる区分。一つに決まらなければ空"),
    Column("担当課", "はじめに書かれた担当課の名前。すべての課はシート「担当課」を見る"),
    Column("担当課_施設", "その課のかっこの中の施設"),
    Column("担当課数", "担当課の数"),
    Column("出典_ファイル", "読み取った文書のファイル名"),
    Column("出典_ページ", "読み取ったページ"),
    Column("出典_シート", "読み取ったシートの名前"),
    Column("出典_行", "読み取った行。テキストでは何行目か"),
    Column("ページ", "この事業のページ。サイトの最上位からの位置"),
)
_KEY_COLUMNS = (
    _PLAN_COLUMNS[0],
    _PLAN_COLUMNS[3],
    Column("対象ID", "事業IDか、計画の項目のID。計画そのものなら空"),
    Column("対象", "「事業」か、計画の階層の名前。計画そのものなら「計画」"),
    Column("対象名", "事業か項目の名前。計画そのものなら計画の名前"),
)
_INDICATOR_COLUMNS = (
    *_KEY_COLUMNS,
    Column("指標番号", "その対象の中での順番。1から始まる"),
    Column("指標名", "指標の名前"),
    Column("種類", "投入指標、活動指標、成果指標"),
    Column("望ましい向き", "増えるとよいか、減るとよいか"),
    Column("数え方", "単年度の値か、累計の値か"),
    Column("値の種類", "基準値、目標値、最終目標値、実績値"),
    Column("値の年度", "値の年度の西暦。書かれていなければ空"),
    Column("値", "数値だけ。数値でなければ空"),
    Column("単位", "値の単位"),
    Column("概数", "「約」などがあれば1、なければ0"),
    Column("原文", "もとの文書の書き方"),
)
_AMOUNT_COLUMNS = (
    *_KEY_COLUMNS,
    Column("金額の年度", "金額の年度の西暦。書かれていなければ空"),
    Column("見出し", "もとの文書の見出し"),
    Column("段階", "要求額、当初予算、補正予算、繰越、予算現額、決算額"),
    Column("財源", "事業費は財源の全体"),
    Column("金額", "数値だけ。減額は負の数"),
    Column("単位", "金額の単位。円、千円など"),
    Column("概数", "「約」などがあれば1、なければ0"),
    Column("原文", "もとの文書の書き方"),
)
_SECTION_COLUMNS = (
    *_KEY_COLUMNS,
    Column("担当順", "書かれた順番。1から始まる"),
    Column("担当課", "課や部の名前"),
    Column("施設", "かっこの中の施設"),
    Column("ほか", "「ほか」とあれば1、なければ0"),
    Column("役割", "主管か関係"),
    Column("原文", "もとの文書の書き方"),
)
_NOTE_COLUMNS = (
    *_KEY_COLUMNS,
    Column("備考番号", "その対象の中での順番。1から始まる"),
    Column("備考", "備考や注の文。もとの文書のとおり。改行は空白にしてある"),
)
_REVIEW_COLUMNS = (
    *_KEY_COLUMNS,
    Column("評価の年度", "評価した年度の西暦"),
    Column("評価者", "評価した段階。担当課、委員会など"),
    Column("項目", "答えた項目の名前"),
    Column("内容", "答え。もとのとおり。改行は空白にしてある"),
    Column("確定した段階", "評価を確定した段階"),
    Column("確定した日", "確定した日"),
)
_COMMENT_COLUMNS = (
    *_KEY_COLUMNS,
    Column("意見の年度", "意見のあった年度の西暦"),
    Column("意見者", "意見を述べた会議体"),
    Column("意見", "意見。改行は空白にしてある"),
    Column("対応方針", "意見への答え。改行は空白にしてある"),
    Column("回答者", "答えた課など"),
)


def _level_columns(plan: Plan, depth: int) -> tuple[Column, ...]:
    taken = {column.name for column in (*_PLAN_COLUMNS, *_PROJECT_COLUMNS, *_REST_COLUMNS)}
    columns: list[Column] = []
    for level in range(depth):
        word = _level_name(plan, level)
        name = f"{word}{level + 1}" if word in taken else word
        taken.add(name)
        columns.append(Column(name, f"計画の{level + 1}番目の階層。見出しはもとの文書のとおり"))
    return tuple(columns)


def _level_name(plan: Plan, level: int) -> str:
    """Return what the plan calls a level, else a plain name that says how deep it is (大項目, 中項目 …)."""
    own = plan.levels[level].strip() if level < len(plan.levels) else ""
    if own:
        return own
    return _PLAIN_LEVELS[level] if level < len(_PLAIN_LEVELS) else f"階層{level + 1}"


def _plan_cells(plan: Plan) -> tuple[Cell, ...]:
    city = plan.municipality
    return (city.code if city else None, city.name if city else None, plan.title, plan.year)


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


def _key_cells(plan: Plan, *, identity: str | None, kind: str, name: str) -> tuple[Cell, ...]:
    return (plan.municipality.code if plan.municipality else None, plan.year, identity, kind, name)


def _of_project(plan: Plan, project: Project) -> tuple[Cell, ...]:
    return _key_cells(plan, identity=project.id, kind="事業", name=project.name)


def _of_node(plan: Plan, node: Node) -> tuple[Cell, ...]:
    name = node.printed or node.name
    return _key_cells(plan, identity=node.id, kind=_level_name(plan, node.level), name=name)


def _indicators_table(plan: Plan) -> DataTable:
    rows: list[tuple[Cell, ...]] = []
    for node in plan.nodes:
        rows += _indicator_rows(_of_node(plan, node), node.indicators)
    for project in plan.projects:
        rows += _indicator_rows(_of_project(plan, project), project.indicators)
    return DataTable(name="指標", file="indicators", columns=_INDICATOR_COLUMNS, rows=tuple(rows))


def _indicator_rows(key: tuple[Cell, ...], indicators: Sequence[Indicator]) -> Iterator[tuple[Cell, ...]]:
    for number, indicator in enumerate(indicators, start=1):
        about = (
            number,
            indicator.name,
            KINDS[indicator.kind] if indicator.kind else None,
            GOODS[indicator.good] if indicator.good else None,
            COUNTINGS[indicator.counting] if indicator.counting else None,
        )
        for kind, value in _values(indicator):
            cells = _quantity_cells(value.value, unit=indicator.unit)
            yield (*key, *about, kind, value.year, *cells)


def _values(indicator: Indicator) -> Iterator[tuple[str, YearValue]]:
    if indicator.base is not None:
        yield "基準値", indicator.base
    yield from (("目標値", value) for value in indicator.targets)
    if indicator.final_target is not None:
        yield "最終目標値", indicator.final_target
    yield from (("実績値", value) for value in indicator.actuals)


def _quantity_cells(value: Quantity, *, unit: str | None = None) -> tuple[Cell, ...]:
    return (value.number, value.unit or unit, int(value.approximate), value.raw)


def _amounts_table(plan: Plan) -> DataTable:
    rows = tuple(
        (
            *_of_project(plan, project),
            amount.year,
            amount.label,
            PHASES[amount.phase] if amount.phase else None,
            FUNDS[amount.fund],
            *_quantity_cells(amount.value),
        )
        for project in plan.projects
        for amount in project.amounts
    )
    return DataTable(name="金額", file="amounts", columns=_AMOUNT_COLUMNS, rows=rows)


def _sections_table(plan: Plan) -> DataTable:
    rows = tuple(
        (
            *_of_project(plan, project),
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
    return DataTable(name="担当課", file="sections", columns=_SECTION_COLUMNS, rows=rows)


def _notes_table(plan: Plan) -> DataTable:
    """Return one row a note: those of the plan, of its goals and measures, of its projects."""
    rows: list[tuple[Cell, ...]] = []
    whole = _key_cells(plan, identity=None, kind="計画", name=plan.title)
    rows += _note_rows(whole, [note.text for note in plan.notes])
    for node in plan.nodes:
        rows += _note_rows(_of_node(plan, node), [note.text for note in node.notes])
    for project in plan.projects:
        rows += _note_rows(_of_project(plan, project), project.notes)
    return DataTable(name="備考", file="notes", columns=_NOTE_COLUMNS, rows=tuple(rows))


def _reviews_table(plan: Plan) -> DataTable:
    """Return one row an answer: a rater's answers of one year stand below one another."""
    rows = tuple(
        (
            *_of_project(plan, project),
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
    return DataTable(name="年度評価", file="reviews", columns=_REVIEW_COLUMNS, rows=rows)


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


def _comments_table(plan: Plan) -> DataTable:
    """Return one row a comment: those on the plan, on its goals and measures, on its projects."""
    about = [(_key_cells(plan, identity=None, kind="計画", name=plan.title), plan.comments)]
    about += [(_of_node(plan, node), node.comments) for node in plan.nodes]
    about += [(_of_project(plan, project), project.comments) for project in plan.projects]
    rows = tuple(
        (*key, one.year, one.by, one.text, one.answer, one.answered_by)
        for key, comments in about
        for one in comments
    )
    return DataTable(name="意見と対応", file="comments", columns=_COMMENT_COLUMNS, rows=rows)


def _note_rows(key: tuple[Cell, ...], texts: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    yield from ((*key, number, text) for number, text in enumerate(texts, start=1))


def _scale_table(plan: Plan) -> DataTable:
    columns = (
        Column("方針_コード", "方針の記号"),
        Column("方針_名称", "方針の名前"),
        Column("順番", "この計画での並び。1から始まる"),
        Column("方針_共通区分", "市区町村の間で比べられる区分。複数の意味があれば1行に一つずつ"),
        Column("共通区分の名前", "共通区分の日本語の名前"),
    )
    rows: list[tuple[Cell, ...]] = []
    for order, group in enumerate(direction_groups(plan), start=1):
        for outcome in group.outcomes or (None,):
            rows.append(
                (
                    group.letter or None,
                    group.word,
                    order,
                    outcome.value if outcome else None,
                    OUTCOMES[outcome] if outcome else None,
                )
            )
    return DataTable(name="方針の区分", file="directions", columns=columns, rows=tuple(rows))


def _columns_table(tables: Sequence[DataTable]) -> DataTable:
    columns = (
        Column("シート", "表の名前"),
        Column("ファイル", "CSVのファイル名"),
        Column("列番号", "左から数えた列。1から始まる"),
        Column("項目", "見出しの言葉"),
        Column("説明", "項目の意味"),
    )
    rows = tuple(
        (table.name, f"{table.file}.csv", number, column.name, column.meaning)
        for table in tables
        for number, column in enumerate(table.columns, start=1)
    )
    return DataTable(name="項目説明", file="columns", columns=columns, rows=rows)
