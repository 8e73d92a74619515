"""The picture of a logic model: well-formed, within its width, nothing over another, a broken frame for each gap."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given

from shared import REPOSITORY
from strategies import plans as any_plans
from torikumi.plan.file import read_plan
from torikumi.plan.indicator import Indicator, IndicatorKind
from torikumi.plan.model import Plan
from torikumi.publish.history import Editions
from torikumi.publish.logic_figure import logic_of_project, view_logic
from torikumi.publish.logic_gaps import gap_tables
from torikumi.publish.logic_model import LogicModel, Stage, model_of_node, model_of_project
from torikumi.publish.logic_picture import NARROW, WIDE, LogicPicture
from torikumi.publish.svg import text_width
from unit.publish import plans

NS = "{http://www.w3.org/2000/svg}"
MIHON = read_plan(REPOSITORY / "samples" / "mihon" / "plan-2025.json")


class Shown:
    """A picture as a browser shows it: `use` shows what it names, wherever on the page that is."""

    def __init__(self, svg: str, page: str) -> None:
        self.root = ET.fromstring(svg)
        self.named = {node.get("id"): node for node in ET.fromstring(page).iter() if node.get("id")}
        self.width, self.height = float(self.root.get("width", 0)), float(self.root.get("height", 0))

    def parts(self, tag: str) -> list[tuple[ET.Element, float, float, float]]:
        """Each element with its left and top edge's shift and the size of its letters."""
        found = list(self._parts(self.root, 0, 0, 0))
        return [(node, x, y, size) for node, x, y, size in found if node.tag == f"{NS}{tag}"]

    def _parts(
        self, node: ET.Element, x: float, y: float, size: float
    ) -> Iterator[tuple[ET.Element, float, float, float]]:
        size = float(node.get("font-size", size))
        if node.tag == f"{NS}use":
            yield from self._parts(
                self.named[node.get("href", "").removeprefix("#")], x, y + float(node.get("y", 0)), size
            )
            return
        if moved := node.get("transform", "").removeprefix("translate(").removesuffix(")"):
            x, y = x + float(moved.split()[0]), y + float(moved.split()[1])
        yield node, x, y, size
        for child in node:
            yield from self._parts(child, x, y, size)


def check_picture(svg: str, page: str) -> None:
    shown = Shown(svg, page)
    texts = []
    for node, x, y, size in shown.parts("text"):
        assert size >= 14, node.text
        left, base, wide = (
            x + float(node.get("x", 0)),
            y + float(node.get("y", 0)),
            text_width(node.text or "", size),
        )
        left -= wide / 2 if node.get("text-anchor") == "middle" else 0
        texts.append((left, base - size * 0.85, left + wide, base + size * 0.15, node.text))
    for node, x, y, _ in shown.parts("rect"):
        assert x + float(node.get("x", 0)) + float(node.get("width", 0)) <= shown.width
        assert y + float(node.get("y", 0)) + float(node.get("height", 0)) <= shown.height
    for at, (left, top, right, bottom, words) in enumerate(texts):
        assert left >= 0, words
        assert right <= shown.width, words
        assert bottom <= shown.height, words
        for other in texts[at + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, (words, other[4])


def gaps_drawn(svg: str, page: str) -> int:
    return sum("stroke-dasharray" in node.attrib for node, *_ in Shown(svg, page).parts("rect"))


def words_of(svg: str, page: str) -> str:
    return "".join(node.text or "" for node, *_ in Shown(svg, page).parts("text"))


def all_models(plan: Plan) -> Iterator[LogicModel]:
    yield from (model_of_project(one, plan) for one in plan.projects)
    yield from (model_of_node(one, plan) for one in plan.nodes)


@given(any_plans(max_projects=3))
def test_any_plan_gives_sound_pictures_of_both_widths(plan: Plan) -> None:
    for model in all_models(plan):
        drawn = LogicPicture(model)
        wide, narrow = drawn.wide(), drawn.narrow()

        assert Shown(wide, wide).width == WIDE
        assert Shown(narrow, wide).width == NARROW
        for svg in (wide, narrow):
            check_picture(svg, wide)
            assert gaps_drawn(svg, wide) == len(model.gaps)


@pytest.mark.parametrize("plan", [MIHON, plans.make_hostile_plan()], ids=["the invented city", "hostile"])
def test_the_pictures_of_whole_plans_are_sound(plan: Plan) -> None:
    for model in all_models(plan):
        drawn = LogicPicture(model)
        wide, narrow = drawn.wide(), drawn.narrow()
        check_picture(wide, wide)
        check_picture(narrow, wide)


def test_both_pictures_say_the_same() -> None:
    drawn = LogicPicture(model_of_project(MIHON.projects[0], MIHON))
    wide, narrow = drawn.wide(), drawn.narrow()

    assert sorted(words_of(wide, wide)) == sorted(words_of(narrow, wide))
    for words in (
        "投入",
        "国庫支出金 3,000千円",
        "活動指標が書かれていません",
        "実績 令和7年度 7人",
        "基本施策：梨づくり",
    ):
        assert words in words_of(narrow, wide)


def test_an_arrow_to_a_gap_is_broken_and_hollow() -> None:
    model = model_of_project(MIHON.projects[0], MIHON)
    svg = LogicPicture(model).wide()
    arrows = [node for node, *_ in Shown(svg, svg).parts("path")]

    assert len(arrows) == 2 * len(model.steps)
    assert sum("stroke-dasharray" in node.attrib for node in arrows) == 2
    assert sum(node.get("fill") == "#ffffff" for node in arrows) == 2


def test_a_long_list_is_cut_in_the_picture_and_whole_in_the_table() -> None:
    many = tuple(Indicator(name=f"指標{at}", kind=IndicatorKind.OUTPUT) for at in range(20))
    plan = plans.make_plan()
    view = view_logic(model_of_project(replace(plan.projects[0], indicators=many), plan))

    assert "ほか14件" in words_of(str(view.figure.wide), str(view.figure.wide))
    assert {one.name for one in many} <= {row[2] for row in view.table.rows}


def test_no_line_begins_with_a_mark_that_closes() -> None:
    for model in all_models(MIHON):
        svg = LogicPicture(model).wide()
        for node, *_ in Shown(svg, svg).parts("text"):
            assert (node.text or "")[:1] not in ("）", "、", "。", "」"), node.text


# The list of gaps.


def test_the_list_of_gaps_counts_what_the_models_miss() -> None:
    projects, nodes = gap_tables(Editions((MIHON,)))
    without = [
        one for one in MIHON.projects if not any(i.kind is IndicatorKind.OUTCOME for i in one.indicators)
    ]

    assert (projects.total, nodes.total) == (55, 20)
    assert dict(projects.counts) == {"投入": 0, "活動": 0, "活動指標": 42, "成果指標": 46}
    assert len(without) == 46
    assert [row.link.name for row in projects.rows if not row.stages[3]] == [
        f"No.{one.number} {one.name}" for one in without
    ]


def test_a_project_that_says_everything_is_not_listed() -> None:
    plan = plans.make_plan()
    whole = replace(
        plan.projects[3],
        indicators=tuple(Indicator(name=kind.value, kind=kind) for kind in IndicatorKind),
    )
    plan = replace(plan, projects=(whole,))
    (projects, _) = gap_tables(Editions((plan,)))

    assert projects.rows == ()
    assert dict(projects.counts) == dict.fromkeys(("投入", "活動", "活動指標", "成果指標"), 0)


def test_what_an_earlier_edition_had_is_drawn_as_it_was_there() -> None:
    old, new = plans.make_older_plan(), plans.make_plan()
    gone = next(one for one in old.projects if one.id not in new.project_by_id)
    editions = Editions((old, new))

    view = logic_of_project(gone, old, editions)

    assert gone.name in words_of(str(view.figure.wide), str(view.figure.wide))
    assert view.missing == tuple(s for s in Stage if s in model_of_project(gone, old).missing())
