"""What a form says of a plan: the money of a year, an indicator's step, the answers that may leave the house."""

from dataclasses import replace
from decimal import Decimal

import pytest

from torikumi.plan.comment import Comment
from torikumi.plan.indicator import Good, Indicator, YearValue
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.project import NamedAnswer, Review, ReviewState
from torikumi.plan.quantity import Quantity, ValueState, parse_quantity
from torikumi.publish.forms.catalogue import FORMS, default_year, form_of
from torikumi.publish.forms.indicator_values import indicator_scope
from torikumi.publish.forms.money_values import money_scopes, year_money
from torikumi.publish.forms.names import FACTS, SCOPES
from torikumi.publish.forms.scope import UNKNOWN, UNSET, Scope
from torikumi.publish.forms.values import FormReader
from unit.publish import plans


def amount(words: str, year: int, phase: Phase, fund: Fund = Fund.TOTAL) -> Amount:
    return Amount(label="", year=year, phase=phase, fund=fund, value=parse_quantity(words))


def at(year: int, words: str) -> YearValue:
    return YearValue(year=year, value=parse_quantity(words))


def test_every_scope_has_the_names_that_the_manual_lists() -> None:
    comment = Comment(text="急いでほしい", by="委員会", year=2021)
    plan, old = replace(plans.make_plan(), comments=(comment,)), plans.make_older_plan()
    whole = FormReader(plan=plan, year=plan.year, previous=old).whole()
    seen: dict[str, set[str]] = {}
    _collect("計画", whole, seen)
    for kind, names in SCOPES.items():
        listed = {name.name for name in names}
        assert seen[kind] == listed, kind


def _collect(kind: str, scope: Scope, seen: dict[str, set[str]]) -> None:
    names = {name.name: name for name in SCOPES[kind]}
    seen.setdefault(kind, set()).update(name for name in scope if not name.startswith("回答:"))
    for name, value in scope.items():
        inside = names[name].inside if name in names else None
        if inside is not None:
            assert not isinstance(value, str)
            for each in value:  # type: ignore[union-attr]  # a repetition is a sequence
                _collect(inside, each, seen)


def test_money_of_a_year() -> None:
    money = year_money(
        (
            amount("4,200千円", 2024, Phase.INITIAL),
            amount("2,100千円", 2024, Phase.INITIAL, Fund.NATIONAL),
            amount("600千円", 2024, Phase.SUPPLEMENT),
            amount("4,688千円", 2024, Phase.SETTLED),
            amount("6,300千円", 2025, Phase.INITIAL),
        ),
        2024,
    )
    assert money["当初予算額"] == "4,200千円"
    assert money["補正予算額"] == "600千円"
    assert money["予算現額"] is UNKNOWN
    assert money["決算額"] == "4,688千円"
    assert money["執行率"] == "97.7％"  # 4,688 of 4,800
    assert money["翌年度の当初予算額"] == "6,300千円"
    assert (money["財源の区分"], money["国庫支出金"], money["地方債"]) == ("当初予算", "2,100千円", UNKNOWN)


def test_the_sources_of_what_was_spent_come_before_those_of_the_budget() -> None:
    money = year_money(
        (
            amount("2,100千円", 2024, Phase.INITIAL, Fund.NATIONAL),
            amount("1,900千円", 2024, Phase.SETTLED, Fund.NATIONAL),
        ),
        2024,
    )
    assert (money["財源の区分"], money["国庫支出金"]) == ("決算額", "1,900千円")


@pytest.mark.parametrize(
    "amounts",
    [
        (amount("4千円", 2024, Phase.INITIAL), amount("4,000円", 2024, Phase.SETTLED)),
        (amount("0千円", 2024, Phase.INITIAL), amount("4千円", 2024, Phase.SETTLED)),
        (amount("未確定", 2024, Phase.INITIAL), amount("4千円", 2024, Phase.SETTLED)),
        (amount("未確定", 2024, Phase.CURRENT), amount("5千円", 2024, Phase.INITIAL), amount("4千円", 2024, Phase.SETTLED)),
        (amount("4千円", 2023, Phase.INITIAL), amount("4千円", 2024, Phase.SETTLED)),
    ],
    ids=["units", "nothing", "no number", "current unknown", "other year"],
)  # fmt: skip
def test_a_share_is_not_made_up(amounts: tuple[Amount, ...]) -> None:
    assert year_money(amounts, 2024)["執行率"] is UNKNOWN


def test_a_blank_amount_is_not_known_and_a_nought_is() -> None:
    blank = Amount(label="", year=2024, phase=Phase.SETTLED, value=Quantity(raw="", state=ValueState.BLANK))
    assert year_money((blank,), 2024)["決算額"] is UNKNOWN
    assert year_money((amount("0千円", 2024, Phase.SETTLED),), 2024)["決算額"] == "0千円"


def test_the_lines_of_money_stand_by_year_and_phase() -> None:
    lines = money_scopes(
        (
            amount("5千円", 2025, Phase.INITIAL),
            amount("4千円", 2024, Phase.SETTLED),
            amount("3千円", 2024, Phase.INITIAL),
            amount("1千円", 2024, Phase.INITIAL, Fund.GENERAL),
        )
    )
    assert [(line["費用の年度"], line["費用の区分"], line["事業費"], line["一般財源"]) for line in lines] == [
        ("令和6年度", "当初予算", "3千円", "1千円"),
        ("令和6年度", "決算額", "4千円", UNKNOWN),
        ("令和7年度", "当初予算", "5千円", UNKNOWN),
    ]


@pytest.mark.parametrize(
    ("good", "base", "target", "actual", "share", "step"),
    [
        (Good.UP, "96", "108", "121", "112.0％", "非常に効果的であった"),
        (Good.UP, "96", "108", "108", "100.0％", "非常に効果的であった"),
        (Good.UP, "50", "100", "70", "70.0％", "相当程度効果があった"),
        (Good.UP, "50", "100", "69", "69.0％", "効果があった"),
        (Good.UP, "50", "100", "50", "50.0％", "効果がなかった"),
        (Good.DOWN, "148", "125", "120", "104.2％", "非常に効果的であった"),
        (Good.DOWN, "400", "100", "200", "50.0％", "効果があった"),
        (Good.DOWN, "148", "100", "152", "65.8％", "効果がなかった"),
        (Good.KEEP, "50", "100", "70", UNKNOWN, UNKNOWN),
        (None, "50", "100", "70", "70.0％", "相当程度効果があった"),
        (Good.UP, "0", "1", "0", UNKNOWN, "効果がなかった"),
        (Good.UP, "0", "0", "0", UNKNOWN, "非常に効果的であった"),
        (Good.UP, "10", "増加", "12", UNKNOWN, UNKNOWN),
    ],
)
def test_an_indicator_comes_to_a_step(
    good: Good | None, base: str, target: str, actual: str, share: object, step: object
) -> None:
    scope = indicator_scope(
        Indicator(name="指標", good=good, base=at(2022, base), targets=(at(2024, target),), actuals=(at(2024, actual),)),
        2024,
    )  # fmt: skip
    assert (scope["達成率"], scope["達成の段階"]) == (share, step)


def test_values_of_two_units_are_not_compared() -> None:
    indicator = Indicator(name="指標", targets=(at(2024, "100人"),), actuals=(at(2024, "90％"),))
    assert indicator_scope(indicator, 2024)["達成率"] is UNKNOWN


def test_an_answer_that_is_not_approved_is_on_no_paper() -> None:
    plan = plans.make_plan()
    year = plan.year
    assert year is not None
    answers = (
        NamedAnswer(key="a", label="課題", text="人手"),
        NamedAnswer(key="b", label="内部の事情", text="秘密", internal=True),
    )
    for state, expected in ((ReviewState.DRAFT, UNKNOWN), (ReviewState.APPROVED, "済んだ")):
        review = Review(year=year, rater="担当課", state=state, result="済んだ", others=answers)
        project = replace(plan.projects[0], reviews=(review,))
        changed = replace(plan, projects=(project,))
        scope = FormReader(plan=changed, year=year).whole()["事業ごと"][0]  # type: ignore[index]
        assert scope["実績"] == expected
        assert ("回答:課題" in scope) == (state is ReviewState.APPROVED)
        assert "回答:内部の事情" not in scope
        inside = FormReader(plan=changed, year=year, with_internal=True).whole()["事業ごと"][0]  # type: ignore[index]
        assert ("回答:内部の事情" in inside) == (state is ReviewState.APPROVED)


def test_only_a_paper_for_the_house_tells_what_is_for_the_house() -> None:
    assert {form.code for form in FORMS if form.stays_in_house} == {
        "implementation", "letter-request", "letter-reminder", "letter-notice",
    }  # fmt: skip


@pytest.mark.parametrize("words", ["相当程度効果があった", "地方創生に相当程度効果があった"])
def test_the_answer_in_the_words_of_a_step_ticks_its_box(words: str) -> None:
    plan = plans.make_plan()
    review = Review(year=2021, rater="担当課", others=(NamedAnswer(key="e", label="事業効果", text=words),))
    changed = replace(plan, projects=(replace(plan.projects[0], reviews=(review,)),))
    scope = FormReader(plan=changed, year=2021).whole()["事業ごと"][0]  # type: ignore[index]
    assert [scope[f"効果{number}"] for number in range(1, 5)] == ["□", "☑", "□", "□"]


def test_sections_wait_until_their_answer_is_handed_in() -> None:
    plan = plans.make_plan()
    section = plan.projects[0].sections[0].name
    for state, waiting in (
        (ReviewState.DRAFT, True),
        (ReviewState.SUBMITTED, False),
        (ReviewState.APPROVED, False),
    ):
        projects = tuple(
            replace(project, reviews=(Review(year=2021, rater="担当課", state=state),))
            for project in plan.projects
        )
        scopes = FormReader(plan=replace(plan, projects=projects), year=2021).sections()
        scope = next(each for each in scopes if each["担当課名"] == section)
        assert (scope["未回答数"] != "0") == waiting


def test_a_form_that_looks_back_is_about_the_last_settlement() -> None:
    plan = plans.make_plan()
    settled = replace(
        plan.projects[0], amounts=(amount("5千円", 2019, Phase.SETTLED), amount("6千円", 2020, Phase.INITIAL))
    )
    changed = replace(plan, projects=(settled,))
    assert default_year(form_of("results"), changed) == 2019
    assert default_year(form_of("implementation"), changed) == plan.year
    assert default_year(form_of("results"), replace(plan, projects=())) == plan.year


def test_what_a_person_gives_is_in_its_place() -> None:
    plan = plans.make_plan()
    scope = FormReader(plan=plan, year=2021, facts={"文書番号": "企第1号"}).whole()
    assert scope["文書番号"] == "企第1号"
    assert all(scope[name] is UNSET for name in FACTS if name != "文書番号")


def test_shares_of_directions_add_up() -> None:
    plan = plans.make_plan()
    scope = FormReader(plan=plan, year=2021).whole()
    counted = sum(int(each["方針の事業数"]) for each in scope["方針ごと"])  # type: ignore[union-attr, call-overload, misc]
    assert counted == len(plan.projects)
    assert sum(Decimal(each["方針の割合"]) for each in scope["方針ごと"]) == pytest.approx(100, abs=1)  # type: ignore[union-attr, call-overload, arg-type, misc]
