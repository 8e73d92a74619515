"""The workbook for people with what a check says."""

from io import BytesIO

from openpyxl import load_workbook

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Node, Plan
from torikumi.plan.place import Place
from torikumi.plan.project import Project
from torikumi.publish.xlsx import write_checked_workbook

PLAN = Plan(
    title="例の計画",
    nodes=(Node(id="N-1", level=0, printed="1 働く", name="働く"),),
    projects=(
        Project(id="P-1", number="1", name="相談事業", node="N-1"),
        Project(id="P-2", number="2", name="講座事業", node="N-1"),
    ),
)


def finding(code: str, ja: str, subject: str | None, severity: Severity = Severity.INFO) -> Finding:
    return Finding(code=code, severity=severity, ja=ja, en=ja, subject=subject, place=Place(page=3, row=12))


FINDINGS = [
    finding("measure-empty", "何もありません。", "N-1", Severity.WARNING),
    finding("direction-missing", "方針がありません。", "P-1", Severity.ERROR),
    finding("name-provisional", "=仮称です。", "P-1"),
]


def test_findings_stand_in_a_column_and_a_comment_beside_their_project() -> None:
    sheet = load_workbook(BytesIO(write_checked_workbook(PLAN, FINDINGS)))["事業一覧"]

    rows = {row[0].value: row for row in sheet.iter_rows()}
    said = "誤り：方針がありません。（direction-missing）\n参考：=仮称です。（name-provisional）"
    assert rows["No."][-1].value == "点検"
    assert rows["1"][-1].value == said
    comment = rows["1"][1].comment
    assert comment is not None
    assert comment.text == said
    assert not rows["2"][-1].value
    assert rows["2"][1].comment is None


def test_a_sheet_lists_all_findings_those_of_headings_too() -> None:
    sheet = load_workbook(BytesIO(write_checked_workbook(PLAN, FINDINGS)))["点検"]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["重要度", "規則", "対象", "場所", "内容"]
    assert rows[1] == ["注意", "measure-empty", "1 働く", "3ページ 12行目", "何もありません。"]
    assert rows[3][2] == "No.1 相談事業"
    assert len(rows) == 4


def test_the_same_findings_give_the_same_workbook() -> None:
    assert write_checked_workbook(PLAN, FINDINGS) == write_checked_workbook(PLAN, FINDINGS)
