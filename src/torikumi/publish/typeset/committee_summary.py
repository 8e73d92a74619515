"""The summary for the committee (委員会資料): counts, what changed, what is to shrink or end and why, what falls short."""

from collections.abc import Iterator, Sequence

from torikumi.compare.changes import list_changes
from torikumi.compare.report import FIELD_WORDS
from torikumi.indicators.forecast import Forecast, Prospect
from torikumi.indicators.outlook import CAVEAT, outlook_of
from torikumi.plan.change import ChangeKind
from torikumi.plan.direction import Outcome
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.publish.goal_bars import goals_of, tabulate_goals
from torikumi.publish.grades import grades_of
from torikumi.publish.history import Editions, changed_directions, edition_name, gone_projects
from torikumi.publish.project_view import view_comments
from torikumi.publish.shortfalls import Shortfall, standing_of
from torikumi.publish.tally import NO_DIRECTION, direction_groups, direction_key, empty_nodes
from torikumi.publish.typeset.engine import Paper, template_text
from torikumi.publish.typeset.values import Value, frame, legend, table
from torikumi.publish.view import Table, badge_of, project_name
from torikumi.publish.words import (
    MERGES,
    heading_words,
    quantity_words,
    section_words,
    year_words,
)

NAME = "委員会資料"
_ENDING = frozenset(
    {
        *(Outcome.SHRINK, Outcome.MERGE, Outcome.SUSPEND, Outcome.ABOLISH),
        *(Outcome.POSTPONE, Outcome.SUNSET, Outcome.TRANSFER, Outcome.REPLACE),
    }
)


def committee_summary(editions: Editions) -> Paper:
    """Return what a committee has to see of the newest edition, beside the one before it where there is one."""
    plan = editions.newest
    data = {
        **frame(plan, paper=NAME),
        "legend": legend(plan),
        "total": f"{len(plan.projects):,}事業",
        "counts": table(tabulate_goals(plan, goals_of(plan), direction_groups(plan))),
        "before": edition_name(editions.plans[-2]) if len(editions.plans) > 1 else "",
        "changes": _changes(editions) if len(editions.plans) > 1 else None,
        "ending": table(_ending(plan)),
        "standing": _standing(plan),
        "grade": grades_of(editions).words_on(None, plan=plan),
        "grades": _grades(editions),
        "unlikely": table(_unlikely(plan)),
        "caveat": CAVEAT[0],
        "unusual": [{"title": title, "items": items} for title, items in _unusual(plan) if items],
        "comments": [
            {"title": one.title, "text": one.text, "answer": one.answer, "answered_by": one.answered_by}
            for one in view_comments(plan.comments)
        ],
        "notes": [note.text for note in plan.notes],
    }
    return Paper(template=template_text("committee_summary.typ"), data=data)


def _changes(editions: Editions) -> Value:
    old, new = editions.plans[-2], editions.newest
    changed = changed_directions(old=old, new=new)
    gone = [project for project, last in gone_projects(editions.plans) if last is old]
    return {
        "directions": table(_changed_directions(changed)),
        "added": [project_name(one) for one in new.projects if one.id not in old.project_by_id],
        "gone": [project_name(one) for one in gone],
        "fields": _changed_fields(old, new),
    }


def _changed_directions(changed: Sequence[tuple[Project, Project]]) -> Table:
    return Table(
        caption="今後の方針が変わった事業",
        heads=("No.", "事業名", "前の方針", "今の方針", "理由"),
        rows=tuple(
            (
                after.number or "",
                project_name(after).removeprefix(f"No.{after.number} "),
                badge_of(before.direction),
                badge_of(after.direction),
                _reason(after),
            )
            for before, after in changed
        ),
    )


def _changed_fields(old: Plan, new: Plan) -> list[str]:
    """Return what else changed, each with the number of projects: ["事業概要 12事業", …]."""
    subjects: dict[str, set[str]] = {}
    for change in list_changes(old=old, new=new):
        if change.kind is ChangeKind.CHANGED and change.subject in new.project_by_id:
            subjects.setdefault(change.field, set()).add(change.subject)
    return [f"{FIELD_WORDS[field][0]} {len(ids):,}事業" for field, ids in subjects.items()]


def _ending(plan: Plan) -> Table:
    projects = [
        one for one in plan.projects if one.direction and _ENDING.intersection(one.direction.outcomes)
    ]
    return Table(
        caption="縮小、廃止、統合などの方針の事業",
        heads=("No.", "事業名", "今後の方針", "担当課", "理由"),
        rows=tuple(
            (
                one.number or "",
                project_name(one).removeprefix(f"No.{one.number} "),
                badge_of(one.direction),
                "\n".join(section_words(section) for section in one.sections),
                _reason(one),
            )
            for one in projects
        ),
    )


def _reason(project: Project) -> str:
    """Return why, in the words of the newest review that says it, else of the merge that the plan tells of."""
    said = [review for review in project.reviews if review.reason]
    if said:
        newest = max(review.year for review in said)
        reviews = [review for review in said if review.year == newest]
        return "\n".join(f"{review.reason}（{year_words(newest)} {review.rater}）" for review in reviews)
    merges = [f"{MERGES[merge.kind]}：{merge.partner}" for merge in project.merges]
    return "\n".join(merges) or "（記載なし）"


def _grades(editions: Editions) -> Value | None:
    shown = grades_of(editions).table()
    return table(shown) if shown is not None else None


def _unlikely(plan: Plan) -> Table:
    """Return the indicators whose forecast falls short of the final target with its whole range."""
    holders: tuple[Node | Project, ...] = (*plan.nodes, *plan.projects)
    rows = [
        (_holder_name(holder), indicator.name, outlook.ja[0], *outlook.ja[1:2])
        for holder in holders
        for indicator in holder.indicators
        if (outlook := outlook_of(indicator)) is not None
        and isinstance(outlook.forecast, Forecast)
        and outlook.forecast.prospect is Prospect.UNLIKELY
    ]
    return Table(
        caption="このままでは目標に届かない見込みの指標",
        heads=("対象", "指標", "見通し", "届くには"),
        rows=tuple((*row, "")[:4] for row in rows),
    )


def _standing(plan: Plan) -> Value:
    standing = standing_of(plan)
    return {
        "judged": standing.judged,
        "not_judged": standing.not_judged,
        "short": table(
            Table(
                caption="目標に届いていない指標",
                heads=("対象", "指標", "年度", "実績", "目標"),
                rows=tuple(map(_short_row, standing.short)),
                numeric=frozenset({3, 4}),
            )
        ),
    }


def _short_row(one: Shortfall) -> tuple[str, ...]:
    unit = one.indicator.unit
    return (
        _holder_name(one.holder),
        one.indicator.name,
        year_words(one.actual.year),
        quantity_words(one.actual.value, unit=unit),
        quantity_words(one.target.value, unit=unit),
    )


def _holder_name(holder: Node | Project) -> str:
    return heading_words(holder) if isinstance(holder, Node) else project_name(holder)


def _unusual(plan: Plan) -> Iterator[tuple[str, list[str]]]:
    without = [one for one in plan.projects if direction_key(one.direction) == NO_DIRECTION]
    # More than a third is not what stands out; the table of counts has said it.
    if len(without) * 3 <= len(plan.projects):
        yield "方針の記載がない事業", [project_name(one) for one in without]
    yield "統合に関わる事業", [project_name(one) for one in plan.projects if one.merges]
    yield "事業のない項目", [heading_words(node) for node in empty_nodes(plan)]
