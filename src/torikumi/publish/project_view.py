"""A project as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from torikumi.plan.comment import Comment
from torikumi.plan.model import Plan
from torikumi.plan.outcome_words import OUTCOME_WORDS
from torikumi.plan.project import LayerKind, Project, Review, SummaryLayer
from torikumi.publish.addresses import project_address, section_address
from torikumi.publish.grades import grades_of
from torikumi.publish.history import Editions, edition_name
from torikumi.publish.indicator_view import IndicatorView
from torikumi.publish.money_view import draw_money, tabulate_money
from torikumi.publish.project_life import direction_trail, picture_life, tabulate_life
from torikumi.publish.provenance import tabulate_sources
from torikumi.publish.view import Badge, Figure, Link, Table, badge_of, node_link, path_links
from torikumi.publish.words import (
    LAYERS,
    MERGES,
    ROLES,
    section_words,
    year_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerView:
    """One layer of a summary."""

    kind: str
    title: str
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """One answer of a yearly review."""

    title: str
    facts: tuple[tuple[str, str], ...]
    badge: Badge | None
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentView:
    """A committee's comment with its answer."""

    title: str
    text: str
    answer: str
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    """A project, ready to print; `gone` names the edition where the newest one no longer has it."""

    id: str
    number: str | None
    path: tuple[str, ...]
    summary: str
    layers: tuple[LayerView, ...]
    badge: Badge
    direction_note: str
    sections: tuple[Link, ...]
    second_name: str | None
    provisional: bool
    nodes: tuple[Link, ...]
    also: tuple[Link, ...]
    merges: tuple[tuple[str, tuple[Link, ...]], ...]
    indicators: tuple[IndicatorView, ...]
    money: Table | None
    money_figure: Figure | None
    reviews: tuple[ReviewView, ...]
    trail: tuple[tuple[str, Badge | None], ...]
    life: Figure | None
    editions: Table | None
    notes: tuple[str, ...]
    comments: tuple[CommentView, ...]
    sources: Table | None
    gone: str = ""
    before: Link | None = None
    after: Link | None = None


def view_project(project: Project, *, plan: Plan, editions: Editions) -> ProjectView:
    """Return the project as `plan`, one of the editions, has it."""
    nodes = path_links(plan, project.node)
    # A node's id may have passed to another heading; its page is no place to lead to.
    known = [node_link(editions.nodes[node.id]) for node in plan.path_to(project.node)] if nodes else []
    return ProjectView(
        id=project.id,
        number=project.number,
        path=tuple(link.name for link in nodes),
        summary=project.summary or "",
        layers=_layers(project),
        badge=badge_of(project.direction),
        direction_note=_direction_note(project),
        sections=_sections(project, editions),
        second_name=project.second_name,
        provisional=project.provisional,
        nodes=tuple(link if link in known else Link(link.name) for link in nodes),
        also=_also(project, editions),
        merges=_merges(project, editions),
        indicators=grades_of(editions).view(project, plan=plan),
        money=tabulate_money(project.amounts) if project.amounts else None,
        money_figure=draw_money(project.amounts),
        reviews=tuple(_review(review) for review in _in_years(project.reviews)),
        trail=direction_trail(project.id, editions) if len(editions.plans) > 1 else (),
        life=picture_life(project.id, editions) if len(editions.plans) > 1 else None,
        editions=tabulate_life(project.id, editions) if len(editions.plans) > 1 else None,
        notes=project.notes,
        comments=view_comments(project.comments),
        sources=tabulate_sources(project, plan),
        gone="" if plan is editions.newest else edition_name(plan),
    )


def view_comments(comments: Sequence[Comment]) -> tuple[CommentView, ...]:
    """Return comments ready to print, the newest year first."""
    return tuple(
        CommentView(
            title=f"{year_words(comment.year)} {comment.by}",
            text=comment.text,
            answer=comment.answer or "",
            answered_by=comment.answered_by or "",
        )
        for comment in sorted(comments, key=lambda comment: -comment.year)
    )


def _layers(project: Project) -> tuple[LayerView, ...]:
    if len(project.layers) < 2 and all(layer.kind is LayerKind.ORIGINAL for layer in project.layers):
        return ()
    return tuple(_layer(layer) for layer in project.layers)


def _layer(layer: SummaryLayer) -> LayerView:
    by = " ".join(part for part in (_known_year(layer.year), layer.author or "") if part)
    return LayerView(kind=layer.kind.value, title=LAYERS[layer.kind], by=by, text=layer.text)


def _known_year(year: int | None) -> str:
    return year_words(year) if year is not None else ""


def _direction_note(project: Project) -> str:
    direction = project.direction
    if direction is None or len(direction.outcomes) < 2:
        return ""
    meanings = "か".join(OUTCOME_WORDS[outcome] for outcome in direction.outcomes)
    return f"{meanings}のどちらかは、この区分からは分かりません。"


def _sections(project: Project, editions: Editions) -> tuple[Link, ...]:
    several_roles = len({section.role for section in project.sections}) > 1
    links = []
    for section in project.sections:
        key = editions.section_keys.get(section.name)
        role = f"（{ROLES[section.role]}）" if several_roles else ""
        links.append(Link(f"{section_words(section)}{role}", section_address(key) if key else None))
    return tuple(links)


def _also(project: Project, editions: Editions) -> tuple[Link, ...]:
    nodes = (editions.nodes.get(node_id) for node_id in project.also_under)
    return tuple(node_link(node) for node in nodes if node is not None)


def _merges(project: Project, editions: Editions) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    groups: dict[str, list[Link]] = {}
    for merge in project.merges:
        if merge.partner_id is not None and merge.partner_id in editions.project_ids:
            link = Link(merge.partner, project_address(merge.partner_id))
        else:
            link = Link(f"{merge.partner}（この計画には行がありません）")
        groups.setdefault(MERGES[merge.kind], []).append(link)
    return tuple((title, tuple(links)) for title, links in groups.items())


def _in_years(reviews: Sequence[Review]) -> list[Review]:
    return sorted(reviews, key=lambda review: -review.year)


def _review(review: Review) -> ReviewView:
    facts = (("進みぐあい", review.progress), ("評価", review.evaluation))
    texts = (("取組の実績", review.result), ("理由", review.reason))
    others = tuple(
        (f"{answer.label}（庁内限り）" if answer.internal else answer.label, answer.text)
        for answer in review.others
    )
    return ReviewView(
        title=f"{year_words(review.year)} {review.rater}",
        facts=(*((name, value) for name, value in facts if value), *_approval(review)),
        badge=badge_of(review.direction) if review.direction else None,
        texts=tuple((name, value) for name, value in (*texts, *others) if value),
    )


def _approval(review: Review) -> tuple[tuple[str, str], ...]:
    day = review.approved_at
    words = [review.approved_by or "", f"{day.year}年{day.month}月{day.day}日" if day else ""]
    said = " ".join(word for word in words if word)
    return (("確定", said),) if said else ()
