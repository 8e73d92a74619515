"""Whatever stands in a table, reading ends in a plan that holds together or in a sentence."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from spec.tables import to_csv, to_xlsx
from torikumi.errors import UserError
from torikumi.plan.file import dump_plan, load_plan
from torikumi.plan.model import Plan
from torikumi.plan.records import to_records
from torikumi.read.run import read_documents

HEADINGS = (
    "No.", "事業名", "施策", "基本目標", "事業概要", "今後の方向性", "担当課", "関係課", "指標", "単位", "目標値",
    "実績値", "R5",
    "KPI", "基準値（R1）", "年度", "令和7年度 目標", "令和6年度", "予算額（千円）", "備考", "評価",
    "施策番号", "再掲", "区分", "名称", "項目",
)  # fmt: skip
VALUES = (
    "1", "1-2", "①", "朝市（再掲）", "夜市（朝市を統合）", "A：充実", "B：継続", "休止・廃止", "商工課", "企画課 広報課",
    "こども部 ほか", "（児童館）", "〃", "合計", "合計 3事業", "小計", "※注", "行う。", "1 働くまち <しごと>", "(1) 人", "Ⅰ",
    "基本目標2 くらし", "第1章 道", "△1,234", "12.5％", "集計中", "－", "令和5年度", "単位：千円", "担当課：商工課",
    "目標", "実績", "達成率", "R4", "412人（R5）", "男性 3％／女性 4％", "現状維持",
    "主な事業", "▶道（111）", "道路事業/橋事業", "111",
    "指標名：人口", "市を開く。\n・春\n・秋", "\u3000", "。", "・", "（", "<>",
)  # fmt: skip

cells = st.one_of(
    st.just(""),
    st.sampled_from(("<", "^")),
    st.sampled_from(HEADINGS),
    st.sampled_from(VALUES),
    st.text(max_size=5),
)
rows = st.lists(st.lists(cells, min_size=1, max_size=7), min_size=1, max_size=12)
headed = st.tuples(st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=7, unique=True), rows).map(
    lambda parts: [parts[0], *parts[1]]
)


def assert_holds_together(plan: Plan) -> None:
    assert plan.projects or any(node.indicators for node in plan.nodes)
    assert len(plan.project_by_id) == len(plan.projects)
    assert len(plan.node_by_id) == len(plan.nodes)
    for node in plan.nodes:
        assert node.level == (0 if node.parent is None else plan.node_by_id[node.parent].level + 1)
    for project in plan.projects:
        assert project.name
        assert project.places
        assert plan.path_to(project.node) is not None
        assert all(node in plan.node_by_id for node in project.also_under)
    assert load_plan(dump_plan(plan)) == plan
    assert len(to_records(plan)) == len(plan.projects)


def squared(table: list[list[str]]) -> list[list[str]]:
    width = max(map(len, table))
    clean = [["".join(c for c in cell if c == "\n" or c.isprintable()) for cell in row] for row in table]
    return [row + [""] * (width - len(row)) for row in clean]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=st.one_of(rows, headed))
@example(table=[["事業名", "担当課"], ["朝市（再掲）", ""], ["朝市", "商工課"]])
def test_any_csv_ends_in_a_plan_or_a_sentence(table: list[list[str]]):
    read_or_refuse("plan.csv", to_csv(squared(table)))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    table=headed,
    below=st.integers(0, 5),
    beside=st.integers(0, 5),
    high=st.integers(1, 3),
    wide=st.integers(1, 3),
)
def test_any_merged_workbook_ends_in_a_plan_or_a_sentence(
    table: list[list[str]], below: int, beside: int, high: int, wide: int
):
    drawn = [[cell if cell not in ("<", "^") else "" for cell in row] for row in squared(table)]
    # One merged cell at any place, over whatever stood there.
    for r in range(below, min(below + high, len(drawn))):
        for c in range(beside, min(beside + wide, len(drawn[r]))):
            drawn[r][c] = "<" if c > beside else "^" if r > below else drawn[r][c] or "市"
    if any("^" in row and "<" in row for row in drawn):
        drawn = [["" if cell in ("<", "^") else cell for cell in row] for row in drawn]
    read_or_refuse("plan.xlsx", to_xlsx({"一覧": drawn}))


def read_or_refuse(name: str, octets: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(octets)
        try:
            plan = read_documents([path]).plan
        except UserError as error:
            assert error.ja
            assert error.en
            return
    assert_holds_together(plan)


@settings(max_examples=200, deadline=None)
@given(
    octets=st.binary(min_size=1, max_size=400),
    name=st.sampled_from(["plan.csv", "plan.txt", "plan.xlsx", "plan"]),
)
def test_any_bytes_end_in_a_plan_or_a_sentence(octets: bytes, name: str):
    read_or_refuse(name, octets)
