"""A project's life through the editions: what it was called, where it stood, and what happened to it."""

from collections.abc import Iterator
from itertools import pairwise

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.publish.history import Editions, PastDirection, edition_name, past_directions
from torikumi.publish.tally import direction_key
from torikumi.publish.view import Badge, Table, badge_of
from torikumi.publish.words import MERGES, heading_words, name_words, section_words


def direction_trail(project_id: str, editions: Editions) -> tuple[tuple[str, Badge | None], ...]:
    """Return each edition's name with the project's direction in it; None where the edition lacks the project."""
    return tuple(
        (past.edition, badge_of(past.direction) if past.project else None)
        for past in past_directions(project_id, editions.plans)
    )


def tabulate_life(project_id: str, editions: Editions) -> Table:
    """Return the project in each edition: number, name, place, direction, and what is different since the one before."""
    past = past_directions(project_id, editions.plans)
    events = [
        "",
        *(
            _events(*pair, *plans)
            for pair, plans in zip(pairwise(past), pairwise(editions.plans), strict=True)
        ),
    ]
    return Table(
        caption="それぞれの版での番号、事業名、位置づけ、方針と、前の版から変わったこと",
        heads=("版", "No.", "事業名", "位置づけ", "今後の方針", "前の版から"),
        rows=tuple(
            _row(one, plan, said) for one, plan, said in zip(past, editions.plans, events, strict=True)
        ),
    )


def _row(past: PastDirection, plan: Plan, said: str) -> tuple[str | Badge, ...]:
    project = past.project
    if project is None:
        return (past.edition, "", "（この版にはありません）", "", "", said)
    return (
        edition_name(plan),
        project.number or "",
        name_words(project),
        _heading(project, plan),
        badge_of(project.direction),
        said,
    )


def _heading(project: Project, plan: Plan) -> str:
    return heading_words(plan.node_by_id[project.node]) if project.node in plan.node_by_id else ""


def _events(before: PastDirection, after: PastDirection, old: Plan, new: Plan) -> str:
    if before.project is None and after.project is None:
        return ""
    if before.project is None:
        return "新しくできた"
    if after.project is None:
        return "なくなった"
    said = [*_differences(before.project, after.project), *_moves(before.project, after.project, old, new)]
    return "、".join(said) or "変わりなし"


def _differences(before: Project, after: Project) -> Iterator[str]:
    if before.number != after.number:
        yield f"番号が{before.number or 'なし'}から{after.number or 'なし'}へ"
    if before.name != after.name:
        yield "名前が変わった"
    known = {(merge.kind, merge.partner) for merge in before.merges}
    for merge in after.merges:
        if (merge.kind, merge.partner) not in known:
            yield f"{MERGES[merge.kind]}：{merge.partner}"
    if direction_key(before.direction) != direction_key(after.direction):
        yield "方針が変わった"
    if before.summary != after.summary:
        yield "概要が変わった"
    if [*map(section_words, before.sections)] != [*map(section_words, after.sections)]:
        yield "担当課が変わった"


def _moves(before: Project, after: Project, old: Plan, new: Plan) -> Iterator[str]:
    # A heading whose id went on is the same heading, whatever it is called now.
    if before.node != after.node and _heading(before, old) != _heading(after, new):
        yield "位置づけが移った"
