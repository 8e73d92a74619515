"""What was judged of the rules, and how a sample of their findings is drawn."""

from collections import Counter

from bench.precision.plans import RealPlan
from bench.precision.planted import plant_all
from bench.precision.sample import Key, all_findings, draw
from bench.precision.table import ENOUGH, Judged, precision_page, read_judged

from shared import REPOSITORY
from torikumi.check.catalogue import ALL_RULES
from torikumi.plan.file import read_plan
from torikumi.plan.model import Plan
from torikumi.plan.project import Project

LONGEST_REASON = 40


def plan(names: list[str]) -> RealPlan:
    projects = tuple(Project(id=f"P-{n}", number=str(n), name=name) for n, name in enumerate(names, start=1))
    return RealPlan(document="example", plan=Plan(title="例の計画", projects=projects))


def test_what_was_judged_names_rules_that_exist_and_each_finding_once() -> None:
    judged = read_judged()
    keys = [each.key for each in judged]

    assert len(keys) >= 200
    assert len(keys) == len(set(keys))
    assert {each.key.rule for each in judged} <= {rule.code for rule in ALL_RULES}


def test_what_was_judged_has_a_short_reason_and_no_text_of_the_sources() -> None:
    for each in read_judged():
        assert 0 < len(each.reason) <= LONGEST_REASON
        assert each.key.subject.replace(":", "").replace("-", "").isalnum()


def test_a_rule_that_is_on_was_right_four_times_in_five_where_it_was_judged() -> None:
    on = {rule.code for rule in ALL_RULES if rule.resting is None}
    right, wrong = Counter[str](), Counter[str]()
    for each in read_judged():
        (right if each.is_right else wrong)[each.key.rule] += 1
    low = {
        code
        for code in on
        if right[code] + wrong[code] >= 3 and right[code] < ENOUGH * (right[code] + wrong[code])
    }

    # Mended after they were judged; the page says what they say of the same findings now.
    assert low <= {
        "final-target-differs",
        "foreign-word",
        "indicator-dropped",
        "indicator-never-measured",
        "indicator-without-target",
        "section-missing",
    }


def test_a_sample_takes_one_finding_of_each_rule_before_a_second() -> None:
    found = list(all_findings([plan(["（仮称）相談", "（仮称）講座", "（仮称）朝市", ""])]))

    drawn = draw(found, size=2)

    assert sorted(each.key.rule for each in drawn) == ["name-missing", "name-provisional"]
    assert draw(found, size=2) == drawn


def test_the_page_counts_what_is_right_wrong_and_wrong_still() -> None:
    keys = [Key("name-provisional", "example", str(number), 1) for number in range(4)]
    judged = [Judged(key=key, is_right=number < 2, reason="理由") for number, key in enumerate(keys)]

    page = precision_page(judged, found=Counter({"name-provisional": 7}), keys=frozenset(keys[:3]))

    assert "| [name-provisional](checks/name-provisional.md) | 7 | 2 | 2 | 1 | 67％ |  |" in page
    assert "読んだのは4件（正しい2、外れ2、うちいまも鳴る1）" in page


def test_planted_mistakes_are_found_and_an_unspoilt_plan_is_left_in_peace() -> None:
    samples = REPOSITORY / "samples" / "mihon"
    planted = list(plant_all(read_plan(samples / "plan-2025.json"), read_plan(samples / "plan-2024.json")))

    assert len(planted) >= 30
    for each in planted:
        assert each.tried > 0, each
        assert each.found * 10 >= each.tried * 8, each
