"""The project sheets (評価シート): a page or two for each project, behind a cover with a list of them."""

from collections.abc import Iterator, Sequence

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.publish.history import Editions, edition_name, gone_projects
from torikumi.publish.indicator_view import IndicatorView
from torikumi.publish.project_list import direction_words
from torikumi.publish.project_view import CommentView, LayerView, ProjectView, ReviewView, view_project
from torikumi.publish.typeset.engine import Paper, template_text
from torikumi.publish.typeset.values import Value, badge, badge_in_table, frame, table
from torikumi.publish.view import Link, project_name
from torikumi.publish.words import heading_words

NAME = "評価シート"


def project_sheets(editions: Editions) -> Paper:
    """Return a sheet for each project of the newest edition as one paper; those that went are named at the end."""
    plan = editions.newest
    data = {
        **frame(plan, paper=NAME),
        "lead": f"{len(plan.projects):,}事業の内容、今後の方針、評価、指標、費用を、1事業ずつまとめました。",
        "sheets": [*_sheets(editions)],
        "gone": [f"{project_name(project)}（{edition_name(last)}まで）" for project, last in _gone(editions)],
        "notes": [note.text for note in plan.notes],
    }
    return Paper(template=template_text("project_sheets.typ"), data=data)


def _gone(editions: Editions) -> Sequence[tuple[Project, Plan]]:
    return gone_projects(editions.plans) if len(editions.plans) > 1 else ()


def _sheets(editions: Editions) -> Iterator[Value]:
    plan = editions.newest
    goal = None
    for project in plan.projects:
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
        "facts": [[name, words] for name, words in _facts(project, view) if words],
        "summary": view.summary,
        "layers": [_layer(layer) for layer in view.layers],
        "reviews": [_review(review) for review in view.reviews],
        "indicators": [_indicator(indicator) for indicator in view.indicators],
        "tables": [table(one) for one in view.money],
        "past": [table(view.editions)] if view.editions else [],
        "comments": [_comment(comment) for comment in view.comments],
        "remarks": list(view.notes),
        "places": view.places,
    }


def _facts(project: Project, view: ProjectView) -> Iterator[tuple[str, str]]:
    yield "位置づけ", "\n".join(view.path)
    yield "再掲", _names(view.also)
    yield "別名", view.second_name or ""
    yield "担当課", _names(view.sections)
    note = f"\n{view.direction_note}" if view.direction_note else ""
    yield "今後の方針", f"{direction_words(project.direction)}{note}"
    for title, links in view.merges:
        yield title, _names(links)
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
        "alt": f"{indicator.name}の実績と目標の移り変わりの折れ線。同じ値が表にあります。",
    }


def _comment(comment: CommentView) -> Value:
    return {
        "title": comment.title,
        "text": comment.text,
        "answer": comment.answer,
        "answered_by": comment.answered_by,
    }
