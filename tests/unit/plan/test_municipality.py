"""Codes of local governments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.errors import UserError
from torikumi.plan.municipality import check_digit, parse_code, prefecture_of

REAL = ["112259", "434442", "010006", "131016", "372013", "422100", "011002"]


@pytest.mark.parametrize("code", REAL)
def test_the_check_digit_of_real_codes(code: str) -> None:
    assert check_digit(code[:5]) == code[5]


@pytest.mark.parametrize("text", ["112259", "11225", "１１２２５９", " 11225 "])
def test_five_or_six_digits_become_six(text: str) -> None:
    assert parse_code(text) == "112259"


@pytest.mark.parametrize("text", ["112258", "1122", "1122599", "", "abcde", "11225a", "-1225", "１１２２５8"])
def test_a_wrong_code_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        parse_code(text)


@given(st.integers(min_value=0, max_value=99999), st.integers(0, 5), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: int, position: int, shift: int) -> None:
    right = parse_code(f"{number:05}")
    digits = [int(digit) for digit in right]
    digits[position] = (digits[position] + shift) % 10
    wrong = "".join(map(str, digits))
    # Remainders 0 and 10 share the check digits 1 and 0 with 10 and 11: a few pairs cannot be told apart.
    if check_digit(wrong[:5]) == wrong[5]:
        assert position < 5
        return

    with pytest.raises(UserError):
        parse_code(wrong)


def test_the_prefecture_is_in_the_code() -> None:
    assert prefecture_of("112259") == "埼玉県"
    assert prefecture_of("010006") == "北海道"
    assert prefecture_of("472018") == "沖縄県"
    assert prefecture_of("990000") is None
    assert prefecture_of("000000") is None
