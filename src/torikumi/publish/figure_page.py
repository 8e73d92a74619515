"""The page of figures: directions by goal, from edition to edition, by money, and the indicators side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from markupsafe import Markup

from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Plan
from torikumi.plan.money_size import MoneySize, size_by_money
from torikumi.plan.project import Project
from torikumi.publish import addresses
from torikumi.publish.charts import NARROW, WIDE
from torikumi.publish.direction_flow import Flow, flow_between, flow_columns, group_names
from torikumi.publish.goal_bars import Goal, draw_goals, goals_of, tabulate_goals
from torikumi.publish.history import Editions, edition_name
from torikumi.publish.indicator_view import drawable_points, tabulate_years
from torikumi.publish.line_chart import format_number
from torikumi.publish.page import Page
from torikumi.publish.palette import letter_and_word
from torikumi.publish.sankey import most_columns, sankey
from torikumi.publish.small_line import small_line
from torikumi.publish.tally import direction_groups
from torikumi.publish.treemap import Band, Cell, treemap
from torikumi.publish.view import Figure, Link, Table, node_link, project_link
from torikumi.publish.words import PHASES, level_word, name_words, year_words

FIGURES = Link("図で見る", addresses.FIGURES)
# Smaller cells than these are too many to be seen; they are one cell together, with their number.
_CELLS = {WIDE: 100, NARROW: 40}
_HEIGHTS = {WIDE: 460.0, NARROW: 620.0}
_INDICATORS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One figure with the words above it and the table below it."""

    key: str
    title: str
    lead: str
    figure: Figure
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallFigure:
    """One of many small charts."""

    name: str
    owner: Link
    unit: str
    picture: Markup
    table: Table


def figure_pages(editions: Editions, *, home: Link) -> Iterator[Page]:
    """Yield the page of figures; nothing where the plan has no project and no indicator to draw."""
    if not has_figures(editions.newest):
        return
    chapters, small = chapters_of(editions), small_figures(editions.newest)
    yield Page(
        address=addresses.FIGURES,
        template="figures.html",
        title=FIGURES.name,
        menu=FIGURES.name,
        crumbs=(home,),
        words={
            "chapters": chapters,
            "small": small[:_INDICATORS],
            "more": len(small) - len(small[:_INDICATORS]),
        },
    )


def has_figures(plan: Plan) -> bool:
    """Return whether there is anything to draw."""
    indicators = (one for node in plan.nodes for one in node.indicators)
    return bool(plan.projects) or any(drawable_points(one) for one in indicators)


def chapters_of(editions: Editions) -> tuple[Chapter, ...]:
    """Return the large figures that this plan has something to show in."""
    plan = editions.newest
    goals = goals_of(plan)
    if not plan.projects:
        return ()
    flows = [flow_between(old=old, new=new) for old, new in pairwise(editions.plans)]
    return (
        _by_goal(plan, goals),
        *([_over_time(editions.plans, flows)] if any(flow.pairs for flow in flows) else []),
        _by_size(plan, goals),
    )


def _by_goal(plan: Plan, goals: Sequence[Goal]) -> Chapter:
    groups = direction_groups(plan)
    return Chapter(
        key="by-goal",
        title=f"{level_word(plan, 0)}別の今後の方針",
        lead="棒の長さは事業の数です。",
        figure=draw_goals(plan, goals, groups),
        table=tabulate_goals(plan, goals, groups),
    )


def _over_time(plans: Sequence[Plan], flows: Sequence[Flow]) -> Chapter:
    columns = flow_columns(plans, flows)
    title = "版ごとの今後の方針の移り変わり"

    def draw(width: int, uid: str) -> str:
        shown = columns[-most_columns(width) :]
        return sankey(shown, title=title, description=_told(plans, flows), uid=uid, width=width)

    few = len(columns) > most_columns(NARROW)
    return Chapter(
        key="over-time",
        title=title,
        lead="棒の高さと帯の太さは事業の数です。灰色の帯は方針が同じまま続いた事業、色と模様の帯は変わった事業です。"
        + ("小さな画面では、新しい版だけを図にしています。表にはすべての版があります。" if few else ""),
        figure=_both(draw, "over-time"),
        table=_flow_table(plans, flows),
    )


def _told(plans: Sequence[Plan], flows: Sequence[Flow]) -> str:
    said = []
    for (old, new), flow in zip(pairwise(plans), flows, strict=True):
        changed = sum(count for (before, after), count in flow.pairs.items() if before != after)
        said.append(
            f"{edition_name(old)}から{edition_name(new)}へは、{flow.pairs.total()}事業が続き、うち{changed}事業の方針が変わった"
        )
    return "。".join(said) + "。同じ数の表が図の下にあります。"


def _flow_table(plans: Sequence[Plan], flows: Sequence[Flow]) -> Table:
    groups = group_names(plans)
    order = {key: rank for rank, key in enumerate(groups)}
    rows: list[tuple[str, ...]] = []
    for (old, new), flow in zip(pairwise(plans), flows, strict=True):
        pair = f"{edition_name(old)}から{edition_name(new)}"
        for before, after in sorted(flow.pairs, key=lambda keys: (order[keys[0]], order[keys[1]])):
            number = flow.pairs[before, after]
            rows.append((pair, groups[before].name, groups[after].name, str(number)))
        rows += [(pair, "（なし）", "新しい事業", str(flow.added))] if flow.added else []
        rows += [(pair, "なくなった事業", "（なし）", str(flow.ended))] if flow.ended else []
    return Table(
        caption="版から版への方針別の事業数",
        heads=("版", "前の方針", "後の方針", "事業数"),
        rows=tuple(rows),
        numeric=frozenset({3}),
    )


def _by_size(plan: Plan, goals: Sequence[Goal]) -> Chapter:
    money = size_by_money(plan)
    costs = {one: number for one, number in money.by_project.items() if number > 0} if money else {}
    # Where few projects say what they cost, their areas would say that the others do not exist.
    if money is None or len(costs) * 2 < len(plan.projects):
        return _by_count(plan, goals)
    bands = [(goal, [p for p in goal.projects if p.id in costs]) for goal in goals]
    bands = [(goal, sorted(projects, key=lambda p: -costs[p.id])) for goal, projects in bands if projects]
    without = len(plan.projects) - len(costs)
    title = f"{year_words(money.year)}の{PHASES[money.phase]}で見る計画の全体"

    def draw(width: int, uid: str) -> str:
        share = _CELLS[width] / max(len(costs), 1)
        drawn = [
            Band(goal.name, _sum_words(projects, money), _cost_cells(projects, costs, share))
            for goal, projects in bands
        ]
        description = f"{len(costs)}事業の大きさを面積で示します。同じ数の表が図の下にあります。"
        return treemap(
            drawn, title=title, description=description, uid=uid, width=width, height=_HEIGHTS[width]
        )

    return Chapter(
        key="by-size",
        title=title,
        lead="面積は金額です。小さな事業はまとめて示します。"
        + (f"金額が0か、書かれていない{without}事業は、図にありません。" if without else ""),
        figure=_both(draw, "by-size"),
        table=_cost_table(plan, goals, money),
    )


def _sum_words(projects: Sequence[Project], money: MoneySize) -> str:
    total = sum((money.by_project[project.id] for project in projects), Decimal(0))
    return f"{format_number(total)}{money.unit}（{len(projects)}事業）"


def _cost_cells(projects: Sequence[Project], costs: Mapping[str, Decimal], share: float) -> tuple[Cell, ...]:
    """Return a cell for each of the largest projects, `share` of them, and one a direction for the others."""
    shown = projects if share >= 1 else projects[: max(3, int(len(projects) * share))]
    cells = [_cost_cell(project, costs) for project in shown]
    rest: dict[str, list[Project]] = {}
    for project in projects[len(shown) :]:
        rest.setdefault(_direction_words(project), []).append(project)
    for name, several in rest.items():
        letter, word = letter_and_word(several[0].direction)
        cells.append(
            Cell(
                size=float(sum(costs[project.id] for project in several)),
                label=f"{letter or word} ほか{len(several)}事業",
                short=f"{letter} +{len(several)}".strip(),
                direction=name,
                outcomes=several[0].direction.outcomes if several[0].direction else (),
                is_many=True,
            )
        )
    return tuple(cells)


def _cost_cell(project: Project, costs: Mapping[str, Decimal]) -> Cell:
    letter, word = letter_and_word(project.direction)
    number = f"No.{project.number}" if project.number else ""
    return Cell(
        size=float(costs[project.id]),
        label=f"{letter or word} {name_words(project)}",
        short=f"{letter} {number}".strip(),
        direction=_direction_words(project),
        outcomes=project.direction.outcomes if project.direction else (),
    )


def _direction_words(project: Project) -> str:
    letter, word = letter_and_word(project.direction)
    return f"{letter} {word}".strip()


def _cost_table(plan: Plan, goals: Sequence[Goal], money: MoneySize) -> Table:
    rows = []
    for goal in goals:
        for project in goal.projects:
            number = money.by_project.get(project.id)
            letter, word = letter_and_word(project.direction)
            cost = "" if number is None else format_number(number)
            rows.append(
                (project.number or "", name_words(project), goal.name, f"{letter} {word}".strip(), cost)
            )
    total = sum(money.by_project.values(), Decimal(0))
    rows.append(("計", "", "", "", format_number(total)))
    return Table(
        caption=f"{year_words(money.year)}の{PHASES[money.phase]}（{money.unit}）",
        heads=("No.", "事業名", level_word(plan, 0), "今後の方針", money.unit),
        rows=tuple(rows),
        numeric=frozenset({4}),
    )


def _by_count(plan: Plan, goals: Sequence[Goal]) -> Chapter:
    title = "事業の数で見る計画の全体"
    full = [goal for goal in goals if goal.projects]
    bands = [Band(goal.name, f"{len(goal.projects)}事業", _count_cells(goal)) for goal in full]

    def draw(width: int, uid: str) -> str:
        description = f"{len(plan.projects)}事業の数を面積で示します。同じ数の表が図の下にあります。"
        return treemap(
            bands, title=title, description=description, uid=uid, width=width, height=_HEIGHTS[width] * 0.7
        )

    rows = [(goal.name, name, str(number)) for goal in full for name, number in _counts_below(goal)]
    return Chapter(
        key="by-size",
        title=title,
        lead="面積は事業の数です。",
        figure=_both(draw, "by-size"),
        table=Table(
            caption="計画の区分ごとの事業数",
            heads=(level_word(plan, 0), level_word(plan, 1), "事業数"),
            rows=(*rows, ("計", "", str(len(plan.projects)))),
            numeric=frozenset({2}),
        ),
    )


def _counts_below(goal: Goal) -> list[tuple[str, int]]:
    below = [(item.name, item.count) for item in goal.below if item.count]
    direct = len(goal.projects) - sum(count for _, count in below)
    return [*below, *([(goal.name, direct)] if direct else [])]


def _count_cells(goal: Goal) -> tuple[Cell, ...]:
    return tuple(
        Cell(size=float(count), label=f"{name}　{count}", short=str(count))
        for name, count in _counts_below(goal)
    )


def small_figures(plan: Plan) -> tuple[SmallFigure, ...]:
    """Return the indicators that have a line to draw: those of goals and measures, else those of projects."""
    nodes = [(node_link(node), one) for node in plan.nodes for one in node.indicators]
    projects = [(project_link(project), one) for project in plan.projects for one in project.indicators]
    return _small(nodes) or _small(projects)


def _small(owned: Sequence[tuple[Link, Indicator]]) -> tuple[SmallFigure, ...]:
    found = []
    for index, (owner, indicator) in enumerate(owned):
        points = drawable_points(indicator)
        if not points:
            continue
        drawn = small_line(
            points,
            title=f"{indicator.name}の移り変わり",
            description="年度ごとの実績と目標。同じ値の表が図の下にあります。",
            uid=f"small-{index}",
        )
        found.append(
            SmallFigure(
                name=indicator.name,
                owner=owner,
                unit=indicator.unit or "",
                picture=Markup(drawn),  # noqa: S704  our own drawing; its texts are escaped there
                table=tabulate_years(indicator),
            )
        )
    return tuple(found)


def _both(draw: Callable[[int, str], str], key: str) -> Figure:
    wide, narrow = draw(WIDE, f"{key}-wide"), draw(NARROW, f"{key}-narrow")
    return Figure(Markup(wide), Markup(narrow))  # noqa: S704  our own drawing; its texts are escaped there
