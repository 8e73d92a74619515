"""The first page: what the plan counts up to, and what stands out in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.publish.addresses import CHANGES, direction_address, node_address
from torikumi.publish.figure_page import has_figures
from torikumi.publish.goal_bars import draw_goals, goals_of, tabulate_goals
from torikumi.publish.grades import grades_of
from torikumi.publish.history import Editions, changed_directions, edition_name, gone_nodes, gone_projects
from torikumi.publish.palette import letter_and_word
from torikumi.publish.project_view import view_comments
from torikumi.publish.tally import (
    NO_DIRECTION,
    DirectionGroup,
    commonest,
    count_directions,
    direction_groups,
    direction_key,
    empty_nodes,
)
from torikumi.publish.view import (
    Badge,
    Counted,
    Link,
    badge_of_group,
    meaning_of_group,
    node_link,
    project_link,
    project_name,
)
from torikumi.publish.words import count_words, heading_words, level_word, municipality_words, period_words

_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusual:
    """One thing that stands out, with the projects it is about."""

    title: str
    badge: Badge | None = None
    items: tuple[Link, ...] = ()
    more: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _GoneLink:
    name: str
    address: str | None
    remark: str


def view_front_page(editions: Editions) -> dict[str, object]:
    """Return the words and values of the first page's template."""
    plan = editions.newest
    groups, counts = direction_groups(plan), count_directions(plan.projects)
    goals = goals_of(plan)
    return {
        "lead": _lead(plan),
        "goal_word": level_word(plan, 0),
        "cards": [
            Counted(
                name=group.name,
                count=counts[group.key],
                address=direction_address(group.key),
                badge=badge_of_group(group),
                meaning=meaning_of_group(group),
            )
            for group in groups
        ],
        "figure": draw_goals(plan, goals, groups),
        "table": tabulate_goals(plan, goals, groups),
        "has_figures": has_figures(plan),
        "grade": grades_of(editions).words_on(None, plan=plan),
        "grade_table": grades_of(editions).table(),
        "unusual": tuple(_unusual(editions, groups)),
        "goals": [
            Counted(name=goal.name, count=len(goal.projects), address=goal.address, below=goal.below)
            for goal in goals
        ],
        "gone_nodes": [
            _GoneLink(
                name=heading_words(node),
                address=node_address(node.id),
                remark=f"{level_word(last, node.level)}、{edition_name(last)}まで",
            )
            for node, last in gone_nodes(editions.plans)
        ],
        "gone": [
            _GoneLink(
                name=project_name(project),
                address=project_link(project).address,
                remark=f"{edition_name(last)}まで",
            )
            for project, last in gone_projects(editions.plans)
        ],
        "remarks": view_comments(plan.comments),
        "end_notes": [note.text for note in plan.notes],
    }


def _lead(plan: Plan) -> str:
    owner = municipality_words(plan.municipality)
    parts = [f"{owner}の計画です。" if owner else ""]
    if plan.period is not None:
        parts.append(f"期間は{period_words(plan)}。")
    tops = len(plan.children.get(None, ()))
    under = f"{count_words(tops)}の{level_word(plan, 0)}のもとに、" if tops else ""
    parts.append(f"{under}{len(plan.projects)}事業があります。")
    if plan.year is not None or plan.edition:
        parts.append(f"このページは{edition_name(plan)}の内容です。")
    return "".join(parts)


def _unusual(editions: Editions, groups: Sequence[DirectionGroup]) -> Iterator[Unusual]:
    plan = editions.newest
    yield from _changes(editions)
    counts = count_directions(plan.projects)
    usual = commonest(groups, counts)
    for group in groups:
        # Half or more is not unusual; a third of the projects would fill the page and say nothing.
        if group is usual or not 0 < counts[group.key] * 3 <= len(plan.projects):
            continue
        projects = [p for p in plan.projects if direction_key(p.direction) == group.key]
        yield _block(
            "の事業" if group.key != NO_DIRECTION else "方針の記載がない事業",
            projects,
            more=Link(f"{group.name}の全{len(projects)}事業", direction_address(group.key)),
            badge=badge_of_group(group) if group.key != NO_DIRECTION else None,
        )
    merged = [project for project in plan.projects if project.merges]
    if merged:
        yield _block("統合に関わる事業", merged)
    empty = empty_nodes(plan)
    if empty:
        yield Unusual(title="事業のない項目", items=tuple(node_link(node) for node in empty))


def _changes(editions: Editions) -> Iterator[Unusual]:
    if len(editions.plans) < 2:
        return
    old, new = editions.plans[-2], editions.newest
    changed = changed_directions(old=old, new=new)
    if changed:
        links = tuple(
            Link(
                f"{project_name(after)}（{_words(before)}から{_words(after)}へ）", project_link(after).address
            )
            for before, after in changed
        )
        yield Unusual(title=f"{edition_name(old)}から方針が変わった事業（{len(changed)}）", items=links)
    added = [project for project in new.projects if project.id not in old.project_by_id]
    if added:
        yield _block(f"{edition_name(old)}になかった事業", added)
    yield Unusual(title="変わったことの全部", more=Link(f"{edition_name(old)}から変わったこと", CHANGES))


def _words(project: Project) -> str:
    letter, word = letter_and_word(project.direction)
    return f"{letter} {word}".strip()


def _block(
    title: str, projects: Sequence[Project], *, more: Link | None = None, badge: Badge | None = None
) -> Unusual:
    """Return a block that is cut only where a page of its own has the rest."""
    cut = more is not None and len(projects) > _SHOWN
    shown = projects[:_SHOWN] if cut else projects
    items = tuple(project_link(project) for project in shown)
    return Unusual(title=f"{title}（{len(projects)}）", badge=badge, items=items, more=more if cut else None)
