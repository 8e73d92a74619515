"""What holds for every plan, however odd."""

import csv
import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st
from odd_plans import odd_plans

from torikumi.check.catalogue import ALL_RULES
from torikumi.check.report import to_csv, to_json, to_text
from torikumi.check.run import run_rules
from torikumi.check.section_list import ListedSection, SectionList
from torikumi.plan.model import Plan

PAIRS = st.tuples(odd_plans(), st.one_of(st.none(), odd_plans()))
EVERY_RULE = frozenset(rule.code for rule in ALL_RULES)
SECTIONS = SectionList(
    sections=(ListedSection(name="企画課", former=("事業", "継続")), ListedSection(name="ほか", gone=2000))
)


@settings(max_examples=60, deadline=None)
@given(PAIRS)
def test_no_rule_fails_and_every_finding_speaks_of_something_in_the_plan(
    pair: tuple[Plan, Plan | None],
) -> None:
    plan, previous = pair

    findings = list(run_rules(plan, previous=previous, sections=SECTIONS, select=EVERY_RULE))

    subjects = {None, *plan.project_by_id, *plan.node_by_id}
    assert all(finding.subject in subjects for finding in findings)
    assert all(finding.ja and finding.en for finding in findings)


@settings(max_examples=25, deadline=None)
@given(odd_plans())
def test_every_form_of_the_report_can_be_written(plan: Plan) -> None:
    findings = list(run_rules(plan))

    rows = list(csv.reader(io.StringIO(to_csv(findings, plan, language="ja"), newline="")))
    assert len(json.loads(to_json(findings, plan))) == len(findings)
    assert len(rows) == len(findings) + 1
    lines = [line for line in to_text(findings, plan, file="plan.json", language="ja").splitlines() if line]
    assert len(lines) == len(findings) + len({finding.severity for finding in findings}) + 1


@settings(max_examples=25, deadline=None)
@given(odd_plans())
def test_the_same_plan_has_the_same_findings(plan: Plan) -> None:
    assert list(run_rules(plan)) == list(run_rules(plan))
