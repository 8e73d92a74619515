"""A project's life through the editions: what it was called, where it stood, and what happened to it."""

from collections.abc import Iterator
from itertools import pairwise

from torikumi.compare.change_list import ChangeList
from torikumi.compare.life import Life
from torikumi.compare.successions import Turn
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.publish.history import Editions, PastDirection, edition_name, past_directions
from torikumi.publish.life_figure import LifeStop, draw_life
from torikumi.publish.tally import direction_key
from torikumi.publish.view import Badge, Figure, Table, badge_of, project_name
from torikumi.publish.words import MERGES, heading_words, name_words, section_words

_INTO_THIS = {
    Turn.MERGED: "「{}」を統合",
    Turn.SPLIT: "「{}」から分かれた",
    Turn.REPLACED: "「{}」を引き継いだ",
}
LED_TO = {
    Turn.MERGED: "「{}」に統合",
    Turn.SPLIT: "「{}」に分かれた",
    Turn.REPLACED: "「{}」に引き継いだ",
}


def direction_trail(project_id: str, editions: Editions) -> tuple[tuple[str, Badge | None], ...]:
    """Return each edition's name with the project's direction in it; None where the edition lacks the project."""
    return tuple(
        (past.edition, badge_of(past.direction) if past.project else None)
        for past in past_directions(project_id, editions.plans)
    )


def picture_life(project_id: str, editions: Editions) -> Figure:
    """Return the project's life as a picture, with the projects that went into it and what it became."""
    plans = editions.plans
    life = editions.lives.life_of(project_id, stands=lambda edition, one: one in plans[edition].project_by_id)
    return draw_life([edition_name(plan) for plan in editions.plans], [*_stops(life, editions)], life)


def _stops(life: Life, editions: Editions) -> Iterator[LifeStop]:
    for edition, plan in enumerate(editions.plans):
        for lane in life.lanes:
            project = plan.project_by_id.get(lane)
            if project is None:
                continue
            mark = badge_of(project.direction) if project.direction else None
            words = " ".join(part for part in (mark.letter, mark.word) if part) if mark else ""
            yield LifeStop(edition=edition, lane=lane, title=project_name(project), words=words)


def tabulate_life(project_id: str, editions: Editions) -> Table:
    """Return the project in each edition: number, name, place, direction, and what is different since the one before."""
    past = past_directions(project_id, editions.plans)
    events = [
        "",
        *(_events(*pair, editions.listed(number)) for number, pair in enumerate(pairwise(past), start=1)),
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


def _events(before: PastDirection, after: PastDirection, listed: ChangeList) -> str:
    if before.project is None and after.project is None:
        return ""
    led = [*_led_here(after.project, listed), *_led_away(before.project, listed)]
    if before.project is None:
        return "、".join(led) or "新しくできた"
    if after.project is None:
        return "、".join(led) or "なくなった"
    said = [
        *led,
        *_differences(before.project, after.project, told=bool(led)),
        *_moves(before.project, after.project, listed.old, listed.new),
    ]
    return "、".join(said) or "変わりなし"


def _led_here(project: Project | None, listed: ChangeList) -> Iterator[str]:
    """Say which projects of the edition before led to this one."""
    for one in listed.successions:
        if project is not None and one.new == project.id:
            yield _INTO_THIS[one.turn].format(name_words(listed.old.project_by_id[one.old]))


def _led_away(project: Project | None, listed: ChangeList) -> Iterator[str]:
    """Say what this project of the edition before led to."""
    for one in listed.successions:
        if project is not None and one.old == project.id:
            yield LED_TO[one.turn].format(name_words(listed.new.project_by_id[one.new]))


def _differences(before: Project, after: Project, *, told: bool) -> Iterator[str]:
    if before.number != after.number:
        yield f"番号が{before.number or 'なし'}から{after.number or 'なし'}へ"
    if before.name != after.name:
        yield "名前が変わった"
    known = {(merge.kind, merge.partner) for merge in before.merges}
    for merge in after.merges:
        if (merge.kind, merge.partner) not in known and not told:
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
