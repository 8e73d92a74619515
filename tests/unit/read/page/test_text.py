"""Pieces of text in a cell become what a person reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.read.page.stacks import with_stacks
from torikumi.read.page.text import text_of
from unit.read.page.pieces import SIZE, down, piece


def test_lines_are_read_from_the_top_whatever_their_order_in_the_file():
    assert text_of([piece("二行目", 10, 24), piece("一行目", 10, 12)]) == "一行目\n二行目"


def test_pieces_of_a_line_run_on():
    assert text_of([piece("子育て", 10, 10), piece("支援事業", 40, 10)]) == "子育て支援事業"


def test_a_jump_in_a_line_of_japanese_is_a_space():
    assert text_of([piece("基本目標１", 10, 10), piece("働くまち", 75, 10)]) == "基本目標１ 働くまち"


@pytest.mark.parametrize(("step", "want"), [(0.0, "2 つなぐ産業"), (3.0, "2 つなぐ産業")])
def test_a_space_between_letters_that_are_drawn_one_by_one_is_a_space(step: float, want: str):
    pieces, left = [], 10.0
    for character in "2 つなぐ産業":
        if character != " ":
            pieces.append(piece(character, left, 10))
        left += (5.0 if character in "2 " else 10.0) + step

    assert text_of(pieces) == want


def test_letters_that_the_program_sets_apart_are_one_word():
    assert (
        text_of([piece(character, 10 + 16 * index, 10) for index, character in enumerate("事業名称")])
        == "事業名称"
    )


def test_two_latin_words_keep_their_space():
    assert text_of([piece("Wi", 10, 10), piece("Fi", 23, 10)]) == "Wi Fi"


def test_digits_that_the_program_sets_apart_are_one_number():
    digits = [piece(digit, 10 + 9 * index, 10, source=7) for index, digit in enumerate("218")]

    assert text_of(digits) == "218"


def test_a_heading_whose_characters_stand_apart_is_closed_up():
    assert (
        text_of([piece(character, 10 + 25 * index, 10) for index, character in enumerate("担当課")])
        == "担当課"
    )


def test_ruby_is_left_out():
    assert text_of([piece("さやま", 10, 4, size=5), piece("狭山茶振興", 10, 10)]) == "狭山茶振興"


def test_small_text_beside_larger_text_is_no_ruby():
    assert text_of([piece("事業概要", 10, 10), piece("※", 50, 9, size=6)]) == "事業概要※"


def test_text_written_down_is_read_column_by_column_from_the_right():
    assert text_of([down("をつくる", 30, 10), down("働きやすいまち", 45, 10)]) == "働きやすいまちをつくる"


def test_characters_below_one_another_are_one_label():
    (label,) = with_stacks(
        [piece(character, 10, 10 + 11 * index) for index, character in enumerate("基本目標")]
    )

    assert (label.text, label.down) == ("基本目標", True)


def test_numbers_below_one_another_are_no_label():
    numbers = [piece(str(number), 10, 10 + 12 * number) for number in range(1, 6)]

    assert with_stacks(numbers) == numbers


@pytest.mark.parametrize("text", ["1 働くまち", "Ａ 充実"])
def test_a_space_in_a_label_written_down_stays(text: str):
    pieces = []
    top = 10.0
    for character in text:
        if character != " ":
            pieces.append(piece(character, 10, top))
        top += SIZE

    assert [one.text for one in with_stacks(pieces)] == [text]


@given(st.permutations(["一つ目", "二つ目", "三つ目", "四つ目"]))
def test_the_order_of_the_file_does_not_matter(order: list[str]):
    places = {text: 10 + 14 * index for index, text in enumerate(["一つ目", "二つ目", "三つ目", "四つ目"])}

    assert text_of([piece(text, 10, places[text]) for text in order]) == "一つ目\n二つ目\n三つ目\n四つ目"
