"""Every rule on the cases that are written down for it in tests/cases/check/."""

from typing import Any

import pytest
import yaml
from written_plan import PLAN_KEYS, plan_of, refuse_unknown_keys

from shared import REPOSITORY
from torikumi.check.catalogue import ALL_RULES
from torikumi.check.run import run_rules
from torikumi.check.section_list import read_section_list
from torikumi.plan.model import Plan

FOLDER = REPOSITORY / "tests" / "cases" / "check"
CASE_KEYS = {*PLAN_KEYS, "名前", "期待", "文", "前の版", "課の名簿"}


def cases_of(code: str) -> list[dict[str, Any]]:
    written = yaml.safe_load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
    assert isinstance(written, list)
    return written


ALL_CASES = [(path.stem, case) for path in sorted(FOLDER.glob("*.yaml")) for case in cases_of(path.stem)]


def spoken_of(plan: Plan, subject: str | None) -> str:
    if subject is None:
        return "計画"
    project = plan.project_by_id.get(subject)
    if project is None:
        return plan.node_by_id[subject].printed
    return project.number or project.name


def names_expected(plan: Plan, expected: list[Any]) -> list[str]:
    """A project may be named where its number is not enough to tell it from another."""
    by_name = {project.name: project.number or project.name for project in plan.projects}
    return [by_name.get(str(each), str(each)) for each in expected]


@pytest.mark.parametrize(
    ("code", "case"), ALL_CASES, ids=[f"{code}: {case['名前']}" for code, case in ALL_CASES]
)
def test_a_rule_finds_what_the_case_expects(code: str, case: dict[str, Any]) -> None:
    refuse_unknown_keys(case, CASE_KEYS)
    plan = plan_of(case)
    previous = plan_of(case["前の版"], mark="Q") if "前の版" in case else None

    rows = [["課名", "旧名", "廃止", "引き継ぎ先"], *(list(row) for row in case.get("課の名簿", []))]
    sections = read_section_list(rows) if "課の名簿" in case else None

    findings = list(run_rules(plan, previous=previous, sections=sections, select=frozenset({code})))

    found = [spoken_of(plan, finding.subject) for finding in findings]
    assert sorted(found) == sorted(names_expected(plan, case["期待"])), [finding.ja for finding in findings]
    assert all(str(case.get("文", "")) in finding.ja for finding in findings)


def test_every_rule_bears_every_case_and_speaks_only_of_what_is_in_it() -> None:
    sections = read_section_list(
        [["課名", "旧名", "廃止"], ["福祉課", "児童課", ""], ["広報課", "", "令和2年度"]]
    )
    everything = frozenset(rule.code for rule in ALL_RULES)
    before = plan_of({}, mark="Q")
    for _, case in ALL_CASES:
        plan = plan_of(case)
        for previous in (before, plan_of(case, mark="Q")):
            found = run_rules(plan, previous=previous, sections=sections, select=everything)
            subjects = {None, *plan.project_by_id, *plan.node_by_id}
            assert all(finding.subject in subjects for finding in found)
        before = plan_of(case, mark="Q")


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_a_rule_has_cases_that_fire_and_cases_that_do_not(rule: Any) -> None:
    cases = cases_of(rule.code)

    assert len(cases) >= 3
    assert any(case["期待"] for case in cases)
    assert any(not case["期待"] for case in cases)


def test_every_case_file_belongs_to_a_rule() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {rule.code for rule in ALL_RULES}


def test_a_mistyped_key_of_a_case_is_refused() -> None:
    with pytest.raises(ValueError, match="概略"):
        plan_of({"事業": [{"番号": 1, "事業名": "相談事業", "概略": "窓口"}]})
