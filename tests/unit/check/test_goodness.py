"""Which way an indicator gets better, and when two values are two."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.check.goodness import differ, good_of, is_reached
from torikumi.plan.indicator import Good, Indicator

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40)


@pytest.mark.parametrize(
    ("one", "other", "are_two"),
    [
        ("72.73", "72.7", False),
        ("2.86", "2.9", False),
        ("200", "203", True),
        ("100", "95", True),
        ("1", "1.0", False),
        ("0.04", "0", False),
    ],
)
def test_a_value_and_its_rounding_are_one(one: str, other: str, are_two: bool) -> None:
    assert differ(Decimal(one), Decimal(other)) is are_two


@given(NUMBERS, NUMBERS)
def test_it_does_not_matter_which_value_comes_first(one: Decimal, other: Decimal) -> None:
    assert differ(one, other) is differ(other, one)


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("待機児童数", Good.DOWN),
        ("ごみ排出量の削減量", None),
        ("空き家の戸数", Good.DOWN),
        ("参加者数", None),
    ],
)
def test_only_a_name_that_can_mean_nothing_else_says_that_less_is_better(
    name: str, good: Good | None
) -> None:
    assert good_of(Indicator(name=name)) is good


def test_what_the_plan_says_goes_before_the_name() -> None:
    assert good_of(Indicator(name="待機児童数", good=Good.KEEP)) is Good.KEEP


def test_a_value_reaches_its_target_from_the_right_side() -> None:
    assert is_reached(Decimal(5), Decimal(4), Good.UP)
    assert not is_reached(Decimal(5), Decimal(4), Good.DOWN)
    assert is_reached(Decimal(4), Decimal(4), Good.KEEP)
