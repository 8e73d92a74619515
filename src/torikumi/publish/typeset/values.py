"""Values that every paper prints, as plain words for a template."""

from collections.abc import Sequence

from torikumi.plan.direction import Direction, Outcome
from torikumi.plan.model import Plan
from torikumi.plan.tints import TINTS, furthest_outcome
from torikumi.publish.history import edition_name
from torikumi.publish.project_list import direction_words
from torikumi.publish.tally import NO_DIRECTION, count_directions, direction_groups
from torikumi.publish.view import Badge, Table, meaning_of_group
from torikumi.publish.words import municipality_words, title_words

Value = dict[str, object]
# The name of a file, which windows show, may not be longer than 32,767 bytes in PDF/A.
_LONGEST_NAME = 300


def frame(plan: Plan, *, paper: str) -> Value:
    """Return what stands on every page of a paper that is called `paper` (事業一覧)."""
    plan_title = title_words(plan)
    title = plan_title if plan_title.endswith(paper) else f"{plan_title} {paper}"
    owner = municipality_words(plan.municipality)
    return {
        "title": title,
        "name": title[:_LONGEST_NAME],
        "running": f"{owner} {title}".strip(),
        "owner": owner,
        "plan": plan_title,
        "paper": paper,
        "edition": edition_name(plan) if plan.edition or plan.year is not None else "",
        "notice": plan.notice or "",
        "credit": plan.credit or "",
    }


def badge(direction: Direction | None) -> Value:
    """Return a direction as a badge: its words, and the colours of tint and ink."""
    return _badge(direction_words(direction), direction.outcomes if direction else ())


def legend(plan: Plan) -> list[Value]:
    """Return the directions of the plan in order, each with its badge, its meaning and how many projects have it."""
    counts = count_directions(plan.projects)
    return [
        {
            "badge": _badge("：".join(part for part in (group.letter, group.word) if part), group.outcomes),
            "meaning": meaning_of_group(group)
            if group.key != NO_DIRECTION
            else "今後の方針が書かれていません。",
            "count": f"{counts[group.key]:,}事業",
        }
        for group in direction_groups(plan)
    ]


def badge_in_table(badge: Badge) -> Value:
    """Return a badge of a page as one of paper."""
    outcome = Outcome(badge.css.removeprefix("badge--"))
    return _badge("：".join(part for part in (badge.letter, badge.word) if part), (outcome,))


def table(shown: Table) -> Value:
    """Return a table of a page as one of paper; its first column names the rows."""
    return {
        "caption": shown.caption,
        "heads": list(shown.heads),
        "rows": [
            [cell if isinstance(cell, str) else badge_in_table(cell) for cell in row] for row in shown.rows
        ],
        "numeric": sorted(shown.numeric),
    }


def _badge(words: str, outcomes: Sequence[Outcome]) -> Value:
    tint = TINTS[furthest_outcome(outcomes)]
    return {"words": words, "tint": tint.paper, "ink": tint.ink}
