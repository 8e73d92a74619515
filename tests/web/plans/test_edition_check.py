"""What the rules say of a stored edition: found once, kept, and looked at as the city has the rules."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.web import factories
from tests.web.plans.found_plan import NO_DIRECTION, found_plan, without_last
from torikumi.check.run import check_plan, run_rules
from torikumi.check.settings import RuleChoice
from torikumi.check.version import rules_version
from torikumi.plan.finding import Severity
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.plans.actions.checks import keep_check
from torikumi.web.plans.actions.rules import decide_rule
from torikumi.web.plans.check_models import CheckFinding, EditionCheck
from torikumi.web.plans.edition_check import look_at, run_of
from torikumi.web.plans.models import Edition
from torikumi.web.plans.queries.found import (
    all_rows,
    as_finding,
    count_about,
    count_by_code,
    count_by_severity,
    findings_about,
)
from torikumi.web.plans.rule_stand import RuleStand
from torikumi.web.plans.scope import UnscopedQueryError

ImportPlan = Callable[..., Edition]
AT = factories.AT


def test_an_edition_is_checked_once_and_found_again_with_one_question(
    import_plan: ImportPlan, city: Municipality
) -> None:
    edition = import_plan(found_plan())

    first = run_of(edition)
    with CaptureQueriesContext(connection) as queries:
        again = run_of(edition)

    assert again == first
    assert len(queries) == 1
    assert first.rules == rules_version()
    assert EditionCheck.objects.within(city).count() == 1
    assert AuditEvent.objects.filter(action="check_edition", municipality=city.code).count() == 1


def test_other_rules_check_the_edition_anew_and_the_old_findings_stay(
    import_plan: ImportPlan, city: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = import_plan(found_plan())
    first = run_of(edition)
    monkeypatch.setattr("torikumi.web.plans.edition_check.rules_version", lambda: "f" * 16)

    second = run_of(edition)

    assert first.pk != second.pk
    assert count_by_code(first) == count_by_code(second)


def test_the_kept_findings_are_those_of_the_command(import_plan: ImportPlan) -> None:
    plan = found_plan()
    edition = import_plan(plan)
    looked = look_at(edition)

    kept = [as_finding(row, looked.stand) for row in all_rows(looked.run).values()]

    assert kept == list(run_rules(plan))
    assert {"direction-missing", "section-missing", "name-provisional"} <= {one.code for one in kept}


def test_rules_that_compare_get_the_edition_before(import_plan: ImportPlan) -> None:
    plan = found_plan()
    first = import_plan(plan)
    second = import_plan(without_last(plan), year=2025)

    assert count_by_code(run_of(first)).get("gone-without-word", 0) == 0
    assert count_by_code(run_of(second))["gone-without-word"] == 1
    (gone,) = findings_about(look_at(second), "")
    assert plan.projects[-1].name in gone.ja


def test_what_is_off_is_counted_and_not_shown_as_the_command_does(import_plan: ImportPlan, by: Actor) -> None:
    plan = found_plan()
    edition = import_plan(plan)
    run_of(edition)
    off = RuleChoice(code="direction-missing", word="off", reason="方針は秋に決める。")
    louder = RuleChoice(code="name-provisional", word="error", reason="公表の前に決める。")
    for choice in (off, louder):
        decide_rule(choice, turn=0, by=by, at=AT)

    looked = look_at(edition)
    counts = count_by_code(looked.run)

    said = check_plan(plan, settings=looked.stand.settings)
    assert looked.stand.silenced(counts) == said.silenced
    assert [(one.code, one.count, one.ja) for one in said.silenced] == [
        ("direction-missing", 1, "方針は秋に決める。")
    ]
    severities = Counter(one.severity for one in said.findings)
    assert count_by_severity(counts, looked.stand) == {each: severities[each] for each in Severity}
    assert severities[Severity.ERROR] == 2
    assert findings_about(looked, plan.projects[NO_DIRECTION].id) == []
    assert count_about(looked, [project.id for project in plan.projects])[plan.projects[3].id] == {
        Severity.ERROR: 1
    }


def test_kept_findings_are_never_changed(import_plan: ImportPlan, city: Municipality) -> None:
    run = run_of(import_plan(found_plan()))

    with pytest.raises(DatabaseError), transaction.atomic():
        CheckFinding.objects.within(city).filter(run=run).update(ja="直した")
    with pytest.raises(UnscopedQueryError):
        CheckFinding.objects.within(city).delete()
    with pytest.raises(UnscopedQueryError):
        list(CheckFinding.objects.filter(run=run))


def test_a_stand_without_decisions_is_the_catalogue() -> None:
    stand = RuleStand()

    assert stand.severities["direction-missing"] is Severity.ERROR
    assert set(stand.off_codes()) == {"amount-out-of-line", "value-out-of-line", "sentence-shared"}
    assert stand.rank("direction-missing") < stand.rank("name-provisional")


def test_of_two_who_look_at_once_the_second_gets_what_the_first_kept(
    import_plan: ImportPlan, city: Municipality, by: Actor
) -> None:
    edition = import_plan(found_plan())
    findings = tuple(run_rules(found_plan()))

    first, second = (keep_check(findings, edition=edition, rules="a" * 16, by=by, at=AT) for _ in range(2))

    assert first == second
    assert CheckFinding.objects.within(city).filter(run=first).count() == len(findings)
    assert AuditEvent.objects.filter(action="check_edition").count() == 1
