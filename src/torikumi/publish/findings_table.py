"""What a check says of a plan, as a table with a row a finding."""

from collections.abc import Mapping, Sequence

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Plan
from torikumi.plan.place import describe_place
from torikumi.publish.data_table import Column, DataTable
from torikumi.publish.view import project_name
from torikumi.publish.words import heading_words, title_words

SEVERITIES: Mapping[Severity, str] = {Severity.ERROR: "誤り", Severity.WARNING: "注意", Severity.INFO: "参考"}
_COLUMNS = (
    Column("重要度", "誤り（公表する前に直すもの）・注意・参考"),
    Column("規則", "点検規則の名前"),
    Column("対象", "事業、見出し、または計画の名前"),
    Column("場所", "読み取った文書の中の場所"),
    Column("内容", "何がおかしいかと、次にすること"),
)


def findings_table(plan: Plan, findings: Sequence[Finding]) -> DataTable:
    """Return the findings in their order."""
    rows = tuple(
        (
            SEVERITIES[finding.severity],
            finding.code,
            _subject(plan, finding.subject),
            describe_place(finding.place, language="ja"),
            finding.ja,
        )
        for finding in findings
    )
    return DataTable(name="点検", file="findings", columns=_COLUMNS, rows=rows)


def _subject(plan: Plan, subject: str | None) -> str:
    if subject in plan.project_by_id:
        return project_name(plan.project_by_id[subject])
    return heading_words(plan.node_by_id[subject]) if subject in plan.node_by_id else title_words(plan)
