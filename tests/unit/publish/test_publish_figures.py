"""The figures: what they draw is what the plans say, and nothing overlaps or is cut."""

import math
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import REPOSITORY
from torikumi.plan.direction import Outcome
from torikumi.plan.file import read_plan
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.money_size import size_by_money
from torikumi.publish.charts import NARROW, WIDE, BarPart, BarRow, stacked_bars
from torikumi.publish.direction_flow import flow_between
from torikumi.publish.edition import render_edition
from torikumi.publish.figure_page import Chapter, chapters_of, small_figures
from torikumi.publish.history import Editions
from torikumi.publish.line_chart import YearPoint, can_draw
from torikumi.publish.sankey import Column, Stop, most_columns, sankey
from torikumi.publish.small_line import HEIGHT, WIDTH, small_line
from torikumi.publish.svg import text_width
from torikumi.publish.treemap import Band, Box, Cell, squarify, treemap
from unit.publish import plans

NS = "{http://www.w3.org/2000/svg}"
MIHON = tuple(
    read_plan(REPOSITORY / "samples" / "mihon" / f"plan-{year}.json") for year in (2023, 2024, 2025)
)
IRUMA = read_plan(REPOSITORY / "samples" / "iruma" / "plan.json")


def chapter(editions: tuple[Plan, ...], key: str) -> Chapter:
    return next(one for one in chapters_of(Editions(editions)) if one.key == key)


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter(f"{NS}text")]


def boxes_of_texts(svg: str) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right and bottom of the ink of every text."""
    found = []
    for node in ET.fromstring(svg).iter(f"{NS}text"):
        size, x, y = (float(node.get(name, "0")) for name in ("font-size", "x", "y"))
        wide = text_width(node.text or "", size)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[node.get("text-anchor", "start")]
        found.append((left, y - size * 0.85, left + wide, y + size * 0.15, node.text or ""))
    return found


def check_texts(svg: str) -> None:
    """No text is cut, too small for a phone, or runs into another."""
    root = ET.fromstring(svg)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    assert all(float(node.get("font-size", "0")) >= 13 for node in root.iter(f"{NS}text"))
    boxes = boxes_of_texts(svg)
    for left, top, right, bottom, words in boxes:
        assert left >= -0.5, words
        assert right <= width + 1, words
        assert top >= 0, words
        assert bottom <= height, words
    for index, (left, top, right, bottom, words) in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart = (
                right <= other[0] + 0.5
                or other[2] <= left + 0.5
                or bottom <= other[1] + 0.5
                or other[3] <= top + 0.5
            )
            assert apart, (words, other[4])


def with_costs(plan: Plan, costs: list[int]) -> Plan:
    """Return the plan with one cost for each project, again and again."""
    return replace(
        plan,
        projects=tuple(
            replace(
                project,
                amounts=(
                    Amount(
                        label="R4決算",
                        year=2022,
                        phase=Phase.SETTLED,
                        value=plans.number(str(costs[i % len(costs)]), "千円"),
                    ),
                ),
            )
            for i, project in enumerate(plan.projects)
        ),
    )


# Directions from edition to edition.


def test_the_flow_is_that_of_the_plans() -> None:
    flow = flow_between(old=MIHON[1], new=MIHON[2])

    assert flow.pairs[("B\n継続", "A\n拡充")] == 4
    assert flow.pairs[("B\n継続", "D\n縮小")] == 2
    assert (flow.added, flow.ended) == (2, 4)
    assert flow.pairs.total() == 53


def test_the_table_of_the_flow_adds_up_to_both_editions() -> None:
    rows = [row for row in chapter(MIHON, "over-time").table.rows if row[0] == "令和6年度版から令和7年度版"]
    numbers = [(str(before), str(after), int(str(count))) for _, before, after, count in rows]

    assert sum(n for before, _, n in numbers if before != "（なし）") == len(MIHON[1].projects)
    assert sum(n for _, after, n in numbers if after != "（なし）") == len(MIHON[2].projects)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_sankey_names_every_stop_of_every_edition(size: str) -> None:
    svg = str(getattr(chapter(MIHON, "over-time").figure, size))
    words = texts(svg)

    for plan in MIHON:
        for code, count in Counter(p.direction.code for p in plan.projects if p.direction).items():
            assert f"{code} {count}" in words
    assert {"なくなった 4", "新しい 2", "令和7年度版"} <= set(words)
    check_texts(svg)


def test_one_edition_and_no_shared_project_have_no_flow() -> None:
    strangers = replace(
        MIHON[2], projects=tuple(replace(p, id=f"P-{i}") for i, p in enumerate(MIHON[2].projects))
    )

    assert [one.key for one in chapters_of(Editions((MIHON[2],)))] == ["by-goal", "by-size"]
    assert [one.key for one in chapters_of(Editions((strangers, MIHON[2])))] == ["by-goal", "by-size"]


NAMES = st.sampled_from(["A", "B", "継続", "休止・廃止", "現状の取組を推進する", "記載なし"])


@st.composite
def columns(draw: st.DrawFn) -> tuple[Column, ...]:
    """Editions whose flows fit their stops: every project is in all of them, under one of some directions."""
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    paths = draw(
        st.lists(
            st.tuples(
                st.lists(st.sampled_from(names), min_size=5, max_size=5),
                st.sampled_from([1, 2, 7, 60, 900]),
            ),
            min_size=1,
            max_size=12,
        )
    )
    editions = draw(st.integers(min_value=2, max_value=5))
    made = []
    for i in range(editions):
        counts: Counter[str] = Counter()
        flows: Counter[tuple[str, str]] = Counter()
        for path, number in paths:
            counts[path[i]] += number
            if i + 1 < editions:
                flows[path[i], path[i + 1]] += number
        stops = tuple(
            Stop(key=n, name=n, short=n, outcomes=(Outcome.KEEP,), count=counts[n])
            for n in names
            if counts[n]
        )
        made.append(Column(label=f"令和{i + 1}年度版", stops=stops, flows=flows, added=i, ended=1))
    return tuple(made)


BAND = re.compile(r"M([\d.]+) ([\d.]+)C[\d. ]+ ([\d.]+) ([\d.]+)V([\d.]+)C")


@given(columns(), st.sampled_from([WIDE, NARROW]))
def test_bars_and_bands_are_in_proportion_and_texts_apart(made: tuple[Column, ...], width: int) -> None:
    svg = sankey(made, title="題", description="説明", uid="x", width=width)
    root = ET.fromstring(svg)

    check_texts(svg)
    counts = [stop.count for column in made for stop in column.stops]
    bars = [
        float(r.get("height", "0"))
        for r in root.iter(f"{NS}rect")
        if r.get("width") == "14.0" and r.get("height") != "14.0"
    ]
    unit = max(bars) / max(counts)
    bands = [BAND.match(p.get("d", "")) for p in root.iter(f"{NS}path")]
    thick = sorted(float(b[5]) - float(b[4]) for b in bands if b)
    flows = sorted(n for column in made[:-1] for n in column.flows.values())
    assert len(thick) == len(flows)
    assert all(abs(t - n * unit) <= 0.3 + n * unit * 0.02 for t, n in zip(thick, flows, strict=True))


def test_as_many_editions_are_drawn_as_find_room() -> None:
    assert most_columns(NARROW) == 5
    editions = tuple(replace(MIHON[2], year=2010 + i, edition=f"令和{i}年度版") for i in range(9))
    figure = chapter(editions, "over-time").figure

    assert sum("年度版" in word for word in texts(str(figure.narrow))) <= 9
    check_texts(str(figure.narrow))
    check_texts(str(figure.wide))


# The whole plan by money or by number.


def test_the_treemap_has_the_money_of_the_plan() -> None:
    plan, money = MIHON[2], size_by_money(MIHON[2])
    assert money is not None
    printed = {
        project.id: amount.value.number
        for project in plan.projects
        for amount in project.amounts
        if (amount.year, amount.phase, amount.fund) == (2025, Phase.INITIAL, Fund.TOTAL)
    }

    assert (money.year, money.phase, money.unit) == (2025, Phase.INITIAL, "千円")
    assert dict(money.by_project) == printed
    table = chapter(MIHON, "by-size").table
    assert table.rows[-1][-1] == f"{sum(n for n in printed.values() if n):,}"
    assert "1 梨と和紙で働くまち <なりわい応援プロジェクト>　52,110千円（12事業）" in texts(
        str(chapter(MIHON, "by-size").figure.wide)
    )


def test_units_of_yen_meet() -> None:
    plan = plans.make_plan()
    first, second, *rest = plan.projects
    amounts = [
        Amount(label="", year=2022, phase=Phase.SETTLED, value=plans.number("3", "百万円")),
        Amount(label="", year=2022, phase=Phase.SETTLED, value=plans.number("500", "千円")),
    ]
    bare = tuple(replace(p, amounts=()) for p in rest)
    made = replace(
        plan, projects=(replace(first, amounts=(amounts[0],)), replace(second, amounts=(amounts[1],)), *bare)
    )
    money = size_by_money(made)

    assert money is not None
    assert sorted(number for number in money.by_project.values()) == [Decimal("0.5"), Decimal(3)]


def test_a_plan_without_money_is_drawn_by_its_projects() -> None:
    found = chapter((IRUMA,), "by-size")

    assert found.title == "事業の数で見る計画の全体"
    assert found.table.rows[-1][-1] == "72"
    assert sum(int(str(row[-1])) for row in found.table.rows[:-1]) == 72


@pytest.mark.parametrize("count", [1, 16, 300, 1500])
def test_any_number_of_projects_is_drawn_without_running_into_one_another(count: int) -> None:
    plan = with_costs(plans.make_large_plan(count), [1, 30, 500, 12_000, 400_000])
    for one in chapters_of(Editions((replace(plan, year=2021, edition="前"), plan))):
        for svg in (one.figure.wide, one.figure.narrow):
            check_texts(str(svg))
            assert len(svg) < 60_000


def test_small_projects_are_one_cell_a_direction() -> None:
    plan = with_costs(plans.make_large_plan(300), [10, 11, 12])
    words = texts(str(chapter((plan,), "by-size").figure.wide))
    several = [re.fullmatch(r"([ABCD]) (?:ほか(\d+)事業|\+(\d+))", word) for word in words]

    assert {found[1] for found in several if found} >= {"B"}
    assert not [word for word in words if re.search(r"ほか\d*$", word) or re.fullmatch(r"\d*事業", word)]


def test_a_number_in_the_foot_of_a_sankey_is_not_broken() -> None:
    made = tuple(
        Column(
            label=f"令和{i}年度版",
            stops=(Stop(key="B", name="B 継続", short="B", outcomes=(Outcome.KEEP,), count=1500),),
            flows={("B", "B"): 1395} if i < 4 else {},
            added=105,
            ended=105,
        )
        for i in range(5)
    )
    words = texts(sankey(made, title="題", description="説明", uid="x", width=NARROW))

    assert words.count("105") == 8


def test_a_plan_without_projects_has_no_page_of_figures() -> None:
    empty = replace(plans.make_plan(), projects=(), nodes=())
    files = render_edition(empty, only=frozenset({"site"}))[1]

    assert "figures.html" not in files
    assert "図で見る" not in files["index.html"].decode()


sizes = st.lists(st.floats(min_value=0.01, max_value=1e7), min_size=1, max_size=60)


@given(sizes, st.floats(min_value=20, max_value=800), st.floats(min_value=20, max_value=800))
def test_a_treemap_fills_its_box_in_proportion(values: list[float], width: float, height: float) -> None:
    values = sorted(values, reverse=True)
    box = Box(10, 20, width, height)
    placed = squarify(values, box)

    assert len(placed) == len(values)
    total = math.fsum(values)
    for value, one in zip(values, placed, strict=True):
        assert one.area == pytest.approx(value / total * box.area, rel=1e-6, abs=1e-6)
        assert one.x >= 10 - 1e-6
        assert one.y >= 20 - 1e-6
        assert one.x + one.width <= 10 + width + 1e-6
        assert one.y + one.height <= 20 + height + 1e-6
    assert math.fsum(one.area for one in placed) == pytest.approx(box.area)


@given(sizes)
def test_cells_do_not_overlap(values: list[float]) -> None:
    placed = squarify(sorted(values, reverse=True), Box(0, 0, 650, 300))

    for index, one in enumerate(placed):
        for other in placed[index + 1 :]:
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert across <= 1e-6 or down <= 1e-6


@given(st.lists(sizes, min_size=1, max_size=6), st.sampled_from([WIDE, NARROW]))
def test_no_label_of_a_treemap_leaves_its_cell(groups: list[list[float]], width: int) -> None:
    bands = [
        Band(
            f"{g} とても長い名前の目標をもつまちをつくる",
            "1,234,567千円（12事業）",
            tuple(
                Cell(
                    size=v,
                    label=f"B 名前の長い事業（その{i}）",
                    short=f"B No.{i}",
                    direction="B 継続",
                    outcomes=(Outcome.KEEP,),
                )
                for i, v in enumerate(values)
            ),
        )
        for g, values in enumerate(groups)
    ]
    check_texts(treemap(bands, title="題", description="説明", uid="x", width=width, height=400))


counts = st.lists(st.sampled_from([0, 1, 2, 9, 48, 700, 1500]), min_size=3, max_size=3)


@given(st.lists(counts, max_size=6), st.sampled_from([WIDE, NARROW]))
def test_bars_of_any_numbers_are_in_proportion_and_texts_apart(numbers: list[list[int]], width: int) -> None:
    names = (
        ("A 充実", Outcome.EXPAND),
        ("C 縮小", Outcome.SHRINK),
        ("休止・廃止や統合を含む見直し", Outcome.ABOLISH),
    )
    rows = [
        BarRow(
            f"{i} とても長い名前の目標をもつまちをつくる",
            tuple(BarPart(name, n, (outcome,)) for (name, outcome), n in zip(names, row, strict=True)),
        )
        for i, row in enumerate(numbers)
    ]
    svg = stacked_bars(rows, title="題", description="説明", uid="x", width=width)

    check_texts(svg)
    drawn = [r for r in ET.fromstring(svg).iter(f"{NS}rect") if r.get("height") == "28.0"]
    lengths = [float(r.get("width", "0")) for r in drawn]
    there = [n for row in numbers for n in row if n]
    assert len(lengths) == len(there)
    longest = max(zip(there, lengths, strict=True), default=(1, 0.0))
    for number, length in zip(there, lengths, strict=True):
        # The white gap of two between parts, and the least that can be seen.
        assert length == pytest.approx(max((longest[1] + 2) * number / longest[0] - 2, 1.5), abs=0.2)


# The indicators.

values = st.one_of(
    st.none(),
    st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False),
)


@given(st.lists(st.tuples(values, values), min_size=2, max_size=30))
def test_a_small_line_of_any_values_stays_inside(pairs: list[tuple[Decimal | None, Decimal | None]]) -> None:
    points = [YearPoint(f"令和{i}", value, target) for i, (value, target) in enumerate(pairs, start=1)]
    if not can_draw(points):
        return
    svg = small_line(points, title="題", description="説明", uid="x")

    check_texts(svg)
    for dot in ET.fromstring(svg).iter(f"{NS}circle"):
        assert 0 < float(dot.get("cx", "0")) < WIDTH
        assert 0 < float(dot.get("cy", "0")) < HEIGHT
    assert svg.count("<circle") == sum(point.value is not None for point in points)


def test_every_indicator_of_a_goal_or_measure_that_can_be_drawn_is_there() -> None:
    small = small_figures(MIHON[2])

    assert len(small) == 16
    assert small[0].name == "梨・和紙関連の年間販売額"
    assert ("令和6年度（2024年度）", "418百万円", "438百万円") in small[0].table.rows or len(
        small[0].table.rows
    ) > 3
    for one in small:
        check_texts(str(one.picture))


def test_indicators_of_projects_stand_in_where_goals_have_none() -> None:
    bare = replace(MIHON[2], nodes=tuple(replace(node, indicators=()) for node in MIHON[2].nodes))

    assert {one.owner.address.split("/")[0] for one in small_figures(bare) if one.owner.address} == {
        "projects"
    }


def test_the_same_plans_give_the_same_figures() -> None:
    first, second = (render_edition(MIHON[2], previous=MIHON[:2])[1]["figures.html"] for _ in range(2))

    assert first == second
