"""What a cell that should hold a number holds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import texts
from torikumi.plan.quantity import Quantity, ValueState, parse_quantity


@pytest.mark.parametrize(
    ("state", "cells"),
    [
        (ValueState.NUMBER, ["0", "1,234千円", "△5", "約30人"]),
        (ValueState.BLANK, ["", " ", "　", "\n"]),
        (
            ValueState.NOT_COUNTED,
            ["未集計", "集計中", "（集計中）", "未確認", "調査中", "集計中（3月公表予定）"],
        ),
        (ValueState.NOT_APPLICABLE, ["－", "-", "―", "ー", "…", "対象外", "該当なし", "なし", "N/A"]),
        (ValueState.NOT_APPLICABLE, ["調査なし", "調査年度外", "隔年調査", "データなし"]),
        (
            ValueState.WORDS,
            ["現状維持", "増加", "前年度比増", "5%向上", "80%以上を維持", "毎年度1件増加", "皆増"],
        ),
        (
            ValueState.WORDS,
            [
                "男性 35.2％／女性 41.0％",
                "小学生：80.1％、中学生：70％",
                "男性：3％（女性：4％）",
                "80～90％",
            ],
        ),
        (
            ValueState.UNREADABLE,
            ["3～5", "3/5", "12,34", "abc", "みどり", "1,234 567", "令和3年4月1日", "人" * 200 + "1a1"],
        ),
    ],
)
def test_every_kind_of_cell_is_told_apart(state: ValueState, cells: list[str]) -> None:
    assert [parse_quantity(cell).state for cell in cells] == [state] * len(cells)


def test_a_blank_is_not_a_zero() -> None:
    assert parse_quantity("").number is None
    assert parse_quantity("0").number == 0


def test_nothing_is_scaled() -> None:
    assert parse_quantity("約１，２３４千円") == Quantity(
        raw="約１，２３４千円",
        state=ValueState.NUMBER,
        number=Decimal("1234"),
        unit="千円",
        approximate=True,
    )


@given(st.text() | texts())
def test_the_raw_text_is_kept_and_a_number_is_set_exactly_for_numbers(raw: str) -> None:
    quantity = parse_quantity(raw)

    assert quantity.raw == raw
    assert (quantity.number is not None) == (quantity.state is ValueState.NUMBER)
