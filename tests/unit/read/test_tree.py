"""Headings, their parts and their levels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.read.tree import Outline, Tree, parse_heading


@pytest.mark.parametrize(
    ("printed", "number", "name", "alias", "label"),
    [
        ("1 働くまち <しごと応援>", "1", "働くまち", "しごと応援", None),
        ("１働くまち《しごと》", "1", "働くまち", "しごと", None),
        ("基本目標Ⅱ　にぎわい", "Ⅱ", "にぎわい", None, "基本目標"),
        ("【施策1-2】観光", "1-2", "観光", None, "施策"),
        ("第３章　産業", "3", "産業", None, "章"),
        ("(2)担い手", "2", "担い手", None, None),
        ("①雇用", "①", "雇用", None, None),
        ("ア 保育", "ア", "保育", None, None),
        ("【子育て】", None, "子育て", None, None),
        ("3歳児健診の充実", None, "3歳児健診の充実", None, None),
        ("2050年の姿", None, "2050年の姿", None, None),
        ("100歳体操", None, "100歳体操", None, None),
        ("安全なまち ～備える～", None, "安全なまち", "備える", None),
        ("地域を支える（つづき）", None, "地域を支える", None, None),
    ],
)
def test_a_heading_has_parts(
    printed: str, number: str | None, name: str, alias: str | None, label: str | None
):
    heading = parse_heading(printed)

    assert (heading.number, heading.name, heading.alias, heading.label) == (number, name, alias, label)


def levels(*runs: list[str], limit: int | None = None) -> list[list[int]]:
    outline = Outline(limit=limit)
    return [outline.levels_of([parse_heading(text) for text in run]) for run in runs]


def test_styles_of_numbering_are_levels():
    assert levels(
        ["Ⅰ 産業", "1 農業", "(1) 人"], ["(2) 土地"], ["2 商業", "(1) 店"], ["Ⅱ 教育", "1 学校"]
    ) == [
        [0, 1, 2],
        [2],
        [1, 2],
        [0, 1],
    ]


def test_numbers_that_begin_again_are_a_level_below():
    assert levels(["1 産業", "1 農業"], ["2 商業"], ["2 教育", "1 学校"], ["2 家庭"]) == [
        [0, 1],
        [1],
        [0, 1],
        [1],
    ]


def test_a_measure_without_a_project_does_not_move_the_next_one_down():
    assert levels(["1 産業", "農業を守る"], ["2 暮らし", "出会いを支える", "子育てを支える"]) == [
        [0, 1],
        [0, 1, 1],
    ]


def test_headings_without_numbers_go_by_their_order():
    assert levels(["産業", "農業"], ["商業"], ["暮らし", "福祉"]) == [[0, 1], [1], [0, 1]]


def test_column_headings_limit_the_levels():
    assert levels(["農業", "商業"], ["福祉"], limit=1) == [[0, 0], [0]]


@given(st.lists(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4), max_size=6))
def test_levels_never_skip_one(runs: list[list[str]]):
    outline = Outline()
    depth = 0
    for run in runs:
        for level in outline.levels_of([parse_heading(text) for text in run]):
            assert 0 <= level <= depth
            depth = level + 1


def test_a_heading_that_comes_again_is_the_same_node():
    tree = Tree()
    first = tree.enter(None, parse_heading("1 産業"), None)
    again = tree.enter(None, parse_heading("１　産業（つづき）"), None)

    assert first == again
    assert len(tree.nodes) == 1
