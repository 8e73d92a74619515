"""What makes a project the same project next year; its number belongs to one edition only."""

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.text.names import project_key, second_name, section_key
from torikumi.text.width import search_key

_SIMILAR = 0.8
# Comparing takes time with the square of the length; names longer than this are whole sentences, alike or not.
_COMPARED = 200
_MERGED = "統合"

_Key = Callable[[Plan, Project], Hashable]


def project_id(
    *, plan_title: str, number: str | None, name: str, sections: Iterable[str], occurrence: int = 1
) -> str:
    """Return the id of a project seen for the first time: the same for the same words, whoever reads them.

    `sections` are the sections as printed. Rows of one plan that are the same in all of these are told apart by
    `occurrence`: 1 for the first, 2 for the next.
    """
    words = [search_key(plan_title), search_key(number or ""), project_key(name)]
    words += [section_key(section) for section in sections]
    words += [f"#{occurrence}"] if occurrence > 1 else []
    return f"P-{_digest(words)}"


def carry_identities(*, old: Plan, new: Plan) -> Plan:
    """Return the new edition with the ids of the old one wherever a project or a heading is the same.

    Careful rather than clever: a pair is made only where nothing else could be meant; a doubtful project is a new one.
    No two projects get one id, nor do two headings.
    """
    nodes = _node_ids(old, new)
    # A project without a pair keeps its own id: were it one of the old edition's, it would have a pair.
    ids = dict(_pair_projects(old, new))
    return replace(
        new,
        nodes=tuple(_renamed_node(node, nodes) for node in new.nodes),
        projects=tuple(_renamed_project(project, ids, nodes) for project in new.projects),
        totals=tuple(
            replace(total, node=None if total.node is None else nodes[total.node]) for total in new.totals
        ),
    )


def assign_identities(*, old: Plan, new: Plan, pairs: Mapping[str, str]) -> Plan:
    """Return the new edition with the old edition's ids for exactly the projects that `pairs` names.

    `pairs` gives the old id by the id that a project has in `new`. Every other project keeps the id that it has, or
    gets a fresh one where a project of the old edition has it. Headings stay as they are.
    """
    ids = dict(pairs)
    taken = {project.id for project in old.projects}
    there = {project.id for project in new.projects}
    for project in new.projects:
        if project.id in ids:
            continue
        fresh = project.id
        while fresh in taken or (fresh != project.id and fresh in there):
            fresh = f"P-{_digest([fresh, project.name])}"
        ids[project.id] = fresh
        taken.add(fresh)
    nodes = {node.id: node.id for node in new.nodes}
    return replace(new, projects=tuple(_renamed_project(project, ids, nodes) for project in new.projects))


def pair_nodes(*, old: Plan, new: Plan) -> dict[str, str]:
    """Return, by the id of each heading of the new edition, the id of the same heading in the old one.

    The same is the one heading of its name under the same heading; else the one of its number there, where the names
    are similar. Two headings of one name under one heading are paired only where their ids say which is which.
    """
    pairs: dict[str | None, str | None] = {None: None}
    waiting: list[tuple[str | None, str | None]] = [(None, None)]
    while waiting:
        above_new, above_old = waiting.pop()
        found = _pair_siblings(old.children.get(above_old, ()), new.children.get(above_new, ()))
        pairs.update(found)
        waiting.extend(found)
    return {after: before for after, before in pairs.items() if after is not None and before is not None}


def _pair_siblings(old: tuple[Node, ...], new: tuple[Node, ...]) -> list[tuple[str, str]]:
    named_old, named_new = ({node.id: search_key(node.name) for node in side} for side in (old, new))
    # The id and the name are the same: carried over before, or two of one name in their old order.
    found = {one: one for one, name in named_new.items() if named_old.get(one) == name}
    found |= _meet(_left(named_old, found.values()), _left(named_new, found))
    numbered_old, numbered_new = (
        {node.id: search_key(node.number) for node in side if node.number} for side in (old, new)
    )
    for after, before in _meet(_left(numbered_old, found.values()), _left(numbered_new, found)).items():
        if _is_similar(named_old[before], named_new[after]):
            found[after] = before
    return [*found.items()]


def _left(keys: dict[str, str], taken: Iterable[str]) -> dict[str, str]:
    gone = set(taken)
    return {one: key for one, key in keys.items() if one not in gone}


def _meet(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """The ids (new to old) that share a key which no other of them has."""
    times_old, times_new = Counter(old.values()), Counter(new.values())
    by_key = {key: one for one, key in old.items() if times_old[key] == 1}
    return {one: by_key[key] for one, key in new.items() if times_new[key] == 1 and key in by_key}


def _node_ids(old: Plan, new: Plan) -> dict[str, str]:
    """The id that each heading of the new edition shall have, by the one it has."""
    pairs = pair_nodes(old=old, new=new)
    taken = {node.id for node in old.nodes} | {node.id for node in new.nodes if node.id not in pairs}
    ids = dict(pairs)
    for node in new.nodes:
        if node.id in pairs:
            continue
        # A number of its own edition (N-3) may be another heading's in the old one.
        fresh = node.id
        while fresh in old.node_by_id or (fresh != node.id and fresh in taken):
            fresh = f"N-{_digest([fresh, node.printed])}"
        taken.add(fresh)
        ids[node.id] = fresh
    return ids


def _pair_projects(old: Plan, new: Plan) -> Iterator[tuple[str, str]]:
    """Pairs of (new id, old id), each id at most once."""
    free_old = {project.id: project for project in old.projects}
    free_new = {project.id: project for project in new.projects}

    def take(after: str, before: str) -> tuple[str, str]:
        del free_new[after], free_old[before]
        return after, before

    # An id that both editions have was carried over before.
    for same in [project.id for project in new.projects if project.id in free_old]:
        yield take(same, same)
    for key in (_name_and_sections, _name, _name_before_merge):
        by_key = _unique(free_old.values(), plan=old, key=key)
        for value, after in _unique(free_new.values(), plan=new, key=key).items():
            if value in by_key:
                yield take(after.id, by_key[value].id)
    by_place = _unique(free_old.values(), plan=old, key=_place)
    for value, after in _unique(free_new.values(), plan=new, key=_place).items():
        before = by_place.get(value)
        if before is not None and _is_similar(project_key(before.name), project_key(after.name)):
            yield take(after.id, before.id)


def _unique(projects: Iterable[Project], *, plan: Plan, key: _Key) -> dict[Hashable, Project]:
    """The projects whose key no other of them has, by that key."""
    by_key: dict[Hashable, list[Project]] = {}
    for project in projects:
        by_key.setdefault(key(plan, project), []).append(project)
    return {value: found[0] for value, found in by_key.items() if value is not None and len(found) == 1}


def _name_and_sections(plan: Plan, project: Project) -> Hashable:  # noqa: ARG001  the keys share one shape
    return project_key(project.name), frozenset(section_key(section.name) for section in project.sections)


def _name(plan: Plan, project: Project) -> Hashable:  # noqa: ARG001  the keys share one shape
    return project_key(project.name)


def _name_before_merge(plan: Plan, project: Project) -> Hashable:  # noqa: ARG001  the keys share one shape
    """The name without the brackets that tell of a merge: 朝市（夕市を統合） was 朝市 the year before."""
    brackets = second_name(project.name)
    if brackets is None or _MERGED not in brackets:
        return project_key(project.name)
    opening = project.name[: project.name.rfind(brackets)].rstrip()
    return project_key(opening[:-1])


def _place(plan: Plan, project: Project) -> Hashable:
    """The number under the heading that numbers it; None where the project has no number."""
    if not project.number:
        return None
    parent = plan.node_by_id[project.node].name if project.node is not None else ""
    return search_key(project.number), search_key(parent)


def _is_similar(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False)
    return matcher.real_quick_ratio() >= _SIMILAR and matcher.ratio() >= _SIMILAR


def _renamed_node(node: Node, nodes: dict[str, str]) -> Node:
    return replace(node, id=nodes[node.id], parent=None if node.parent is None else nodes[node.parent])


def _renamed_project(project: Project, ids: dict[str, str], nodes: dict[str, str]) -> Project:
    return replace(
        project,
        id=ids.get(project.id, project.id),
        node=None if project.node is None else nodes[project.node],
        also_under=tuple(nodes[node] for node in project.also_under),
        merges=tuple(
            replace(merge, partner_id=merge.partner_id and ids.get(merge.partner_id, merge.partner_id))
            for merge in project.merges
        ),
    )


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:12]
