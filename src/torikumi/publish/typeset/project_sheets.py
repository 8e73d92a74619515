"""The project sheets (評価シート): a page or two for each project, behind a cover with a list of them.

A large plan comes in volumes: a file of a thousand pages is of no use at a counter, and setting it takes gigabytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.publish.history import Editions, edition_name, gone_projects
from torikumi.publish.indicator_view import IndicatorView
from torikumi.publish.logic_model import model_of_project
from torikumi.publish.logic_words import missing_words
from torikumi.publish.project_list import direction_words
from torikumi.publish.project_view import CommentView, LayerView, ProjectView, ReviewView, view_project
from torikumi.publish.typeset.engine import Paper, template_text
from torikumi.publish.typeset.values import Value, badge, badge_in_table, frame, table
from torikumi.publish.view import Link, project_name
from torikumi.publish.words import heading_words

NAME = "評価シート"
_MOST_IN_VOLUME = 300
_LONGEST_ALT = 200


@dataclass(frozen=True, slots=True)
class Volume:
    """A part of the sheets: what people call it, and the paper."""

    name: str
    paper: Paper


def project_sheets(editions: Editions) -> tuple[Volume, ...]:
    """Return a sheet for each project of the newest edition, in volumes; those that went are named in the last."""
    plan, template = editions.newest, template_text("project_sheets.typ")
    parts = [plan.projects[at : at + _MOST_IN_VOLUME] for at in range(0, len(plan.projects), _MOST_IN_VOLUME)]
    volumes = []
    for number, projects in enumerate(parts or [()], start=1):
        name = NAME if len(parts) < 2 else f"{NAME}（{len(parts)}分冊の{number}）"
        data = {
            **frame(plan, paper=name),
            "lead": f"{len(projects):,}事業の内容、今後の方針、評価、指標、費用を、1事業ずつまとめました。",
            "sheets": [*_sheets(projects, editions)],
            "gone": _gone(editions) if number >= len(parts) else [],
            "notes": [note.text for note in plan.notes],
        }
        volumes.append(Volume(name, Paper(template=template, data=data)))
    return tuple(volumes)


def _gone(editions: Editions) -> list[str]:
    gone = gone_projects(editions.plans) if len(editions.plans) > 1 else ()
    return [f"{project_name(project)}（{edition_name(last)}まで）" for project, last in gone]


def _sheets(projects: Sequence[Project], editions: Editions) -> Iterator[Value]:
    plan = editions.newest
    goal = None
    for project in projects:
        path = plan.path_to(project.node) if project.node in plan.node_by_id else ()
        top = heading_words(path[0]) if path else ""
        yield _sheet(project, editions, opens=top if top != goal else "")
        goal = top


def _sheet(project: Project, editions: Editions, *, opens: str) -> Value:
    """Return a project's values; `opens` is the goal whose first project this is, else ""."""
    view = view_project(project, plan=editions.newest, editions=editions)
    return {
        "opens": opens,
        "title": project_name(project),
        "badge": badge(project.direction),
        "facts": [[name, words] for name, words in _facts(project, view, editions.newest) if words],
        "summary": view.summary,
        "layers": [_layer(layer) for layer in view.layers],
        "reviews": [_review(review) for review in view.reviews],
        "indicators": [_indicator(indicator) for indicator in view.indicators],
        "tables": [table(view.money)] if view.money else [],
        "past": [table(view.editions)] if view.editions else [],
        "comments": [_comment(comment) for comment in view.comments],
        "remarks": list(view.notes),
        "sources": [table(view.sources)] if view.sources else [],
    }


def _facts(project: Project, view: ProjectView, plan: Plan) -> Iterator[tuple[str, str]]:
    yield "位置づけ", "\n".join(view.path)
    yield "再掲", _names(view.also)
    yield "別名", view.second_name or ""
    yield "担当課", _names(view.sections)
    note = f"\n{view.direction_note}" if view.direction_note else ""
    yield "今後の方針", f"{direction_words(project.direction)}{note}"
    for title, links in view.merges:
        yield title, _names(links)
    yield "ロジックモデル", missing_words(model_of_project(project, plan))
    yield "事業ID", project.id


def _names(links: Sequence[Link]) -> str:
    return "\n".join(link.name for link in links)


def _layer(layer: LayerView) -> Value:
    return {"title": layer.title, "by": layer.by, "text": layer.text}


def _review(review: ReviewView) -> Value:
    return {
        "title": review.title,
        "facts": [list(fact) for fact in review.facts],
        "badge": badge_in_table(review.badge) if review.badge else None,
        "texts": [list(text) for text in review.texts],
    }


def _indicator(indicator: IndicatorView) -> Value:
    return {
        "name": indicator.name,
        "facts": [list(fact) for fact in indicator.facts],
        "table": table(indicator.table),
        "svg": str(indicator.figure.wide) if indicator.figure else "",
        "alt": f"{indicator.name[:_LONGEST_ALT]}の実績と目標の移り変わりの折れ線。同じ値が表にあります。",
    }


def _comment(comment: CommentView) -> Value:
    return {
        "title": comment.title,
        "text": comment.text,
        "answer": comment.answer,
        "answered_by": comment.answered_by,
    }
