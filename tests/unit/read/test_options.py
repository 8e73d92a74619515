"""Options printed in a cell, and the one that is marked."""

import pytest

from torikumi.read.options import chosen_options, is_mark, is_option
from torikumi.read.titles import part_edition


@pytest.mark.parametrize(
    ("printed", "chosen"),
    [
        ("１ 拡充 ② 継続 ３ 縮小", ("継続",)),
        ("① 拡充　2 継続　3 廃止", ("拡充",)),
        ("□拡充 ■継続 □縮小", ("継続",)),
        ("□拡充\n☑縮小\n□廃止", ("縮小",)),
        ("（ ）拡充（○）維持（ ）廃止", ("維持",)),
        ("・拡充 ○継続 ・縮小", ("継続",)),
        ("□拡充 □継続", ()),
        ("■拡充 ■継続 □縮小", ("拡充", "継続")),
        ("拡充", None),
        ("① 拡充 ② 継続", None),
        ("1 継続", None),
        ("休止・廃止", None),
        ("B：継続", None),
        ("■窓口を増やす □窓口を減らさない", None),
    ],
)
def test_the_marked_option_is_chosen(printed: str, chosen: tuple[str, ...] | None):
    assert chosen_options(printed) == chosen


def test_a_mark_is_a_sign_alone():
    assert [is_mark(text) for text in ("○", " ● ", "✓", "○ 継続", "", "A")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_an_option_is_a_step_of_a_direction():
    assert [is_option(text) for text in ("現状維持", "休止・廃止", "達成", "花火大会", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("printed", "title", "edition"),
    [
        ("第2次港町総合計画 事業一覧（令和7年度版）", "第2次港町総合計画", "令和7年度版"),
        ("第2次港町総合計画（改訂版）", "第2次港町総合計画", "改訂版"),
        ("令和5年度事務事業評価結果一覧表", "令和5年度事務事業評価結果一覧表", None),
        ("港町の 事業一覧", "港町の 事業一覧", None),
        ("総合戦略（第2期）", "総合戦略（第2期）", None),
        ("（令和7年度版）", "（令和7年度版）", None),
    ],
)
def test_an_edition_is_no_part_of_the_title(printed: str, title: str, edition: str | None):
    assert part_edition(printed) == (title, edition)
