"""The picture of a page is straightened, its rules become grids, and its lines are cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torikumi.read.ruled import Rule, find_grids
from torikumi.read.scan.deskew import find_skew, straighten
from torikumi.read.scan.grids import tighten
from torikumi.read.scan.ink import find_ink, type_height
from torikumi.read.scan.lines import cut_lines
from torikumi.read.scan.rules import find_rules
from torikumi.read.scan.upright import Upright
from unit.read.scans import drawn_table, needs_font, noisy, ruled_page, turned

XS, YS = (80, 240, 600, 900, 1180), (60, 130, 200, 330, 400, 520, 600)


@pytest.mark.parametrize("degrees", [-4.7, -1.33, -0.2, 0.0, 0.07, 0.61, 2.5, 4.9])
def test_the_skew_of_a_page_is_found_within_a_twentieth_of_a_degree(degrees: float) -> None:
    page = noisy(turned(ruled_page(XS, YS), degrees))

    assert find_skew(page) == pytest.approx(degrees, abs=0.05)


@settings(max_examples=10, deadline=None)
@given(st.floats(-4.5, 4.5))
def test_a_straightened_page_is_straight(degrees: float) -> None:
    page = noisy(turned(ruled_page(XS, YS), degrees))

    straight = straighten(page, find_skew(page))

    assert abs(find_skew(straight)) <= 0.06


def test_an_empty_page_is_left_as_it_is() -> None:
    page = np.full((400, 300), 250, np.uint8)

    assert find_skew(page) == 0.0
    assert straighten(page, 0.0) is page


@pytest.mark.parametrize("dotted", [False, True], ids=["whole", "dotted"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_rules_of_a_noisy_page_are_the_grid_that_was_drawn(dotted: bool, seed: int) -> None:
    ink = find_ink(noisy(ruled_page(XS, YS, dotted=dotted), seed=seed))
    height = type_height(ink)
    assert height is not None

    rules = find_rules(ink, type_height=height)
    grids = find_grids(rules.across, rules.down, tolerance=0.4 * height)

    assert len(grids) == 1
    assert grids[0].xs == pytest.approx(XS, abs=3)
    assert grids[0].ys == pytest.approx(YS, abs=3)


def test_a_broken_rule_is_one_rule() -> None:
    page = ruled_page(XS, YS)
    page[:, 400:406] = 255
    ink = find_ink(noisy(page))

    rules = find_rules(ink, type_height=20)
    (grid,) = find_grids(rules.across, rules.down, tolerance=8)

    assert len(grid.cells) == (len(XS) - 1) * (len(YS) - 1)


@needs_font
@pytest.mark.parametrize("inverted", [False, True], ids=["on white", "on dark"])
def test_each_line_of_a_cell_is_cut_apart(inverted: bool) -> None:
    page = drawn_table([["企画課\n広報課\n学校教育課"]], widths=[300], tall=130)
    page = noisy(255 - page if inverted else page)

    lines = cut_lines(page, np.zeros_like(page), (66, 106, 354, 226), type_height=22)

    assert len(lines) == 3
    assert [line.box[1] for line in lines] == sorted(line.box[1] for line in lines)
    assert all(line.picture.mean() > 128 for line in lines)  # dark on light for the recogniser


@needs_font
def test_a_dash_is_a_line_and_specks_are_none() -> None:
    page = noisy(drawn_table([["ー", ""]], widths=[120, 120]))

    dash = cut_lines(page, np.zeros_like(page), (66, 106, 174, 146), type_height=22)
    specks = cut_lines(page, np.zeros_like(page), (186, 106, 296, 146), type_height=22)

    assert len(dash) == 1
    assert specks == ()


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_boxes_lie_on_the_page_as_it_was_given(quarters: int) -> None:
    given_page = np.full((400, 600), 255, np.uint8)
    given_page[50:60, 100:140] = 0
    picture = np.ascontiguousarray(np.rot90(given_page, quarters))
    ys, xs = np.nonzero(picture == 0)
    upright = Upright(
        picture=picture,
        quarters=quarters,
        skew=0.0,
        ink=picture,
        type_height=None,
        rules=find_rules(1 - picture // 255, type_height=20),
    )

    box = upright.on_page((float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1)))

    assert box == pytest.approx((100, 50, 140, 60))


def test_a_stroke_inside_a_cell_is_no_line_of_the_grid() -> None:
    across = [Rule(y, 10.0, 200.0) for y in (10.0, 40.0, 90.0)] + [Rule(60.0, 100.0, 130.0)]
    down = [Rule(x, 10.0, 90.0) for x in (10.0, 100.0, 200.0)]

    (grid,) = find_grids(across, down)

    assert tighten(grid).ys == (10.0, 40.0, 90.0)
    assert [(c.row, c.column, c.rows) for c in tighten(grid).cells] == [
        (0, 0, 1),
        (0, 1, 1),
        (1, 0, 1),
        (1, 1, 1),
    ]


@needs_font
def test_a_text_written_down_is_a_line_of_its_characters() -> None:
    page = noisy(drawn_table([["子\n育\nて\n支\n援\n事\n業"]], widths=[60], tall=280))

    (line,) = cut_lines(page, np.zeros_like(page), (66, 106, 114, 374), type_height=22)

    assert line.picture.shape[1] > 5 * line.picture.shape[0] * 0.6
    assert line.box[3] - line.box[1] > 5 * (line.box[2] - line.box[0])


@needs_font
@pytest.mark.parametrize(
    "text", ["12\n13\n14\n15\n16\n17", "R1\nR2\nR3\nR4\nR5\nR6", "基本\n目標\n施策\n区分\n事業\n名称"]
)
def test_short_lines_in_a_narrow_cell_are_lines(text: str) -> None:
    page = noisy(drawn_table([[text]], widths=[80], tall=280))

    assert len(cut_lines(page, np.zeros_like(page), (66, 106, 134, 374), type_height=22)) == 6
