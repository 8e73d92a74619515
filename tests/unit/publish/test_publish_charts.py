import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from torikumi.plan.direction import Outcome
from torikumi.publish.charts import NARROW, WIDE, BarPart, BarRow, stacked_bars
from torikumi.publish.line_chart import YearPoint, can_draw, line_with_target

NS = "{http://www.w3.org/2000/svg}"
ROWS = (
    BarRow("1 <働く>", (BarPart("B 継続", 9, (Outcome.KEEP,)), BarPart("C 縮小", 2, (Outcome.SHRINK,)))),
    BarRow("2 とても長い名前の目標" * 4, (BarPart("B 継続", 0, (Outcome.KEEP,)),)),
)
POINTS = (
    YearPoint("令和元", Decimal(10), None),
    YearPoint("令和2", Decimal("12.5"), Decimal(11)),
    YearPoint("令和3", None, Decimal(12)),
    YearPoint("令和4", Decimal(9), Decimal(13)),
)


def draw(width: int = WIDE) -> ET.Element:
    return ET.fromstring(stacked_bars(ROWS, title="題<1>", description="説明", uid="x", width=width))


def texts(svg: ET.Element) -> list[str]:
    return [node.text or "" for node in svg.iter(f"{NS}text")]


def right_end(node: ET.Element) -> float:
    size, x = float(node.get("font-size", "14")), float(node.get("x", "0"))
    wide = size * sum(1.0 if ord(c) > 0x2E80 else 0.58 for c in node.text or "")
    return x + {"start": wide, "middle": wide / 2, "end": 0.0}[node.get("text-anchor", "start")]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_bars_show_every_number_and_total(width: int) -> None:
    words = texts(draw(width))

    assert {"9", "2", "計 11", "計 0", "B 継続", "C 縮小", "1 <働く>"} <= set(words)
    assert "".join(words).count("とても長い名前の目標") == 4


@pytest.mark.parametrize("svg", [stacked_bars(ROWS, title="t", description="d", uid="x"),
                                 stacked_bars(ROWS, title="t", description="d", uid="x", width=NARROW),
                                 line_with_target(POINTS, title="t", description="d", uid="x", unit="人")])  # fmt: skip
def test_a_chart_needs_no_style_and_has_a_name(svg: str) -> None:
    tree = ET.fromstring(svg)

    assert "style" not in svg
    assert "<script" not in svg
    assert tree.get("role") == "img"
    assert tree.find(f"{NS}title") is not None
    assert tree.find(f"{NS}desc") is not None
    for node in tree.iter(f"{NS}text"):
        assert float(node.get("font-size", "0")) >= 12
        assert float(node.get("x", "0")) >= -1
        assert right_end(node) <= float(tree.get("width", "0")) + 1, node.text
        assert 0 < float(node.get("y", "0")) <= float(tree.get("height", "0"))


def test_bar_lengths_are_in_proportion() -> None:
    rows = [BarRow("一", (BarPart("A", 30), BarPart("B", 10))), BarRow("二", (BarPart("A", 20),))]
    svg = ET.fromstring(stacked_bars(rows, title="t", description="d", uid="x"))
    lengths = [float(r.get("width", "0")) + 2 for r in svg.iter(f"{NS}rect") if r.get("height") == "28.0"]

    assert lengths[0] / lengths[1] == pytest.approx(3, rel=0.01)
    assert lengths[0] / lengths[2] == pytest.approx(1.5, rel=0.01)


def test_two_labels_of_one_outcome_differ_in_the_drawing() -> None:
    rows = [
        BarRow("一", (BarPart("現状維持", 2, (Outcome.KEEP,)), BarPart("継続", 3, (Outcome.KEEP,)))),
    ]
    svg = ET.fromstring(stacked_bars(rows, title="t", description="d", uid="x"))
    fills = [r.get("fill") for r in svg.iter(f"{NS}rect") if r.get("height") == "28.0"]

    assert len(set(fills)) == 2


def test_no_rows_make_a_picture_all_the_same() -> None:
    ET.fromstring(stacked_bars([], title="t", description="d", uid="x"))


def test_shrink_is_hatched() -> None:
    svg = draw()
    patterns = [p.get("id") for p in svg.iter(f"{NS}pattern")]

    assert len(patterns) == 1
    assert any(r.get("fill") == f"url(#{patterns[0]})" for r in svg.iter(f"{NS}rect"))


@pytest.mark.parametrize("unit", ["人", "百万円", "立方メートル毎秒（年平均の値から計算したもの）" * 2])
def test_a_unit_stands_whole_on_a_phone(unit: str) -> None:
    svg = ET.fromstring(
        line_with_target(POINTS, title="t", description="d", uid="x", unit=unit, width=NARROW)
    )

    assert f"単位：{unit}" in "".join(texts(svg))
    for node in svg.iter(f"{NS}text"):
        assert right_end(node) <= NARROW + 1, node.text
        assert float(node.get("y", "0")) <= float(svg.get("height", "0"))


def test_a_line_breaks_where_a_year_has_no_value() -> None:
    svg = ET.fromstring(line_with_target(POINTS, title="t", description="d", uid="x"))
    values = [p for p in svg.iter(f"{NS}path") if p.get("stroke") == "#0017c1" and "L" in p.get("d", "")]
    circles = [c for c in svg.iter(f"{NS}circle") if c.get("r") == "5"]

    assert len(values) == 1
    assert values[0].get("d", "").count("L") == 1
    assert len(circles) == 3


def test_a_higher_value_stands_higher() -> None:
    svg = ET.fromstring(line_with_target(POINTS, title="t", description="d", uid="x"))
    first, second, fourth = [float(c.get("cy", "0")) for c in svg.iter(f"{NS}circle") if c.get("r") == "5"]

    assert second < first < fourth


@pytest.mark.parametrize(
    "values", [["5", "5"], ["-3", "0"], ["0.001", "0.002"], ["100000000", "3"], ["0", "0"]]
)
def test_any_scale_can_be_drawn(values: list[str]) -> None:
    points = [YearPoint(f"令和{i}", Decimal(value)) for i, value in enumerate(values, start=1)]
    svg = ET.fromstring(line_with_target(points, title="t", description="d", uid="x"))
    heights = [float(c.get("cy", "0")) for c in svg.iter(f"{NS}circle")]

    assert all(0 <= height <= 264 for height in heights)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", "2"], True),
        (["1", None], False),
        (["1", "1E+400"], False),
        ([], False),
        (["NaN", "1", "2"], False),
    ],
)
def test_only_a_line_that_says_something_is_drawn(values: list[str | None], expected: bool) -> None:
    points = [YearPoint("", Decimal(value) if value else None) for value in values]

    assert can_draw(points) is expected
