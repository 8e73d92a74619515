"""Whether the parts of a plan point at parts that are there."""

from collections.abc import Iterable, Iterator

from torikumi.errors import UserError
from torikumi.plan.model import Node, Plan


class PlanLinkError(UserError):
    """Ids of a plan that stand twice, point nowhere or run in a circle."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(
            ja=f"{ja}。plan.json を書き出したソフトで直してください。",
            en=f"{en}. Mend it in the program that wrote plan.json.",
        )


def check_links(plan: Plan) -> None:
    """Raise PlanLinkError for an id that two parts have, one that no part has, and headings that hold one another."""
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


def _distinct(ids: Iterable[str], *, ja: str, en: str) -> frozenset[str]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise PlanLinkError(
                ja=f"二つの{ja}が同じ id「{one}」を持っています", en=f"Two {en} have the id {one}"
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
