"""What stands above a table."""

import pytest

from torikumi.plan.model import Period
from torikumi.read.document import Cell, Table
from torikumi.read.grid import make_grid
from torikumi.read.titles import Titles, place_name, read_titles


def titles(*lines: str) -> Titles:
    cells = tuple(Cell(text=line, row=row, column=1) for row, line in enumerate(lines, start=1))
    return read_titles(make_grid(Table(index=0, file="plan.csv", cells=cells)).rows)


def test_the_title_is_the_line_that_names_a_plan():
    assert titles("（様式1）", "港町市総合計画 事業一覧（令和6年度）", "（単位：千円）") == Titles(
        title="港町市総合計画 事業一覧（令和6年度）", year=2024, unit="千円"
    )


def test_a_range_of_years_is_the_period_and_no_year():
    assert titles("第2期総合戦略（令和2年度～令和6年度）") == Titles(
        title="第2期総合戦略（令和2年度～令和6年度）", period=Period(first=2020, last=2024)
    )


def test_two_years_leave_the_year_open():
    assert titles("総合計画 令和5年度評価", "令和6年度調査").year is None


def test_nothing_is_made_up():
    assert titles("お知らせ") == Titles()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("港町市総合計画", "港町市"),
        ("埼玉県港町市総合計画", "港町市"),
        ("埼玉県総合計画", "埼玉県"),
        ("山里村総合戦略", "山里村"),
        ("市民協働計画", None),
        ("第2期総合戦略", None),
        ("", None),
        (None, None),
    ],
)
def test_a_title_begins_with_the_name_of_the_municipality(title: str | None, name: str | None):
    assert place_name(title) == name
