"""Whether the parts of a plan point at parts that are there, and ids and levels are such that they can."""

import unicodedata
from collections.abc import Iterable, Iterator

from torikumi.errors import UserError
from torikumi.plan.model import Node, Plan

# Control and format characters, half characters, separators of lines and paragraphs.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
# Plans have two to five levels; what has more than this is no tree of headings.
MOST_LEVELS = 20
LONGEST_ID = 200


class PlanLinkError(UserError):
    """Ids of a plan that stand twice, point nowhere or run in a circle."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(
            ja=f"{ja}。plan.json を書き出したソフトで直してください。",
            en=f"{en}. Mend it in the program that wrote plan.json.",
        )


def check_links(plan: Plan) -> None:
    """Raise PlanLinkError for an id that two parts have, one that no part has, and headings that hold one another.

    Also for an id that no address could hold, and for a level that is not below that of the heading above.
    """
    node_ids = _distinct((node.id for node in plan.nodes), ja="見出し", en="headings")
    project_ids = _distinct((project.id for project in plan.projects), ja="事業", en="projects")
    for holder, wanted in _wanted_nodes(plan):
        if wanted not in node_ids:
            raise PlanLinkError(
                ja=f"「{holder}」が指す見出し「{wanted}」がありません",
                en=f"{holder} points at the heading {wanted}, which does not exist",
            )
    for project in plan.projects:
        for merge in project.merges:
            if merge.partner_id is not None and merge.partner_id not in project_ids:
                raise PlanLinkError(
                    ja=f"事業「{project.id}」の統合相手「{merge.partner_id}」がありません",
                    en=f"The project {project.id} was merged with {merge.partner_id}, which does not exist",
                )
    _refuse_circles(plan.nodes)
    _refuse_wild_levels(plan)


def _distinct(ids: Iterable[str], *, ja: str, en: str) -> frozenset[str]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise PlanLinkError(
                ja=f"二つの{ja}が同じ id「{one}」を持っています", en=f"Two {en} have the id {one}"
            )
        # An id becomes part of addresses and of messages: 1 to 200 characters that one can see.
        if not 1 <= len(one) <= LONGEST_ID or any(unicodedata.category(each) in _UNSEEN for each in one):
            raise PlanLinkError(
                ja=f"{ja}の id「{one[:20]!r}」は使えません（見える文字1～{LONGEST_ID}字に限ります）",
                en=f"{one[:20]!r} cannot be the id of {en}: 1 to {LONGEST_ID} visible characters",
            )
        seen.add(one)
    return frozenset(seen)


def _wanted_nodes(plan: Plan) -> Iterator[tuple[str, str]]:
    """Each pair of who points and the id of the node pointed at."""
    for node in plan.nodes:
        if node.parent is not None:
            yield node.id, node.parent
    for project in plan.projects:
        if project.node is not None:
            yield project.id, project.node
        for node_id in project.also_under:
            yield project.id, node_id
    for total in plan.totals:
        if total.node is not None:
            yield total.label, total.node


def _refuse_circles(nodes: tuple[Node, ...]) -> None:
    parents = {node.id: node.parent for node in nodes}
    reaches_top: set[str | None] = {None}
    for start in parents:
        walked: set[str | None] = set()
        here: str | None = start
        while here not in reaches_top:
            if here in walked:
                raise PlanLinkError(
                    ja=f"見出し「{here}」が自分自身の下に置かれています",
                    en=f"The heading {here} stands below itself",
                )
            walked.add(here)
            here = parents[here] if here is not None else None
        reaches_top |= walked


def _refuse_wild_levels(plan: Plan) -> None:
    for node in plan.nodes:
        above = -1 if node.parent is None else plan.node_by_id[node.parent].level
        if not above < node.level < MOST_LEVELS:
            raise PlanLinkError(
                ja=f"見出し「{node.id}」の段（level）{node.level}は使えません（上の見出しより下で、{MOST_LEVELS}より小さい数に限ります）",
                en=f"The heading {node.id} cannot have level {node.level}: below the heading above it, under {MOST_LEVELS}",
            )
