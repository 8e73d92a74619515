"""How tables of indicators are read: every case of tests/cases/indicators, as CSV and as a workbook."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from spec.tables import Drawn, parse_table
from spec.test_documents import write_case
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Plan
from torikumi.read.refusals import NoPlanError
from torikumi.read.run import read_documents

CASES = Path(__file__).parents[1] / "cases" / "indicators"


def all_cases() -> Iterator[object]:
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            for form in case.get("forms", ["csv", "xlsx"]):
                yield pytest.param(case, form, id=f"{path.stem}-{case['name']}-{form}")


@pytest.mark.parametrize(("case", "form"), [*all_cases()])
def test_a_drawn_table_of_indicators_is_read_as_the_case_says(case: dict, form: str, tmp_path: Path):
    path = write_case(case, form, tmp_path)

    reading = read_documents([path])

    expected = parse_table(case["expect"])
    assert indicators_as_rows(reading.plan, expected[0]) == expected[1:]
    codes = {finding.code for finding in reading.findings}
    assert set(case.get("findings", [])) <= codes
    assert not codes & set(case.get("no_findings", []))
    if "projects" in case:
        assert [project.name for project in reading.plan.projects] == case["projects"]


def indicators_as_rows(plan: Plan, wanted: list[str]) -> Drawn:
    return [[as_text(owner, indicator, name) for name in wanted] for owner, indicator in indicators_of(plan)]


def indicators_of(plan: Plan) -> Iterator[tuple[str, Indicator]]:
    for node in plan.nodes:
        owner = " > ".join(one.printed for one in plan.path_to(node.id))
        yield from ((owner, indicator) for indicator in node.indicators)
    for project in plan.projects:
        yield from ((f"[{project.name}]", indicator) for indicator in project.indicators)


def as_text(owner: str, indicator: Indicator, name: str) -> str:
    if name == "owner":
        return owner
    if name == "states":
        return ", ".join(value.value.state.value for value in values_of(indicator))
    if name == "numbers":
        return ", ".join(str(value.value.number) for value in values_of(indicator))
    if name == "units":
        return ", ".join(value.value.unit for value in values_of(indicator) if value.value.unit)
    value = getattr(indicator, {"final": "final_target"}.get(name, name))
    if value is None:
        return "-"
    if isinstance(value, YearValue):
        return value_as_text(value)
    if isinstance(value, tuple):
        return ", ".join(map(value_as_text, value))
    return str(value)


def values_of(indicator: Indicator) -> Iterable[YearValue]:
    found = (indicator.base, indicator.final_target, *indicator.targets, *indicator.actuals)
    return [value for value in found if value is not None]


def value_as_text(value: YearValue) -> str:
    raw = value.value.raw
    return raw if value.year is None else f"{value.year}={raw}"


def tables_without() -> Iterator[object]:
    path = CASES.parent / "no_indicators" / "tables.yaml"
    for case in yaml.safe_load(path.read_text(encoding="utf-8")):
        yield pytest.param(case, id=case["name"])


@pytest.mark.parametrize("case", [*tables_without()])
def test_a_table_of_other_figures_holds_no_plan(case: dict, tmp_path: Path):
    path = write_case(case, "xlsx", tmp_path)

    with pytest.raises(NoPlanError):
        read_documents([path])
