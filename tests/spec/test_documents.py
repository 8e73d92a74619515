"""How a document becomes a plan: every case of tests/cases/read, as CSV and as a workbook."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from spec.tables import Drawn, parse_table, to_csv, to_xlsx
from torikumi.plan.model import Plan
from torikumi.plan.records import to_records
from torikumi.read.run import read_documents

CASES = Path(__file__).parents[1] / "cases" / "read"


def all_cases() -> Iterator[object]:
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            for form in case.get("forms", ["csv", "xlsx"]):
                yield pytest.param(case, form, id=f"{path.stem}-{case['name']}-{form}")


@pytest.mark.parametrize(("case", "form"), [*all_cases()])
def test_a_drawn_table_is_read_as_the_case_says(case: dict, form: str, tmp_path: Path):
    path = write_case(case, form, tmp_path)

    reading = read_documents([path])

    expected = parse_table(case["expect"])
    assert records_as_rows(reading.plan, expected[0]) == expected[1:]
    codes = {finding.code for finding in reading.findings}
    assert set(case.get("findings", [])) <= codes
    assert not codes & set(case.get("no_findings", []))
    for name, want in case.get("plan", {}).items():
        assert FACTS[name](reading.plan) == want, name


def write_case(case: dict, form: str, folder: Path) -> Path:
    sheets = case.get("sheets") or {"一覧": case["table"]}
    drawn: dict[str, Drawn] = {name: parse_table(table) for name, table in sheets.items()}
    path = folder / f"case.{form}"
    path.write_bytes(to_xlsx(drawn) if form == "xlsx" else to_csv(next(iter(drawn.values()))))
    return path


def records_as_rows(plan: Plan, wanted: list[str]) -> Drawn:
    return [[as_text(record, name) for name in wanted] for record in to_records(plan)]


def as_text(record: dict, name: str) -> str:
    value = record[name]
    if value is None:
        return "-"
    if name == "path":
        return " > ".join(value)
    if name == "kpis":
        return "; ".join(kpi_as_text(kpi) for kpi in value)
    if name == "amounts":
        return "; ".join(f"{amount['label']}={amount['value']}{amount['unit'] or ''}" for amount in value)
    if isinstance(value, list):
        return ", ".join("-" if item is None else str(item) for item in value)
    return str(value)


def kpi_as_text(kpi: dict) -> str:
    values = ", ".join(f"{year}:{value}" for year, value in kpi["values"].items())
    parts = [kpi["name"], kpi["unit"] or "-", kpi["baseline"] or "-", kpi["target"] or "-", values or "-"]
    return " / ".join(parts)


FACTS: dict[str, Callable[[Plan], object]] = {
    "title": lambda plan: plan.title,
    "edition": lambda plan: plan.edition,
    "year": lambda plan: plan.year,
    "levels": lambda plan: list(plan.levels),
    "period": lambda plan: None if plan.period is None else [plan.period.first, plan.period.last],
    "tree": lambda plan: [f"{'  ' * node.level}{node.printed}" for node in plan.nodes],
    "notes": lambda plan: [note.text for note in plan.notes],
    "totals": lambda plan: [total.count for total in plan.totals],
    "node_notes": lambda plan: {n.name: [note.text for note in n.notes] for n in plan.nodes if n.notes},
    "node_kpis": lambda plan: {
        n.name: [kpi.name for kpi in n.indicators] for n in plan.nodes if n.indicators
    },
    "outcomes": lambda plan: [
        [o.value for o in p.direction.outcomes] if p.direction else None for p in plan.projects
    ],
    "also_under": lambda plan: {
        p.name: [plan.node_by_id[node].name for node in p.also_under] for p in plan.projects if p.also_under
    },
    "merges": lambda plan: {
        p.name: [f"{merge.kind.value} {merge.partner} {bool(merge.partner_id)}" for merge in p.merges]
        for p in plan.projects
        if p.merges
    },
    "money": lambda plan: {
        p.name: [
            f"{a.year} {a.phase.value if a.phase else '-'} {a.fund.value}: {a.value.number}"
            for a in p.amounts
        ]
        for p in plan.projects
        if p.amounts
    },
    "reviews": lambda plan: {
        p.name: [f"{r.year} {r.rater}: {r.progress}/{r.evaluation}/{r.result}/{r.reason}" for r in p.reviews]
        for p in plan.projects
        if p.reviews
    },
}
