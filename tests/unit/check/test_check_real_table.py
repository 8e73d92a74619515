"""What a person finds odd in a real table of 72 projects, and nothing else."""

from shared import SHARED, needs_shared
from torikumi.check.run import run_rules
from torikumi.plan.finding import Severity
from torikumi.read.run import read_documents


@needs_shared
def test_the_oddities_of_the_real_table_are_found_and_nothing_else() -> None:
    plan = read_documents([SHARED / "iruma" / "source.txt"]).plan

    findings = list(run_rules(plan))

    found = {(finding.code, plan.project_by_id[finding.subject or ""].number) for finding in findings}
    assert found == {
        ("abolished-because-merged", "14"),
        ("merge-partner-without-row", "14"),
        ("merge-partner-without-row", "58"),
        ("bracket-width-mixed", "41"),
        ("name-provisional", "57"),
        ("stray-bullet", "67"),
        ("sentence-unfinished", "71"),
        ("section-others-unnamed", "39"),
        ("conjunction-in-kana", "20"),
    }
    assert len(findings) == 9
    assert all(finding.severity is not Severity.ERROR for finding in findings)
    assert all(finding.place is not None and finding.place.row is not None for finding in findings)
