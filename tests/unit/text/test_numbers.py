"""Numbers as printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import texts
from torikumi.text.numbers import parse_number


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0", "0", None),
        ("1,234", "1234", None),
        ("１，２３４千円", "1234", "千円"),
        ("1,234,567円", "1234567", "円"),
        ("￥1,000", "1000", "円"),
        ("100百万円", "100", "百万円"),
        ("△5.2％", "-5.2", "%"),
        ("▲3", "-3", None),
        ("−3", "-3", None),
        ("－３", "-3", None),
        ("+5", "5", None),
        ("(123)", "-123", None),
        ("（1,234）", "-1234", None),
        ("38.50 ％", "38.50", "%"),
        ("1.5ポイント", "1.5", "ポイント"),
        ("3か所", "3", "か所"),
        ("3 箇所", "3", "箇所"),
        ("12か月", "12", "か月"),
        ("120人/年", "120", "人/年"),
        ("2回／年", "2", "回/年"),
        ("12t-CO2", "12", "t-CO2"),
        ("2ｍ2", "2", "m2"),
        ("10㎡", "10", "㎡"),
        ("3万人", "3", "万人"),
        ("延べ120人", "120", "人"),
        ("3回実施", "3", "回"),
        ("３０\n人", "30", "人"),
        ("5年", "5", "年"),
        ("4時間", "4", "時間"),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, value: str, unit: str | None) -> None:
    parsed = parse_number(text)

    assert parsed is not None
    assert str(parsed.value) == value
    assert parsed.unit == unit
    assert not parsed.approximate


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("約30人", 30),
        ("30%程度", 30),
        ("約３００人程度", 300),
        ("80％以上", 80),
        ("≧80％", 80),
        ("80％≦", 80),
        ("500人見込み", 500),
        ("概ね 5 件", 5),
    ],
)
def test_about_is_kept(text: str, value: int) -> None:
    parsed = parse_number(text)

    assert parsed is not None
    assert (parsed.value, parsed.approximate) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "－",
            "円",
            "三",
            "②",
            "3/5",
            "3～5",
            "3~5人",
            "3-5",
            "12,34",
            "1,2345",
            "5.",
            ".5",
            "1e5",
            "10:30",
        ),
        *("2019年度", "30年度", "2019年", "3月", "4時", "1号", "第3位", "3歳児", "2019.4.1", "R5", "H30"),
        *(
            "5人増",
            "5%向上",
            "5件未満",
            "前年比5%",
            "50.0%（46%）",
            "3件の相談",
            "1億2,000万円",
            "(123人)",
            "9" * 61,
        ),
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=2),
    st.sampled_from(["", "人", "千円", "％", "か所"]),
)
def test_what_is_written_is_read_back(value: Decimal, unit: str) -> None:
    sign = "△" if value < 0 else ""

    parsed = parse_number(
        f"{sign}{abs(value):,}{unit}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    )

    assert parsed is not None
    assert parsed.value == value
    assert (parsed.unit or "") == unit.replace("％", "%")


@given(st.text() | texts() | st.text("0123456789,.△-約人千円%/()～ "))
def test_any_text_is_a_number_or_none(text: str) -> None:
    parsed = parse_number(text)

    assert parsed is None or parsed.value.is_finite()
