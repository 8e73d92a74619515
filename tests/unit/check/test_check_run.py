"""Running rules, and asking for rules that do not exist."""

import pytest
from written_plan import plan_of

from torikumi.check.naming import UnknownRuleError, rule_of, rules_of
from torikumi.check.run import check_plan, run_rules
from torikumi.check.settings import RuleChoice, RuleSettings
from torikumi.plan.finding import Severity

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


def settings(code: str, word: str) -> RuleSettings:
    return RuleSettings(choices=(RuleChoice(code=code, word=word, reason="市の方針による。"),))


def test_what_a_city_switched_off_is_counted_and_not_shown() -> None:
    checked = check_plan(PLAN, settings=settings("name-provisional", "off"))

    assert [finding.code for finding in checked.findings] == ["direction-missing"]
    assert [(each.code, each.count, each.by_city) for each in checked.silenced] == [
        ("name-provisional", 1, True)
    ]
    assert checked.silenced[0].ja == "市の方針による。"


def test_what_a_city_switched_off_stays_off_where_it_is_named() -> None:
    checked = check_plan(
        PLAN, select=frozenset({"name-provisional"}), settings=settings("name-provisional", "off")
    )

    assert checked.findings == ()
    assert checked.silenced[0].count == 1


def test_a_city_gives_a_rule_another_severity() -> None:
    findings = check_plan(PLAN, settings=settings("name-provisional", "error")).findings

    assert [(finding.code, finding.severity) for finding in findings] == [
        ("direction-missing", Severity.ERROR),
        ("name-provisional", Severity.ERROR),
    ]


LEAP = plan_of(
    {
        "事業": [
            {
                "番号": 1,
                "事業名": "講座事業",
                "指標": [
                    {
                        "名前": "参加者数",
                        "最終目標": "500人",
                        "実績": {2021: "41人", 2022: "43人", 2023: "425人"},
                    }
                ],
            }
        ]
    }
)


def test_a_rule_that_rests_is_counted_until_it_is_named_or_switched_on() -> None:
    resting = check_plan(LEAP)
    named = check_plan(LEAP, select=frozenset({"value-out-of-line"}))
    switched_on = check_plan(LEAP, settings=settings("value-out-of-line", "on"))

    assert [(each.code, each.by_city) for each in resting.silenced] == [("value-out-of-line", False)]
    assert [finding.code for finding in resting.findings] == []
    assert [finding.code for finding in named.findings] == ["value-out-of-line"]
    assert [finding.code for finding in switched_on.findings] == ["value-out-of-line"]


def test_running_rules_gives_what_a_check_shows() -> None:
    chosen = settings("direction-missing", "off")

    assert tuple(run_rules(PLAN, settings=chosen)) == check_plan(PLAN, settings=chosen).findings
