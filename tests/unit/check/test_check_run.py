"""Running rules, and asking for rules that do not exist."""

import pytest
from written_plan import plan_of

from torikumi.check.run import UnknownRuleError, rule_of, rules_of, run_rules

PLAN = plan_of(
    {
        "事業": [
            {"番号": 1, "事業名": "（仮称）相談事業", "方針": "B：継続"},
            {"番号": 2, "事業名": "講座事業", "方針": ""},
        ]
    }
)


def test_all_rules_run_in_the_order_of_the_catalogue() -> None:
    codes = [finding.code for finding in run_rules(PLAN)]

    assert codes == ["direction-missing", "name-provisional"]


def test_only_the_selected_rules_run() -> None:
    codes = [finding.code for finding in run_rules(PLAN, select=frozenset({"name-provisional"}))]

    assert codes == ["name-provisional"]


def test_no_rule_is_selected_by_an_empty_selection() -> None:
    assert list(run_rules(PLAN, select=frozenset())) == []


def test_rules_come_in_the_order_of_the_catalogue_whatever_is_asked_first() -> None:
    rules = rules_of(["name-provisional", "direction-missing"])

    assert [rule.code for rule in rules] == ["direction-missing", "name-provisional"]


def test_an_unknown_rule_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(UnknownRuleError) as caught:
        rule_of("direction-mising")

    assert "direction-missing" in caught.value.ja
    assert "direction-missing" in caught.value.en


def test_an_unknown_rule_is_refused_before_anything_is_looked_at() -> None:
    with pytest.raises(UnknownRuleError):
        run_rules(PLAN, select=frozenset({"no-such-rule"}))
